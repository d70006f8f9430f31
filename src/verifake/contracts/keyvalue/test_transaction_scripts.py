"""Scripts in a transaction."""

from __future__ import annotations

import pytest

from verifake.errors import InvalidRequest, NotFound
from verifake.ports.keyvalue import KeyValue, KeyValueCode, Scripts, Strings
from verifake.proof import clause, rejects

TRANSACTIONS = "https://redis.io/docs/latest/develop/using-commands/transactions/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

INCREMENT = "return redis.call('INCR', KEYS[1])"


@clause("keyvalue.transaction-script.runs", source=TRANSACTIONS, hint="run it when it is queued")
def test_a_script_runs_when_the_transaction_is_executed(store: KeyValue) -> None:
    store.script_run(INCREMENT, keys=("n",))
    with store.transaction() as transaction:
        first = transaction.queue(Scripts.script_run, INCREMENT, keys=("n",))
        digest = transaction.queue(Scripts.script_load, INCREMENT)
        found = transaction.queue(Scripts.script_exists, "0" * 40)
        read = transaction.queue(Strings.get, "n")
        assert store.get("n") == b"1"
        transaction.execute()
    assert (first.value, found.value, read.value) == (2, [False], b"2")
    with store.transaction() as transaction:
        second = transaction.queue(Scripts.script_run_loaded, digest.value, keys=("n",))
        transaction.execute()
    assert second.value == 3


@clause("keyvalue.transaction-script.rejected", source=TRANSACTIONS)
def test_a_script_that_fails_leaves_the_others_as_they_are(store: KeyValue) -> None:
    with store.transaction() as transaction:
        failed = transaction.queue(Scripts.script_run, "return redis.call('INCR', 'n', 'm')")
        broken = transaction.queue(Scripts.script_run, "return (")
        unknown = transaction.queue(Scripts.script_run_loaded, "0" * 40)
        good = transaction.queue(Strings.set, "k", b"v")
        assert transaction.execute() is True
    for queued in (failed, broken):
        with rejects(InvalidRequest, KeyValueCode.SCRIPT_FAILED):
            _ = queued.value
    with rejects(NotFound, KeyValueCode.NO_SUCH_SCRIPT):
        _ = unknown.value
    assert good.value is True


@clause("keyvalue.transaction-script.refused", source=OBSERVED)
def test_to_ask_for_no_script_is_refused_when_it_is_queued(store: KeyValue) -> None:
    store.script_load(INCREMENT)
    with store.transaction() as transaction:
        good = transaction.queue(Strings.set, "k", b"v")
        transaction.queue(Scripts.script_exists)
        with rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            transaction.execute()
    with pytest.raises(RuntimeError):
        _ = good.value
    assert store.get("k") is None


@clause("keyvalue.transaction-script.watch", source=OBSERVED)
def test_what_a_script_writes_counts_as_a_change(store: KeyValue) -> None:
    with store.transaction("n") as transaction:
        store.script_run(INCREMENT, keys=("n",))
        assert transaction.execute() is False
