"""The core of the facet for streams: reading on, alone and in a group. The order of checks is the engine's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from verifake.fakes.keyvalue._core.rejections import no_keys
from verifake.fakes.keyvalue._core.state import check_int64
from verifake.fakes.keyvalue._core.stream_group import Consumer, Group
from verifake.fakes.keyvalue._core.stream_groups import StreamGroupsCore
from verifake.fakes.keyvalue._core.stream_ids import MAX_ID, is_mark, needed_id, spell_id
from verifake.fakes.keyvalue._core.stream_rejections import no_such_group
from verifake.fakes.keyvalue._core.values import Stream
from verifake.ports.keyvalue import Entry

__all__ = ["Reader", "Reading", "StreamReadingCore"]


class Reading(NamedTuple):
    """What is to be read.

    Attributes:
        after: ids by key, or marks that stand for some.
        limit: how many entries of each stream at most, or None.
        timeout_ms: how long the call may wait, or None. It is only judged here.
        woken: whether it has waited, and something came.
    """

    after: Mapping[str, str]
    limit: int | None
    timeout_ms: int | None
    woken: bool


class Reader(NamedTuple):
    """Who reads in a group."""

    group: str
    consumer: str
    no_ack: bool


class StreamReadingCore(StreamGroupsCore):
    """As `stream_read` and `group_read` of `verifake.ports.keyvalue.Streams`; who waits is not its concern.

    A call that waits is made again when something came: with ids for the marks that it was given, and `woken`.
    """

    __slots__ = ()

    def stream_read(self, reading: Reading, now_ms: int) -> dict[str, list[Entry]]:
        limit = self._limit_of(reading, "stream_read", now_ms)
        places = {key: self._place(key, text, now_ms) for key, text in reading.after.items()}
        return {
            key: stream.between(id + 1, MAX_ID, limit)
            for key, (stream, id) in places.items()
            if stream is not None and self._newest(stream, reading) > id
        }

    def pinned(self, after: Mapping[str, str], now_ms: int) -> dict[str, str]:
        """Return the same places, with ids for those that are relative to what a stream has now."""
        return {
            key: spell_id(self._place(key, text, now_ms)[1]) if is_mark(text, "$") else text
            for key, text in after.items()
        }

    def group_read(self, who: Reader, reading: Reading, now_ms: int) -> dict[str, list[Entry]]:
        limit = self._limit_of(reading, "group_read", now_ms)
        if reading.woken and not self._line.waiters_try_all_keys:
            self._check_streams(who, reading, now_ms)
        places = [(key, *self._group_place(key, who.group, text, now_ms)) for key, text in reading.after.items()]
        careful = self._line.lag_heeds_all_deletions
        found = {}
        for key, stream, its_group, id in places:
            news = self._newest(stream, reading) > its_group.last_id
            if id == MAX_ID and not news and not self._line.attempts_make_consumers:
                continue
            reader = its_group.consumer(who.consumer, now_ms)
            if id != MAX_ID:
                found[key] = _history(stream, reader, id, limit, now_ms)
            elif news:
                found[key] = _news(stream, its_group, None if who.no_ack else reader, limit, careful, now_ms)
        return found

    def _limit_of(self, reading: Reading, operation: str, now_ms: int) -> int:
        """Return how many entries are asked for, 0 for all.

        Raises:
            InvalidRequest: `NO_KEYS`, `INVALID_TIMEOUT`, `NOT_AN_INTEGER`.
        """
        if not reading.after:
            raise no_keys(operation)
        if reading.timeout_ms is not None:
            self._check_timeout(reading.timeout_ms, operation, now_ms)
        if reading.limit is None:
            return 0
        check_int64(reading.limit, operation, "the count")
        return max(reading.limit, 0)

    def _check_streams(self, who: Reader, reading: Reading, now_ms: int) -> None:
        """Raise `NotFound` (`NO_SUCH_GROUP`) unless there are streams, whatever else there is."""
        for key in reading.after:
            if type(self._find(key, now_ms)) is not Stream:
                raise no_such_group("group_read", key, who.group)

    def _newest(self, stream: Stream, reading: Reading) -> int:
        """Return the id up to which there seem to be entries; lines of engines differ in what wakes who waits."""
        if reading.woken and not self._line.waiters_try_all_keys:
            return stream.last_id
        return stream.last_present

    def _place(self, key: str, text: str, now_ms: int) -> tuple[Stream | None, int]:
        """Return a stream, and the id after which it is to be read."""
        stream = self._find_as(Stream, key, now_ms, "stream_read")
        last = 0 if stream is None else stream.last_id
        if is_mark(text, "$"):
            return stream, last
        if is_mark(text, "+") and self._line.reads_the_last_entry:
            return stream, max(last - 1, 0)
        return stream, needed_id(text, "stream_read")

    def _group_place(self, key: str, group: str, text: str, now_ms: int) -> tuple[Stream, Group, int]:
        """Return a stream, its group, and the id after which a consumer's history is to be read.

        The largest id of all asks for new entries.
        """
        stream, found = self._needed_group(key, group, now_ms, "group_read")
        return stream, found, MAX_ID if is_mark(text, ">") else needed_id(text, "group_read")


def _history(stream: Stream, reader: Consumer, id: int, limit: int, now_ms: int) -> list[Entry]:
    """Deliver again what a consumer has pending after `id`."""
    found = []
    for each in reader.pending.between(id + 1, MAX_ID, limit or None):
        entry = stream.find(each)
        if entry is None:
            entry = Entry(spell_id(each), None)
        else:
            delivery = reader.pending[each]
            delivery.at_ms = now_ms
            delivery.count += 1
        found.append(entry)
    return found


def _news(stream: Stream, group: Group, reader: Consumer | None, limit: int, careful: bool, now_ms: int) -> list[Entry]:
    """Deliver what a group has not read yet, to be acknowledged by `reader` if there is one."""
    ids, entries = stream.after(group.last_id, limit)
    for id in ids:
        stream.advance(group, id, careful)
        if reader is not None:
            group.deliver(id, reader, now_ms)
    return entries
