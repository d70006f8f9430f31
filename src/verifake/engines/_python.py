"""How a module of verifake is run in a Python process of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["module_command", "module_environment"]

_ROOT = Path(__file__).resolve().parents[2]


def module_command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs `module`. Nothing in the current folder is imported by mistake (``-P``)."""
    return [sys.executable, "-P", "-m", module, *arguments]


def module_environment() -> dict[str, str]:
    """Return what that command needs to find this very verifake, from whatever folder it is run."""
    given = [entry for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry]
    # What is installed is found anyway, and must not come before the standard library.
    ours = [] if _ROOT.name in {"site-packages", "dist-packages"} else [str(_ROOT)]
    path = list(dict.fromkeys(str(Path(entry).absolute()) for entry in [*ours, *given]))
    return {"PYTHONPATH": os.pathsep.join(path)} if path else {}
