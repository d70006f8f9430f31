"""``verifake doctor``: what this machine can prove, and what to do about the rest."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from rich.markup import escape
from rich.table import Table

import verifake
from verifake.cli._shared import contracts_of, out
from verifake.engines import catalogue
from verifake.engines.valkey import time_travel_missing

__all__ = ["doctor"]

_CLIENTS: Final = ("redis", "pytest", "pytest-xdist", "hypothesis")


def doctor() -> None:
    """Say which engines this machine can have, by which launcher, and how to get the others."""
    out.print(f"verifake {verifake.__version__}, Python {platform.python_version()}, {platform.system()}")
    out.print(", ".join(f"{name} {_version(name)}" for name in _CLIENTS))
    table = Table(header_style="bold")
    for heading in ("engine", "launcher", "state", "what to do"):
        table.add_column(heading, overflow="fold")
    for name, engine in catalogue().items():
        for launcher in engine.launchers:
            attempt = launcher.missing()
            state, remedy = ("ready", "") if attempt is None else (attempt.reason, attempt.remedy)
            row = (name, launcher.name, state, remedy)
            # Escaped: Rich would take the extra in `verifake[testing]` for a style.
            table.add_row(*map(escape, row), style=None if attempt is None else "dim")
    out.print(table)
    travel = time_travel_missing()
    out.print("engines' clocks can be moved" if travel is None else f"{travel.reason}: {travel.remedy}", markup=False)
    for contract in contracts_of(None):
        out.print(f"{contract.port}: --backend=real tries {', '.join(contract.real)}")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
