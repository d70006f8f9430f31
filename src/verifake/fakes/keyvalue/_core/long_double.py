"""The arithmetic of ``INCRBYFLOAT``: C's ``long double`` as x86-64 has it, bit for bit.

The format is the x87's extended precision: a significand of 64 bits, exponents from -16382 to 16383, subnormal
numbers, round to nearest with ties to even. Reading follows ``strtold``, writing ``printf("%.17Lf")`` with trailing
zeros removed. Integers of any size make both exact; nothing here passes through Python's 53-bit floats.

Sources: https://redis.io/docs/latest/commands/incrbyfloat/, https://en.cppreference.com/w/c/string/byte/strtof,
https://en.wikipedia.org/wiki/Extended_precision#x86_extended_precision_format
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

__all__ = ["INFINITY", "MAX_TEXT_BYTES", "LongDouble", "ceiling", "plus", "read", "spell", "times"]

MAX_TEXT_BYTES: Final = 5 * 1024 - 1
"""The longest text that is read as a number; the engine's buffer (``MAX_LONG_DOUBLE_CHARS``) holds no more."""

_SIGNIFICAND_BITS: Final = 64
_LOWEST_EXPONENT: Final = -16445
_OVERFLOW_BITS: Final = 16384
_DECIMALS: Final = 17
_UNIT: Final = 10**_DECIMALS
_FAR: Final = 100_000
"""A decimal or binary exponent so far out that no text of `MAX_TEXT_BYTES` digits can bring it back."""

_NUMBER: Final = re.compile(
    rb"([+-]?)(?:"
    rb"(?P<infinity>inf(?:inity)?)"
    rb"|0x(?=[.]?[0-9a-f])(?P<hex>[0-9a-f]*)(?:[.](?P<hexfraction>[0-9a-f]*))?(?:p(?P<binary>[+-]?[0-9]+))?"
    rb"|(?P<decimal>(?=[.]?[0-9])[0-9]*(?:[.][0-9]*)?)(?:e(?P<exponent>[+-]?[0-9]+))?"
    rb")",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LongDouble:
    """The number ``significand * 2**exponent``; the sign of zero is not kept, since no engine shows it."""

    significand: int
    exponent: int


INFINITY: Final = LongDouble(1, _OVERFLOW_BITS)
"""Stands for both infinities: no sum with either is a finite number."""


def read(text: bytes) -> LongDouble | None:
    """Return the number nearest to what `text` spells, or None where the engine says that it is no valid float.

    Decimal and hexadecimal floats and ``inf`` are read; blanks, trailing characters, NaN, what is too large to be
    finite and what is too small to be anything but zero are not.
    """
    found = _NUMBER.fullmatch(text) if len(text) <= MAX_TEXT_BYTES else None
    if found is None:
        return None
    if found["infinity"]:
        return INFINITY
    numerator, denominator = _hexadecimal(found) if found["decimal"] is None else _decimal(found)
    nearest = _nearest(numerator, denominator)
    if nearest is INFINITY or (numerator and not nearest.significand):
        return None
    return nearest if found[1] != b"-" else LongDouble(-nearest.significand, nearest.exponent)


def plus(left: LongDouble, right: LongDouble) -> LongDouble | None:
    """Return the rounded sum, or None where it is not finite."""
    if left is INFINITY or right is INFINITY:
        return None
    lowest = min(left.exponent, right.exponent)
    total = (left.significand << (left.exponent - lowest)) + (right.significand << (right.exponent - lowest))
    rounded = _nearest(total << lowest, 1) if lowest >= 0 else _nearest(total, 1 << -lowest)
    return None if rounded is INFINITY else rounded


def times(number: LongDouble, factor: int) -> LongDouble:
    """Return the rounded product with a whole number."""
    product = _nearest(number.significand * factor, 1)
    return LongDouble(product.significand, product.exponent + number.exponent)


def ceiling(number: LongDouble) -> int:
    """Return the smallest integer that is not less than `number`."""
    significand, exponent = number.significand, number.exponent
    return significand << exponent if exponent >= 0 else -(-significand >> -exponent)


def spell(number: LongDouble) -> bytes:
    """Return the decimal form: up to 17 decimals, the last one rounded, trailing zeros and a minus zero removed."""
    scaled = abs(number.significand) * _UNIT
    scaled = scaled << number.exponent if number.exponent >= 0 else _divided(scaled, 1 << -number.exponent)
    whole, fraction = divmod(scaled, _UNIT)
    sign = "-" if number.significand < 0 and scaled else ""
    # Decimal spells integers of any length, which str refuses to do.
    return f"{sign}{Decimal(whole):f}.{fraction:0{_DECIMALS}}".rstrip("0").rstrip(".").encode()


def _decimal(found: re.Match[bytes]) -> tuple[int, int]:
    """Return the ratio that a decimal text spells, its sign aside."""
    digits = Decimal(found["decimal"].decode())
    if not digits:
        return 0, 1
    numerator, denominator = digits.as_integer_ratio()
    exponent = _clamped(found["exponent"])
    if abs(exponent) == _FAR:
        return _extreme(exponent)
    return (numerator * 10**exponent, denominator) if exponent >= 0 else (numerator, denominator * 10**-exponent)


def _hexadecimal(found: re.Match[bytes]) -> tuple[int, int]:
    """Return the ratio that a hexadecimal text spells, its sign aside."""
    fraction = found["hexfraction"] or b""
    numerator = int(found["hex"] + fraction, 16)
    if not numerator:
        return 0, 1
    exponent = _clamped(found["binary"])
    if abs(exponent) == _FAR:
        return _extreme(exponent)
    exponent -= 4 * len(fraction)
    return (numerator << exponent, 1) if exponent >= 0 else (numerator, 1 << -exponent)


def _clamped(exponent: bytes | None) -> int:
    """Return the exponent that a text spells, at most `_FAR` from zero (it may have thousands of digits)."""
    if exponent is None:
        return 0
    digits = exponent.lstrip(b"+-").lstrip(b"0") or b"0"
    size = min(int(digits[:7]), _FAR) if len(digits) <= len(str(_FAR)) else _FAR
    return -size if exponent.startswith(b"-") else size


def _extreme(exponent: int) -> tuple[int, int]:
    """Return a ratio beyond all finite numbers, or one nearer to zero than all others."""
    return (1 << _FAR, 1) if exponent > 0 else (1, 1 << _FAR)


def _nearest(numerator: int, denominator: int) -> LongDouble:
    """Return the representable number nearest to a ratio, ties to even, or `INFINITY`."""
    size = abs(numerator)
    exponent = max(size.bit_length() - denominator.bit_length() - _SIGNIFICAND_BITS, _LOWEST_EXPONENT)
    significand = _scaled(size, denominator, exponent)
    if significand > 1 << _SIGNIFICAND_BITS:
        exponent += 1
        significand = _scaled(size, denominator, exponent)
    if significand.bit_length() + exponent > _OVERFLOW_BITS:
        return INFINITY
    return LongDouble(significand if numerator >= 0 else -significand, exponent)


def _scaled(numerator: int, denominator: int, exponent: int) -> int:
    """Return the integer nearest to ``numerator / denominator / 2**exponent``."""
    if exponent >= 0:
        return _divided(numerator, denominator << exponent)
    return _divided(numerator << -exponent, denominator)


def _divided(numerator: int, denominator: int) -> int:
    """Return the integer nearest to the quotient of two positive integers, ties to even."""
    quotient, remainder = divmod(numerator, denominator)
    twice = 2 * remainder
    return quotient + (twice > denominator or (twice == denominator and quotient & 1))
