"""Every command that Redis 7.0 or Valkey 9.1 knows, charted or not: what is not among them is a mistake of the caller.

Source: ``COMMAND`` on Redis 7.0.15 and Valkey 9.1.2, which have no modules: in ``known.txt`` one a line, with its
subcommands behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

__all__ = ["KNOWN", "SUBCOMMANDS"]

_FILE: Final = Path(__file__).with_name("known.txt")
_LINES: Final = [line.split() for line in _FILE.read_text(encoding="ascii").splitlines()]

KNOWN: Final = frozenset(name for name, *_ in _LINES)

SUBCOMMANDS: Final[Mapping[str, frozenset[str]]] = {name: frozenset(names) for name, *names in _LINES if names}
"""For each command that has subcommands, these."""
