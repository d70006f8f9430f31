"""How many entries a group has read, and how many it has still to read, and when that cannot be told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue._streams import add, new
from verifake.ports.keyvalue import KeyValue, Trim
from verifake.proof import clause

LAG = "https://redis.io/docs/latest/commands/xinfo-groups/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"
OBSERVED_NEW = "observed: valkey 9.1.2 (redis 7.0.15 heeds fewer deletions)"

FOUR = ("1-1", "1-2", "1-3", "1-4")


def told(store: KeyValue) -> tuple[int | None, int | None]:
    """Return the count of entries read, and the lag."""
    (group,) = store.group_list("k")
    return group.entries_read, group.lag


@clause("keyvalue.streams-lag.reading", source=LAG)
def test_the_lag_goes_down_with_each_entry_read(store: KeyValue) -> None:
    add(store, "k", *FOUR)
    store.group_create("k", "g", after="0")
    assert told(store) == (None, 4)
    for read in range(1, 5):
        new(store, "x", count=1)
        assert told(store) == (read, 4 - read)
    add(store, "k", "2-1")
    assert told(store) == (4, 1)


@clause("keyvalue.streams-lag.empty", source=LAG)
def test_a_group_of_an_empty_stream_lags_by_nothing(store: KeyValue) -> None:
    store.group_create("k", "g", create_stream=True)
    assert told(store) == (None, 0)
    add(store, "k", "1-1")
    assert told(store) == (None, 1)


@clause("keyvalue.streams-lag.no-ack", source=OBSERVED, hint="count what is pending")
def test_entries_count_as_read_whatever_becomes_of_them(store: KeyValue) -> None:
    add(store, "k", *FOUR)
    store.group_create("k", "g", after="0")
    store.group_read("g", "x", {"k": ">"}, count=2, no_ack=True)
    new(store, "x", count=1)
    store.group_acknowledge("k", "g", "1-3")
    store.group_delete_consumer("k", "g", "x")
    assert told(store) == (3, 1)


POSITIONS: list[tuple[str, int | None]] = [
    ("0", 4),
    ("0-5", 4),
    ("1-1", 3),
    ("1-2", None),
    ("1-3", None),
    ("1-4", 0),
    ("$", 0),
    ("9-9", None),
]


@clause("keyvalue.streams-lag.positions", source=LAG, hint="count the entries behind the position")
@pytest.mark.parametrize(("after", "lag"), POSITIONS)
def test_the_lag_can_be_told_at_the_ends_only(store: KeyValue, after: str, lag: int | None) -> None:
    add(store, "k", *FOUR)
    store.group_create("k", "g", after=after)
    assert told(store) == (None, lag)


@clause("keyvalue.streams-lag.found-again", source=LAG, hint="count from where it began")
def test_the_count_is_found_again_at_the_last_entry(store: KeyValue) -> None:
    add(store, "k", *FOUR)
    store.group_create("k", "g", after="1-2")
    new(store, "x", count=1)
    assert told(store) == (None, None)
    new(store, "x", count=1)
    assert told(store) == (4, 0)


@clause("keyvalue.streams-lag.trusted", source=LAG, hint="correct what was given")
def test_a_count_that_was_given_is_trusted(store: KeyValue) -> None:
    add(store, "k", *FOUR)
    store.group_create("k", "g", after="1-2", entries_read=7)
    assert told(store) == (7, -3)
    new(store, "x", count=1)
    assert told(store) == (8, -4)


@clause("keyvalue.streams-lag.trimmed", source=LAG, hint="take trimming for deleting")
def test_trimming_keeps_the_lag_known(store: KeyValue) -> None:
    add(store, "k", *FOUR)
    store.group_create("k", "g", after="0")
    new(store, "x", count=1)
    store.stream_trim("k", Trim(max_length=3))
    assert told(store) == (1, 3)
    store.stream_trim("k", Trim(max_length=0))
    assert told(store) == (1, 3)


Step = Callable[[KeyValue], object]

DELETIONS: dict[str, tuple[Step, tuple[int | None, int | None]]] = {
    "read already": (lambda store: store.stream_delete("k", "1-1"), (2, 2)),
    "read last": (lambda store: store.stream_delete("k", "1-2"), (2, None)),
    "to be read": (lambda store: store.stream_delete("k", "1-3"), (2, None)),
    "to be read last": (lambda store: store.stream_delete("k", "1-4"), (2, None)),
    "all that was to be read": (lambda store: store.stream_delete("k", "1-3", "1-4"), (2, None)),
    "all": (lambda store: store.stream_delete("k", *FOUR), (2, 2)),
}


@clause("keyvalue.streams-lag.deleted", source=LAG, hint="count the entries that are there")
@pytest.mark.parametrize("deletion", DELETIONS)
def test_the_lag_cannot_be_told_where_something_was_deleted_ahead(store: KeyValue, deletion: str) -> None:
    add(store, "k", *FOUR)
    store.group_create("k", "g", after="0")
    new(store, "x", count=2)
    step, expected = DELETIONS[deletion]
    step(store)
    assert told(store) == expected


@clause("keyvalue.streams-lag.deleted-and-read", source=LAG)
def test_the_count_is_found_again_behind_what_was_deleted(store: KeyValue) -> None:
    add(store, "k", *FOUR)
    store.group_create("k", "g", after="0")
    new(store, "x", count=1)
    store.stream_delete("k", "1-3")
    new(store, "x", count=1)
    assert told(store) == (None, None)
    new(store, "x")
    assert told(store) == (4, 0)


@clause("keyvalue.streams-lag.deleted-first", source=OBSERVED_NEW, hint="count it as read")
def test_the_first_entry_may_be_deleted_unread(store: KeyValue) -> None:
    add(store, "k", *FOUR)
    store.group_create("k", "g", after="0", entries_read=0)
    store.stream_delete("k", "1-1")
    assert told(store) == (0, 3)
    new(store, "x", count=1)
    assert told(store) == (2, 2)


@clause("keyvalue.streams-lag.trimmed-unread", source=OBSERVED_NEW, hint="count on from what was read")
def test_entries_trimmed_unread_count_as_read_with_the_next(store: KeyValue) -> None:
    add(store, "k", *FOUR)
    store.group_create("k", "g", after="0", entries_read=0)
    store.stream_trim("k", Trim(max_length=2))
    assert told(store) == (0, 4)
    new(store, "x", count=1)
    assert told(store) == (3, 1)


@clause("keyvalue.streams-lag.added-before", source=LAG)
def test_the_count_of_entries_added_is_the_streams_own(store: KeyValue) -> None:
    add(store, "k", *FOUR)
    store.stream_set_last_id("k", "1-4", entries_added=100)
    store.group_create("k", "g", after="0")
    assert told(store) == (None, 4)
    new(store, "x", count=1)
    assert told(store) == (97, 3)
    new(store, "x")
    assert told(store) == (100, 0)
