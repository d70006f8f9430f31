"""Groups of consumers: how they are made, moved and described, and how they go."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue._streams import VALUE, add, ids, new, owners
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import Conflict, InvalidRequest, NotFound
from verifake.ports.keyvalue import ConsumerInfo, GroupInfo, KeyType, KeyValue, KeyValueCode, PendingSummary
from verifake.proof import clause, rejects

CREATE = "https://redis.io/docs/latest/commands/xgroup-create/"
SET_ID = "https://redis.io/docs/latest/commands/xgroup-setid/"
DESTROY = "https://redis.io/docs/latest/commands/xgroup-destroy/"
CONSUMER = "https://redis.io/docs/latest/commands/xgroup-createconsumer/"
DELETE = "https://redis.io/docs/latest/commands/xgroup-delconsumer/"
GROUPS = "https://redis.io/docs/latest/commands/xinfo-groups/"
CONSUMERS = "https://redis.io/docs/latest/commands/xinfo-consumers/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

LAST = 2**64 - 1
LARGEST = 2**63 - 1
ODD_NAMES = ["", "\udcff", "б", "a\0b", "Z", "a", "aa", "~"]


def read_some(store: KeyValue) -> None:
    """Let a stream of three entries have a group, of which a consumer has read two."""
    add(store, "k", "1-1", "1-2", "1-3")
    store.group_create("k", "g", after="0")
    new(store, "x", count=2)


@clause("keyvalue.streams-groups.from-now-on", source=CREATE, hint="begin at the first entry")
def test_a_group_reads_what_comes_from_now_on(store: KeyValue) -> None:
    add(store, "k", "1-1", "1-2")
    store.group_create("k", "g")
    assert new(store, "x") == []
    add(store, "k", "1-3")
    assert new(store, "x") == ["1-3"]


@clause("keyvalue.streams-groups.after", source=CREATE, hint="include the id itself")
@pytest.mark.parametrize(
    ("after", "found"),
    [("0", ["1-1", "1-2"]), ("0-0", ["1-1", "1-2"]), ("1", ["1-1", "1-2"]), ("1-1", ["1-2"]), ("1-2", []), ("9", [])],
)
def test_a_group_reads_what_is_after_an_id(store: KeyValue, after: str, found: list[str]) -> None:
    add(store, "k", "1-1", "1-2")
    store.group_create("k", "g", after=after)
    assert new(store, "x") == found


@clause("keyvalue.streams-groups.from-now-on-deleted", source=OBSERVED, hint="begin at the last entry that is there")
def test_from_now_on_is_after_the_last_id_and_not_the_last_entry(store: KeyValue) -> None:
    add(store, "k", "1-1", "1-2")
    store.stream_delete("k", "1-2")
    store.group_create("k", "g", after="$")
    assert store.group_list("k")[0].last_delivered_id == "1-2"


@clause("keyvalue.streams-groups.create-stream", source=CREATE)
def test_a_group_may_make_its_stream(store: KeyValue) -> None:
    store.group_create("k", "g", create_stream=True)
    assert (store.type("k"), store.stream_length("k")) == (KeyType.STREAM, 0)
    store.group_create("k", "h", after="5-5", create_stream=True)
    assert [(group.name, group.last_delivered_id) for group in store.group_list("k")] == [("g", "0-0"), ("h", "5-5")]


@clause("keyvalue.streams-groups.absent-stream", source=CREATE, hint="make the stream")
def test_groups_need_a_stream(store: KeyValue) -> None:
    calls: list[Callable[[], object]] = [
        lambda: store.group_create("k", "g"),
        lambda: store.group_create("k", "g", after="bad"),
        lambda: store.group_destroy("k", "g"),
        lambda: store.group_set_position("k", "g", "0"),
        lambda: store.group_set_position("k", "g", "bad"),
        lambda: store.group_create_consumer("k", "g", "x"),
        lambda: store.group_delete_consumer("k", "g", "x"),
    ]
    for call in calls:
        with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NO_SUCH_STREAM):
            call()


@clause("keyvalue.streams-groups.no-stream-for-a-bad-id", source=OBSERVED, hint="make the stream first")
def test_a_malformed_id_makes_no_stream(store: KeyValue) -> None:
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INVALID_STREAM_ID):
        store.group_create("k", "g", after="bad", create_stream=True)


@clause("keyvalue.streams-groups.exists", source=CREATE, hint="begin anew")
def test_a_group_that_exists_is_not_made_again(store: KeyValue) -> None:
    read_some(store)
    for create_stream in (False, True):
        with unchanged(store, "k"), rejects(Conflict, KeyValueCode.GROUP_EXISTS):
            store.group_create("k", "g", after="0", create_stream=create_stream, entries_read=7)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INVALID_STREAM_ID):
        store.group_create("k", "g", after="bad")


@clause("keyvalue.streams-groups.entries-read", source=CREATE)
@pytest.mark.parametrize(("given", "known"), [(None, None), (-1, None), (0, 0), (7, 7), (LARGEST, LARGEST)])
def test_the_count_of_entries_read_is_as_given(store: KeyValue, given: int | None, known: int | None) -> None:
    add(store, "k", "1-1")
    store.group_create("k", "g", entries_read=given)
    store.group_create("k", "h", entries_read=5)
    store.group_set_position("k", "h", "1-1", entries_read=given)
    assert [group.entries_read for group in store.group_list("k")] == [known, known]


@clause("keyvalue.streams-groups.entries-read-refused", source=CREATE, hint="look at the key first")
@pytest.mark.parametrize(
    ("number", "code"),
    [
        (-2, KeyValueCode.OUT_OF_RANGE),
        (-LARGEST - 1, KeyValueCode.OUT_OF_RANGE),
        (LARGEST + 1, KeyValueCode.NOT_AN_INTEGER),
        (-LARGEST - 2, KeyValueCode.NOT_AN_INTEGER),
    ],
)
def test_an_impossible_count_is_rejected_before_all_else(store: KeyValue, number: int, code: KeyValueCode) -> None:
    read_some(store)
    store.set("text", b"v")
    for key in ("k", "text", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, code):
            store.group_create(key, "g", after="bad", entries_read=number)
        with unchanged(store, key), rejects(InvalidRequest, code):
            store.group_set_position(key, "absent", "bad", entries_read=number)


@clause("keyvalue.streams-groups.destroy", source=DESTROY)
def test_a_destroyed_group_takes_its_pending_entries_along(store: KeyValue) -> None:
    read_some(store)
    assert store.group_destroy("k", "g") is True
    assert store.group_destroy("k", "g") is False
    assert store.group_list("k") == []
    store.group_create("k", "g", after="0")
    assert store.group_pending("k", "g") == PendingSummary(0, None, None, {})
    assert ids(store, "k") == ["1-1", "1-2", "1-3"]


@clause("keyvalue.streams-groups.last-group", source=OBSERVED, hint="delete the empty stream")
def test_an_empty_stream_outlives_its_last_group(store: KeyValue) -> None:
    store.group_create("k", "g", create_stream=True)
    assert store.group_destroy("k", "g") is True
    assert store.exists("k") == 1


@clause("keyvalue.streams-groups.independent", source=CREATE, hint="let groups share their position")
def test_groups_read_independently(store: KeyValue) -> None:
    read_some(store)
    store.group_create("k", "h", after="1-1")
    assert new(store, "x", group="h") == ["1-2", "1-3"]
    assert new(store, "x") == ["1-3"]
    assert owners(store, group="h") == {"1-2": ("x", 1), "1-3": ("x", 1)}


POSITIONS = [
    ("0", ["1-1", "1-2", "1-3"]),
    ("1-2", ["1-3"]),
    ("$", []),
    ("-", ["1-1", "1-2", "1-3"]),
    ("+", []),
    ("9-9", []),
]


@clause("keyvalue.streams-groups.set-position", source=SET_ID)
@pytest.mark.parametrize(("after", "found"), POSITIONS)
def test_a_group_can_be_set_anywhere(store: KeyValue, after: str, found: list[str]) -> None:
    read_some(store)
    before = owners(store)
    store.group_set_position("k", "g", after)
    assert owners(store) == before
    assert new(store, "y") == found


@clause("keyvalue.streams-groups.absent-group", source=SET_ID, hint="make the group")
def test_an_absent_group_is_not_found(store: KeyValue) -> None:
    add(store, "k", "1-1")
    calls: list[Callable[[], object]] = [
        lambda: store.group_set_position("k", "g", "0"),
        lambda: store.group_set_position("k", "g", "bad"),
        lambda: store.group_create_consumer("k", "g", "x"),
        lambda: store.group_delete_consumer("k", "g", "x"),
        lambda: store.group_consumers("k", "g"),
    ]
    for call in calls:
        with unchanged(store, "k"), rejects(NotFound, KeyValueCode.NO_SUCH_GROUP):
            call()


@clause("keyvalue.streams-groups.create-consumer", source=CONSUMER)
def test_a_consumer_is_made_once(store: KeyValue) -> None:
    read_some(store)
    assert store.group_create_consumer("k", "g", "y") is True
    assert store.group_create_consumer("k", "g", "y") is False
    assert store.group_create_consumer("k", "g", "x") is False
    assert [(c.name, c.pending) for c in store.group_consumers("k", "g")] == [("x", 2), ("y", 0)]


@clause("keyvalue.streams-groups.delete-consumer", source=DELETE, hint="leave what it had to the group")
def test_a_deleted_consumer_takes_its_pending_entries_along(store: KeyValue) -> None:
    read_some(store)
    new(store, "y")
    assert store.group_delete_consumer("k", "g", "x") == 2
    assert store.group_delete_consumer("k", "g", "x") == 0
    assert owners(store) == {"1-3": ("y", 1)}
    assert [c.name for c in store.group_consumers("k", "g")] == ["y"]
    assert store.group_list("k")[0].last_delivered_id == "1-3"


@clause("keyvalue.streams-groups.list", source=GROUPS)
def test_groups_are_described(store: KeyValue) -> None:
    read_some(store)
    store.group_create("k", "h", after="1-3")
    assert store.group_list("k") == [
        GroupInfo("g", consumers=1, pending=2, last_delivered_id="1-2", entries_read=2, lag=1),
        GroupInfo("h", consumers=0, pending=0, last_delivered_id="1-3", entries_read=None, lag=0),
    ]


@clause("keyvalue.streams-groups.none", source=GROUPS)
def test_a_stream_without_groups_lists_none(store: KeyValue) -> None:
    add(store, "k", "1-1")
    assert store.group_list("k") == []


@clause("keyvalue.streams-groups.absent-key", source=GROUPS)
def test_what_is_said_of_groups_needs_a_stream(store: KeyValue) -> None:
    with unchanged(store, "k"), rejects(NotFound, KeyValueCode.NO_SUCH_KEY):
        store.group_list("k")
    with unchanged(store, "k"), rejects(NotFound, KeyValueCode.NO_SUCH_KEY):
        store.group_consumers("k", "g")


@clause("keyvalue.streams-groups.names", source=OBSERVED, hint="sort names as text")
def test_names_are_any_bytes_and_sorted_as_such(store: KeyValue) -> None:
    store.stream_add("k", VALUE, id="1-1")
    for name in ODD_NAMES:
        store.group_create("k", name, after="0")
        store.group_create_consumer("k", "", name)
    in_order = ["", "Z", "a", "a\0b", "aa", "~", "б", "\udcff"]
    assert [group.name for group in store.group_list("k")] == in_order
    assert [consumer.name for consumer in store.group_consumers("k", "")] == in_order
    for name in ODD_NAMES:
        assert new(store, name, group=name) == ["1-1"]
        assert store.group_pending("k", name).consumers == {name: 1}


@clause("keyvalue.streams-groups.no-consumers", source=CONSUMERS)
def test_a_new_group_has_no_consumers(store: KeyValue) -> None:
    store.group_create("k", "g", create_stream=True)
    empty: list[ConsumerInfo] = []
    assert store.group_consumers("k", "g") == empty
