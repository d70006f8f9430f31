"""The command line. Importing this module loads nothing of it; `main` does."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command ``verifake``; without its extra, say which one is missing."""
    try:
        from verifake.cli._app import app  # noqa: PLC0415 - the error below is the point
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("verifake"):
            raise
        sys.stderr.write(f"verifake: {error.name} is not installed: pip install 'verifake[testing]'\n")
        raise SystemExit(2) from None
    app()
