"""The facet for streams, over redis-py: groups of consumers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from verifake.adapters.redis._session import Session, decimal
from verifake.adapters.redis._stream_replies import (
    consumer_info,
    entries_of,
    group_info,
    pending_entry,
    pending_summary,
    streams_of,
)
from verifake.adapters.redis._stream_words import bound_word, claim_words, id_word, id_words, name_word
from verifake.ports.keyvalue import ConsumerInfo, Entry, GroupInfo, IdBound, PendingEntry, PendingSummary, Streams
from verifake.ports.keyvalue._arguments import check_flags, check_integer, milliseconds
from verifake.ports.keyvalue._stream_arguments import check_counts, checked_places, wait_milliseconds

__all__ = ["RedisStreamGroups"]


class RedisStreamGroups(Session, Streams):
    """As the operations of `verifake.ports.keyvalue.Streams` that have to do with groups."""

    def group_create(
        self, key: str, group: str, *, after: str = "$", create_stream: bool = False, entries_read: int | None = None
    ) -> None:
        words = [self._key(key), name_word(group), id_word(after)]
        check_flags(create_stream)
        words += _entries_read(entries_read)
        if create_stream:
            words.append(b"MKSTREAM")
        self._send("group_create", b"XGROUP", b"CREATE", *words)

    def group_destroy(self, key: str, group: str) -> bool:
        return bool(self._send("group_destroy", b"XGROUP", b"DESTROY", self._key(key), name_word(group)))

    def group_set_position(self, key: str, group: str, after: str, *, entries_read: int | None = None) -> None:
        words = [self._key(key), name_word(group), id_word(after), *_entries_read(entries_read)]
        self._send("group_set_position", b"XGROUP", b"SETID", *words)

    def group_create_consumer(self, key: str, group: str, consumer: str) -> bool:
        words = [self._key(key), name_word(group), name_word(consumer)]
        return bool(self._send("group_create_consumer", b"XGROUP", b"CREATECONSUMER", *words))

    def group_delete_consumer(self, key: str, group: str, consumer: str) -> int:
        words = [self._key(key), name_word(group), name_word(consumer)]
        return cast("int", self._send("group_delete_consumer", b"XGROUP", b"DELCONSUMER", *words))

    def group_read(
        self,
        group: str,
        consumer: str,
        after: Mapping[str, str],
        *,
        count: int | None = None,
        wait_seconds: float | None = None,
        no_ack: bool = False,
    ) -> dict[str, list[Entry]]:
        who = [b"GROUP", name_word(group), name_word(consumer)]
        places = checked_places(after)
        words = [b"XREADGROUP", *who, *self._reading(places, count, wait_seconds, no_ack)]
        if wait_seconds is None:
            reply = self._send("group_read", *words)
        else:
            reply = self._send_waiting("group_read", wait_seconds, *words)
        return streams_of(reply, self._unprefixed)

    def group_acknowledge(self, key: str, group: str, *ids: str) -> int:
        words = [self._key(key), name_word(group), *id_words(ids)]
        return cast("int", self._send("group_acknowledge", b"XACK", *words))

    def group_pending(self, key: str, group: str) -> PendingSummary:
        return pending_summary(self._send("group_pending", b"XPENDING", self._key(key), name_word(group)))

    def group_pending_entries(
        self,
        key: str,
        group: str,
        *,
        start: IdBound = "-",
        end: IdBound = "+",
        count: int,
        consumer: str | None = None,
        min_idle_seconds: float | None = None,
    ) -> list[PendingEntry]:
        words = [self._key(key), name_word(group)]
        bounds = [bound_word(start), bound_word(end)]
        check_integer(count)
        owner = [] if consumer is None else [name_word(consumer)]
        idle = [] if min_idle_seconds is None else [b"IDLE", decimal(milliseconds(min_idle_seconds))]
        words += [*idle, *bounds, decimal(count), *owner]
        return [pending_entry(each) for each in self._send("group_pending_entries", b"XPENDING", *words)]

    def group_claim(
        self,
        key: str,
        group: str,
        consumer: str,
        *ids: str,
        min_idle_seconds: float,
        idle_seconds: float | None = None,
        idle_since_seconds: float | None = None,
        deliveries: int | None = None,
        force: bool = False,
    ) -> list[Entry]:
        words = [self._key(key), name_word(group), name_word(consumer)]
        entries = id_words(ids)
        words.append(decimal(milliseconds(min_idle_seconds)))
        options = claim_words(idle_seconds, idle_since_seconds, deliveries, force)
        if ids:  # Otherwise the options would be counted as ids.
            words += entries + options
        return entries_of(self._send("group_claim", b"XCLAIM", *words))

    def group_claim_automatically(
        self,
        key: str,
        group: str,
        consumer: str,
        *,
        min_idle_seconds: float,
        start: IdBound = "0-0",
        count: int = 100,
    ) -> tuple[str, list[Entry], list[str]]:
        words = [self._key(key), name_word(group), name_word(consumer), decimal(milliseconds(min_idle_seconds))]
        words.append(bound_word(start))
        check_integer(count)
        words += [b"COUNT", decimal(count)]
        position, entries, deleted = self._send("group_claim_automatically", b"XAUTOCLAIM", *words)
        return position.decode(), entries_of(entries), [id.decode() for id in deleted]

    def group_list(self, key: str) -> list[GroupInfo]:
        return [group_info(each) for each in self._send("group_list", b"XINFO", b"GROUPS", self._key(key))]

    def group_consumers(self, key: str, group: str) -> list[ConsumerInfo]:
        words = [self._key(key), name_word(group)]
        return [consumer_info(each) for each in self._send("group_consumers", b"XINFO", b"CONSUMERS", *words)]

    def _reading(
        self, places: Mapping[str, str], count: int | None, wait_seconds: float | None, no_ack: bool = False
    ) -> list[bytes]:
        """Return the words for which streams to read, from where, and how.

        Without a stream it is the engine's count of words that tells, so there must be few.
        """
        check_counts(count)
        options = [] if wait_seconds is None else [b"BLOCK", decimal(wait_milliseconds(wait_seconds))]
        check_flags(no_ack)
        if not places:
            return [b"STREAMS"]
        if count is not None:
            options += [b"COUNT", decimal(count)]
        if no_ack:
            options.append(b"NOACK")
        return [*options, b"STREAMS", *self._keys(tuple(places)), *id_words(tuple(places.values()))]


def _entries_read(number: int | None) -> list[bytes]:
    """Return the words for how many entries a group has read."""
    check_counts(number)
    return [] if number is None else [b"ENTRIESREAD", decimal(number)]
