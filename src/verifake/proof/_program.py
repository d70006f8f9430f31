"""A program: a list of operations as data, and what came of running it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from verifake.proof._backend import World

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = [
    "ADVANCE",
    "Answer",
    "Kind",
    "Looks",
    "Operation",
    "Program",
    "Theme",
    "Vocabulary",
    "digest",
    "program_from_json",
    "program_to_json",
]

ADVANCE: Final = "advance"
"""The operation that every program may use: let time pass by exactly so many seconds."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One call.

    Attributes:
        name: the port's operation, ``advance``, or another argument of the contract's clauses that is callable.
        args: positional arguments.
        options: keyword arguments, as pairs.
        session: who calls it.
    """

    name: str
    args: tuple[Any, ...] = ()
    options: tuple[tuple[str, Any], ...] = ()
    session: int = 0


Program = tuple[Operation, ...]

Looks = Callable[[Program], Program]
"""Returns reads of what a program may have left."""


class Kind(Enum):
    """What kind of answer a call got."""

    VALUE = "value"
    REJECTED = "rejected"
    NOT_MODELLED = "not modelled"
    WAITS = "waits"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call returned, or the class and code of what it raised, or that it waits.

    Attributes:
        woken: calls of other sessions that had waited and were answered then.
    """

    kind: Kind
    value: Any
    code: Enum | None = None
    woken: tuple[tuple[Operation, Answer], ...] = ()

    def agrees(self, other: Answer) -> bool:
        """Whether both are the same, types included: True is not 1."""
        same_type = type(self.value) is type(other.value)
        same = self.kind is other.kind and same_type and bool(self.value == other.value) and self.code is other.code
        return same and self._woken_as(other)

    @property
    def label(self) -> str:
        """``value``, or the code or the class of the error."""
        return self.code.name if self.code is not None else str(self.value) if self.rejected else self.kind.value

    @property
    def summary(self) -> str:
        """`label`, and those of the calls that were woken."""
        woken = (f"session {operation.session} was woken with {answer.label}" for operation, answer in self.woken)
        return ", ".join([self.label, *woken])

    @property
    def rejected(self) -> bool:
        """Whether the call was refused."""
        return self.kind is Kind.REJECTED

    def _woken_as(self, other: Answer) -> bool:
        """Whether the same sessions were woken with the same answers."""
        if [operation for operation, _ in self.woken] != [operation for operation, _ in other.woken]:
            return False
        return all(ours.agrees(theirs) for (_, ours), (_, theirs) in zip(self.woken, other.woken, strict=True))


@dataclass(frozen=True, slots=True)
class Theme:
    """What one program is about: operations that act on each other.

    Attributes:
        name: for people.
        operations: draws one operation.
        looks: returns for a program the reads that show all the state it can have made. They end every program, so
            that a difference in state is found that no operation has met, and are not counted.
        names: the port's operations that it is about, each of which has to be met often enough.
        begins: what every program begins with, also the smallest that shows a difference: for what an engine remembers
            longer than a program.
    """

    name: str
    operations: SearchStrategy[Operation]
    looks: Looks
    names: tuple[str, ...]
    begins: tuple[Operation, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a port's programs.

    Attributes:
        themes: what programs are about; each program has one theme.
        state: names the state that an operation meets, from the fake's world, for the count of states reached.
        imports: what a printed clause has to import from the port.
        port_module: where to import it from.
        types: the port's enums and value objects that are arguments, by name, to read kept programs.
        normalise: what makes answers comparable where the port leaves something free, such as an order: by operation,
            applied to what it returns on both sides. A printed clause calls it by its name (``sorted``).
        fixtures: other arguments of clauses that programs call.
        waits: whether an operation is one that may wait for other sessions.
        session: makes what a session calls its operations on of the port object: a class that adds operations of its
            own, whose results are plain data, passes on all others, and has a `close`. None for the port object itself.
    """

    themes: tuple[Theme, ...]
    state: Callable[[World, Operation], str]
    imports: tuple[str, ...]
    port_module: str
    types: Mapping[str, type[Any]]
    normalise: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    fixtures: frozenset[str] = frozenset()
    waits: Callable[[Operation], bool] = lambda _: False
    session: type[Any] | None = None

    def about(self, themes: tuple[str, ...]) -> Vocabulary:
        """Return the words about `themes` alone; all of them if none is named."""
        return replace(self, themes=tuple(each for each in self.themes if not themes or each.name in themes))

    @property
    def names(self) -> tuple[str, ...]:
        """The port's operations, each of which has to be met often enough."""
        return tuple(sorted({name for theme in self.themes for name in theme.names}))


def program_to_json(program: Program) -> list[Any]:
    """Return `program` as plain data."""
    return [[*_call_to_json(operation), *([operation.session] if operation.session else [])] for operation in program]


def _call_to_json(operation: Operation) -> list[Any]:
    options = {name: _encode(value) for name, value in operation.options}
    return [operation.name, [_encode(argument) for argument in operation.args], options]


def program_from_json(data: list[Any], types: Mapping[str, type[Any]]) -> Program:
    """Return the program that `program_to_json` made `data` of; `types` are the port's, by name."""
    return tuple(
        Operation(
            name,
            tuple(_decode(a, types) for a in args),
            tuple((k, _decode(v, types)) for k, v in options.items()),
            *session,
        )
        for name, args, options, *session in data
    )


def digest(programs: list[Any]) -> str:
    """Return a short name for `programs`, given as plain data."""
    return hashlib.sha256(json.dumps(programs, sort_keys=True).encode()).hexdigest()[:12]


def _encode(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"bytes": value.decode("latin-1")}
    if isinstance(value, Enum):
        return {"enum": type(value).__name__, "name": value.name}
    if isinstance(value, Mapping):
        return {"mapping": [[_encode(k), _encode(v)] for k, v in value.items()]}
    if isinstance(value, float):
        return {"float": repr(value)}
    if isinstance(value, (tuple, list)):
        return [_encode(each) for each in value]
    return _encode_object(value) if is_dataclass(value) else value


def _encode_object(value: Any) -> Any:
    return {"object": type(value).__name__, "fields": [_encode(getattr(value, field.name)) for field in fields(value)]}


def _decode(value: Any, types: Mapping[str, type[Any]]) -> Any:
    if not isinstance(value, dict):
        return tuple(_decode(each, types) for each in value) if isinstance(value, list) else value
    if "bytes" in value:
        return value["bytes"].encode("latin-1")
    if "enum" in value:
        return types[value["enum"]][value["name"]]
    if "mapping" in value:
        return {_decode(k, types): _decode(v, types) for k, v in value["mapping"]}
    if "object" in value:
        return types[value["object"]](*(_decode(each, types) for each in value["fields"]))
    return float(value["float"])
