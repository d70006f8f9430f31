"""Commands that describe streams."""

from __future__ import annotations

from typing import Final

from verifake.errors import NotModelled
from verifake.ports.keyvalue import ConsumerInfo, GroupInfo
from verifake.ports.keyvalue._arguments import key_bytes, key_text
from verifake.ports.keyvalue.commands._entries import entry_reply
from verifake.ports.keyvalue.commands._integers import int64
from verifake.ports.keyvalue.commands._replies import Reply
from verifake.ports.keyvalue.commands._session import Session
from verifake.ports.keyvalue.commands._table import BadSubcommand, command
from verifake.ports.keyvalue.commands._words import keys_of

__all__: list[str] = []

_MS_PER_SECOND: Final = 1000


@command("XINFO STREAM", -3)
def _stream(session: Session, words: list[bytes]) -> Reply:
    """Reply without what is known of the engine's memory alone, ``radix-tree-keys`` and ``radix-tree-nodes``."""
    info = session.store.stream_info(key_text(words[0]))
    if len(words) > 1:
        raise _full(words[1:])
    return {
        b"length": info.length,
        b"last-generated-id": info.last_id.encode(),
        b"max-deleted-entry-id": info.max_deleted_id.encode(),
        b"entries-added": info.entries_added,
        b"recorded-first-entry-id": b"0-0" if info.first is None else info.first.id.encode(),
        b"groups": info.groups,
        b"first-entry": None if info.first is None else entry_reply(info.first),
        b"last-entry": None if info.last is None else entry_reply(info.last),
    }


def _full(words: list[bytes]) -> Exception:
    """Return why ``XINFO STREAM`` does not take what stands behind the key."""
    names = [word.upper() for word in words[::2]]
    if names not in ([b"FULL"], [b"FULL", b"COUNT"]) or len(words) == 2:
        return BadSubcommand()
    int64(words[-1]) if len(words) == 3 else None
    return NotModelled("XINFO STREAM FULL is not charted by the KeyValue port; the nearest: XINFO GROUPS and XPENDING")


@command("XINFO GROUPS", 3)
def _groups(session: Session, words: list[bytes]) -> Reply:
    return [_group(info) for info in session.store.group_list(key_text(words[0]))]


def _group(info: GroupInfo) -> Reply:
    return {
        b"name": key_bytes(info.name),
        b"consumers": info.consumers,
        b"pending": info.pending,
        b"last-delivered-id": info.last_delivered_id.encode(),
        b"entries-read": info.entries_read,
        b"lag": info.lag,
    }


@command("XINFO CONSUMERS", 4)
def _consumers(session: Session, words: list[bytes]) -> Reply:
    """Reply without ``inactive``, which Redis 7.0 has not got."""
    return [_consumer(info) for info in session.store.group_consumers(*keys_of(words))]


def _consumer(info: ConsumerInfo) -> Reply:
    idle_ms = round(info.idle_seconds * _MS_PER_SECOND)
    return {b"name": key_bytes(info.name), b"pending": info.pending, b"idle": idle_ms}
