"""What the operations of `Transactions` can answer with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from verifake.ports.keyvalue import KeyValueCode as Code

__all__ = ["ERRORS"]

ERRORS: Final[Mapping[str, frozenset[Code]]] = {
    "transaction": frozenset(),
}
