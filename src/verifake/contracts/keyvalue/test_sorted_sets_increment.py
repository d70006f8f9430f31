"""Scores that are added to."""

from __future__ import annotations

from math import inf, nan

import pytest

from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.contracts.keyvalue.test_sorted_sets_add import GT, LT, NX, XX, by_options, given
from verifake.contracts.keyvalue.test_sorted_sets_scores import NO_FLOATS
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

ZADD = "https://redis.io/docs/latest/commands/zadd/"
ZINCRBY = "https://redis.io/docs/latest/commands/zincrby/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"


@clause("keyvalue.sorted-sets.increment-adds", source=ZINCRBY)
@pytest.mark.parametrize("by", [1, 1.5, -2.25, -7, 1e10])
def test_the_sum_is_returned_and_stored(store: KeyValue, by: float) -> None:
    store.sorted_add("k", {b"m": 5, b"n": 6})
    assert store.sorted_increment("k", b"m", by) == 5 + by
    assert store.sorted_score("k", b"m") == 5 + by


@clause("keyvalue.sorted-sets.increment-moves", source=ZINCRBY, hint="keep the old place in the order")
def test_a_member_moves_to_its_new_score(store: KeyValue) -> None:
    store.sorted_add("k", {b"x": 1, b"y": 2})
    assert store.sorted_rank("k", b"x") == 0
    store.sorted_increment("k", b"x", 3)
    assert (store.sorted_rank("k", b"x"), store.sorted_range("k", 0, -1)) == (1, [(b"y", 2.0), (b"x", 4.0)])


@clause("keyvalue.sorted-sets.increment-absent-member", source=ZINCRBY)
def test_an_absent_member_counts_as_zero(store: KeyValue) -> None:
    store.sorted_add("k", {b"x": 1})
    assert store.sorted_increment("k", b"m", -2.5) == -2.5
    assert store.sorted_range("k", 0, -1) == [(b"m", -2.5), (b"x", 1.0)]


@clause("keyvalue.sorted-sets.increment-absent-key", source=ZINCRBY)
@pytest.mark.parametrize("by", [0, 2.5, inf, -inf])
def test_an_absent_key_becomes_a_sorted_set(store: KeyValue, by: float) -> None:
    assert store.sorted_increment("k", b"m", by) == by
    assert (store.type("k"), store.sorted_range("k", 0, -1)) == (KeyType.SORTED_SET, [(b"m", by)])


@clause("keyvalue.sorted-sets.increment-of-absent", source=ZADD, hint="create an empty sorted set")
@by_options
def test_conditions_on_an_absent_member(store: KeyValue, options: tuple[str, ...]) -> None:
    store.sorted_add("k2", {b"x": 1})
    for key in ("k", "k2"):
        assert store.sorted_increment(key, b"m", 2, **given(options)) == (None if XX in options else 2)
    assert store.exists("k") == (0 if XX in options else 1)


@clause("keyvalue.sorted-sets.increment-condition", source=ZADD, hint="return the score that the member has")
@by_options
@pytest.mark.parametrize("by", [-1, 0, 1])
def test_conditions_on_a_member(store: KeyValue, options: tuple[str, ...], by: int) -> None:
    allowed = NX not in options and not (GT in options and by <= 0) and not (LT in options and by >= 0)
    store.sorted_add("k", {b"m": 5})
    assert store.sorted_increment("k", b"m", by, **given(options)) == (5 + by if allowed else None)
    assert store.sorted_score("k", b"m") == (5 + by if allowed else 5)


@clause("keyvalue.sorted-sets.increment-equal-sum", source=OBSERVED, hint="compare with >= or <=")
def test_a_sum_that_rounds_to_the_same_score_is_neither_greater_nor_less(store: KeyValue) -> None:
    store.sorted_add("k", {b"m": 2**60})
    with unchanged(store, "k"):
        assert store.sorted_increment("k", b"m", 1) == 2**60
        assert store.sorted_increment("k", b"m", 1, only_if_greater=True) is None
        assert store.sorted_increment("k", b"m", -1, only_if_less=True) is None


@clause("keyvalue.sorted-sets.increment-double", source=OBSERVED, hint="add in decimals or in long double")
@pytest.mark.parametrize(("start", "by"), [(0.1, 0.2), (1.1, 2.2), (1e17, 0.1), (2**53, 1), (2**53, 3), (1e300, -1)])
def test_sums_are_those_of_64_bit_floats(store: KeyValue, start: float, by: float) -> None:
    store.sorted_add("k", {b"m": start})
    assert store.sorted_increment("k", b"m", by) == float(start) + float(by)
    assert store.sorted_score("k", b"m") == float(start) + float(by)


@clause("keyvalue.sorted-sets.increment-infinite", source=OBSERVED, hint="reject infinity, as for counters")
@pytest.mark.parametrize(
    ("start", "by", "total"), [(1, inf, inf), (1, -inf, -inf), (inf, -1e308, inf), (inf, inf, inf)]
)
def test_a_sum_may_be_infinite(store: KeyValue, start: float, by: float, total: float) -> None:
    store.sorted_add("k", {b"m": start, b"n": 3})
    assert store.sorted_increment("k", b"m", by) == total
    assert store.sorted_score("k", b"m") == total


@clause("keyvalue.sorted-sets.increment-overflow", source=OBSERVED, hint="reject a sum beyond all floats")
def test_a_sum_beyond_all_floats_is_infinite(store: KeyValue) -> None:
    store.sorted_add("k", {b"m": 1.7e308})
    assert store.sorted_increment("k", b"m", 1.7e308) == inf


@clause("keyvalue.sorted-sets.increment-sum-is-nan", source=OBSERVED, hint="store NaN, or zero as a union does")
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("options", [(), (XX,), (GT,), (LT,)], ids="+".join)
def test_a_sum_that_is_no_number_is_rejected(store: KeyValue, sign: int, options: tuple[str, ...]) -> None:
    store.sorted_add("k", {b"m": sign * inf, b"n": 1})
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NAN_OR_INFINITY):
        store.sorted_increment("k", b"m", -sign * inf, **given(options))


@clause("keyvalue.sorted-sets.increment-forbidden-before-nan", source=OBSERVED)
def test_a_member_that_must_be_absent_is_not_added_to(store: KeyValue) -> None:
    store.sorted_add("k", {b"m": inf})
    with unchanged(store, "k"):
        assert store.sorted_increment("k", b"m", -inf, only_if_absent=True) is None


@clause("keyvalue.sorted-sets.increment-by-nan", source=OBSERVED, hint="call the sum NaN")
@pytest.mark.parametrize("number", NO_FLOATS)
def test_a_number_that_is_no_float_is_rejected(store: KeyValue, number: str) -> None:
    store.sorted_add("k", {b"m": 1})
    for key in ("k", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
            store.sorted_increment(key, b"m", NO_FLOATS[number])


@clause("keyvalue.sorted-sets.increment-order-of-checks", source=OBSERVED, hint="look at the key first")
def test_options_win_over_the_number_and_that_over_the_kind(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    with unchanged(store, "k"):
        with rejects(InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS):
            store.sorted_increment("k", b"m", nan, only_if_greater=True, only_if_less=True)
        with rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
            store.sorted_increment("k", b"m", nan, only_if_present=True)
        with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            store.sorted_increment("k", b"m", 1, only_if_present=True)
