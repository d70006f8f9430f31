"""Commands about channels."""

from __future__ import annotations

from verifake.ports.keyvalue._arguments import key_bytes, key_text
from verifake.ports.keyvalue.commands._replies import Reply
from verifake.ports.keyvalue.commands._session import Session
from verifake.ports.keyvalue.commands._table import BadSubcommand, command
from verifake.ports.keyvalue.commands._words import keys_of

__all__: list[str] = []


@command("PUBLISH", 3)
def _publish(session: Session, words: list[bytes]) -> Reply:
    return session.store.publish(key_text(words[0]), words[1])


@command("SUBSCRIBE", -2, in_scripts=False, in_subscription=True)
def _subscribe(session: Session, words: list[bytes]) -> Reply:
    return session.listener.subscribe(session.store.subscribe, b"subscribe", words)


@command("PSUBSCRIBE", -2, in_scripts=False, in_subscription=True)
def _psubscribe(session: Session, words: list[bytes]) -> Reply:
    return session.listener.subscribe(session.store.subscribe, b"psubscribe", words)


@command("UNSUBSCRIBE", -1, in_scripts=False, in_subscription=True)
def _unsubscribe(session: Session, words: list[bytes]) -> Reply:
    return session.listener.unsubscribe(b"unsubscribe", words)


@command("PUNSUBSCRIBE", -1, in_scripts=False, in_subscription=True)
def _punsubscribe(session: Session, words: list[bytes]) -> Reply:
    return session.listener.unsubscribe(b"punsubscribe", words)


@command("PUBSUB NUMSUB", -2)
def _numsub(session: Session, words: list[bytes]) -> Reply:
    counts = session.store.subscriber_counts(*keys_of(words))
    return [part for word in words for part in (word, counts[key_text(word)])]


@command("PUBSUB CHANNELS", -2)
def _channels(session: Session, words: list[bytes]) -> Reply:
    if len(words) > 1:
        raise BadSubcommand
    found = session.store.active_channels(*keys_of(words))
    return [key_bytes(channel) for channel in sorted(found)]
