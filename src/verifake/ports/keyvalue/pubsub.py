"""The facet of the KeyValue port for messages to whoever listens."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from types import TracebackType
from typing import Self

__all__ = ["Message", "PubSub", "Subscription"]


@dataclass(frozen=True, slots=True)
class Message:
    """What was published.

    Attributes:
        channel: where it was published.
        data: what.
        pattern: the subscribed pattern that it was delivered for, or None for the channel's own subscription.
    """

    channel: str
    data: bytes
    pattern: str | None = None


class Subscription(ABC):
    """A connection that listens. Not for several threads. A context manager: leaving it closes the subscription.

    A message is delivered once for the channel's own subscription, first, and once for each pattern that matches, in
    no particular order; messages come in the order of their publication. To subscribe twice to the same is as good as
    once. What is published while nobody listens is gone, and so is what is published while a connection is lost:
    then `receive` raises `Unavailable` (`UNREACHABLE`) once, and the subscription is closed. On a closed one everything
    but `close` raises `RuntimeError`.

    A pattern is a glob: ``*``, ``?``, ``[a-c]``, ``[^a]``, and a backslash before what is meant literally. It is
    applied to the bytes of UTF-8. Whether the pattern ``*`` matches the empty channel is not guaranteed: it depends on
    the prefix that an adapter may have.
    """

    @abstractmethod
    def receive(self, *, timeout_seconds: float | None = None) -> Message | None:
        """Return the next message, waiting for it up to `timeout_seconds` (None: for ever); None if none came.

        It is the caller that waits, by its own clock: no engine hears of it. With 0, it is what has arrived by now;
        a message that was published a moment ago may still be on its way.

        Raises:
            ValueError: the time is negative or not finite.
        """

    @abstractmethod
    def subscribe(self, *channels: str) -> None:
        """Listen to `channels` too: when this returns, it does.

        Raises:
            InvalidRequest: `NO_KEYS` without a channel.

        Source: https://redis.io/docs/latest/commands/subscribe/
        """

    @abstractmethod
    def subscribe_patterns(self, *patterns: str) -> None:
        """Listen to all channels that match a glob, too: when this returns, it does.

        Raises:
            InvalidRequest: `NO_KEYS` without a pattern.

        Source: https://redis.io/docs/latest/commands/psubscribe/
        """

    @abstractmethod
    def unsubscribe(self, *channels: str) -> None:
        """Listen no more to `channels`, or to any channel if none is named; patterns stay.

        What was delivered before is still received.

        Source: https://redis.io/docs/latest/commands/unsubscribe/
        """

    @abstractmethod
    def unsubscribe_patterns(self, *patterns: str) -> None:
        """Listen no more to `patterns`, or to any pattern if none is named; channels stay.

        Source: https://redis.io/docs/latest/commands/punsubscribe/
        """

    @abstractmethod
    def close(self) -> None:
        """End the subscription; what was not received is gone. More than once does no harm."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class PubSub(ABC):
    """Channels: they hold nothing, and exist only as long as somebody listens."""

    @abstractmethod
    def publish(self, channel: str, message: bytes) -> int:
        """Send `message` to all who listen to `channel`; return how often it was delivered.

        Who listens to the channel and to a matching pattern counts twice.

        Raises:
            TooLarge: the message exceeds the engine's limit for a value.

        Source: https://redis.io/docs/latest/commands/publish/
        """

    @abstractmethod
    def subscribe(self, *channels: str) -> Subscription:
        """Return a subscription to `channels` (none yet, if none are given): when this returns, it listens."""

    @abstractmethod
    def subscriber_counts(self, *channels: str) -> dict[str, int]:
        """Return how many subscriptions there are to each of `channels`, patterns not counted.

        Source: https://redis.io/docs/latest/commands/pubsub-numsub/
        """

    @abstractmethod
    def active_channels(self, pattern: str = "*") -> set[str]:
        """Return the channels that somebody listens to, patterns not counted, and that match a glob.

        Source: https://redis.io/docs/latest/commands/pubsub-channels/
        """
