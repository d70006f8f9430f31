"""Streams as keys: copied, moved, expired, in transactions, and of the wrong kind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue._plant import Plant, hold, kinds_but
from verifake.contracts.keyvalue._streams import VALUE, add, ids, ids_of, new, owners, whole_stream
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import Keys, KeyType, KeyValue, KeyValueCode, Streams, Trim
from verifake.proof import ClauseClock, clause, rejects

COPY = "https://redis.io/docs/latest/commands/copy/"
RENAME = "https://redis.io/docs/latest/commands/rename/"
EXPIRE = "https://redis.io/docs/latest/commands/expire/"
MULTI = "https://redis.io/docs/latest/develop/using-commands/transactions/"
STREAMS = "https://redis.io/docs/latest/develop/data-types/streams/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"


def a_stream(store: KeyValue) -> None:
    """Let a stream have deleted entries, and groups with consumers that have something pending."""
    add(store, "k", "1-1", "1-2", "1-3", "1-4")
    store.group_create("k", "g", after="0")
    new(store, "x", count=1)
    new(store, "y", count=1)
    store.group_read("g", "y", {"k": "0"})
    store.stream_delete("k", "1-2")
    store.group_create("k", "h", entries_read=3)
    store.group_create_consumer("k", "h", "z")


@clause("keyvalue.streams-life.copy", source=COPY, hint="leave groups out")
def test_a_copy_has_all_that_the_stream_has(store: KeyValue) -> None:
    a_stream(store)
    whole = whole_stream(store, "k")
    assert store.copy("k", "copy") is True
    assert whole_stream(store, "copy") == whole


@clause("keyvalue.streams-life.copy-is-independent", source=COPY, hint="share entries or groups")
def test_a_copy_and_its_origin_do_not_change_each_other(store: KeyValue) -> None:
    a_stream(store)
    whole = whole_stream(store, "k")
    store.copy("k", "copy")
    store.stream_add("copy", VALUE, id="2-1")
    store.stream_delete("copy", "1-1")
    store.group_acknowledge("copy", "g", "1-1")
    store.group_claim("copy", "g", "x", "1-3", min_idle_seconds=0, force=True)
    store.group_delete_consumer("copy", "g", "y")
    store.group_destroy("copy", "h")
    assert whole_stream(store, "k") == whole
    after = whole_stream(store, "copy")
    store.stream_trim("k", Trim(max_length=0))
    new(store, "x")
    assert whole_stream(store, "copy") == after


@clause("keyvalue.streams-life.rename", source=RENAME)
def test_a_renamed_stream_has_all_that_it_had(store: KeyValue) -> None:
    a_stream(store)
    whole = whole_stream(store, "k")
    store.rename("k", "new")
    assert whole_stream(store, "new") == whole
    assert store.exists("k") == 0
    assert new(store, "x", key="new") == ["1-3", "1-4"]


@clause("keyvalue.streams-life.deleted", source=OBSERVED, hint="remember the last id")
def test_a_deleted_stream_is_forgotten(store: KeyValue) -> None:
    a_stream(store)
    assert store.delete("k") == 1
    assert store.stream_add("k", VALUE, id="0-1") == "0-1"
    assert (store.stream_info("k").entries_added, store.group_list("k")) == (1, [])


@clause("keyvalue.streams-life.expired", source=EXPIRE)
def test_a_stream_expires(store: KeyValue, clock: ClauseClock) -> None:
    a_stream(store)
    store.expire("k", 1)
    clock.advance(2)
    assert store.stream_length("k") == 0
    assert store.stream_add("k", VALUE, id="1-1", only_if_present=True) is None
    assert store.exists("k") == 0


@clause("keyvalue.streams-life.transaction", source=MULTI)
def test_operations_on_streams_can_be_queued(store: KeyValue) -> None:
    with store.transaction() as transaction:
        added = transaction.queue(Streams.stream_add, "k", VALUE, id="1-1")
        transaction.queue(Streams.group_create, "k", "g", after="0")
        read = transaction.queue(Streams.group_read, "g", "x", {"k": ">"})
        pending = transaction.queue(Streams.group_pending, "k", "g")
        listed = transaction.queue(Streams.group_list, "k")
        refused = transaction.queue(Streams.stream_add, "k", VALUE, id="1-1")
        described = transaction.queue(Streams.stream_info, "k")
        transaction.queue(Keys.delete, "k")
        assert transaction.execute() is True
    assert added.value == "1-1"
    assert ids_of(read.value["k"]) == ["1-1"]
    assert (pending.value.consumers, listed.value[0].entries_read, described.value.length) == ({"x": 1}, 1, 1)
    with rejects(InvalidRequest, KeyValueCode.STREAM_ID_TOO_SMALL):
        _ = refused.value


@clause("keyvalue.streams-life.transaction-does-not-wait", source=MULTI, hint="wait for what comes later")
def test_a_read_in_a_transaction_does_not_wait(store: KeyValue) -> None:
    store.group_create("k", "g", create_stream=True)
    with store.transaction() as transaction:
        read = transaction.queue(Streams.stream_read, {"k": "$"}, wait_seconds=0)
        in_group = transaction.queue(Streams.group_read, "g", "x", {"k": ">"}, wait_seconds=100)
        transaction.queue(Streams.stream_add, "k", VALUE, id="1-1")
        assert transaction.execute() is True
    assert (read.value, in_group.value) == ({}, {})
    assert ids(store, "k") == ["1-1"]
    assert owners(store) == {}


REFUSED: dict[str, Callable[[KeyValue], object]] = {
    "stream_add": lambda store: store.stream_add("k", VALUE),
    "stream_add only_if_present": lambda store: store.stream_add("k", VALUE, id="1-1", only_if_present=True),
    "stream_length": lambda store: store.stream_length("k"),
    "stream_range": lambda store: store.stream_range("k"),
    "stream_range none": lambda store: store.stream_range("k", "+", "-", count=0),
    "stream_range reverse": lambda store: store.stream_range("k", reverse=True),
    "stream_read": lambda store: store.stream_read({"absent": "0", "k": "$"}),
    "stream_read waiting": lambda store: store.stream_read({"absent": "0", "k": "$"}, wait_seconds=1),
    "stream_delete": lambda store: store.stream_delete("k", "bad"),
    "stream_trim": lambda store: store.stream_trim("k", Trim(max_length=0)),
    "stream_set_last_id": lambda store: store.stream_set_last_id("k", "0"),
    "stream_info": lambda store: store.stream_info("k"),
    "group_create": lambda store: store.group_create("k", "g", after="bad"),
    "group_create stream": lambda store: store.group_create("k", "g", create_stream=True),
    "group_destroy": lambda store: store.group_destroy("k", "g"),
    "group_set_position": lambda store: store.group_set_position("k", "g", "bad"),
    "group_create_consumer": lambda store: store.group_create_consumer("k", "g", "x"),
    "group_delete_consumer": lambda store: store.group_delete_consumer("k", "g", "x"),
    "group_read": lambda store: store.group_read("g", "x", {"k": "bad"}),
    "group_read waiting": lambda store: store.group_read("g", "x", {"k": ">"}, wait_seconds=1),
    "group_acknowledge": lambda store: store.group_acknowledge("k", "g", "bad"),
    "group_pending": lambda store: store.group_pending("k", "g"),
    "group_pending_entries": lambda store: store.group_pending_entries("k", "g", count=0),
    "group_claim": lambda store: store.group_claim("k", "g", "x", "bad", min_idle_seconds=0),
    "group_claim_automatically": lambda store: store.group_claim_automatically("k", "g", "x", min_idle_seconds=0),
    "group_list": lambda store: store.group_list("k"),
    "group_consumers": lambda store: store.group_consumers("k", "g"),
}


@clause("keyvalue.streams-life.wrong-type", source=STREAMS, hint="read the other kind as empty, or replace it")
@pytest.mark.parametrize("kind", kinds_but(KeyType.STREAM))
@pytest.mark.parametrize("operation", REFUSED)
def test_an_operation_on_streams_refuses_any_other_kind(
    store: KeyValue, plant: Plant, operation: str, kind: KeyType
) -> None:
    hold(store, plant, "k", kind)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        REFUSED[operation](store)
