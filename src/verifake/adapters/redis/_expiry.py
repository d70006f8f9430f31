"""The facet for deadlines, over redis-py. All times are sent and read in milliseconds."""

from __future__ import annotations

from typing import Final

from verifake.adapters.redis._session import Session, decimal
from verifake.ports.keyvalue import Expiry, NoTtl
from verifake.ports.keyvalue._arguments import check_flags, milliseconds

__all__ = ["RedisExpiry"]

_NO_TTL: Final = {-1: NoTtl.PERSISTENT, -2: NoTtl.ABSENT}
_MS_PER_SECOND: Final = 1000
_US_PER_MS: Final = 1000


class RedisExpiry(Session, Expiry):
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
        words = _conditions(only_if_persistent, only_if_volatile, only_if_later, only_if_sooner)
        return bool(self._send("expire", b"PEXPIRE", self._key(key), decimal(milliseconds(ttl_seconds)), *words))

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
        words = _conditions(only_if_persistent, only_if_volatile, only_if_later, only_if_sooner)
        return bool(self._send("expire_at", b"PEXPIREAT", self._key(key), decimal(milliseconds(at_seconds)), *words))

    def persist(self, key: str) -> bool:
        return bool(self._send("persist", b"PERSIST", self._key(key)))

    def time_to_live(self, key: str) -> float | NoTtl:
        return _seconds(self._send("time_to_live", b"PTTL", self._key(key)))

    def expires_at(self, key: str) -> float | NoTtl:
        return _seconds(self._send("expires_at", b"PEXPIRETIME", self._key(key)))

    def now(self) -> float:
        seconds, microseconds = self._send("now", b"TIME")
        return (int(seconds) * _MS_PER_SECOND + int(microseconds) // _US_PER_MS) / _MS_PER_SECOND


def _conditions(persistent: bool, volatile: bool, later: bool, sooner: bool) -> list[bytes]:
    """Return the words for what must hold."""
    if persistent is volatile is later is sooner is False:
        return []
    check_flags(persistent, volatile, later, sooner)
    given = ((persistent, b"NX"), (volatile, b"XX"), (later, b"GT"), (sooner, b"LT"))
    return [word for wanted, word in given if wanted]


def _seconds(reply: int) -> float | NoTtl:
    """Return a time in the port's unit, or which kind of none the engine reports."""
    return _NO_TTL[reply] if reply < 0 else reply / _MS_PER_SECOND
