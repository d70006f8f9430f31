"""The facet for lists, over redis-py."""

from __future__ import annotations

from typing import Any, Final, cast

from verifake.adapters.redis._session import Session, decimal
from verifake.ports.keyvalue import End, Lists
from verifake.ports.keyvalue._arguments import (
    check_ends,
    check_flags,
    check_integer,
    checked_elements,
    checked_value,
    float_text,
)

__all__ = ["RedisLists"]

_WORD: Final = {End.LEFT: b"LEFT", End.RIGHT: b"RIGHT"}


class RedisLists(Session, Lists):
    """As `verifake.ports.keyvalue.Lists`."""

    def list_push(self, key: str, *values: bytes, end: End = End.RIGHT, only_if_present: bool = False) -> int:
        check_ends(end)
        check_flags(only_if_present)
        command = (b"LPUSH" if end is End.LEFT else b"RPUSH") + (b"X" if only_if_present else b"")
        return cast("int", self._send("list_push", command, self._key(key), *checked_elements(values)))

    def list_pop(self, key: str, *, end: End = End.LEFT) -> bytes | None:
        check_ends(end)
        return cast("bytes | None", self._send("list_pop", _pop(end), self._key(key)))

    def list_pop_many(self, key: str, count: int, *, end: End = End.LEFT) -> list[bytes] | None:
        check_integer(count)
        check_ends(end)
        reply = self._send("list_pop_many", _pop(end), self._key(key), decimal(count))
        return cast("list[bytes] | None", reply)

    def list_pop_first(self, *keys: str, count: int = 1, end: End = End.LEFT) -> tuple[str, list[bytes]] | None:
        return self._with_key(self._send("list_pop_first", b"LMPOP", *self._pop_first(keys, count, end)))

    def list_move(self, source: str, destination: str, *, take: End = End.LEFT, put: End = End.RIGHT) -> bytes | None:
        reply = self._send("list_move", b"LMOVE", *self._move(source, destination, take, put))
        return cast("bytes | None", reply)

    def list_get(self, key: str, index: int) -> bytes | None:
        check_integer(index)
        return cast("bytes | None", self._send("list_get", b"LINDEX", self._key(key), decimal(index)))

    def list_set(self, key: str, index: int, value: bytes) -> None:
        check_integer(index)
        self._send("list_set", b"LSET", self._key(key), decimal(index), checked_value(value))

    def list_insert(self, key: str, pivot: bytes, value: bytes, *, after: bool = False) -> int:
        check_flags(after)
        pivot, value = checked_value(pivot), checked_value(value)
        where = b"AFTER" if after else b"BEFORE"
        return cast("int", self._send("list_insert", b"LINSERT", self._key(key), where, pivot, value))

    def list_remove(self, key: str, value: bytes, *, count: int = 0) -> int:
        check_integer(count)
        value = checked_value(value)
        return cast("int", self._send("list_remove", b"LREM", self._key(key), decimal(count), value))

    def list_trim(self, key: str, start: int, stop: int) -> None:
        check_integer(start)
        check_integer(stop)
        self._send("list_trim", b"LTRIM", self._key(key), decimal(start), decimal(stop))

    def list_range(self, key: str, start: int, stop: int) -> list[bytes]:
        check_integer(start)
        check_integer(stop)
        reply = self._send("list_range", b"LRANGE", self._key(key), decimal(start), decimal(stop))
        return cast("list[bytes]", reply)

    def list_length(self, key: str) -> int:
        return cast("int", self._send("list_length", b"LLEN", self._key(key)))

    def list_position(self, key: str, value: bytes, *, rank: int = 1, max_length: int = 0) -> int | None:
        check_integer(rank)
        check_integer(max_length)
        words = (b"RANK", decimal(rank), b"MAXLEN", decimal(max_length))
        return cast("int | None", self._send("list_position", b"LPOS", self._key(key), checked_value(value), *words))

    def list_positions(
        self, key: str, value: bytes, *, count: int = 0, rank: int = 1, max_length: int = 0
    ) -> list[int]:
        check_integer(count)
        check_integer(rank)
        check_integer(max_length)
        words = (b"RANK", decimal(rank), b"COUNT", decimal(count), b"MAXLEN", decimal(max_length))
        return cast("list[int]", self._send("list_positions", b"LPOS", self._key(key), checked_value(value), *words))

    def list_pop_waiting(self, *keys: str, timeout_seconds: float, end: End = End.LEFT) -> tuple[str, bytes] | None:
        check_ends(end)
        timeout = float_text(timeout_seconds).encode()
        reply = self._send_waiting("list_pop_waiting", timeout_seconds, b"B" + _pop(end), *self._keys(keys), timeout)
        return cast("tuple[str, bytes] | None", self._with_key(reply))

    def list_pop_first_waiting(
        self, *keys: str, timeout_seconds: float, count: int = 1, end: End = End.LEFT
    ) -> tuple[str, list[bytes]] | None:
        words = (float_text(timeout_seconds).encode(), *self._pop_first(keys, count, end))
        return self._with_key(self._send_waiting("list_pop_first_waiting", timeout_seconds, b"BLMPOP", *words))

    def list_move_waiting(
        self, source: str, destination: str, *, timeout_seconds: float, take: End = End.LEFT, put: End = End.RIGHT
    ) -> bytes | None:
        words = (*self._move(source, destination, take, put), float_text(timeout_seconds).encode())
        return cast("bytes | None", self._send_waiting("list_move_waiting", timeout_seconds, b"BLMOVE", *words))

    def _pop_first(self, keys: tuple[str, ...], count: int, end: End) -> list[bytes]:
        """Return the words behind the name (and the time-out) of ``LMPOP``."""
        check_integer(count)
        check_ends(end)
        return [decimal(len(keys)), *self._keys(keys), _WORD[end], b"COUNT", decimal(count)]

    def _move(self, source: str, destination: str, take: End, put: End) -> list[bytes]:
        """Return the words behind the name of ``LMOVE``."""
        check_ends(take, put)
        return [self._key(source), self._key(destination), _WORD[take], _WORD[put]]

    def _with_key(self, reply: Any) -> tuple[str, Any] | None:
        """Return a key as the port has it, and what was popped from it."""
        return None if reply is None else (self._unprefixed(reply[0]), reply[1])


def _pop(end: End) -> bytes:
    return b"LPOP" if end is End.LEFT else b"RPOP"
