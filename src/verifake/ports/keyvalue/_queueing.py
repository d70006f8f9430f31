"""What every transaction of the port has in common, whatever executes it: what may be queued, and when."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Concatenate, Final, NoReturn, ParamSpec, TypeVar

from verifake.errors import DependencyError
from verifake.ports.keyvalue._arguments import check_keys
from verifake.ports.keyvalue.counters import Counters
from verifake.ports.keyvalue.expiry import Expiry
from verifake.ports.keyvalue.hashes import Hashes
from verifake.ports.keyvalue.keys import Keys
from verifake.ports.keyvalue.lists import Lists
from verifake.ports.keyvalue.pubsub import PubSub
from verifake.ports.keyvalue.scan import Scan
from verifake.ports.keyvalue.scripts import Scripts
from verifake.ports.keyvalue.sets import Sets
from verifake.ports.keyvalue.sorted_sets import SortedSets
from verifake.ports.keyvalue.streams import Streams
from verifake.ports.keyvalue.strings import Strings
from verifake.ports.keyvalue.transactions import Queued, Transaction

__all__ = ["Call", "QueueingTransaction"]

P = ParamSpec("P")
T = TypeVar("T")

_FACETS: Final = (
    Strings,
    Counters,
    Expiry,
    Keys,
    Hashes,
    Lists,
    Sets,
    SortedSets,
    Streams,
    Scan,
    Scripts,
    PubSub,
)

_ONE_COMMAND: Final[Mapping[object, str]] = {
    getattr(facet, name): name for facet in _FACETS for name in facet.__abstractmethods__ - {"subscribe"}
}
"""The operations that are one command each, and their names."""


_UNCHANGING: Final = frozenset({str, bytes, int, float, bool})


class Call(Queued[T]):
    """An operation in a transaction, with its arguments as they were when it was queued, and what came of it.

    Args:
        name: the operation's.
        args: positional arguments.
        options: keyword arguments.
    """

    def __init__(self, name: str, args: tuple[Any, ...], options: Mapping[str, Any]) -> None:
        self.name = name
        self._args = tuple([_kept(argument) for argument in args])
        self._options = {option: _kept(argument) for option, argument in options.items()}
        self._outcome: Callable[[], T] = _not_executed

    @property
    def value(self) -> T:
        return self._outcome()

    def on(self, store: object) -> T:
        """Call the operation on `store`."""
        returned: T = getattr(store, self.name)(*self._args, **self._options)
        return returned

    def end(self, outcome: Callable[[], T]) -> None:
        """Let `outcome` say what the operation returned, or raise what it raised."""
        self._outcome = outcome

    def run(self, store: object) -> None:
        """Call the operation on `store`, and keep what comes of it."""
        try:
            returned = self.on(store)
        except DependencyError as error:
            self.end(_raising(error))
        else:
            self.end(lambda: returned)


class QueueingTransaction(Transaction):
    """A transaction in one of three states: watching, queueing, over."""

    def __init__(self) -> None:
        self._calls: list[Call[Any]] = []
        self._over = False

    def watch(self, *keys: str) -> None:
        self._check_not_over()
        if self._calls:
            raise RuntimeError("watch before anything is queued: what is queued was decided on by what was read")
        check_keys(keys)
        self._watch(keys)

    def queue(self, operation: Callable[Concatenate[Any, P], T], *args: P.args, **options: P.kwargs) -> Queued[T]:
        self._check_not_over()
        name = _ONE_COMMAND.get(operation)
        if name is None:
            raise TypeError(
                f"expected an operation of the port that is one command, such as Strings.get: {operation!r}"
            )
        call: Call[T] = Call(name, args, options)
        self._prepare(call)
        self._calls.append(call)
        return call

    def execute(self) -> bool:
        self._check_not_over()
        self._over = True
        return self._execute(self._calls)

    def discard(self) -> None:
        if not self._over:
            self._over = True
            self._forget()

    def _check_not_over(self) -> None:
        if self._over:
            raise RuntimeError("this transaction is over: begin another one")

    @abstractmethod
    def _watch(self, keys: tuple[str, ...]) -> None:
        """Watch `keys`, whose types have been checked."""

    @abstractmethod
    def _prepare(self, call: Call[Any]) -> None:
        """Check the types of the arguments of `call`; nothing else happens yet."""

    @abstractmethod
    def _execute(self, calls: list[Call[Any]]) -> bool:
        """As `execute`; each of `calls` is told what came of it."""

    @abstractmethod
    def _forget(self) -> None:
        """Watch no more."""


def _kept(argument: Any) -> Any:
    """Return `argument`, or a copy where it may change or be used up until the transaction is executed."""
    if type(argument) in _UNCHANGING:
        return argument
    if isinstance(argument, Mapping):
        return dict(argument)
    if isinstance(argument, (list, Iterator)):
        return list(argument)
    return argument


def _not_executed() -> NoReturn:
    raise RuntimeError("the operation was not executed (yet)")


def _raising(error: DependencyError) -> Callable[[], NoReturn]:
    def outcome() -> NoReturn:
        raise error

    return outcome
