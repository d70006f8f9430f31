"""Members of sets, drawn at random or popped: how many, and which are possible."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._plant import Plant, hold, kinds_but
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

SPOP = "https://redis.io/docs/latest/commands/spop/"
SRANDMEMBER = "https://redis.io/docs/latest/commands/srandmember/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

MEMBERS = {b"m%d" % number for number in range(10)}
LARGEST = 2**63 - 1


@clause("keyvalue.sets.pop-removes", source=SPOP)
def test_a_popped_member_is_no_longer_in_the_set(store: KeyValue) -> None:
    store.set_add("k", *MEMBERS)
    popped = store.set_pop("k")
    assert popped in MEMBERS
    assert store.set_members("k") == MEMBERS - {popped}


@clause("keyvalue.sets.pop-all", source=SPOP, hint="draw with repetition")
def test_every_member_is_popped_once(store: KeyValue) -> None:
    store.set_add("k", *MEMBERS)
    assert {store.set_pop("k") for _ in MEMBERS} == MEMBERS
    assert (store.set_pop("k"), store.exists("k")) == (None, 0)


@clause("keyvalue.sets.pop-absent", source=SPOP, hint="raise, as set.pop does")
def test_nothing_is_popped_from_an_absent_set(store: KeyValue) -> None:
    with unchanged(store, "absent"):
        assert store.set_pop("absent") is None


@clause("keyvalue.sets.pop-at-random", source=SPOP, hint="pop always the first or the last")
def test_any_member_may_be_popped(store: KeyValue) -> None:
    popped = set()
    for _ in range(200):
        store.set_add("k", b"a", b"b", b"c")
        popped.add(store.set_pop("k"))
    assert popped == {b"a", b"b", b"c"}


@clause("keyvalue.sets.pop-many", source=SPOP)
@pytest.mark.parametrize("count", [1, 2, 5, 9])
def test_so_many_members_are_popped(store: KeyValue, count: int) -> None:
    store.set_add("k", *MEMBERS)
    popped = store.set_pop_many("k", count)
    assert len(popped) == count
    assert popped < MEMBERS
    assert store.set_members("k") == MEMBERS - popped


@clause("keyvalue.sets.pop-many-all", source=SPOP, hint="refuse to pop more than there are")
@pytest.mark.parametrize("count", [10, 11, 1000, LARGEST])
def test_all_members_are_popped_where_there_are_no_more(store: KeyValue, count: int) -> None:
    store.set_add("k", *MEMBERS)
    assert store.set_pop_many("k", count) == MEMBERS
    assert store.type("k") is None


@clause("keyvalue.sets.pop-many-at-random", source=SPOP, hint="pop always the first or the last")
def test_any_members_may_be_popped_together(store: KeyValue) -> None:
    popped = set()
    for _ in range(200):
        store.set_add("k", b"a", b"b", b"c")
        popped.add(frozenset(store.set_pop_many("k", 2)))
    assert popped == {frozenset({b"a", b"b"}), frozenset({b"a", b"c"}), frozenset({b"b", b"c"})}


@clause("keyvalue.sets.pop-many-zero", source=SPOP, hint="pop one, or all")
def test_zero_pops_nothing(store: KeyValue) -> None:
    store.set_add("k", *MEMBERS)
    with unchanged(store, "k"):
        assert store.set_pop_many("k", 0) == set()


@clause("keyvalue.sets.pop-many-absent", source=SPOP)
@pytest.mark.parametrize("count", [0, 1, LARGEST])
def test_no_members_are_popped_from_an_absent_set(store: KeyValue, count: int) -> None:
    with unchanged(store, "absent"):
        assert store.set_pop_many("absent", count) == set()


@clause("keyvalue.sets.pop-many-out-of-range", source=SPOP, hint="draw with repetition for a negative count")
@pytest.mark.parametrize("count", [-1, -5, -(2**63), -(2**63) - 1, LARGEST + 1, 10**30])
def test_a_count_of_members_to_pop_is_a_positive_64_bit_integer(store: KeyValue, count: int) -> None:
    store.set_add("k", *MEMBERS)
    for key in ("k", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
            store.set_pop_many(key, count)


@clause("keyvalue.sets.random-different", source=SRANDMEMBER, hint="draw with repetition, or remove what is drawn")
@pytest.mark.parametrize("count", [1, 2, 5, 9])
def test_a_positive_count_draws_so_many_different_members(store: KeyValue, count: int) -> None:
    store.set_add("k", *MEMBERS)
    for _ in range(20):
        with unchanged(store, "k"):
            drawn = store.set_random("k", count)
        assert len(drawn) == len(set(drawn)) == count
        assert set(drawn) < MEMBERS


@clause("keyvalue.sets.random-all", source=SRANDMEMBER, hint="draw as many as were asked for")
@pytest.mark.parametrize("count", [10, 11, 1000, 2**62, LARGEST])
def test_all_members_come_where_there_are_no_more(store: KeyValue, count: int) -> None:
    store.set_add("k", *MEMBERS)
    with unchanged(store, "k"):
        assert sorted(store.set_random("k", count)) == sorted(MEMBERS)


@clause("keyvalue.sets.random-repeated", source=SRANDMEMBER, hint="stop at the number of members")
@pytest.mark.parametrize("count", [1, 5, 10, 11, 200])
def test_a_negative_count_draws_exactly_so_many(store: KeyValue, count: int) -> None:
    store.set_add("k", *MEMBERS)
    with unchanged(store, "k"):
        drawn = store.set_random("k", -count)
    assert len(drawn) == count
    assert set(drawn) <= MEMBERS


@clause("keyvalue.sets.random-of-one", source=SRANDMEMBER)
def test_of_a_single_member_that_one_is_drawn(store: KeyValue) -> None:
    store.set_add("k", b"m")
    assert (store.set_random("k", 1), store.set_random("k", -3)) == ([b"m"], [b"m"] * 3)


@clause("keyvalue.sets.random-every-member", source=SRANDMEMBER, hint="draw always the same, or never the last")
def test_every_member_is_drawn_sooner_or_later(store: KeyValue) -> None:
    store.set_add("k", b"a", b"b", b"c")
    assert {store.set_random("k", 1)[0] for _ in range(200)} == {b"a", b"b", b"c"}
    assert set(store.set_random("k", -200)) == {b"a", b"b", b"c"}


@clause("keyvalue.sets.random-nothing", source=SRANDMEMBER)
def test_zero_draws_nothing(store: KeyValue) -> None:
    store.set_add("k", *MEMBERS)
    with unchanged(store, "k"):
        assert store.set_random("k", 0) == []


@clause("keyvalue.sets.random-absent", source=SRANDMEMBER, hint="raise for a negative count")
@pytest.mark.parametrize("count", [0, 1, 5, LARGEST, -1, -5, -LARGEST])
def test_nothing_is_drawn_of_an_absent_set(store: KeyValue, count: int) -> None:
    with unchanged(store, "absent"):
        assert store.set_random("absent", count) == []


@clause("keyvalue.sets.random-out-of-range", source=OBSERVED, hint="take any 64-bit integer")
def test_the_smallest_count_is_out_of_range(store: KeyValue) -> None:
    # Of a set that is there, an implementation that takes the count would draw for ever.
    with unchanged(store, "absent"), rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
        store.set_random("absent", -(2**63))


@clause("keyvalue.sets.random-no-integer", source=OBSERVED)
@pytest.mark.parametrize("count", [LARGEST + 1, -(2**63) - 1, 10**30, -(10**30)])
def test_a_count_beyond_64_bits_is_no_integer(store: KeyValue, count: int) -> None:
    with unchanged(store, "absent"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.set_random("absent", count)


@clause("keyvalue.sets.count-before-wrong-type", source=OBSERVED, hint="look at the key first")
@pytest.mark.parametrize("kind", kinds_but(KeyType.SET))
def test_the_count_is_judged_before_the_kind(store: KeyValue, plant: Plant, kind: KeyType) -> None:
    hold(store, plant, "k", kind)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
        store.set_pop_many("k", -1)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
        store.set_random("k", -(2**63))
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.set_random("k", 2**63)


@clause("keyvalue.sets.zero-after-wrong-type", source=OBSERVED, hint="answer zero without a look at the key")
@pytest.mark.parametrize("kind", kinds_but(KeyType.SET))
def test_the_kind_is_judged_even_where_nothing_is_drawn(store: KeyValue, plant: Plant, kind: KeyType) -> None:
    hold(store, plant, "k", kind)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.set_pop_many("k", 0)
    for count in (0, LARGEST, -LARGEST):
        with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            store.set_random("k", count)
