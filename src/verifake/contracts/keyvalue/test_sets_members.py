"""Members of sets: added, removed, asked for."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

SADD = "https://redis.io/docs/latest/commands/sadd/"
SREM = "https://redis.io/docs/latest/commands/srem/"
SISMEMBER = "https://redis.io/docs/latest/commands/sismember/"
SMISMEMBER = "https://redis.io/docs/latest/commands/smismember/"
SMEMBERS = "https://redis.io/docs/latest/commands/smembers/"
SCARD = "https://redis.io/docs/latest/commands/scard/"
SETS = "https://redis.io/docs/latest/develop/data-types/sets/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"


@clause("keyvalue.sets.add-makes-a-set", source=SADD)
def test_the_first_member_makes_a_set(store: KeyValue) -> None:
    assert store.set_add("k", b"m") == 1
    assert (store.type("k"), store.set_members("k")) == (KeyType.SET, {b"m"})


@clause("keyvalue.sets.add-counts-new", source=SADD, hint="count what was given")
def test_add_counts_the_members_that_are_new(store: KeyValue) -> None:
    assert store.set_add("k", b"a", b"b") == 2
    assert store.set_add("k", b"b", b"c") == 1
    with unchanged(store, "k"):
        assert store.set_add("k", b"c", b"a") == 0
    assert store.set_members("k") == {b"a", b"b", b"c"}


@clause("keyvalue.sets.add-duplicates", source=SADD, hint="count each time it is given")
def test_a_member_that_is_given_twice_is_added_once(store: KeyValue) -> None:
    assert store.set_add("k", b"a", b"a", b"b", b"a") == 2
    assert store.set_add("k", b"c", b"c") == 1
    assert store.set_size("k") == 3


@clause("keyvalue.sets.add-nothing", source=SADD, hint="return 0, or make an empty set")
def test_add_needs_a_member(store: KeyValue) -> None:
    store.set_add("k", b"m")
    for key in ("k", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            store.set_add(key)


@clause("keyvalue.sets.nothing-before-wrong-type", source=OBSERVED)
def test_a_call_without_members_is_refused_before_the_kind_is_judged(store: KeyValue) -> None:
    store.set("k", b"v")
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
        store.set_add("k")
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
        store.set_remove("k")
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
        store.set_contains_many("k")


MEMBERS = {
    "empty": b"",
    "zero byte": b"\x00",
    "every byte": bytes(range(256)),
    "line of protocol": b"\r\n$3\r\nfoo",
    "leading zero": b"01",
    "minus zero": b"-0",
    "fraction": b"1.0",
    "leading blank": b" 1",
    "plus": b"+1",
    "long": b"x" * 100_000,
    **{str(number): b"%d" % number for number in (0, 1, -1, 32768, 2**31, 2**63 - 1, -(2**63), 2**63)},
}


@clause("keyvalue.sets.any-bytes", source=SETS, hint="decode members, or keep numbers as numbers")
def test_any_bytes_are_a_member(store: KeyValue) -> None:
    assert store.set_add("k", *MEMBERS.values()) == len(MEMBERS)
    assert store.set_members("k") == set(MEMBERS.values())
    assert store.set_contains_many("k", *MEMBERS.values()) == [True] * len(MEMBERS)
    assert store.set_remove("k", *MEMBERS.values()) == len(MEMBERS)


@clause("keyvalue.sets.any-bytes-alone", source=SETS)
@pytest.mark.parametrize("name", MEMBERS)
def test_any_bytes_are_a_member_alone(store: KeyValue, name: str) -> None:
    member = MEMBERS[name]
    store.set_add("k", member)
    assert (store.set_contains("k", member), store.set_members("k")) == (True, {member})
    assert store.set_random("k", 1) == [member]
    assert (store.set_pop("k"), store.exists("k")) == (member, 0)


@clause("keyvalue.sets.numbers-and-text", source=OBSERVED, hint="keep numbers in a set of their own")
def test_text_may_come_to_numbers_and_go_again(store: KeyValue) -> None:
    store.set_add("k", b"1", b"2")
    assert store.set_add("k", b"text") == 1
    assert store.set_add("k", b"1", b"3") == 1
    assert store.set_remove("k", b"text", b"2") == 2
    assert store.set_members("k") == {b"1", b"3"}


@clause("keyvalue.sets.a-thousand", source=SETS)
def test_a_thousand_members_are_added_and_read(store: KeyValue) -> None:
    members = {b"m%d" % number for number in range(1000)}
    assert store.set_add("k", *members) == 1000
    assert store.set_add("k", b"m1", b"new") == 1
    assert store.set_members("k") == members | {b"new"}
    assert store.set_contains_many("k", *sorted(members)) == [True] * 1000


@clause("keyvalue.sets.numbers-by-the-thousand", source=OBSERVED)
def test_a_thousand_numbers_are_added_and_read(store: KeyValue) -> None:
    members = {b"%d" % number for number in range(-500, 500)}
    assert store.set_add("k", *members) == 1000
    assert store.set_remove("k", b"0", b"-500", b"500") == 2
    assert store.set_members("k") == members - {b"0", b"-500"}


@clause("keyvalue.sets.remove-counts", source=SREM, hint="count what was asked for")
def test_remove_counts_the_members_that_were_there(store: KeyValue) -> None:
    store.set_add("k", b"a", b"b", b"c")
    assert store.set_remove("k", b"a", b"x", b"b") == 2
    assert store.set_members("k") == {b"c"}


@clause("keyvalue.sets.remove-duplicates", source=OBSERVED, hint="count first and remove afterwards")
def test_a_member_that_is_named_twice_is_removed_once(store: KeyValue) -> None:
    store.set_add("k", b"a", b"b")
    assert store.set_remove("k", b"a", b"a") == 1


@clause("keyvalue.sets.remove-all-and-more", source=SREM)
def test_members_may_be_named_that_are_gone_with_the_set(store: KeyValue) -> None:
    store.set_add("k", b"a", b"b")
    assert store.set_remove("k", b"a", b"b", b"c", b"a") == 2
    assert store.type("k") is None


@clause("keyvalue.sets.remove-absent", source=SREM)
def test_nothing_is_removed_where_nothing_is(store: KeyValue) -> None:
    store.set_add("k", b"a")
    with unchanged(store, "k", "absent"):
        assert store.set_remove("k", b"x") == 0
        assert store.set_remove("absent", b"x") == 0


@clause("keyvalue.sets.remove-nothing", source=SREM, hint="return 0")
def test_remove_needs_a_member(store: KeyValue) -> None:
    store.set_add("k", b"a")
    for key in ("k", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            store.set_remove(key)


@clause("keyvalue.sets.contains", source=SISMEMBER)
def test_contains_tells_whether_a_member_is_there(store: KeyValue) -> None:
    store.set_add("k", b"a", b"")
    assert store.set_contains("k", b"a") is True
    assert store.set_contains("k", b"") is True
    assert store.set_contains("k", b"A") is False
    assert store.set_contains("absent", b"a") is False


@clause("keyvalue.sets.contains-many", source=SMISMEMBER, hint="answer each member once, or numbers for bools")
def test_contains_many_answers_in_the_order_of_the_members(store: KeyValue) -> None:
    store.set_add("k", b"a", b"b")
    answers = store.set_contains_many("k", b"x", b"b", b"a", b"x", b"b")
    assert answers == [False, True, True, False, True]
    assert {type(answer) for answer in answers} == {bool}


@clause("keyvalue.sets.contains-many-absent", source=SMISMEMBER, hint="answer an empty list")
def test_an_absent_set_has_no_member(store: KeyValue) -> None:
    assert store.set_contains_many("absent", b"a", b"b") == [False, False]


@clause("keyvalue.sets.contains-many-nothing", source=SMISMEMBER, hint="answer an empty list")
def test_contains_many_needs_a_member(store: KeyValue) -> None:
    store.set_add("k", b"a")
    for key in ("k", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            store.set_contains_many(key)


@clause("keyvalue.sets.members", source=SMEMBERS, hint="give away the set itself")
def test_the_members_that_were_returned_can_be_changed_without_harm(store: KeyValue) -> None:
    store.set_add("k", b"a", b"b")
    members = store.set_members("k")
    assert members == {b"a", b"b"}
    members.add(b"c")
    assert store.set_members("k") == {b"a", b"b"}


@clause("keyvalue.sets.members-of-absent", source=SMEMBERS, hint="raise, or return None")
def test_an_absent_set_is_an_empty_one(store: KeyValue) -> None:
    with unchanged(store, "absent"):
        assert (store.set_members("absent"), store.set_size("absent")) == (set(), 0)


@clause("keyvalue.sets.size", source=SCARD)
def test_size_counts_members(store: KeyValue) -> None:
    store.set_add("k", b"a", b"b", b"a")
    assert store.set_size("k") == 2
    store.set_remove("k", b"a", b"x")
    assert store.set_size("k") == 1
