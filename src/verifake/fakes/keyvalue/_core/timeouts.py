"""How long a call is to wait, as the engine reads it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from verifake.fakes.keyvalue._core import long_double
from verifake.ports.keyvalue._arguments import float_text

__all__ = ["timeout_ms"]

_NO_TIME: Final = -1
"""Stands for what is no number or no finite one: a time that is refused as negative ones are."""


def timeout_ms(seconds: float) -> int:
    """Return whole milliseconds; a part of one counts as a whole one. So less than nothing can be nothing: for ever.

    The engine reads the seconds as a ``long double`` and rounds their thousandfold up.

    Raises:
        TypeError: for anything but an `int` or `float`.

    Source: https://redis.io/docs/latest/commands/blpop/, and observed: valkey 9.1.2, redis 7.0.15
    """
    return _read(float_text(seconds))


@lru_cache(maxsize=256)
def _read(text: str) -> int:
    number = long_double.read(text.encode())
    if number is None or number is long_double.INFINITY:
        return _NO_TIME
    return long_double.ceiling(long_double.times(number, 1000))
