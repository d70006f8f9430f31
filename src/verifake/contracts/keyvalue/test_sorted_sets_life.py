"""How long a sorted set lives: as long as it has a member, and until its deadline."""

from __future__ import annotations

from collections.abc import Callable
from math import inf

import pytest

from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.ports.keyvalue import KeyType, KeyValue, NoTtl
from verifake.proof import ClauseClock, clause

SORTED_SETS = "https://redis.io/docs/latest/develop/data-types/sorted-sets/"
EXPIRE = "https://redis.io/docs/latest/commands/expire/"
COPY = "https://redis.io/docs/latest/commands/copy/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

Change = Callable[[KeyValue], object]

EMPTYING: dict[str, Change] = {
    "sorted_remove": lambda store: store.sorted_remove("k", b"a", b"b"),
    "sorted_pop": lambda store: store.sorted_pop("k", 2),
    "sorted_pop highest": lambda store: store.sorted_pop("k", 3, highest=True),
    "sorted_pop_first": lambda store: store.sorted_pop_first("k", count=2),
    "sorted_remove_range": lambda store: store.sorted_remove_range("k", 0, -1),
    "sorted_remove_range_by_score": lambda store: store.sorted_remove_range_by_score("k", -inf, inf),
    "sorted_remove_range_by_lex": lambda store: store.sorted_remove_range_by_lex("k", None, None),
}


@clause("keyvalue.sorted-sets.last-member", source=SORTED_SETS, hint="leave an empty sorted set, or its deadline")
@pytest.mark.parametrize("change", EMPTYING)
def test_the_last_member_takes_the_key_and_its_deadline_along(store: KeyValue, change: str) -> None:
    store.sorted_add("k", {b"a": 1, b"b": 1})
    store.expire("k", 100)
    EMPTYING[change](store)
    assert (store.exists("k"), store.type("k"), store.expires_at("k")) == (0, None, NoTtl.ABSENT)
    store.sorted_add("k", {b"c": 1})
    assert (store.sorted_range("k", 0, -1), store.expires_at("k")) == ([(b"c", 1.0)], NoTtl.PERSISTENT)


CHANGES: dict[str, Change] = {
    "sorted_add": lambda store: store.sorted_add("k", {b"a": 5, b"new": 1}),
    "sorted_increment": lambda store: store.sorted_increment("k", b"a", 1),
    "sorted_remove": lambda store: store.sorted_remove("k", b"a"),
    "sorted_pop": lambda store: store.sorted_pop("k"),
    "sorted_pop_first": lambda store: store.sorted_pop_first("k"),
    "sorted_remove_range": lambda store: store.sorted_remove_range("k", 0, 0),
    "sorted_remove_range_by_score": lambda store: store.sorted_remove_range_by_score("k", 1, 1),
    "sorted_remove_range_by_lex": lambda store: store.sorted_remove_range_by_lex("k", b"a", b"a"),
}


@clause("keyvalue.sorted-sets.keeps-deadline", source=EXPIRE, hint="take the deadline away, as `set` does")
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_keeps_the_deadline(store: KeyValue, change: str) -> None:
    store.sorted_add("k", {b"a": 1, b"b": 2})
    store.expire("k", 100)
    before = store.expires_at("k")
    CHANGES[change](store)
    assert isinstance(before, float)
    assert store.expires_at("k") == before


@clause("keyvalue.sorted-sets.expires", source=EXPIRE)
def test_a_sorted_set_is_absent_after_its_deadline(store: KeyValue, clock: ClauseClock) -> None:
    store.sorted_add("k", {b"a": 1, b"b": 2})
    store.expire("k", 1)
    clock.advance(2)
    assert (store.sorted_size("k"), store.sorted_range("k", 0, -1), store.sorted_rank("k", b"a")) == (0, [], None)
    assert store.sorted_union(["k"]) == []
    assert store.sorted_add("k", {b"b": 3}) == 1
    assert (store.sorted_range("k", 0, -1), store.expires_at("k")) == ([(b"b", 3.0)], NoTtl.PERSISTENT)


@clause("keyvalue.sorted-sets.copy", source=COPY, hint="share members with the original")
def test_a_copy_goes_its_own_way(store: KeyValue) -> None:
    store.sorted_add("k", {b"a": 1, b"b": 2, b"c": 3})
    assert store.sorted_rank("k", b"b") == 1
    assert store.copy("k", "k2") is True
    store.sorted_add("k", {b"b": 9})
    store.sorted_remove("k2", b"a")
    assert store.sorted_range("k", 0, -1) == [(b"a", 1.0), (b"c", 3.0), (b"b", 9.0)]
    assert store.sorted_range("k2", 0, -1) == [(b"b", 2.0), (b"c", 3.0)]


@clause("keyvalue.sorted-sets.rename", source="https://redis.io/docs/latest/commands/rename/")
def test_a_sorted_set_can_be_renamed(store: KeyValue) -> None:
    store.sorted_add("k", {b"a": 1, b"b": 2})
    store.expire("k", 100)
    before = store.expires_at("k")
    store.rename("k", "k2")
    assert (store.exists("k"), store.type("k2"), store.expires_at("k2")) == (0, KeyType.SORTED_SET, before)
    assert store.sorted_pop("k2", highest=True) == [(b"b", 2.0)]


@clause("keyvalue.sorted-sets.replaced", source=OBSERVED)
def test_a_sorted_set_can_be_overwritten_and_deleted(store: KeyValue) -> None:
    store.sorted_add("k", {b"a": 1})
    store.sorted_add("k2", {b"a": 1})
    store.set("k", b"v")
    assert (store.get("k"), store.delete("k", "k2")) == (b"v", 2)
    assert store.sorted_size("k") == store.sorted_size("k2") == 0


@clause("keyvalue.sorted-sets.reads-create-nothing", source=OBSERVED, hint="create an empty sorted set")
def test_reading_and_removing_create_nothing(store: KeyValue) -> None:
    with unchanged(store, "k"):
        store.sorted_remove("k", b"a")
        store.sorted_score("k", b"a")
        store.sorted_rank("k", b"a")
        store.sorted_range("k", 0, -1)
        store.sorted_remove_range("k", 0, -1)
        store.sorted_pop("k")
        store.sorted_pop_first("k")
        store.sorted_union(["k"])
        store.sorted_random("k", -3)
        store.sorted_add("k", {b"a": 1}, only_if_present=True)
        store.sorted_increment("k", b"a", 1, only_if_present=True)
    assert store.exists("k") == 0
