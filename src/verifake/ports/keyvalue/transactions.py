"""The facet of the KeyValue port for several operations as one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from types import TracebackType
from typing import Any, Concatenate, Generic, ParamSpec, Self, TypeVar

__all__ = ["Queued", "Transaction", "Transactions"]

P = ParamSpec("P")
T = TypeVar("T")


class Queued(ABC, Generic[T]):
    """An operation that waits in a transaction."""

    @property
    @abstractmethod
    def value(self) -> T:
        """What the operation returned when the transaction was executed.

        Raises:
            DependencyError: what the operation raised; the others were applied all the same.
            RuntimeError: the transaction was not executed (yet), or did nothing.
        """


class Transaction(ABC):
    """Operations that are executed as one: nothing of anybody else comes in between. Not for several threads.

    It is used once: first `watch`, then `queue`, at the end `execute` or `discard`; after that, everything but
    `discard` raises `RuntimeError`. It has a connection of its own as long as it watches. A context manager: what was
    neither executed nor discarded when it is left is discarded.
    """

    @abstractmethod
    def watch(self, *keys: str) -> None:
        """Let `execute` do nothing if one of `keys` changes from now on, by whomever, or expires.

        A write is a change also where the key then holds what it held before; what did nothing (a condition that did
        not hold, a deletion of what was absent, a rejected call) is none. A key that has expired already when it is
        watched does not change when its remains are removed. To watch a key again changes nothing.

        Raises:
            InvalidRequest: `NO_KEYS` without a key.
            RuntimeError: an operation is queued already, or the transaction is over. It is over, too, when its
                connection is lost, which is reported as by any operation.

        Source: https://redis.io/docs/latest/commands/watch/
        """

    @abstractmethod
    def queue(self, operation: Callable[Concatenate[Any, P], T], *args: P.args, **options: P.kwargs) -> Queued[T]:
        """Queue an operation of the port, named by its method: ``queue(Strings.set, "k", b"v", ttl_seconds=5)``.

        Nothing is sent yet. Types are checked at once, as when it is called; mappings and lists are taken as they are
        now. Any operation that is one command may be queued: all but `Transactions.transaction` and
        `PubSub.subscribe`. One that waits does not wait in a transaction.

        Raises:
            TypeError, ValueError: as the operation; nothing is queued then.
            TypeError: this is no operation of the port that is one command.
            RuntimeError: the transaction is over.
        """

    @abstractmethod
    def execute(self) -> bool:
        """Execute what was queued, at one instant; return False if a watched key has changed: then nothing was done.

        Each operation sees what those before it have done. One that is rejected leaves the others as they are: nothing
        is rolled back, and `Queued.value` raises its error. Who waits for something that is written is served at
        the end.

        Raises:
            InvalidRequest: `NO_KEYS`: the engine refused to queue an operation that says nothing; nothing was done,
                whatever has changed.
            TooLarge: `TOO_LARGE`: a value that was queued exceeds the engine's limit; nothing was done.
            RuntimeError: the transaction is over.

        Source: https://redis.io/docs/latest/develop/using-commands/transactions/
        """

    @abstractmethod
    def discard(self) -> None:
        """Forget what was queued and watched, and give the connection back. More than once does no harm."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.discard()


class Transactions(ABC):
    """Transactions: optimistic, without locks."""

    @abstractmethod
    def transaction(self, *watch: str) -> Transaction:
        """Begin a transaction and `Transaction.watch` these keys, if any.

        Source: https://redis.io/docs/latest/commands/multi/
        """
