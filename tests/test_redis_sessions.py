"""Transactions and subscriptions of the Redis adapter: what is sent on which connection, and what a lost one means."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from tests.redis_server import Server
from verifake.adapters.redis import RedisKeyValue
from verifake.errors import AccessDenied, Throttled, TimedOut, Unavailable
from verifake.ports.keyvalue import Counters, Keys, KeyValueCode, Message, Strings

QUEUED = b"+QUEUED\r\n"


@pytest.fixture
def store(server: Server) -> Iterator[RedisKeyValue]:
    """An adapter that has one connection at most: whatever is not given back is missed."""
    url = server.url()
    with RedisKeyValue.from_url(url, prefix="p:", timeout_seconds=5, max_connections=1) as store:
        yield store


def answering(server: Server, *replies: bytes | None) -> None:
    """Let the server give these replies in turn, and OK when they are used up."""
    left = list(replies)
    server.answer = lambda _: left.pop(0) if left else b"+OK\r\n"


def test_a_transaction_is_multi_and_then_everything_at_once(server: Server, store: RedisKeyValue) -> None:
    answering(server, b"+OK\r\n", b"+OK\r\n", QUEUED, QUEUED, b"*2\r\n+OK\r\n:7\r\n")
    with store.transaction("a", "b") as transaction:
        written = transaction.queue(Strings.set, "a", b"v", ttl_seconds=1)
        total = transaction.queue(Counters.increment, "n")
        assert server.commands == [[b"WATCH", b"p:a", b"p:b"]]
        assert transaction.execute() is True
    assert server.commands[1:] == [
        [b"MULTI"],
        [b"SET", b"p:a", b"v", b"PX", b"1000"],
        [b"INCRBY", b"p:n", b"1"],
        [b"EXEC"],
    ]
    assert (written.value, total.value) == (True, 7)


def test_a_transaction_without_a_watch_holds_no_connection_before_it_is_executed(store: RedisKeyValue) -> None:
    transaction = store.transaction()
    transaction.queue(Keys.delete, "k")
    assert store.set("k", b"v") is True
    transaction.discard()


@pytest.mark.parametrize("how", ["executed", "unchanged", "discarded", "refused"])
def test_a_transaction_gives_its_connection_back(server: Server, store: RedisKeyValue, how: str) -> None:
    transaction = store.transaction("k")
    if how == "discarded":
        transaction.discard()
        assert server.commands[-1] == [b"UNWATCH"]
    elif how == "refused":
        answering(server, b"+OK\r\n", b"-EXECABORT Transaction discarded because of: OOM no memory\r\n")
        with pytest.raises(Throttled) as caught:
            transaction.execute()
        assert (caught.value.code, caught.value.vendor_code) == (KeyValueCode.OUT_OF_MEMORY, "OOM")
    else:
        answering(server, b"+OK\r\n", b"*0\r\n" if how == "executed" else b"*-1\r\n")
        assert transaction.execute() is (how == "executed")
    assert store.set("k", b"v") is True


def test_nothing_is_sent_singly_where_multi_is_refused(server: Server, store: RedisKeyValue) -> None:
    answering(server, b"-NOPERM this user has no permissions to run the 'multi' command\r\n")
    transaction = store.transaction()
    transaction.queue(Strings.set, "k", b"v")
    with pytest.raises(AccessDenied):
        transaction.execute()
    assert server.commands == [[b"MULTI"]]
    assert store.set("k", b"v") is True


def test_a_connection_lost_while_a_transaction_is_executed_leaves_its_effect_unknown(
    server: Server, store: RedisKeyValue
) -> None:
    answering(server, b"+OK\r\n", QUEUED, None)
    transaction = store.transaction()
    queued = transaction.queue(Strings.set, "k", b"v")
    with pytest.raises(TimedOut) as caught:
        transaction.execute()
    assert (caught.value.code, caught.value.maybe_applied) == (KeyValueCode.UNREACHABLE, True)
    with pytest.raises(RuntimeError):
        _ = queued.value
    assert store.set("k", b"v") is True


def test_a_transaction_is_over_when_the_connection_that_watched_is_lost(server: Server, store: RedisKeyValue) -> None:
    transaction = store.transaction("a")
    answering(server, None)
    with pytest.raises(TimedOut):
        transaction.watch("b")
    with pytest.raises(RuntimeError):
        transaction.execute()
    assert server.commands == [[b"WATCH", b"p:a"], [b"WATCH", b"p:b"]]
    assert store.set("k", b"v") is True


def test_a_transaction_whose_watch_is_refused_holds_no_connection(server: Server, store: RedisKeyValue) -> None:
    answering(server, b"-NOPERM this user has no permissions to access one of the keys\r\n")
    with pytest.raises(AccessDenied):
        store.transaction("a")
    assert store.set("k", b"v") is True


def test_discarding_what_has_lost_its_connection_is_no_error(server: Server, store: RedisKeyValue) -> None:
    transaction = store.transaction("a")
    answering(server, None)
    transaction.discard()
    assert store.set("k", b"v") is True


def array(*words: bytes) -> bytes:
    return b"*%d\r\n" % len(words) + b"".join(
        b":%s\r\n" % word if word.isdigit() else b"$%d\r\n%s\r\n" % (len(word), word) for word in words
    )


def test_messages_between_confirmations_are_kept(server: Server, store: RedisKeyValue) -> None:
    answering(server, array(b"subscribe", b"p:a", b"1"))
    with store.subscribe("a") as subscription:
        early = array(b"message", b"p:a", b"x") + array(b"pmessage", rb"p:n*", b"p:na", b"y")
        answering(server, early + array(b"psubscribe", b"p:n*", b"2"), array(b"unsubscribe", b"p:a", b"1"))
        subscription.subscribe_patterns("n*")
        assert server.commands == [[b"SUBSCRIBE", b"p:a"], [b"PSUBSCRIBE", b"p:n*"]]
        assert subscription.receive(timeout_seconds=0) == Message("a", b"x")
        assert subscription.receive() == Message("na", b"y", "n*")
        assert subscription.receive(timeout_seconds=0.01) is None
        subscription.unsubscribe()
        answering(server, array(b"punsubscribe", b"p:n*", b"0"))
    assert server.commands[2:] == [[b"UNSUBSCRIBE", b"p:a"], [b"PUNSUBSCRIBE", b"p:n*"]]
    assert store.set("k", b"v") is True


def test_what_a_prefix_has_in_common_with_globs_is_meant_literally(server: Server) -> None:
    with RedisKeyValue.from_url(server.url(), prefix="[a]*:") as store:
        answering(server, array())
        store.active_channels("n*")
    assert server.commands == [[b"PUBSUB", b"CHANNELS", rb"\[a\]\*:n*"]]


@pytest.mark.parametrize("timeout_seconds", [None, 5.0])
def test_a_lost_connection_ends_the_subscription(
    server: Server, store: RedisKeyValue, timeout_seconds: float | None
) -> None:
    answering(server, array(b"subscribe", b"p:a", b"1"))
    subscription = store.subscribe("a")
    threading.Timer(0.05, server.hang_up).start()
    with pytest.raises(Unavailable) as caught:
        subscription.receive(timeout_seconds=timeout_seconds)
    assert caught.value.code is KeyValueCode.UNREACHABLE
    with pytest.raises(RuntimeError):
        subscription.receive(timeout_seconds=0)
    subscription.close()
    assert store.set("k", b"v") is True


def test_a_subscription_that_is_refused_holds_no_connection(server: Server, store: RedisKeyValue) -> None:
    answering(server, b"-NOPERM this user has no permissions to access the channel\r\n")
    with pytest.raises(AccessDenied):
        store.subscribe("a")
    assert store.set("k", b"v") is True
