"""Transactions and those who wait: nobody is served in the middle of one, and nothing in it waits."""

from __future__ import annotations

from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import End, Keys, KeyValue, KeyValueCode, Lists, Strings
from verifake.proof import Actors, ClauseClock, clause, rejects

BLPOP = "https://redis.io/docs/latest/commands/blpop/"
TRANSACTIONS = "https://redis.io/docs/latest/develop/using-commands/transactions/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"


def pop(store: KeyValue) -> object:
    return store.list_pop_waiting("k", timeout_seconds=0)


@clause("keyvalue.transaction-waiting.served-at-the-end", source=BLPOP, needs=("actors",), hint="serve at each push")
def test_who_waits_is_served_when_the_transaction_has_ended(store: KeyValue, actors: Actors) -> None:
    waiting = actors.start(pop)
    with store.transaction() as transaction:
        transaction.queue(Lists.list_push, "k", b"1")
        transaction.queue(Lists.list_push, "k", b"2", end=End.LEFT)
        length = transaction.queue(Lists.list_length, "k")
        assert waiting.waits
        transaction.execute()
    assert waiting.result() == ("k", b"2")
    assert length.value == 2
    assert store.list_range("k", 0, -1) == [b"1"]


@clause("keyvalue.transaction-waiting.nothing-left", source=BLPOP, needs=("actors",), hint="serve at each push")
def test_who_waits_does_not_see_what_came_and_went(store: KeyValue, actors: Actors) -> None:
    waiting = actors.start(pop)
    with store.transaction() as transaction:
        transaction.queue(Lists.list_push, "k", b"1")
        popped = transaction.queue(Lists.list_pop, "k")
        transaction.queue(Lists.list_push, "k", b"2")
        transaction.queue(Keys.delete, "k")
        transaction.execute()
    assert popped.value == b"1"
    assert waiting.waits
    store.list_push("k", b"3")
    assert waiting.result() == ("k", b"3")


@clause("keyvalue.transaction-waiting.other-kind", source=OBSERVED, needs=("actors",))
def test_who_waits_goes_on_when_the_key_holds_another_kind_at_the_end(store: KeyValue, actors: Actors) -> None:
    waiting = actors.start(pop)
    with store.transaction() as transaction:
        transaction.queue(Lists.list_push, "k", b"1")
        transaction.queue(Strings.set, "k", b"text")
        transaction.execute()
    assert waiting.waits
    assert store.get("k") == b"text"
    store.rename("k", "text")
    store.list_push("k", b"2")
    assert waiting.result() == ("k", b"2")


@clause("keyvalue.transaction-waiting.order", source=OBSERVED, needs=("actors",), hint="serve by the order of keys")
def test_the_longest_waiting_is_served_first_after_a_transaction(store: KeyValue, actors: Actors) -> None:
    first, second = actors.start(pop), actors.start(pop)
    with store.transaction() as transaction:
        transaction.queue(Lists.list_push, "k", b"1")
        transaction.queue(Lists.list_push, "k", b"2")
        transaction.execute()
    assert (first.result(), second.result()) == (("k", b"1"), ("k", b"2"))


@clause("keyvalue.transaction-waiting.does-not-wait", source=BLPOP, hint="wait within a transaction")
def test_nothing_waits_inside_of_a_transaction(store: KeyValue) -> None:
    with store.transaction() as transaction:
        popped = transaction.queue(Lists.list_pop_waiting, "k", timeout_seconds=0)
        first = transaction.queue(Lists.list_pop_first_waiting, "k", "l", timeout_seconds=100)
        moved = transaction.queue(Lists.list_move_waiting, "k", "l", timeout_seconds=0.5)
        after = transaction.queue(Strings.set, "after", b"v")
        assert transaction.execute() is True
    assert (popped.value, first.value, moved.value, after.value) == (None, None, None, True)


@clause("keyvalue.transaction-waiting.takes-what-is-there", source=BLPOP)
def test_what_would_wait_takes_what_is_there(store: KeyValue) -> None:
    store.list_push("k", b"1")
    with store.transaction() as transaction:
        first = transaction.queue(Lists.list_pop_waiting, "k", timeout_seconds=0)
        empty = transaction.queue(Lists.list_pop_waiting, "k", timeout_seconds=0)
        transaction.queue(Lists.list_push, "k", b"2", b"3", b"4")
        second = transaction.queue(Lists.list_pop_first_waiting, "l", "k", timeout_seconds=0, count=2)
        moved = transaction.queue(Lists.list_move_waiting, "k", "l", timeout_seconds=0)
        transaction.execute()
    assert (first.value, empty.value) == (("k", b"1"), None)
    assert (second.value, moved.value) == (("k", [b"2", b"3"]), b"4")
    assert store.list_range("l", 0, -1) == [b"4"]


@clause("keyvalue.transaction-waiting.rejected", source=OBSERVED)
def test_what_would_wait_is_rejected_as_ever(store: KeyValue) -> None:
    store.set("text", b"v")
    with store.transaction() as transaction:
        kind = transaction.queue(Lists.list_pop_waiting, "text", timeout_seconds=0)
        time = transaction.queue(Lists.list_pop_waiting, "k", timeout_seconds=-1)
        transaction.queue(Lists.list_push, "k", b"1")
        assert transaction.execute() is True
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        _ = kind.value
    with rejects(InvalidRequest, KeyValueCode.INVALID_TIMEOUT):
        _ = time.value
    assert store.list_length("k") == 1


@clause("keyvalue.transaction-waiting.watched-key", source=TRANSACTIONS, needs=("actors",))
def test_a_watched_key_changes_when_somebody_who_waited_is_served(store: KeyValue, actors: Actors) -> None:
    waiting = actors.start(lambda other: other.list_move_waiting("source", "k", timeout_seconds=0))
    with store.transaction("k") as transaction:
        store.list_push("source", b"1")
        assert waiting.result() == b"1"
        transaction.queue(Lists.list_push, "k", b"2")
        assert transaction.execute() is False
    assert store.list_range("k", 0, -1) == [b"1"]


@clause("keyvalue.transaction-waiting.given-away", source=TRANSACTIONS, needs=("actors",))
def test_a_list_that_was_given_away_at_once_has_changed(store: KeyValue, actors: Actors) -> None:
    waiting = actors.start(pop)
    with store.transaction("k") as transaction:
        store.list_push("k", b"1")
        assert waiting.result() == ("k", b"1")
        assert transaction.execute() is False
    assert store.exists("k") == 0


@clause("keyvalue.transaction-waiting.waiting-is-no-change", source=TRANSACTIONS, needs=("actors", "time.exact"))
def test_to_wait_in_vain_changes_nothing(store: KeyValue, actors: Actors, clock: ClauseClock) -> None:
    with store.transaction("k") as transaction:
        waiting = actors.start(lambda other: other.list_pop_waiting("k", timeout_seconds=1))
        clock.advance_exactly(1.001)
        assert waiting.result() is None
        assert transaction.execute() is True
