"""The core of the facet for sorted sets: what is popped from their ends. The order of checks is the engine's."""

from __future__ import annotations

from verifake.fakes.keyvalue._core.rejections import no_keys, out_of_range
from verifake.fakes.keyvalue._core.sorted_members import SortedMembers
from verifake.fakes.keyvalue._core.sorted_sets import SortedSetsCore
from verifake.fakes.keyvalue._core.state import MAX_INT64
from verifake.ports.keyvalue import Scored

__all__ = ["SortedPopsCore"]


class SortedPopsCore(SortedSetsCore):
    """As `verifake.ports.keyvalue.SortedSets`, where it is about popping, with the time of the call given.

    What waits is one attempt: None where there is nothing to be popped yet.
    """

    __slots__ = ()

    def sorted_pop(self, key: str, count: int, highest: bool, now_ms: int) -> list[Scored]:
        if not 0 <= count <= MAX_INT64:
            raise out_of_range("sorted_pop", f"a count of {count}")
        members = self._find_as(SortedMembers, key, now_ms, "sorted_pop")
        return self._pop_scored(key, members, count, highest) if members is not None and count else []

    def sorted_pop_first(
        self, keys: tuple[str, ...], count: int, highest: bool, now_ms: int
    ) -> tuple[str, list[Scored]] | None:
        _check_pop_first(keys, count, "sorted_pop_first")
        return self._pop_first_scored(keys, count, highest, now_ms, "sorted_pop_first")

    def sorted_pop_waiting(
        self, keys: tuple[str, ...], timeout_ms: int, highest: bool, now_ms: int
    ) -> tuple[str, bytes, float] | None:
        if not keys:
            raise no_keys("sorted_pop_waiting")
        self._check_timeout(timeout_ms, "sorted_pop_waiting", now_ms)
        popped = self._pop_first_scored(keys, 1, highest, now_ms, "sorted_pop_waiting")
        return None if popped is None else (popped[0], *popped[1][0])

    def sorted_pop_first_waiting(
        self, keys: tuple[str, ...], timeout_ms: int, count: int, highest: bool, now_ms: int
    ) -> tuple[str, list[Scored]] | None:
        _check_pop_first(keys, count, "sorted_pop_first_waiting")
        self._check_timeout(timeout_ms, "sorted_pop_first_waiting", now_ms)
        return self._pop_first_scored(keys, count, highest, now_ms, "sorted_pop_first_waiting")

    def _pop_first_scored(
        self, keys: tuple[str, ...], count: int, highest: bool, now_ms: int, operation: str
    ) -> tuple[str, list[Scored]] | None:
        """Pop from the first sorted set among `keys`."""
        for key in keys:
            members = self._find_as(SortedMembers, key, now_ms, operation)
            if members is not None:
                return key, self._pop_scored(key, members, count, highest)
        return None

    def _pop_scored(self, key: str, members: SortedMembers, count: int, highest: bool) -> list[Scored]:
        """Remove and return up to `count` members of a sorted set that is there."""
        size = len(members)
        taken = members.take(max(size - count, 0), size) if highest else members.take(0, count)
        self._sorted_set_shrank(key, members)
        return taken[::-1] if highest else taken


def _check_pop_first(keys: tuple[str, ...], count: int, operation: str) -> None:
    """Raise `InvalidRequest` unless there is a key (`NO_KEYS`) and `count` is positive (`OUT_OF_RANGE`)."""
    if not keys:
        raise no_keys(operation)
    if not 0 < count <= MAX_INT64:
        raise out_of_range(operation, f"a count of {count}")
