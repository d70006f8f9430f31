"""Arguments that go through a link of this checkout (``pytest contracts/…``) are taken to what it points at.

Otherwise pytest would import the suite a second time, under another name.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import verifake

__all__ = ["resolve_links"]

_PACKAGE = Path(verifake.__file__).resolve().parent


def resolve_links(arguments: Iterable[str], folder: Path) -> list[str]:
    """Return `arguments` with every path into this package, given relative to `folder`, made its real one."""
    return [_resolve(argument, folder) for argument in arguments]


def _resolve(argument: str, folder: Path) -> str:
    path, separator, rest = argument.partition("::")
    given = folder / path
    if not path or not given.exists():
        return argument
    real = given.resolve()
    if given == real or not real.is_relative_to(_PACKAGE):
        return argument
    return f"{real}{separator}{rest}"
