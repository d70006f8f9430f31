"""The shell of the fake for deadlines."""

from __future__ import annotations

from typing import Final

from verifake.fakes.keyvalue._core.expiry import UNCONDITIONAL, Conditions
from verifake.fakes.keyvalue._shell import Shell
from verifake.ports.keyvalue import Expiry, NoTtl
from verifake.ports.keyvalue._arguments import check_flags, check_key, milliseconds

__all__ = ["FakeExpiry"]

_MS_PER_SECOND: Final = 1000


class FakeExpiry(Shell, Expiry):
    """As `verifake.ports.keyvalue.Expiry`."""

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
        with self._turn as now_ms:
            return self._core.expire(key, ttl_ms, conditions, now_ms)

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
        with self._turn as now_ms:
            return self._core.expire_at(key, at_ms, conditions, now_ms)

    def persist(self, key: str) -> bool:
        check_key(key)
        with self._turn as now_ms:
            return self._core.persist(key, now_ms)

    def time_to_live(self, key: str) -> float | NoTtl:
        check_key(key)
        with self._turn as now_ms:
            return _seconds(self._core.time_to_live(key, now_ms))

    def expires_at(self, key: str) -> float | NoTtl:
        check_key(key)
        with self._turn as now_ms:
            return _seconds(self._core.expires_at(key, now_ms))

    def now(self) -> float:
        with self._turn as now_ms:
            return now_ms / _MS_PER_SECOND


def _conditions(persistent: bool, volatile: bool, later: bool, sooner: bool) -> Conditions:
    """Return the checked conditions of `expire`."""
    if persistent is volatile is later is sooner is False:
        return UNCONDITIONAL
    check_flags(persistent, volatile, later, sooner)
    return Conditions(persistent, volatile, later, sooner)


def _seconds(milliseconds: int | NoTtl) -> float | NoTtl:
    """Return a time in the port's unit, and reasons for none as they are."""
    return milliseconds / _MS_PER_SECOND if isinstance(milliseconds, int) else milliseconds
