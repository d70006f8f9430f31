"""The facet for streams, over redis-py: entries, and reading them. What concerns groups is in `_stream_groups`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from verifake.adapters.redis._session import decimal
from verifake.adapters.redis._stream_groups import RedisStreamGroups
from verifake.adapters.redis._stream_replies import entries_of, stream_info, streams_of
from verifake.adapters.redis._stream_words import bound_word, id_word, id_words, trim_words
from verifake.ports.keyvalue import Entry, Fields, IdBound, StreamInfo, Streams, Trim
from verifake.ports.keyvalue._arguments import check_flags, key_bytes
from verifake.ports.keyvalue._stream_arguments import check_counts, check_trim, checked_fields, checked_places

__all__ = ["RedisStreams"]


class RedisStreams(RedisStreamGroups, Streams):
    """As `verifake.ports.keyvalue.Streams`."""

    def stream_add(
        self, key: str, fields: Fields, *, id: str = "*", only_if_present: bool = False, trim: Trim | None = None
    ) -> str | None:
        where = self._key(key)
        pairs = checked_fields(fields)
        words = [id_word(id)]
        check_flags(only_if_present)
        if trim is not None:
            check_trim(trim)
            words = trim_words(trim) + words
        if only_if_present:
            words.insert(0, b"NOMKSTREAM")
        # Without a field it is the engine's count of words that tells, so there must be few.
        words = words + [part for name, value in pairs for part in (key_bytes(name), value)] if pairs else []
        reply = self._send("stream_add", b"XADD", where, *words)
        return None if reply is None else cast("str", reply.decode())

    def stream_length(self, key: str) -> int:
        return cast("int", self._send("stream_length", b"XLEN", self._key(key)))

    def stream_range(
        self,
        key: str,
        start: IdBound = "-",
        end: IdBound = "+",
        *,
        count: int | None = None,
        reverse: bool = False,
    ) -> list[Entry]:
        where, first, last = self._key(key), bound_word(start), bound_word(end)
        check_counts(count)
        check_flags(reverse)
        command = [b"XREVRANGE", where, last, first] if reverse else [b"XRANGE", where, first, last]
        limit = [] if count is None else [b"COUNT", decimal(count)]
        return entries_of(self._send("stream_range", *command, *limit))

    def stream_read(
        self, after: Mapping[str, str], *, count: int | None = None, wait_seconds: float | None = None
    ) -> dict[str, list[Entry]]:
        places = checked_places(after)
        words = self._reading(places, count, wait_seconds)
        if wait_seconds is None:
            reply = self._send("stream_read", b"XREAD", *words)
        else:
            reply = self._send_waiting("stream_read", wait_seconds, b"XREAD", *words)
        return streams_of(reply, self._unprefixed)

    def stream_delete(self, key: str, *ids: str) -> int:
        return cast("int", self._send("stream_delete", b"XDEL", self._key(key), *id_words(ids)))

    def stream_trim(self, key: str, trim: Trim) -> int:
        where = self._key(key)
        check_trim(trim)
        return cast("int", self._send("stream_trim", b"XTRIM", where, *trim_words(trim)))

    def stream_set_last_id(
        self, key: str, last_id: str, *, entries_added: int | None = None, max_deleted_id: str | None = None
    ) -> None:
        words = [self._key(key), id_word(last_id)]
        check_counts(entries_added)
        if entries_added is not None:
            words += [b"ENTRIESADDED", decimal(entries_added)]
        if max_deleted_id is not None:
            words += [b"MAXDELETEDID", id_word(max_deleted_id)]
        self._send("stream_set_last_id", b"XSETID", *words)

    def stream_info(self, key: str) -> StreamInfo:
        return stream_info(self._send("stream_info", b"XINFO", b"STREAM", self._key(key)))
