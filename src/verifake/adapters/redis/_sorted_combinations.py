"""Several sorted sets made into one, over redis-py."""

from __future__ import annotations

from typing import cast

from verifake.adapters.redis._scores import score_text, scored
from verifake.adapters.redis._session import Session, decimal
from verifake.ports.keyvalue import Aggregate, Scored, SortedSets, Weighted
from verifake.ports.keyvalue._arguments import check_integer
from verifake.ports.keyvalue._sorted_arguments import check_aggregate, checked_sources

__all__ = ["RedisSortedCombinations"]


class RedisSortedCombinations(Session, SortedSets):
    """As `verifake.ports.keyvalue.SortedSets`, where it is about several sorted sets."""

    def sorted_union(self, keys: Weighted, *, aggregate: Aggregate = Aggregate.SUM) -> list[Scored]:
        words = self._scored_sources(keys, aggregate)
        return scored(self._send("sorted_union", b"ZUNION", *words, b"WITHSCORES"))

    def sorted_intersection(self, keys: Weighted, *, aggregate: Aggregate = Aggregate.SUM) -> list[Scored]:
        words = self._scored_sources(keys, aggregate)
        return scored(self._send("sorted_intersection", b"ZINTER", *words, b"WITHSCORES"))

    def sorted_difference(self, *keys: str) -> list[Scored]:
        words = decimal(len(keys)), *self._keys(keys), b"WITHSCORES"
        return scored(self._send("sorted_difference", b"ZDIFF", *words))

    def sorted_union_store(self, destination: str, keys: Weighted, *, aggregate: Aggregate = Aggregate.SUM) -> int:
        words = self._key(destination), *self._scored_sources(keys, aggregate)
        return cast("int", self._send("sorted_union_store", b"ZUNIONSTORE", *words))

    def sorted_intersection_store(
        self, destination: str, keys: Weighted, *, aggregate: Aggregate = Aggregate.SUM
    ) -> int:
        words = self._key(destination), *self._scored_sources(keys, aggregate)
        return cast("int", self._send("sorted_intersection_store", b"ZINTERSTORE", *words))

    def sorted_difference_store(self, destination: str, *keys: str) -> int:
        words = self._key(destination), decimal(len(keys)), *self._keys(keys)
        return cast("int", self._send("sorted_difference_store", b"ZDIFFSTORE", *words))

    def sorted_intersection_size(self, *keys: str, limit: int = 0) -> int:
        check_integer(limit)
        words = decimal(len(keys)), *self._keys(keys), b"LIMIT", decimal(limit)
        return cast("int", self._send("sorted_intersection_size", b"ZINTERCARD", *words))

    def _scored_sources(self, keys: Weighted, aggregate: Aggregate) -> list[bytes]:
        """Return the words for several sorted sets: how many, their keys, their factors, the aggregate."""
        names, factors = checked_sources(keys)
        check_aggregate(aggregate)
        words = [decimal(len(names)), *self._keys(names)]
        if factors:
            words += [b"WEIGHTS", *map(score_text, factors)]
        return [*words, b"AGGREGATE", aggregate.name.encode()]
