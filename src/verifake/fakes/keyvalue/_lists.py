"""The shell of the fake for lists."""

from __future__ import annotations

from verifake.fakes.keyvalue._core.timeouts import timeout_ms
from verifake.fakes.keyvalue._core.values import List
from verifake.fakes.keyvalue._shell import Shell
from verifake.ports.keyvalue import End, Lists
from verifake.ports.keyvalue._arguments import (
    check_end,
    check_ends,
    check_flag,
    check_integer,
    check_key,
    check_keys,
    checked_elements,
    checked_value,
)

__all__ = ["FakeLists"]


class FakeLists(Shell, Lists):
    """As `verifake.ports.keyvalue.Lists`."""

    def list_push(self, key: str, *values: bytes, end: End = End.RIGHT, only_if_present: bool = False) -> int:
        check_key(key)
        check_end(end)
        check_flag(only_if_present)
        elements = checked_elements(values)
        with self._turn as now_ms:
            return self._core.list_push(key, elements, end, only_if_present, now_ms)

    def list_pop(self, key: str, *, end: End = End.LEFT) -> bytes | None:
        check_key(key)
        check_end(end)
        with self._turn as now_ms:
            return self._core.list_pop(key, end, now_ms)

    def list_pop_many(self, key: str, count: int, *, end: End = End.LEFT) -> list[bytes] | None:
        check_key(key)
        check_integer(count)
        check_end(end)
        with self._turn as now_ms:
            return self._core.list_pop_many(key, count, end, now_ms)

    def list_pop_first(self, *keys: str, count: int = 1, end: End = End.LEFT) -> tuple[str, list[bytes]] | None:
        check_keys(keys)
        check_integer(count)
        check_end(end)
        with self._turn as now_ms:
            return self._core.list_pop_first(keys, count, end, now_ms)

    def list_move(self, source: str, destination: str, *, take: End = End.LEFT, put: End = End.RIGHT) -> bytes | None:
        check_keys((source, destination))
        check_ends(take, put)
        with self._turn as now_ms:
            return self._core.list_move(source, destination, take, put, now_ms)

    def list_get(self, key: str, index: int) -> bytes | None:
        check_key(key)
        check_integer(index)
        with self._turn as now_ms:
            return self._core.list_get(key, index, now_ms)

    def list_set(self, key: str, index: int, value: bytes) -> None:
        check_key(key)
        check_integer(index)
        value = checked_value(value)
        with self._turn as now_ms:
            self._core.list_set(key, index, value, now_ms)

    def list_insert(self, key: str, pivot: bytes, value: bytes, *, after: bool = False) -> int:
        check_key(key)
        pivot, value = checked_value(pivot), checked_value(value)
        check_flag(after)
        with self._turn as now_ms:
            return self._core.list_insert(key, pivot, value, after, now_ms)

    def list_remove(self, key: str, value: bytes, *, count: int = 0) -> int:
        check_key(key)
        value = checked_value(value)
        check_integer(count)
        with self._turn as now_ms:
            return self._core.list_remove(key, value, count, now_ms)

    def list_trim(self, key: str, start: int, stop: int) -> None:
        check_key(key)
        check_integer(start)
        check_integer(stop)
        with self._turn as now_ms:
            self._core.list_trim(key, start, stop, now_ms)

    def list_range(self, key: str, start: int, stop: int) -> list[bytes]:
        check_key(key)
        check_integer(start)
        check_integer(stop)
        with self._turn as now_ms:
            return self._core.list_range(key, start, stop, now_ms)

    def list_length(self, key: str) -> int:
        check_key(key)
        with self._turn as now_ms:
            return self._core.list_length(key, now_ms)

    def list_position(self, key: str, value: bytes, *, rank: int = 1, max_length: int = 0) -> int | None:
        check_key(key)
        value = checked_value(value)
        check_integer(rank)
        check_integer(max_length)
        with self._turn as now_ms:
            return self._core.list_position(key, value, rank, max_length, now_ms)

    def list_positions(
        self, key: str, value: bytes, *, count: int = 0, rank: int = 1, max_length: int = 0
    ) -> list[int]:
        check_key(key)
        value = checked_value(value)
        check_integer(count)
        check_integer(rank)
        check_integer(max_length)
        with self._turn as now_ms:
            return self._core.list_positions(key, value, count, rank, max_length, now_ms)

    def list_pop_waiting(self, *keys: str, timeout_seconds: float, end: End = End.LEFT) -> tuple[str, bytes] | None:
        check_keys(keys)
        check_end(end)
        ms, core = timeout_ms(timeout_seconds), self._core
        return self._wait_for(List, keys, ms, lambda some, now_ms: core.list_pop_waiting(some, ms, end, now_ms))

    def list_pop_first_waiting(
        self, *keys: str, timeout_seconds: float, count: int = 1, end: End = End.LEFT
    ) -> tuple[str, list[bytes]] | None:
        check_keys(keys)
        check_integer(count)
        check_end(end)
        ms, core = timeout_ms(timeout_seconds), self._core
        return self._wait_for(
            List, keys, ms, lambda some, now_ms: core.list_pop_first_waiting(some, ms, count, end, now_ms)
        )

    def list_move_waiting(
        self, source: str, destination: str, *, timeout_seconds: float, take: End = End.LEFT, put: End = End.RIGHT
    ) -> bytes | None:
        check_keys((source, destination))
        check_ends(take, put)
        ms, core = timeout_ms(timeout_seconds), self._core
        return self._wait_for(
            List,
            (source,),
            ms,
            lambda _, now_ms: core.list_move_waiting(source, destination, ms, take, put, now_ms),
        )
