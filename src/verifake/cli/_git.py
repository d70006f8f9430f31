"""What git says of the checkout that this package lives in."""

from __future__ import annotations

import subprocess
from pathlib import Path

import verifake

__all__ = ["commit", "uncommitted"]

_FOLDER = Path(verifake.__file__).resolve().parent


def commit() -> str:
    """Return the commit of the checkout, or the installed version where there is none."""
    return _commit() or f"version {verifake.__version__}"


def uncommitted() -> list[str] | None:
    """Return the files of the checkout that differ from its commit, or None where there is no checkout."""
    changed = _git("status", "--porcelain", "--", ".") if _commit() else None
    return None if changed is None else [line.strip() for line in changed.splitlines()]


def _commit() -> str | None:
    # An installed copy may lie inside somebody's checkout, which knows nothing of it.
    ours = _git("ls-files", "--error-unmatch", "--", "__init__.py")
    found = _git("rev-parse", "--short=12", "HEAD") if ours else None
    return found.strip() if found else None


def _git(*arguments: str) -> str | None:
    """Return what git prints, or None where it fails or there is none."""
    try:
        done = subprocess.run(["git", *arguments], cwd=_FOLDER, capture_output=True, text=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
