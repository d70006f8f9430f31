"""The core of the facet for plain values. The order of checks is the engine's: it decides which error is seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from verifake.fakes.keyvalue._core.rejections import (
    incompatible_options,
    invalid_expire,
    no_keys,
    offset_out_of_range,
    too_large,
)
from verifake.fakes.keyvalue._core.state import MAX_INT64, Keyspace, check_int64

__all__ = ["PLAIN_SET", "PLAIN_TOUCH", "SetOptions", "StringsCore", "TouchOptions"]


SetOptions: TypeAlias = tuple[int | None, int | None, bool, bool, bool]
"""Time to live, deadline (milliseconds), `keep_ttl`, `only_if_absent`, `only_if_present`; a bare tuple for speed."""

TouchOptions: TypeAlias = tuple[int | None, int | None, bool]
"""Time to live, deadline (milliseconds), `persist`."""

PLAIN_SET: Final[SetOptions] = (None, None, False, False, False)
PLAIN_TOUCH: Final[TouchOptions] = (None, None, False)


class StringsCore(Keyspace):
    """As `verifake.ports.keyvalue.Strings`, with times in milliseconds and the time of the call given."""

    __slots__ = ()

    def get(self, key: str, now_ms: int) -> bytes | None:
        return self._find_string(key, now_ms, "get")

    def set(self, key: str, value: bytes, options: SetOptions, now_ms: int) -> bool:
        if len(value) > self._limit:
            raise too_large("set", self._limit)
        if options is PLAIN_SET:
            self._overwrite(key, value, now_ms)
            return True
        deadline = _judged("set", options, now_ms)
        _, _, keep_ttl, only_if_absent, only_if_present = options
        found = self._find(key, now_ms) is not None
        if only_if_absent if found else only_if_present:
            return False
        self._set(key, value, deadline, keep_ttl, now_ms)
        return True

    def set_and_get_old(self, key: str, value: bytes, options: SetOptions, now_ms: int) -> bytes | None:
        self._check_size(len(value), "set_and_get_old")
        deadline = _judged("set_and_get_old", options, now_ms)
        _, _, keep_ttl, only_if_absent, only_if_present = options
        old = self._find_string(key, now_ms, "set_and_get_old")
        if not (only_if_present if old is None else only_if_absent):
            self._set(key, value, deadline, keep_ttl, now_ms)
        return old

    def get_and_delete(self, key: str, now_ms: int) -> bytes | None:
        value = self._find_string(key, now_ms, "get_and_delete")
        if value is not None:
            self._remove(key)
        return value

    def get_and_touch(self, key: str, options: TouchOptions, now_ms: int) -> bytes | None:
        ttl_ms, at_ms, persist = options
        if (ttl_ms is not None) + (at_ms is not None) + persist > 1:
            raise incompatible_options("get_and_touch")
        if self._line.touch_judges_time_first:
            _deadline("get_and_touch", ttl_ms, at_ms, now_ms)
        value = self._find_string(key, now_ms, "get_and_touch")
        if value is None or options is PLAIN_TOUCH:
            return value
        deadline = _deadline("get_and_touch", ttl_ms, at_ms, now_ms)
        if deadline is not None:
            self._expire(key, deadline, now_ms)
        elif persist:
            self._persist(key)
        return value

    def get_many(self, keys: tuple[str, ...], now_ms: int) -> list[bytes | None]:
        if not keys:
            raise no_keys("get_many")
        found = [self._find(key, now_ms) for key in keys]
        return [value if isinstance(value, bytes) else None for value in found]

    def set_many(self, values: Mapping[str, bytes], now_ms: int) -> None:
        self._check_many(values, "set_many")
        for key, value in values.items():
            self._overwrite(key, value, now_ms)

    def set_many_if_absent(self, values: Mapping[str, bytes], now_ms: int) -> bool:
        self._check_many(values, "set_many_if_absent")
        if any(self._find(key, now_ms) is not None for key in values):
            return False
        for key, value in values.items():
            self._store(key, value, now_ms)
        return True

    def append(self, key: str, value: bytes, now_ms: int) -> int:
        self._check_size(len(value), "append")
        old = self._find_string(key, now_ms, "append") or b""
        self._check_size(len(old) + len(value), "append")
        self._store(key, old + value, now_ms)
        return len(old) + len(value)

    def length(self, key: str, now_ms: int) -> int:
        return len(self._find_string(key, now_ms, "length") or b"")

    def get_range(self, key: str, start: int, end: int, now_ms: int) -> bytes:
        check_int64(start, "get_range", "start")
        check_int64(end, "get_range", "end")
        value = self._find_string(key, now_ms, "get_range")
        if not value or (end < start < 0):
            return b""
        first = start if start >= 0 else max(len(value) + start, 0)
        last = end if end >= 0 else max(len(value) + end, 0)
        return value[first : last + 1]

    def set_range(self, key: str, offset: int, value: bytes, now_ms: int) -> int:
        self._check_size(len(value), "set_range")
        check_int64(offset, "set_range", "the offset")
        if offset < 0:
            raise offset_out_of_range("set_range", offset)
        old = self._find_string(key, now_ms, "set_range") or b""
        if not value:
            return len(old)
        self._check_size(offset + len(value), "set_range")
        new = old[:offset].ljust(offset, b"\0") + value + old[offset + len(value) :]
        self._store(key, new, now_ms)
        return len(new)

    def _check_many(self, values: Mapping[str, bytes], operation: str) -> None:
        """Raise `InvalidRequest` or `TooLarge` unless all of `values` can be set."""
        for value in values.values():
            self._check_size(len(value), operation)
        if not values:
            raise no_keys(operation)

    def _set(self, key: str, value: bytes, deadline: int | None, keep_ttl: bool, now_ms: int) -> None:
        """Let `key` hold `value`, with a new deadline, the one that it has, or none."""
        if deadline is None:
            if keep_ttl:
                self._store(key, value, now_ms)
            else:
                self._overwrite(key, value, now_ms)
        elif deadline <= now_ms and self._line.set_deletes_at_deadline:
            self._discard(key)
        else:
            self._store(key, value, now_ms)
            self._let_expire(key, deadline)


def _judged(operation: str, options: SetOptions, now_ms: int) -> int | None:
    """Return the deadline that `options` ask for, or None.

    Raises:
        InvalidRequest: `INCOMPATIBLE_OPTIONS`, or as `_deadline`.
    """
    ttl_ms, at_ms, keep_ttl, only_if_absent, only_if_present = options
    if (only_if_absent and only_if_present) or (ttl_ms is not None) + (at_ms is not None) + keep_ttl > 1:
        raise incompatible_options(operation)
    return _deadline(operation, ttl_ms, at_ms, now_ms)


def _deadline(operation: str, ttl_ms: int | None, at_ms: int | None, now_ms: int) -> int | None:
    """Return the deadline that one of two options gives, or None.

    Raises:
        InvalidRequest: `NOT_AN_INTEGER` for a time of more than 64 bits; `INVALID_EXPIRE` for one of zero or less,
            and for a deadline of more than 64 bits.
    """
    given, deadline = (at_ms, at_ms) if ttl_ms is None else (ttl_ms, ttl_ms + now_ms)
    if given is None or deadline is None:
        return None
    if given <= 0 or deadline > MAX_INT64:
        check_int64(given, operation, "the time")
        raise invalid_expire(operation, given)
    return deadline
