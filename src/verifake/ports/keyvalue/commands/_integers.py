"""Reading integers, as strictly as the engine does."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from verifake.ports.keyvalue.commands._replies import Refusal

__all__ = [
    "MAX_INT64",
    "MIN_INT64",
    "NOT_AN_INTEGER",
    "OUT_OF_RANGE",
    "int64",
    "integer",
    "not_negative",
    "positive_count",
    "signed",
    "unsigned",
]

NOT_AN_INTEGER: Final = "ERR value is not an integer or out of range"
OUT_OF_RANGE: Final = "ERR value is out of range, must be positive"
MIN_INT64: Final = -(2**63)
MAX_INT64: Final = 2**63 - 1
_UNSIGNED: Final = re.compile(rb"[ \t\n\v\f\r]*([+-]?)([0-9]{1,4000})(?:\0.*)?", re.DOTALL)
_MAX_UNSIGNED: Final = 2**64 - 1


def integer(word: bytes, refusal: str = NOT_AN_INTEGER) -> int:
    """Return the integer that `word` spells in its shortest form; whether it fits into 64 bits is the store's to judge.

    Raises:
        Refusal: it spells none.
    """
    try:
        number = int(word)
    except ValueError:
        raise Refusal(refusal) from None
    if b"%d" % number != word:
        raise Refusal(refusal)
    return number


def int64(word: bytes, refusal: str = NOT_AN_INTEGER) -> int:
    """Return the 64-bit integer that `word` spells, for commands that judge it further.

    Raises:
        Refusal: it spells none.
    """
    number = integer(word, refusal)
    if not MIN_INT64 <= number <= MAX_INT64:
        raise Refusal(refusal)
    return number


def signed(word: bytes) -> int:
    """Return the integer that `word` spells, of which there is a negative one as well.

    Raises:
        Refusal: it spells none, or the one of which there is not.
    """
    number = int64(word)
    if number == MIN_INT64:
        raise Refusal(f"ERR value is out of range, value must between {-MAX_INT64} and {MAX_INT64}")
    return number


def unsigned(word: bytes, refusal: str) -> int:
    """Return the unsigned integer that `word` spells.

    It is read as ``strtoull`` does, for which less than nothing counts down from the greatest number; but a negative
    number in its usual form is refused.

    Raises:
        Refusal: it spells none.
    """
    found = _UNSIGNED.fullmatch(word)
    if found is None:
        raise Refusal(refusal)
    number = int(found[2])
    if number > _MAX_UNSIGNED or (word == b"-%d" % number and 0 < number <= -MIN_INT64):
        raise Refusal(refusal)
    return -number & _MAX_UNSIGNED if found[1] == b"-" else number


def not_negative(refusal: str, most: int = MAX_INT64) -> Callable[[bytes], int]:
    """Return what reads an integer from 0 to `most`, or refuses in the words of `refusal`."""

    def read(word: bytes) -> int:
        number = int64(word, refusal)
        if not 0 <= number <= most:
            raise Refusal(refusal)
        return number

    return read


def positive_count(word: bytes) -> int:
    """Return how many are to be taken at most, one at the least.

    Raises:
        Refusal: it is no such number.
    """
    refusal = "ERR count should be greater than 0"
    count = int64(word, refusal)
    if count < 1:
        raise Refusal(refusal)
    return count
