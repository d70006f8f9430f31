"""What the operations on strings, counters, deadlines and keys can answer with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from verifake.ports.keyvalue import KeyValueCode as Code

__all__ = ["ERRORS"]

_NONE: Final[frozenset[Code]] = frozenset()
_NO_KEYS: Final = frozenset({Code.NO_KEYS})
_NO_SUCH_KEY: Final = frozenset({Code.NO_SUCH_KEY})
_WRONG_TYPE: Final = frozenset({Code.WRONG_TYPE})
_TOO_LARGE: Final = frozenset({Code.TOO_LARGE})
_TIME: Final = frozenset({Code.INVALID_EXPIRE, Code.NOT_AN_INTEGER, Code.INCOMPATIBLE_OPTIONS})
_INTEGER: Final = _WRONG_TYPE | {Code.NOT_AN_INTEGER}

ERRORS: Final[Mapping[str, frozenset[Code]]] = {
    "append": _WRONG_TYPE | _TOO_LARGE,
    "copy": frozenset({Code.SAME_KEY}),
    "decrement": _INTEGER | {Code.OVERFLOW},
    "delete": _NO_KEYS,
    "exists": _NO_KEYS,
    "expire": _TIME,
    "expire_at": _TIME - {Code.INVALID_EXPIRE},
    "expires_at": _NONE,
    "get": _WRONG_TYPE,
    "get_and_delete": _WRONG_TYPE,
    "get_and_touch": _WRONG_TYPE | _TIME,
    "get_many": _NO_KEYS,
    "get_range": _INTEGER,
    "increment": _INTEGER | {Code.OVERFLOW},
    "increment_float": _WRONG_TYPE | {Code.NOT_A_FLOAT, Code.NAN_OR_INFINITY},
    "length": _WRONG_TYPE,
    "now": _NONE,
    "persist": _NONE,
    "rename": _NO_SUCH_KEY,
    "rename_if_absent": _NO_SUCH_KEY,
    "set": _TIME | _TOO_LARGE,
    "set_and_get_old": _WRONG_TYPE | _TIME | _TOO_LARGE,
    "set_many": _NO_KEYS | _TOO_LARGE,
    "set_many_if_absent": _NO_KEYS | _TOO_LARGE,
    "set_range": _INTEGER | _TOO_LARGE | {Code.OFFSET_OUT_OF_RANGE},
    "time_to_live": _NONE,
    "type": _NONE,
}
