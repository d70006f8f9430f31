"""The facet of the KeyValue port for counters: strings that are read as numbers."""

from __future__ import annotations

from abc import ABC, abstractmethod

__all__ = ["Counters"]


class Counters(ABC):
    """Atomic arithmetic on strings that spell a number. An absent key counts as 0; the time to live stays.

    Integers are signed and of 64 bits, in their shortest decimal form (no blank, plus sign or leading zero).
    """

    @abstractmethod
    def increment(self, key: str, by: int = 1) -> int:
        """Add `by`, which may be negative, and return the new value.

        Raises:
            InvalidRequest: `NOT_AN_INTEGER` if the value or `by` is none of 64 bits; `OVERFLOW` if the result
                is not; `WRONG_TYPE`.

        Source: https://redis.io/docs/latest/commands/incrby/
        """

    @abstractmethod
    def decrement(self, key: str, by: int = 1) -> int:
        """Subtract `by`, which may be negative, and return the new value.

        Raises:
            InvalidRequest: as `increment`; and `OVERFLOW` for the smallest 64-bit integer as `by`, always,
                since it cannot be negated.

        Source: https://redis.io/docs/latest/commands/decrby/
        """

    @abstractmethod
    def increment_float(self, key: str, by: float) -> float:
        """Add `by`, which may be negative, and return the new value as the nearest `float`.

        The engine adds in its C compiler's ``long double`` (64 bits of mantissa on x86-64) and stores the sum
        with up to 17 decimals, trailing zeros removed: `Strings.get` shows those digits. A sum beyond the largest
        `float` comes back as infinity, although the engine has its digits. An `int` keeps all of its own.

        Raises:
            InvalidRequest: `NOT_A_FLOAT` if the value or `by` is no number (blanks around it included);
                `NAN_OR_INFINITY` if the sum is none; `WRONG_TYPE`.

        Source: https://redis.io/docs/latest/commands/incrbyfloat/
        """
