"""What the operations of `Lists` can answer with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from verifake.ports.keyvalue import KeyValueCode as Code

__all__ = ["ERRORS"]

_WRONG_TYPE: Final = frozenset({Code.WRONG_TYPE})
_INTEGER: Final = _WRONG_TYPE | {Code.NOT_AN_INTEGER}
_SEARCH: Final = _INTEGER | {Code.OUT_OF_RANGE, Code.TOO_LARGE}
_POP_FIRST: Final = _WRONG_TYPE | {Code.NO_KEYS, Code.OUT_OF_RANGE}

ERRORS: Final[Mapping[str, frozenset[Code]]] = {
    "list_push": _WRONG_TYPE | {Code.NO_KEYS, Code.TOO_LARGE},
    "list_pop": _WRONG_TYPE,
    "list_pop_many": _WRONG_TYPE | {Code.OUT_OF_RANGE},
    "list_pop_first": _POP_FIRST,
    "list_move": _WRONG_TYPE,
    "list_get": _INTEGER,
    "list_set": _INTEGER | {Code.NO_SUCH_KEY, Code.INDEX_OUT_OF_RANGE, Code.TOO_LARGE},
    "list_insert": _WRONG_TYPE | {Code.TOO_LARGE},
    "list_remove": _SEARCH,
    "list_trim": _INTEGER,
    "list_range": _INTEGER,
    "list_length": _WRONG_TYPE,
    "list_position": _SEARCH,
    "list_positions": _SEARCH,
    "list_pop_waiting": _WRONG_TYPE | {Code.NO_KEYS, Code.INVALID_TIMEOUT},
    "list_pop_first_waiting": _POP_FIRST | {Code.INVALID_TIMEOUT},
    "list_move_waiting": _WRONG_TYPE | {Code.INVALID_TIMEOUT},
}
