"""Ids of entries: one number, whose upper 64 bits are milliseconds and whose lower 64 bits are a sequence number.

Texts are read as the engine reads them, with what its C library lets pass: blanks and a plus sign before a number,
leading zeros, negative sequence numbers in other than their shortest form (they count from 2**64), and whatever
follows a zero byte.

Source: https://en.cppreference.com/w/c/string/byte/strtoul
"""

from __future__ import annotations

import re
from typing import Final

from verifake.ports.keyvalue._arguments import key_bytes

__all__ = [
    "LAST_SEQUENCE",
    "MAX_ID",
    "end_id",
    "is_mark",
    "milliseconds_of",
    "read_id",
    "read_loose_id",
    "spell_id",
    "start_id",
]

MAX_ID: Final = 2**128 - 1
LAST_SEQUENCE: Final = 2**64 - 1

_BITS: Final = 64
_LONGEST: Final = 127
"""How many bytes of text the engine looks at; more are no id."""

_PLAIN: Final = re.compile(r"([0-9]{1,19})(?:-([0-9]{1,19}))?", re.ASCII)
_ODD: Final = re.compile(r"[ \t-\r]*\+?([0-9]+)(?:-([ \t-\r]*)([+-]?)([0-9]+))?", re.ASCII)


def spell_id(id: int) -> str:
    """Return an id in the engine's form."""
    return f"{id >> _BITS}-{id & LAST_SEQUENCE}"


def milliseconds_of(id: int) -> int:
    """Return the upper half of an id."""
    return id >> _BITS


def read_id(text: str, missing_sequence: int = 0) -> int | None:
    """Return the id that `text` spells, with a sequence number if it has none; None if it spells none."""
    found = _PLAIN.fullmatch(text)
    if found is None:
        return _read_odd(text, missing_sequence)
    milliseconds, sequence = found.groups()
    return (int(milliseconds) << _BITS) | (missing_sequence if sequence is None else int(sequence))


def read_loose_id(text: str, missing_sequence: int = 0) -> int | None:
    """As `read_id`, and ``-`` and ``+`` are the smallest and the largest id."""
    if is_mark(text, "-"):
        return 0
    if is_mark(text, "+"):
        return MAX_ID
    return read_id(text, missing_sequence)


def is_mark(text: str, mark: str) -> bool:
    """Return whether `text` is a sign that stands for an id, such as ``$``."""
    return text == mark or text.startswith(f"{mark}\0")


def start_id(text: str) -> int | None:
    """Return the first id of a range that begins with `text`, or None if there can be none."""
    if len(text) > 1 and text[0] == "(":
        id = read_id(text[1:])
        return None if id is None or id == MAX_ID else id + 1
    return read_loose_id(text)


def end_id(text: str) -> int | None:
    """Return the last id of a range that ends with `text`, or None if there can be none."""
    if len(text) > 1 and text[0] == "(":
        id = read_id(text[1:], LAST_SEQUENCE)
        return id - 1 if id else None
    return read_loose_id(text, LAST_SEQUENCE)


def _read_odd(text: str, missing_sequence: int) -> int | None:
    """As `read_id`, for all texts."""
    if len(key_bytes(text)) > _LONGEST:
        return None
    found = _ODD.fullmatch(text.partition("\0")[0])
    if found is None:
        return None
    milliseconds = int(found[1])
    sequence = missing_sequence if found[4] is None else _sequence(found[2], found[3], found[4])
    if milliseconds > LAST_SEQUENCE or sequence is None:
        return None
    return (milliseconds << _BITS) | sequence


def _sequence(blanks: str, sign: str, digits: str) -> int | None:
    """Return a sequence number; a negative one is one only where the engine does not see that it is negative."""
    number = int(digits)
    if number > LAST_SEQUENCE:
        return None
    if sign != "-":
        return number
    if not blanks and not digits.startswith("0") and number <= 1 << (_BITS - 1):
        return None
    return -number & LAST_SEQUENCE
