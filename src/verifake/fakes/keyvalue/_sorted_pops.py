"""The shell of the fake for what is popped from sorted sets."""

from __future__ import annotations

from verifake.fakes.keyvalue._core.sorted_members import SortedMembers
from verifake.fakes.keyvalue._core.timeouts import timeout_ms
from verifake.fakes.keyvalue._shell import Shell
from verifake.ports.keyvalue import Scored, SortedSets
from verifake.ports.keyvalue._arguments import check_flag, check_integer, check_key, check_keys

__all__ = ["FakeSortedPops"]


class FakeSortedPops(Shell, SortedSets):
    """As `verifake.ports.keyvalue.SortedSets`, where it is about popping."""

    def sorted_pop(self, key: str, count: int = 1, *, highest: bool = False) -> list[Scored]:
        check_key(key)
        check_integer(count)
        check_flag(highest)
        with self._turn as now_ms:
            return self._core.sorted_pop(key, count, highest, now_ms)

    def sorted_pop_first(self, *keys: str, count: int = 1, highest: bool = False) -> tuple[str, list[Scored]] | None:
        check_keys(keys)
        check_integer(count)
        check_flag(highest)
        with self._turn as now_ms:
            return self._core.sorted_pop_first(keys, count, highest, now_ms)

    def sorted_pop_waiting(
        self, *keys: str, timeout_seconds: float, highest: bool = False
    ) -> tuple[str, bytes, float] | None:
        check_keys(keys)
        check_flag(highest)
        ms, core = timeout_ms(timeout_seconds), self._core
        return self._wait_for(
            SortedMembers, keys, ms, lambda some, now_ms: core.sorted_pop_waiting(some, ms, highest, now_ms)
        )

    def sorted_pop_first_waiting(
        self, *keys: str, timeout_seconds: float, count: int = 1, highest: bool = False
    ) -> tuple[str, list[Scored]] | None:
        check_keys(keys)
        check_integer(count)
        check_flag(highest)
        ms, core = timeout_ms(timeout_seconds), self._core
        return self._wait_for(
            SortedMembers,
            keys,
            ms,
            lambda some, now_ms: core.sorted_pop_first_waiting(some, ms, count, highest, now_ms),
        )
