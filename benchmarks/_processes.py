"""Whole Python processes as works."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

from benchmarks._harness import Work

__all__ = ["children_seconds", "python"]


def python(folder: Path, *arguments: str) -> Work:
    """Return the work of one process of this Python in `folder`, where its bytecode goes too.

    An installed package is compiled once, so here it is too: in the round that warms up.
    """
    environment = _environment() | {"PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    command = [sys.executable, *arguments]
    return Work(lambda: subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True))


def children_seconds() -> float:
    """Return the processor's time that ended child processes took, each of which does one thing after another."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _environment() -> dict[str, str]:
    """Return this process's environment without options for pytest, and without what forbids to keep bytecode."""
    ours = ("PYTEST_", "VERIFAKE_", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}
