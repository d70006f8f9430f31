"""The core of the facet for counters. The order of checks is the engine's: it decides which error is seen."""

from __future__ import annotations

from verifake.fakes.keyvalue._core import long_double
from verifake.fakes.keyvalue._core.long_double import LongDouble
from verifake.fakes.keyvalue._core.numerals import integer_of
from verifake.fakes.keyvalue._core.rejections import nan_or_infinity, not_a_float, not_an_integer, overflow
from verifake.fakes.keyvalue._core.state import MAX_INT64, MIN_INT64, Keyspace

__all__ = ["CountersCore"]


class CountersCore(Keyspace):
    """As `verifake.ports.keyvalue.Counters`, with the time of the call given."""

    __slots__ = ()

    def increment(self, key: str, by: int, now_ms: int) -> int:
        if not MIN_INT64 <= by <= MAX_INT64:
            raise not_an_integer("increment", "the increment")
        return self._add(key, by, now_ms, "increment")

    def decrement(self, key: str, by: int, now_ms: int) -> int:
        if not MIN_INT64 <= by <= MAX_INT64:
            raise not_an_integer("decrement", "the decrement")
        if by == MIN_INT64:
            raise overflow("decrement", "the negative of the decrement")
        return self._add(key, -by, now_ms, "decrement")

    def increment_float(self, key: str, by: bytes, now_ms: int) -> bytes:
        """Add the number that `by` spells and return the digits that are stored."""
        value = self._find_string(key, now_ms, "increment_float")
        number = _float(b"0" if value is None else value, f"the value of key {key!r}")
        total = long_double.plus(number, _float(by, "the increment"))
        if total is None:
            raise nan_or_infinity("increment_float")
        digits = long_double.spell(total)
        self._store(key, digits, now_ms)
        return digits

    def _add(self, key: str, by: int, now_ms: int, operation: str) -> int:
        """Add a 64-bit `by` to the counter and return the sum."""
        value = self._find_string(key, now_ms, operation)
        number = 0 if value is None else integer_of(value)
        if number is None:
            raise not_an_integer(operation, f"the value of key {key!r}")
        total = number + by
        if not MIN_INT64 <= total <= MAX_INT64:
            raise overflow(operation, "the sum")
        self._store(key, b"%d" % total, now_ms)
        return total


def _float(text: bytes, what: str) -> LongDouble:
    """Return what `text` spells.

    Raises:
        InvalidRequest: `NOT_A_FLOAT` unless it is a number.
    """
    number = long_double.read(text)
    if number is None:
        raise not_a_float("increment_float", what)
    return number
