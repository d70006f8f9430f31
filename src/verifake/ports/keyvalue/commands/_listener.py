"""What a connection listens to."""

from __future__ import annotations

from collections.abc import Callable

from verifake.ports.keyvalue import Subscription
from verifake.ports.keyvalue._arguments import key_bytes, key_text
from verifake.ports.keyvalue.commands._replies import Push, Several

__all__ = ["Listener"]


class Listener:
    """The subscriptions of one connection, and the words in which it is told of them."""

    def __init__(self) -> None:
        self._subscription: Subscription | None = None
        self._channels: dict[bytes, None] = {}
        self._patterns: dict[bytes, None] = {}

    @property
    def listens(self) -> bool:
        """Whether there is anything that it listens to."""
        return bool(self._channels or self._patterns)

    def receive(self, timeout_seconds: float | None) -> Push | None:
        """Return the next message as the engine sends it, or None if none comes in time (None: wait for ever)."""
        message = self._subscription.receive(timeout_seconds=timeout_seconds) if self._subscription else None
        if message is None:
            return None
        channel = key_bytes(message.channel)
        if message.pattern is None:
            return Push([b"message", channel, message.data])
        return Push([b"pmessage", key_bytes(message.pattern), channel, message.data])

    def subscribe(self, begin: Callable[[], Subscription], kind: bytes, names: list[bytes]) -> Several:
        """Listen to channels (``subscribe``) or patterns (``psubscribe``); confirm each.

        Args:
            begin: makes a subscription, if there is none yet.
        """
        if self._subscription is None:
            self._subscription = begin()
        held, subscription = self._held(kind), self._subscription
        confirmations = Several()
        for name in names:
            if name not in held:
                held[name] = None
                add = subscription.subscribe if held is self._channels else subscription.subscribe_patterns
                add(key_text(name))
            confirmations.append(Push([kind, name, self._count()]))
        return confirmations

    def unsubscribe(self, kind: bytes, names: list[bytes]) -> Several:
        """Listen no more to channels (``unsubscribe``) or patterns (``punsubscribe``), or to none at all."""
        held = self._held(kind)
        confirmations = Several()
        for name in names or list(held):
            if name in held and (subscription := self._subscription):
                del held[name]
                drop = subscription.unsubscribe if held is self._channels else subscription.unsubscribe_patterns
                drop(key_text(name))
            confirmations.append(Push([kind, name, self._count()]))
        return confirmations or Several([Push([kind, None, self._count()])])

    def close(self) -> None:
        """Listen to nothing."""
        if self._subscription is not None:
            self._subscription.close()
        self._subscription = None
        self._channels.clear()
        self._patterns.clear()

    def _held(self, kind: bytes) -> dict[bytes, None]:
        return self._patterns if kind.startswith(b"p") else self._channels

    def _count(self) -> int:
        return len(self._channels) + len(self._patterns)
