"""Sorted sets that are stored at a key: whatever it held is replaced."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue._plant import Plant, hold
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode, NoTtl
from verifake.proof import clause, rejects

ZUNIONSTORE = "https://redis.io/docs/latest/commands/zunionstore/"
ZRANGESTORE = "https://redis.io/docs/latest/commands/zrangestore/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

Store = Callable[[KeyValue, str, str], int]

STORES: dict[str, Store] = {
    "sorted_union_store": lambda store, to, source: store.sorted_union_store(to, [source]),
    "sorted_intersection_store": lambda store, to, source: store.sorted_intersection_store(to, [source]),
    "sorted_difference_store": lambda store, to, source: store.sorted_difference_store(to, source),
    "sorted_range_store": lambda store, to, source: store.sorted_range_store(to, source, 0, -1),
    "sorted_range_by_score_store": lambda store, to, source: store.sorted_range_by_score_store(to, source, 1, 9),
    "sorted_range_by_lex_store": lambda store, to, source: store.sorted_range_by_lex_store(to, source, None, None),
}
by_operation = pytest.mark.parametrize("operation", STORES)

SCORES = {b"a": 1.0, b"b": 1.0}


@clause("keyvalue.sorted-sets.store", source=ZUNIONSTORE)
@by_operation
def test_the_result_is_stored_and_its_size_returned(store: KeyValue, operation: str) -> None:
    store.sorted_add("k", SCORES)
    with unchanged(store, "k"):
        assert STORES[operation](store, "d", "k") == 2
    assert (store.type("d"), store.sorted_range("d", 0, -1)) == (KeyType.SORTED_SET, list(SCORES.items()))
    assert store.expires_at("d") is NoTtl.PERSISTENT


@clause("keyvalue.sorted-sets.store-replaces", source=ZUNIONSTORE, hint="add to what is there, or keep the deadline")
@by_operation
@pytest.mark.parametrize("kind", KeyType)
def test_whatever_the_destination_held_is_replaced(
    store: KeyValue, plant: Plant, operation: str, kind: KeyType
) -> None:
    store.sorted_add("k", SCORES)
    hold(store, plant, "d", kind)
    assert STORES[operation](store, "d", "k") == 2
    assert (store.type("d"), store.sorted_range("d", 0, -1)) == (KeyType.SORTED_SET, list(SCORES.items()))
    assert store.expires_at("d") is NoTtl.PERSISTENT


@clause("keyvalue.sorted-sets.store-nothing", source=ZUNIONSTORE, hint="leave the destination, or an empty sorted set")
@by_operation
@pytest.mark.parametrize("kind", KeyType)
def test_an_empty_result_deletes_the_destination(store: KeyValue, plant: Plant, operation: str, kind: KeyType) -> None:
    hold(store, plant, "d", kind)
    assert STORES[operation](store, "d", "absent") == 0
    assert store.exists("d") == 0
    assert STORES[operation](store, "d", "absent") == 0


@clause("keyvalue.sorted-sets.store-onto-itself", source=OBSERVED, hint="delete the destination first")
@by_operation
def test_the_destination_may_be_the_source(store: KeyValue, operation: str) -> None:
    store.sorted_add("k", SCORES)
    store.expire("k", 100)
    assert STORES[operation](store, "k", "k") == 2
    assert store.sorted_range("k", 0, -1) == list(SCORES.items())
    assert store.expires_at("k") is NoTtl.PERSISTENT


@clause("keyvalue.sorted-sets.store-source-deadline", source=OBSERVED, hint="copy the source's deadline")
@by_operation
def test_the_deadline_of_the_source_stays_there(store: KeyValue, operation: str) -> None:
    store.sorted_add("k", SCORES)
    store.expire("k", 100)
    with unchanged(store, "k"):
        STORES[operation](store, "d", "k")
    assert store.expires_at("d") is NoTtl.PERSISTENT


@clause("keyvalue.sorted-sets.store-copies", source=OBSERVED, hint="share members with the source")
@by_operation
def test_source_and_destination_share_nothing(store: KeyValue, operation: str) -> None:
    store.sorted_add("k", SCORES)
    STORES[operation](store, "d", "k")
    store.sorted_add("k", {b"a": 5})
    store.sorted_remove("d", b"b")
    assert store.sorted_range("k", 0, -1) == [(b"b", 1.0), (b"a", 5.0)]
    assert store.sorted_range("d", 0, -1) == [(b"a", 1.0)]


@clause("keyvalue.sorted-sets.store-wrong-type", source=OBSERVED, hint="delete the destination first")
@by_operation
@pytest.mark.parametrize("kind", [KeyType.STRING, KeyType.LIST, KeyType.HASH, KeyType.STREAM])
def test_a_source_of_another_kind_leaves_the_destination(
    store: KeyValue, plant: Plant, operation: str, kind: KeyType
) -> None:
    hold(store, plant, "other", kind)
    store.sorted_add("d", SCORES)
    store.expire("d", 100)
    with unchanged(store, "d", "other"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        STORES[operation](store, "d", "other")


@clause("keyvalue.sorted-sets.store-range-of-set", source=ZRANGESTORE, hint="take a set for a sorted set, as unions do")
@pytest.mark.parametrize("operation", [name for name in STORES if "range" in name])
def test_a_set_has_no_ranges(store: KeyValue, operation: str) -> None:
    store.set_add("s", b"a")
    with unchanged(store, "s", "d"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        STORES[operation](store, "d", "s")


@clause("keyvalue.sorted-sets.store-reverse", source=ZRANGESTORE)
def test_a_range_in_reverse_is_stored_as_any_other(store: KeyValue) -> None:
    store.sorted_add("k", {b"a": 1, b"b": 2, b"c": 3})
    assert store.sorted_range_store("d", "k", 0, 1, reverse=True) == 2
    assert store.sorted_range("d", 0, -1) == [(b"b", 2.0), (b"c", 3.0)]
    assert store.sorted_range_by_score_store("d", "k", 1, 3, reverse=True, limit=1) == 1
    assert store.sorted_range("d", 0, -1) == [(b"c", 3.0)]
    store.sorted_add("k2", {b"a": 1, b"b": 1, b"c": 1})
    assert store.sorted_range_by_lex_store("d", "k2", None, b"c", reverse=True, offset=1) == 2
    assert store.sorted_range("d", 0, -1) == [(b"a", 1.0), (b"b", 1.0)]


@clause("keyvalue.sorted-sets.store-several", source=ZUNIONSTORE)
def test_several_sorted_sets_are_stored_as_one(store: KeyValue) -> None:
    store.sorted_add("x", {b"a": 1, b"b": 2})
    store.sorted_add("d", {b"b": 10, b"c": 5})
    assert store.sorted_intersection_store("i", ["x", "d"]) == 1
    assert store.sorted_difference_store("x-d", "x", "d") == 1
    assert store.sorted_union_store("d", ["x", "d"]) == 3
    assert store.sorted_range("i", 0, -1) == [(b"b", 12.0)]
    assert store.sorted_range("x-d", 0, -1) == [(b"a", 1.0)]
    assert store.sorted_range("d", 0, -1) == [(b"a", 1.0), (b"c", 5.0), (b"b", 12.0)]
