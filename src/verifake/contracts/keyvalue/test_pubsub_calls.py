"""What subscriptions and publishers refuse, and how a subscription ends."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue.test_pubsub import nothing_more, received
from verifake.contracts.keyvalue.test_too_large import ONE_BYTE_TOO_LONG
from verifake.errors import InvalidRequest, TooLarge
from verifake.ports.keyvalue import KeyValue, KeyValueCode, Message, PubSub, Strings, Subscription
from verifake.proof import clause, rejects

PUBSUB = "https://redis.io/docs/latest/develop/pubsub/"
PUBLISH = "https://redis.io/docs/latest/commands/publish/"
SUBSCRIBE = "https://redis.io/docs/latest/commands/subscribe/"
PSUBSCRIBE = "https://redis.io/docs/latest/commands/psubscribe/"
TRANSACTIONS = "https://redis.io/docs/latest/develop/using-commands/transactions/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"


@clause("keyvalue.pubsub.no-channel", source=SUBSCRIBE)
def test_subscribing_to_nothing_is_rejected_and_the_rest_stays(store: KeyValue) -> None:
    with store.subscribe("a") as subscription:
        with rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            subscription.subscribe()
        with rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            subscription.subscribe_patterns()
        store.publish("a", b"v")
        assert received(subscription, 1) == [Message("a", b"v")]


ILL_TYPED: dict[str, Callable[[KeyValue, Subscription], object]] = {
    "publish to bytes": lambda store, _: store.publish(b"a", b"v"),  # type: ignore[arg-type]
    "publish text": lambda store, _: store.publish("a", "v"),  # type: ignore[arg-type]
    "subscribe": lambda store, _: store.subscribe("b", 1),  # type: ignore[arg-type]
    "count": lambda store, _: store.subscriber_counts("a", None),  # type: ignore[arg-type]
    "channels": lambda store, _: store.active_channels(b"*"),  # type: ignore[arg-type]
    "more": lambda _, subscription: subscription.subscribe("b", b"c"),  # type: ignore[arg-type]
    "patterns": lambda _, subscription: subscription.subscribe_patterns("b", b"c"),  # type: ignore[arg-type]
    "leave": lambda _, subscription: subscription.unsubscribe("a", 1),  # type: ignore[arg-type]
    "leave patterns": lambda _, subscription: subscription.unsubscribe_patterns("a*", 1),  # type: ignore[arg-type]
    "patience": lambda _, subscription: subscription.receive(timeout_seconds="1"),  # type: ignore[arg-type]
    "truth": lambda _, subscription: subscription.receive(timeout_seconds=True),
}


@clause("keyvalue.pubsub.types", source=PUBSUB)
@pytest.mark.parametrize("call", ILL_TYPED)
def test_a_wrong_type_is_refused_and_changes_nothing(store: KeyValue, call: str) -> None:
    with store.subscribe("a") as subscription:
        subscription.subscribe_patterns("a*")
        with pytest.raises(TypeError):
            ILL_TYPED[call](store, subscription)
        assert (store.publish("a", b"v"), store.publish("b", b"v")) == (2, 0)
        assert set(received(subscription, 2)) == {Message("a", b"v"), Message("a", b"v", "a*")}
        assert store.active_channels() == {"a"}


@clause("keyvalue.pubsub.impossible-patience", source=PUBSUB)
@pytest.mark.parametrize("seconds", [-1, -0.001, float("nan"), float("inf")])
def test_nobody_waits_less_than_nothing_or_for_ever_and_a_day(store: KeyValue, seconds: float) -> None:
    with store.subscribe("a") as subscription, pytest.raises(ValueError, match="finite and not negative"):
        subscription.receive(timeout_seconds=seconds)


@clause("keyvalue.pubsub.too-large", source=OBSERVED)
def test_a_message_over_512_mebibytes_is_rejected(store: KeyValue) -> None:
    with store.subscribe("a") as subscription:
        with rejects(TooLarge, KeyValueCode.TOO_LARGE):
            store.publish("a", bytes(ONE_BYTE_TOO_LONG))
        assert nothing_more(store, subscription)


@clause("keyvalue.pubsub.close", source=PUBSUB)
def test_who_has_closed_listens_no_more(store: KeyValue) -> None:
    subscription = store.subscribe("a", "b")
    subscription.subscribe_patterns("a*")
    subscription.close()
    subscription.close()
    assert store.publish("a", b"v") == 0
    assert store.active_channels() == set()


@clause("keyvalue.pubsub.close-one", source=PUBSUB)
def test_closing_a_subscription_leaves_the_others(store: KeyValue) -> None:
    with store.subscribe("a") as other:
        store.subscribe("a").close()
        assert store.publish("a", b"v") == 1
        assert received(other, 1) == [Message("a", b"v")]


@clause("keyvalue.pubsub.closed", source=PUBSUB)
def test_a_subscription_that_is_closed_is_of_no_use(store: KeyValue) -> None:
    subscription = store.subscribe("a")
    store.publish("a", b"v")
    subscription.close()
    uses: tuple[Callable[[], object], ...] = (
        lambda: subscription.receive(timeout_seconds=0),
        lambda: subscription.subscribe("a"),
        lambda: subscription.subscribe_patterns("a"),
        lambda: subscription.unsubscribe("a"),
        subscription.unsubscribe_patterns,
    )
    for use in uses:
        with pytest.raises(RuntimeError):
            use()
    assert store.active_channels() == set()


@clause("keyvalue.pubsub.reused-connection", source=OBSERVED, hint="leave messages behind for the next in line")
def test_a_subscription_leaves_nothing_to_the_next(store: KeyValue) -> None:
    for round in range(3):
        with store.subscribe("a") as subscription:
            assert nothing_more(store, subscription)
            store.publish("a", b"%d" % round)
        store.set("k", b"%d" % round)
        assert store.get("k") == b"%d" % round


@clause("keyvalue.pubsub.in-transaction", source=TRANSACTIONS)
def test_a_message_is_published_when_a_transaction_is_executed(store: KeyValue) -> None:
    with store.subscribe("a") as subscription, store.transaction() as transaction:
        first = transaction.queue(PubSub.publish, "a", b"1")
        transaction.queue(Strings.set, "k", b"v")
        second = transaction.queue(PubSub.publish, "a", b"2")
        counts = transaction.queue(PubSub.subscriber_counts, "a", "b")
        channels = transaction.queue(PubSub.active_channels)
        assert nothing_more(store, subscription)
        transaction.execute()
        assert received(subscription, 2) == [Message("a", b"1"), Message("a", b"2")]
    assert (first.value, second.value) == (1, 1)
    assert (counts.value, channels.value) == ({"a": 1, "b": 0}, {"a"})


@clause("keyvalue.pubsub.in-failed-transaction", source=TRANSACTIONS)
def test_a_transaction_that_does_nothing_publishes_nothing(store: KeyValue) -> None:
    with store.subscribe("a") as subscription, store.transaction("k") as transaction:
        transaction.queue(PubSub.publish, "a", b"1")
        store.set("k", b"v")
        assert transaction.execute() is False
        assert nothing_more(store, subscription)
