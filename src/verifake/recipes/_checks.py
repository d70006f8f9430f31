"""Checks of what recipes are given, before any input or output."""

from __future__ import annotations

from typing import Final

from verifake.ports.keyvalue._arguments import check_integer, milliseconds

__all__ = ["LONGEST_SECONDS", "check_count", "check_span"]

LONGEST_SECONDS: Final = 10_000_000_000
"""The longest time that recipes take, some 317 years: no engine refuses a deadline so far away."""


def check_span(seconds: float, what: str) -> None:
    """Raise `TypeError` unless `seconds` is a number, `ValueError` unless it is from a millisecond to the longest."""
    if not 1 <= milliseconds(seconds) <= LONGEST_SECONDS * 1000:
        raise ValueError(f"{what} must be from 0.001 to {LONGEST_SECONDS} seconds, not {seconds}")


def check_count(number: int, what: str, most: int | None = None) -> None:
    """Raise `TypeError` unless `number` is an `int`, `ValueError` unless it is from 1 to `most`."""
    check_integer(number)
    if number < 1 or (most is not None and number > most):
        raise ValueError(f"{what} must be at least 1{'' if most is None else f' and at most {most}'}, not {number}")
