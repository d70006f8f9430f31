"""The core of the facet for streams: what is pending, and who takes it over. The order of checks is the engine's."""

from __future__ import annotations

from typing import Final, NamedTuple

from verifake.fakes.keyvalue._core.rejections import no_keys, out_of_range
from verifake.fakes.keyvalue._core.state import MAX_INT64, check_int64
from verifake.fakes.keyvalue._core.stream_group import Delivery, Group
from verifake.fakes.keyvalue._core.stream_groups import StreamGroupsCore
from verifake.fakes.keyvalue._core.stream_ids import MAX_ID, needed_id, range_end, range_start, spell_id
from verifake.ports.keyvalue import Entry, PendingEntry, PendingSummary
from verifake.ports.keyvalue._arguments import key_bytes

__all__ = ["AutomaticClaim", "Claim", "Selection", "StreamClaimsCore"]

_MS_PER_SECOND: Final = 1000
_LOOKS_PER_ENTRY: Final = 10
"""How many pending entries are looked at for each that is asked for."""
_MOST: Final = MAX_INT64 // 16
"""The greatest count of entries that can be claimed."""
_FITS: Final = 2**43
"""The greatest count for which 16 bytes each fit into the address space; a smaller one may be too much for memory."""


class Selection(NamedTuple):
    """Which pending entries are asked for."""

    start: str
    end: str
    limit: int
    consumer: str | None
    min_idle_ms: int | None


class Claim(NamedTuple):
    """What becomes of entries that are taken over."""

    min_idle_ms: int
    idle_ms: int | None
    at_ms: int | None
    deliveries: int | None
    force: bool


class AutomaticClaim(NamedTuple):
    """Which entries are taken over by whom."""

    consumer: str
    min_idle_ms: int
    start: str
    limit: int


class StreamClaimsCore(StreamGroupsCore):
    """As the operations on pending entries of `verifake.ports.keyvalue.Streams`, with the time of the call given."""

    __slots__ = ()

    def group_pending(self, key: str, group: str, now_ms: int) -> PendingSummary:
        _, found = self._needed_group(key, group, now_ms, "group_pending")
        smallest, largest = found.pending.ends or (None, None)
        return PendingSummary(
            count=len(found.pending),
            smallest=None if smallest is None else spell_id(smallest),
            largest=None if largest is None else spell_id(largest),
            consumers={
                name: len(found.consumers[name].pending)
                for name in sorted(found.consumers, key=key_bytes)
                if found.consumers[name].pending
            },
        )

    def group_pending_entries(self, key: str, group: str, wanted: Selection, now_ms: int) -> list[PendingEntry]:
        operation = "group_pending_entries"
        for number, what in ((wanted.min_idle_ms, "the idle time"), (wanted.limit, "the count")):
            if number is not None:
                check_int64(number, operation, what)
        start, end = range_start(wanted.start, operation), range_end(wanted.end, operation)
        _, found = self._needed_group(key, group, now_ms, operation)
        owner = found if wanted.consumer is None else found.consumers.get(wanted.consumer)
        if owner is None:
            return []
        min_idle_ms = wanted.min_idle_ms or 0
        ids = owner.pending.between(start, end, None if min_idle_ms > 0 else max(wanted.limit, 0))
        idle = [id for id in ids if min_idle_ms <= 0 or now_ms - found.pending[id].at_ms >= min_idle_ms]
        return [_pending(id, found.pending[id], now_ms) for id in idle[: max(wanted.limit, 0)]]

    def group_claim(
        self, key: str, group: str, consumer: str, ids: tuple[str, ...], claim: Claim, now_ms: int
    ) -> list[Entry]:
        operation = "group_claim"
        if not ids:
            raise no_keys(operation, "id")
        stream, found = self._needed_group(key, group, now_ms, operation)
        check_int64(claim.min_idle_ms, operation, "the idle time")
        numbers = [needed_id(id, operation) for id in ids]
        at_ms = _delivery_time(claim, now_ms)
        if self._line.attempts_make_consumers:
            found.consumer(consumer, now_ms)
        claimed = []
        for id in numbers:
            entry = stream.find(id)
            if entry is None:
                found.forget(id)
            elif _claim(found, id, consumer, claim, at_ms, now_ms):
                claimed.append(entry)
        return claimed

    def group_claim_automatically(
        self, key: str, group: str, claim: AutomaticClaim, now_ms: int
    ) -> tuple[str, list[Entry], list[str]]:
        operation = "group_claim_automatically"
        check_int64(claim.min_idle_ms, operation, "the idle time")
        first = range_start(claim.start, operation)
        if not 0 < claim.limit <= _MOST:
            raise out_of_range(operation, "the count")
        stream, found = self._needed_group(key, group, now_ms, operation)
        if claim.limit > _FITS:
            raise out_of_range(operation, "the count")
        if self._line.attempts_make_consumers:
            found.consumer(claim.consumer, now_ms)
        claimed: list[Entry] = []
        deleted: list[str] = []
        looks = claim.limit * _LOOKS_PER_ENTRY
        for place, id in enumerate(found.pending.between(first, MAX_ID, looks + 1)):
            if place == looks or len(claimed) + len(deleted) == claim.limit:
                return spell_id(id), claimed, deleted
            entry = stream.find(id)
            if entry is None:
                found.forget(id)
                deleted.append(spell_id(id))
            elif _claim_again(found, id, claim, now_ms):
                claimed.append(entry)
        return spell_id(0), claimed, deleted


def _pending(id: int, delivery: Delivery, now_ms: int) -> PendingEntry:
    """Return what is known of a pending entry."""
    idle_ms = max(now_ms - delivery.at_ms, 0)
    return PendingEntry(spell_id(id), delivery.consumer.name, idle_ms / _MS_PER_SECOND, delivery.count)


def _delivery_time(claim: Claim, now_ms: int) -> int:
    """Return when entries count as delivered: now, unless an earlier time is given.

    Raises:
        InvalidRequest: `NOT_AN_INTEGER` for a number of more than 64 bits.
    """
    given = ((claim.idle_ms, "the idle time"), (claim.at_ms, "the time"), (claim.deliveries, "the count"))
    for number, what in given:
        if number is not None:
            check_int64(number, "group_claim", what)
    at_ms = claim.at_ms
    if at_ms is None:
        at_ms = now_ms - (claim.idle_ms or 0)
    return at_ms if 0 <= at_ms <= now_ms else now_ms


def _claim(group: Group, id: int, name: str, claim: Claim, at_ms: int, now_ms: int) -> bool:
    """Give a present entry to a consumer, if it is pending for long enough, or by force; return whether it has it."""
    delivery = group.pending.get(id)
    if delivery is None:
        if not claim.force:
            return False
        group.deliver(id, group.consumer(name, now_ms), now_ms)
    elif claim.min_idle_ms > 0 and now_ms - delivery.at_ms < claim.min_idle_ms:
        return False
    delivery = group.hand_over(id, group.consumer(name, now_ms))
    delivery.at_ms = at_ms
    if claim.deliveries is not None and claim.deliveries >= 0:
        delivery.count = claim.deliveries
    else:
        delivery.count += 1
    return True


def _claim_again(group: Group, id: int, claim: AutomaticClaim, now_ms: int) -> bool:
    """Give a pending entry to a consumer, if it is pending for long enough; return whether it has it."""
    if claim.min_idle_ms > 0 and now_ms - group.pending[id].at_ms < claim.min_idle_ms:
        return False
    delivery = group.hand_over(id, group.consumer(claim.consumer, now_ms))
    delivery.at_ms = now_ms
    delivery.count += 1
    return True
