"""Ids of entries, where an operation of the fake needs one."""

from __future__ import annotations

from verifake.fakes.keyvalue._core.stream_rejections import invalid_stream_id
from verifake.ports.keyvalue._stream_ids import (
    LAST_SEQUENCE,
    MAX_ID,
    end_id,
    is_mark,
    milliseconds_of,
    read_id,
    read_loose_id,
    spell_id,
    start_id,
)

__all__ = [
    "LAST_SEQUENCE",
    "MAX_ID",
    "is_mark",
    "milliseconds_of",
    "needed_id",
    "range_end",
    "range_start",
    "read_id",
    "read_loose_id",
    "spell_id",
]


def needed_id(text: str, operation: str) -> int:
    """As `read_id`, but raise `InvalidRequest` (`INVALID_STREAM_ID`) where `text` spells none."""
    return _needed(read_id(text), text, operation)


def range_start(text: str, operation: str) -> int:
    """Return the first id of a range that begins with `text`; as `needed_id`."""
    return _needed(start_id(text), text, operation)


def range_end(text: str, operation: str) -> int:
    """Return the last id of a range that ends with `text`; as `needed_id`."""
    return _needed(end_id(text), text, operation)


def _needed(id: int | None, text: str, operation: str) -> int:
    if id is None:
        raise invalid_stream_id(operation, text)
    return id
