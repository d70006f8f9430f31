"""Coverage: which operations, options and errors of a port the clauses really exercise."""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from verifake.errors import DependencyError
from verifake.proof._backend import Contract
from verifake.proof._clause import Clause

__all__ = ["Cell", "Recorder", "charted_cells", "operations_of"]

PLAIN: Final = "plain"


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One thing that a clause can exercise: an operation plainly, with an option, or ending in an error."""

    operation: str
    kind: str
    name: str


def operations_of(contract: Contract) -> dict[str, inspect.Signature]:
    """Return the port's operations: the abstract methods of its facets."""
    return {
        name: inspect.signature(getattr(facet, name))
        for facet in contract.facets
        for name in sorted(getattr(facet, "__abstractmethods__", ()))
    }


def charted_cells(contract: Contract) -> list[Cell]:
    """Return every cell that needs a clause: plain, each option, each error of each operation."""
    cells: list[Cell] = []
    for operation, signature in operations_of(contract).items():
        options = [p.name for p in signature.parameters.values() if p.default is not inspect.Parameter.empty]
        cells.append(Cell(operation, PLAIN, ""))
        cells += [Cell(operation, "option", option) for option in options]
        cells += [Cell(operation, "error", code.name) for code in sorted(contract.errors[operation], key=_by_name)]
        cells.append(Cell(operation, "error", "TypeError"))
    return cells


def _by_name(code: Any) -> str:
    return str(code.name)


class Recorder:
    """Notes what clauses do to the port object that they are given."""

    def __init__(self, contract: Contract) -> None:
        self._operations = operations_of(contract)
        self.cells: dict[Cell, set[str]] = defaultdict(set)

    def observe(self, clause: Clause, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return `arguments` with the port object replaced by one that notes each call for `clause`."""
        return {**arguments, "store": _Noted(arguments["store"], clause.id, self)}

    def note(self, clause: str, operation: str, options: Mapping[str, Any], error: str | None) -> None:
        """Note one call."""
        if operation not in self._operations:
            return
        if error is not None:
            self.cells[Cell(operation, "error", error)].add(clause)
            return
        self.cells[Cell(operation, PLAIN, "")].add(clause)
        for option in options:
            self.cells[Cell(operation, "option", option)].add(clause)

    def given(self, operation: str, args: tuple[Any, ...], options: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the options of a call, those given by position included."""
        signature = self._operations.get(operation)
        if signature is None:
            return {}
        names = list(signature.parameters)[1:]
        named = {**dict(zip(names, args, strict=False)), **options}
        return {name: value for name, value in named.items() if _is_option(signature, name, value)}


def _is_option(signature: inspect.Signature, name: str, value: Any) -> bool:
    """Whether `name` has a default and `value` is another one."""
    found = signature.parameters.get(name)
    return found is not None and found.default is not inspect.Parameter.empty and value != found.default


class _Noted:
    """A port object whose calls are noted."""

    def __init__(self, target: Any, clause: str, recorder: Recorder) -> None:
        self._target = target
        self._clause = clause
        self._recorder = recorder

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._target, name)

        def call(*args: Any, **options: Any) -> Any:
            error: str | None = None
            try:
                return method(*args, **options)
            except DependencyError as raised:
                error = raised.code.name
                raise
            except TypeError:
                error = "TypeError"
                raise
            finally:
                given = {} if error else self._recorder.given(name, args, options)
                self._recorder.note(self._clause, name, given, error)

        return call
