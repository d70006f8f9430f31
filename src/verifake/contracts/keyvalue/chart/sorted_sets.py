"""What the operations of `SortedSets` can answer with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from verifake.ports.keyvalue import KeyValueCode as Code

__all__ = ["ERRORS"]

_WRONG_TYPE: Final = frozenset({Code.WRONG_TYPE})
_MEMBER: Final = _WRONG_TYPE | {Code.TOO_LARGE}
_MEMBERS: Final = _MEMBER | {Code.NO_KEYS}
_CONDITIONS: Final = frozenset({Code.INCOMPATIBLE_OPTIONS, Code.NOT_A_FLOAT})
_INTEGERS: Final = _WRONG_TYPE | {Code.NOT_AN_INTEGER}
_SCORES: Final = _WRONG_TYPE | {Code.INVALID_RANGE}
_KEYS: Final = _WRONG_TYPE | {Code.NO_KEYS}
_WEIGHTS: Final = _KEYS | {Code.NOT_A_FLOAT}
_COUNT: Final = _KEYS | {Code.OUT_OF_RANGE}

ERRORS: Final[Mapping[str, frozenset[Code]]] = {
    "sorted_add": _MEMBERS | _CONDITIONS,
    "sorted_increment": _MEMBER | _CONDITIONS | {Code.NAN_OR_INFINITY},
    "sorted_remove": _MEMBERS,
    "sorted_score": _MEMBER,
    "sorted_scores": _MEMBERS,
    "sorted_size": _WRONG_TYPE,
    "sorted_rank": _MEMBER,
    "sorted_range": _INTEGERS,
    "sorted_range_by_score": _INTEGERS | _SCORES,
    "sorted_range_by_lex": _INTEGERS,
    "sorted_count": _SCORES,
    "sorted_lex_count": _WRONG_TYPE,
    "sorted_remove_range": _INTEGERS,
    "sorted_remove_range_by_score": _SCORES,
    "sorted_remove_range_by_lex": _WRONG_TYPE,
    "sorted_pop": _WRONG_TYPE | {Code.OUT_OF_RANGE},
    "sorted_pop_first": _COUNT,
    "sorted_pop_waiting": _KEYS | {Code.INVALID_TIMEOUT},
    "sorted_pop_first_waiting": _COUNT | {Code.INVALID_TIMEOUT},
    "sorted_random": _INTEGERS | {Code.OUT_OF_RANGE},
    "sorted_union": _WEIGHTS,
    "sorted_intersection": _WEIGHTS,
    "sorted_difference": _KEYS,
    "sorted_union_store": _WEIGHTS,
    "sorted_intersection_store": _WEIGHTS,
    "sorted_difference_store": _KEYS,
    "sorted_intersection_size": _COUNT,
    "sorted_range_store": _INTEGERS,
    "sorted_range_by_score_store": _INTEGERS | _SCORES,
    "sorted_range_by_lex_store": _INTEGERS,
}
