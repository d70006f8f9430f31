"""What counts as a change of a watched key: sets and sorted sets."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from verifake.errors import DependencyError
from verifake.ports.keyvalue import KeyValue
from verifake.proof import clause

OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

Step = Callable[[KeyValue], object]


def a_set(store: KeyValue) -> None:
    store.set_add("k", b"a", b"b")
    store.set_add("other", b"a", b"z")


def a_sorted_set(store: KeyValue) -> None:
    store.sorted_add("k", {b"a": 1, b"b": 2})
    store.sorted_add("other", {b"a": 1, b"z": 0})


CHANGES: dict[str, tuple[Step, Step]] = {
    "set_add": (a_set, lambda store: store.set_add("k", b"c")),
    "set_remove": (a_set, lambda store: store.set_remove("k", b"a")),
    "set_pop": (a_set, lambda store: store.set_pop("k")),
    "set_pop_many": (a_set, lambda store: store.set_pop_many("k", 9)),
    "set_move from": (a_set, lambda store: store.set_move("k", "new", b"a")),
    "set_move onto": (a_set, lambda store: store.set_move("other", "k", b"z")),
    "set_move from, where it is already": (a_set, lambda store: store.set_move("k", "other", b"a")),
    "set_union_store": (a_set, lambda store: store.set_union_store("k", "k")),
    "set_intersection_store, empty": (a_set, lambda store: store.set_intersection_store("k", "other", "absent")),
    "set_difference_store": (a_set, lambda store: store.set_difference_store("k", "other")),
    "sorted_add": (a_sorted_set, lambda store: store.sorted_add("k", {b"c": 1})),
    "sorted_add, another score": (a_sorted_set, lambda store: store.sorted_add("k", {b"a": 9})),
    "sorted_increment": (a_sorted_set, lambda store: store.sorted_increment("k", b"a", 1)),
    "sorted_remove": (a_sorted_set, lambda store: store.sorted_remove("k", b"a")),
    "sorted_remove_range": (a_sorted_set, lambda store: store.sorted_remove_range("k", 0, 0)),
    "sorted_remove_range_by_score": (a_sorted_set, lambda store: store.sorted_remove_range_by_score("k", 1.0, 1.0)),
    "sorted_pop": (a_sorted_set, lambda store: store.sorted_pop("k")),
    "sorted_pop_first": (a_sorted_set, lambda store: store.sorted_pop_first("absent", "k")),
    "sorted_union_store": (a_sorted_set, lambda store: store.sorted_union_store("k", ("k",))),
    "sorted_intersection_store, empty": (
        a_sorted_set,
        lambda store: store.sorted_intersection_store("k", ("other", "absent")),
    ),
    "sorted_range_store": (a_sorted_set, lambda store: store.sorted_range_store("k", "other", 0, -1)),
    "sorted_range_store, empty": (a_sorted_set, lambda store: store.sorted_range_store("k", "other", 5, 9)),
}


@clause("keyvalue.watch.set-changes", source=OBSERVED, hint="let every command count, or look at the key only")
@pytest.mark.parametrize("change", CHANGES)
def test_what_writes_a_set_changes_its_key(store: KeyValue, change: str) -> None:
    prepare, act = CHANGES[change]
    prepare(store)
    with store.transaction("k") as transaction:
        act(store)
        assert transaction.execute() is False


NO_CHANGES: dict[str, tuple[Step, Step]] = {
    "set_add, member": (a_set, lambda store: store.set_add("k", b"a")),
    "set_remove, none": (a_set, lambda store: store.set_remove("k", b"q")),
    "set_pop_many, none": (a_set, lambda store: store.set_pop_many("k", 0)),
    "set_random": (a_set, lambda store: store.set_random("k", 2)),
    "set_move onto where it is already": (a_set, lambda store: store.set_move("other", "k", b"a")),
    "set_move, none": (a_set, lambda store: store.set_move("k", "other", b"q")),
    "set_move onto, none": (a_set, lambda store: store.set_move("other", "k", b"q")),
    "set_move onto itself": (a_set, lambda store: store.set_move("k", "k", b"a")),
    "set_union from": (a_set, lambda store: store.set_union_store("new", "k", "other")),
    "reads of a set": (
        a_set,
        lambda store: (
            store.set_members("k"),
            store.set_size("k"),
            store.set_contains("k", b"a"),
            store.set_union("k", "other"),
            store.set_scan("k"),
        ),
    ),
    "sorted_add, the same": (a_sorted_set, lambda store: store.sorted_add("k", {b"a": 1})),
    "sorted_add, if absent": (a_sorted_set, lambda store: store.sorted_add("k", {b"a": 9}, only_if_absent=True)),
    "sorted_add, if present": (a_sorted_set, lambda store: store.sorted_add("k", {b"c": 9}, only_if_present=True)),
    "sorted_add, if greater": (a_sorted_set, lambda store: store.sorted_add("k", {b"b": 1}, only_if_greater=True)),
    "sorted_increment by nothing": (a_sorted_set, lambda store: store.sorted_increment("k", b"a", 0)),
    "sorted_increment, if absent": (
        a_sorted_set,
        lambda store: store.sorted_increment("k", b"a", 1, only_if_absent=True),
    ),
    "sorted_remove, none": (a_sorted_set, lambda store: store.sorted_remove("k", b"q")),
    "sorted_remove_range, none": (a_sorted_set, lambda store: store.sorted_remove_range("k", 5, 9)),
    "sorted_remove_range_by_score, none": (
        a_sorted_set,
        lambda store: store.sorted_remove_range_by_score("k", 5.0, 9.0),
    ),
    "sorted_remove_range_by_lex, none": (a_sorted_set, lambda store: store.sorted_remove_range_by_lex("k", b"x", b"y")),
    "sorted_pop, none": (a_sorted_set, lambda store: store.sorted_pop("k", 0)),
    "sorted_pop_first, another": (a_sorted_set, lambda store: store.sorted_pop_first("other", "k")),
    "reads of a sorted set": (
        a_sorted_set,
        lambda store: (
            store.sorted_range("k", 0, -1),
            store.sorted_score("k", b"a"),
            store.sorted_rank("k", b"a"),
            store.sorted_union(("k", "other")),
            store.sorted_scan("k"),
        ),
    ),
}


@clause("keyvalue.watch.set-no-changes", source=OBSERVED, hint="let every command that may write count")
@pytest.mark.parametrize("act", NO_CHANGES)
def test_what_does_nothing_to_a_set_changes_nothing(store: KeyValue, act: str) -> None:
    prepare, step = NO_CHANGES[act]
    prepare(store)
    with store.transaction("k") as transaction:
        with suppress(DependencyError):
            step(store)
        assert transaction.execute() is True
