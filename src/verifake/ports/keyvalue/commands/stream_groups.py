"""Commands about groups of consumers, and about what is pending."""

from __future__ import annotations

from typing import Any, Final

from verifake.ports.keyvalue import KeyType, PendingEntry
from verifake.ports.keyvalue._arguments import key_bytes, key_text
from verifake.ports.keyvalue.commands._entries import first_bound, last_bound
from verifake.ports.keyvalue.commands._integers import int64
from verifake.ports.keyvalue.commands._replies import NO_ARRAY, OK, Refusal, Reply
from verifake.ports.keyvalue.commands._session import Session
from verifake.ports.keyvalue.commands._table import BadSubcommand, command
from verifake.ports.keyvalue.commands._times import seconds_within
from verifake.ports.keyvalue.commands._words import keys_of, syntax_error

__all__: list[str] = []

_MS_PER_SECOND: Final = 1000
_MOST_TO_CREATE: Final = 6
_MOST_TO_SET: Final = 5
"""How many words may stand behind ``XGROUP CREATE`` and ``XGROUP SETID``."""


def _position(words: list[bytes], *, creating: bool) -> dict[str, Any]:
    """Return what follows the id in ``XGROUP CREATE`` and ``XGROUP SETID``."""
    options: dict[str, Any] = {}
    while words:
        name = words[0].upper()
        if name == b"MKSTREAM" and creating:
            options["create_stream"] = True
            words = words[1:]
        elif name == b"ENTRIESREAD" and len(words) > 1:
            options["entries_read"] = _entries_read(words[1])
            words = words[2:]
        else:
            raise BadSubcommand
    return options


def _entries_read(word: bytes) -> int:
    number = int64(word)
    if number < -1:
        raise Refusal("ERR value for ENTRIESREAD must be positive or -1")
    return number


@command("XGROUP CREATE", -5)
def _create(session: Session, words: list[bytes]) -> Reply:
    key, group, after = keys_of(words[:3])
    options = _position(words[3:], creating=True)
    if len(words) > _MOST_TO_CREATE and (session.holds(key, KeyType.STREAM) or "create_stream" in options):
        raise BadSubcommand
    session.store.group_create(key, group, after=after, **options)
    return OK


@command("XGROUP SETID", -5)
def _set_id(session: Session, words: list[bytes]) -> Reply:
    key, group, after = keys_of(words[:3])
    options = _position(words[3:], creating=False)
    if len(words) > _MOST_TO_SET:
        session.store.group_pending(key, group)  # The engine looks for the group before it counts.
        raise BadSubcommand
    session.store.group_set_position(key, group, after, **options)
    return OK


@command("XGROUP DESTROY", 4)
def _destroy(session: Session, words: list[bytes]) -> Reply:
    return int(session.store.group_destroy(*keys_of(words)))


@command("XGROUP CREATECONSUMER", 5)
def _create_consumer(session: Session, words: list[bytes]) -> Reply:
    return int(session.store.group_create_consumer(*keys_of(words)))


@command("XGROUP DELCONSUMER", 5)
def _delete_consumer(session: Session, words: list[bytes]) -> Reply:
    return session.store.group_delete_consumer(*keys_of(words))


@command("XACK", -4)
def _xack(session: Session, words: list[bytes]) -> Reply:
    return session.store.group_acknowledge(*keys_of(words))


@command("XPENDING", -3)
def _xpending(session: Session, words: list[bytes]) -> Reply:
    key, group = keys_of(words[:2])
    if len(words) == 2:
        return _summary(session, key, group)
    if not 5 <= len(words) <= 8:
        raise syntax_error()
    found = session.store.group_pending_entries(key, group, **_selection(words[2:]))
    return [_pending(entry) for entry in found]


def _summary(session: Session, key: str, group: str) -> Reply:
    pending = session.store.group_pending(key, group)
    if pending.smallest is None or pending.largest is None:
        return [0, None, None, NO_ARRAY]
    consumers = [[key_bytes(name), b"%d" % count] for name, count in pending.consumers.items()]
    return [pending.count, pending.smallest.encode(), pending.largest.encode(), consumers]


def _selection(words: list[bytes]) -> dict[str, Any]:
    """Return which pending entries ``XPENDING`` asks for; what stands behind the consumer is not looked at."""
    options: dict[str, Any] = {}
    if words[0].upper() == b"IDLE":
        options["min_idle_seconds"] = seconds_within(int64(words[1]))
        if len(words) < 5:
            raise syntax_error()
        words = words[2:]
    options["count"] = int64(words[2])
    options["start"], options["end"] = first_bound(words[0]), last_bound(words[1])
    if len(words) > 3:
        options["consumer"] = key_text(words[3])
    return options


def _pending(entry: PendingEntry) -> Reply:
    idle_ms = round(entry.idle_seconds * _MS_PER_SECOND)
    return [entry.id.encode(), key_bytes(entry.consumer), idle_ms, entry.deliveries]
