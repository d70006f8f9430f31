"""What is pending in a group, and how it is acknowledged."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._streams import add, ids, new, owners
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest, NotFound
from verifake.ports.keyvalue import Exclusive, IdBound, KeyValue, KeyValueCode, PendingSummary
from verifake.proof import clause, rejects

XACK = "https://redis.io/docs/latest/commands/xack/"
XPENDING = "https://redis.io/docs/latest/commands/xpending/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

LAST = 2**64 - 1
LARGEST = 2**63 - 1


def two_consumers(store: KeyValue) -> None:
    """Let two consumers of a group have five pending entries, of six that there are."""
    add(store, "k", "1-1", "1-2", "2-0", "2-7", "3-1", "3-2")
    store.group_create("k", "g", after="0")
    new(store, "x", count=2)
    new(store, "y", count=2)
    new(store, "x", count=1)


@clause("keyvalue.streams-acknowledge.counts", source=XACK, hint="count the ids that were given")
def test_acknowledging_counts_what_was_pending(store: KeyValue) -> None:
    two_consumers(store)
    assert store.group_acknowledge("k", "g", "1-1", "2-0", "3-2", "9-9", "1-1", "2") == 2
    assert owners(store) == {"1-2": ("x", 1), "2-7": ("y", 1), "3-1": ("x", 1)}
    assert [(c.name, c.pending) for c in store.group_consumers("k", "g")] == [("x", 2), ("y", 1)]
    assert len(ids(store, "k")) == 6


@clause("keyvalue.streams-acknowledge.own-group", source=XACK)
def test_an_entry_is_acknowledged_in_one_group(store: KeyValue) -> None:
    two_consumers(store)
    store.group_create("k", "h", after="0")
    new(store, "x", group="h", count=1)
    assert store.group_acknowledge("k", "g", "1-1") == 1
    assert owners(store, group="h") == {"1-1": ("x", 1)}


@clause("keyvalue.streams-acknowledge.deleted", source=OBSERVED, hint="look for the entry")
def test_a_deleted_entry_can_be_acknowledged(store: KeyValue) -> None:
    two_consumers(store)
    store.stream_delete("k", "1-1")
    assert store.group_acknowledge("k", "g", "1-1") == 1


@clause("keyvalue.streams-acknowledge.absent", source=XACK, hint="raise for an absent group")
def test_nothing_is_acknowledged_where_there_is_no_group(store: KeyValue) -> None:
    two_consumers(store)
    with unchanged(store, "k", "absent"):
        assert store.group_acknowledge("absent", "g", "1-1") == 0
        assert store.group_acknowledge("k", "absent", "1-1") == 0


@clause("keyvalue.streams-acknowledge.no-ids", source=XACK)
def test_acknowledging_nothing_is_rejected_before_all_else(store: KeyValue) -> None:
    two_consumers(store)
    store.set("text", b"v")
    for key in ("k", "text", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            store.group_acknowledge(key, "g")


@clause("keyvalue.streams-pending.summary", source=XPENDING, hint="list consumers that have nothing")
def test_a_summary_counts_what_is_pending(store: KeyValue) -> None:
    two_consumers(store)
    store.group_create_consumer("k", "g", "z")
    assert store.group_pending("k", "g") == PendingSummary(5, "1-1", "3-1", {"x": 3, "y": 2})
    store.group_acknowledge("k", "g", "1-1", "3-1", "2-0")
    assert store.group_pending("k", "g") == PendingSummary(2, "1-2", "2-7", {"x": 1, "y": 1})
    store.group_acknowledge("k", "g", "1-2", "2-7")
    assert store.group_pending("k", "g") == PendingSummary(0, None, None, {})


@clause("keyvalue.streams-pending.absent", source=XPENDING)
def test_what_is_pending_needs_a_group(store: KeyValue) -> None:
    two_consumers(store)
    for key, group in (("absent", "g"), ("k", "absent")):
        with unchanged(store, "k", "absent"), rejects(NotFound, KeyValueCode.NO_SUCH_GROUP):
            store.group_pending(key, group)
        with unchanged(store, "k", "absent"), rejects(NotFound, KeyValueCode.NO_SUCH_GROUP):
            store.group_pending_entries(key, group, count=0, consumer="x")


RANGES: list[tuple[IdBound, IdBound, list[str]]] = [
    ("-", "+", ["1-1", "1-2", "2-0", "2-7", "3-1"]),
    ("1-2", "2-0", ["1-2", "2-0"]),
    ("2", "2", ["2-0", "2-7"]),
    (Exclusive("1-1"), Exclusive("2-7"), ["1-2", "2-0"]),
    ("2-1", "2-6", []),
    ("3-2", "+", []),
    ("+", "-", []),
]


@clause("keyvalue.streams-pending.range", source=XPENDING)
@pytest.mark.parametrize(("start", "end", "found"), RANGES)
def test_pending_entries_lie_in_a_range(store: KeyValue, start: IdBound, end: IdBound, found: list[str]) -> None:
    two_consumers(store)
    assert [each.id for each in store.group_pending_entries("k", "g", start=start, end=end, count=9)] == found


@clause("keyvalue.streams-pending.entry", source=XPENDING)
def test_a_pending_entry_says_who_has_it_and_how_often_it_was_delivered(store: KeyValue) -> None:
    two_consumers(store)
    store.group_read("g", "y", {"k": "0"})
    (entry,) = store.group_pending_entries("k", "g", start="2-0", count=1)
    assert (entry.id, entry.consumer, entry.deliveries) == ("2-0", "y", 2)
    assert 0 <= entry.idle_seconds < 5


@clause("keyvalue.streams-pending.count", source=XPENDING, hint="take zero for no limit")
@pytest.mark.parametrize(("count", "found"), [(1, 1), (4, 4), (5, 5), (LARGEST, 5), (0, 0), (-1, 0), (-LARGEST - 1, 0)])
def test_pending_entries_are_at_most_as_many_as_asked_for(store: KeyValue, count: int, found: int) -> None:
    two_consumers(store)
    assert len(store.group_pending_entries("k", "g", count=count)) == found


@clause("keyvalue.streams-pending.consumer", source=XPENDING)
def test_pending_entries_of_one_consumer(store: KeyValue) -> None:
    two_consumers(store)
    store.group_create_consumer("k", "g", "z")
    for consumer, found in (("x", ["1-1", "1-2", "3-1"]), ("y", ["2-0", "2-7"]), ("z", []), ("absent", [])):
        entries = store.group_pending_entries("k", "g", count=9, consumer=consumer)
        assert [entry.id for entry in entries] == found
    assert [e.id for e in store.group_pending_entries("k", "g", start="1-2", count=1, consumer="x")] == ["1-2"]
    assert [c.name for c in store.group_consumers("k", "g")] == ["x", "y", "z"]


@clause("keyvalue.streams-pending.deleted", source=OBSERVED, hint="leave deleted entries out")
def test_deleted_entries_are_among_what_is_pending(store: KeyValue) -> None:
    two_consumers(store)
    store.stream_delete("k", "1-1", "2-0")
    assert store.group_pending("k", "g").count == 5
    assert [e.id for e in store.group_pending_entries("k", "g", count=3)] == ["1-1", "1-2", "2-0"]


@clause("keyvalue.streams-pending.not-idle", source=XPENDING)
@pytest.mark.parametrize(("seconds", "found"), [(0, 5), (-1, 5), (0.0009, 5), (3600, 0), (9.2e15, 0), (-9.2e15, 5)])
def test_pending_entries_that_are_idle_for_long_enough(store: KeyValue, seconds: float, found: int) -> None:
    two_consumers(store)
    assert len(store.group_pending_entries("k", "g", count=9, min_idle_seconds=seconds)) == found


@clause("keyvalue.streams-pending.order", source=OBSERVED, hint="look for the group first")
def test_numbers_and_then_ids_are_judged_before_the_key(store: KeyValue) -> None:
    store.set("text", b"v")
    for key in ("absent", "text"):
        with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.group_pending_entries(key, "g", start="bad", count=LARGEST + 1)
        with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.group_pending_entries(key, "g", start="bad", count=1, min_idle_seconds=9.3e15)
        with rejects(InvalidRequest, KeyValueCode.INVALID_STREAM_ID):
            store.group_pending_entries(key, "g", end="bad", count=0)
        with rejects(InvalidRequest, KeyValueCode.INVALID_STREAM_ID):
            store.group_pending_entries(key, "g", start=Exclusive(f"{LAST}-{LAST}"), count=1)
        with rejects(InvalidRequest, KeyValueCode.INVALID_STREAM_ID):
            store.group_pending_entries(key, "g", end=Exclusive("0-0"), count=1, min_idle_seconds=1)
