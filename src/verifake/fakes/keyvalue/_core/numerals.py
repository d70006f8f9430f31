"""Integers as the engine spells them."""

from __future__ import annotations

from typing import Final

from verifake.fakes.keyvalue._core.state import MAX_INT64, MIN_INT64

__all__ = ["integer_of"]

_LONGEST: Final = len(str(MIN_INT64))
_SAFE_DIGITS: Final = len(str(MAX_INT64)) - 1
"""Whatever has so many digits fits into 64 bits."""


def integer_of(text: bytes) -> int | None:
    """Return what `text` spells, or None unless it is a 64-bit integer in its shortest form."""
    if text.isdigit() and len(text) <= _SAFE_DIGITS and not text.startswith(b"0"):
        return int(text)
    # What Python reads and the engine does not (blanks, plus signs, underscores, leading zeros) spells differently.
    try:
        number = int(text) if len(text) <= _LONGEST else None
    except ValueError:
        return None
    if number is None or b"%d" % number != text or not MIN_INT64 <= number <= MAX_INT64:
        return None
    return number
