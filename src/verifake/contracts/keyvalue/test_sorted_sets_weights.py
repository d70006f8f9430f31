"""Several sorted sets made into one: what becomes of their scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf, nan

import pytest

from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.contracts.keyvalue.test_sorted_sets_scores import NO_FLOATS
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import Aggregate, KeyType, KeyValue, KeyValueCode, Scored, Weighted
from verifake.proof import clause, rejects

ZUNIONSTORE = "https://redis.io/docs/latest/commands/zunionstore/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

Combine = Callable[[KeyValue, Weighted, Aggregate], list[Scored]]


def _stored(store: KeyValue, size: int) -> list[Scored]:
    assert store.sorted_size("d") == size
    return store.sorted_range("d", 0, -1)


UNIONS: dict[str, Combine] = {
    "sorted_union": lambda store, keys, how: store.sorted_union(keys, aggregate=how),
    "sorted_union_store": lambda store, keys, how: _stored(store, store.sorted_union_store("d", keys, aggregate=how)),
}
INTERSECTIONS: dict[str, Combine] = {
    "sorted_intersection": lambda store, keys, how: store.sorted_intersection(keys, aggregate=how),
    "sorted_intersection_store": lambda store, keys, how: _stored(
        store, store.sorted_intersection_store("d", keys, aggregate=how)
    ),
}
COMBINED = UNIONS | INTERSECTIONS

by_operation = pytest.mark.parametrize("operation", COMBINED)


@clause("keyvalue.sorted-sets.aggregate", source=ZUNIONSTORE, hint="aggregate from zero on")
@by_operation
@pytest.mark.parametrize(
    ("aggregate", "shared"),
    [(Aggregate.SUM, 5.0), (Aggregate.MIN, 1.5), (Aggregate.MAX, 3.5)],
    ids=["sum", "min", "max"],
)
@pytest.mark.parametrize("sign", [1, -1])
def test_the_scores_of_a_shared_member_are_aggregated(
    store: KeyValue, operation: str, aggregate: Aggregate, shared: float, sign: int
) -> None:
    store.sorted_add("x", {b"shared": sign * 1.5, b"x": sign * 2})
    store.sorted_add("y", {b"shared": sign * 3.5})
    if sign < 0:
        shared = {1.5: -3.5, 3.5: -1.5}.get(shared, -shared)
    expected = {b"shared": shared} | ({b"x": sign * 2.0} if operation in UNIONS else {})
    assert dict(COMBINED[operation](store, ["x", "y"], aggregate)) == expected


@clause("keyvalue.sorted-sets.weights", source=ZUNIONSTORE, hint="multiply the aggregate")
@by_operation
@pytest.mark.parametrize(
    ("weights", "scores"),
    [
        ({"x": 1, "y": 1}, [5.0, 1.0, 4.0]),
        ({"x": 2, "y": 3}, [14.0, 2.0, 12.0]),
        ({"x": -1.5, "y": 0}, [-1.5, -1.5, 0.0]),
        ({"x": 0.1, "y": 0.2}, [0.1 + 0.2 * 4, 0.1, 0.8]),
        ({"y": 1e300, "x": 1}, [4e300, 1.0, 4e300]),
        ({"x": 1}, [1.0, 1.0]),
        ({"x": 0, "y": 0}, [0.0, 0.0, 0.0]),
        ({"x": inf, "y": 1}, [inf, inf, 4.0]),
    ],
    ids=range(8),
)
def test_scores_are_multiplied_by_the_weight_of_their_key(
    store: KeyValue, operation: str, weights: Mapping[str, float], scores: list[float]
) -> None:
    store.sorted_add("x", {b"m": 1})
    store.sorted_add("y", {b"m": 4})
    found = dict(COMBINED[operation](store, weights, Aggregate.SUM))
    lowest = dict(COMBINED[operation](store, weights, Aggregate.MIN))
    highest = dict(COMBINED[operation](store, weights, Aggregate.MAX))
    assert (found, lowest, highest) == ({b"m": scores[0]}, {b"m": min(scores[1:])}, {b"m": max(scores[1:])})


@clause("keyvalue.sorted-sets.weights-of-sets", source=ZUNIONSTORE)
@by_operation
def test_a_weight_multiplies_the_one_of_a_sets_members(store: KeyValue, operation: str) -> None:
    store.set_add("s", b"m")
    store.sorted_add("x", {b"m": 4})
    assert COMBINED[operation](store, {"s": 2.5, "x": 2}, Aggregate.SUM) == [(b"m", 10.5)]


@clause("keyvalue.sorted-sets.weights-order", source=OBSERVED, hint="keep the order of the scores without weights")
def test_weights_change_the_order(store: KeyValue) -> None:
    store.sorted_add("x", {b"a": 1, b"b": 2, b"c": 3})
    assert store.sorted_union({"x": -1}) == [(b"c", -3.0), (b"b", -2.0), (b"a", -1.0)]


@clause("keyvalue.sorted-sets.weights-nan", source=OBSERVED, hint="let NaN into a sorted set")
@by_operation
@pytest.mark.parametrize(("weight", "score"), [(0, inf), (0, -inf), (inf, 0), (-inf, 0)])
def test_infinity_times_zero_is_zero(store: KeyValue, operation: str, weight: float, score: float) -> None:
    store.sorted_add("x", {b"m": score})
    for aggregate in Aggregate:
        assert COMBINED[operation](store, {"x": weight}, aggregate) == [(b"m", 0.0)]


@clause("keyvalue.sorted-sets.sum-nan", source=OBSERVED, hint="let NaN into a sorted set, or reject it")
@by_operation
def test_the_sum_of_infinities_of_both_signs_is_zero(store: KeyValue, operation: str) -> None:
    store.sorted_add("x", {b"m": inf})
    store.sorted_add("y", {b"m": -inf})
    assert COMBINED[operation](store, ["x", "y"], Aggregate.SUM) == [(b"m", 0.0)]
    assert COMBINED[operation](store, ["x", "y"], Aggregate.MIN) == [(b"m", -inf)]
    assert COMBINED[operation](store, {"x": 1, "y": -1}, Aggregate.SUM) == [(b"m", inf)]


@clause("keyvalue.sorted-sets.union-nan-is-zero", source=OBSERVED)
@pytest.mark.parametrize("operation", UNIONS)
def test_in_a_union_infinity_times_zero_counts_as_zero(store: KeyValue, operation: str) -> None:
    store.sorted_add("x", {b"m": 5})
    store.sorted_add("y", {b"m": inf, b"n": 1})
    expected = {Aggregate.SUM: 5.0, Aggregate.MIN: 0.0, Aggregate.MAX: 5.0}
    for aggregate, score in expected.items():
        assert dict(COMBINED[operation](store, {"x": 1, "y": 0}, aggregate)) == {b"m": score, b"n": 0.0}


@clause("keyvalue.sorted-sets.intersection-nan-is-passed-over", source=OBSERVED, hint="take it for zero, as in unions")
@pytest.mark.parametrize("operation", INTERSECTIONS)
def test_in_an_intersection_infinity_times_zero_spoils_a_sum_and_nothing_else(store: KeyValue, operation: str) -> None:
    store.sorted_add("x", {b"m": 5})
    store.sorted_add("y", {b"m": inf, b"n": 1})
    expected = {Aggregate.SUM: 0.0, Aggregate.MIN: 5.0, Aggregate.MAX: 5.0}
    for aggregate, score in expected.items():
        assert COMBINED[operation](store, {"x": 1, "y": 0}, aggregate) == [(b"m", score)]


@clause("keyvalue.sorted-sets.sum-order", source=OBSERVED, hint="add in the order of the keys")
@by_operation
def test_scores_are_added_from_the_smallest_set_to_the_largest(store: KeyValue, operation: str) -> None:
    store.sorted_add("three", {b"m": 1e16, b"1": 0, b"2": 0})
    store.sorted_add("two", {b"m": -1e16, b"1": 0})
    store.sorted_add("one", {b"m": 1})
    for keys in (["three", "two", "one"], ["one", "two", "three"], ["two", "three", "one"]):
        assert dict(COMBINED[operation](store, keys, Aggregate.SUM))[b"m"] == (1 + -1e16) + 1e16


@clause("keyvalue.sorted-sets.weight-no-float", source=OBSERVED, hint="take it for one")
@by_operation
@pytest.mark.parametrize("number", NO_FLOATS)
def test_a_weight_that_is_no_float_is_rejected(store: KeyValue, operation: str, number: str) -> None:
    store.sorted_add("x", {b"m": 1})
    store.sorted_add("d", {b"m": 1})
    for weights in ({"x": NO_FLOATS[number]}, {"x": 1, "absent": NO_FLOATS[number]}):
        with unchanged(store, "x", "d"), rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
            COMBINED[operation](store, weights, Aggregate.SUM)


@clause("keyvalue.sorted-sets.weight-after-wrong-type", source=OBSERVED, hint="judge the weights first")
@by_operation
def test_another_kind_wins_over_a_bad_weight(store: KeyValue, plant: Plant, operation: str) -> None:
    store.sorted_add("x", {b"m": 1})
    plant("list", KeyType.LIST)
    with unchanged(store, "x", "d", "list"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        COMBINED[operation](store, {"x": nan, "list": 1}, Aggregate.SUM)


@clause("keyvalue.sorted-sets.weights-empty", source=OBSERVED)
@by_operation
@pytest.mark.parametrize("aggregate", Aggregate)
def test_weights_without_keys_are_no_keys(store: KeyValue, operation: str, aggregate: Aggregate) -> None:
    with unchanged(store, "d"), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
        COMBINED[operation](store, {}, aggregate)
