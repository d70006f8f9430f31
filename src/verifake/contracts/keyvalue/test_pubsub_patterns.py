"""Subscriptions to patterns, and what can be asked about channels."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue.test_pubsub import nothing_more, received
from verifake.ports.keyvalue import KeyValue, Message
from verifake.proof import clause

PSUBSCRIBE = "https://redis.io/docs/latest/commands/psubscribe/"
PUNSUBSCRIBE = "https://redis.io/docs/latest/commands/punsubscribe/"
PUBLISH = "https://redis.io/docs/latest/commands/publish/"
NUMSUB = "https://redis.io/docs/latest/commands/pubsub-numsub/"
CHANNELS = "https://redis.io/docs/latest/commands/pubsub-channels/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"


@clause("keyvalue.pubsub-pattern.delivers", source=PSUBSCRIBE)
def test_a_message_says_for_which_pattern_it_came(store: KeyValue) -> None:
    with store.subscribe() as subscription:
        subscription.subscribe_patterns("news.*")
        assert [store.publish(channel, b"v") for channel in ("news.art", "news", "news.")] == [1, 0, 1]
        assert received(subscription, 2) == [Message("news.art", b"v", "news.*"), Message("news.", b"v", "news.*")]
        assert nothing_more(store, subscription)


@clause("keyvalue.pubsub-pattern.each", source=PUBLISH, hint="deliver a message once to each connection")
def test_a_message_comes_for_the_channel_and_for_each_pattern(store: KeyValue) -> None:
    with store.subscribe("ab") as subscription:
        subscription.subscribe_patterns("a*", "*b", "x*")
        assert store.publish("ab", b"v") == 3
        first, *others = received(subscription, 3)
        assert first == Message("ab", b"v")
        assert set(others) == {Message("ab", b"v", "a*"), Message("ab", b"v", "*b")}
        assert nothing_more(store, subscription)


@clause("keyvalue.pubsub-pattern.several-listeners", source=PUBLISH)
def test_a_delivery_is_counted_for_each_listener_and_pattern(store: KeyValue) -> None:
    with store.subscribe("a") as first, store.subscribe("a") as second:
        first.subscribe_patterns("a", "?")
        second.subscribe_patterns("a")
        assert store.publish("a", b"v") == 5
        assert store.publish("b", b"v") == 1


@clause("keyvalue.pubsub-pattern.unsubscribe", source=PUNSUBSCRIBE)
def test_a_pattern_is_left_by_its_own_text(store: KeyValue) -> None:
    with store.subscribe("ab") as subscription:
        subscription.subscribe_patterns("a*", "*b")
        subscription.unsubscribe_patterns("a?", "*")
        subscription.unsubscribe("a*")
        assert store.publish("ab", b"1") == 3
        subscription.unsubscribe_patterns("a*")
        assert store.publish("ab", b"2") == 2
        subscription.unsubscribe_patterns()
        assert store.publish("ab", b"3") == 1
        assert [message and message.data for message in received(subscription, 6)] == [
            *[b"1"] * 3,
            *[b"2"] * 2,
            b"3",
        ]


GLOBS: list[tuple[str, list[str], list[str]]] = [
    ("h?llo", ["hello", "hallo", "h?llo"], ["hllo", "heello"]),
    ("h*llo", ["hllo", "heeeello", "h*llo", "h\nllo"], ["hell", "ahllo"]),
    ("h**o", ["ho", "hello"], ["hell"]),
    ("h[ae]llo", ["hello", "hallo"], ["hillo", "hllo", "h[llo"]),
    ("h[^e]llo", ["hallo", "h^llo"], ["hello", "hllo"]),
    ("h[!e]llo", ["h!llo", "hello"], ["hallo"]),
    ("h[a-c]llo", ["hallo", "hcllo"], ["hdllo", "h-llo"]),
    ("h[c-a]llo", ["hallo", "hbllo"], ["hdllo"]),
    ("h[a-]llo", [], ["hallo", "h-llo", "h]llo"]),
    ("h[]llo", [], ["hllo", "h]llo", "h[]llo"]),
    ("h[^]llo", ["hello", "h^llo"], ["hllo"]),
    ("h[a", ["ha"], ["h[a", "h", "hb"]),
    ("h[^", ["ha", "h^"], ["h", "h[^"]),
    ("h[", [], ["h[", "h", "ha"]),
    (r"h[\]]llo", ["h]llo"], ["h\\llo"]),
    (r"h[a\-c]llo", ["h-llo", "hallo"], ["hbllo", "h\\llo"]),
    (r"h\*llo", ["h*llo"], ["hello", r"h\*llo"]),
    (r"h\e", ["he"], [r"h\e"]),
    ("h\\", ["h\\"], ["h"]),
    ("HELLO", ["HELLO"], ["hello"]),
    ("", [""], ["a"]),
    ("??", ["ab", "é"], ["a", "abc"]),
    ("[а-я]?", ["к"], ["ключ", "a"]),
    ("[\x01-\udcff]", ["\udcff", "\x01"], ["a", "\udcfe"]),
    ("{a,b}", ["{a,b}"], ["a", "b"]),
    ("h.llo$", ["h.llo$"], ["hello"]),
]


@clause("keyvalue.pubsub-pattern.glob", source=PSUBSCRIBE, hint="use the shell's or a regular expression's rules")
@pytest.mark.parametrize(("pattern", "yes", "no"), GLOBS, ids=[row[0] or "empty" for row in GLOBS])
def test_a_pattern_matches_as_the_engine_reads_it(store: KeyValue, pattern: str, yes: list[str], no: list[str]) -> None:
    with store.subscribe() as subscription:
        subscription.subscribe_patterns(pattern)
        assert [channel for channel in [*yes, *no] if store.publish(channel, b"v")] == yes
        assert received(subscription, len(yes)) == [Message(channel, b"v", pattern) for channel in yes]
    with store.subscribe(*yes, *no):
        assert store.active_channels(pattern) == set(yes)


@clause("keyvalue.pubsub-pattern.any-bytes", source=OBSERVED)
@pytest.mark.parametrize("pattern", ["*", "a b*", "ключ*", "\udcff*", "*\0*"])
def test_a_pattern_is_any_text(store: KeyValue, pattern: str) -> None:
    channel = pattern.replace("*", "x")
    with store.subscribe() as subscription:
        subscription.subscribe_patterns(pattern)
        assert store.publish(channel, b"v") == 1
        assert received(subscription, 1) == [Message(channel, b"v", pattern)]


@clause("keyvalue.pubsub-counts.each", source=NUMSUB)
def test_listeners_are_counted_by_channel_and_patterns_are_not(store: KeyValue) -> None:
    assert store.subscriber_counts("a", "b") == {"a": 0, "b": 0}
    with store.subscribe("a", "b") as first, store.subscribe("a") as second:
        second.subscribe_patterns("*")
        assert store.subscriber_counts("a", "b", "c", "*") == {"a": 2, "b": 1, "c": 0, "*": 0}
        first.unsubscribe("a")
        assert store.subscriber_counts("a", "a") == {"a": 1}
    assert store.subscriber_counts("a", "b") == {"a": 0, "b": 0}


@clause("keyvalue.pubsub-counts.none-asked", source=NUMSUB)
def test_without_a_channel_nothing_is_counted(store: KeyValue) -> None:
    with store.subscribe("a"):
        assert store.subscriber_counts() == {}


@clause("keyvalue.pubsub-channels.active", source=CHANNELS)
def test_a_channel_is_active_while_somebody_listens(store: KeyValue) -> None:
    assert store.active_channels() == set()
    with store.subscribe("a", "b") as first, store.subscribe("a"):
        first.subscribe_patterns("c*")
        assert store.active_channels() == store.active_channels("*") == {"a", "b"}
        first.unsubscribe("b")
        store.publish("d", b"v")
        assert store.active_channels() == {"a"}
        first.unsubscribe("a")
        assert store.active_channels() == {"a"}
    assert store.active_channels() == set()
