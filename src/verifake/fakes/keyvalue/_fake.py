"""The shell of the fake: argument checks, one lock, the clock."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from verifake.clock import Clock, VirtualClock
from verifake.fakes.keyvalue._counters import CountersCore
from verifake.fakes.keyvalue._expiry import UNCONDITIONAL, Conditions, ExpiryCore
from verifake.fakes.keyvalue._keys import KeysCore
from verifake.fakes.keyvalue._limits import LINES, Limits
from verifake.fakes.keyvalue._strings import PLAIN_SET, PLAIN_TOUCH, SetOptions, StringsCore, TouchOptions
from verifake.ports.keyvalue import KeyType, KeyValue, NoTtl
from verifake.ports.keyvalue._arguments import (
    check_flags,
    check_integer,
    check_key,
    check_keys,
    checked_value,
    checked_values,
    float_text,
    milliseconds,
)

__all__ = ["FakeKeyValue"]

_NS_PER_MS = 1_000_000
_MS_PER_SECOND = 1000
_DEFAULT_LIMITS = Limits()


class _Core(StringsCore, CountersCore, ExpiryCore, KeysCore):
    """All facets on one keyspace."""

    __slots__ = ()


class FakeKeyValue(KeyValue):
    """The KeyValue port in memory, thread safe, as `verifake.ports.keyvalue` states it.

    Values are copied in as immutable bytes, and every operation takes effect at one instant of `clock`. Keys that
    expire unread are removed by later writes, a few at a time.

    Args:
        clock: what time it is; a `VirtualClock` of its own unless given.
        limits: how much fits in.
        stands_for: the line of engines whose rules it follows where lines differ: ``"valkey-9.1"`` or
            ``"redis-7.0"``.

    Raises:
        ValueError: `stands_for` is no line that the fake knows.
    """

    def __init__(
        self, *, clock: Clock | None = None, limits: Limits = _DEFAULT_LIMITS, stands_for: str = "valkey-9.1"
    ) -> None:
        if stands_for not in LINES:
            raise ValueError(f"stands_for must be one of {', '.join(LINES)}, not {stands_for!r}")
        self._clock = VirtualClock() if clock is None else clock
        self._now_ns = self._clock.now_ns
        self._core = _Core(limits, LINES[stands_for])
        self._lock = threading.Lock()

    @property
    def clock(self) -> Clock:
        """The clock that deadlines are compared with."""
        return self._clock

    def plant(self, key: str, kind: KeyType) -> None:
        """Let `key` hold a value of `kind`, without a deadline, as another program might have left it.

        So the answers to a key of the wrong kind can be tested. Whatever the key held is gone.

        Raises:
            ValueError: for `KeyType.STRING`; use `set`.
        """
        check_key(key)
        if not isinstance(kind, KeyType):
            raise TypeError(f"a kind must be KeyType, not {type(kind).__name__}")
        if kind is KeyType.STRING:
            raise ValueError("a string is not planted: use set()")
        with self._lock:
            self._core.plant(key, kind, self._now_ns() // _NS_PER_MS)

    def get(self, key: str) -> bytes | None:
        check_key(key)
        with self._lock:
            return self._core.get(key, self._now_ns() // _NS_PER_MS)

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
        with self._lock:
            return self._core.set(key, value, options, self._now_ns() // _NS_PER_MS)

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
        with self._lock:
            return self._core.set_and_get_old(key, value, options, self._now_ns() // _NS_PER_MS)

    def get_and_delete(self, key: str) -> bytes | None:
        check_key(key)
        with self._lock:
            return self._core.get_and_delete(key, self._now_ns() // _NS_PER_MS)

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
        with self._lock:
            return self._core.get_and_touch(key, options, self._now_ns() // _NS_PER_MS)

    def get_many(self, *keys: str) -> list[bytes | None]:
        check_keys(keys)
        with self._lock:
            return self._core.get_many(keys, self._now_ns() // _NS_PER_MS)

    def set_many(self, values: Mapping[str, bytes]) -> None:
        copied = checked_values(values)
        with self._lock:
            self._core.set_many(copied, self._now_ns() // _NS_PER_MS)

    def set_many_if_absent(self, values: Mapping[str, bytes]) -> bool:
        copied = checked_values(values)
        with self._lock:
            return self._core.set_many_if_absent(copied, self._now_ns() // _NS_PER_MS)

    def append(self, key: str, value: bytes) -> int:
        check_key(key)
        value = checked_value(value)
        with self._lock:
            return self._core.append(key, value, self._now_ns() // _NS_PER_MS)

    def length(self, key: str) -> int:
        check_key(key)
        with self._lock:
            return self._core.length(key, self._now_ns() // _NS_PER_MS)

    def get_range(self, key: str, start: int, end: int) -> bytes:
        check_key(key)
        check_integer(start)
        check_integer(end)
        with self._lock:
            return self._core.get_range(key, start, end, self._now_ns() // _NS_PER_MS)

    def set_range(self, key: str, offset: int, value: bytes) -> int:
        check_key(key)
        check_integer(offset)
        value = checked_value(value)
        with self._lock:
            return self._core.set_range(key, offset, value, self._now_ns() // _NS_PER_MS)

    def increment(self, key: str, by: int = 1) -> int:
        check_key(key)
        check_integer(by)
        with self._lock:
            return self._core.increment(key, by, self._now_ns() // _NS_PER_MS)

    def decrement(self, key: str, by: int = 1) -> int:
        check_key(key)
        check_integer(by)
        with self._lock:
            return self._core.decrement(key, by, self._now_ns() // _NS_PER_MS)

    def increment_float(self, key: str, by: float) -> float:
        check_key(key)
        text = float_text(by).encode()
        with self._lock:
            return float(self._core.increment_float(key, text, self._now_ns() // _NS_PER_MS))

    def expire(
        self,
        key: str,
        ttl_seconds: float,
        *,
        only_if_persistent: bool = False,
        only_if_volatile: bool = False,
        only_if_later: bool = False,
        only_if_sooner: bool = False,
    ) -> bool:
        check_key(key)
        conditions = _conditions(only_if_persistent, only_if_volatile, only_if_later, only_if_sooner)
        ttl_ms = milliseconds(ttl_seconds)
        with self._lock:
            return self._core.expire(key, ttl_ms, conditions, self._now_ns() // _NS_PER_MS)

    def expire_at(
        self,
        key: str,
        at_seconds: float,
        *,
        only_if_persistent: bool = False,
        only_if_volatile: bool = False,
        only_if_later: bool = False,
        only_if_sooner: bool = False,
    ) -> bool:
        check_key(key)
        conditions = _conditions(only_if_persistent, only_if_volatile, only_if_later, only_if_sooner)
        at_ms = milliseconds(at_seconds)
        with self._lock:
            return self._core.expire_at(key, at_ms, conditions, self._now_ns() // _NS_PER_MS)

    def persist(self, key: str) -> bool:
        check_key(key)
        with self._lock:
            return self._core.persist(key, self._now_ns() // _NS_PER_MS)

    def time_to_live(self, key: str) -> float | NoTtl:
        check_key(key)
        with self._lock:
            return _seconds(self._core.time_to_live(key, self._now_ns() // _NS_PER_MS))

    def expires_at(self, key: str) -> float | NoTtl:
        check_key(key)
        with self._lock:
            return _seconds(self._core.expires_at(key, self._now_ns() // _NS_PER_MS))

    def delete(self, *keys: str) -> int:
        check_keys(keys)
        with self._lock:
            return self._core.delete(keys, self._now_ns() // _NS_PER_MS)

    def exists(self, *keys: str) -> int:
        check_keys(keys)
        with self._lock:
            return self._core.exists(keys, self._now_ns() // _NS_PER_MS)

    def rename(self, key: str, new_key: str) -> None:
        check_keys((key, new_key))
        with self._lock:
            self._core.rename(key, new_key, self._now_ns() // _NS_PER_MS)

    def rename_if_absent(self, key: str, new_key: str) -> bool:
        check_keys((key, new_key))
        with self._lock:
            return self._core.rename_if_absent(key, new_key, self._now_ns() // _NS_PER_MS)

    def copy(self, source: str, destination: str, *, replace: bool = False) -> bool:
        check_keys((source, destination))
        check_flags(replace)
        with self._lock:
            return self._core.copy(source, destination, self._now_ns() // _NS_PER_MS, replace=replace)

    def type(self, key: str) -> KeyType | None:
        check_key(key)
        with self._lock:
            return self._core.type(key, self._now_ns() // _NS_PER_MS)


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


def _conditions(persistent: bool, volatile: bool, later: bool, sooner: bool) -> Conditions:
    """Return the checked conditions of `expire`."""
    if persistent is volatile is later is sooner is False:
        return UNCONDITIONAL
    check_flags(persistent, volatile, later, sooner)
    return Conditions(persistent, volatile, later, sooner)


def _seconds(milliseconds: int | NoTtl) -> float | NoTtl:
    """Return a time in the port's unit, and reasons for none as they are."""
    return milliseconds / _MS_PER_SECOND if isinstance(milliseconds, int) else milliseconds
