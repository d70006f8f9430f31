"""The core of the facet for streams: entries. The order of checks is the engine's: it decides which error is seen."""

from __future__ import annotations

from verifake.fakes.keyvalue._core.rejections import no_keys, no_such_key, out_of_range, too_large
from verifake.fakes.keyvalue._core.state import Keyspace, check_int64
from verifake.fakes.keyvalue._core.stream_group import signed
from verifake.fakes.keyvalue._core.stream_ids import (
    LAST_SEQUENCE,
    MAX_ID,
    milliseconds_of,
    needed_id,
    range_end,
    range_start,
    spell_id,
)
from verifake.fakes.keyvalue._core.stream_nodes import Pairs
from verifake.fakes.keyvalue._core.stream_rejections import stream_id_too_small
from verifake.fakes.keyvalue._core.stream_trims import check_count, check_trim, judged
from verifake.fakes.keyvalue._core.values import Stream
from verifake.ports.keyvalue import Entry, StreamInfo, Trim

__all__ = ["StreamEntriesCore"]


class StreamEntriesCore(Keyspace):
    """As the first half of `verifake.ports.keyvalue.Streams`, with the time of the call given."""

    __slots__ = ()

    def stream_add(
        self, key: str, fields: Pairs, id: str, only_if_present: bool, trim: Trim | None, now_ms: int
    ) -> str | None:
        if not fields:
            raise no_keys("stream_add", "field")
        for _, value in fields:
            if len(value) > self._limit:
                raise too_large("stream_add", self._limit)
        if trim is not None:
            check_trim(trim, "stream_add")
        wanted = None if id == "*" else _wanted(id)
        cut = None if trim is None else judged(trim, "stream_add")
        if wanted == (0, True):
            raise stream_id_too_small("stream_add", "0-0 is the id of no entry")
        stream = self._find_as(Stream, key, now_ms, "stream_add")
        if stream is None and only_if_present:
            return None
        if stream is None:
            stream = Stream()
        text = stream.append(self._next_id(stream.last_id, wanted, now_ms), fields)
        if cut is not None:
            stream.trim(cut)
        self._store(key, stream, now_ms)
        if self._waiters:
            self._filled(key)
        return text

    def stream_length(self, key: str, now_ms: int) -> int:
        stream = self._find_as(Stream, key, now_ms, "stream_length")
        return 0 if stream is None else stream.length

    def stream_range(
        self, key: str, start: str, end: str, count: int | None, reverse: bool, now_ms: int
    ) -> list[Entry]:
        first, last = range_start(start, "stream_range"), range_end(end, "stream_range")
        if count is not None:
            check_int64(count, "stream_range", "the count")
        stream = self._find_as(Stream, key, now_ms, "stream_range")
        if stream is None or (count is not None and count <= 0):
            return []
        return (stream.between_reversed if reverse else stream.between)(first, last, count or 0)

    def stream_delete(self, key: str, ids: tuple[str, ...], now_ms: int) -> int:
        if not ids:
            raise no_keys("stream_delete", "id")
        stream = self._find_as(Stream, key, now_ms, "stream_delete")
        if stream is None:
            return 0
        deleted = sum([stream.delete(id) for id in [needed_id(id, "stream_delete") for id in ids]])
        if deleted:
            self._changed(key)
        return deleted

    def stream_trim(self, key: str, trim: Trim, now_ms: int) -> int:
        check_trim(trim, "stream_trim")
        cut = judged(trim, "stream_trim")
        stream = self._find_as(Stream, key, now_ms, "stream_trim")
        removed = 0 if stream is None else stream.trim(cut)
        if removed:
            self._changed(key)
        return removed

    def stream_set_last_id(
        self, key: str, last_id: str, entries_added: int | None, max_deleted_id: str | None, now_ms: int
    ) -> None:
        operation = "stream_set_last_id"
        last = needed_id(last_id, operation)
        if entries_added is not None:
            check_count(entries_added, operation, "the count of entries")
        max_deleted = 0 if max_deleted_id is None else needed_id(max_deleted_id, operation)
        _check_not_before(last, max_deleted, operation)
        stream = self._find_as(Stream, key, now_ms, operation)
        if stream is None:
            raise no_such_key(operation, key)
        _check_not_before(last, stream.max_deleted if self._line.last_id_heeds_deletions else 0, operation)
        _check_not_before(last, stream.last_present, operation)
        if entries_added is not None:
            if entries_added < stream.length:
                raise out_of_range(operation, f"{entries_added}, less than there are entries,")
            stream.added = entries_added
        stream.last_id = last
        stream.max_deleted = max_deleted or stream.max_deleted

    def stream_info(self, key: str, now_ms: int) -> StreamInfo:
        stream = self._find_as(Stream, key, now_ms, "stream_info")
        if stream is None:
            raise no_such_key("stream_info", key)
        return StreamInfo(
            length=stream.length,
            groups=len(stream.groups),
            last_id=spell_id(stream.last_id),
            max_deleted_id=spell_id(stream.max_deleted),
            entries_added=signed(stream.added),
            first=next(iter(stream.between(0, MAX_ID, 1)), None),
            last=next(iter(stream.between_reversed(0, MAX_ID, 1)), None),
        )

    def _next_id(self, last: int, wanted: tuple[int, bool] | None, now_ms: int) -> int:
        """Return the id of an entry that comes after `last`.

        Raises:
            InvalidRequest: `STREAM_ID_TOO_SMALL` if there is none.
        """
        if last == MAX_ID:
            raise stream_id_too_small("stream_add", "the stream has had the last id of all")
        if wanted is None:
            return max(now_ms << 64, last + 1)
        id, whole = wanted
        if not whole and milliseconds_of(id) == milliseconds_of(last):
            if last & LAST_SEQUENCE != LAST_SEQUENCE:
                return last + 1
            if self._line.last_sequence_is_too_large:
                raise too_large("stream_add", self._limit)
        if id <= last:
            raise stream_id_too_small("stream_add", f"{spell_id(id)} is not after {spell_id(last)}")
        return id


def _wanted(id: str) -> tuple[int, bool] | None:
    """Return the id that an entry is to have, and whether that is all of it; None for the engine's own.

    If it is not all, the sequence number is the engine's to choose.
    """
    plain = id.partition("\0")[0]
    if plain == "*":
        return None
    if plain.partition("-")[2] == "*":
        return needed_id(id.replace("-*", "-0", 1), "stream_add"), False
    return needed_id(id, "stream_add"), True


def _check_not_before(id: int, earliest: int, operation: str) -> None:
    """Raise `InvalidRequest` (`STREAM_ID_TOO_SMALL`) for an id before `earliest`."""
    if id < earliest:
        raise stream_id_too_small(operation, f"{spell_id(id)} is before {spell_id(earliest)}")
