"""The facet for messages, over redis-py."""

from __future__ import annotations

import time
from collections import deque
from contextlib import suppress
from typing import Any, Final, cast

from redis.exceptions import RedisError, ResponseError

from verifake.adapters.redis._glob import literal
from verifake.adapters.redis._lease import Lease
from verifake.adapters.redis._session import Session
from verifake.errors import DependencyError, Unavailable
from verifake.ports.keyvalue import KeyValueCode, Message, PubSub, Subscription
from verifake.ports.keyvalue._arguments import check_key, check_patience, checked_value, key_bytes, key_text

__all__ = ["RedisPubSub"]

_LONGEST_WAIT_SECONDS: Final = 86_400.0
"""Sockets cannot be told to wait for months at once."""


class RedisPubSub(Session, PubSub):
    """As `verifake.ports.keyvalue.PubSub`. Channels are given the prefix that keys are given."""

    def publish(self, channel: str, message: bytes) -> int:
        message = checked_value(message)
        return cast("int", self._send("publish", b"PUBLISH", self._key(channel), message))

    def subscribe(self, *channels: str) -> Subscription:
        self._keys(channels)
        begun = _RedisSubscription(self)
        try:
            if channels:
                begun.subscribe(*channels)
        except BaseException:
            begun.close()
            raise
        return begun

    def subscriber_counts(self, *channels: str) -> dict[str, int]:
        reply = self._send("subscriber_counts", b"PUBSUB", b"NUMSUB", *self._keys(channels))
        return dict(zip(channels, reply[1::2], strict=True))

    def active_channels(self, pattern: str = "*") -> set[str]:
        check_key(pattern)
        glob = literal(self._prefix) + key_bytes(pattern)
        found = self._send("active_channels", b"PUBSUB", b"CHANNELS", glob)
        return {key_text(channel[len(self._prefix) :]) for channel in found}


class _RedisSubscription(Subscription):
    """A connection that listens.

    Args:
        session: the adapter.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._channel_prefix = session._prefix
        self._pattern_prefix = literal(session._prefix)
        self._received: deque[Message] = deque()
        self._channels: dict[bytes, None] = {}
        self._patterns: dict[bytes, None] = {}
        try:
            self._lease = Lease(session._client)
        except RedisError as error:
            raise session._error(error, "subscribe") from error

    def receive(self, *, timeout_seconds: float | None = None) -> Message | None:
        check_patience(timeout_seconds)
        self._check_open()
        try:
            return self._received.popleft() if self._received else self._next(timeout_seconds)
        except RedisError as error:
            message = "the connection was lost, and the subscription with it: subscribe again, and count on a gap"
            raise Unavailable(message, code=KeyValueCode.UNREACHABLE, operation="receive") from error

    def subscribe(self, *channels: str) -> None:
        names = self._session._keys(channels)
        self._change("subscribe", names)
        self._channels.update(dict.fromkeys(names))

    def subscribe_patterns(self, *patterns: str) -> None:
        names = self._globs(patterns)
        self._change("psubscribe", names)
        self._patterns.update(dict.fromkeys(names))

    def unsubscribe(self, *channels: str) -> None:
        self._leave("unsubscribe", self._session._keys(channels), self._channels)

    def unsubscribe_patterns(self, *patterns: str) -> None:
        self._leave("punsubscribe", self._globs(patterns), self._patterns)

    def close(self) -> None:
        if self._lease.ended:
            return
        with suppress(DependencyError):
            self.unsubscribe()
            self.unsubscribe_patterns()
            self._lease.give_back()
        if not self._lease.ended:
            self._lease.break_off()

    def _check_open(self) -> None:
        if self._lease.ended:
            raise RuntimeError("this subscription is closed: begin another one")

    def _globs(self, patterns: tuple[str, ...]) -> list[bytes]:
        """Return `patterns` as the engine has them."""
        for pattern in patterns:
            check_key(pattern)
        return [self._pattern_prefix + key_bytes(pattern) for pattern in patterns]

    def _leave(self, kind: str, names: list[bytes], known: dict[bytes, None]) -> None:
        """Listen no more to `names`, or to nothing `known` if there are none."""
        self._check_open()
        names = names or list(known)
        if names:
            self._change(kind, names)
        for name in names:
            known.pop(name, None)

    def _change(self, kind: str, names: list[bytes]) -> None:
        """Send a command about `names`, and return when the engine has confirmed each; messages may come before."""
        self._check_open()
        command = (kind.upper().encode(), *names)
        try:
            self._lease.send(command)
            missing = max(1, len(names))
            while missing:
                missing -= self._take(self._lease.read(push_request=True)) == kind.encode()
        except RedisError as error:
            raise self._session._error(error, kind, *command) from error

    def _next(self, timeout_seconds: float | None) -> Message | None:
        """Wait for a message. What breaks off, be it by an interrupt, loses the connection."""
        deadline = None if timeout_seconds is None else time.monotonic() + timeout_seconds
        while not self._received:
            if deadline is None:
                self._take(self._lease.read(push_request=True, timeout=None))
            elif self._lease.has_reply(min(max(0.0, deadline - time.monotonic()), _LONGEST_WAIT_SECONDS)):
                self._take(self._lease.read(push_request=True))
            elif time.monotonic() >= deadline:
                return None
        return self._received.popleft()

    def _take(self, reply: Any) -> bytes:
        """Keep a message, and return of which kind the reply is; raise what the engine says no with."""
        if isinstance(reply, ResponseError):
            raise reply
        kind: bytes = reply[0] if reply else b""
        if kind == b"message":
            self._received.append(Message(self._channel(reply[1]), reply[2]))
        elif kind == b"pmessage":
            pattern = key_text(reply[1][len(self._pattern_prefix) :])
            self._received.append(Message(self._channel(reply[2]), reply[3], pattern))
        return kind

    def _channel(self, name: bytes) -> str:
        return key_text(name[len(self._channel_prefix) :])
