"""Lists shrink at their ends."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import End, KeyValue, KeyValueCode, NoTtl
from verifake.proof import ClauseClock, clause, rejects

LPOP = "https://redis.io/docs/latest/commands/lpop/"
RPOP = "https://redis.io/docs/latest/commands/rpop/"
LMPOP = "https://redis.io/docs/latest/commands/lmpop/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

ENDS = (End.LEFT, End.RIGHT)
LARGEST = 2**63 - 1


@clause("keyvalue.lists-pop.left", source=LPOP)
def test_the_leftmost_element_is_popped(store: KeyValue) -> None:
    store.list_push("k", b"a", b"b", b"c")
    assert store.list_pop("k") == b"a"
    assert store.list_pop("k", end=End.LEFT) == b"b"
    assert store.list_range("k", 0, -1) == [b"c"]


@clause("keyvalue.lists-pop.right", source=RPOP)
def test_the_rightmost_element_is_popped(store: KeyValue) -> None:
    store.list_push("k", b"a", b"b", b"c")
    assert store.list_pop("k", end=End.RIGHT) == b"c"
    assert store.list_range("k", 0, -1) == [b"a", b"b"]


@clause("keyvalue.lists-pop.empty-element", source=OBSERVED, hint="call an empty element none")
def test_an_empty_element_is_an_element(store: KeyValue) -> None:
    store.list_push("k", b"", b"")
    assert store.list_pop("k") == b""
    assert store.list_pop_many("k", 1) == [b""]


@clause("keyvalue.lists-pop.absent", source=LPOP, hint="return an empty list")
@pytest.mark.parametrize("end", ENDS)
def test_nothing_is_popped_from_an_absent_key(store: KeyValue, end: End) -> None:
    with unchanged(store, "k"):
        assert store.list_pop("k", end=end) is None
        assert store.list_pop_many("k", 2, end=end) is None
        assert store.list_pop_many("k", 0, end=end) is None
        assert store.list_pop_first("k", "k2", end=end) is None


@clause("keyvalue.lists-pop.last", source=LPOP, hint="keep an empty list, or its deadline")
@pytest.mark.parametrize("end", ENDS)
def test_the_last_element_takes_the_key_along(store: KeyValue, end: End) -> None:
    store.list_push("k", b"a")
    store.expire("k", 100)
    assert store.list_pop("k", end=end) == b"a"
    assert store.exists("k") == 0
    store.list_push("k", b"b")
    assert store.time_to_live("k") is NoTtl.PERSISTENT


@clause("keyvalue.lists-pop.keeps-deadline", source=OBSERVED)
def test_what_is_left_keeps_its_deadline(store: KeyValue) -> None:
    store.list_push("k", *[b"a"] * 5)
    store.expire("k", 100)
    at = store.expires_at("k")
    store.list_pop("k")
    store.list_pop_many("k", 2, end=End.RIGHT)
    store.list_pop_first("k")
    assert store.expires_at("k") == at


@clause("keyvalue.lists-pop.expired", source=OBSERVED)
def test_nothing_is_popped_from_an_expired_list(store: KeyValue, clock: ClauseClock) -> None:
    for key in ("k", "k2", "k3"):
        store.list_push(key, b"a")
        store.expire(key, 1)
    clock.advance(2)
    assert store.list_pop("k") is None
    assert store.list_pop_many("k2", 1) is None
    assert store.list_pop_first("k3") is None


@clause("keyvalue.lists-pop-many.inwards", source=LPOP, hint="give them from left to right")
def test_many_elements_are_popped_from_the_end_inwards(store: KeyValue) -> None:
    store.list_push("k", b"a", b"b", b"c", b"d", b"e")
    assert store.list_pop_many("k", 2) == [b"a", b"b"]
    assert store.list_pop_many("k", 2, end=End.RIGHT) == [b"e", b"d"]
    assert store.list_range("k", 0, -1) == [b"c"]


@clause("keyvalue.lists-pop-many.all", source=LPOP)
@pytest.mark.parametrize("count", [3, 4, LARGEST])
def test_as_many_are_popped_as_there_are(store: KeyValue, count: int) -> None:
    store.list_push("k", b"a", b"b", b"c")
    assert store.list_pop_many("k", count, end=End.RIGHT) == [b"c", b"b", b"a"]
    assert store.exists("k") == 0


@clause("keyvalue.lists-pop-many.none", source=OBSERVED, hint="return None, or all")
@pytest.mark.parametrize("end", ENDS)
def test_none_of_the_elements_can_be_popped(store: KeyValue, end: End) -> None:
    store.list_push("k", b"a")
    store.expire("k", 100)
    with unchanged(store, "k"):
        assert store.list_pop_many("k", 0, end=end) == []


@clause("keyvalue.lists-pop-many.count-out-of-range", source=LPOP, hint="look at the key first, or NOT_AN_INTEGER")
@pytest.mark.parametrize("count", [-1, -LARGEST - 1, LARGEST + 1, -LARGEST - 2])
def test_a_count_that_is_negative_or_beyond_64_bits_is_out_of_range(store: KeyValue, count: int) -> None:
    store.list_push("k", b"a")
    store.set("text", b"v")
    for key in ("k", "absent", "text"):
        for end in ENDS:
            with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
                store.list_pop_many(key, count, end=end)


@clause("keyvalue.lists-pop-first.first-that-is-there", source=LMPOP)
def test_the_first_list_that_is_there_is_popped_from(store: KeyValue) -> None:
    store.list_push("b", b"1", b"2")
    store.list_push("c", b"3")
    assert store.list_pop_first("a", "b", "c") == ("b", [b"1"])
    assert store.list_pop_first("c", "b") == ("c", [b"3"])
    assert store.list_pop_first("a", "c", "b", end=End.RIGHT) == ("b", [b"2"])
    assert store.exists("a", "b", "c") == 0


@clause("keyvalue.lists-pop-first.count", source=LMPOP, hint="go on with the next list")
def test_only_one_list_is_popped_from(store: KeyValue) -> None:
    store.list_push("a", b"1", b"2", b"3")
    store.list_push("b", b"4")
    assert store.list_pop_first("a", "b", count=2) == ("a", [b"1", b"2"])
    assert store.list_pop_first("a", "b", count=LARGEST, end=End.RIGHT) == ("a", [b"3"])
    assert store.exists("a") == 0
    assert store.list_range("b", 0, -1) == [b"4"]


@clause("keyvalue.lists-pop-first.inwards", source=LMPOP)
def test_several_are_popped_from_the_end_inwards(store: KeyValue) -> None:
    store.list_push("k", b"a", b"b", b"c")
    assert store.list_pop_first("k", count=2, end=End.RIGHT) == ("k", [b"c", b"b"])


@clause("keyvalue.lists-pop-first.key-as-given", source=OBSERVED, hint="return the key with its prefix")
@pytest.mark.parametrize("key", ["", "ключ", "a\0b", "\udcff\udc80"])
def test_the_key_comes_back_as_it_was_given(store: KeyValue, key: str) -> None:
    store.list_push(key, b"a", b"b")
    assert store.list_pop_first("absent", key) == (key, [b"a"])
    assert store.list_pop_waiting("absent", key, timeout_seconds=1) == (key, b"b")


@clause("keyvalue.lists-pop-first.same-key-twice", source=OBSERVED)
def test_a_key_may_be_named_twice(store: KeyValue) -> None:
    store.list_push("k", b"a")
    assert store.list_pop_first("k", "k", count=2) == ("k", [b"a"])
    assert store.list_pop_first("k", "k") is None


@clause("keyvalue.lists-pop-first.no-keys", source=LMPOP, hint="return None")
def test_a_key_is_needed_before_all_else(store: KeyValue) -> None:
    for count in (1, 0, -1, LARGEST + 1):
        with rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            store.list_pop_first(count=count)


@clause("keyvalue.lists-pop-first.count-out-of-range", source=LMPOP, hint="pop none for a count of zero")
@pytest.mark.parametrize("count", [0, -1, -LARGEST - 1, LARGEST + 1, -LARGEST - 2])
def test_the_count_is_at_least_one(store: KeyValue, count: int) -> None:
    store.list_push("k", b"a")
    store.set("text", b"v")
    for key in ("k", "absent", "text"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
            store.list_pop_first(key, count=count)


@clause("keyvalue.lists-pop-first.wrong-type-in-order", source=OBSERVED, hint="look at all keys before popping")
def test_a_key_of_another_kind_matters_only_before_the_first_list(store: KeyValue) -> None:
    store.list_push("k", b"a", b"b")
    store.set("text", b"v")
    assert store.list_pop_first("absent", "k", "text") == ("k", [b"a"])
    with unchanged(store, "k", "text"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.list_pop_first("absent", "text", "k")
