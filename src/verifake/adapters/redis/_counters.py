"""The facet for counters, over redis-py."""

from __future__ import annotations

from typing import cast

from verifake.adapters.redis._session import Session, decimal
from verifake.ports.keyvalue import Counters
from verifake.ports.keyvalue._arguments import check_integer, float_text

__all__ = ["RedisCounters"]


class RedisCounters(Session, Counters):
    """As `verifake.ports.keyvalue.Counters`."""

    def increment(self, key: str, by: int = 1) -> int:
        check_integer(by)
        return cast("int", self._send("increment", b"INCRBY", self._key(key), decimal(by)))

    def decrement(self, key: str, by: int = 1) -> int:
        check_integer(by)
        return cast("int", self._send("decrement", b"DECRBY", self._key(key), decimal(by)))

    def increment_float(self, key: str, by: float) -> float:
        return float(self._send("increment_float", b"INCRBYFLOAT", self._key(key), float_text(by).encode()))
