"""How a stream is to be cut, judged in the engine's order."""

from __future__ import annotations

from typing import Final

from verifake.fakes.keyvalue._core.rejections import incompatible_options, out_of_range
from verifake.fakes.keyvalue._core.state import check_int64
from verifake.fakes.keyvalue._core.stream import Cut
from verifake.fakes.keyvalue._core.stream_ids import needed_id
from verifake.fakes.keyvalue._core.stream_nodes import NODE_ENTRIES
from verifake.ports.keyvalue import Trim

__all__ = ["check_count", "check_trim", "judged"]

_DEFAULT_LIMIT: Final = 100 * NODE_ENTRIES
"""How many entries approximate trimming removes at most unless told otherwise."""


def check_trim(trim: Trim, operation: str) -> None:
    """Judge each part of `trim`.

    Raises:
        InvalidRequest: `NOT_AN_INTEGER`, `OUT_OF_RANGE`, `INVALID_STREAM_ID`; `INCOMPATIBLE_OPTIONS` for both a
            length and an id.
    """
    if trim.max_length is not None:
        check_count(trim.max_length, operation, "the length")
    if trim.min_id is not None:
        if trim.max_length is not None:
            raise incompatible_options(operation)
        needed_id(trim.min_id, operation)
    if trim.limit is not None:
        check_count(trim.limit, operation, "the limit")


def judged(trim: Trim, operation: str) -> Cut:
    """Return what a checked `trim` asks for.

    Raises:
        InvalidRequest: `INCOMPATIBLE_OPTIONS` for neither a length nor an id, and for a limit of exact trimming.
    """
    if (trim.max_length is None and trim.min_id is None) or (trim.limit is not None and not trim.approximate):
        raise incompatible_options(operation)
    smallest = None if trim.min_id is None else needed_id(trim.min_id, operation)
    limit = trim.limit if trim.limit is not None else _DEFAULT_LIMIT if trim.approximate else 0
    return trim.max_length, smallest, trim.approximate, limit


def check_count(number: int, operation: str, what: str) -> None:
    """Raise `InvalidRequest` (`NOT_AN_INTEGER`, `OUT_OF_RANGE`) unless `number` has at most 63 bits and no sign."""
    check_int64(number, operation, what)
    if number < 0:
        raise out_of_range(operation, what)
