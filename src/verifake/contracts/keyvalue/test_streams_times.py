"""How long ago something was delivered, and a consumer asked for something: to the millisecond."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue._streams import add, ids_of, new
from verifake.ports.keyvalue import KeyValue
from verifake.proof import ClauseClock, clause

XPENDING = "https://redis.io/docs/latest/commands/xpending/"
XCLAIM = "https://redis.io/docs/latest/commands/xclaim/"
CONSUMERS = "https://redis.io/docs/latest/commands/xinfo-consumers/"
OBSERVED = "observed: valkey 9.1.2"

EXACT = ("time.exact",)
BACK = ("time.back", "time.exact")


def pending(store: KeyValue) -> None:
    """Let a consumer of a group have two pending entries, of three that there are."""
    add(store, "k", "1-1", "1-2", "1-3")
    store.group_create("k", "g", after="0")
    new(store, "x", count=2)


def idle(store: KeyValue) -> dict[str, float]:
    """Return for each pending entry how long ago it was delivered."""
    return {entry.id: entry.idle_seconds for entry in store.group_pending_entries("k", "g", count=9)}


def silent(store: KeyValue) -> dict[str, float]:
    """Return for each consumer how long ago it asked for something."""
    return {consumer.name: consumer.idle_seconds for consumer in store.group_consumers("k", "g")}


@clause("keyvalue.streams-times.delivery", source=XPENDING, needs=EXACT, hint="count seconds")
def test_an_entry_is_idle_since_it_was_delivered(store: KeyValue, clock: ClauseClock) -> None:
    clock.advance_exactly(0)
    pending(store)
    assert idle(store) == {"1-1": 0.0, "1-2": 0.0}
    clock.advance_exactly(1.234)
    new(store, "x")
    clock.advance_exactly(0.001)
    assert idle(store) == {"1-1": 1.235, "1-2": 1.235, "1-3": 0.001}


@clause("keyvalue.streams-times.history", source=OBSERVED, needs=EXACT, hint="leave the time of the first delivery")
def test_reading_the_history_is_a_delivery(store: KeyValue, clock: ClauseClock) -> None:
    pending(store)
    store.stream_delete("k", "1-1")
    clock.advance_exactly(5)
    store.group_read("g", "x", {"k": "0"})
    clock.advance_exactly(1)
    assert idle(store) == {"1-1": 6.0, "1-2": 1.0}


@clause("keyvalue.streams-times.set-back", source=OBSERVED, needs=EXACT)
def test_a_new_delivery_of_what_is_pending_is_one(store: KeyValue, clock: ClauseClock) -> None:
    pending(store)
    clock.advance_exactly(5)
    store.group_set_position("k", "g", "0")
    new(store, "y", count=1)
    assert idle(store) == {"1-1": 0.0, "1-2": 5.0}


@clause("keyvalue.streams-times.min-idle", source=XPENDING, needs=EXACT, hint="compare with >")
def test_an_entry_is_idle_for_long_enough_at_the_very_instant(store: KeyValue, clock: ClauseClock) -> None:
    pending(store)
    clock.advance_exactly(1.5)
    for seconds, found in ((1.499, 2), (1.5, 2), (1.5009, 2), (1.501, 0)):
        assert len(store.group_pending_entries("k", "g", count=9, min_idle_seconds=seconds)) == found
    assert store.group_claim("k", "g", "y", "1-1", min_idle_seconds=1.501) == []
    assert ids_of(store.group_claim("k", "g", "y", "1-1", min_idle_seconds=1.5)) == ["1-1"]
    assert store.group_claim_automatically("k", "g", "y", min_idle_seconds=1.501)[1] == []
    assert ids_of(store.group_claim_automatically("k", "g", "y", min_idle_seconds=1.5)[1]) == ["1-2"]
    assert idle(store) == {"1-1": 0.0, "1-2": 0.0}


@clause("keyvalue.streams-times.min-idle-count", source=XPENDING, needs=EXACT, hint="count before choosing")
def test_a_count_is_of_entries_that_are_idle_for_long_enough(store: KeyValue, clock: ClauseClock) -> None:
    pending(store)
    clock.advance_exactly(2)
    store.group_claim("k", "g", "x", "1-1", min_idle_seconds=0)
    found = store.group_pending_entries("k", "g", count=1, min_idle_seconds=1)
    assert [(entry.id, entry.idle_seconds) for entry in found] == [("1-2", 2.0)]


CLAIMS: list[tuple[dict[str, float], float]] = [
    ({}, 0.0),
    ({"idle_seconds": 60}, 60.0),
    ({"idle_seconds": 0.0019}, 0.001),
    ({"idle_seconds": -60}, 0.0),
    ({"idle_seconds": 9e15}, 0.0),
    ({"idle_seconds": 60, "deliveries": 3}, 60.0),
]


@clause("keyvalue.streams-times.claim", source=XCLAIM, needs=EXACT)
@pytest.mark.parametrize(("options", "after"), CLAIMS)
def test_a_claimed_entry_is_idle_as_long_as_it_is_said_to_be(
    store: KeyValue, clock: ClauseClock, options: dict[str, float], after: float
) -> None:
    clock.advance_exactly(0)
    pending(store)
    store.group_claim("k", "g", "y", "1-1", "1-3", min_idle_seconds=0, force=True, **options)  # type: ignore[arg-type]
    assert idle(store) == {"1-1": after, "1-2": 0.0, "1-3": after}


@clause("keyvalue.streams-times.claim-since", source=XCLAIM, needs=EXACT)
@pytest.mark.parametrize(("ago", "after"), [(0, 0.0), (60, 60.0), (0.001, 0.001), (-60, 0.0)])
def test_a_claimed_entry_can_be_idle_since_an_instant(
    store: KeyValue, clock: ClauseClock, ago: float, after: float
) -> None:
    clock.advance_exactly(0)
    pending(store)
    since = round(clock.now() - ago, 3)
    store.group_claim("k", "g", "y", "1-1", min_idle_seconds=0, idle_seconds=7, idle_since_seconds=since)
    assert idle(store)["1-1"] == after


@clause("keyvalue.streams-times.claim-since-1970", source=OBSERVED, needs=EXACT, hint="take any time before now")
def test_the_earliest_instant_is_the_beginning_of_unix_time(store: KeyValue, clock: ClauseClock) -> None:
    clock.advance_exactly(0)
    pending(store)
    store.group_claim("k", "g", "y", "1-1", min_idle_seconds=0, idle_since_seconds=0)
    store.group_claim("k", "g", "y", "1-2", min_idle_seconds=0, idle_since_seconds=-0.001)
    assert idle(store) == {"1-1": round(clock.now(), 3), "1-2": 0.0}


Step = Callable[[KeyValue], object]

ASKS: dict[str, Step] = {
    "new": lambda store: new(store, "x"),
    "in vain": lambda store: store.group_read("g", "x", {"k": ">"}, count=1),
    "history": lambda store: store.group_read("g", "x", {"k": "9"}),
    "claim": lambda store: store.group_claim("k", "g", "x", "1-1", min_idle_seconds=0),
    "claim in vain": lambda store: store.group_claim("k", "g", "x", "9-9", min_idle_seconds=0),
    "claim automatically": lambda store: store.group_claim_automatically("k", "g", "x", min_idle_seconds=3600),
}
OTHERS: dict[str, Step] = {
    "acknowledge": lambda store: store.group_acknowledge("k", "g", "1-1"),
    "pending": lambda store: store.group_pending_entries("k", "g", count=1, consumer="x"),
    "create": lambda store: store.group_create_consumer("k", "g", "x"),
    "another's claim": lambda store: store.group_claim("k", "g", "y", "1-1", min_idle_seconds=0),
}


@clause("keyvalue.streams-times.asking", source=CONSUMERS, needs=EXACT, hint="count what it got only")
@pytest.mark.parametrize("asks", ASKS)
def test_a_consumer_is_idle_since_it_asked(store: KeyValue, clock: ClauseClock, asks: str) -> None:
    pending(store)
    clock.advance_exactly(5)
    assert silent(store) == {"x": 5.0}
    ASKS[asks](store)
    clock.advance_exactly(0.002)
    assert silent(store) == {"x": 0.002}


@clause("keyvalue.streams-times.not-asking", source=OBSERVED, needs=EXACT, hint="take any mention of its name")
@pytest.mark.parametrize("other", OTHERS)
def test_what_else_concerns_a_consumer_is_not_its_asking(store: KeyValue, clock: ClauseClock, other: str) -> None:
    pending(store)
    clock.advance_exactly(5)
    OTHERS[other](store)
    assert silent(store)["x"] == 5.0


@clause("keyvalue.streams-times.created", source=CONSUMERS, needs=EXACT)
def test_a_consumer_is_idle_since_it_was_made(store: KeyValue, clock: ClauseClock) -> None:
    store.group_create("k", "g", create_stream=True)
    store.group_create_consumer("k", "g", "x")
    clock.advance_exactly(3.003)
    assert silent(store) == {"x": 3.003}


@clause("keyvalue.streams-times.clock-set-back", source=OBSERVED, needs=BACK, hint="return negative times")
def test_nothing_is_idle_for_less_than_no_time(store: KeyValue, clock: ClauseClock) -> None:
    pending(store)
    clock.set_back(60)
    assert idle(store) == {"1-1": 0.0, "1-2": 0.0}
    assert silent(store) == {"x": 0.0}
    assert store.group_pending_entries("k", "g", count=9, min_idle_seconds=0.001) == []
    assert store.group_claim("k", "g", "y", "1-1", min_idle_seconds=0.001) == []
    assert ids_of(store.group_claim("k", "g", "y", "1-1", min_idle_seconds=0)) == ["1-1"]
    clock.advance_exactly(61)
    assert idle(store) == {"1-1": 61.0, "1-2": 1.0}


@clause("keyvalue.streams-times.copied", source=OBSERVED, needs=EXACT, hint="begin anew")
def test_a_copy_keeps_times(store: KeyValue, clock: ClauseClock) -> None:
    pending(store)
    clock.advance_exactly(5)
    store.copy("k", "copy")
    clock.advance_exactly(1)
    assert [entry.idle_seconds for entry in store.group_pending_entries("copy", "g", count=9)] == [6.0, 6.0]
    assert [consumer.idle_seconds for consumer in store.group_consumers("copy", "g")] == [6.0]
