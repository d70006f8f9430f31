"""Reading in a group: what is new, and what a consumer has pending. Nobody waits here."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._streams import VALUE, add, ids_of, new, owners
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest, NotFound
from verifake.ports.keyvalue import Entry, KeyValue, KeyValueCode, Trim
from verifake.proof import clause, rejects

XREADGROUP = "https://redis.io/docs/latest/commands/xreadgroup/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"
OBSERVED_NEW = "observed: valkey 9.1.2 (redis 7.0.15 makes a consumer only when it gets something)"

LAST = 2**64 - 1
LARGEST = 2**63 - 1


def history(store: KeyValue, consumer: str, after: str = "0", count: int | None = None) -> list[Entry]:
    """Return what a consumer has pending."""
    return store.group_read("g", consumer, {"k": after}, count=count)["k"]


def a_group(store: KeyValue) -> None:
    """Let a stream of four entries have a group that has read none."""
    add(store, "k", "1-1", "1-2", "1-3", "1-4")
    store.group_create("k", "g", after="0")


@clause("keyvalue.streams-group-read.once", source=XREADGROUP, hint="deliver an entry to every consumer")
def test_each_entry_is_delivered_to_one_consumer(store: KeyValue) -> None:
    a_group(store)
    assert new(store, "x", count=1) == ["1-1"]
    assert new(store, "y", count=2) == ["1-2", "1-3"]
    assert new(store, "x") == ["1-4"]
    assert new(store, "y") == []
    assert owners(store) == {"1-1": ("x", 1), "1-2": ("y", 1), "1-3": ("y", 1), "1-4": ("x", 1)}


@clause("keyvalue.streams-group-read.entries", source=XREADGROUP)
def test_new_entries_come_with_their_fields(store: KeyValue) -> None:
    store.stream_add("k", [("a", b"1"), ("a", b"2")], id="1-1")
    store.group_create("k", "g", after="0")
    assert store.group_read("g", "x", {"k": ">"}) == {"k": [Entry("1-1", (("a", b"1"), ("a", b"2")))]}
    assert store.group_read("g", "x", {"k": ">"}) == {}


@clause("keyvalue.streams-group-read.counts", source=OBSERVED, hint="return nothing for zero")
@pytest.mark.parametrize("count", [0, -1, -LARGEST - 1, LARGEST, 4, 5])
def test_a_count_of_zero_or_less_is_none(store: KeyValue, count: int) -> None:
    a_group(store)
    assert new(store, "x", count=count) == ["1-1", "1-2", "1-3", "1-4"]
    assert ids_of(history(store, "x", count=count)) == ["1-1", "1-2", "1-3", "1-4"]


@clause("keyvalue.streams-group-read.history", source=XREADGROUP, hint="return what others have pending too")
def test_an_id_asks_for_what_the_consumer_itself_has_pending_after_it(store: KeyValue) -> None:
    a_group(store)
    new(store, "x", count=1)
    new(store, "y", count=1)
    new(store, "x", count=2)
    assert ids_of(history(store, "x")) == ["1-1", "1-3", "1-4"]
    assert ids_of(history(store, "x", after="1-1")) == ["1-3", "1-4"]
    assert ids_of(history(store, "x", after="1-2", count=1)) == ["1-3"]
    assert ids_of(history(store, "y", after="1")) == ["1-2"]
    assert history(store, "x", after="1-4") == []


@clause("keyvalue.streams-group-read.history-of-nobody", source=OBSERVED, hint="leave the stream out")
def test_a_history_is_an_empty_list_where_nothing_is_pending(store: KeyValue) -> None:
    a_group(store)
    assert store.group_read("g", "x", {"k": "0"}) == {"k": []}
    assert store.group_read("g", "x", {"k": "9"}, wait_seconds=1) == {"k": []}
    assert [c.name for c in store.group_consumers("k", "g")] == ["x"]
    assert store.group_list("k")[0].last_delivered_id == "0-0"


@clause("keyvalue.streams-group-read.history-counts", source=XREADGROUP, hint="count first deliveries only")
def test_reading_the_history_counts_as_a_delivery(store: KeyValue) -> None:
    a_group(store)
    new(store, "x", count=2)
    history(store, "x")
    history(store, "x", after="1-1")
    assert owners(store) == {"1-1": ("x", 2), "1-2": ("x", 3)}


@clause("keyvalue.streams-group-read.history-deleted", source=XREADGROUP, hint="leave deleted entries out")
def test_deleted_entries_are_in_the_history_without_fields(store: KeyValue) -> None:
    a_group(store)
    new(store, "x", count=3)
    store.stream_delete("k", "1-2")
    store.stream_trim("k", Trim(min_id="1-2"))
    assert history(store, "x") == [Entry("1-1", None), Entry("1-2", None), Entry("1-3", (("f", b"v"),))]
    assert owners(store) == {"1-1": ("x", 1), "1-2": ("x", 1), "1-3": ("x", 2)}


@clause("keyvalue.streams-group-read.history-acknowledged", source=XREADGROUP)
def test_acknowledged_entries_are_not_in_the_history(store: KeyValue) -> None:
    a_group(store)
    new(store, "x")
    store.group_acknowledge("k", "g", "1-1", "1-3")
    assert ids_of(history(store, "x")) == ["1-2", "1-4"]


@clause("keyvalue.streams-group-read.largest-id", source=OBSERVED, hint="read the history after it")
def test_the_largest_id_of_all_asks_for_new_entries(store: KeyValue) -> None:
    a_group(store)
    assert ids_of(store.group_read("g", "x", {"k": f"{LAST}-{LAST}"}, count=1)["k"]) == ["1-1"]
    assert store.group_read("g", "x", {"k": f"{LAST}-{LAST - 1}"}) == {"k": []}


@clause("keyvalue.streams-group-read.no-ack", source=XREADGROUP, hint="leave the position where it was")
def test_entries_read_without_acknowledgement_are_not_pending(store: KeyValue) -> None:
    a_group(store)
    found = store.group_read("g", "x", {"k": ">"}, count=2, no_ack=True)
    assert ids_of(found["k"]) == ["1-1", "1-2"]
    assert owners(store) == {}
    assert new(store, "y", count=1) == ["1-3"]
    assert [c.name for c in store.group_consumers("k", "g")] == ["x", "y"]


@clause("keyvalue.streams-group-read.no-ack-of-history", source=OBSERVED, hint="acknowledge the history")
def test_no_ack_does_not_matter_to_the_history(store: KeyValue) -> None:
    a_group(store)
    new(store, "x", count=1)
    assert ids_of(store.group_read("g", "x", {"k": "0"}, no_ack=True)["k"]) == ["1-1"]
    assert owners(store) == {"1-1": ("x", 2)}


@clause("keyvalue.streams-group-read.no-ack-of-pending", source=OBSERVED, hint="take it off the pending list")
def test_no_ack_leaves_what_is_pending_already(store: KeyValue) -> None:
    a_group(store)
    new(store, "x", count=1)
    store.group_set_position("k", "g", "0")
    found = store.group_read("g", "y", {"k": ">"}, count=1, no_ack=True)
    assert ids_of(found["k"]) == ["1-1"]
    assert owners(store) == {"1-1": ("x", 1)}


@clause("keyvalue.streams-group-read.set-back", source=OBSERVED, hint="count one more delivery")
def test_what_is_read_again_after_the_group_was_set_back_is_as_new(store: KeyValue) -> None:
    a_group(store)
    new(store, "x", count=2)
    history(store, "x")
    store.group_set_position("k", "g", "1-1")
    assert new(store, "y", count=1) == ["1-2"]
    assert owners(store) == {"1-1": ("x", 2), "1-2": ("y", 1)}
    assert ids_of(history(store, "x")) == ["1-1"]


@clause("keyvalue.streams-group-read.deleted", source=OBSERVED)
def test_deleted_entries_are_not_delivered(store: KeyValue) -> None:
    a_group(store)
    store.stream_delete("k", "1-1", "1-4")
    assert new(store, "x", count=1) == ["1-2"]
    assert new(store, "x") == ["1-3"]
    store.stream_add("k", VALUE, id="2-1")
    store.stream_delete("k", "2-1")
    assert new(store, "x") == []
    assert store.group_list("k")[0].last_delivered_id == "1-3"


@clause("keyvalue.streams-group-read.several", source=XREADGROUP)
def test_several_streams_are_read_at_once(store: KeyValue) -> None:
    for key in ("a", "b", "c"):
        store.group_create(key, "g", create_stream=True)
    add(store, "a", "1-1", "1-2")
    add(store, "b", "1-1")
    new(store, "x", key="b")
    found = store.group_read("g", "x", {"c": ">", "b": "0", "a": ">"}, count=1)
    assert {key: ids_of(entries) for key, entries in found.items()} == {"a": ["1-1"], "b": ["1-1"]}


@clause("keyvalue.streams-group-read.all-or-nothing", source=OBSERVED, hint="read the first streams all the same")
def test_nothing_is_read_where_one_of_several_streams_cannot_be(store: KeyValue) -> None:
    a_group(store)
    store.set("text", b"v")
    add(store, "other", "1-1")
    for key, code in (("absent", KeyValueCode.NO_SUCH_GROUP), ("other", KeyValueCode.NO_SUCH_GROUP)):
        with unchanged(store, "k", key), rejects(NotFound, code):
            store.group_read("g", "x", {"k": ">", key: "bad"})
    with unchanged(store, "k", "text"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.group_read("g", "x", {"k": ">", "text": "bad"})
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INVALID_STREAM_ID):
        store.group_read("g", "x", {"k": "bad", "absent": ">"})


@clause("keyvalue.streams-group-read.absent", source=XREADGROUP, hint="return nothing")
def test_an_absent_stream_or_group_is_not_found(store: KeyValue) -> None:
    a_group(store)
    for group, key in (("g", "absent"), ("absent", "k")):
        for after in (">", "0", "bad"):
            with unchanged(store, "k", "absent"), rejects(NotFound, KeyValueCode.NO_SUCH_GROUP):
                store.group_read(group, "x", {key: after}, wait_seconds=1)


@clause("keyvalue.streams-group-read.no-keys", source=XREADGROUP)
def test_a_read_of_no_stream_is_rejected_before_all_else(store: KeyValue) -> None:
    for options in ({}, {"count": LARGEST + 1}, {"wait_seconds": -1, "no_ack": True}):
        with rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            store.group_read("g", "x", {}, **options)  # type: ignore[arg-type]


@clause("keyvalue.streams-group-read.order", source=OBSERVED, hint="look for the group first")
def test_numbers_are_judged_before_streams(store: KeyValue) -> None:
    with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.group_read("g", "x", {"absent": "bad"}, count=LARGEST + 1)
    with rejects(InvalidRequest, KeyValueCode.INVALID_TIMEOUT):
        store.group_read("g", "x", {"absent": "bad"}, count=LARGEST + 1, wait_seconds=-0.0001)


@clause("keyvalue.streams-group-read.makes-consumers", source=OBSERVED_NEW, hint="make one when it gets something")
def test_a_read_in_vain_makes_the_consumer(store: KeyValue) -> None:
    store.group_create("k", "g", create_stream=True)
    assert new(store, "x") == []
    assert [(c.name, c.pending) for c in store.group_consumers("k", "g")] == [("x", 0)]
