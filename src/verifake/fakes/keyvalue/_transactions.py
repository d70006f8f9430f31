"""The shell of the fake for transactions."""

from __future__ import annotations

from copy import copy
from functools import cached_property
from typing import Any, Final, NoReturn

from verifake.errors import DependencyError
from verifake.fakes.keyvalue._core import Core
from verifake.fakes.keyvalue._core.watching import Watch
from verifake.fakes.keyvalue._shell import Shell, Turn
from verifake.ports.keyvalue import KeyValueCode, Transaction, Transactions
from verifake.ports.keyvalue._queueing import Call, QueueingTransaction

__all__ = ["FakeTransactions"]

_REFUSES_QUEUEING: Final = frozenset({KeyValueCode.NO_KEYS, KeyValueCode.TOO_LARGE})
"""What the engine judges by the words of a command alone: their number and their size."""

_COUNTING: Final = frozenset(
    {
        "list_pop_first",
        "list_pop_first_waiting",
        "sorted_difference",
        "sorted_intersection",
        "sorted_intersection_size",
        "sorted_intersection_store",
        "sorted_pop_first",
        "sorted_pop_first_waiting",
        "sorted_union",
        "sorted_union_store",
    }
)
"""Operations whose commands say how many keys follow, and are long enough without any: the engine queues them."""


class FakeTransactions(Shell, Transactions):
    """As `verifake.ports.keyvalue.Transactions`."""

    def transaction(self, *watch: str) -> Transaction:
        begun = _FakeTransaction(self)
        if watch:
            begun.watch(*watch)
        return begun

    @cached_property
    def _trial(self) -> FakeTransactions:
        """A fake like this one that holds nothing: its operations do no more than check what they are given."""
        trial = copy(self)
        vars(trial).update(_turn=_NoTurn(), _core=_Judge(self._core), _interpreter=_NoInterpreter())
        return trial


class _FakeTransaction(QueueingTransaction):
    """A transaction on a fake: its operations are called one after the other in a single turn.

    Args:
        store: the fake.
    """

    def __init__(self, store: FakeTransactions) -> None:
        super().__init__()
        self._store = store
        self._watching = Watch()
        self._refusal: DependencyError | None = None

    def _watch(self, keys: tuple[str, ...]) -> None:
        with self._store._turn as now_ms:
            self._store._core.watch(self._watching, keys, now_ms)

    def _prepare(self, call: Call[Any]) -> None:
        try:
            call.on(self._store._trial)
        except _Judged:
            return
        except DependencyError as error:
            if self._refusal is None and error.code in _REFUSES_QUEUEING and call.name not in _COUNTING:
                self._refusal = error

    def _execute(self, calls: list[Call[Any]]) -> bool:
        with self._store._turn as now_ms:
            unchanged = self._store._core.unwatch(self._watching, now_ms)
            if self._refusal is not None:
                raise self._refusal
            if unchanged:
                for call in calls:
                    call.run(self._store)
            return unchanged

    def _forget(self) -> None:
        with self._store._turn as now_ms:
            self._store._core.unwatch(self._watching, now_ms)


class _Judged(Exception):
    """A request is well-formed: it has come to where it depends on what is held."""


class _Judge(Core):
    """A core that knows the rules and holds nothing: it runs until it would have to look.

    Args:
        core: whose rules it knows.
    """

    __slots__ = ()

    def __init__(self, core: Core) -> None:
        self._limit = core._limit
        self._line = core._line

    def __getattr__(self, name: str) -> NoReturn:
        raise _Judged


class _NoInterpreter:
    """An interpreter that runs no script."""

    def __getattr__(self, name: str) -> NoReturn:
        raise _Judged


class _NoTurn(Turn):
    """A turn in which nothing happens, and nobody waits."""

    __slots__ = ()

    def __init__(self) -> None:
        """There is neither a lock nor a clock."""

    @property
    def nested(self) -> bool:
        return True

    def __enter__(self) -> int:
        return 0

    def __exit__(self, *_: object) -> None:
        pass
