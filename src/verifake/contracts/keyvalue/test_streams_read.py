"""Reading on in streams, without waiting."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from verifake.contracts.keyvalue._streams import VALUE, add, ids_of
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import Entry, KeyValue, KeyValueCode, Trim
from verifake.proof import clause, rejects

XREAD = "https://redis.io/docs/latest/commands/xread/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"
OBSERVED_NEW = "observed: valkey 9.1.2 (redis 7.0.15 takes + for no id)"

LAST = 2**64 - 1
LARGEST = 2**63 - 1


@clause("keyvalue.streams-read.after", source=XREAD, hint="include the id itself")
@pytest.mark.parametrize(
    ("after", "found"),
    [
        ("0", ["1-1", "1-2", "2-1"]),
        ("1", ["1-1", "1-2", "2-1"]),
        ("1-1", ["1-2", "2-1"]),
        ("1-9", ["2-1"]),
        ("2", ["2-1"]),
        ("2-0", ["2-1"]),
    ],
)
def test_a_read_returns_what_is_after_an_id(store: KeyValue, after: str, found: list[str]) -> None:
    add(store, "k", "1-1", "1-2", "2-1")
    assert ids_of(store.stream_read({"k": after})["k"]) == found


@clause("keyvalue.streams-read.nothing", source=XREAD, hint="return an empty list for a stream without news")
@pytest.mark.parametrize("after", ["2-1", "2-2", "3", f"{LAST}-{LAST}", "$"])
def test_a_stream_without_news_is_left_out(store: KeyValue, after: str) -> None:
    add(store, "k", "1-1", "2-1")
    assert store.stream_read({"k": after}) == {}
    assert store.stream_read({"absent": "0"}) == {}
    assert store.exists("absent") == 0


@clause("keyvalue.streams-read.several", source=XREAD)
def test_several_streams_are_read_at_once(store: KeyValue) -> None:
    store.stream_add("a", {"f": b"1"}, id="1-1")
    store.stream_add("b", {"f": b"2"}, id="1-2")
    after = MappingProxyType({"b": "0", "absent": "0", "a": "0", "empty": "0"})
    store.group_create("empty", "g", create_stream=True)
    assert store.stream_read(after) == {
        "a": [Entry("1-1", (("f", b"1"),))],
        "b": [Entry("1-2", (("f", b"2"),))],
    }


@clause("keyvalue.streams-read.count", source=XREAD, hint="count all streams together")
def test_a_count_is_for_each_stream(store: KeyValue) -> None:
    add(store, "a", "1-1", "1-2", "1-3")
    add(store, "b", "1-1", "1-2")
    found = store.stream_read({"a": "1-1", "b": "0"}, count=1)
    assert {key: ids_of(entries) for key, entries in found.items()} == {"a": ["1-2"], "b": ["1-1"]}


@clause("keyvalue.streams-read.no-count", source=OBSERVED, hint="return nothing, as a range does")
@pytest.mark.parametrize("count", [0, -1, -LARGEST - 1, LARGEST])
def test_a_count_of_zero_or_less_is_none(store: KeyValue, count: int) -> None:
    add(store, "k", "1-1", "1-2")
    assert ids_of(store.stream_read({"k": "0"}, count=count)["k"]) == ["1-1", "1-2"]


@clause("keyvalue.streams-read.with-wait", source=XREAD, hint="wait all the same")
@pytest.mark.parametrize("seconds", [0, 0.001, 1, 10**9])
def test_what_is_there_is_returned_at_once(store: KeyValue, seconds: float) -> None:
    add(store, "k", "1-1")
    assert ids_of(store.stream_read({"absent": "0", "k": "0"}, wait_seconds=seconds)["k"]) == ["1-1"]


@clause("keyvalue.streams-read.last-entry", source=OBSERVED_NEW, hint="read from the last id on")
def test_plus_is_the_place_before_the_last_entry(store: KeyValue) -> None:
    assert store.stream_read({"k": "+"}) == {}
    add(store, "k", "1-1", "2-0")
    assert ids_of(store.stream_read({"k": "+"}, count=5)["k"]) == ["2-0"]
    add(store, "one", "0-1")
    assert ids_of(store.stream_read({"one": "+"})["one"]) == ["0-1"]


@clause("keyvalue.streams-read.last-entry-deleted", source=OBSERVED_NEW, hint="look for the last entry that is there")
def test_plus_is_nothing_when_the_last_entry_is_gone(store: KeyValue) -> None:
    add(store, "k", "1-1", "2-0")
    store.stream_delete("k", "2-0")
    assert store.stream_read({"k": "+"}) == {}
    store.group_create("empty", "g", create_stream=True)
    assert store.stream_read({"empty": "+"}) == {}


@clause("keyvalue.streams-read.deleted", source=OBSERVED)
def test_deleted_and_trimmed_entries_are_not_read(store: KeyValue) -> None:
    add(store, "k", "1-1", "1-2", "1-3", "1-4")
    store.stream_delete("k", "1-2", "1-4")
    assert ids_of(store.stream_read({"k": "0"})["k"]) == ["1-1", "1-3"]
    assert store.stream_read({"k": "1-3"}) == {}
    store.stream_trim("k", Trim(max_length=0))
    assert store.stream_read({"k": "0"}) == {}


@clause("keyvalue.streams-read.no-keys", source=XREAD, hint="judge count and wait first")
def test_a_read_of_no_stream_is_rejected_before_all_else(store: KeyValue) -> None:
    for options in ({}, {"count": LARGEST + 1}, {"wait_seconds": -1}, {"count": 1, "wait_seconds": 0}):
        with rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            store.stream_read({}, **options)


@clause("keyvalue.streams-read.order-of-checks", source=OBSERVED, hint="read all ids first")
def test_keys_and_ids_are_judged_in_their_order(store: KeyValue) -> None:
    add(store, "k", "1-1")
    store.set("text", b"v")
    with unchanged(store, "k", "text"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.stream_read({"k": "0", "text": "bad", "absent": "bad"})
    with unchanged(store, "k", "text"), rejects(InvalidRequest, KeyValueCode.INVALID_STREAM_ID):
        store.stream_read({"k": "bad", "text": "0"})
    with unchanged(store, "k", "text"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.stream_read({"k": "bad", "text": "0"}, count=LARGEST + 1)
    with unchanged(store, "k", "text"), rejects(InvalidRequest, KeyValueCode.INVALID_TIMEOUT):
        store.stream_read({"k": "bad", "text": "0"}, count=LARGEST + 1, wait_seconds=-1)


@clause("keyvalue.streams-read.own-entries", source=OBSERVED, hint="hand out what is kept")
def test_what_was_read_does_not_change(store: KeyValue) -> None:
    add(store, "k", "1-1")
    found = store.stream_read({"k": "0"})["k"]
    found.append(Entry("9-9", None))
    store.stream_add("k", VALUE, id="1-2")
    assert ids_of(store.stream_read({"k": "0"})["k"]) == ["1-1", "1-2"]
