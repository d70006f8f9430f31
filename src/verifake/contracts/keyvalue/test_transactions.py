"""Several operations as one: what is queued, what is executed, and what comes back."""

from __future__ import annotations

import pytest

from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import Counters, Expiry, Keys, KeyValue, KeyValueCode, NoTtl, Strings
from verifake.proof import ClauseClock, clause, rejects

TRANSACTIONS = "https://redis.io/docs/latest/develop/using-commands/transactions/"
MULTI = "https://redis.io/docs/latest/commands/multi/"
EXEC = "https://redis.io/docs/latest/commands/exec/"
DISCARD = "https://redis.io/docs/latest/commands/discard/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"


@clause("keyvalue.transaction.executes-all", source=EXEC)
def test_everything_queued_is_executed_in_its_order(store: KeyValue) -> None:
    with store.transaction() as transaction:
        transaction.queue(Strings.set, "k", b"v")
        transaction.queue(Strings.append, "k", b"w")
        transaction.queue(Keys.rename, "k", "new")
        assert transaction.execute() is True
    assert (store.get("k"), store.get("new")) == (None, b"vw")


@clause("keyvalue.transaction.nothing-before-execute", source=MULTI, hint="call an operation when it is queued")
def test_nothing_happens_before_it_is_executed(store: KeyValue) -> None:
    with store.transaction() as transaction:
        transaction.queue(Strings.set, "k", b"v")
        assert store.get("k") is None
        store.set("k", b"other")
        assert transaction.execute() is True
    assert store.get("k") == b"v"


@clause("keyvalue.transaction.values", source=EXEC)
def test_each_operation_has_the_value_that_it_returns_when_it_is_called(store: KeyValue) -> None:
    store.set("volatile", b"v", ttl_seconds=100)
    store.set("persistent", b"v")
    with store.transaction() as transaction:
        stored = transaction.queue(Strings.set, "n", b"10")
        refused = transaction.queue(Strings.set, "n", b"20", only_if_absent=True)
        total = transaction.queue(Counters.increment, "n", by=5)
        absent = transaction.queue(Strings.get, "absent")
        many = transaction.queue(Strings.get_many, "n", "absent")
        ttl = transaction.queue(Expiry.time_to_live, "persistent")
        kept = transaction.queue(Expiry.persist, "volatile")
        nothing = transaction.queue(Strings.set_many, {"a": b"1"})
        assert transaction.execute() is True
    assert (stored.value, refused.value, total.value, absent.value) == (True, False, 15, None)
    assert many.value == [b"15", None]
    assert (ttl.value, kept.value, nothing.value) == (NoTtl.PERSISTENT, True, None)
    assert store.get("a") == b"1"


@clause("keyvalue.transaction.value-again", source=EXEC)
def test_a_value_may_be_read_again_and_after_the_end(store: KeyValue) -> None:
    with store.transaction() as transaction:
        total = transaction.queue(Counters.increment, "n")
        transaction.execute()
    assert (total.value, total.value) == (1, 1)
    assert store.get("n") == b"1"


@clause("keyvalue.transaction.reads-see-writes", source=EXEC, hint="read what there was when the transaction began")
def test_what_is_queued_sees_what_was_queued_before(store: KeyValue) -> None:
    store.set("k", b"old")
    with store.transaction() as transaction:
        before = transaction.queue(Strings.get, "k")
        transaction.queue(Strings.set, "k", b"new")
        after = transaction.queue(Strings.get, "k")
        transaction.queue(Keys.delete, "k")
        gone = transaction.queue(Keys.exists, "k")
        transaction.execute()
    assert (before.value, after.value, gone.value) == (b"old", b"new", 0)


@clause("keyvalue.transaction.empty", source=OBSERVED)
def test_a_transaction_without_operations_is_executed(store: KeyValue) -> None:
    assert store.transaction().execute() is True


@clause("keyvalue.transaction.no-rollback", source=TRANSACTIONS, hint="stop at the first error, or roll back")
def test_an_operation_that_is_rejected_leaves_the_others_as_they_are(store: KeyValue) -> None:
    store.set("text", b"x")
    with store.transaction() as transaction:
        first = transaction.queue(Strings.set, "a", b"1")
        wrong = transaction.queue(Counters.increment, "text")
        last = transaction.queue(Strings.set, "b", b"2")
        assert transaction.execute() is True
    assert (first.value, last.value) == (True, True)
    assert store.get_many("a", "text", "b") == [b"1", b"x", b"2"]
    for _ in range(2):
        with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            _ = wrong.value


@clause("keyvalue.transaction.every-rejection-its-own", source=TRANSACTIONS)
def test_each_operation_is_rejected_by_itself(store: KeyValue) -> None:
    store.set("text", b"x")
    with store.transaction() as transaction:
        integer = transaction.queue(Counters.increment, "text")
        number = transaction.queue(Counters.increment_float, "text", 1.5)
        options = transaction.queue(Expiry.expire, "text", 1, only_if_persistent=True, only_if_later=True)
        time = transaction.queue(Strings.set, "text", b"y", ttl_seconds=0)
        assert transaction.execute() is True
    for queued, code in (
        (integer, KeyValueCode.NOT_AN_INTEGER),
        (number, KeyValueCode.NOT_A_FLOAT),
        (options, KeyValueCode.INCOMPATIBLE_OPTIONS),
        (time, KeyValueCode.INVALID_EXPIRE),
    ):
        with rejects(InvalidRequest, code):
            _ = queued.value
    assert store.get("text") == b"x"


