"""The shell of the fake for groups of consumers."""

from __future__ import annotations

from collections.abc import Mapping

from verifake.fakes.keyvalue._core.stream_claims import AutomaticClaim, Claim, Selection
from verifake.fakes.keyvalue._core.stream_reading import Reader, Reading
from verifake.fakes.keyvalue._core.values import Stream
from verifake.fakes.keyvalue._shell import Shell
from verifake.ports.keyvalue import ConsumerInfo, Entry, GroupInfo, IdBound, PendingEntry, PendingSummary, Streams
from verifake.ports.keyvalue._arguments import check_flags, check_integer, check_key, milliseconds
from verifake.ports.keyvalue._stream_arguments import (
    bound_text,
    check_counts,
    check_names,
    checked_places,
    wait_milliseconds,
)

__all__ = ["FakeStreamGroups"]


class FakeStreamGroups(Shell, Streams):
    """As the operations of `verifake.ports.keyvalue.Streams` that have to do with groups."""

    def group_create(
        self, key: str, group: str, *, after: str = "$", create_stream: bool = False, entries_read: int | None = None
    ) -> None:
        check_key(key)
        check_names("a group", group)
        check_names("an id", after)
        check_flags(create_stream)
        check_counts(entries_read)
        with self._turn as now_ms:
            self._core.group_create(key, group, after, create_stream, entries_read, now_ms)

    def group_destroy(self, key: str, group: str) -> bool:
        check_key(key)
        check_names("a group", group)
        with self._turn as now_ms:
            return self._core.group_destroy(key, group, now_ms)

    def group_set_position(self, key: str, group: str, after: str, *, entries_read: int | None = None) -> None:
        check_key(key)
        check_names("a group", group)
        check_names("an id", after)
        check_counts(entries_read)
        with self._turn as now_ms:
            self._core.group_set_position(key, group, after, entries_read, now_ms)

    def group_create_consumer(self, key: str, group: str, consumer: str) -> bool:
        check_key(key)
        check_names("a group or consumer", group, consumer)
        with self._turn as now_ms:
            return self._core.group_create_consumer(key, group, consumer, now_ms)

    def group_delete_consumer(self, key: str, group: str, consumer: str) -> int:
        check_key(key)
        check_names("a group or consumer", group, consumer)
        with self._turn as now_ms:
            return self._core.group_delete_consumer(key, group, consumer, now_ms)

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
        check_names("a group or consumer", group, consumer)
        places = checked_places(after)
        check_counts(count)
        timeout_ms = None if wait_seconds is None else wait_milliseconds(wait_seconds)
        check_flags(no_ack)
        who = Reader(group, consumer, no_ack)
        if timeout_ms is not None:
            return self._group_read_waiting(who, Reading(places, count, timeout_ms, False), timeout_ms)
        with self._turn as now_ms:
            return self._core.group_read(who, Reading(places, count, None, False), now_ms)

    def group_acknowledge(self, key: str, group: str, *ids: str) -> int:
        check_key(key)
        check_names("a group", group)
        check_names("an id", *ids)
        with self._turn as now_ms:
            return self._core.group_acknowledge(key, group, ids, now_ms)

    def group_pending(self, key: str, group: str) -> PendingSummary:
        check_key(key)
        check_names("a group", group)
        with self._turn as now_ms:
            return self._core.group_pending(key, group, now_ms)

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
        check_key(key)
        check_names("a group", group)
        first, last = bound_text(start), bound_text(end)
        check_integer(count)
        if consumer is not None:
            check_names("a consumer", consumer)
        min_idle_ms = None if min_idle_seconds is None else milliseconds(min_idle_seconds)
        wanted = Selection(first, last, count, consumer, min_idle_ms)
        with self._turn as now_ms:
            return self._core.group_pending_entries(key, group, wanted, now_ms)

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
        check_key(key)
        check_names("a group or consumer", group, consumer)
        check_names("an id", *ids)
        min_idle_ms = milliseconds(min_idle_seconds)
        idle_ms = None if idle_seconds is None else milliseconds(idle_seconds)
        at_ms = None if idle_since_seconds is None else milliseconds(idle_since_seconds)
        check_counts(deliveries)
        check_flags(force)
        claim = Claim(min_idle_ms, idle_ms, at_ms, deliveries, force)
        with self._turn as now_ms:
            return self._core.group_claim(key, group, consumer, ids, claim, now_ms)

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
        check_key(key)
        check_names("a group or consumer", group, consumer)
        min_idle_ms = milliseconds(min_idle_seconds)
        first = bound_text(start)
        check_integer(count)
        claim = AutomaticClaim(consumer, min_idle_ms, first, count)
        with self._turn as now_ms:
            return self._core.group_claim_automatically(key, group, claim, now_ms)

    def group_list(self, key: str) -> list[GroupInfo]:
        check_key(key)
        with self._turn as now_ms:
            return self._core.group_list(key, now_ms)

    def group_consumers(self, key: str, group: str) -> list[ConsumerInfo]:
        check_key(key)
        check_names("a group", group)
        with self._turn as now_ms:
            return self._core.group_consumers(key, group, now_ms)

    def _group_read_waiting(self, who: Reader, reading: Reading, timeout_ms: int) -> dict[str, list[Entry]]:
        """As `group_read`; it heeds too when a stream or its group goes while it waits."""
        places = reading.after

        def attempt(keys: tuple[str, ...], now_ms: int) -> dict[str, list[Entry]] | None:
            nonlocal reading
            found = self._core.group_read(who, reading._replace(after={key: places[key] for key in keys}), now_ms)
            reading = reading._replace(woken=True)
            return found or None

        return self._wait_for(Stream, tuple(places), timeout_ms, attempt, until_gone=True) or {}
