"""The facet for transactions, over redis-py."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from copy import copy
from typing import Any, NoReturn

from redis.exceptions import RedisError, ResponseError

from verifake.adapters.redis._lease import Lease
from verifake.adapters.redis._session import Session
from verifake.errors import DependencyError
from verifake.ports.keyvalue import Transaction, Transactions
from verifake.ports.keyvalue._queueing import Call, QueueingTransaction

__all__ = ["RedisTransactions"]

Words = tuple[bytes, ...]

_MULTI: Words = (b"MULTI",)
_EXEC: Words = (b"EXEC",)
_UNWATCH: Words = (b"UNWATCH",)


class RedisTransactions(Session, Transactions):
    """As `verifake.ports.keyvalue.Transactions`."""

    def transaction(self, *watch: str) -> Transaction:
        begun = _RedisTransaction(self)
        try:
            if watch:
                begun.watch(*watch)
        except BaseException:
            begun.discard()
            raise
        return begun


class _RedisTransaction(QueueingTransaction):
    """A transaction on an engine. Its commands are sent when it is executed.

    Every operation of the adapter sends one command and converts the reply. So it is called twice: when it is queued,
    on an adapter that keeps the words of the command, and for its value, on an adapter that has the reply already.

    Args:
        session: the adapter.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._lease: Lease | None = None
        self._commands: list[Words] = []

    def _watch(self, keys: tuple[str, ...]) -> None:
        # With its connection everything that is watched is lost, and so the transaction is over.
        self._over = True
        (reply,) = self._exchange("watch", (b"WATCH", *self._session._keys(keys)))
        self._over = False
        if isinstance(reply, ResponseError):
            raise self._session._error(reply, "watch") from reply

    def _prepare(self, call: Call[Any]) -> None:
        try:
            call.on(_sending(self._session, _keep))
        except _Kept as kept:
            self._commands.append(kept.words)

    def _execute(self, calls: list[Call[Any]]) -> bool:
        # Were MULTI refused, for want of permission, then whatever follows it at once would be executed singly.
        (begun,) = self._exchange("execute", _MULTI)
        self._demand("execute", begun)
        *queued, results = self._exchange("execute", *self._commands, _EXEC)
        for call, reply in zip(calls, queued, strict=True):
            self._demand(call.name, reply)
        self._demand("execute", results)
        self._give_back()
        if results is None:
            return False
        for call, reply in zip(calls, results, strict=True):
            call.end(self._outcome(call, reply))
        return True

    def _forget(self) -> None:
        if self._lease is not None:
            with suppress(DependencyError):
                (reply,) = self._exchange("discard", _UNWATCH)
                self._demand("discard", reply)
                self._give_back()

    def _exchange(self, operation: str, *commands: Words) -> list[Any]:
        """Send `commands` at once, on the transaction's own connection, and return their replies."""
        try:
            if self._lease is None:
                self._lease = Lease(self._session._client)
            return self._lease.exchange(*commands)
        except RedisError as error:
            raise self._session._error(error, operation, *max(commands, key=_longest)) from error

    def _demand(self, operation: str, reply: Any) -> None:
        """Raise what `operation` was refused with, if it was, and break the connection off."""
        if isinstance(reply, ResponseError):
            assert self._lease is not None
            self._lease.break_off()
            raise self._session._error(reply, operation) from reply

    def _give_back(self) -> None:
        assert self._lease is not None
        self._lease.give_back()

    def _outcome(self, call: Call[Any], reply: Any) -> Callable[[], Any]:
        """Return what gives the value of a call that was answered with `reply`."""

        def answer(operation: str, *_: bytes) -> Any:
            if isinstance(reply, ResponseError):
                raise self._session._error(reply, operation) from reply
            return reply

        return lambda: call.on(_sending(self._session, answer))


class _Kept(Exception):
    """A command that was to be sent.

    Attributes:
        words: its name and its arguments.
    """

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.words = words


def _keep(operation: str, *command: bytes) -> NoReturn:  # noqa: ARG001 - as `Session._send` takes it
    raise _Kept(command)


def _sending(session: Session, send: Callable[..., Any]) -> Session:
    """Return an adapter like `session` whose commands are given to `send`."""
    other = copy(session)
    other._send = send  # type: ignore[method-assign]
    other._send_waiting = lambda operation, _, *command: send(operation, *command)  # type: ignore[method-assign]
    return other


def _longest(command: Words) -> int:
    return max(map(len, command))
