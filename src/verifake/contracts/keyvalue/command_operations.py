"""By which operations of the port the command layer carries a command out: read off the code that does it."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from functools import cache
from types import FunctionType
from typing import Any, Final

from verifake.ports.keyvalue import KeyValue, commands
from verifake.ports.keyvalue.commands import Command

__all__ = ["operations_behind"]

_PACKAGE: Final = commands.__name__
_OPERATIONS: Final = KeyValue.__abstractmethods__
_STORES: Final = {"store", "_store"}
"""How the code there calls what it acts on."""


def operations_behind(command: Command) -> list[str]:
    """Return the operations of the port that `command` may call, in alphabetical order."""
    seen: set[Any] = set()
    found: set[str] = set()
    todo: list[Any] = [command.run]
    while todo:
        function = todo.pop()
        if function not in seen:
            seen.add(function)
            found |= _called_in(function)
            todo += _used_in(function)
    return sorted(found & _OPERATIONS)


@cache
def _called_in(function: FunctionType) -> frozenset[str]:
    """Return what `function` takes from a store."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    return frozenset(
        node.attr.removesuffix("_as_replied")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and _name(node.value) in _STORES
    )


def _name(node: ast.expr) -> str | None:
    """Return the last name of an expression that is nothing but names."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else None


def _used_in(function: FunctionType) -> Iterator[FunctionType]:
    """Yield the functions of the command layer that `function` uses, and those of the classes that it makes."""
    used = inspect.getclosurevars(function)
    for value in (*used.nonlocals.values(), *used.globals.values()):
        members = vars(value).values() if isinstance(value, type) else [value]
        for member in members:
            target = member.fget if isinstance(member, property) else member
            if isinstance(target, FunctionType) and target.__module__.startswith(_PACKAGE):
                yield target
