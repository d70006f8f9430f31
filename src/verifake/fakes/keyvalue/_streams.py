"""The shell of the fake for streams: entries, and reading them. What concerns groups is in `_stream_groups`."""

from __future__ import annotations

from collections.abc import Mapping

from verifake.fakes.keyvalue._core.stream_reading import Reading
from verifake.fakes.keyvalue._core.values import Stream
from verifake.fakes.keyvalue._stream_groups import FakeStreamGroups
from verifake.ports.keyvalue import Entry, Fields, IdBound, StreamInfo, Streams, Trim
from verifake.ports.keyvalue._arguments import check_flags, check_key
from verifake.ports.keyvalue._stream_arguments import (
    bound_text,
    check_counts,
    check_names,
    check_trim,
    checked_fields,
    checked_places,
    wait_milliseconds,
)

__all__ = ["FakeStreams"]


class FakeStreams(FakeStreamGroups, Streams):
    """As `verifake.ports.keyvalue.Streams`."""

    def stream_add(
        self, key: str, fields: Fields, *, id: str = "*", only_if_present: bool = False, trim: Trim | None = None
    ) -> str | None:
        check_key(key)
        pairs = checked_fields(fields)
        if id != "*":
            check_names("an id", id)
        if only_if_present is not False:
            check_flags(only_if_present)
        if trim is not None:
            check_trim(trim)
        with self._turn as now_ms:
            return self._core.stream_add(key, pairs, id, only_if_present, trim, now_ms)

    def stream_length(self, key: str) -> int:
        check_key(key)
        with self._turn as now_ms:
            return self._core.stream_length(key, now_ms)

    def stream_range(
        self,
        key: str,
        start: IdBound = "-",
        end: IdBound = "+",
        *,
        count: int | None = None,
        reverse: bool = False,
    ) -> list[Entry]:
        check_key(key)
        first, last = bound_text(start), bound_text(end)
        check_counts(count)
        check_flags(reverse)
        with self._turn as now_ms:
            return self._core.stream_range(key, first, last, count, reverse, now_ms)

    def stream_read(
        self, after: Mapping[str, str], *, count: int | None = None, wait_seconds: float | None = None
    ) -> dict[str, list[Entry]]:
        places = checked_places(after)
        check_counts(count)
        if wait_seconds is not None:
            return self._read_waiting(places, count, wait_milliseconds(wait_seconds))
        with self._turn as now_ms:
            return self._core.stream_read(Reading(places, count, None, False), now_ms)

    def stream_delete(self, key: str, *ids: str) -> int:
        check_key(key)
        check_names("an id", *ids)
        with self._turn as now_ms:
            return self._core.stream_delete(key, ids, now_ms)

    def stream_trim(self, key: str, trim: Trim) -> int:
        check_key(key)
        check_trim(trim)
        with self._turn as now_ms:
            return self._core.stream_trim(key, trim, now_ms)

    def stream_set_last_id(
        self, key: str, last_id: str, *, entries_added: int | None = None, max_deleted_id: str | None = None
    ) -> None:
        check_key(key)
        check_names("an id", last_id, *([] if max_deleted_id is None else [max_deleted_id]))
        check_counts(entries_added)
        with self._turn as now_ms:
            self._core.stream_set_last_id(key, last_id, entries_added, max_deleted_id, now_ms)

    def stream_info(self, key: str) -> StreamInfo:
        check_key(key)
        with self._turn as now_ms:
            return self._core.stream_info(key, now_ms)

    def _read_waiting(self, places: dict[str, str], count: int | None, timeout_ms: int) -> dict[str, list[Entry]]:
        """As `stream_read`; what the marks among `places` stand for is settled by the first attempt."""
        settled: dict[str, str] = {}

        def attempt(keys: tuple[str, ...], now_ms: int) -> dict[str, list[Entry]] | None:
            after = {key: settled[key] for key in keys} if settled else places
            found = self._core.stream_read(Reading(after, count, timeout_ms, bool(settled)), now_ms)
            if not settled:
                settled.update(self._core.pinned(places, now_ms))
            return found or None

        return self._wait_for(Stream, tuple(places), timeout_ms, attempt) or {}
