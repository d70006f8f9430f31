"""Members by score."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, nan, nextafter

import pytest

from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import Exclusive, KeyType, KeyValue, KeyValueCode, ScoreBound
from verifake.proof import clause, rejects

ZRANGE = "https://redis.io/docs/latest/commands/zrange/"
ZCOUNT = "https://redis.io/docs/latest/commands/zcount/"
ZREMRANGEBYSCORE = "https://redis.io/docs/latest/commands/zremrangebyscore/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

SCORES = {b"low": -inf, b"a": -1.5, b"b": 0.0, b"c": 1.0, b"d": 1.0, b"e": 2.5, b"high": inf}

BOUNDS: list[tuple[ScoreBound, ScoreBound, str]] = [
    (-inf, inf, "low a b c d e high"),
    (0, 1, "b c d"),
    (Exclusive(0), 1, "c d"),
    (0, Exclusive(1), "b"),
    (Exclusive(0), Exclusive(1), ""),
    (1, 1, "c d"),
    (Exclusive(1), 1, ""),
    (1, Exclusive(1), ""),
    (Exclusive(1), Exclusive(1), ""),
    (1, 0, ""),
    (inf, -inf, ""),
    (0.5, 2.4, "c d"),
    (nextafter(0, 1), inf, "c d e high"),
    (-2, nextafter(1, 0), "a b"),
    (3, inf, "high"),
    (3, Exclusive(inf), ""),
    (Exclusive(inf), inf, ""),
    (-inf, -2, "low"),
    (Exclusive(-inf), -1.5, "a"),
    (-inf, Exclusive(-inf), ""),
    (-inf, -inf, "low"),
    (inf, inf, "high"),
    (-0.0, 0.0, "b"),
    (Exclusive(-0.0), 1, "c d"),
    (2**53 + 1, 10**400, "high"),
    (-(10**400), -(2**53), "low"),
]
by_bounds = pytest.mark.parametrize(("minimum", "maximum", "names"), BOUNDS, ids=range(len(BOUNDS)))


def scored(names: str) -> list[tuple[bytes, float]]:
    return [(name.encode(), SCORES[name.encode()]) for name in names.split()]


@clause("keyvalue.sorted-sets.by-score", source=ZRANGE, hint="take every end for included, or for excluded")
@by_bounds
def test_members_between_two_scores(store: KeyValue, minimum: ScoreBound, maximum: ScoreBound, names: str) -> None:
    store.sorted_add("k", SCORES)
    with unchanged(store, "k"):
        assert store.sorted_range_by_score("k", minimum, maximum) == scored(names)


@clause("keyvalue.sorted-sets.by-score-reverse", source=ZRANGE, hint="take the bounds for the other way round")
@by_bounds
def test_in_reverse_they_come_from_the_highest(
    store: KeyValue, minimum: ScoreBound, maximum: ScoreBound, names: str
) -> None:
    store.sorted_add("k", SCORES)
    assert store.sorted_range_by_score("k", minimum, maximum, reverse=True) == scored(names)[::-1]


@clause("keyvalue.sorted-sets.count", source=ZCOUNT)
@by_bounds
def test_scores_between_two_are_counted(store: KeyValue, minimum: ScoreBound, maximum: ScoreBound, names: str) -> None:
    store.sorted_add("k", SCORES)
    with unchanged(store, "k"):
        assert store.sorted_count("k", minimum, maximum) == len(scored(names))


@clause("keyvalue.sorted-sets.remove-by-score", source=ZREMRANGEBYSCORE)
@by_bounds
def test_members_between_two_scores_are_removed(
    store: KeyValue, minimum: ScoreBound, maximum: ScoreBound, names: str
) -> None:
    store.sorted_add("k", SCORES)
    assert store.sorted_remove_range_by_score("k", minimum, maximum) == len(scored(names))
    left = [(member, score) for member, score in SCORES.items() if (member, score) not in scored(names)]
    assert store.sorted_range("k", 0, -1) == left
    assert store.exists("k") == (1 if left else 0)


@clause("keyvalue.sorted-sets.by-score-of-absent", source=ZRANGE)
def test_an_absent_key_has_no_scores(store: KeyValue) -> None:
    assert store.sorted_range_by_score("absent", -inf, inf) == []
    assert store.sorted_range_by_score("absent", -inf, inf, reverse=True, limit=3) == []
    assert store.sorted_count("absent", -inf, inf) == 0
    assert store.sorted_remove_range_by_score("absent", -inf, inf) == 0


Call = Callable[[KeyValue, str, ScoreBound, ScoreBound], object]

PLACES: dict[str, Call] = {
    "sorted_range_by_score": lambda store, key, low, high: store.sorted_range_by_score(key, low, high),
    "reverse": lambda store, key, low, high: store.sorted_range_by_score(key, low, high, reverse=True),
    "sorted_count": lambda store, key, low, high: store.sorted_count(key, low, high),
    "sorted_remove_range_by_score": lambda store, key, low, high: store.sorted_remove_range_by_score(key, low, high),
    "sorted_range_by_score_store": lambda store, key, low, high: store.sorted_range_by_score_store("d", key, low, high),
}


@clause("keyvalue.sorted-sets.bound-is-nan", source=OBSERVED, hint="find nothing, as comparisons with NaN do")
@pytest.mark.parametrize("place", PLACES)
def test_nan_is_no_end_of_a_range(store: KeyValue, plant: Plant, place: str) -> None:
    store.sorted_add("k", SCORES)
    plant("list", KeyType.LIST)
    for minimum, maximum in ((nan, 1), (0, nan), (Exclusive(nan), 1), (0, Exclusive(nan)), (nan, nan)):
        for key in ("k", "absent", "list"):
            with unchanged(store, key, "d"), rejects(InvalidRequest, KeyValueCode.INVALID_RANGE):
                PLACES[place](store, key, minimum, maximum)


@clause("keyvalue.sorted-sets.by-score-limit-before-nan", source=OBSERVED, hint="judge the ends first")
def test_a_bad_limit_wins_over_nan(store: KeyValue) -> None:
    store.sorted_add("k", SCORES)
    with unchanged(store, "k", "d"):
        with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.sorted_range_by_score("k", nan, nan, offset=2**63)
        with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.sorted_range_by_score_store("d", "k", nan, nan, limit=2**63)
