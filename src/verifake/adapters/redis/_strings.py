"""The facet for plain values, over redis-py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from verifake.adapters.redis._session import Session, decimal
from verifake.ports.keyvalue import Strings
from verifake.ports.keyvalue._arguments import (
    check_flags,
    check_integer,
    checked_value,
    checked_values,
    milliseconds,
)

__all__ = ["RedisStrings"]


class RedisStrings(Session, Strings):
    """As `verifake.ports.keyvalue.Strings`."""

    def get(self, key: str) -> bytes | None:
        return cast("bytes | None", self._send("get", b"GET", self._key(key)))

    def set(
        self,
        key: str,
        value: bytes,
        *,
        ttl_seconds: float | None = None,
        expire_at_seconds: float | None = None,
        keep_ttl: bool = False,
        only_if_absent: bool = False,
        only_if_present: bool = False,
    ) -> bool:
        value = checked_value(value)
        options = _set_options(ttl_seconds, expire_at_seconds, keep_ttl, only_if_absent, only_if_present)
        return self._send("set", b"SET", self._key(key), value, *options) is not None

    def set_and_get_old(
        self,
        key: str,
        value: bytes,
        *,
        ttl_seconds: float | None = None,
        expire_at_seconds: float | None = None,
        keep_ttl: bool = False,
        only_if_absent: bool = False,
        only_if_present: bool = False,
    ) -> bytes | None:
        value = checked_value(value)
        options = _set_options(ttl_seconds, expire_at_seconds, keep_ttl, only_if_absent, only_if_present)
        reply = self._send("set_and_get_old", b"SET", self._key(key), value, b"GET", *options)
        return cast("bytes | None", reply)

    def get_and_delete(self, key: str) -> bytes | None:
        return cast("bytes | None", self._send("get_and_delete", b"GETDEL", self._key(key)))

    def get_and_touch(
        self,
        key: str,
        *,
        ttl_seconds: float | None = None,
        expire_at_seconds: float | None = None,
        persist: bool = False,
    ) -> bytes | None:
        check_flags(persist)
        options = _time_options(ttl_seconds, expire_at_seconds)
        if persist:
            options.append(b"PERSIST")
        return cast("bytes | None", self._send("get_and_touch", b"GETEX", self._key(key), *options))

    def get_many(self, *keys: str) -> list[bytes | None]:
        return cast("list[bytes | None]", self._send("get_many", b"MGET", *self._keys(keys)))

    def set_many(self, values: Mapping[str, bytes]) -> None:
        self._send("set_many", b"MSET", *self._pairs(values))

    def set_many_if_absent(self, values: Mapping[str, bytes]) -> bool:
        return bool(self._send("set_many_if_absent", b"MSETNX", *self._pairs(values)))

    def append(self, key: str, value: bytes) -> int:
        value = checked_value(value)
        return cast("int", self._send("append", b"APPEND", self._key(key), value))

    def length(self, key: str) -> int:
        return cast("int", self._send("length", b"STRLEN", self._key(key)))

    def get_range(self, key: str, start: int, end: int) -> bytes:
        check_integer(start)
        check_integer(end)
        return cast("bytes", self._send("get_range", b"GETRANGE", self._key(key), decimal(start), decimal(end)))

    def set_range(self, key: str, offset: int, value: bytes) -> int:
        check_integer(offset)
        value = checked_value(value)
        return cast("int", self._send("set_range", b"SETRANGE", self._key(key), decimal(offset), value))

    def _pairs(self, values: Mapping[str, bytes]) -> list[bytes]:
        """Return keys and values in turn."""
        return [part for key, value in checked_values(values).items() for part in (self._key(key), value)]


def _time_options(ttl_seconds: float | None, expire_at_seconds: float | None) -> list[bytes]:
    """Return the words for a deadline, in milliseconds."""
    words = []
    if ttl_seconds is not None:
        words += [b"PX", decimal(milliseconds(ttl_seconds))]
    if expire_at_seconds is not None:
        words += [b"PXAT", decimal(milliseconds(expire_at_seconds))]
    return words


def _set_options(
    ttl_seconds: float | None,
    expire_at_seconds: float | None,
    keep_ttl: bool,
    only_if_absent: bool,
    only_if_present: bool,
) -> list[bytes]:
    """Return the words for the options of ``SET``."""
    check_flags(keep_ttl, only_if_absent, only_if_present)
    words = _time_options(ttl_seconds, expire_at_seconds)
    if keep_ttl:
        words.append(b"KEEPTTL")
    if only_if_absent:
        words.append(b"NX")
    if only_if_present:
        words.append(b"XX")
    return words
