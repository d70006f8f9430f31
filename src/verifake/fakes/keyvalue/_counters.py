"""The core of the facet for counters. The order of checks is the engine's: it decides which error is seen."""

from __future__ import annotations

from typing import Final

from verifake.fakes.keyvalue import _long_double
from verifake.fakes.keyvalue._long_double import LongDouble
from verifake.fakes.keyvalue._rejections import nan_or_infinity, not_a_float, not_an_integer, overflow
from verifake.fakes.keyvalue._state import MAX_INT64, MIN_INT64, Keyspace

__all__ = ["CountersCore"]

_LONGEST_INTEGER: Final = len(str(MIN_INT64))
_SAFE_DIGITS: Final = len(str(MAX_INT64)) - 1
"""Whatever has so many digits fits into 64 bits."""


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
        total = _long_double.plus(number, _float(by, "the increment"))
        if total is None:
            raise nan_or_infinity("increment_float")
        digits = _long_double.spell(total)
        self._store(key, digits, now_ms)
        return digits

    def _add(self, key: str, by: int, now_ms: int, operation: str) -> int:
        """Add a 64-bit `by` to the counter and return the sum."""
        value = self._find_string(key, now_ms, operation)
        total = by if value is None else by + _integer(value, operation, key)
        if not MIN_INT64 <= total <= MAX_INT64:
            raise overflow(operation, "the sum")
        self._store(key, b"%d" % total, now_ms)
        return total


def _integer(value: bytes, operation: str, key: str) -> int:
    """Return what `value` spells.

    Raises:
        InvalidRequest: `NOT_AN_INTEGER` unless it is a 64-bit integer in its shortest form.
    """
    if value.isdigit() and len(value) <= _SAFE_DIGITS and not value.startswith(b"0"):
        return int(value)
    # What Python reads and the engine does not (blanks, plus signs, underscores, leading zeros) spells differently.
    try:
        number = int(value) if len(value) <= _LONGEST_INTEGER else None
    except ValueError:
        number = None
    if number is None or b"%d" % number != value or not MIN_INT64 <= number <= MAX_INT64:
        raise not_an_integer(operation, f"the value of key {key!r}")
    return number


def _float(text: bytes, what: str) -> LongDouble:
    """Return what `text` spells.

    Raises:
        InvalidRequest: `NOT_A_FLOAT` unless it is a number.
    """
    number = _long_double.read(text)
    if number is None:
        raise not_a_float("increment_float", what)
    return number
