"""What the operations of `Scan` can answer with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from verifake.ports.keyvalue import KeyValueCode as Code

__all__ = ["ERRORS"]

_PAGE: Final = frozenset({Code.INVALID_CURSOR, Code.INCOMPATIBLE_OPTIONS, Code.NOT_AN_INTEGER})

ERRORS: Final[Mapping[str, frozenset[Code]]] = {
    "scan": _PAGE,
    "hash_scan": _PAGE | {Code.WRONG_TYPE},
    "set_scan": _PAGE | {Code.WRONG_TYPE},
    "sorted_scan": _PAGE | {Code.WRONG_TYPE},
}
