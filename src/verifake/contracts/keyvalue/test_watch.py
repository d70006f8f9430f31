"""Watched keys: any change to one of them lets the transaction do nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue._plant import Plant
from verifake.ports.keyvalue import Counters, KeyType, KeyValue, Strings
from verifake.proof import Actors, clause

WATCH = "https://redis.io/docs/latest/commands/watch/"
TRANSACTIONS = "https://redis.io/docs/latest/develop/using-commands/transactions/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

Change = Callable[[KeyValue], object]


@clause("keyvalue.watch.unchanged", source=WATCH)
def test_a_transaction_is_executed_if_nothing_watched_has_changed(store: KeyValue) -> None:
    store.set("k", b"1")
    with store.transaction("k", "absent") as transaction:
        queued = transaction.queue(Strings.set, "k", b"2")
        assert transaction.execute() is True
    assert (queued.value, store.get("k")) == (True, b"2")


@clause("keyvalue.watch.nothing-done", source=WATCH, hint="do a part of it")
def test_nothing_is_done_if_a_watched_key_has_changed(store: KeyValue) -> None:
    store.set("k", b"1")
    with store.transaction("other", "k") as transaction:
        store.set("k", b"mine")
        first = transaction.queue(Strings.set, "first", b"v")
        second = transaction.queue(Strings.set, "k", b"2")
        assert transaction.execute() is False
    assert store.get_many("first", "k") == [None, b"mine"]
    for queued in (first, second):
        with pytest.raises(RuntimeError):
            _ = queued.value


@clause("keyvalue.watch.change-after-queueing", source=WATCH, hint="look when an operation is queued")
def test_a_change_counts_until_the_transaction_is_executed(store: KeyValue) -> None:
    with store.transaction("k") as transaction:
        transaction.queue(Strings.set, "k", b"2")
        store.set("k", b"1")
        assert transaction.execute() is False
    assert store.get("k") == b"1"


@clause("keyvalue.watch.change-before-watch", source=WATCH)
def test_a_change_before_the_watch_does_not_count(store: KeyValue) -> None:
    with store.transaction() as transaction:
        store.set("k", b"1")
        transaction.watch("k")
        assert transaction.execute() is True


@clause("keyvalue.watch.by-another-client", source=WATCH, needs=("actors",))
def test_a_change_by_another_client_counts(store: KeyValue, actors: Actors) -> None:
    with store.transaction("k") as transaction:
        assert actors.start(lambda other: other.increment("k")).result() == 1
        transaction.queue(Counters.increment, "k")
        assert transaction.execute() is False
    assert store.get("k") == b"1"


@clause("keyvalue.watch.by-another-transaction", source=WATCH)
def test_of_two_transactions_on_one_key_the_first_wins(store: KeyValue) -> None:
    first, second = store.transaction("k"), store.transaction("k")
    for transaction, value in ((first, b"1"), (second, b"2")):
        transaction.queue(Strings.set, "k", value)
    assert second.execute() is True
    assert first.execute() is False
    assert store.get("k") == b"2"


@clause("keyvalue.watch.other-keys", source=WATCH)
def test_changes_to_other_keys_do_not_count(store: KeyValue) -> None:
    with store.transaction("k") as transaction:
        store.set("other", b"v")
        store.delete("other")
        assert transaction.execute() is True


@clause("keyvalue.watch.several-times", source=WATCH, hint="let the last call replace the others")
@pytest.mark.parametrize("changed", ["a", "b", "c"])
def test_what_is_watched_adds_up(store: KeyValue, changed: str) -> None:
    with store.transaction("a") as transaction:
        transaction.watch("b", "a")
        transaction.watch("c", "c")
        store.set(changed, b"v")
        assert transaction.execute() is False


@clause("keyvalue.watch.again-does-not-mend", source=OBSERVED, hint="watch a key anew when it is named again")
def test_watching_a_changed_key_again_mends_nothing(store: KeyValue) -> None:
    with store.transaction("k") as transaction:
        store.set("k", b"v")
        transaction.watch("k")
        assert transaction.execute() is False


@clause("keyvalue.watch.back-to-what-it-was", source=OBSERVED, hint="compare values")
def test_a_key_that_is_again_what_it_was_has_changed(store: KeyValue) -> None:
    store.set("k", b"v")
    with store.transaction("k", "absent") as transaction:
        store.set("k", b"w")
        store.set("k", b"v")
        assert transaction.execute() is False
    with store.transaction("absent") as transaction:
        store.set("absent", b"v")
        store.delete("absent")
        assert transaction.execute() is False


@clause("keyvalue.watch.ends-with-discard", source=WATCH)
def test_what_was_watched_is_forgotten_with_the_transaction(store: KeyValue) -> None:
    store.transaction("k").discard()
    with store.transaction("k") as transaction:
        assert transaction.execute() is True
    with store.transaction() as transaction:
        store.set("k", b"v")
        assert transaction.execute() is True


@clause("keyvalue.watch.failed-then-again", source=TRANSACTIONS)
def test_a_transaction_that_failed_succeeds_when_it_is_tried_again(store: KeyValue) -> None:
    for interfering, executed in ((True, False), (False, True)):
        with store.transaction("n") as transaction:
            seen = int(store.get("n") or b"0")
            if interfering:
                store.increment("n", 10)
            transaction.queue(Strings.set, "n", b"%d" % (seen + 1))
            assert transaction.execute() is executed
    assert store.get("n") == b"11"


@clause("keyvalue.watch.empty", source=OBSERVED, hint="say that nothing is always done")
def test_a_transaction_without_operations_tells_of_a_change(store: KeyValue) -> None:
    with store.transaction("k") as transaction:
        store.set("k", b"v")
        assert transaction.execute() is False


KINDS = tuple(KeyType)


@clause("keyvalue.watch.any-kind", source=WATCH)
@pytest.mark.parametrize("kind", KINDS)
def test_a_key_of_any_kind_is_watched(store: KeyValue, plant: Plant, kind: KeyType) -> None:
    def make() -> None:
        if kind is KeyType.STRING:
            store.set("k", b"v")
        else:
            plant("k", kind)

    for change in (make, lambda: store.rename("k", "k2"), lambda: store.expire("k2", 100)):
        with store.transaction("k", "k2") as transaction:
            change()
            assert transaction.execute() is False
