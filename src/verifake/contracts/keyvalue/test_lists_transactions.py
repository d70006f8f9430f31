"""Lists in transactions, and those who wait for them outside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.ports.keyvalue import Keys, KeyValue, Lists, Strings
from verifake.proof import ACTORS, Actor, Actors, clause

MULTI = "https://redis.io/docs/latest/develop/using-commands/transactions/"
BLPOP = "https://redis.io/docs/latest/commands/blpop/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"
OBSERVED_NEW = "observed: valkey 9.1.2 (redis 7.0.15 takes from the key that was filled first)"

NEEDS = (ACTORS,)

Step = tuple[Callable[..., Any], tuple[Any, ...]]


def at_once(store: KeyValue, *steps: Step) -> None:
    """Execute `steps` in a transaction."""
    with store.transaction() as transaction:
        for operation, arguments in steps:
            transaction.queue(operation, *arguments)
        assert transaction.execute() is True


def pops(actors: Actors, *keys: str) -> Actor[tuple[str, bytes] | None]:
    """Begin a call that waits for an element of `keys`, for ever."""
    return actors.start(lambda store: _pop(store, keys))


def _pop(store: KeyValue, keys: tuple[str, ...]) -> tuple[str, bytes] | None:
    return store.list_pop_waiting(*keys, timeout_seconds=0)


@clause("keyvalue.lists-transaction.never-waits", source=BLPOP, hint="wait, or refuse to queue it")
def test_in_a_transaction_nothing_waits(store: KeyValue) -> None:
    with store.transaction() as transaction:
        popped = transaction.queue(Lists.list_pop_waiting, "k", timeout_seconds=0)
        popped_first = transaction.queue(Lists.list_pop_first_waiting, "k", timeout_seconds=5)
        moved = transaction.queue(Lists.list_move_waiting, "k", "k2", timeout_seconds=5)
        transaction.queue(Lists.list_push, "k", b"a", b"b", b"c", b"d")
        then = (
            transaction.queue(Lists.list_pop_waiting, "k", timeout_seconds=0),
            transaction.queue(Lists.list_pop_first_waiting, "k", timeout_seconds=5, count=2),
            transaction.queue(Lists.list_move_waiting, "k", "k2", timeout_seconds=5),
        )
        assert transaction.execute() is True
    assert (popped.value, popped_first.value, moved.value) == (None, None, None)
    assert [queued.value for queued in then] == [("k", b"a"), ("k", [b"b", b"c"]), b"d"]
    assert store.list_range("k2", 0, -1) == [b"d"]


@clause("keyvalue.lists-transaction.served-at-the-end", source=BLPOP, needs=NEEDS, hint="serve within it")
def test_who_waits_is_served_when_the_transaction_is_done(store: KeyValue, actors: Actors) -> None:
    waiter = pops(actors, "k")
    with store.transaction() as transaction:
        pushed = transaction.queue(Lists.list_push, "k", b"a")
        again = transaction.queue(Lists.list_push, "k", b"b")
        length = transaction.queue(Lists.list_length, "k")
        transaction.execute()
    assert (pushed.value, again.value, length.value) == (1, 2, 2)
    assert waiter.result() == ("k", b"a")
    assert store.list_range("k", 0, -1) == [b"b"]


@clause("keyvalue.lists-transaction.emptied", source=BLPOP, needs=NEEDS, hint="serve what was there in between")
def test_what_comes_and_goes_in_a_transaction_serves_nobody(store: KeyValue, actors: Actors) -> None:
    waiter = pops(actors, "k")
    at_once(store, (Lists.list_push, ("k", b"a")), (Keys.delete, ("k",)))
    at_once(store, (Lists.list_push, ("k", b"a")), (Lists.list_pop, ("k",)))
    assert waiter.waits
    at_once(store, (Lists.list_push, ("k", b"a")), (Keys.delete, ("k",)), (Lists.list_push, ("k", b"b")))
    assert waiter.result() == ("k", b"b")


@clause("keyvalue.lists-transaction.other-kind-in-the-end", source=OBSERVED, needs=NEEDS, hint="end with WRONG_TYPE")
def test_a_list_that_is_replaced_in_the_transaction_serves_nobody(store: KeyValue, actors: Actors) -> None:
    waiter = pops(actors, "k")
    at_once(store, (Lists.list_push, ("k", b"a")), (Strings.set, ("k", b"v")))
    assert waiter.waits
    at_once(store, (Keys.delete, ("k",)), (Lists.list_push, ("k", b"b")))
    assert waiter.result() == ("k", b"b")


@clause("keyvalue.lists-transaction.order-of-keys", source=OBSERVED_NEW, needs=NEEDS, hint="take from the first pushed")
def test_the_first_of_the_keys_counts_not_the_first_that_was_filled(store: KeyValue, actors: Actors) -> None:
    waiter = pops(actors, "a", "b")
    at_once(store, (Lists.list_push, ("b", b"1")), (Lists.list_push, ("a", b"2")))
    assert waiter.result() == ("a", b"2")
    assert store.list_range("b", 0, -1) == [b"1"]


@clause("keyvalue.lists-transaction.who-is-looked-at-first", source=OBSERVED_NEW, needs=NEEDS, hint="go by calls alone")
def test_those_who_wait_for_the_first_filled_key_go_first_and_may_take_from_another(
    store: KeyValue, actors: Actors
) -> None:
    longest, middle, last = pops(actors, "a"), pops(actors, "a", "b"), pops(actors, "b")
    at_once(store, (Lists.list_push, ("b", b"1")), (Lists.list_push, ("a", b"2")))
    assert (middle.result(), last.result()) == (("a", b"2"), ("b", b"1"))
    assert longest.waits


@clause("keyvalue.lists-transaction.expired-at-once", source=OBSERVED, needs=NEEDS)
def test_a_list_that_expires_in_the_transaction_serves_nobody(store: KeyValue, actors: Actors) -> None:
    waiter = pops(actors, "k")
    with store.transaction() as transaction:
        transaction.queue(Lists.list_push, "k", b"a")
        transaction.queue(KeyValue.expire, "k", -1)
        transaction.execute()
    assert waiter.waits


CHANGES: dict[str, Callable[[KeyValue], object]] = {
    "list_push": lambda store: store.list_push("k", b"z"),
    "list_push only_if_present": lambda store: store.list_push("k", b"z", only_if_present=True),
    "list_pop": lambda store: store.list_pop("k"),
    "list_pop_many": lambda store: store.list_pop_many("k", 1),
    "list_pop_first": lambda store: store.list_pop_first("k"),
    "list_move from": lambda store: store.list_move("k", "other"),
    "list_move to": lambda store: store.list_move("source", "k"),
    "list_move to itself": lambda store: store.list_move("k", "k"),
    "list_set the same": lambda store: store.list_set("k", 0, b"a"),
    "list_insert": lambda store: store.list_insert("k", b"b", b"x"),
    "list_remove": lambda store: store.list_remove("k", b"b"),
    "list_trim": lambda store: store.list_trim("k", 0, 1),
    "list_trim to nothing": lambda store: store.list_trim("k", 1, 0),
    "list_pop_waiting": lambda store: store.list_pop_waiting("k", timeout_seconds=1),
    "list_pop_first_waiting": lambda store: store.list_pop_first_waiting("k", timeout_seconds=1),
    "list_move_waiting from": lambda store: store.list_move_waiting("k", "other", timeout_seconds=1),
    "list_move_waiting to": lambda store: store.list_move_waiting("source", "k", timeout_seconds=1),
}
NO_CHANGES: dict[str, Callable[[KeyValue], object]] = {
    "list_push only_if_present": lambda store: store.list_push("absent", b"x", only_if_present=True),
    "list_pop_many none": lambda store: store.list_pop_many("k", 0),
    "list_move": lambda store: store.list_move("absent", "k"),
    "list_insert without pivot": lambda store: store.list_insert("k", b"?", b"x"),
    "list_remove none": lambda store: store.list_remove("k", b"?"),
    "list_range": lambda store: store.list_range("k", 0, -1),
    "list_position": lambda store: store.list_position("k", b"a"),
}


@clause("keyvalue.lists-transaction.watched", source=MULTI, hint="forget an operation that changes a list in place")
@pytest.mark.parametrize("operation", CHANGES)
def test_a_change_of_a_list_is_one_for_who_watches(store: KeyValue, operation: str) -> None:
    assert is_executed_after(store, CHANGES[operation]) is False


@clause("keyvalue.lists-transaction.watched-in-vain", source=MULTI, hint="call every command of a writer a change")
@pytest.mark.parametrize("operation", NO_CHANGES)
def test_what_leaves_a_list_as_it_is_is_no_change_for_who_watches(store: KeyValue, operation: str) -> None:
    assert is_executed_after(store, NO_CHANGES[operation]) is True


@clause(
    "keyvalue.lists-transaction.trim-to-all",
    source="observed: valkey 9.1.2 (redis 7.0.15 calls every trim of a list a change)",
)
def test_a_trim_that_removes_nothing_is_no_change_for_who_watches(store: KeyValue) -> None:
    assert is_executed_after(store, lambda store: store.list_trim("k", 0, -1)) is True


def is_executed_after(store: KeyValue, call: Callable[[KeyValue], object]) -> bool:
    """Whether a transaction that watches the list ``k`` is executed although `call` came in between."""
    store.list_push("k", b"a", b"b", b"c")
    store.list_push("source", b"s")
    with store.transaction("k") as transaction:
        call(store)
        transaction.queue(Strings.get, "other kind")
        return transaction.execute()


@clause("keyvalue.lists-transaction.refused-alone", source=MULTI)
def test_a_refused_operation_leaves_the_others(store: KeyValue) -> None:
    store.set("text", b"v")
    with unchanged(store, "text"):
        at_once(
            store, (Lists.list_push, ("k", b"a")), (Lists.list_push, ("text", b"a")), (Lists.list_push, ("k", b"b"))
        )
    assert store.list_range("k", 0, -1) == [b"a", b"b"]
