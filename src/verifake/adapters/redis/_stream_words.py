"""How the facet for streams spells its arguments to the engine."""

from __future__ import annotations

import re
from typing import Final

from verifake.adapters.redis._session import decimal
from verifake.ports.keyvalue import IdBound, Trim
from verifake.ports.keyvalue._arguments import check_flags, key_bytes, milliseconds
from verifake.ports.keyvalue._stream_arguments import bound_text, check_counts, check_names

__all__ = ["bound_word", "claim_words", "id_word", "id_words", "name_word", "trim_words"]

_WITH_LETTER: Final = re.compile(r"[^A-Za-z\0]*[A-Za-z]")
_NO_ID: Final = b"?"
"""Sent for an id with letters, which the engine refuses alike; it might take the letters for the name of an option."""


def id_word(id: str) -> bytes:
    """Return an id as it is sent."""
    check_names("an id", id)
    return _word(id)


def id_words(ids: tuple[str, ...]) -> list[bytes]:
    """Return ids as they are sent."""
    return [id_word(id) for id in ids]


def bound_word(bound: IdBound) -> bytes:
    """Return an end of a range as it is sent."""
    return _word(bound_text(bound))


def name_word(name: str) -> bytes:
    """Return the name of a group or consumer as it is sent."""
    check_names("a group or consumer", name)
    return key_bytes(name)


def claim_words(
    idle_seconds: float | None, idle_since_seconds: float | None, deliveries: int | None, force: bool
) -> list[bytes]:
    """Return the words for what becomes of entries that are taken over."""
    words = []
    if idle_seconds is not None:
        words += [b"IDLE", decimal(milliseconds(idle_seconds))]
    if idle_since_seconds is not None:
        words += [b"TIME", decimal(milliseconds(idle_since_seconds))]
    check_counts(deliveries)
    check_flags(force)
    if deliveries is not None:
        words += [b"RETRYCOUNT", decimal(deliveries)]
    if force:
        words.append(b"FORCE")
    return words


def trim_words(trim: Trim) -> list[bytes]:
    """Return the words for how a stream is cut.

    Where there is neither a length nor an id, a limit alone is sent, which the engine refuses; it would take no words
    at all for no wish to cut.
    """
    how = b"~" if trim.approximate else b"="
    words = []
    if trim.max_length is not None:
        words += [b"MAXLEN", how, decimal(trim.max_length)]
    if trim.min_id is not None:
        words += [b"MINID", how, _word(trim.min_id)]
    if trim.limit is not None or not words:
        words += [b"LIMIT", decimal(trim.limit or 0)]
    return words


def _word(text: str) -> bytes:
    return _NO_ID if _WITH_LETTER.match(text) else key_bytes(text)
