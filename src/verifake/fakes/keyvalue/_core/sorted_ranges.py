"""The core of the facet for sorted sets: parts of them."""

from __future__ import annotations

from verifake.fakes.keyvalue._core.sorted_members import SortedMembers
from verifake.fakes.keyvalue._core.sorted_sets import SortedSetsCore
from verifake.fakes.keyvalue._core.sorted_spans import Part
from verifake.ports.keyvalue import Scored

__all__ = ["SortedRangesCore"]


class SortedRangesCore(SortedSetsCore):
    """As `verifake.ports.keyvalue.SortedSets`, where it is about ranges, with the time of the call given.

    Operations that differ only in how a range is told are one, given the name under which it was called.
    """

    __slots__ = ()

    def sorted_range(self, operation: str, key: str, part: Part, now_ms: int) -> list[Scored]:
        part.check(operation)
        members = self._find_as(SortedMembers, key, now_ms, operation)
        if members is None:
            return []
        order = members.order()
        first, beyond = part.span(order)
        found = order[first:beyond]
        return found[::-1] if part.reverse else found

    def sorted_count(self, operation: str, key: str, part: Part, now_ms: int) -> int:
        part.check(operation)
        members = self._find_as(SortedMembers, key, now_ms, operation)
        if members is None:
            return 0
        first, beyond = part.span(members.order())
        return beyond - first

    def sorted_remove_range(self, operation: str, key: str, part: Part, now_ms: int) -> int:
        part.check(operation)
        members = self._find_as(SortedMembers, key, now_ms, operation)
        if members is None:
            return 0
        taken = members.take(*part.span(members.order()))
        if taken:
            self._sorted_set_shrank(key, members)
        return len(taken)

    def sorted_range_store(self, operation: str, destination: str, source: str, part: Part, now_ms: int) -> int:
        found = self.sorted_range(operation, source, part, now_ms)
        return self._store_scores(destination, dict(found), now_ms)
