"""Which numbers are scores, and the order that they give."""

from __future__ import annotations

from math import inf, nan, nextafter

import pytest

from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

ZADD = "https://redis.io/docs/latest/commands/zadd/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

EXACT = [
    0.1,
    1 / 3,
    -1e-9,
    5e-324,
    -5e-324,
    2.2250738585072014e-308,
    1.7976931348623157e308,
    -1.7976931348623157e308,
    123456789.123456789,
    2**53,
    -(2**53),
    2**63,
    1e21,
    inf,
    -inf,
]

NO_FLOATS = {"nan": nan, "10**400": 10**400, "-(10**400)": -(10**400), "2**20000": 2**20000}
"""Numbers that are no floats, or none of a finite size."""


@clause("keyvalue.sorted-sets.score-exact", source=OBSERVED, hint="print scores with too few digits")
@pytest.mark.parametrize("score", EXACT)
def test_a_score_comes_back_to_the_last_bit(store: KeyValue, score: float) -> None:
    store.sorted_add("k", {b"m": score})
    assert store.sorted_score("k", b"m") == score
    assert store.sorted_scores("k", b"m") == [score]
    assert store.sorted_range("k", 0, -1) == [(b"m", score)]
    assert store.sorted_union(["k"]) == [(b"m", score)]
    assert store.sorted_pop("k") == [(b"m", score)]


@clause("keyvalue.sorted-sets.score-is-float", source=OBSERVED, hint="return whole scores as int")
def test_a_score_is_a_float(store: KeyValue) -> None:
    store.sorted_add("k", {b"m": 3})
    scores = [store.sorted_score("k", b"m"), store.sorted_increment("k", b"m", 1), *store.sorted_scores("k", b"m")]
    scores += [score for _, score in (*store.sorted_range("k", 0, -1), *store.sorted_union(["k"]))]
    assert [type(score) for score in scores] == [float] * 5


@clause("keyvalue.sorted-sets.score-of-an-int", source=OBSERVED, hint="keep all digits of an int")
@pytest.mark.parametrize("number", [2**53 + 1, 2**53 + 3, 10**17 + 1, -(2**63) - 1, 3 * 10**300])
def test_an_int_becomes_the_nearest_float(store: KeyValue, number: int) -> None:
    store.sorted_add("k", {b"m": number})
    assert store.sorted_score("k", b"m") == float(number)


@clause("keyvalue.sorted-sets.score-no-float", source=OBSERVED, hint="take it for infinity")
@pytest.mark.parametrize("number", NO_FLOATS)
def test_a_score_that_is_no_float_is_rejected(store: KeyValue, number: str) -> None:
    store.sorted_add("k", {b"m": 1})
    for key in ("k", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
            store.sorted_add(key, {b"m": 2, b"bad": NO_FLOATS[number], b"n": 3})


@clause("keyvalue.sorted-sets.score-order-of-checks", source=OBSERVED, hint="look at the key first")
def test_options_win_over_scores_and_these_over_the_kind(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    with unchanged(store, "k"):
        with rejects(InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS):
            store.sorted_add("k", {b"m": nan}, only_if_absent=True, only_if_greater=True)
        with rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
            store.sorted_add("k", {b"m": nan}, only_if_present=True)
        with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            store.sorted_add("k", {b"m": 1}, only_if_present=True)


@clause("keyvalue.sorted-sets.order-by-score", source=ZADD, hint="compare scores as text")
def test_members_are_in_the_order_of_their_scores(store: KeyValue) -> None:
    scores = [-inf, -1.7976931348623157e308, -10, -2.5, -5e-324, 0, 5e-324, 0.1, nextafter(0.1, 1), 9, 10, 1e300, inf]
    members = {b"%02d" % (97 * place % 100): score for place, score in enumerate(scores)}
    store.sorted_add("k", dict(sorted(members.items())))
    assert store.sorted_range("k", 0, -1) == list(members.items())


@clause("keyvalue.sorted-sets.order-by-bytes", source=ZADD, hint="order equal scores by their coming")
def test_equal_scores_are_in_the_order_of_the_bytes(store: KeyValue) -> None:
    ordered = [b"", b"\0", b"\0\0", b"A", b"B", b"Z", b"a", b"aa", b"ab", b"b", b"\x7f", b"\x80", b"\xc3\xa9", b"\xff"]
    store.sorted_add("k", dict.fromkeys(reversed(ordered), 7))
    assert store.sorted_range("k", 0, -1) == [(member, 7.0) for member in ordered]
    assert [store.sorted_rank("k", member) for member in ordered] == list(range(len(ordered)))


@clause("keyvalue.sorted-sets.zeros-are-equal", source=OBSERVED, hint="order minus zero before zero")
def test_minus_zero_is_zero(store: KeyValue) -> None:
    store.sorted_add("k", {b"b": -0.0, b"a": 0.0, b"c": 0})
    assert store.sorted_range("k", 0, -1) == [(b"a", 0.0), (b"b", 0.0), (b"c", 0.0)]
    assert store.sorted_count("k", 0.0, -0.0) == 3
    with unchanged(store, "k"):
        assert store.sorted_add("k", {b"a": -0.0, b"b": 0.0}, count_changed=True) == 0
        assert store.sorted_add("k", {b"a": -0.0}, only_if_less=True, count_changed=True) == 0
