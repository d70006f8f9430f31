"""All clauses of a contract, without running them."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

from verifake.proof._backend import Contract
from verifake.proof._clause import clause_of

__all__ = ["clauses_of"]


def clauses_of(contract: Contract) -> dict[str, Callable[..., Any]]:
    """Return the functions of all clauses of `contract` by id.

    Raises:
        ValueError: two clauses share an id, or one belongs to another port.
    """
    found: dict[str, Callable[..., Any]] = {}
    package = import_module(contract.package)
    for info in pkgutil.iter_modules(package.__path__, f"{contract.package}."):
        if not info.name.rpartition(".")[2].startswith("test_"):
            continue
        for _, function in inspect.getmembers(import_module(info.name), inspect.isfunction):
            marked = clause_of(function)
            if marked is None:
                continue
            if marked.port != contract.port:
                raise ValueError(f"clause {marked.id} does not belong to {contract.port}")
            if found.setdefault(marked.id, function) is not function:
                raise ValueError(f"two clauses are called {marked.id}")
    return dict(sorted(found.items()))
