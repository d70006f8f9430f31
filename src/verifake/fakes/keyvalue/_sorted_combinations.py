"""The shell of the fake for several sorted sets made into one."""

from __future__ import annotations

from verifake.fakes.keyvalue._shell import Shell
from verifake.ports.keyvalue import Aggregate, Scored, SortedSets, Weighted
from verifake.ports.keyvalue._arguments import check_integer, check_key, check_keys
from verifake.ports.keyvalue._sorted_arguments import check_aggregate, checked_sources

__all__ = ["FakeSortedCombinations"]


class FakeSortedCombinations(Shell, SortedSets):
    """As `verifake.ports.keyvalue.SortedSets`, where it is about several sorted sets."""

    def sorted_union(self, keys: Weighted, *, aggregate: Aggregate = Aggregate.SUM) -> list[Scored]:
        sources = checked_sources(keys)
        check_aggregate(aggregate)
        with self._turn as now_ms:
            return self._core.sorted_union(sources, aggregate, now_ms)

    def sorted_intersection(self, keys: Weighted, *, aggregate: Aggregate = Aggregate.SUM) -> list[Scored]:
        sources = checked_sources(keys)
        check_aggregate(aggregate)
        with self._turn as now_ms:
            return self._core.sorted_intersection(sources, aggregate, now_ms)

    def sorted_difference(self, *keys: str) -> list[Scored]:
        check_keys(keys)
        with self._turn as now_ms:
            return self._core.sorted_difference(keys, now_ms)

    def sorted_union_store(self, destination: str, keys: Weighted, *, aggregate: Aggregate = Aggregate.SUM) -> int:
        check_key(destination)
        sources = checked_sources(keys)
        check_aggregate(aggregate)
        with self._turn as now_ms:
            return self._core.sorted_union_store(destination, sources, aggregate, now_ms)

    def sorted_intersection_store(
        self, destination: str, keys: Weighted, *, aggregate: Aggregate = Aggregate.SUM
    ) -> int:
        check_key(destination)
        sources = checked_sources(keys)
        check_aggregate(aggregate)
        with self._turn as now_ms:
            return self._core.sorted_intersection_store(destination, sources, aggregate, now_ms)

    def sorted_difference_store(self, destination: str, *keys: str) -> int:
        check_keys((destination, *keys))
        with self._turn as now_ms:
            return self._core.sorted_difference_store(destination, keys, now_ms)

    def sorted_intersection_size(self, *keys: str, limit: int = 0) -> int:
        check_keys(keys)
        check_integer(limit)
        with self._turn as now_ms:
            return self._core.sorted_intersection_size(keys, limit, now_ms)
