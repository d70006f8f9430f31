"""Messages: who is sent what, in which order, and what is not kept."""

from __future__ import annotations

import pytest

from verifake.ports.keyvalue import KeyValue, Message, Subscription
from verifake.proof import Actors, clause

PUBSUB = "https://redis.io/docs/latest/develop/pubsub/"
PUBLISH = "https://redis.io/docs/latest/commands/publish/"
SUBSCRIBE = "https://redis.io/docs/latest/commands/subscribe/"
PSUBSCRIBE = "https://redis.io/docs/latest/commands/psubscribe/"
UNSUBSCRIBE = "https://redis.io/docs/latest/commands/unsubscribe/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

PATIENCE = 10.0
"""How many real seconds a message may take that is on its way."""


def received(subscription: Subscription, count: int) -> list[Message | None]:
    """Return the next `count` messages."""
    return [subscription.receive(timeout_seconds=PATIENCE) for _ in range(count)]


def nothing_more(store: KeyValue, subscription: Subscription) -> bool:
    """Whether nothing is on its way: what was sent before the engine answers has arrived then."""
    store.exists("k")
    return subscription.receive(timeout_seconds=0) is None


@clause("keyvalue.pubsub.delivers", source=PUBSUB)
def test_a_message_is_delivered_to_who_listens(store: KeyValue) -> None:
    with store.subscribe("news") as subscription:
        assert store.publish("news", b"hello") == 1
        assert received(subscription, 1) == [Message("news", b"hello")]
        assert nothing_more(store, subscription)


@clause("keyvalue.pubsub.order", source=PUBSUB)
def test_messages_come_in_the_order_of_publication(store: KeyValue) -> None:
    with store.subscribe("a", "b") as subscription:
        for number in range(20):
            store.publish("ab"[number % 2], b"%d" % number)
        messages = received(subscription, 20)
    assert messages == [Message("ab"[number % 2], b"%d" % number) for number in range(20)]


@clause("keyvalue.pubsub.any-bytes", source=PUBSUB, hint="decode messages")
@pytest.mark.parametrize("data", [b"", b"\x00\xff\r\n", "ключ".encode(), b"x" * 100_000])
def test_a_message_is_any_bytes(store: KeyValue, data: bytes) -> None:
    with store.subscribe("news") as subscription:
        store.publish("news", data)
        assert received(subscription, 1) == [Message("news", data)]


@clause("keyvalue.pubsub.any-channel", source=OBSERVED)
@pytest.mark.parametrize("channel", ["", "a b", "ключ", "a\0b", "\udcff", "a*", "new\nline"])
def test_a_channel_has_any_name(store: KeyValue, channel: str) -> None:
    with store.subscribe(channel) as subscription:
        assert store.publish(channel, b"v") == 1
        assert received(subscription, 1) == [Message(channel, b"v")]
        assert store.subscriber_counts(channel) == {channel: 1}
        assert store.active_channels() == {channel}


@clause("keyvalue.pubsub.nobody-listens", source=PUBLISH)
def test_a_message_that_nobody_listens_to_is_gone(store: KeyValue) -> None:
    assert store.publish("news", b"early") == 0
    with store.subscribe("news") as subscription:
        assert nothing_more(store, subscription)
        store.publish("news", b"late")
        assert received(subscription, 1) == [Message("news", b"late")]


@clause("keyvalue.pubsub.other-channels", source=PUBSUB, hint="read a channel's name as a pattern")
def test_a_message_on_another_channel_is_not_delivered(store: KeyValue) -> None:
    with store.subscribe("news", "n*") as subscription:
        for channel in ("new", "news!", "NEWS", "n"):
            assert store.publish(channel, b"v") == 0
        assert store.publish("n*", b"v") == 1
        assert received(subscription, 1) == [Message("n*", b"v")]
        assert nothing_more(store, subscription)


@clause("keyvalue.pubsub.no-key", source=PUBSUB, hint="keep channels among the keys")
def test_a_channel_has_nothing_to_do_with_the_key_of_its_name(store: KeyValue) -> None:
    store.set("news", b"v")
    with store.subscribe("news"):
        assert store.publish("news", b"hello") == 1
        assert store.get("news") == b"v"
        store.delete("news")
        assert store.publish("news", b"hello") == 1
        assert store.exists("news") == 0


@clause("keyvalue.pubsub.everyone", source=PUBSUB)
def test_everyone_who_listens_has_the_message(store: KeyValue) -> None:
    with store.subscribe("news") as first, store.subscribe("other", "news") as second, store.subscribe("other"):
        assert store.publish("news", b"hello") == 2
        assert received(first, 1) == received(second, 1) == [Message("news", b"hello")]
        assert nothing_more(store, first)


@clause("keyvalue.pubsub.another-client", source=PUBSUB, needs=("actors",))
def test_another_client_is_heard(store: KeyValue, actors: Actors) -> None:
    with store.subscribe("news") as subscription:
        assert actors.start(lambda other: other.publish("news", b"hello")).result() == 1
        assert received(subscription, 1) == [Message("news", b"hello")]


