"""What others do in the middle of a recipe, and answers that never come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self, cast

from verifake.errors import TimedOut
from verifake.ports.keyvalue import KeyValue, KeyValueCode

__all__ = ["answers_lost", "meddled", "untouched"]


class _Meddled:
    """A store during whose use others act.

    Args:
        store: the store.
        operation: the operation after which they act.
        acts: what they do, in turn; after that they leave it alone.
    """

    def __init__(self, store: KeyValue, operation: str, acts: list[Callable[[], object]]) -> None:
        self._store = store
        self._operation = operation
        self._acts = acts

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._store, name)
        return self._followed(method) if name == self._operation else method

    def _followed(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            returned = method(*args, **options)
            if self._acts:
                self._acts.pop(0)()
            return returned

        return call


def meddled(store: KeyValue, operation: str, *acts: Callable[[], object]) -> KeyValue:
    """Return `store`, where after each call of `operation` somebody else does the next of `acts`."""
    return cast("KeyValue", _Meddled(store, operation, list(acts)))


class _Untouched:
    def __init__(self, store: KeyValue) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        assert hasattr(self._store, name)

        def call(*_: Any, **__: Any) -> Any:
            raise AssertionError(f"{name} was called, though the arguments are wrong")

        return call


def untouched(store: KeyValue) -> Any:
    """Return `store`, where whatever is asked of it is a failure."""
    return _Untouched(store)


class _AnswersLost:
    """A store whose first transaction to be executed is not answered; the next ones are.

    Args:
        store: the store.
        applied: whether it was executed all the same.
    """

    def __init__(self, store: KeyValue, *, applied: bool) -> None:
        self._store = store
        self._applied = applied
        self.lost = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def transaction(self, *watch: str) -> Any:
        return _Unanswered(self._store.transaction(*watch), self, applied=self._applied)


class _Unanswered:
    def __init__(self, transaction: Any, store: _AnswersLost, *, applied: bool) -> None:
        self._transaction = transaction
        self._store = store
        self._applied = applied

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transaction, name)

    def execute(self) -> bool:
        if self._store.lost:
            return bool(self._transaction.execute())
        self._store.lost = True
        if self._applied:
            self._transaction.execute()
        raise TimedOut("the answer was lost", code=KeyValueCode.TIMED_OUT, operation="execute")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._transaction.discard()


def answers_lost(store: KeyValue, *, applied: bool) -> KeyValue:
    """Return `store`, where the first transaction that is executed is not answered, and was `applied` or not."""
    return cast("KeyValue", _AnswersLost(store, applied=applied))
