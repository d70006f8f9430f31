"""The shell of the fake for messages."""

from __future__ import annotations

from verifake.fakes.keyvalue._core.channels import Listener
from verifake.fakes.keyvalue._shell import Shell
from verifake.ports.keyvalue import Message, PubSub, Subscription
from verifake.ports.keyvalue._arguments import check_key, check_keys, check_patience, checked_value

__all__ = ["FakePubSub"]

_NS_PER_SECOND = 1_000_000_000


class FakePubSub(Shell, PubSub):
    """As `verifake.ports.keyvalue.PubSub`."""

    def publish(self, channel: str, message: bytes) -> int:
        check_key(channel)
        message = checked_value(message)
        with self._turn:
            delivered = self._core.channels.publish(channel, message)
        if delivered:
            self._clock.notify()
        return delivered

    def subscribe(self, *channels: str) -> Subscription:
        check_keys(channels)
        begun = _FakeSubscription(self)
        if channels:
            begun.subscribe(*channels)
        return begun

    def subscriber_counts(self, *channels: str) -> dict[str, int]:
        check_keys(channels)
        with self._turn:
            return self._core.channels.counts(channels)

    def active_channels(self, pattern: str = "*") -> set[str]:
        check_key(pattern)
        with self._turn:
            return self._core.channels.active(pattern)


class _FakeSubscription(Subscription):
    """A listener on a fake.

    Args:
        shell: the fake.
    """

    def __init__(self, shell: Shell) -> None:
        self._clock = shell._clock
        self._turn = shell._turn
        self._channels = shell._core.channels
        self._listener = Listener()
        self._closed = False

    def receive(self, *, timeout_seconds: float | None = None) -> Message | None:
        check_patience(timeout_seconds)
        self._check_open()
        if not self._listener.messages and timeout_seconds != 0:
            self._wait(timeout_seconds)
        with self._turn:
            return self._listener.messages.popleft() if self._listener.messages else None

    def subscribe(self, *channels: str) -> None:
        check_keys(channels)
        self._check_open()
        with self._turn:
            self._channels.subscribe(self._listener, channels)

    def subscribe_patterns(self, *patterns: str) -> None:
        check_keys(patterns)
        self._check_open()
        with self._turn:
            self._channels.subscribe_patterns(self._listener, patterns)

    def unsubscribe(self, *channels: str) -> None:
        check_keys(channels)
        self._check_open()
        with self._turn:
            self._channels.unsubscribe(self._listener, channels)

    def unsubscribe_patterns(self, *patterns: str) -> None:
        check_keys(patterns)
        self._check_open()
        with self._turn:
            self._channels.unsubscribe_patterns(self._listener, patterns)

    def close(self) -> None:
        if not self._closed:
            self.unsubscribe()
            self.unsubscribe_patterns()
            self._closed = True

    def _check_open(self) -> None:
        if self._closed:
            raise RuntimeError("this subscription is closed: begin another one")

    def _wait(self, timeout_seconds: float | None) -> None:
        """Wait for a message, by the fake's own clock."""
        deadline_ns = None
        if timeout_seconds is not None:
            deadline_ns = self._clock.now_ns() + round(timeout_seconds * _NS_PER_SECOND)
        self._clock.wait_until(lambda: bool(self._listener.messages), deadline_ns)
