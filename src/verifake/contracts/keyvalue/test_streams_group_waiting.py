"""Calls that wait for new entries in a group: who gets what, and what becomes of them when the group goes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue._plant import Plant, hold, kinds_but
from verifake.contracts.keyvalue._streams import VALUE, add, ids_of, new, owners
from verifake.errors import InvalidRequest, NotFound
from verifake.ports.keyvalue import Keys, KeyType, KeyValue, KeyValueCode, Streams, Trim
from verifake.proof import ACTORS, TIME_EXACT, Actor, Actors, ClauseClock, clause, rejects

XREADGROUP = "https://redis.io/docs/latest/commands/xreadgroup/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"
OBSERVED_NEW = "observed: valkey 9.1.2 (redis 7.0.15 looks at the stream that was filled only)"

NEEDS = (ACTORS,)
EXACT = (ACTORS, TIME_EXACT)


def reads(
    actors: Actors,
    consumer: str,
    *keys: str,
    count: int | None = None,
    seconds: float = 0,
    no_ack: bool = False,
) -> Actor[dict[str, list[str]]]:
    """Begin a call that waits for new entries, for ever unless said otherwise; it returns their ids by key."""
    after = dict.fromkeys(keys or ("k",), ">")

    def call(store: KeyValue) -> dict[str, list[str]]:
        found = store.group_read("g", consumer, after, count=count, wait_seconds=seconds, no_ack=no_ack)
        return {key: ids_of(entries) for key, entries in found.items()}

    return actors.start(call)


def a_group(store: KeyValue, *keys: str) -> None:
    """Let streams of one entry each have a group that has read it."""
    for key in keys or ("k",):
        add(store, key, "1-1")
        store.group_create(key, "g")


@clause("keyvalue.streams-group-waiting.entry", source=XREADGROUP, needs=NEEDS)
def test_a_read_waits_for_a_new_entry(store: KeyValue, actors: Actors) -> None:
    a_group(store)
    waiter = reads(actors, "x")
    assert waiter.waits
    add(store, "k", "1-2")
    assert waiter.result() == {"k": ["1-2"]}
    assert owners(store) == {"1-2": ("x", 1)}


@clause("keyvalue.streams-group-waiting.fair", source=XREADGROUP, needs=NEEDS, hint="give it to all who wait")
def test_who_has_waited_longest_gets_a_new_entry(store: KeyValue, actors: Actors) -> None:
    a_group(store)
    first, second, third = (reads(actors, consumer) for consumer in ("x", "y", "x"))
    add(store, "k", "1-2")
    assert first.result() == {"k": ["1-2"]}
    assert second.waits
    add(store, "k", "1-3")
    assert second.result() == {"k": ["1-3"]}
    assert third.waits
    assert owners(store) == {"1-2": ("x", 1), "1-3": ("y", 1)}


@clause("keyvalue.streams-group-waiting.shared", source=OBSERVED, needs=NEEDS)
def test_entries_of_a_transaction_are_shared_by_count(store: KeyValue, actors: Actors) -> None:
    a_group(store)
    first, second, third = reads(actors, "x", count=2), reads(actors, "y"), reads(actors, "z")
    with store.transaction() as transaction:
        for id in ("1-2", "1-3", "1-4", "1-5"):
            transaction.queue(Streams.stream_add, "k", VALUE, id=id)
        transaction.execute()
    assert (first.result(), second.result()) == ({"k": ["1-2", "1-3"]}, {"k": ["1-4", "1-5"]})
    assert third.waits


@clause("keyvalue.streams-group-waiting.other-group", source=XREADGROUP, needs=NEEDS)
def test_each_group_is_served(store: KeyValue, actors: Actors) -> None:
    a_group(store)
    store.group_create("k", "h")
    waiter = reads(actors, "x")
    other = actors.start(lambda store: store.group_read("h", "x", {"k": ">"}, wait_seconds=0))
    plain = actors.start(lambda store: store.stream_read({"k": "$"}, wait_seconds=0))
    add(store, "k", "1-2")
    assert [each.result().keys() for each in (waiter, other, plain)] == [{"k"}] * 3
    assert owners(store, group="h") == {"1-2": ("x", 1)}


@clause("keyvalue.streams-group-waiting.no-ack", source=XREADGROUP, needs=NEEDS)
def test_a_read_without_acknowledgement_leaves_nothing_pending(store: KeyValue, actors: Actors) -> None:
    a_group(store)
    waiter = reads(actors, "x", no_ack=True)
    add(store, "k", "1-2")
    assert waiter.result() == {"k": ["1-2"]}
    assert owners(store) == {}
    assert new(store, "y") == []


@clause("keyvalue.streams-group-waiting.consumer-deleted", source=OBSERVED, needs=NEEDS, hint="end the call")
def test_a_consumer_that_is_deleted_while_it_waits_is_made_again(store: KeyValue, actors: Actors) -> None:
    a_group(store)
    waiter = reads(actors, "x")
    store.group_delete_consumer("k", "g", "x")
    add(store, "k", "1-2")
    assert waiter.result() == {"k": ["1-2"]}
    assert owners(store) == {"1-2": ("x", 1)}


@clause("keyvalue.streams-group-waiting.set-back", source=OBSERVED, needs=NEEDS, hint="serve at once")
def test_a_group_that_is_set_back_wakes_nobody_until_an_entry_comes(store: KeyValue, actors: Actors) -> None:
    a_group(store)
    waiter = reads(actors, "x")
    store.group_set_position("k", "g", "0")
    assert waiter.waits
    add(store, "k", "1-2")
    assert waiter.result() == {"k": ["1-1", "1-2"]}


@clause("keyvalue.streams-group-waiting.several", source=OBSERVED_NEW, needs=NEEDS)
def test_a_read_gets_what_came_to_several_streams_at_once(store: KeyValue, actors: Actors) -> None:
    a_group(store, "a", "b")
    waiter = reads(actors, "x", "a", "b")
    with store.transaction() as transaction:
        transaction.queue(Streams.stream_add, "b", VALUE, id="2-1")
        transaction.queue(Streams.stream_add, "a", VALUE, id="3-1")
        transaction.execute()
    assert waiter.result() == {"a": ["3-1"], "b": ["2-1"]}


@clause("keyvalue.streams-group-waiting.gone", source=OBSERVED_NEW, needs=NEEDS, hint="return an empty list")
def test_what_came_and_went_at_once_wakes_nobody(store: KeyValue, actors: Actors) -> None:
    a_group(store)
    waiter = reads(actors, "x")
    store.stream_add("k", VALUE, id="1-2", trim=Trim(max_length=0))
    assert waiter.waits


ENDS: dict[str, Callable[[KeyValue], object]] = {
    "group destroyed": lambda store: store.group_destroy("k", "g"),
    "deleted": lambda store: store.delete("k"),
    "renamed": lambda store: store.rename("k", "other"),
    "expired at once": lambda store: store.expire("k", -1),
    "replaced by a copy": lambda store: store.copy("plain", "k", replace=True),
    "replaced by a rename": lambda store: store.rename("plain", "k"),
}


@clause("keyvalue.streams-group-waiting.ends", source=XREADGROUP, needs=NEEDS, hint="let it wait for ever")
@pytest.mark.parametrize("end", ENDS)
def test_a_read_ends_when_its_group_is_gone(store: KeyValue, actors: Actors, end: str) -> None:
    a_group(store)
    add(store, "plain", "5-1")
    waiters = [reads(actors, "x"), reads(actors, "y", seconds=100)]
    plain = actors.start(lambda store: store.stream_read({"k": "9"}, wait_seconds=0))
    ENDS[end](store)
    for waiter in waiters:
        with rejects(NotFound, KeyValueCode.NO_SUCH_GROUP):
            waiter.result()
    assert plain.waits


@clause("keyvalue.streams-group-waiting.other-kind", source=OBSERVED_NEW, needs=NEEDS, hint="let it wait on")
@pytest.mark.parametrize("kind", kinds_but(KeyType.STREAM))
def test_a_read_ends_when_another_kind_of_value_takes_the_streams_place(
    store: KeyValue, plant: Plant, actors: Actors, kind: KeyType
) -> None:
    a_group(store)
    waiter = reads(actors, "x")
    hold(store, plant, "k", kind)
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        waiter.result()


@clause("keyvalue.streams-group-waiting.one-of-several", source=XREADGROUP, needs=NEEDS)
@pytest.mark.parametrize("end", ["group destroyed", "deleted", "renamed"])
def test_a_read_of_several_streams_ends_when_one_of_them_is_gone(store: KeyValue, actors: Actors, end: str) -> None:
    a_group(store, "k", "stays")
    waiter = reads(actors, "x", "stays", "k")
    ENDS[end](store)
    with rejects(NotFound, KeyValueCode.NO_SUCH_GROUP):
        waiter.result()
    add(store, "stays", "1-2")
    assert new(store, "y", key="stays") == ["1-2"]


@clause("keyvalue.streams-group-waiting.made-again", source=OBSERVED, needs=NEEDS, hint="end the call")
def test_a_group_that_is_made_again_at_once_goes_on(store: KeyValue, actors: Actors) -> None:
    a_group(store)
    waiter = reads(actors, "x")
    with store.transaction() as transaction:
        transaction.queue(Streams.group_destroy, "k", "g")
        transaction.queue(Streams.group_create, "k", "g", after="0")
        transaction.execute()
    assert waiter.result() == {"k": ["1-1"]}


@clause("keyvalue.streams-group-waiting.stream-made-again", source=OBSERVED, needs=NEEDS)
def test_a_stream_that_is_made_again_at_once_goes_on(store: KeyValue, actors: Actors) -> None:
    a_group(store)
    waiter = reads(actors, "x")
    with store.transaction() as transaction:
        transaction.queue(Keys.delete, "k")
        transaction.queue(Streams.group_create, "k", "g", create_stream=True)
        transaction.execute()
    assert waiter.waits
    add(store, "k", "0-1")
    assert waiter.result() == {"k": ["0-1"]}


@clause("keyvalue.streams-group-waiting.other-groups", source=OBSERVED, needs=NEEDS)
def test_a_read_does_not_heed_what_becomes_of_other_groups(store: KeyValue, actors: Actors) -> None:
    a_group(store)
    store.group_create("k", "h")
    waiter = reads(actors, "x")
    store.group_destroy("k", "h")
    store.delete("other")
    assert waiter.waits


@clause("keyvalue.streams-group-waiting.in-time", source=XREADGROUP, needs=NEEDS)
def test_a_read_that_waits_in_vain_returns_nothing(store: KeyValue, actors: Actors, clock: ClauseClock) -> None:
    a_group(store)
    waiter, longer = reads(actors, "x", seconds=1), reads(actors, "y", seconds=3)
    clock.advance(2)
    add(store, "k", "1-2")
    assert (waiter.result(), longer.result()) == ({}, {"k": ["1-2"]})


@clause("keyvalue.streams-group-waiting.impossible", source=XREADGROUP, hint="wait for ever")
@pytest.mark.parametrize("seconds", [-1, -0.0001, -9.3e15, 9.3e15])
def test_an_impossible_time_is_rejected(store: KeyValue, seconds: float) -> None:
    a_group(store)
    for after in (">", "0", "bad"):
        with rejects(InvalidRequest, KeyValueCode.INVALID_TIMEOUT):
            store.group_read("g", "x", {"k": after}, wait_seconds=seconds)


@clause("keyvalue.streams-group-waiting.asked", source="observed: valkey 9.1.2", needs=EXACT)
def test_a_consumer_asks_when_it_begins_to_wait_and_when_it_is_served(
    store: KeyValue, actors: Actors, clock: ClauseClock
) -> None:
    a_group(store)
    waiter = reads(actors, "x")
    clock.advance_exactly(5)
    assert [c.idle_seconds for c in store.group_consumers("k", "g")] == [5.0]
    add(store, "k", "1-2")
    assert waiter.result() == {"k": ["1-2"]}
    assert [c.idle_seconds for c in store.group_consumers("k", "g")] == [0.0]
