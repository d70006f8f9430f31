"""Calls that wait for an element to move it: chains, circles, and destinations of another kind."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._plant import Plant, kinds_but
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import End, KeyType, KeyValue, KeyValueCode, NoTtl
from verifake.proof import ACTORS, Actor, Actors, clause, rejects

BLMOVE = "https://redis.io/docs/latest/commands/blmove/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

NEEDS = (ACTORS,)
LEFT, RIGHT = End.LEFT, End.RIGHT


def moves(actors: Actors, source: str, destination: str, take: End = LEFT, put: End = RIGHT) -> Actor[bytes | None]:
    """Begin a call that waits for an element to move, for ever."""
    return actors.start(lambda store: _move(store, source, destination, take, put))


def _move(store: KeyValue, source: str, destination: str, take: End, put: End) -> bytes | None:
    return store.list_move_waiting(source, destination, timeout_seconds=0, take=take, put=put)


def pops(actors: Actors, key: str) -> Actor[tuple[str, bytes] | None]:
    """Begin a call that waits for an element of `key`, for ever."""
    return actors.start(lambda store: _pop(store, key))


def _pop(store: KeyValue, key: str) -> tuple[str, bytes] | None:
    return store.list_pop_waiting(key, timeout_seconds=0)


@clause("keyvalue.lists-serving-moves.ends", source=BLMOVE, needs=NEEDS)
@pytest.mark.parametrize(
    ("take", "put", "moved", "after"),
    [
        (LEFT, RIGHT, b"a", [b"x", b"a"]),
        (LEFT, LEFT, b"a", [b"a", b"x"]),
        (RIGHT, RIGHT, b"b", [b"x", b"b"]),
        (RIGHT, LEFT, b"b", [b"b", b"x"]),
    ],
)
def test_an_element_that_comes_is_moved(
    store: KeyValue, actors: Actors, take: End, put: End, moved: bytes, after: list[bytes]
) -> None:
    store.list_push("k2", b"x")
    mover = moves(actors, "k", "k2", take, put)
    assert mover.waits
    assert store.list_push("k", b"a", b"b") == 2
    assert mover.result() == moved
    assert store.list_range("k2", 0, -1) == after
    assert store.list_length("k") == 1


@clause("keyvalue.lists-serving-moves.makes-destination", source=BLMOVE, needs=NEEDS, hint="move the deadline along")
def test_an_absent_destination_is_made_without_a_deadline(store: KeyValue, actors: Actors) -> None:
    mover = moves(actors, "k", "k2")
    store.list_push("source", b"a")
    store.expire("source", 100)
    store.rename("source", "k")
    assert mover.result() == b"a"
    assert store.exists("k") == 0
    assert (store.list_range("k2", 0, -1), store.time_to_live("k2")) == ([b"a"], NoTtl.PERSISTENT)


@clause("keyvalue.lists-serving-moves.chain", source=OBSERVED, needs=NEEDS, hint="serve what was pushed to only")
def test_a_moved_element_serves_who_waits_for_its_destination(store: KeyValue, actors: Actors) -> None:
    last, second, first = pops(actors, "d"), moves(actors, "b", "d"), moves(actors, "a", "b")
    store.list_push("a", b"1")
    assert (first.result(), second.result(), last.result()) == (b"1", b"1", ("d", b"1"))
    assert store.exists("a", "b", "d") == 0


@clause("keyvalue.lists-serving-moves.key-by-key", source=OBSERVED, needs=NEEDS, hint="follow the first element")
def test_all_who_wait_for_a_key_are_served_before_those_who_wait_for_the_next(store: KeyValue, actors: Actors) -> None:
    first, mover, second = pops(actors, "b"), moves(actors, "a", "b", LEFT, LEFT), pops(actors, "a")
    third = moves(actors, "a", "b", LEFT, LEFT)
    store.list_push("a", b"1", b"2", b"3")
    assert (mover.result(), second.result(), third.result()) == (b"1", ("a", b"2"), b"3")
    assert first.result() == ("b", b"3")
    assert store.list_range("b", 0, -1) == [b"1"]


@clause("keyvalue.lists-serving-moves.rotates", source=OBSERVED, needs=NEEDS, hint="serve it with its own element")
def test_a_call_that_rotates_leaves_the_element_to_the_next(store: KeyValue, actors: Actors) -> None:
    mover, other = moves(actors, "k", "k"), pops(actors, "k")
    store.list_push("k", b"a", b"b")
    assert (mover.result(), other.result()) == (b"a", ("k", b"b"))
    assert store.list_range("k", 0, -1) == [b"a"]


@clause("keyvalue.lists-serving-moves.rotates-one", source=OBSERVED, needs=NEEDS)
def test_calls_that_rotate_one_element_are_all_served(store: KeyValue, actors: Actors) -> None:
    movers = [moves(actors, "k", "k"), moves(actors, "k", "k", RIGHT, LEFT)]
    store.list_push("k", b"a")
    assert [mover.result() for mover in movers] == [b"a", b"a"]
    assert store.list_range("k", 0, -1) == [b"a"]


@clause("keyvalue.lists-serving-moves.circle", source=OBSERVED, needs=NEEDS, hint="go round for ever")
def test_an_element_goes_round_once_for_each_who_waits(store: KeyValue, actors: Actors) -> None:
    there, back = moves(actors, "a", "b"), moves(actors, "b", "a")
    store.list_push("a", b"1")
    assert (there.result(), back.result()) == (b"1", b"1")
    assert (store.list_range("a", 0, -1), store.exists("b")) == ([b"1"], 0)


@clause("keyvalue.lists-serving-moves.full-circle", source=OBSERVED, needs=NEEDS, hint="look at a key once only")
def test_an_element_that_came_round_serves_those_who_waited_behind(store: KeyValue, actors: Actors) -> None:
    there, back, last = moves(actors, "a", "b"), moves(actors, "b", "a"), pops(actors, "a")
    store.list_push("a", b"1")
    assert (there.result(), back.result(), last.result()) == (b"1", b"1", ("a", b"1"))
    assert store.exists("a", "b") == 0


@clause("keyvalue.lists-serving-moves.wrong-type", source=OBSERVED, needs=NEEDS, hint="wait on, or lose the element")
@pytest.mark.parametrize("kind", kinds_but(KeyType.LIST))
def test_a_destination_of_another_kind_ends_the_wait_and_the_next_is_served(
    store: KeyValue, actors: Actors, plant: Plant, kind: KeyType
) -> None:
    mover, other = moves(actors, "k", "k2"), pops(actors, "k")
    if kind is KeyType.STRING:
        store.set("k2", b"v")
    else:
        plant("k2", kind)
    assert mover.waits
    assert store.list_push("k", b"a") == 1
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        mover.result()
    assert other.result() == ("k", b"a")
    assert (store.exists("k"), store.type("k2")) == (0, kind)


@clause("keyvalue.lists-serving-moves.destination-alone", source=OBSERVED, needs=NEEDS, hint="wait for both keys")
def test_what_comes_to_the_destination_ends_no_wait(store: KeyValue, actors: Actors) -> None:
    mover = moves(actors, "k", "k2")
    store.list_push("k2", b"x")
    assert mover.waits
    store.list_push("k", b"a")
    assert mover.result() == b"a"
    assert store.list_range("k2", 0, -1) == [b"x", b"a"]
