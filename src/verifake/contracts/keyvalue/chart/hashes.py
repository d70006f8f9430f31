"""What the operations of `Hashes` can answer with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from verifake.ports.keyvalue import KeyValueCode as Code

__all__ = ["ERRORS"]

_WRONG_TYPE: Final = frozenset({Code.WRONG_TYPE})

ERRORS: Final[Mapping[str, frozenset[Code]]] = {
    "hash_set": _WRONG_TYPE | {Code.NO_KEYS, Code.TOO_LARGE},
    "hash_set_if_absent": _WRONG_TYPE | {Code.TOO_LARGE},
    "hash_get": _WRONG_TYPE,
    "hash_get_many": _WRONG_TYPE | {Code.NO_KEYS},
    "hash_get_all": _WRONG_TYPE,
    "hash_fields": _WRONG_TYPE,
    "hash_values": _WRONG_TYPE,
    "hash_delete": _WRONG_TYPE | {Code.NO_KEYS},
    "hash_contains": _WRONG_TYPE,
    "hash_length": _WRONG_TYPE,
    "hash_value_length": _WRONG_TYPE,
    "hash_increment": _WRONG_TYPE | {Code.NOT_AN_INTEGER, Code.OVERFLOW},
    "hash_increment_float": _WRONG_TYPE | {Code.NOT_A_FLOAT, Code.NAN_OR_INFINITY},
    "hash_random": _WRONG_TYPE | {Code.NOT_AN_INTEGER, Code.OUT_OF_RANGE},
}
