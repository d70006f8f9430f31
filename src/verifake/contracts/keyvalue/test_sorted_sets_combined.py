"""Several sorted sets made into one: which members, and in which order."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

ZUNION = "https://redis.io/docs/latest/commands/zunion/"
ZINTER = "https://redis.io/docs/latest/commands/zinter/"
ZDIFF = "https://redis.io/docs/latest/commands/zdiff/"
ZINTERCARD = "https://redis.io/docs/latest/commands/zintercard/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

LARGEST = 2**63 - 1


def fill(store: KeyValue) -> None:
    store.sorted_add("x", {b"a": 1, b"b": 2, b"c": 3})
    store.sorted_add("y", {b"b": 10, b"c": 5, b"d": 1})
    store.sorted_add("z", {b"c": 100})
    store.set_add("s", b"a", b"c", b"e")


@clause("keyvalue.sorted-sets.union", source=ZUNION)
def test_a_union_has_the_members_of_all(store: KeyValue) -> None:
    fill(store)
    with unchanged(store, "x", "y", "z"):
        assert store.sorted_union(["x", "y"]) == [(b"a", 1.0), (b"d", 1.0), (b"c", 8.0), (b"b", 12.0)]
        assert store.sorted_union(("z", "y", "x")) == [(b"a", 1.0), (b"d", 1.0), (b"b", 12.0), (b"c", 108.0)]


@clause("keyvalue.sorted-sets.intersection", source=ZINTER)
def test_an_intersection_has_the_members_that_all_have(store: KeyValue) -> None:
    fill(store)
    with unchanged(store, "x", "y", "z"):
        assert store.sorted_intersection(["x", "y"]) == [(b"c", 8.0), (b"b", 12.0)]
        assert store.sorted_intersection(["x", "y", "z"]) == [(b"c", 108.0)]


@clause("keyvalue.sorted-sets.difference", source=ZDIFF, hint="subtract scores")
def test_a_difference_has_what_only_the_first_has_with_its_score(store: KeyValue) -> None:
    fill(store)
    with unchanged(store, "x", "y", "z"):
        assert store.sorted_difference("x", "y") == [(b"a", 1.0)]
        assert store.sorted_difference("y", "x", "z") == [(b"d", 1.0)]
        assert store.sorted_difference("x", "z") == [(b"a", 1.0), (b"b", 2.0)]
        assert store.sorted_difference("z", "x") == []


@clause("keyvalue.sorted-sets.combined-alone", source=OBSERVED)
def test_of_a_single_key_it_is_that_sorted_set(store: KeyValue) -> None:
    fill(store)
    same = [(b"a", 1.0), (b"b", 2.0), (b"c", 3.0)]
    assert store.sorted_union(["x"]) == store.sorted_intersection(["x"]) == store.sorted_difference("x") == same
    assert store.sorted_intersection_size("x") == 3


@clause("keyvalue.sorted-sets.combined-with-sets", source=ZUNION, hint="refuse a set")
def test_the_members_of_a_set_have_a_score_of_one(store: KeyValue) -> None:
    fill(store)
    assert store.sorted_union(["s"]) == [(b"a", 1.0), (b"c", 1.0), (b"e", 1.0)]
    assert store.sorted_union(["s", "x"]) == [(b"e", 1.0), (b"a", 2.0), (b"b", 2.0), (b"c", 4.0)]
    assert store.sorted_intersection(["x", "s"]) == [(b"a", 2.0), (b"c", 4.0)]
    assert store.sorted_difference("s", "x") == [(b"e", 1.0)]
    assert store.sorted_difference("x", "s") == [(b"b", 2.0)]
    assert store.sorted_intersection_size("x", "s") == 2


@clause("keyvalue.sorted-sets.combined-with-absent", source=ZUNION)
def test_an_absent_key_is_empty(store: KeyValue) -> None:
    fill(store)
    assert store.sorted_union(["absent", "z"]) == store.sorted_difference("z", "absent") == [(b"c", 100.0)]
    assert store.sorted_intersection(["x", "absent"]) == store.sorted_difference("absent", "x") == []
    assert store.sorted_intersection_size("x", "absent") == 0
    assert store.sorted_union(["absent"]) == store.sorted_intersection(["absent", "gone"]) == []


@clause("keyvalue.sorted-sets.combined-same-key", source=OBSERVED, hint="take a key into account once")
def test_a_key_given_twice_counts_twice(store: KeyValue) -> None:
    fill(store)
    twice = [(b"a", 2.0), (b"b", 4.0), (b"c", 6.0)]
    assert store.sorted_union(["x", "x"]) == store.sorted_intersection(["x", "x"]) == twice
    assert store.sorted_difference("x", "x") == store.sorted_difference("x", "absent", "x") == []
    assert store.sorted_intersection_size("x", "x") == 3


@clause("keyvalue.sorted-sets.combined-order", source=OBSERVED, hint="return members in the order of their coming")
def test_results_are_in_the_order_of_a_sorted_set(store: KeyValue) -> None:
    store.sorted_add("x", {b"b": 1, b"a": 1, b"": 3})
    store.sorted_add("y", {b"B": 2, b"\xff": -1, b"": -1})
    assert store.sorted_union(["x", "y"]) == [(b"\xff", -1.0), (b"a", 1.0), (b"b", 1.0), (b"", 2.0), (b"B", 2.0)]


@clause("keyvalue.sorted-sets.intersection-size", source=ZINTERCARD)
@pytest.mark.parametrize(("limit", "size"), [(0, 2), (1, 1), (2, 2), (3, 2), (LARGEST, 2)])
def test_an_intersection_is_counted_up_to_a_limit(store: KeyValue, limit: int, size: int) -> None:
    fill(store)
    with unchanged(store, "x", "y"):
        assert store.sorted_intersection_size("x", "y", limit=limit) == size


@clause("keyvalue.sorted-sets.intersection-size-limit", source=OBSERVED, hint="take it for no limit")
@pytest.mark.parametrize("limit", [-1, -LARGEST - 1, LARGEST + 1, 10**30])
def test_a_limit_is_not_negative_and_has_at_most_64_bits(store: KeyValue, plant: Plant, limit: int) -> None:
    fill(store)
    plant("list", KeyType.LIST)
    for key in ("x", "absent"):
        with rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
            store.sorted_intersection_size(key, limit=limit)
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.sorted_intersection_size("x", "list", limit=limit)
    with rejects(InvalidRequest, KeyValueCode.NO_KEYS):
        store.sorted_intersection_size(limit=limit)


Combine = Callable[[KeyValue, tuple[str, ...]], object]

COMBINED: dict[str, Combine] = {
    "sorted_union": lambda store, keys: store.sorted_union(keys),
    "sorted_intersection": lambda store, keys: store.sorted_intersection(keys),
    "sorted_difference": lambda store, keys: store.sorted_difference(*keys),
    "sorted_union_store": lambda store, keys: store.sorted_union_store("d", keys),
    "sorted_intersection_store": lambda store, keys: store.sorted_intersection_store("d", keys),
    "sorted_difference_store": lambda store, keys: store.sorted_difference_store("d", *keys),
    "sorted_intersection_size": lambda store, keys: store.sorted_intersection_size(*keys),
}


@clause("keyvalue.sorted-sets.combined-no-key", source=OBSERVED, hint="return nothing, or delete the destination")
@pytest.mark.parametrize("operation", COMBINED)
def test_a_key_has_to_be_given(store: KeyValue, operation: str) -> None:
    store.sorted_add("d", {b"m": 1})
    with unchanged(store, "d"), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
        COMBINED[operation](store, ())


@clause("keyvalue.sorted-sets.combined-wrong-type", source=OBSERVED, hint="stop at the first absent key")
@pytest.mark.parametrize("operation", COMBINED)
@pytest.mark.parametrize("kind", [KeyType.STRING, KeyType.LIST, KeyType.HASH, KeyType.STREAM])
def test_all_keys_are_looked_at(store: KeyValue, plant: Plant, operation: str, kind: KeyType) -> None:
    fill(store)
    store.sorted_add("d", {b"m": 1})
    if kind is KeyType.STRING:
        store.set("other", b"v")
    else:
        plant("other", kind)
    for keys in (("other",), ("other", "x"), ("x", "other"), ("absent", "other"), ("x", "absent", "y", "other")):
        with unchanged(store, "d", "x", "y", "other"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            COMBINED[operation](store, keys)
