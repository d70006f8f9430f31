"""The theme of exploration about lists."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from verifake.contracts.keyvalue.vocabulary._words import (
    FLAG,
    KEYS,
    LIKELY_KEYS,
    NUMBERS,
    mostly,
    reads,
    theme,
    word,
)
from verifake.ports.keyvalue import End, Lists
from verifake.proof import Operation

__all__ = ["THEME"]

_LISTS = mostly(st.sampled_from(["a", "b"]), LIKELY_KEYS)
_ELEMENTS = mostly(st.sampled_from([b"a", b"b", b"c", b"", b"7", b"07"]), st.sampled_from(["a", 7, None]), times=15)
_ENDS = mostly(st.sampled_from([End.LEFT, End.RIGHT]), st.sampled_from(["left", None]), times=15)
_INDICES = mostly(st.integers(-7, 7), st.one_of(NUMBERS, st.sampled_from([2**32, -(2**32) - 1, 2**31])))
_SMALL_INDICES = mostly(st.integers(-3, 2), _INDICES)
_COUNTS = mostly(st.integers(0, 4), NUMBERS)
_RANKS = mostly(st.sampled_from([1, 2, 3, -1, -2, -3]), NUMBERS)
_TIMEOUTS: Final = st.sampled_from([0, 0, 0.5, 1, 2, 0.001, 0.253, 1e-9, -0.0005, -1, 7.4e15, 1e16, float("nan"), "1"])


def _many(name: str, args: SearchStrategy[Any], **options: SearchStrategy[Any]) -> SearchStrategy[Operation]:
    """Draw a call with any number of arguments."""
    given = st.fixed_dictionaries({}, optional=options)
    return st.builds(lambda args, given: Operation(name, tuple(args), tuple(sorted(given.items()))), args, given)


def _waiting(name: str, args: SearchStrategy[Any], **options: SearchStrategy[Any]) -> SearchStrategy[Operation]:
    """Draw a call that waits."""
    given = st.fixed_dictionaries({"timeout_seconds": _TIMEOUTS}, optional=options)
    return st.builds(lambda args, given: Operation(name, tuple(args), tuple(sorted(given.items()))), args, given)


_PUSHED = st.builds(
    lambda key, values: (key, *values),
    _LISTS,
    mostly(st.lists(_ELEMENTS, min_size=1, max_size=6), st.just([])),
)
_FILLED = st.builds(
    lambda key, values: (key, *values),
    st.sampled_from(["a", "b"]),
    st.lists(st.sampled_from([b"a", b"b", b"c"]), min_size=2, max_size=8),
)
_SOME_KEYS = mostly(st.lists(_LISTS, min_size=1, max_size=3), st.just([]))

THEME = theme(
    "lists",
    (Lists,),
    reads("list_range", rest=(0, -1)),
    _many("list_push", _PUSHED, end=_ENDS, only_if_present=FLAG),
    _many("list_push", _PUSHED),
    _many("list_push", _FILLED),
    _many("list_push", _FILLED, end=st.sampled_from([End.LEFT, End.RIGHT])),
    word("list_pop", _LISTS, end=_ENDS),
    word("list_pop_many", _LISTS, _COUNTS, end=_ENDS),
    _many("list_pop_first", _SOME_KEYS, count=_COUNTS, end=_ENDS),
    word("list_move", _LISTS, _LISTS, take=_ENDS, put=_ENDS),
    word("list_get", _LISTS, _INDICES),
    word("list_set", st.sampled_from(["a", "a", "b"]), _SMALL_INDICES, _ELEMENTS),
    word("list_set", _LISTS, _INDICES, _ELEMENTS),
    word("list_insert", _LISTS, _ELEMENTS, _ELEMENTS, after=FLAG),
    word("list_remove", _LISTS, _ELEMENTS, count=_INDICES),
    word("list_trim", _LISTS, _INDICES, _INDICES),
    word("list_range", _LISTS, _INDICES, _INDICES),
    word("list_length", KEYS),
    word("list_position", _LISTS, _ELEMENTS, rank=_RANKS, max_length=_COUNTS),
    word("list_positions", _LISTS, _ELEMENTS, count=_COUNTS, rank=_RANKS, max_length=_COUNTS),
    _waiting("list_pop_waiting", _SOME_KEYS, end=_ENDS),
    _waiting("list_pop_first_waiting", _SOME_KEYS, count=_COUNTS, end=_ENDS),
    _waiting("list_move_waiting", st.tuples(_LISTS, _LISTS), take=_ENDS, put=_ENDS),
)
