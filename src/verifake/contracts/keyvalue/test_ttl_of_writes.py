"""Which writing operations keep the deadline, and which discard it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.ports.keyvalue import KeyType, KeyValue, NoTtl
from verifake.proof import clause

EXPIRE = "https://redis.io/docs/latest/commands/expire/"
MSET = "https://redis.io/docs/latest/commands/mset/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

Write = Callable[[KeyValue], object]


@clause("keyvalue.ttl-of-writes.set-discards", source=EXPIRE, hint="change the value and leave the deadline")
def test_set_discards_the_deadline(store: KeyValue) -> None:
    store.set("k", b"1", ttl_seconds=100)
    store.set("k", b"1")
    assert store.time_to_live("k") is NoTtl.PERSISTENT


@clause("keyvalue.ttl-of-writes.set-many-discards", source=MSET, hint="change the value and leave the deadline")
def test_set_many_discards_the_deadlines(store: KeyValue) -> None:
    store.set("k", b"1", ttl_seconds=100)
    store.set("k2", b"1", ttl_seconds=100)
    store.set_many({"k": b"1", "k2": b"2", "k3": b"3"})
    assert [store.time_to_live(key) for key in ("k", "k2", "k3")] == [NoTtl.PERSISTENT] * 3


@clause("keyvalue.ttl-of-writes.set-many-leaves-others", source=MSET)
def test_set_many_leaves_the_deadline_of_other_keys(store: KeyValue) -> None:
    store.set("k", b"1", ttl_seconds=100)
    with unchanged(store, "k"):
        store.set_many({"k2": b"1"})


KEEPING: dict[str, Write] = {
    "append": lambda store: store.append("k", b"2"),
    "append-nothing": lambda store: store.append("k", b""),
    "set_range": lambda store: store.set_range("k", 3, b"2"),
    "set_range-nothing": lambda store: store.set_range("k", 3, b""),
    "increment": lambda store: store.increment("k"),
    "increment-by-zero": lambda store: store.increment("k", 0),
    "decrement": lambda store: store.decrement("k", 5),
    "increment_float": lambda store: store.increment_float("k", 0.5),
    "get_and_touch": lambda store: store.get_and_touch("k"),
    "set-keep_ttl": lambda store: store.set("k", b"2", keep_ttl=True),
}


@clause("keyvalue.ttl-of-writes.changes-keep", source=EXPIRE, hint="write a changed value as set does")
@pytest.mark.parametrize("operation", KEEPING)
def test_an_operation_that_changes_a_value_keeps_its_deadline(store: KeyValue, operation: str) -> None:
    store.set("k", b"1", ttl_seconds=100)
    before = store.expires_at("k")
    KEEPING[operation](store)
    assert isinstance(before, float)
    assert store.expires_at("k") == before


@clause("keyvalue.ttl-of-writes.changes-keep-persistent", source=EXPIRE)
@pytest.mark.parametrize("operation", KEEPING)
def test_an_operation_that_changes_a_value_keeps_it_persistent(store: KeyValue, operation: str) -> None:
    store.set("k", b"1")
    KEEPING[operation](store)
    assert store.time_to_live("k") is NoTtl.PERSISTENT


CREATING: dict[str, Write] = {
    "set": lambda store: store.set("k", b"1"),
    "set_and_get_old": lambda store: store.set_and_get_old("k", b"1"),
    "set_many": lambda store: store.set_many({"k": b"1"}),
    "set_many_if_absent": lambda store: store.set_many_if_absent({"k": b"1"}),
    "append": lambda store: store.append("k", b"1"),
    "set_range": lambda store: store.set_range("k", 0, b"1"),
    "increment": lambda store: store.increment("k"),
    "decrement": lambda store: store.decrement("k"),
    "increment_float": lambda store: store.increment_float("k", 1.0),
}


@clause("keyvalue.ttl-of-writes.created-persistent", source=EXPIRE)
@pytest.mark.parametrize("operation", CREATING)
def test_an_operation_that_creates_a_key_makes_it_persistent(store: KeyValue, operation: str) -> None:
    CREATING[operation](store)
    assert store.time_to_live("k") is NoTtl.PERSISTENT


@clause("keyvalue.ttl-of-writes.created-anew", source=EXPIRE, hint="keep deadlines beside the values")
@pytest.mark.parametrize("operation", CREATING)
def test_a_key_that_was_deleted_and_made_anew_has_no_deadline(store: KeyValue, operation: str) -> None:
    store.set("k", b"1", ttl_seconds=100)
    store.delete("k")
    CREATING[operation](store)
    assert store.time_to_live("k") is NoTtl.PERSISTENT


@clause("keyvalue.ttl-of-writes.taken-and-set-anew", source=EXPIRE, hint="keep deadlines beside the values")
def test_a_key_that_was_taken_and_set_anew_has_no_deadline(store: KeyValue) -> None:
    store.set("k", b"1", ttl_seconds=100)
    store.get_and_delete("k")
    store.set("k", b"1", keep_ttl=True)
    assert store.time_to_live("k") is NoTtl.PERSISTENT


@clause("keyvalue.ttl-of-writes.refused-set-many-keeps", source=OBSERVED)
def test_a_refused_set_many_if_absent_keeps_the_deadline(store: KeyValue) -> None:
    store.set("k", b"1", ttl_seconds=100)
    with unchanged(store, "k", "k2"):
        assert store.set_many_if_absent({"k2": b"2", "k": b"2"}) is False


@clause("keyvalue.ttl-of-writes.another-kind-replaced", source=EXPIRE)
def test_a_value_of_another_kind_is_replaced_without_its_deadline(store: KeyValue, plant: Plant) -> None:
    for key in ("k", "k2"):
        plant(key, KeyType.LIST)
        store.expire(key, 100)
    store.set("k", b"v")
    store.set_many({"k2": b"v"})
    assert (store.time_to_live("k"), store.time_to_live("k2")) == (NoTtl.PERSISTENT, NoTtl.PERSISTENT)
