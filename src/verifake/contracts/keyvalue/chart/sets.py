"""What the operations of `Sets` can answer with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from verifake.ports.keyvalue import KeyValueCode as Code

__all__ = ["ERRORS"]

_WRONG_TYPE: Final = frozenset({Code.WRONG_TYPE})
_MEMBER: Final = _WRONG_TYPE | {Code.TOO_LARGE}
_KEYS: Final = _WRONG_TYPE | {Code.NO_KEYS}
_MEMBERS: Final = _MEMBER | _KEYS

ERRORS: Final[Mapping[str, frozenset[Code]]] = {
    "set_add": _MEMBERS,
    "set_remove": _MEMBERS,
    "set_contains": _MEMBER,
    "set_contains_many": _MEMBERS,
    "set_members": _WRONG_TYPE,
    "set_size": _WRONG_TYPE,
    "set_pop": _WRONG_TYPE,
    "set_pop_many": _WRONG_TYPE | {Code.OUT_OF_RANGE},
    "set_random": _WRONG_TYPE | {Code.NOT_AN_INTEGER, Code.OUT_OF_RANGE},
    "set_move": _MEMBER,
    "set_union": _KEYS,
    "set_intersection": _KEYS,
    "set_difference": _KEYS,
    "set_union_store": _KEYS,
    "set_intersection_store": _KEYS,
    "set_difference_store": _KEYS,
    "set_intersection_size": _KEYS | {Code.OUT_OF_RANGE},
}
