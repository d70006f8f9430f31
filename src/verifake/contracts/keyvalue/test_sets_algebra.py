"""Union, intersection and difference of sets, returned and counted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue._plant import Plant, hold, kinds_but
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

SUNION = "https://redis.io/docs/latest/commands/sunion/"
SINTER = "https://redis.io/docs/latest/commands/sinter/"
SDIFF = "https://redis.io/docs/latest/commands/sdiff/"
SINTERCARD = "https://redis.io/docs/latest/commands/sintercard/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

LARGEST = 2**63 - 1


def _three(store: KeyValue) -> None:
    store.set_add("a", b"1", b"2", b"3", b"4")
    store.set_add("b", b"3")
    store.set_add("c", b"1", b"3", b"5")


@clause("keyvalue.sets.union", source=SUNION)
def test_a_union_has_what_is_in_any(store: KeyValue) -> None:
    _three(store)
    assert store.set_union("a", "b", "c") == {b"1", b"2", b"3", b"4", b"5"}
    assert store.set_union("b", "c") == {b"1", b"3", b"5"}


@clause("keyvalue.sets.intersection", source=SINTER)
def test_an_intersection_has_what_is_in_all(store: KeyValue) -> None:
    _three(store)
    assert store.set_intersection("a", "b", "c") == {b"3"}
    assert store.set_intersection("c", "a") == {b"1", b"3"}


@clause("keyvalue.sets.difference", source=SDIFF, hint="take the symmetric difference")
def test_a_difference_has_what_is_in_the_first_alone(store: KeyValue) -> None:
    _three(store)
    assert store.set_difference("a", "b", "c") == {b"2", b"4"}
    assert store.set_difference("c", "a") == {b"5"}
    assert store.set_difference("b", "c") == set()


ALL: dict[str, Callable[..., set[bytes]]] = {
    "set_union": lambda store, *keys: store.set_union(*keys),
    "set_intersection": lambda store, *keys: store.set_intersection(*keys),
    "set_difference": lambda store, *keys: store.set_difference(*keys),
}


@clause("keyvalue.sets.algebra-of-one", source=SUNION, hint="give away the set itself")
@pytest.mark.parametrize("operation", ALL)
def test_of_a_single_set_its_members_come(store: KeyValue, operation: str) -> None:
    _three(store)
    result = ALL[operation](store, "a")
    assert result == {b"1", b"2", b"3", b"4"}
    with unchanged(store, "a"):
        result.clear()


@clause("keyvalue.sets.algebra-of-itself", source=OBSERVED)
def test_a_set_may_be_named_several_times(store: KeyValue) -> None:
    _three(store)
    assert store.set_union("c", "c", "c") == {b"1", b"3", b"5"}
    assert store.set_intersection("c", "c", "c") == {b"1", b"3", b"5"}
    assert store.set_difference("c", "b", "b") == {b"1", b"5"}
    assert store.set_difference("c", "c") == set()


@clause("keyvalue.sets.algebra-of-absent", source=SINTER, hint="leave an absent set out of an intersection")
def test_an_absent_set_is_an_empty_one(store: KeyValue) -> None:
    _three(store)
    assert store.set_union("none", "b", "nothing") == {b"3"}
    assert store.set_difference("b", "none") == {b"3"}
    assert store.set_difference("none", "b") == set()
    for keys in (("none", "b"), ("b", "none"), ("a", "none", "c")):
        assert store.set_intersection(*keys) == set()


@clause("keyvalue.sets.algebra-of-nothing", source=SUNION)
@pytest.mark.parametrize("operation", ALL)
def test_of_absent_sets_nothing_comes(store: KeyValue, operation: str) -> None:
    with unchanged(store, "none", "nothing"):
        assert ALL[operation](store, "none", "nothing") == set()


@clause("keyvalue.sets.algebra-changes-nothing", source=SUNION, hint="change the first set in place")
@pytest.mark.parametrize("operation", ALL)
def test_the_sets_themselves_stay(store: KeyValue, operation: str) -> None:
    _three(store)
    with unchanged(store, "a", "b", "c"):
        ALL[operation](store, "a", "b", "c")


@clause("keyvalue.sets.algebra-of-numbers-and-text", source=OBSERVED, hint="compare numbers with text wrongly")
def test_sets_of_numbers_and_of_text_go_together(store: KeyValue) -> None:
    store.set_add("numbers", *[b"%d" % number for number in range(100)])
    store.set_add("text", b"1", b"01", b"x", b"99")
    assert store.set_intersection("numbers", "text") == store.set_intersection("text", "numbers") == {b"1", b"99"}
    assert store.set_difference("text", "numbers") == {b"01", b"x"}
    assert len(store.set_union("numbers", "text")) == 102


@clause("keyvalue.sets.algebra-without-a-key", source=SUNION, hint="return an empty set")
@pytest.mark.parametrize("operation", ALL)
def test_a_key_is_needed(store: KeyValue, operation: str) -> None:
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
        ALL[operation](store)


REFUSED: dict[str, Callable[..., object]] = {
    **ALL,
    "set_intersection_size": lambda store, *keys: store.set_intersection_size(*keys),
    "set_union_store": lambda store, *keys: store.set_union_store("d", *keys),
    "set_intersection_store": lambda store, *keys: store.set_intersection_store("d", *keys),
    "set_difference_store": lambda store, *keys: store.set_difference_store("d", *keys),
}
ORDERS = {"first": ("k", "a"), "last": ("a", "k"), "behind an absent one": ("none", "k"), "alone": ("k",)}


@clause("keyvalue.sets.algebra-wrong-type", source=OBSERVED, hint="stop at the first set that is empty")
@pytest.mark.parametrize("kind", kinds_but(KeyType.SET))
@pytest.mark.parametrize("operation", REFUSED)
def test_another_kind_is_refused_wherever_it_stands(
    store: KeyValue, plant: Plant, operation: str, kind: KeyType
) -> None:
    hold(store, plant, "k", kind)
    store.set_add("a", b"1")
    store.set_add("d", b"1")
    for order in ORDERS.values():
        with unchanged(store, "k", "a", "d"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            REFUSED[operation](store, *order)


@clause("keyvalue.sets.intersection-size", source=SINTERCARD)
def test_the_size_of_an_intersection(store: KeyValue) -> None:
    _three(store)
    assert store.set_intersection_size("a", "c") == 2
    assert store.set_intersection_size("a", "b", "c") == 1
    assert store.set_intersection_size("a") == 4
    assert store.set_intersection_size("a", "a") == 4
    assert store.set_intersection_size("a", "none") == 0


@clause("keyvalue.sets.intersection-size-of-absent", source=SINTERCARD, hint="raise for a first set that is absent")
@pytest.mark.parametrize("limit", [0, 1, LARGEST])
def test_the_size_of_an_intersection_of_absent_sets(store: KeyValue, limit: int) -> None:
    _three(store)
    assert store.set_intersection_size("none", limit=limit) == 0
    assert store.set_intersection_size("none", "a", limit=limit) == 0


@clause("keyvalue.sets.intersection-size-limit", source=SINTERCARD, hint="count to the end")
@pytest.mark.parametrize(("limit", "size"), [(0, 4), (1, 1), (3, 3), (4, 4), (5, 4), (LARGEST, 4)])
def test_an_intersection_is_counted_up_to_the_limit(store: KeyValue, limit: int, size: int) -> None:
    _three(store)
    assert store.set_intersection_size("a", "a", limit=limit) == size
    assert store.set_intersection_size("a", limit=limit) == size


@clause("keyvalue.sets.intersection-size-limit-out-of-range", source=SINTERCARD, hint="look at the keys first")
@pytest.mark.parametrize("limit", [-1, -(2**63), -(2**63) - 1, LARGEST + 1, 10**30])
def test_a_limit_is_a_positive_64_bit_integer(store: KeyValue, limit: int) -> None:
    _three(store)
    store.set("k", b"v")
    for keys in (("a",), ("a", "none"), ("none",), ("k",), ("a", "k")):
        with unchanged(store, "a", "k"), rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
            store.set_intersection_size(*keys, limit=limit)


@clause("keyvalue.sets.intersection-size-without-a-key", source=SINTERCARD, hint="judge the limit first")
@pytest.mark.parametrize("limit", [0, 1, -1, LARGEST + 1])
def test_the_size_of_an_intersection_needs_a_key(store: KeyValue, limit: int) -> None:
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
        store.set_intersection_size(limit=limit)
