"""The shell of the fake for plain values."""

from __future__ import annotations

from collections.abc import Mapping

from verifake.fakes.keyvalue._core.strings import PLAIN_SET, PLAIN_TOUCH, SetOptions, TouchOptions
from verifake.fakes.keyvalue._shell import Shell
from verifake.ports.keyvalue import Strings
from verifake.ports.keyvalue._arguments import (
    check_flags,
    check_integer,
    check_key,
    check_keys,
    checked_value,
    checked_values,
    milliseconds,
)

__all__ = ["FakeStrings"]


class FakeStrings(Shell, Strings):
    """As `verifake.ports.keyvalue.Strings`."""

    def get(self, key: str) -> bytes | None:
        check_key(key)
        with self._turn as now_ms:
            return self._core.get(key, now_ms)

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
        check_key(key)
        value = checked_value(value)
        options = _set_options(ttl_seconds, expire_at_seconds, keep_ttl, only_if_absent, only_if_present)
        with self._turn as now_ms:
            return self._core.set(key, value, options, now_ms)

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
        check_key(key)
        value = checked_value(value)
        options = _set_options(ttl_seconds, expire_at_seconds, keep_ttl, only_if_absent, only_if_present)
        with self._turn as now_ms:
            return self._core.set_and_get_old(key, value, options, now_ms)

    def get_and_delete(self, key: str) -> bytes | None:
        check_key(key)
        with self._turn as now_ms:
            return self._core.get_and_delete(key, now_ms)

    def get_and_touch(
        self,
        key: str,
        *,
        ttl_seconds: float | None = None,
        expire_at_seconds: float | None = None,
        persist: bool = False,
    ) -> bytes | None:
        check_key(key)
        options = _touch_options(ttl_seconds, expire_at_seconds, persist)
        with self._turn as now_ms:
            return self._core.get_and_touch(key, options, now_ms)

    def get_many(self, *keys: str) -> list[bytes | None]:
        check_keys(keys)
        with self._turn as now_ms:
            return self._core.get_many(keys, now_ms)

    def set_many(self, values: Mapping[str, bytes]) -> None:
        copied = checked_values(values)
        with self._turn as now_ms:
            self._core.set_many(copied, now_ms)

    def set_many_if_absent(self, values: Mapping[str, bytes]) -> bool:
        copied = checked_values(values)
        with self._turn as now_ms:
            return self._core.set_many_if_absent(copied, now_ms)

    def append(self, key: str, value: bytes) -> int:
        check_key(key)
        value = checked_value(value)
        with self._turn as now_ms:
            return self._core.append(key, value, now_ms)

    def length(self, key: str) -> int:
        check_key(key)
        with self._turn as now_ms:
            return self._core.length(key, now_ms)

    def get_range(self, key: str, start: int, end: int) -> bytes:
        check_key(key)
        check_integer(start)
        check_integer(end)
        with self._turn as now_ms:
            return self._core.get_range(key, start, end, now_ms)

    def set_range(self, key: str, offset: int, value: bytes) -> int:
        check_key(key)
        check_integer(offset)
        value = checked_value(value)
        with self._turn as now_ms:
            return self._core.set_range(key, offset, value, now_ms)


def _set_options(
    ttl_seconds: float | None,
    expire_at_seconds: float | None,
    keep_ttl: bool,
    only_if_absent: bool,
    only_if_present: bool,
) -> SetOptions:
    """Return the checked options of `set`; without any, the one object that the core knows by identity."""
    if ttl_seconds is expire_at_seconds is None and keep_ttl is only_if_absent is only_if_present is False:
        return PLAIN_SET
    check_flags(keep_ttl, only_if_absent, only_if_present)
    ttl_ms = None if ttl_seconds is None else milliseconds(ttl_seconds)
    at_ms = None if expire_at_seconds is None else milliseconds(expire_at_seconds)
    return ttl_ms, at_ms, keep_ttl, only_if_absent, only_if_present


def _touch_options(ttl_seconds: float | None, expire_at_seconds: float | None, persist: bool) -> TouchOptions:
    """Return the checked options of `get_and_touch`; without any, the one object that the core knows by identity."""
    if ttl_seconds is expire_at_seconds is None and persist is False:
        return PLAIN_TOUCH
    check_flags(persist)
    ttl_ms = None if ttl_seconds is None else milliseconds(ttl_seconds)
    at_ms = None if expire_at_seconds is None else milliseconds(expire_at_seconds)
    return ttl_ms, at_ms, persist