@clause("keyvalue.pubsub.publisher-listens", source=PUBSUB)
def test_commands_and_subscriptions_do_not_disturb_each_other(store: KeyValue) -> None:
    with store.subscribe("news") as subscription:
        store.set("k", b"v")
        store.publish("news", b"1")
        assert store.get("k") == b"v"
        store.publish("news", b"2")
        assert received(subscription, 2) == [Message("news", b"1"), Message("news", b"2")]


@clause("keyvalue.pubsub.subscribe-more", source=SUBSCRIBE)
def test_a_subscription_takes_more_channels(store: KeyValue) -> None:
    with store.subscribe("a") as subscription:
        store.publish("a", b"1")
        subscription.subscribe("b", "c")
        store.publish("b", b"2")
        store.publish("c", b"3")
        messages = received(subscription, 3)
    assert messages == [Message("a", b"1"), Message("b", b"2"), Message("c", b"3")]


@clause("keyvalue.pubsub.twice", source=OBSERVED, hint="deliver once for each time that it was subscribed to")
def test_subscribing_twice_to_a_channel_is_as_good_as_once(store: KeyValue) -> None:
    with store.subscribe("a", "a") as subscription:
        subscription.subscribe("a")
        subscription.subscribe_patterns("b*", "b*")
        subscription.subscribe_patterns("b*")
        assert (store.publish("a", b"1"), store.publish("b", b"2")) == (1, 1)
        assert received(subscription, 2) == [Message("a", b"1"), Message("b", b"2", "b*")]
        assert nothing_more(store, subscription)
        subscription.unsubscribe("a")
        assert store.publish("a", b"3") == 0


@clause("keyvalue.pubsub.unsubscribe", source=UNSUBSCRIBE)
def test_who_unsubscribes_from_a_channel_hears_the_others(store: KeyValue) -> None:
    with store.subscribe("a", "b", "c") as subscription:
        subscription.unsubscribe("a", "c")
        assert [store.publish(channel, b"v") for channel in "abc"] == [0, 1, 0]
        assert received(subscription, 1) == [Message("b", b"v")]
        assert nothing_more(store, subscription)


@clause("keyvalue.pubsub.unsubscribe-from-all", source=UNSUBSCRIBE)
def test_without_a_name_all_channels_are_left_and_no_pattern(store: KeyValue) -> None:
    with store.subscribe("a", "b") as subscription:
        subscription.subscribe_patterns("a*")
        subscription.unsubscribe()
        assert (store.publish("a", b"1"), store.publish("b", b"2")) == (1, 0)
        assert received(subscription, 1) == [Message("a", b"1", "a*")]


@clause("keyvalue.pubsub.unsubscribe-from-what-was-none", source=OBSERVED)
def test_leaving_what_was_not_listened_to_changes_nothing(store: KeyValue) -> None:
    with store.subscribe() as subscription:
        subscription.unsubscribe()
        subscription.unsubscribe("a")
        subscription.unsubscribe_patterns()
        subscription.unsubscribe_patterns("a*")
        subscription.subscribe("b")
        subscription.unsubscribe("a")
        assert store.publish("b", b"v") == 1
        assert received(subscription, 1) == [Message("b", b"v")]


@clause("keyvalue.pubsub.back-again", source=UNSUBSCRIBE)
def test_a_channel_that_was_left_may_be_listened_to_again(store: KeyValue) -> None:
    with store.subscribe("a") as subscription:
        subscription.unsubscribe()
        store.publish("a", b"1")
        subscription.subscribe("a")
        store.publish("a", b"2")
        assert received(subscription, 1) == [Message("a", b"2")]


@clause("keyvalue.pubsub.undelivered-stay", source=OBSERVED, hint="forget what was not received when a channel is left")
def test_what_was_delivered_before_is_received_after_leaving(store: KeyValue) -> None:
    with store.subscribe("a") as subscription:
        store.publish("a", b"1")
        store.publish("a", b"2")
        subscription.unsubscribe("a")
        store.publish("a", b"3")
        assert received(subscription, 2) == [Message("a", b"1"), Message("a", b"2")]
        assert nothing_more(store, subscription)


@clause("keyvalue.pubsub.nothing-comes", source=PUBSUB)
def test_receiving_ends_after_its_time(store: KeyValue) -> None:
    with store.subscribe("a") as subscription:
        assert subscription.receive(timeout_seconds=0) is None
        assert subscription.receive(timeout_seconds=0.01) is None
        store.publish("a", b"v")
        assert subscription.receive() == Message("a", b"v")


@clause("keyvalue.pubsub.listening-to-nothing", source=OBSERVED)
def test_a_subscription_to_nothing_receives_nothing(store: KeyValue) -> None:
    with store.subscribe() as subscription:
        assert subscription.receive(timeout_seconds=0) is None
        assert store.active_channels() == set()
