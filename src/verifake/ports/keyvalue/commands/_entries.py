"""What commands about streams and about their groups have in common: ids in, entries out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from verifake.ports.keyvalue import Entry, Exclusive, IdBound
from verifake.ports.keyvalue._arguments import key_bytes, key_text
from verifake.ports.keyvalue._stream_ids import end_id, read_id, start_id
from verifake.ports.keyvalue.commands._replies import NO_ARRAY, Keyed, Refusal, Reply

__all__ = [
    "INVALID_ID",
    "entries_reply",
    "entry_reply",
    "first_bound",
    "is_id",
    "last_bound",
    "streams_reply",
    "strict_id",
]

INVALID_ID: Final = "ERR Invalid stream ID specified as stream command argument"


def is_id(word: bytes) -> bool:
    """Return whether `word` spells an id."""
    return read_id(key_text(word)) is not None


def strict_id(word: bytes) -> str:
    """Return the id that `word` spells.

    Raises:
        Refusal: it spells none.
    """
    if not is_id(word):
        raise Refusal(INVALID_ID)
    return key_text(word)


def first_bound(word: bytes) -> IdBound:
    """Return what a range begins with.

    Raises:
        Refusal: `word` spells no id, or one after which there is none.
    """
    text = key_text(word)
    return _bound(text, start_id(text), "ERR invalid start ID for the interval")


def last_bound(word: bytes) -> IdBound:
    """Return what a range ends with.

    Raises:
        Refusal: `word` spells no id, or one before which there is none.
    """
    text = key_text(word)
    return _bound(text, end_id(text), "ERR invalid end ID for the interval")


def _bound(text: str, id: int | None, beyond: str) -> IdBound:
    exclusive = len(text) > 1 and text[0] == "("
    if id is None:
        raise Refusal(beyond if exclusive and read_id(text[1:]) is not None else INVALID_ID)
    return Exclusive(text[1:]) if exclusive else text


def entry_reply(entry: Entry) -> Reply:
    """Return the reply for an entry: its id, and its fields and values in turn."""
    if entry.fields is None:
        return [entry.id.encode(), NO_ARRAY]
    return [entry.id.encode(), [part for field, value in entry.fields for part in (key_bytes(field), value)]]


def entries_reply(entries: list[Entry]) -> Reply:
    """Return the reply for entries."""
    return [entry_reply(entry) for entry in entries]


def streams_reply(found: Mapping[str, list[Entry]]) -> Reply:
    """Return the reply for the entries of several streams."""
    return Keyed({key_bytes(key): entries_reply(entries) for key, entries in found.items()}) if found else NO_ARRAY
