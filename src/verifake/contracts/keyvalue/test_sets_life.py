"""Sets as a whole: how long they exist, their deadline, their copies, and what counts as a change."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.ports.keyvalue import KeyType, KeyValue, NoTtl
from verifake.proof import ClauseClock, clause

SREM = "https://redis.io/docs/latest/commands/srem/"
SPOP = "https://redis.io/docs/latest/commands/spop/"
SETS = "https://redis.io/docs/latest/develop/data-types/sets/"
EXPIRE = "https://redis.io/docs/latest/commands/expire/"
COPY = "https://redis.io/docs/latest/commands/copy/"
WATCH = "https://redis.io/docs/latest/commands/watch/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

Call = Callable[[KeyValue], object]

ENDS: dict[str, Call] = {
    "set_remove": lambda store: store.set_remove("k", b"a", b"b"),
    "set_pop": lambda store: (store.set_pop("k"), store.set_pop("k")),
    "set_pop_many": lambda store: store.set_pop_many("k", 2),
    "set_pop_many of more": lambda store: store.set_pop_many("k", 2**63 - 1),
    "set_move": lambda store: (store.set_move("k", "other", b"a"), store.set_move("k", "other", b"b")),
}


@clause("keyvalue.sets.gone-with-its-last-member", source=SREM, hint="leave an empty set, or its deadline")
@pytest.mark.parametrize("end", ENDS)
def test_a_set_goes_with_its_last_member_and_so_does_its_deadline(store: KeyValue, end: str) -> None:
    store.set_add("k", b"a", b"b")
    store.expire("k", 100)
    ENDS[end](store)
    assert (store.exists("k"), store.type("k"), store.set_size("k")) == (0, None, 0)
    store.set_add("k", b"c")
    assert (store.set_members("k"), store.expires_at("k")) == ({b"c"}, NoTtl.PERSISTENT)


@clause("keyvalue.sets.free-for-another-kind", source=SETS)
@pytest.mark.parametrize("end", ENDS)
def test_a_key_whose_set_is_gone_takes_another_kind(store: KeyValue, end: str) -> None:
    store.set_add("k", b"a", b"b")
    ENDS[end](store)
    store.hash_set("k", {"f": b"v"})
    assert store.type("k") is KeyType.HASH


WRITES: dict[str, Call] = {
    "set_add": lambda store: store.set_add("k", b"new"),
    "set_remove": lambda store: store.set_remove("k", b"a"),
    "set_pop": lambda store: store.set_pop("k"),
    "set_pop_many": lambda store: store.set_pop_many("k", 2),
    "set_move from": lambda store: store.set_move("k", "new", b"a"),
    "set_move to": lambda store: store.set_move("other", "k", b"o"),
}


@clause("keyvalue.sets.deadline-stays", source=EXPIRE, hint="clear the deadline as set does")
@pytest.mark.parametrize("write", WRITES)
def test_a_change_of_members_leaves_the_deadline(store: KeyValue, write: str) -> None:
    store.set_add("k", b"a", b"b", b"c")
    store.set_add("other", b"o", b"p")
    store.expire("k", 100)
    deadline = store.expires_at("k")
    WRITES[write](store)
    assert store.expires_at("k") == deadline


@clause("keyvalue.sets.expires", source=EXPIRE)
def test_an_expired_set_is_absent_with_all_its_members(store: KeyValue, clock: ClauseClock) -> None:
    store.set_add("k", b"a")
    store.set_add("other", b"a")
    store.expire("k", 1)
    clock.advance(2)
    assert (store.set_contains("k", b"a"), store.set_size("k"), store.type("k")) == (False, 0, None)
    assert (store.set_intersection("k", "other"), store.set_union("k", "other")) == (set(), {b"a"})
    assert store.set_add("k", b"b") == 1
    assert (store.set_members("k"), store.expires_at("k")) == ({b"b"}, NoTtl.PERSISTENT)


@clause("keyvalue.sets.copy-is-separate", source=COPY, hint="let both keys hold the same object")
def test_a_copy_is_a_set_of_its_own(store: KeyValue) -> None:
    store.set_add("k", b"a")
    assert store.copy("k", "copy") is True
    store.set_add("k", b"b")
    store.set_remove("copy", b"a")
    assert (store.set_members("k"), store.type("copy")) == ({b"a", b"b"}, None)


@clause("keyvalue.sets.watch-writes", source=WATCH, hint="change the set in place and tell nobody")
@pytest.mark.parametrize("write", WRITES)
def test_a_write_changes_a_watched_set(store: KeyValue, write: str) -> None:
    store.set_add("k", b"a", b"b", b"c")
    store.set_add("other", b"o", b"p")
    with store.transaction("k") as transaction:
        WRITES[write](store)
        assert transaction.execute() is False


@clause("keyvalue.sets.watch-moved-member", source=OBSERVED)
def test_a_move_to_a_set_that_has_the_member_changes_the_source_only(store: KeyValue) -> None:
    store.set_add("k", b"a", b"b")
    store.set_add("other", b"a")
    source, destination = store.transaction("k"), store.transaction("other")
    store.set_move("k", "other", b"a")
    assert (source.execute(), destination.execute()) == (False, True)


STORES: dict[str, Call] = {
    "set_union_store": lambda store: store.set_union_store("d", "k", "absent"),
    "set_intersection_store": lambda store: store.set_intersection_store("d", "k", "k"),
    "set_difference_store": lambda store: store.set_difference_store("d", "k", "absent"),
    "set_union_store of nothing": lambda store: store.set_union_store("d", "absent"),
    "set_intersection_store of nothing": lambda store: store.set_intersection_store("d", "k", "absent"),
    "set_difference_store of nothing": lambda store: store.set_difference_store("d", "k", "k"),
}


@clause("keyvalue.sets.watch-stores", source=WATCH, hint="compare what is stored with what was there")
@pytest.mark.parametrize("write", STORES)
def test_a_result_that_is_stored_changes_a_watched_destination(store: KeyValue, write: str) -> None:
    store.set_add("k", b"a")
    store.set_add("d", b"a")
    with store.transaction("d") as transaction:
        STORES[write](store)
        assert transaction.execute() is False


READS: dict[str, Call] = {
    "set_contains": lambda store: store.set_contains("k", b"a"),
    "set_contains_many": lambda store: store.set_contains_many("k", b"a", b"x"),
    "set_members": lambda store: store.set_members("k"),
    "set_size": lambda store: store.set_size("k"),
    "set_pop_many of none": lambda store: store.set_pop_many("k", 0),
    "set_random": lambda store: store.set_random("k", 1),
    "set_random with repetition": lambda store: store.set_random("k", -3),
    "set_union": lambda store: store.set_union("k", "absent"),
    "set_intersection": lambda store: store.set_intersection("k", "absent"),
    "set_difference": lambda store: store.set_difference("k", "absent"),
    "set_intersection_size": lambda store: store.set_intersection_size("k", "absent"),
    "set_remove of an absent member": lambda store: store.set_remove("k", b"x"),
    "set_move of an absent member": lambda store: store.set_move("k", "absent", b"x"),
    "set_move from an absent set": lambda store: store.set_move("absent", "k", b"x"),
    "set_union_store of nothing": lambda store: store.set_union_store("absent", "nothing"),
}
NO_CHANGES: dict[str, Call] = {
    **READS,
    "set_add of a member": lambda store: store.set_add("k", b"a"),
    "set_move to itself": lambda store: store.set_move("k", "k", b"a"),
}


@clause("keyvalue.sets.watch-reads", source=OBSERVED, hint="take every call of a writing operation for a change")
@pytest.mark.parametrize("call", NO_CHANGES)
def test_what_changes_nothing_is_no_change_of_a_watched_set(store: KeyValue, call: str) -> None:
    store.set_add("k", b"a", b"b")
    with unchanged(store, "k", "absent"), store.transaction("k", "absent") as transaction:
        NO_CHANGES[call](store)
        assert transaction.execute() is True


@clause("keyvalue.sets.reads-make-nothing", source=OBSERVED, hint="make an empty set to read from")
@pytest.mark.parametrize("call", READS)
def test_reading_an_absent_set_makes_nothing(store: KeyValue, call: str) -> None:
    with unchanged(store, "k", "absent"):
        READS[call](store)
