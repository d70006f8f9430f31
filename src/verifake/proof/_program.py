"""A program: a list of operations as data, and what came of running it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from verifake.errors import DependencyError, NotModelled
from verifake.proof._backend import World

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = [
    "ADVANCE",
    "Answer",
    "Kind",
    "Operation",
    "Program",
    "Vocabulary",
    "digest",
    "perform",
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
    """

    name: str
    args: tuple[Any, ...] = ()
    options: tuple[tuple[str, Any], ...] = ()


Program = tuple[Operation, ...]


class Kind(Enum):
    """What kind of answer a call got."""

    VALUE = "value"
    REJECTED = "rejected"
    NOT_MODELLED = "not modelled"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call returned, or the class and code of what it raised."""

    kind: Kind
    value: Any
    code: Enum | None = None

    def agrees(self, other: Answer) -> bool:
        """Whether both are the same, types included: True is not 1."""
        same_type = type(self.value) is type(other.value)
        return self.kind is other.kind and same_type and bool(self.value == other.value) and self.code is other.code

    @property
    def label(self) -> str:
        """``value``, or the code or the class of the error."""
        return self.code.name if self.code is not None else str(self.value) if self.rejected else self.kind.value

    @property
    def rejected(self) -> bool:
        """Whether the call was refused."""
        return self.kind is Kind.REJECTED


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a port's programs.

    Attributes:
        operations: draws one operation.
        looks: returns for a program the reads that show all the state it can have made. They end every program, so
            that a difference in state is found that no operation has met, and are not counted.
        names: the port's operations, each of which has to be met often enough.
        state: names the state that an operation meets, from the fake's world, for the count of states reached.
        imports: what a printed clause has to import from the port.
        port_module: where to import it from.
        enums: the port's enums that are arguments, by name, to read kept programs.
    """

    operations: SearchStrategy[Operation]
    looks: Callable[[Program], Program]
    names: tuple[str, ...]
    state: Callable[[World, Operation], str]
    imports: tuple[str, ...]
    port_module: str
    enums: Mapping[str, type[Enum]]


def perform(world: World, operation: Operation) -> Answer:
    """Call `operation` in `world`."""
    target = _target(world, operation.name)
    try:
        return Answer(Kind.VALUE, target(*operation.args, **dict(operation.options)))
    except DependencyError as error:
        return Answer(Kind.REJECTED, type(error).__name__, error.code)
    except NotModelled as error:
        return Answer(Kind.NOT_MODELLED, str(error))
    except (TypeError, ValueError) as error:
        return Answer(Kind.REJECTED, "ValueError" if isinstance(error, ValueError) else "TypeError")
    except Exception as error:  # noqa: BLE001 - what no port raises is an answer too, which the other side hardly gives
        return Answer(Kind.REJECTED, type(error).__name__)


def _target(world: World, name: str) -> Callable[..., Any]:
    if name == ADVANCE:
        return world.clock.advance_exactly
    if name in world.arguments:
        target: Callable[..., Any] = world.arguments[name]
        return target
    bound: Callable[..., Any] = getattr(world.arguments["store"], name)
    return bound


def program_to_json(program: Program) -> list[Any]:
    """Return `program` as plain data."""
    return [[o.name, [_encode(a) for a in o.args], {k: _encode(v) for k, v in o.options}] for o in program]


def program_from_json(data: list[Any], enums: Mapping[str, type[Enum]]) -> Program:
    """Return the program that `program_to_json` made `data` of; `enums` are the port's, by name."""
    return tuple(
        Operation(
            name, tuple(_decode(a, enums) for a in args), tuple((k, _decode(v, enums)) for k, v in options.items())
        )
        for name, args, options in data
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
    return value


def _decode(value: Any, enums: Mapping[str, type[Enum]]) -> Any:
    if not isinstance(value, dict):
        return value
    if "bytes" in value:
        return value["bytes"].encode("latin-1")
    if "enum" in value:
        return enums[value["enum"]][value["name"]]
    if "mapping" in value:
        return {_decode(k, enums): _decode(v, enums) for k, v in value["mapping"]}
    return float(value["float"])
