"""The shell of the fake for sorted sets."""

from __future__ import annotations

from collections.abc import Mapping

from verifake.fakes.keyvalue._core.sorted_sets import UNCONDITIONAL, Conditions
from verifake.fakes.keyvalue._sorted_combinations import FakeSortedCombinations
from verifake.fakes.keyvalue._sorted_pops import FakeSortedPops
from verifake.fakes.keyvalue._sorted_ranges import FakeSortedRanges
from verifake.ports.keyvalue import Scored
from verifake.ports.keyvalue._arguments import (
    check_flag,
    check_flags,
    check_integer,
    check_key,
    checked_elements,
    checked_value,
)
from verifake.ports.keyvalue._sorted_arguments import checked_score, checked_scores

__all__ = ["FakeSortedSets"]


class FakeSortedSets(FakeSortedRanges, FakeSortedPops, FakeSortedCombinations):
    """As `verifake.ports.keyvalue.SortedSets`."""

    def sorted_add(
        self,
        key: str,
        scores: Mapping[bytes, float],
        *,
        only_if_absent: bool = False,
        only_if_present: bool = False,
        only_if_greater: bool = False,
        only_if_less: bool = False,
        count_changed: bool = False,
    ) -> int:
        check_key(key)
        copied = checked_scores(scores)
        check_flag(count_changed)
        conditions = _conditions(only_if_absent, only_if_present, only_if_greater, only_if_less)
        with self._turn as now_ms:
            return self._core.sorted_add(key, copied, conditions, count_changed, now_ms)

    def sorted_increment(
        self,
        key: str,
        member: bytes,
        by: float,
        *,
        only_if_absent: bool = False,
        only_if_present: bool = False,
        only_if_greater: bool = False,
        only_if_less: bool = False,
    ) -> float | None:
        check_key(key)
        member = checked_value(member)
        by = checked_score(by)
        conditions = _conditions(only_if_absent, only_if_present, only_if_greater, only_if_less)
        with self._turn as now_ms:
            return self._core.sorted_increment(key, member, by, conditions, now_ms)

    def sorted_remove(self, key: str, *members: bytes) -> int:
        check_key(key)
        members = checked_elements(members)
        with self._turn as now_ms:
            return self._core.sorted_remove(key, members, now_ms)

    def sorted_score(self, key: str, member: bytes) -> float | None:
        check_key(key)
        member = checked_value(member)
        with self._turn as now_ms:
            return self._core.sorted_score(key, member, now_ms)

    def sorted_scores(self, key: str, *members: bytes) -> list[float | None]:
        check_key(key)
        members = checked_elements(members)
        with self._turn as now_ms:
            return self._core.sorted_scores(key, members, now_ms)

    def sorted_size(self, key: str) -> int:
        check_key(key)
        with self._turn as now_ms:
            return self._core.sorted_size(key, now_ms)

    def sorted_rank(self, key: str, member: bytes, *, reverse: bool = False) -> int | None:
        check_key(key)
        member = checked_value(member)
        check_flag(reverse)
        with self._turn as now_ms:
            return self._core.sorted_rank(key, member, reverse, now_ms)

    def sorted_random(self, key: str, count: int) -> list[Scored]:
        check_key(key)
        check_integer(count)
        with self._turn as now_ms:
            return self._core.sorted_random(key, count, now_ms)


def _conditions(absent: bool, present: bool, greater: bool, less: bool) -> Conditions:
    """Return the checked conditions; without any, the one object that the core knows by identity."""
    if absent is present is greater is less is False:
        return UNCONDITIONAL
    check_flags(absent, present, greater, less)
    return absent, present, greater, less
