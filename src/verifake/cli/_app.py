"""The application: one command a module."""

from __future__ import annotations

import os
from typing import Annotated

import typer

import verifake
from verifake.cli._coverage import coverage
from verifake.cli._differences import differences
from verifake.cli._doctor import doctor
from verifake.cli._explore import explore_command
from verifake.cli._shared import WORK, out
from verifake.cli._status import status
from verifake.cli._strength import strength
from verifake.cli._verify import verify

__all__ = ["app"]

app = typer.Typer(
    add_completion=False, pretty_exceptions_enable=False, help="Fakes that are proven against the real engines."
)
app.command()(verify)
app.command(name="explore")(explore_command)
app.command()(status)
app.command()(coverage)
app.command()(differences)
app.command()(strength)
app.command()(doctor)


@app.callback(invoke_without_command=True)
def about(
    context: typer.Context, *, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False
) -> None:
    """Fakes that are proven against the real engines."""
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(WORK / "hypothesis"))
    if version:
        out.print(f"verifake {verifake.__version__}")
    elif context.invoked_subcommand is None:
        out.print(context.get_help(), markup=False)
