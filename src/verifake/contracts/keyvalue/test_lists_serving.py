"""Calls that wait for an element of a list: who is served, with what, and when."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue._plant import Plant, kinds_but
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import End, KeyType, KeyValue, KeyValueCode
from verifake.proof import ACTORS, Actor, Actors, clause, rejects

BLPOP = "https://redis.io/docs/latest/commands/blpop/"
BLMPOP = "https://redis.io/docs/latest/commands/blmpop/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"
OBSERVED_NEW = "observed: valkey 9.1.2 (redis 7.0.15 takes from the key that was filled)"

NEEDS = (ACTORS,)
NOT_LISTS = kinds_but(KeyType.LIST)

Popped = tuple[str, bytes] | None


def pops(actors: Actors, *keys: str, end: End = End.LEFT) -> Actor[Popped]:
    """Begin a call that waits for an element of `keys`, for ever."""
    return actors.start(lambda store: _pop(store, *keys, end=end))


def _pop(store: KeyValue, *keys: str, end: End) -> Popped:
    return store.list_pop_waiting(*keys, timeout_seconds=0, end=end)


@clause("keyvalue.lists-serving.push", source=BLPOP, needs=NEEDS)
def test_a_call_waits_until_an_element_is_pushed(store: KeyValue, actors: Actors) -> None:
    waiter = pops(actors, "k")
    assert waiter.waits
    store.list_push("k", b"a")
    assert waiter.result() == ("k", b"a")
    assert store.exists("k") == 0


@clause("keyvalue.lists-serving.length", source=BLPOP, needs=NEEDS, hint="return the length after serving")
def test_a_push_returns_the_length_before_anybody_is_served(store: KeyValue, actors: Actors) -> None:
    waiter = pops(actors, "k")
    assert store.list_push("k", b"a", b"b", b"c") == 3
    assert waiter.result() == ("k", b"a")
    assert store.list_length("k") == 2


@clause("keyvalue.lists-serving.fair", source=BLPOP, needs=NEEDS, hint="serve whoever wakes up first")
def test_who_has_waited_longest_is_served_first(store: KeyValue, actors: Actors) -> None:
    first, second, third = (pops(actors, "k") for _ in range(3))
    store.list_push("k", b"a")
    assert first.result() == ("k", b"a")
    assert second.waits
    store.list_push("k", b"b")
    assert second.result() == ("k", b"b")
    assert third.waits


@clause("keyvalue.lists-serving.several", source=BLPOP, needs=NEEDS, hint="serve one a push")
def test_a_push_of_several_values_serves_several(store: KeyValue, actors: Actors) -> None:
    waiters = [pops(actors, "k") for _ in range(4)]
    assert store.list_push("k", b"a", b"b", b"c") == 3
    assert [waiter.result() for waiter in waiters[:3]] == [("k", b"a"), ("k", b"b"), ("k", b"c")]
    assert waiters[3].waits
    assert store.exists("k") == 0


@clause("keyvalue.lists-serving.whole-push", source=BLPOP, needs=NEEDS, hint="serve with each value as it is pushed")
def test_a_push_is_done_as_a_whole_before_anybody_is_served(store: KeyValue, actors: Actors) -> None:
    left, right = pops(actors, "k"), pops(actors, "k", end=End.RIGHT)
    store.list_push("k", b"a", b"b", b"c")
    assert (left.result(), right.result()) == (("k", b"a"), ("k", b"c"))
    left, right = pops(actors, "k2"), pops(actors, "k2", end=End.RIGHT)
    store.list_push("k2", b"a", b"b", b"c", end=End.LEFT)
    assert (left.result(), right.result()) == (("k2", b"c"), ("k2", b"a"))
    assert (store.list_range("k", 0, -1), store.list_range("k2", 0, -1)) == ([b"b"], [b"b"])


@clause("keyvalue.lists-serving.any-key", source=BLPOP, needs=NEEDS, hint="wait for the first key alone")
def test_a_call_waits_for_any_of_its_keys_and_then_for_none(store: KeyValue, actors: Actors) -> None:
    waiter, other = pops(actors, "a", "b", "c"), pops(actors, "c")
    store.list_push("b", b"1")
    assert waiter.result() == ("b", b"1")
    store.list_push("a", b"2")
    store.list_push("c", b"3")
    assert other.result() == ("c", b"3")
    assert store.list_range("a", 0, -1) == [b"2"]


@clause("keyvalue.lists-serving.fair-on-each-key", source=OBSERVED, needs=NEEDS, hint="prefer who names the key first")
def test_the_order_of_keys_does_not_matter_to_the_order_of_calls(store: KeyValue, actors: Actors) -> None:
    first, second = pops(actors, "a", "b"), pops(actors, "b", "a")
    store.list_push("b", b"1")
    assert first.result() == ("b", b"1")
    store.list_push("a", b"2")
    assert second.result() == ("a", b"2")


@clause("keyvalue.lists-serving.same-key-twice", source=OBSERVED, needs=NEEDS, hint="serve one call twice")
def test_a_key_that_is_named_twice_gives_one_element(store: KeyValue, actors: Actors) -> None:
    first, second = pops(actors, "k", "k"), pops(actors, "k")
    store.list_push("k", b"a", b"b", b"c")
    assert (first.result(), second.result()) == (("k", b"a"), ("k", b"b"))
    assert store.list_range("k", 0, -1) == [b"c"]


@clause("keyvalue.lists-serving.count", source=BLMPOP, needs=NEEDS, hint="wait until there are as many")
def test_a_call_takes_up_to_its_count_and_leaves_the_rest_to_the_next(store: KeyValue, actors: Actors) -> None:
    first = actors.start(lambda store: store.list_pop_first_waiting("j", "k", timeout_seconds=0, count=2))
    second = actors.start(lambda store: store.list_pop_first_waiting("k", timeout_seconds=0, count=5, end=End.RIGHT))
    store.list_push("k", b"a", b"b", b"c", b"d")
    assert first.result() == ("k", [b"a", b"b"])
    assert second.result() == ("k", [b"d", b"c"])


@clause("keyvalue.lists-serving.returns-to-waiting", source=OBSERVED, needs=NEEDS, hint="keep its old place")
def test_who_waits_again_is_behind_those_who_wait(store: KeyValue, actors: Actors) -> None:
    twice = actors.start(lambda store: [store.list_pop_waiting("k", timeout_seconds=0) for _ in range(2)])
    other = pops(actors, "k")
    store.list_push("k", b"a")
    assert twice.waits
    store.list_push("k", b"b")
    assert other.result() == ("k", b"b")
    store.list_push("k", b"c")
    assert twice.result() == [("k", b"a"), ("k", b"c")]


FILLS: dict[str, Callable[[KeyValue], object]] = {
    "rename": lambda store: store.rename("source", "k"),
    "rename_if_absent": lambda store: store.rename_if_absent("source", "k"),
    "copy": lambda store: store.copy("source", "k"),
    "copy replace": lambda store: store.copy("source", "k", replace=True),
}


@clause("keyvalue.lists-serving.filled-by", source=OBSERVED, needs=NEEDS, hint="serve after pushes only")
@pytest.mark.parametrize("operation", FILLS)
def test_whatever_brings_a_list_serves(store: KeyValue, actors: Actors, operation: str) -> None:
    waiter = pops(actors, "k")
    store.list_push("source", b"a", b"b")
    store.expire("source", 100)
    at = store.expires_at("source")
    FILLS[operation](store)
    assert waiter.result() == ("k", b"a")
    assert (store.list_range("k", 0, -1), store.expires_at("k")) == ([b"b"], at)


@clause("keyvalue.lists-serving.moved-to", source=OBSERVED, needs=NEEDS)
def test_an_element_that_is_moved_serves(store: KeyValue, actors: Actors) -> None:
    waiter = pops(actors, "k")
    store.list_push("source", b"a", b"b")
    assert store.list_move("source", "k") == b"a"
    assert waiter.result() == ("k", b"a")
    assert store.exists("k") == 0


@clause("keyvalue.lists-serving.replaced", source=OBSERVED, needs=NEEDS, hint="serve where there was no key only")
@pytest.mark.parametrize("operation", ["rename", "copy replace"])
def test_a_list_that_replaces_another_kind_serves(store: KeyValue, actors: Actors, operation: str) -> None:
    waiter = pops(actors, "k")
    store.set("k", b"v")
    store.list_push("source", b"a")
    FILLS[operation](store)
    assert waiter.result() == ("k", b"a")


@clause("keyvalue.lists-serving.no-push", source=OBSERVED, needs=NEEDS)
def test_what_makes_no_list_serves_nobody(store: KeyValue, actors: Actors) -> None:
    waiter = pops(actors, "k")
    assert store.list_push("k", b"a", only_if_present=True) == 0
    assert store.list_insert("k", b"p", b"a") == 0
    assert store.list_move("absent", "k") is None
    assert waiter.waits


@clause("keyvalue.lists-serving.other-kind", source=OBSERVED, needs=NEEDS, hint="end with WRONG_TYPE")
@pytest.mark.parametrize("kind", NOT_LISTS)
def test_a_key_that_comes_with_another_kind_is_waited_out(
    store: KeyValue, actors: Actors, plant: Plant, kind: KeyType
) -> None:
    waiter = pops(actors, "k")
    if kind is KeyType.STRING:
        store.set("k", b"v")
    else:
        plant("k", kind)
    assert waiter.waits
    store.delete("k")
    store.list_push("k", b"a")
    assert waiter.result() == ("k", b"a")


@clause("keyvalue.lists-serving.all-keys-anew", source=OBSERVED_NEW, needs=NEEDS, hint="look at the filled key alone")
def test_a_call_that_can_go_on_looks_at_all_its_keys_anew(store: KeyValue, actors: Actors) -> None:
    waiter = pops(actors, "a", "b")
    store.set("a", b"v")
    assert waiter.waits
    store.list_push("b", b"1")
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        waiter.result()
    assert store.list_range("b", 0, -1) == [b"1"]
