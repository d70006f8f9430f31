"""The shell of the fake for counters."""

from __future__ import annotations

from verifake.fakes.keyvalue._shell import Shell
from verifake.ports.keyvalue import Counters
from verifake.ports.keyvalue._arguments import check_integer, check_key, float_text

__all__ = ["FakeCounters"]


class FakeCounters(Shell, Counters):
    """As `verifake.ports.keyvalue.Counters`."""

    def increment(self, key: str, by: int = 1) -> int:
        check_key(key)
        check_integer(by)
        with self._turn as now_ms:
            return self._core.increment(key, by, now_ms)

    def decrement(self, key: str, by: int = 1) -> int:
        check_key(key)
        check_integer(by)
        with self._turn as now_ms:
            return self._core.decrement(key, by, now_ms)

    def increment_float(self, key: str, by: float) -> float:
        check_key(key)
        text = float_text(by).encode()
        with self._turn as now_ms:
            return float(self._core.increment_float(key, text, now_ms))
