"""What counts as a change of a watched key: hashes and lists."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from verifake.errors import DependencyError
from verifake.ports.keyvalue import End, KeyValue
from verifake.proof import clause

OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

Step = Callable[[KeyValue], object]


def a_hash(store: KeyValue) -> None:
    store.hash_set("k", {"f": b"1", "g": b"x"})


def a_list(store: KeyValue) -> None:
    store.list_push("k", b"a", b"b", b"a")
    store.list_push("other", b"a")


CHANGES: dict[str, tuple[Step, Step]] = {
    "hash_set": (a_hash, lambda store: store.hash_set("k", {"f": b"2"})),
    "hash_set to the same": (a_hash, lambda store: store.hash_set("k", {"f": b"1"})),
    "hash_set, new field": (a_hash, lambda store: store.hash_set("k", {"h": b"1"})),
    "hash_set_if_absent": (a_hash, lambda store: store.hash_set_if_absent("k", "h", b"1")),
    "hash_delete": (a_hash, lambda store: store.hash_delete("k", "f")),
    "hash_delete, all": (a_hash, lambda store: store.hash_delete("k", "f", "g")),
    "hash_increment": (a_hash, lambda store: store.hash_increment("k", "f")),
    "hash_increment by nothing": (a_hash, lambda store: store.hash_increment("k", "f", 0)),
    "hash_increment_float by nothing": (a_hash, lambda store: store.hash_increment_float("k", "f", 0)),
    "list_push": (a_list, lambda store: store.list_push("k", b"x")),
    "list_push, if present": (a_list, lambda store: store.list_push("k", b"x", only_if_present=True)),
    "list_pop": (a_list, lambda store: store.list_pop("k")),
    "list_pop_many": (a_list, lambda store: store.list_pop_many("k", 9)),
    "list_pop_first": (a_list, lambda store: store.list_pop_first("absent", "k")),
    "list_pop_waiting": (a_list, lambda store: store.list_pop_waiting("k", timeout_seconds=0)),
    "list_move from": (a_list, lambda store: store.list_move("k", "new")),
    "list_move onto": (a_list, lambda store: store.list_move("other", "k")),
    "list_move, rotate": (a_list, lambda store: store.list_move("k", "k")),
    "list_move to where it was": (a_list, lambda store: store.list_move("k", "k", take=End.LEFT, put=End.LEFT)),
    "list_move_waiting": (a_list, lambda store: store.list_move_waiting("other", "k", timeout_seconds=0)),
    "list_set": (a_list, lambda store: store.list_set("k", 0, b"x")),
    "list_set to the same": (a_list, lambda store: store.list_set("k", 0, b"a")),
    "list_insert": (a_list, lambda store: store.list_insert("k", b"b", b"x")),
    "list_remove": (a_list, lambda store: store.list_remove("k", b"a", count=1)),
    "list_trim": (a_list, lambda store: store.list_trim("k", 0, 0)),
    "list_trim everything": (a_list, lambda store: store.list_trim("k", 5, 4)),
}


@clause("keyvalue.watch.collection-changes", source=OBSERVED, hint="compare what it holds, or look at the key only")
@pytest.mark.parametrize("change", CHANGES)
def test_what_writes_a_hash_or_a_list_changes_its_key(store: KeyValue, change: str) -> None:
    prepare, act = CHANGES[change]
    prepare(store)
    with store.transaction("k") as transaction:
        act(store)
        assert transaction.execute() is False


NO_CHANGES: dict[str, tuple[Step, Step]] = {
    "hash_set_if_absent, present": (a_hash, lambda store: store.hash_set_if_absent("k", "f", b"2")),
    "hash_delete, absent": (a_hash, lambda store: store.hash_delete("k", "h")),
    "hash_increment, text": (a_hash, lambda store: store.hash_increment("k", "g")),
    "reads of a hash": (
        a_hash,
        lambda store: (
            store.hash_get_all("k"),
            store.hash_fields("k"),
            store.hash_values("k"),
            store.hash_random("k", 1),
            store.hash_scan("k"),
        ),
    ),
    "list_pop_many, none": (a_list, lambda store: store.list_pop_many("k", 0)),
    "list_pop_first, another": (a_list, lambda store: store.list_pop_first("other", "k")),
    "list_move, absent": (a_list, lambda store: store.list_move("absent", "k")),
    "list_set, no such": (a_list, lambda store: store.list_set("k", 9, b"a")),
    "list_insert, no such": (a_list, lambda store: store.list_insert("k", b"q", b"x")),
    "list_remove, none": (a_list, lambda store: store.list_remove("k", b"q")),
    "reads of a list": (
        a_list,
        lambda store: (
            store.list_get("k", 0),
            store.list_range("k", 0, -1),
            store.list_length("k"),
            store.list_position("k", b"a"),
        ),
    ),
}


@clause("keyvalue.watch.collection-no-changes", source=OBSERVED, hint="let every command that may write count")
@pytest.mark.parametrize("act", NO_CHANGES)
def test_what_does_nothing_to_a_hash_or_a_list_changes_nothing(store: KeyValue, act: str) -> None:
    prepare, step = NO_CHANGES[act]
    prepare(store)
    with store.transaction("k") as transaction:
        with suppress(DependencyError):
            step(store)
        assert transaction.execute() is True


@clause("keyvalue.watch.trim-of-nothing", source="observed: valkey 9.1.2", hint="let every trim count")
def test_a_trim_that_takes_nothing_is_no_change(store: KeyValue) -> None:
    a_list(store)
    with store.transaction("k") as transaction:
        store.list_trim("k", 0, -1)
        assert transaction.execute() is True