@clause("keyvalue.transaction.refusal-ends-it", source=OBSERVED)
def test_a_transaction_that_was_refused_is_over(store: KeyValue) -> None:
    transaction = store.transaction("k")
    transaction.queue(Strings.set_many, {})
    with rejects(InvalidRequest, KeyValueCode.NO_KEYS):
        transaction.execute()
    with pytest.raises(RuntimeError):
        transaction.execute()
    transaction.discard()
    assert store.set("k", b"v") is True


@clause("keyvalue.transaction.refusal-before-watch", source=OBSERVED, hint="look at what was watched first")
def test_a_refused_command_is_reported_though_a_watched_key_has_changed(store: KeyValue) -> None:
    with store.transaction("k") as transaction:
        store.set("k", b"v")
        transaction.queue(Keys.delete)
        with rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            transaction.execute()


@clause("keyvalue.transaction.discard", source=DISCARD)
def test_what_is_discarded_is_never_executed(store: KeyValue) -> None:
    transaction = store.transaction("k")
    queued = transaction.queue(Strings.set, "k", b"v")
    transaction.discard()
    transaction.discard()
    assert store.get("k") is None
    with pytest.raises(RuntimeError):
        _ = queued.value


@clause("keyvalue.transaction.left-without-execute", source=DISCARD)
def test_what_is_left_unexecuted_is_discarded(store: KeyValue) -> None:
    with store.transaction() as transaction:
        transaction.queue(Strings.set, "k", b"v")
    assert store.get("k") is None
    with pytest.raises(RuntimeError):
        transaction.execute()


@clause("keyvalue.transaction.discard-after-execute", source=OBSERVED)
def test_discarding_what_was_executed_takes_nothing_back(store: KeyValue) -> None:
    transaction = store.transaction()
    queued = transaction.queue(Strings.set, "k", b"v")
    transaction.execute()
    transaction.discard()
    assert (store.get("k"), queued.value) == (b"v", True)


@clause("keyvalue.transaction.once", source=EXEC)
@pytest.mark.parametrize("how", ["executed", "discarded"])
def test_a_transaction_is_used_once(store: KeyValue, how: str) -> None:
    transaction = store.transaction()
    transaction.queue(Counters.increment, "n")
    assert transaction.execute() is True if how == "executed" else transaction.discard() is None
    for reuse in (
        transaction.execute,
        lambda: transaction.queue(Counters.increment, "n"),
        lambda: transaction.watch("k"),
    ):
        with pytest.raises(RuntimeError):
            reuse()
    assert store.get("n") == (b"1" if how == "executed" else None)


@clause("keyvalue.transaction.value-before-execute", source=MULTI)
def test_there_is_no_value_before_it_is_executed(store: KeyValue) -> None:
    with store.transaction() as transaction:
        queued = transaction.queue(Strings.get, "k")
        with pytest.raises(RuntimeError):
            _ = queued.value
        transaction.execute()
    assert queued.value is None


@clause("keyvalue.transaction.two-at-a-time", source=TRANSACTIONS, hint="keep one queue for all")
def test_two_transactions_have_nothing_in_common(store: KeyValue) -> None:
    first, second = store.transaction(), store.transaction()
    first.queue(Strings.append, "k", b"1")
    second.queue(Strings.append, "k", b"2")
    first.queue(Strings.append, "k", b"1")
    assert second.execute() is True
    assert first.execute() is True
    assert store.get("k") == b"211"


@clause("keyvalue.transaction.one-instant", source=OBSERVED, needs=("time.exact",))
def test_time_stands_still_in_a_transaction(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=1)
    clock.advance_exactly(0.4)
    with store.transaction() as transaction:
        first = transaction.queue(Expiry.time_to_live, "k")
        transaction.queue(Strings.set, "new", b"v", ttl_seconds=1)
        second = transaction.queue(Expiry.time_to_live, "k")
        new = transaction.queue(Expiry.time_to_live, "new")
        clock.advance_exactly(0.5)
        transaction.execute()
    assert (first.value, second.value, new.value) == (0.1, 0.1, 1.0)


@clause("keyvalue.transaction.expiry-inside", source=OBSERVED, hint="keep the key until the transaction has ended")
def test_a_deadline_in_the_past_takes_a_key_within_the_transaction(store: KeyValue) -> None:
    store.set("k", b"v")
    with store.transaction() as transaction:
        expired = transaction.queue(Expiry.expire, "k", -1)
        read = transaction.queue(Strings.get, "k")
        transaction.execute()
    assert (expired.value, read.value) == (True, None)
