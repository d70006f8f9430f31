"""Generated pages: written, or compared with what was written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from verifake.cli._shared import err

__all__ = ["Check", "Write", "settle"]

Write = Annotated[Path | None, typer.Option(metavar="FOLDER", file_okay=False, help="Write the pages there.")]
Check = Annotated[
    Path | None, typer.Option(metavar="FOLDER", file_okay=False, help="End with 1 if a page there is not true.")
]


def settle(name: str, page: str, write: Path | None, check: Path | None) -> bool:
    """Write `page` where that is asked, and return whether it is what was written where that is asked."""
    if write:
        (write / name).parent.mkdir(parents=True, exist_ok=True)
        (write / name).write_text(page, encoding="utf-8")
    if check and _read(check / name) != page:
        err.print(f"[red]not true any more:[/red] {check / name}; write it again with --write")
        return False
    return True


def _read(page: Path) -> str | None:
    return page.read_text(encoding="utf-8") if page.is_file() else None
