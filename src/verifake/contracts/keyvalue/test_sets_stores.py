"""Results of set algebra that are stored: what becomes of the destination."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue._plant import Plant, hold, kinds_but
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode, NoTtl
from verifake.proof import clause, rejects

SUNIONSTORE = "https://redis.io/docs/latest/commands/sunionstore/"
SINTERSTORE = "https://redis.io/docs/latest/commands/sinterstore/"
SDIFFSTORE = "https://redis.io/docs/latest/commands/sdiffstore/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

Store = Callable[..., int]

STORES: dict[str, Store] = {
    "set_union_store": lambda store, *keys: store.set_union_store(*keys),
    "set_intersection_store": lambda store, *keys: store.set_intersection_store(*keys),
    "set_difference_store": lambda store, *keys: store.set_difference_store(*keys),
}
RESULTS = {
    "set_union_store": {b"1", b"2", b"3", b"4"},
    "set_intersection_store": {b"2", b"3"},
    "set_difference_store": {b"1"},
}
EMPTY = {
    "set_union_store": ("none", "nothing"),
    "set_intersection_store": ("a", "none"),
    "set_difference_store": ("a", "b", "a"),
}
"""Sources that give nothing."""


def _two(store: KeyValue) -> None:
    store.set_add("a", b"1", b"2", b"3")
    store.set_add("b", b"2", b"3", b"4")


@clause("keyvalue.sets.store", source=SUNIONSTORE)
@pytest.mark.parametrize("operation", STORES)
def test_the_result_is_stored_and_counted(store: KeyValue, operation: str) -> None:
    _two(store)
    with unchanged(store, "a", "b"):
        assert STORES[operation](store, "d", "a", "b") == len(RESULTS[operation])
    assert (store.type("d"), store.set_members("d")) == (KeyType.SET, RESULTS[operation])


@clause("keyvalue.sets.store-of-one", source=OBSERVED, hint="let both keys hold the same object")
@pytest.mark.parametrize("operation", STORES)
def test_the_result_of_one_set_is_a_copy(store: KeyValue, operation: str) -> None:
    _two(store)
    assert STORES[operation](store, "d", "a") == 3
    with unchanged(store, "a"):
        store.set_remove("d", b"1")
        store.set_add("d", b"new")


@clause("keyvalue.sets.store-replaces", source=SUNIONSTORE, hint="add to what is there")
@pytest.mark.parametrize("operation", STORES)
def test_what_the_destination_held_is_gone(store: KeyValue, operation: str) -> None:
    _two(store)
    store.set_add("d", b"old")
    STORES[operation](store, "d", "a", "b")
    assert store.set_members("d") == RESULTS[operation]


@clause("keyvalue.sets.store-clears-the-deadline", source=OBSERVED, hint="keep the deadline of the old set")
@pytest.mark.parametrize("operation", STORES)
def test_the_deadline_of_the_destination_is_gone(store: KeyValue, operation: str) -> None:
    _two(store)
    store.set_add("d", b"old")
    for key in ("a", "d"):
        store.expire(key, 100)
    STORES[operation](store, "d", "a", "b")
    assert store.expires_at("d") is NoTtl.PERSISTENT


@clause("keyvalue.sets.store-replaces-another-kind", source=OBSERVED, hint="refuse another kind at the destination")
@pytest.mark.parametrize("kind", kinds_but(KeyType.SET))
@pytest.mark.parametrize("operation", STORES)
def test_a_destination_of_any_kind_is_replaced(store: KeyValue, plant: Plant, operation: str, kind: KeyType) -> None:
    _two(store)
    hold(store, plant, "d", kind)
    STORES[operation](store, "d", "a", "b")
    assert (store.set_members("d"), store.expires_at("d")) == (RESULTS[operation], NoTtl.PERSISTENT)


@clause("keyvalue.sets.store-nothing", source=SINTERSTORE, hint="store an empty set, or leave the old one")
@pytest.mark.parametrize("kind", KeyType)
@pytest.mark.parametrize("operation", STORES)
def test_an_empty_result_deletes_the_destination(store: KeyValue, plant: Plant, operation: str, kind: KeyType) -> None:
    _two(store)
    hold(store, plant, "d", kind)
    assert STORES[operation](store, "d", *EMPTY[operation]) == 0
    assert (store.type("d"), store.expires_at("d")) == (None, NoTtl.ABSENT)


@clause("keyvalue.sets.store-nothing-nowhere", source=OBSERVED, hint="store an empty set")
@pytest.mark.parametrize("operation", STORES)
def test_an_empty_result_makes_nothing(store: KeyValue, operation: str) -> None:
    _two(store)
    with unchanged(store, "d", "a", "b"):
        assert STORES[operation](store, "d", *EMPTY[operation]) == 0


@clause("keyvalue.sets.store-to-a-source", source=SUNIONSTORE, hint="clear the destination first")
@pytest.mark.parametrize("destination", ["a", "b"])
@pytest.mark.parametrize("operation", STORES)
def test_the_destination_may_be_a_source(store: KeyValue, operation: str, destination: str) -> None:
    _two(store)
    store.expire(destination, 100)
    assert STORES[operation](store, destination, "a", "b") == len(RESULTS[operation])
    assert (store.set_members(destination), store.expires_at(destination)) == (RESULTS[operation], NoTtl.PERSISTENT)


@clause("keyvalue.sets.store-to-the-only-source", source=OBSERVED)
@pytest.mark.parametrize("operation", STORES)
def test_a_set_that_is_stored_to_itself_stays(store: KeyValue, operation: str) -> None:
    _two(store)
    assert STORES[operation](store, "a", "a") == 3
    assert store.set_members("a") == {b"1", b"2", b"3"}


@clause("keyvalue.sets.store-to-an-emptied-source", source=SDIFFSTORE)
def test_a_source_that_leaves_nothing_of_itself_is_deleted(store: KeyValue) -> None:
    _two(store)
    assert store.set_difference_store("a", "a", "a") == 0
    assert store.set_intersection_store("b", "b", "none") == 0
    assert (store.type("a"), store.type("b")) == (None, None)


@clause("keyvalue.sets.store-another-kind-that-is-a-source", source=OBSERVED, hint="replace it before it is read")
@pytest.mark.parametrize("kind", kinds_but(KeyType.SET))
@pytest.mark.parametrize("operation", STORES)
def test_a_destination_of_another_kind_is_no_source(
    store: KeyValue, plant: Plant, operation: str, kind: KeyType
) -> None:
    _two(store)
    hold(store, plant, "d", kind)
    for keys in (("d", "a"), ("a", "d"), ("none", "d")):
        with unchanged(store, "d", "a"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            STORES[operation](store, "d", *keys)


@clause("keyvalue.sets.store-without-a-source", source=SUNIONSTORE, hint="delete the destination")
@pytest.mark.parametrize("operation", STORES)
def test_a_source_is_needed(store: KeyValue, operation: str) -> None:
    store.set_add("d", b"1")
    for key in ("d", "none"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            STORES[operation](store, key)
