"""What the engine's replies about streams mean, in either protocol: one has maps where the other has lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from verifake.ports.keyvalue import ConsumerInfo, Entry, GroupInfo, PendingEntry, PendingSummary, StreamInfo
from verifake.ports.keyvalue._arguments import key_text

__all__ = [
    "consumer_info",
    "entries_of",
    "group_info",
    "pending_entry",
    "pending_summary",
    "stream_info",
    "streams_of",
]

_MS_PER_SECOND: Final = 1000


def entry_of(reply: Any) -> Entry:
    """Return an entry."""
    id, fields = reply
    if fields is None:
        return Entry(id.decode(), None)
    words = iter(fields)
    return Entry(id.decode(), tuple([(key_text(field), next(words)) for field in words]))


def entries_of(reply: Any) -> list[Entry]:
    """Return a list of entries; the engine sends none for an empty one where the count is zero."""
    return [entry_of(each) for each in reply or ()]


def streams_of(reply: Any, unprefixed: Callable[[bytes], str]) -> dict[str, list[Entry]]:
    """Return the entries of several streams, by key as `unprefixed` gives it."""
    pairs: Iterable[Any] = reply.items() if isinstance(reply, dict) else reply or ()
    return {unprefixed(key): entries_of(entries) for key, entries in pairs}


def stream_info(reply: Any) -> StreamInfo:
    """Return what a stream says of itself."""
    said = _attributes(reply)
    first, last = said[b"first-entry"], said[b"last-entry"]
    return StreamInfo(
        length=said[b"length"],
        groups=said[b"groups"],
        last_id=said[b"last-generated-id"].decode(),
        max_deleted_id=said[b"max-deleted-entry-id"].decode(),
        entries_added=said[b"entries-added"],
        first=None if first is None else entry_of(first),
        last=None if last is None else entry_of(last),
    )


def group_info(reply: Any) -> GroupInfo:
    """Return what is known of a group."""
    said = _attributes(reply)
    return GroupInfo(
        name=key_text(said[b"name"]),
        consumers=said[b"consumers"],
        pending=said[b"pending"],
        last_delivered_id=said[b"last-delivered-id"].decode(),
        entries_read=said[b"entries-read"],
        lag=said[b"lag"],
    )


def consumer_info(reply: Any) -> ConsumerInfo:
    """Return what is known of a consumer."""
    said = _attributes(reply)
    return ConsumerInfo(key_text(said[b"name"]), said[b"pending"], said[b"idle"] / _MS_PER_SECOND)


def pending_summary(reply: Any) -> PendingSummary:
    """Return what is pending in all."""
    count, smallest, largest, consumers = reply
    return PendingSummary(
        count=count,
        smallest=None if smallest is None else smallest.decode(),
        largest=None if largest is None else largest.decode(),
        consumers={key_text(name): int(pending) for name, pending in consumers or ()},
    )


def pending_entry(reply: Any) -> PendingEntry:
    """Return a pending entry."""
    id, consumer, idle_ms, deliveries = reply
    return PendingEntry(id.decode(), key_text(consumer), idle_ms / _MS_PER_SECOND, deliveries)


def _attributes(reply: Any) -> dict[bytes, Any]:
    """Return names and values, which come as a map or in turn; the names of some emulators are text."""
    if isinstance(reply, dict):
        return {name if isinstance(name, bytes) else name.encode(): value for name, value in reply.items()}
    words = iter(reply)
    return {name: next(words) for name in words}
