"""The core of the facet for sorted sets: several of them made into one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import isnan
from typing import Final, TypeAlias

from verifake.fakes.keyvalue._core.rejections import no_keys, not_a_float, out_of_range, wrong_type
from verifake.fakes.keyvalue._core.sorted_members import SortedMembers, by_score
from verifake.fakes.keyvalue._core.sorted_sets import SortedSetsCore
from verifake.fakes.keyvalue._core.state import MAX_INT64
from verifake.fakes.keyvalue._core.values import KIND_OF, Members
from verifake.ports.keyvalue import Aggregate, KeyType, Scored

__all__ = ["SortedCombinationsCore", "Sources"]

Sources: TypeAlias = tuple[tuple[str, ...], tuple[float, ...] | None]
"""Keys, and the factor for the scores of each, or None where all are 1."""

Scores: TypeAlias = Mapping[bytes, float]

Combine: TypeAlias = Callable[[float, float], float]
"""Makes one score of two."""


class SortedCombinationsCore(SortedSetsCore):
    """As `verifake.ports.keyvalue.SortedSets`, where it is about several sorted sets, with the time given.

    Scores are added in the order of the sets' sizes, the smallest set first, as sums of floats depend on it.
    """

    __slots__ = ()

    def sorted_union(self, sources: Sources, aggregate: Aggregate, now_ms: int) -> list[Scored]:
        return _in_order(self._union_scores("sorted_union", sources, aggregate, now_ms))

    def sorted_intersection(self, sources: Sources, aggregate: Aggregate, now_ms: int) -> list[Scored]:
        return _in_order(self._intersection_scores("sorted_intersection", sources, aggregate, now_ms))

    def sorted_difference(self, keys: tuple[str, ...], now_ms: int) -> list[Scored]:
        return _in_order(self._difference_scores("sorted_difference", keys, now_ms))

    def sorted_union_store(self, destination: str, sources: Sources, aggregate: Aggregate, now_ms: int) -> int:
        scores = self._union_scores("sorted_union_store", sources, aggregate, now_ms)
        return self._store_scores(destination, scores, now_ms)

    def sorted_intersection_store(self, destination: str, sources: Sources, aggregate: Aggregate, now_ms: int) -> int:
        scores = self._intersection_scores("sorted_intersection_store", sources, aggregate, now_ms)
        return self._store_scores(destination, scores, now_ms)

    def sorted_difference_store(self, destination: str, keys: tuple[str, ...], now_ms: int) -> int:
        return self._store_scores(destination, self._difference_scores("sorted_difference_store", keys, now_ms), now_ms)

    def sorted_intersection_size(self, keys: tuple[str, ...], limit: int, now_ms: int) -> int:
        first, *others = sorted(self._all_scores("sorted_intersection_size", keys, now_ms), key=len)
        if not 0 <= limit <= MAX_INT64:
            raise out_of_range("sorted_intersection_size", f"a limit of {limit}")
        size = sum(all(member in other for other in others) for member in first)
        return min(size, limit) if limit else size

    def _union_scores(self, operation: str, sources: Sources, aggregate: Aggregate, now_ms: int) -> dict[bytes, float]:
        combine = _COMBINED[aggregate]
        union: dict[bytes, float] = {}
        for scores, factor in self._weighted_scores(operation, sources, now_ms):
            for member, score in scores.items():
                new, old = _number(factor * score), union.get(member)
                union[member] = new if old is None else combine(old, new)
        return union

    def _intersection_scores(
        self, operation: str, sources: Sources, aggregate: Aggregate, now_ms: int
    ) -> dict[bytes, float]:
        combine = _COMBINED[aggregate]
        (first, factor), *others = self._weighted_scores(operation, sources, now_ms)
        shared = {member: _number(factor * score) for member, score in first.items()}
        for scores, factor in others:
            shared = {m: combine(score, factor * scores[m]) for m, score in shared.items() if m in scores}
        return shared

    def _difference_scores(self, operation: str, keys: tuple[str, ...], now_ms: int) -> dict[bytes, float]:
        first, *others = self._all_scores(operation, keys, now_ms)
        return {member: s for member, s in first.items() if not any(member in other for other in others)}

    def _weighted_scores(self, operation: str, sources: Sources, now_ms: int) -> list[tuple[Scores, float]]:
        """Return what the keys hold, each with its factor, the smallest first."""
        keys, factors = sources
        found = self._all_scores(operation, keys, now_ms)
        if factors is None:
            return [(scores, 1.0) for scores in sorted(found, key=len)]
        if any(map(isnan, factors)):
            raise not_a_float(operation, "a weight")
        return sorted(zip(found, factors, strict=True), key=lambda pair: len(pair[0]))

    def _all_scores(self, operation: str, keys: Sequence[str], now_ms: int) -> list[Scores]:
        """Return the scores at each of `keys`; the members of a set have a score of 1."""
        if not keys:
            raise no_keys(operation)
        return [self._scores_at(operation, key, now_ms) for key in keys]

    def _scores_at(self, operation: str, key: str, now_ms: int) -> Scores:
        value = self._find(key, now_ms)
        if value is None:
            return {}
        if isinstance(value, SortedMembers):
            return value.scores
        if isinstance(value, Members):
            return dict.fromkeys(value, 1.0)
        raise wrong_type(operation, key, KIND_OF[type(value)], KeyType.SORTED_SET)


def _in_order(scores: dict[bytes, float]) -> list[Scored]:
    """Return members with their scores in the order of a sorted set."""
    return sorted(scores.items(), key=by_score)


def _number(product: float) -> float:
    """Return `product`, or 0 for NaN: infinity times zero is none."""
    return 0.0 if isnan(product) else product


def _sum(old: float, new: float) -> float:
    return _number(old + new)


_COMBINED: Final[Mapping[Aggregate, Combine]] = {
    Aggregate.SUM: _sum,
    # What is new comes last: NaN, which an intersection may give, is neither less nor greater.
    Aggregate.MIN: min,
    Aggregate.MAX: max,
}
