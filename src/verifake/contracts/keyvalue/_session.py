"""One of several clients in a program: its transaction and its subscription, all in plain data."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from verifake.contracts.keyvalue._recipes import Recipes
from verifake.errors import DependencyError
from verifake.ports.keyvalue import KeyValue, Message, Queued, Subscription, Transaction

__all__ = ["Session"]


class Session(Recipes):
    """A client that has one transaction and one subscription at a time, and recipes. All else is asked of the store.

    Args:
        store: what it is a client of.
    """

    def __init__(self, store: KeyValue) -> None:
        super().__init__(store)
        self._transaction: Transaction | None = None
        self._queued: list[Queued[Any]] = []
        self._subscription: Subscription | None = None

    def transaction(self, *watch: str) -> None:
        """Begin a transaction, in the place of another."""
        self.discard()
        self._transaction = self._store.transaction(*watch)

    def watch(self, *keys: str) -> None:
        """Watch more keys."""
        self._begun().watch(*keys)

    def queue(self, operation: str, *args: Any, **options: Any) -> None:
        """Queue an operation, given by its name."""
        queued = self._begun().queue(getattr(KeyValue, operation), *args, **options)
        self._queued.append(queued)

    def execute(self) -> list[Any] | None:
        """Execute what was queued; return what each operation returned, or the code of its error; None if undone."""
        transaction, queued = self._begun(), self._queued
        self._transaction, self._queued = None, []
        return [_outcome(each) for each in queued] if transaction.execute() else None

    def discard(self) -> None:
        """Forget the transaction, if there is one."""
        if self._transaction is not None:
            self._transaction.discard()
        self._transaction, self._queued = None, []

    def subscribe(self, *channels: str) -> None:
        """Listen to channels, too."""
        self._listening().subscribe(*channels)

    def subscribe_patterns(self, *patterns: str) -> None:
        """Listen to patterns, too."""
        self._listening().subscribe_patterns(*patterns)

    def unsubscribe(self, *channels: str) -> None:
        """Listen no more to some channels, or to any."""
        self._listening().unsubscribe(*channels)

    def unsubscribe_patterns(self, *patterns: str) -> None:
        """Listen no more to some patterns, or to any."""
        self._listening().unsubscribe_patterns(*patterns)

    def received(self) -> list[Message]:
        """Return all messages that have come; those of one publication, whose order is free, by their patterns."""
        self._store.exists("any")  # When this is answered, all that was published before has arrived.
        messages: list[Message] = []
        while message := self._listening().receive(timeout_seconds=0):
            messages.append(message)
        return _ordered(messages)

    def close(self) -> None:
        """Forget everything."""
        self.discard()
        if self._subscription is not None:
            self._subscription.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def _begun(self) -> Transaction:
        if self._transaction is None:
            self.transaction()
        assert self._transaction is not None
        return self._transaction

    def _listening(self) -> Subscription:
        if self._subscription is None:
            self._subscription = self._store.subscribe()
        return self._subscription


def _outcome(queued: Queued[Any]) -> Any:
    try:
        return queued.value
    except DependencyError as error:
        return error.code


def _ordered(messages: list[Message]) -> list[Message]:
    """Return `messages` with those of the same text on the same channel, one after the other, sorted by pattern."""
    runs = groupby(messages, key=lambda message: (message.channel, message.data))
    return [message for _, run in runs for message in sorted(run, key=lambda message: message.pattern or "")]
