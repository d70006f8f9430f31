"""Deleting entries, what a stream says of itself, and what can be set of that."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._streams import VALUE, add, ids, ids_of, new, owners
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest, NotFound
from verifake.ports.keyvalue import Entry, KeyType, KeyValue, KeyValueCode, StreamInfo, Trim
from verifake.proof import clause, rejects

XDEL = "https://redis.io/docs/latest/commands/xdel/"
XINFO = "https://redis.io/docs/latest/commands/xinfo-stream/"
XSETID = "https://redis.io/docs/latest/commands/xsetid/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

LAST = 2**64 - 1
LARGEST = 2**63 - 1


@clause("keyvalue.streams-delete.entries", source=XDEL, hint="count the ids that were given")
def test_delete_counts_the_entries_that_were_there(store: KeyValue) -> None:
    add(store, "k", "1-1", "1-2", "1-3", "1-4")
    assert store.stream_delete("k", "1-2", "9-9", "1-4", "1-2", "1") == 2
    assert ids(store, "k") == ["1-1", "1-3"]
    assert store.stream_delete("absent", "1-1") == 0
    assert store.exists("absent") == 0


@clause("keyvalue.streams-delete.last-entry", source=XDEL, hint="delete the stream with its last entry")
def test_a_stream_without_entries_stays(store: KeyValue) -> None:
    add(store, "k", "1-1")
    store.expire("k", 100)
    before = store.expires_at("k")
    assert store.stream_delete("k", "1-1") == 1
    assert (store.type("k"), store.stream_range("k"), store.expires_at("k")) == (KeyType.STREAM, [], before)
    assert store.stream_add("k", VALUE, id="1-*") == "1-2"


@clause("keyvalue.streams-delete.no-ids", source=XDEL)
def test_delete_without_an_id_is_rejected_before_all_else(store: KeyValue) -> None:
    add(store, "k", "1-1")
    store.set("text", b"v")
    for key in ("k", "text", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            store.stream_delete(key)


@clause("keyvalue.streams-delete.pending", source=OBSERVED, hint="acknowledge what is deleted")
def test_a_deleted_entry_stays_pending(store: KeyValue) -> None:
    add(store, "k", "1-1", "1-2")
    store.group_create("k", "g", after="0")
    new(store, "x")
    store.stream_delete("k", "1-1")
    store.stream_trim("k", Trim(max_length=0))
    assert owners(store) == {"1-1": ("x", 1), "1-2": ("x", 1)}


@clause("keyvalue.streams-info.new", source=XINFO)
def test_a_stream_describes_itself(store: KeyValue) -> None:
    store.stream_add("k", {"a": b"1"}, id="1-1")
    store.stream_add("k", {"b": b"2"}, id="2-2")
    store.group_create("k", "g")
    assert store.stream_info("k") == StreamInfo(
        length=2,
        groups=1,
        last_id="2-2",
        max_deleted_id="0-0",
        entries_added=2,
        first=Entry("1-1", (("a", b"1"),)),
        last=Entry("2-2", (("b", b"2"),)),
    )


@clause("keyvalue.streams-info.empty", source=XINFO)
def test_an_empty_stream_describes_itself(store: KeyValue) -> None:
    store.group_create("k", "g", create_stream=True)
    assert store.stream_info("k") == StreamInfo(0, 1, "0-0", "0-0", 0, None, None)


@clause("keyvalue.streams-info.deleted", source=XINFO, hint="remember the entry that was deleted last")
def test_the_latest_id_that_was_deleted_is_remembered(store: KeyValue) -> None:
    add(store, "k", "1-1", "1-2", "1-3", "1-4")
    store.stream_delete("k", "1-3", "1-1", "9-9")
    info = store.stream_info("k")
    assert (info.max_deleted_id, info.last_id, info.entries_added, info.length) == ("1-3", "1-4", 4, 2)
    assert info.first is not None
    assert info.first.id == "1-2"
    store.stream_delete("k", "1-2")
    assert store.stream_info("k").max_deleted_id == "1-3"
    store.stream_delete("k", "1-4")
    assert store.stream_info("k") == StreamInfo(0, 0, "1-4", "1-4", 4, None, None)


@clause("keyvalue.streams-info.absent", source=XINFO)
def test_an_absent_stream_is_not_found(store: KeyValue) -> None:
    with unchanged(store, "k"), rejects(NotFound, KeyValueCode.NO_SUCH_KEY):
        store.stream_info("k")


@clause("keyvalue.streams-set-last-id.sets", source=XSETID)
@pytest.mark.parametrize("last", ["1-2", "1-3", "7", f"{LAST}-{LAST}"])
def test_the_last_id_can_be_set_to_the_last_entrys_or_a_later_one(store: KeyValue, last: str) -> None:
    add(store, "k", "1-1", "1-2")
    store.stream_set_last_id("k", last)
    info = store.stream_info("k")
    assert (info.last_id, info.length, info.entries_added) == (last if "-" in last else f"{last}-0", 2, 2)


@clause("keyvalue.streams-set-last-id.next", source=XSETID)
def test_new_entries_have_to_be_later_than_the_id_that_was_set(store: KeyValue) -> None:
    add(store, "k", "1-1")
    store.stream_set_last_id("k", "5-5")
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.STREAM_ID_TOO_SMALL):
        store.stream_add("k", VALUE, id="5-5")
    assert store.stream_add("k", VALUE, id="5-*") == "5-6"


@clause("keyvalue.streams-set-last-id.back", source=OBSERVED, hint="never let it go back")
def test_the_last_id_can_go_back_as_far_as_nothing_was_deleted(store: KeyValue) -> None:
    add(store, "k", "1-1", "5-5", "6-6")
    store.stream_trim("k", Trim(max_length=0))
    store.stream_set_last_id("k", "0-0")
    assert store.stream_add("k", VALUE, id="1-1") == "1-1"


@clause("keyvalue.streams-set-last-id.counters", source=XSETID)
def test_counters_can_be_set(store: KeyValue) -> None:
    add(store, "k", "1-1", "1-2")
    store.stream_set_last_id("k", "5-0", entries_added=7, max_deleted_id="4-9")
    info = store.stream_info("k")
    assert (info.last_id, info.entries_added, info.max_deleted_id) == ("5-0", 7, "4-9")
    store.stream_set_last_id("k", "5-0", entries_added=2, max_deleted_id="0-0")
    info = store.stream_info("k")
    assert (info.entries_added, info.max_deleted_id) == (2, "4-9")
    store.stream_set_last_id("k", "5-0", entries_added=LARGEST, max_deleted_id="0-1")
    info = store.stream_info("k")
    assert (info.entries_added, info.max_deleted_id) == (LARGEST, "0-1")


@clause("keyvalue.streams-set-last-id.empty", source=OBSERVED, hint="compare with entries that are gone")
def test_an_empty_stream_can_be_said_to_have_had_any_number(store: KeyValue) -> None:
    add(store, "k", "1-1", "1-2")
    store.stream_trim("k", Trim(max_length=0))
    store.stream_set_last_id("k", "1-2", entries_added=0)
    assert store.stream_info("k").entries_added == 0


TOO_SMALL: list[tuple[str, str | None]] = [("2-9", None), ("1-9", None), ("0-0", None), ("5-0", "5-1"), ("5", "6-0")]


@clause("keyvalue.streams-set-last-id.too-small", source=XSETID)
@pytest.mark.parametrize(("last", "deleted"), TOO_SMALL)
def test_a_last_id_before_what_there_is_or_was_is_rejected(store: KeyValue, last: str, deleted: str | None) -> None:
    add(store, "k", "1-1", "2-0", "3-0")
    store.stream_delete("k", "2-0")
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.STREAM_ID_TOO_SMALL):
        store.stream_set_last_id("k", last, max_deleted_id=deleted)


@clause("keyvalue.streams-set-last-id.deleted-last", source=OBSERVED, hint="compare with entries only")
def test_a_last_id_before_one_that_was_deleted_is_rejected(store: KeyValue) -> None:
    add(store, "k", "1-1", "2-0")
    store.stream_delete("k", "2-0")
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.STREAM_ID_TOO_SMALL):
        store.stream_set_last_id("k", "1-9", max_deleted_id="1-1")
    store.stream_set_last_id("k", "2-0", max_deleted_id="1-1")
    store.stream_set_last_id("k", "1-1")
    assert ids_of(store.stream_range("k")) == ["1-1"]


@clause("keyvalue.streams-set-last-id.out-of-range", source=XSETID)
def test_fewer_entries_than_there_are_cannot_have_been_added(store: KeyValue) -> None:
    add(store, "k", "1-1", "2-0")
    for number in (1, 0, -1, -LARGEST - 1):
        with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
            store.stream_set_last_id("k", "5-0", entries_added=number)
    for number in (LARGEST + 1, -LARGEST - 2):
        with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.stream_set_last_id("k", "5-0", entries_added=number)


@clause("keyvalue.streams-set-last-id.order", source=OBSERVED, hint="look at the key first")
def test_numbers_and_ids_are_judged_before_the_key(store: KeyValue) -> None:
    with rejects(NotFound, KeyValueCode.NO_SUCH_KEY):
        store.stream_set_last_id("absent", "5-0", entries_added=0, max_deleted_id="4-0")
    with rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
        store.stream_set_last_id("absent", "5-0", entries_added=-1, max_deleted_id="6-0")
    with rejects(InvalidRequest, KeyValueCode.STREAM_ID_TOO_SMALL):
        store.stream_set_last_id("absent", "5-0", max_deleted_id="6-0")
    assert store.exists("absent") == 0
