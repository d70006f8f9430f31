"""Channels and who listens to them. They hold nothing, so that no key and no time is involved."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from verifake.fakes.keyvalue._core.glob import matcher
from verifake.fakes.keyvalue._core.rejections import no_keys, too_large
from verifake.ports.keyvalue import Message
from verifake.ports.keyvalue._arguments import key_bytes

__all__ = ["Channels", "Listener"]


@dataclass(eq=False, slots=True)
class Listener:
    """One connection that listens.

    Attributes:
        messages: what was delivered to it and not received yet.
    """

    messages: deque[Message] = field(default_factory=deque)


Listeners = dict[str, dict[Listener, None]]
"""By channel or pattern, who listens, in the order in which they came."""


class Channels:
    """All channels and patterns that somebody listens to.

    Args:
        limit: the longest message in bytes.
    """

    __slots__ = ("_by_channel", "_by_pattern", "_limit")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._by_channel: Listeners = {}
        self._by_pattern: Listeners = {}

    def publish(self, channel: str, data: bytes) -> int:
        """Deliver a message to all who listen; return how often it was delivered."""
        if len(data) > self._limit:
            raise too_large("publish", self._limit)
        delivered = 0
        for listener in self._by_channel.get(channel, ()):
            listener.messages.append(Message(channel, data))
            delivered += 1
        for pattern, listeners in self._by_pattern.items():
            if matcher(key_bytes(pattern))(key_bytes(channel)):
                for listener in listeners:
                    listener.messages.append(Message(channel, data, pattern))
                delivered += len(listeners)
        return delivered

    def subscribe(self, listener: Listener, channels: tuple[str, ...]) -> None:
        _add(self._by_channel, listener, channels, "subscribe")

    def subscribe_patterns(self, listener: Listener, patterns: tuple[str, ...]) -> None:
        _add(self._by_pattern, listener, patterns, "subscribe_patterns")

    def unsubscribe(self, listener: Listener, channels: tuple[str, ...]) -> None:
        _remove(self._by_channel, listener, channels)

    def unsubscribe_patterns(self, listener: Listener, patterns: tuple[str, ...]) -> None:
        _remove(self._by_pattern, listener, patterns)

    def counts(self, channels: tuple[str, ...]) -> dict[str, int]:
        """Return how many listen to each of `channels` by its name."""
        return {channel: len(self._by_channel.get(channel, ())) for channel in channels}

    def active(self, pattern: str) -> set[str]:
        """Return the channels that somebody listens to by name, and that match `pattern`."""
        matches = matcher(key_bytes(pattern))
        return {channel for channel in self._by_channel if matches(key_bytes(channel))}


def _add(known: Listeners, listener: Listener, names: tuple[str, ...], operation: str) -> None:
    if not names:
        raise no_keys(operation)
    for name in names:
        known.setdefault(name, {})[listener] = None


def _remove(known: Listeners, listener: Listener, names: tuple[str, ...]) -> None:
    """Let `listener` listen no more to `names`, or to nothing at all if there are none."""
    for name in names or tuple(known):
        listeners = known.get(name, {})
        listeners.pop(listener, None)
        if name in known and not listeners:
            del known[name]
