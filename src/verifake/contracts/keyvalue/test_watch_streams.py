"""What counts as a change of a watched key: streams and their consumer groups."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from verifake.errors import DependencyError
from verifake.ports.keyvalue import KeyValue, Trim
from verifake.proof import clause

OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

Step = Callable[[KeyValue], object]


def a_stream(store: KeyValue) -> None:
    for id in ("1-1", "2-1", "3-1"):
        store.stream_add("k", {"f": b"v"}, id=id)
    store.group_create("k", "g", after="0")
    store.group_read("g", "x", {"k": ">"}, count=1)
    store.group_create("k", "h", after="$")


CHANGES: dict[str, Step] = {
    "stream_add": lambda store: store.stream_add("k", {"f": b"v"}),
    "stream_add, if present": lambda store: store.stream_add("k", {"f": b"v"}, only_if_present=True),
    "stream_delete": lambda store: store.stream_delete("k", "1-1"),
    "stream_trim": lambda store: store.stream_trim("k", Trim(max_length=1)),
}


@clause("keyvalue.watch.stream-changes", source=OBSERVED)
@pytest.mark.parametrize("change", CHANGES)
def test_what_adds_or_removes_entries_changes_the_key(store: KeyValue, change: str) -> None:
    a_stream(store)
    with store.transaction("k") as transaction:
        CHANGES[change](store)
        assert transaction.execute() is False


NO_CHANGES: dict[str, Step] = {
    "stream_add, too small": lambda store: store.stream_add("k", {"f": b"v"}, id="1-0"),
    "stream_delete, none": lambda store: store.stream_delete("k", "9-1"),
    "stream_trim nothing": lambda store: store.stream_trim("k", Trim(max_length=9)),
    "stream_set_last_id": lambda store: store.stream_set_last_id("k", "9-1"),
    "stream_set_last_id, the same": lambda store: store.stream_set_last_id("k", "3-1"),
    "group_create": lambda store: store.group_create("k", "new"),
    "group_create, there": lambda store: store.group_create("k", "g"),
    "group_destroy": lambda store: store.group_destroy("k", "g"),
    "group_destroy, none": lambda store: store.group_destroy("k", "q"),
    "group_set_position": lambda store: store.group_set_position("k", "g", "0"),
    "group_create_consumer": lambda store: store.group_create_consumer("k", "g", "y"),
    "group_create_consumer, there": lambda store: store.group_create_consumer("k", "g", "x"),
    "group_delete_consumer": lambda store: store.group_delete_consumer("k", "g", "x"),
    "group_delete_consumer, none": lambda store: store.group_delete_consumer("k", "g", "q"),
    "group_read": lambda store: store.group_read("g", "x", {"k": ">"}),
    "group_read, nothing": lambda store: store.group_read("h", "x", {"k": ">"}),
    "group_read, no_ack": lambda store: store.group_read("g", "x", {"k": ">"}, no_ack=True),
    "group_read, pending": lambda store: store.group_read("g", "x", {"k": "0"}),
    "group_acknowledge": lambda store: store.group_acknowledge("k", "g", "1-1"),
    "group_acknowledge, none": lambda store: store.group_acknowledge("k", "g", "9-1"),
    "group_claim": lambda store: store.group_claim("k", "g", "y", "1-1", min_idle_seconds=0),
    "group_claim, none": lambda store: store.group_claim("k", "g", "y", "2-1", min_idle_seconds=0),
    "group_claim_automatically": lambda store: store.group_claim_automatically(
        "k", "g", "y", min_idle_seconds=0, start="0"
    ),
    "group_claim_automatically, none": lambda store: store.group_claim_automatically(
        "k", "g", "y", min_idle_seconds=1000, start="0"
    ),
    "reads": lambda store: (store.stream_range("k"), store.stream_read({"k": "0"}), store.group_pending("k", "g")),
}


@clause("keyvalue.watch.stream-no-changes", source=OBSERVED, hint="let what groups do count")
@pytest.mark.parametrize("act", NO_CHANGES)
def test_what_adds_and_removes_no_entry_changes_nothing(store: KeyValue, act: str) -> None:
    a_stream(store)
    with store.transaction("k") as transaction:
        with suppress(DependencyError):
            NO_CHANGES[act](store)
        assert transaction.execute() is True


@clause("keyvalue.watch.stream-made-for-a-group", source=OBSERVED)
def test_a_stream_that_is_made_for_a_group_is_a_change(store: KeyValue) -> None:
    with store.transaction("k") as transaction:
        store.group_create("k", "g", create_stream=True)
        assert transaction.execute() is False
