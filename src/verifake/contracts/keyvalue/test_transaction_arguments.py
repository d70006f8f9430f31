"""What may be queued: operations of the port that are one command, with arguments of the right types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from verifake.contracts.keyvalue.test_too_large import ONE_BYTE_TOO_LONG
from verifake.errors import InvalidRequest, TooLarge
from verifake.ports.keyvalue import Counters, Expiry, Keys, KeyValue, KeyValueCode, PubSub, Strings, Transactions
from verifake.proof import clause, rejects

TRANSACTIONS = "https://redis.io/docs/latest/develop/using-commands/transactions/"
WATCH = "https://redis.io/docs/latest/commands/watch/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

ILL_TYPED: dict[str, tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]] = {
    "key": (Strings.get, (b"k",), {}),
    "value": (Strings.set, ("k", "text"), {}),
    "option": (Strings.set, ("k", b"v"), {"keep_ttl": 1}),
    "number": (Counters.increment, ("k", 1.0), {}),
    "time": (Expiry.expire, ("k", "1"), {}),
    "mapping": (Strings.set_many, ([("k", b"v")],), {}),
    "missing": (Strings.set, ("k",), {}),
    "unknown": (Strings.get, ("k",), {"default": b"v"}),
}


@clause("keyvalue.transaction.types-when-queued", source=TRANSACTIONS, hint="check types when it is executed")
@pytest.mark.parametrize("row", ILL_TYPED)
def test_a_wrong_type_is_refused_at_once_and_not_queued(store: KeyValue, row: str) -> None:
    operation, args, options = ILL_TYPED[row]
    with store.transaction() as transaction:
        before = transaction.queue(Strings.set, "a", b"1")
        with pytest.raises(TypeError):
            transaction.queue(operation, *args, **options)
        after = transaction.queue(Strings.set, "b", b"2")
        assert transaction.execute() is True
    assert (before.value, after.value) == (True, True)
    assert store.get_many("a", "b") == [b"1", b"2"]


@clause("keyvalue.transaction.impossible-values-when-queued", source=TRANSACTIONS)
def test_a_time_that_no_engine_can_be_sent_is_refused_at_once(store: KeyValue) -> None:
    with store.transaction() as transaction, pytest.raises(ValueError, match="finite"):
        transaction.queue(Expiry.expire, "k", float("nan"))


@clause("keyvalue.transaction.not-an-operation", source=TRANSACTIONS)
@pytest.mark.parametrize("name", ["transaction", "subscribe", "bound", "lambda", "name", "none"])
def test_what_is_no_operation_of_one_command_is_refused(store: KeyValue, name: str) -> None:
    others: dict[str, Any] = {
        "transaction": Transactions.transaction,
        "subscribe": PubSub.subscribe,
        "bound": store.get,
        "lambda": lambda port, key: port.get(key),
        "name": "get",
        "none": None,
    }
    with store.transaction() as transaction:
        with pytest.raises(TypeError):
            transaction.queue(others[name], "k")
        assert transaction.execute() is True


@clause("keyvalue.transaction.operation-of-the-port", source=TRANSACTIONS, hint="know the facets' operations only")
def test_an_operation_is_the_same_by_its_facet_and_by_the_port(store: KeyValue) -> None:
    with store.transaction() as transaction:
        queued = transaction.queue(KeyValue.increment, "n", 2)
        transaction.execute()
    assert queued.value == 2


@clause("keyvalue.transaction.arguments-as-queued", source=TRANSACTIONS, hint="keep a reference to the mapping")
def test_arguments_are_taken_as_they_are_when_queued(store: KeyValue) -> None:
    values = {"a": b"1"}
    with store.transaction() as transaction:
        transaction.queue(Strings.set_many, values)
        values["a"] = b"2"
        values["b"] = b"2"
        transaction.execute()
    assert store.get_many("a", "b") == [b"1", None]


@clause("keyvalue.transaction.too-large", source=OBSERVED, hint="execute what else was queued")
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_value_over_512_mebibytes_lets_nothing_be_executed(store: KeyValue, place: str) -> None:
    with store.transaction() as transaction:
        if place == "first":
            transaction.queue(Strings.set, "k", bytes(ONE_BYTE_TOO_LONG))
        transaction.queue(Strings.set, "other", b"v")
        if place == "last":
            transaction.queue(Strings.set, "k", bytes(ONE_BYTE_TOO_LONG))
        with rejects(TooLarge, KeyValueCode.TOO_LARGE):
            transaction.execute()
    assert store.exists("k", "other") == 0


@clause("keyvalue.transaction.sum-too-large", source=OBSERVED, hint="judge the sum when it is queued")
def test_a_string_that_would_grow_too_large_is_rejected_by_itself(store: KeyValue) -> None:
    with store.transaction() as transaction:
        grown = transaction.queue(Strings.set_range, "k", ONE_BYTE_TOO_LONG, b"v")
        other = transaction.queue(Strings.set, "other", b"v")
        assert transaction.execute() is True
    with rejects(TooLarge, KeyValueCode.TOO_LARGE):
        _ = grown.value
    assert (other.value, store.exists("k")) == (True, 0)


@clause("keyvalue.watch.no-keys", source=WATCH)
def test_watching_nothing_is_rejected(store: KeyValue) -> None:
    with store.transaction("k") as transaction:
        with rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            transaction.watch()
        store.set("k", b"v")
        assert transaction.execute() is False


@clause("keyvalue.watch.types", source=WATCH)
@pytest.mark.parametrize("key", [b"k", 1, None])
def test_a_key_that_is_no_text_is_refused(store: KeyValue, key: Any) -> None:
    with pytest.raises(TypeError):
        store.transaction("k", key)
    with store.transaction() as transaction:
        with pytest.raises(TypeError):
            transaction.watch("k", key)
        store.set("k", b"v")
        assert transaction.execute() is True


@clause("keyvalue.watch.before-queueing", source=WATCH, hint="watch at any time")
def test_nothing_is_watched_once_something_is_queued(store: KeyValue) -> None:
    with store.transaction("k") as transaction:
        queued = transaction.queue(Keys.exists, "k")
        with pytest.raises(RuntimeError):
            transaction.watch("other")
        store.set("other", b"v")
        assert transaction.execute() is True
    assert queued.value == 0
