"""What all commands share."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final, NoReturn

import pytest
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from verifake.cli._git import uncommitted
from verifake.engines import EngineUnavailable
from verifake.plugin.stage import Stage
from verifake.proof import Contract, Selection, load_contracts

__all__ = [
    "EXIT_NOT_RUN",
    "EXIT_UNSOUND",
    "EXIT_USAGE",
    "WORK",
    "AllowMissing",
    "Backends",
    "Ports",
    "Seed",
    "contracts_of",
    "demand_clean_tree",
    "err",
    "fail",
    "out",
    "progress_bar",
    "staged",
]

EXIT_UNSOUND: Final = 1
EXIT_USAGE: Final = 2
EXIT_NOT_RUN: Final = 8

WORK: Final = Path(".verifake")
"""Where runs that record nothing in the package leave what they found."""

Ports = Annotated[list[str] | None, typer.Argument(metavar="[PORT]...", help="Ports; all of them unless named.")]
Backends = Annotated[str, typer.Option("--backend", metavar="NAMES", help="As pytest's --verifake-backend.")]
AllowMissing = Annotated[str, typer.Option("--allow-missing", metavar="NAMES", help="Backends that may be missing.")]
Seed = Annotated[int, typer.Option("--seed", help="The one source of all randomness.")]

PIPE_COLUMNS: Final = 110
"""How wide tables are where there is no terminal to ask."""


def _console(*, stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, highlight=False, width=None if stream.isatty() else PIPE_COLUMNS)


out = _console(stderr=False)
err = _console(stderr=True)


def fail(message: str) -> NoReturn:
    """Say what went wrong and end with the status for wrong use or a missing engine."""
    err.print("[red]verifake:[/red]", end=" ")
    err.print(message, markup=False)
    raise typer.Exit(EXIT_USAGE)


def contracts_of(ports: list[str] | None) -> list[Contract]:
    """Return the contracts of `ports`, or all."""
    known = load_contracts()
    for port in ports or []:
        if port not in known:
            fail(f"there is no port {port!r}; the ports are: {', '.join(sorted(known))}")
    return [known[port] for port in sorted(ports or known)]


@contextmanager
def staged(backends: str, allow_missing: str | None) -> Iterator[Stage]:
    """Give the backends that were asked for; end their engines afterwards, however that comes.

    `allow_missing` is None where the command has no such option.
    """
    stage = Stage(Selection.parse(backends, allow_missing or ""), "main")
    try:
        yield stage
    except (pytest.UsageError, EngineUnavailable) as error:
        # What pytest calls --verifake-allow-missing is --allow-missing here.
        lines = str(error).replace("--verifake-", "--").splitlines()
        fail("\n".join(line for line in lines if allow_missing is not None or "--allow-missing" not in line))
    except KeyboardInterrupt:
        err.print("interrupted: ending what was started")
        raise typer.Exit(130) from None
    finally:
        stage.close()


def demand_clean_tree() -> None:
    """Refuse to record evidence about code that no commit holds."""
    changed = uncommitted()
    if changed is None:
        fail("evidence is recorded in a checkout only: this package is not in one")
    if changed:
        fail(f"evidence is recorded on a clean tree only; not committed: {', '.join(changed[:5])}")


def progress_bar() -> Progress:
    """Return a progress bar that leaves standard output to results."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    return Progress(*columns, console=err, transient=True)
