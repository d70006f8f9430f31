"""Calls that wait for entries of streams: who gets what, and when."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from verifake.contracts.keyvalue._plant import Plant, hold, kinds_but
from verifake.contracts.keyvalue._streams import VALUE, add, ids_of
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import Entry, Keys, KeyType, KeyValue, KeyValueCode, Streams, Trim
from verifake.proof import ACTORS, TIME_EXACT, Actor, Actors, ClauseClock, clause, rejects

XREAD = "https://redis.io/docs/latest/commands/xread/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"
OBSERVED_NEW = "observed: valkey 9.1.2 (redis 7.0.15 looks at the stream that was filled only)"

NEEDS = (ACTORS,)
EXACT = (ACTORS, TIME_EXACT)

Read = dict[str, list[Entry]]


def reads(
    actors: Actors, after: Mapping[str, str], *, count: int | None = None, seconds: float = 0
) -> Actor[dict[str, list[str]]]:
    """Begin a call that waits for entries, for ever unless said otherwise; it returns their ids by key."""

    def call(store: KeyValue) -> dict[str, list[str]]:
        found: Read = store.stream_read(after, count=count, wait_seconds=seconds)
        return {key: ids_of(entries) for key, entries in found.items()}

    return actors.start(call)


@clause("keyvalue.streams-waiting.entry", source=XREAD, needs=NEEDS)
def test_a_read_waits_for_an_entry(store: KeyValue, actors: Actors) -> None:
    add(store, "k", "1-1")
    waiter = reads(actors, {"k": "$"})
    assert waiter.waits
    add(store, "k", "1-2")
    assert waiter.result() == {"k": ["1-2"]}


@clause("keyvalue.streams-waiting.absent-stream", source=XREAD, needs=NEEDS, hint="return nothing")
def test_a_read_waits_for_a_stream(store: KeyValue, actors: Actors) -> None:
    waiters = [reads(actors, {"k": after}) for after in ("$", "0")]
    store.group_create("k", "g", create_stream=True)
    assert all(waiter.waits for waiter in waiters)
    add(store, "k", "1-1")
    assert [waiter.result() for waiter in waiters] == [{"k": ["1-1"]}] * 2


@clause("keyvalue.streams-waiting.all", source=XREAD, needs=NEEDS, hint="serve who has waited longest only")
def test_all_who_wait_get_an_entry(store: KeyValue, actors: Actors) -> None:
    waiters = [reads(actors, {"k": "$"}) for _ in range(3)]
    add(store, "k", "1-1")
    assert [waiter.result() for waiter in waiters] == [{"k": ["1-1"]}] * 3
    assert store.stream_length("k") == 1


@clause("keyvalue.streams-waiting.after-id", source=XREAD, needs=NEEDS, hint="return any entry that comes")
def test_a_read_waits_for_an_entry_after_its_id(store: KeyValue, actors: Actors) -> None:
    waiter = reads(actors, {"k": "5-0"})
    add(store, "k", "1-1", "5-0")
    assert waiter.waits
    add(store, "k", "5-1")
    assert waiter.result() == {"k": ["5-1"]}


@clause("keyvalue.streams-waiting.last-id-is-pinned", source=OBSERVED, needs=NEEDS, hint="look for the last id again")
def test_from_now_on_is_from_the_beginning_of_the_call_on(store: KeyValue, actors: Actors) -> None:
    add(store, "k", "5-0")
    waiter = reads(actors, {"k": "$"})
    store.delete("k")
    add(store, "k", "1-1", "5-0")
    assert waiter.waits
    add(store, "k", "5-1")
    assert waiter.result() == {"k": ["5-1"]}


@clause("keyvalue.streams-waiting.whole-transaction", source=XREAD, needs=NEEDS, hint="serve with the first entry")
def test_a_read_gets_all_that_a_transaction_adds(store: KeyValue, actors: Actors) -> None:
    waiter, first = reads(actors, {"k": "$"}), reads(actors, {"k": "$"}, count=1)
    with store.transaction() as transaction:
        transaction.queue(Streams.stream_add, "k", VALUE, id="1-1")
        transaction.queue(Streams.stream_add, "k", VALUE, id="1-2")
        assert waiter.waits
        transaction.execute()
    assert (waiter.result(), first.result()) == ({"k": ["1-1", "1-2"]}, {"k": ["1-1"]})


@clause("keyvalue.streams-waiting.any-key", source=XREAD, needs=NEEDS)
def test_a_read_waits_for_any_of_its_streams(store: KeyValue, actors: Actors) -> None:
    waiter = reads(actors, {"a": "$", "b": "5", "c": "0"})
    add(store, "b", "5-1")
    assert waiter.result() == {"b": ["5-1"]}


@clause("keyvalue.streams-waiting.several", source=OBSERVED_NEW, needs=NEEDS, hint="return the first stream only")
def test_a_read_gets_what_came_to_several_streams_at_once(store: KeyValue, actors: Actors) -> None:
    waiter = reads(actors, {"a": "$", "b": "$"})
    with store.transaction() as transaction:
        transaction.queue(Streams.stream_add, "b", VALUE, id="1-1")
        transaction.queue(Streams.stream_add, "a", VALUE, id="2-1")
        transaction.execute()
    assert waiter.result() == {"a": ["2-1"], "b": ["1-1"]}


@clause("keyvalue.streams-waiting.gone", source=OBSERVED_NEW, needs=NEEDS, hint="return an empty list")
def test_what_came_and_went_at_once_wakes_nobody(store: KeyValue, actors: Actors) -> None:
    waiter = reads(actors, {"k": "$"})
    store.stream_add("k", VALUE, id="1-1", trim=Trim(max_length=0))
    assert waiter.waits
    with store.transaction() as transaction:
        transaction.queue(Streams.stream_add, "k", VALUE, id="1-2")
        transaction.queue(Streams.stream_delete, "k", "1-2")
        transaction.execute()
    assert waiter.waits
    add(store, "k", "1-3")
    assert waiter.result() == {"k": ["1-3"]}


@clause("keyvalue.streams-waiting.moved-in", source=OBSERVED, needs=NEEDS, hint="heed entries that are added only")
def test_a_stream_that_is_renamed_or_copied_is_read(store: KeyValue, actors: Actors) -> None:
    first, second = reads(actors, {"k": "5"}), reads(actors, {"copy": "5"})
    add(store, "other", "4-1", "6-1")
    store.copy("other", "copy")
    store.rename("other", "k")
    assert (first.result(), second.result()) == ({"k": ["6-1"]}, {"copy": ["6-1"]})


@clause("keyvalue.streams-waiting.nothing-new", source=OBSERVED, needs=NEEDS)
def test_what_adds_no_entry_wakes_nobody(store: KeyValue, actors: Actors) -> None:
    add(store, "k", "1-1")
    waiter = reads(actors, {"k": "$"})
    store.group_create("k", "g")
    store.stream_delete("k", "1-1")
    store.group_destroy("k", "g")
    store.stream_set_last_id("k", "9-9")
    store.delete("k")
    assert waiter.waits
    add(store, "k", "1-2")
    assert waiter.result() == {"k": ["1-2"]}


@clause("keyvalue.streams-waiting.other-kind", source=OBSERVED, needs=NEEDS, hint="refuse it")
@pytest.mark.parametrize("kind", kinds_but(KeyType.STREAM))
def test_a_value_of_another_kind_wakes_nobody(store: KeyValue, plant: Plant, actors: Actors, kind: KeyType) -> None:
    add(store, "k", "1-1")
    waiter = reads(actors, {"k": "$"})
    hold(store, plant, "k", kind)
    assert waiter.waits
    store.delete("k")
    add(store, "k", "1-2")
    assert waiter.result() == {"k": ["1-2"]}


@clause("keyvalue.streams-waiting.other-kind-beside", source=OBSERVED_NEW, needs=NEEDS)
def test_a_value_of_another_kind_is_refused_when_another_stream_is_filled(
    store: KeyValue, plant: Plant, actors: Actors
) -> None:
    waiter = reads(actors, {"a": "$", "b": "$"})
    plant("a", KeyType.LIST)
    add(store, "b", "1-1")
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        waiter.result()


@clause("keyvalue.streams-waiting.last-entry", source=OBSERVED_NEW, needs=NEEDS, hint="pin the place before the last")
def test_a_read_may_wait_for_the_last_entry(store: KeyValue, actors: Actors) -> None:
    waiter = reads(actors, {"k": "+"})
    with store.transaction() as transaction:
        transaction.queue(Streams.stream_add, "k", VALUE, id="1-1")
        transaction.queue(Streams.stream_add, "k", VALUE, id="1-2")
        transaction.execute()
    assert waiter.result() == {"k": ["1-2"]}


@clause("keyvalue.streams-waiting.in-time", source=XREAD, needs=NEEDS)
def test_a_read_that_waits_in_vain_returns_nothing(store: KeyValue, actors: Actors, clock: ClauseClock) -> None:
    add(store, "k", "1-1")
    waiter, longer = reads(actors, {"k": "$", "absent": "0"}, seconds=1), reads(actors, {"k": "$"}, seconds=3)
    clock.advance(2)
    assert waiter.result() == {}
    assert longer.waits
    add(store, "k", "1-2")
    assert longer.result() == {"k": ["1-2"]}
    assert store.exists("absent") == 0


@clause("keyvalue.streams-waiting.instant", source="observed: valkey 9.1.2", needs=EXACT, hint="round to seconds")
@pytest.mark.parametrize(("seconds", "last"), [(0.5, 0.5), (0.0019, 0.001), (0.0001, 0.001), (1e-9, 0.001)])
def test_a_read_waits_to_the_millisecond(
    store: KeyValue, actors: Actors, clock: ClauseClock, seconds: float, last: float
) -> None:
    clock.advance_exactly(0)
    waiter = reads(actors, {"k": "$"}, seconds=seconds)
    clock.advance_exactly(last)
    assert waiter.waits
    clock.advance_exactly(0.001)
    assert waiter.result() == {}
    assert store.exists("k") == 0


@clause("keyvalue.streams-waiting.impossible", source=XREAD, hint="wait for ever")
@pytest.mark.parametrize("seconds", [-1, -0.0001, -9.3e15, 9.3e15])
def test_an_impossible_time_is_rejected(store: KeyValue, seconds: float) -> None:
    add(store, "k", "1-1")
    for after in ("0", "$", "bad"):
        with rejects(InvalidRequest, KeyValueCode.INVALID_TIMEOUT):
            store.stream_read({"k": after}, wait_seconds=seconds)


@clause("keyvalue.streams-waiting.beyond-time", source="observed: valkey 9.1.2", hint="take any number of 64 bits")
def test_a_time_that_ends_beyond_64_bits_is_rejected(store: KeyValue) -> None:
    add(store, "k", "1-1")
    with rejects(InvalidRequest, KeyValueCode.INVALID_TIMEOUT):
        store.stream_read({"k": "0"}, wait_seconds=9223372036854775)
    assert store.stream_read({"k": "0"}, wait_seconds=9e15) == {"k": [Entry("1-1", (("f", b"v"),))]}


@clause("keyvalue.streams-waiting.deleted-in-transaction", source=OBSERVED, needs=NEEDS)
def test_a_stream_that_is_gone_at_the_end_of_a_transaction_wakes_nobody(store: KeyValue, actors: Actors) -> None:
    waiter = reads(actors, {"k": "0"})
    with store.transaction() as transaction:
        transaction.queue(Streams.stream_add, "k", VALUE, id="1-1")
        transaction.queue(Keys.delete, "k")
        transaction.execute()
    assert waiter.waits
