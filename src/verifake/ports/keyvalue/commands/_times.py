"""Reading times and how long to wait."""

from __future__ import annotations

from fractions import Fraction
from math import isnan, trunc
from typing import Final

from verifake.errors import NotModelled
from verifake.ports.keyvalue._arguments import milliseconds as milliseconds_of
from verifake.ports.keyvalue.commands._floats import decimals, hexadecimals
from verifake.ports.keyvalue.commands._integers import MAX_INT64, int64
from verifake.ports.keyvalue.commands._replies import Refusal

__all__ = [
    "LONG_TIMEOUT",
    "NEGATIVE_TIMEOUT",
    "first_word",
    "last_word",
    "milliseconds_timeout",
    "seconds_from_now",
    "seconds_of",
    "seconds_within",
    "timeout",
]

LONG_TIMEOUT: Final = "ERR timeout is out of range"
NEGATIVE_TIMEOUT: Final = "ERR timeout is negative"
_EARLIEST_MS: Final = 10**12
"""Less than any clock has shown since 2001, in milliseconds of Unix time."""

_EXACT_MS: Final = 2**53
"""As many milliseconds as a float can tell apart."""


def seconds_of(milliseconds: int) -> float:
    """Return whole milliseconds in the port's unit: an int where that is exact, since a float has only 53 bits.

    Raises:
        NotModelled: neither holds them.
    """
    seconds, rest = divmod(milliseconds, 1000)
    if rest and abs(milliseconds) > _EXACT_MS and milliseconds_of(milliseconds / 1000) != milliseconds:
        raise NotModelled(f"{milliseconds} ms are no float of seconds; the KeyValue port takes floats")
    return milliseconds / 1000 if rest else seconds


def seconds_from_now(milliseconds: int) -> float:
    """Return milliseconds in the port's unit, as `seconds_of`; those that no clock has left are the store's to refuse.

    Raises:
        NotModelled: no float holds them.
    """
    return milliseconds // 1000 if milliseconds > MAX_INT64 - _EARLIEST_MS else seconds_of(milliseconds)


def seconds_within(milliseconds: int) -> float:
    """Return milliseconds in the port's unit, less a part of a second where that matters to nobody: in ages."""
    return seconds_of(milliseconds) if abs(milliseconds) <= _EXACT_MS else trunc(Fraction(milliseconds, 1000))


def timeout(word: bytes) -> float:
    """Return the seconds that `word` spells; whether that is too many or less than nothing is the store's to judge.

    Raises:
        Refusal: it spells no number.
    """
    refusal = "ERR timeout is not a float or out of range"
    text = word.decode("latin-1").lower()
    seconds = hexadecimals(text, refusal) if "0x" in text else decimals(text, refusal)
    if isnan(seconds):
        raise Refusal(refusal)
    return seconds


def milliseconds_timeout(word: bytes) -> float:
    """Return in seconds the milliseconds that `word` spells.

    Raises:
        Refusal: it spells no number, a negative one, or more than any clock has left.
    """
    number = int64(word, "ERR timeout is not an integer or out of range")
    if number < 0:
        raise Refusal(NEGATIVE_TIMEOUT)
    if number > MAX_INT64 - _EARLIEST_MS:
        raise Refusal(LONG_TIMEOUT)
    return seconds_within(number)


def first_word(words: list[bytes]) -> float:
    """Return the time-out that stands first."""
    return timeout(words[0])


def last_word(words: list[bytes]) -> float:
    """Return the time-out that stands last."""
    return timeout(words[-1])
