"""What git says of the checkout that this package lives in."""

from __future__ import annotations

import subprocess
from pathlib import Path

import verifake

__all__ = ["commit", "uncommitted"]

_FOLDER = Path(verifake.__file__).resolve().parent


def commit() -> str:
    """Return the commit of the checkout, or the installed version where there is none."""
    return _git("rev-parse", "--short=12", "HEAD") or f"version {verifake.__version__}"


def uncommitted() -> list[str] | None:
    """Return the files of the checkout that differ from its commit, or None where there is no checkout."""
    if not commit() or commit().startswith("version"):
        return None
    return _git("status", "--porcelain", "--", str(_FOLDER)).splitlines()


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=_FOLDER, capture_output=True, text=True, check=False, timeout=30)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
