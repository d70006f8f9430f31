"""The theme of exploration about sorted sets.

Sets stay small: in large ones an engine finds members by chance where what is asked for is not well defined.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from verifake.contracts.keyvalue.vocabulary._words import (
    FLAG,
    KEYS,
    mostly,
    one_option,
    reads,
    theme,
    word,
)
from verifake.ports.keyvalue import Aggregate, Exclusive, SortedSets
from verifake.proof import Operation

__all__ = ["NORMALISE", "THEME"]

NORMALISE: Final[Mapping[str, Callable[[Any], Any]]] = {"sorted_random": sorted}
"""Of these the order is not guaranteed."""

_INFINITY: Final = float("inf")
_LARGEST: Final = 2**63 - 1

_HERE = st.sampled_from(["a", "b"])
_KEYS = mostly(_HERE, KEYS)
"""Keys that will most likely hold a sorted set."""

_LIKELY_MEMBERS = st.sampled_from([b"a", b"b", b"c", b"ab", b""])
_MEMBERS = mostly(_LIKELY_MEMBERS, st.sampled_from([b"\x00\xff", b"B", b"absent", "text"]))
_LIKELY_SCORES = st.one_of(
    st.sampled_from([0, 1, 1.0, 2, -1]),
    st.sampled_from([0.1, 0.2, 0.3, -0.0, 1.5, 1e300, -1e300, 5e-324, 2**53 + 1, 1.7976931348623157e308]),
    st.sampled_from([_INFINITY, -_INFINITY]),
)
_NO_SCORES = st.sampled_from([float("nan"), float("nan"), 10**400, True, "1"])
_SCORES = mostly(_LIKELY_SCORES, st.one_of(st.floats(), _NO_SCORES))
_ENDS = st.one_of(_SCORES, _SCORES.map(Exclusive))
_LOW_ENDS = st.one_of(st.sampled_from([-_INFINITY, 0, -1, Exclusive(0)]), _ENDS)
_HIGH_ENDS = st.one_of(st.sampled_from([_INFINITY, 2, 1, Exclusive(1)]), _ENDS)
_LEX_ENDS = st.one_of(st.none(), _MEMBERS, _LIKELY_MEMBERS.map(Exclusive))
_BEYOND = st.sampled_from([_LARGEST, -_LARGEST - 1, _LARGEST + 1, -_LARGEST - 2, "0"])
_RANKS = mostly(st.integers(-4, 4), _BEYOND)
_COUNTS = mostly(st.integers(1, 3), st.one_of(st.integers(-1, 4), _BEYOND), times=3)
_SIZES = st.one_of(
    st.sampled_from([0, 100, 100, 100, _LARGEST // 2]),
    st.sampled_from([_LARGEST // 2 + 1, -(_LARGEST // 2) - 1, _LARGEST, -_LARGEST - 1, _LARGEST + 1, 1.0]),
)
"""Counts of which the answer is determined: nothing, everything, or an error."""

_TIMEOUTS: Final = st.sampled_from([0, 0.5, 1, 2, 0.001, -1, 1e300, float("nan"), "1"])
_AGGREGATES = mostly(st.sampled_from(Aggregate), st.just("sum"))
_FACTORS = mostly(st.sampled_from([1, 2, 0, -1, 0.5, _INFINITY]), _SCORES)
_SOURCES = mostly(
    st.one_of(
        st.lists(_KEYS, min_size=1, max_size=3).map(tuple),
        st.dictionaries(_KEYS, _FACTORS, min_size=1, max_size=3),
    ),
    st.sampled_from([(), "a"]),
    times=15,
)
_EQUAL = st.dictionaries(_LIKELY_MEMBERS, st.just(0), min_size=2, max_size=5)
_LIKELY_ADDED = st.one_of(_EQUAL, st.dictionaries(_LIKELY_MEMBERS, _LIKELY_SCORES, min_size=1, max_size=4))
_ADDED = mostly(_LIKELY_ADDED, st.dictionaries(_MEMBERS, _SCORES, max_size=2))

_CONDITIONS: dict[str, SearchStrategy[Any]] = {
    "only_if_absent": FLAG,
    "only_if_present": FLAG,
    "only_if_greater": FLAG,
    "only_if_less": FLAG,
}
_ADD_OPTIONS = _CONDITIONS | {"count_changed": FLAG}
_LIMITS: dict[str, SearchStrategy[Any]] = {"reverse": FLAG, "offset": _RANKS, "limit": st.one_of(_RANKS, _COUNTS)}
_HIGHEST: dict[str, SearchStrategy[Any]] = {"highest": FLAG}


def _either(name: str, *args: SearchStrategy[Any], **options: SearchStrategy[Any]) -> SearchStrategy[Operation]:
    """Draw a call with any options, or with one."""
    return st.one_of(word(name, *args, **options), one_option(name, args, options))


def _popping(name: str, **options: SearchStrategy[Any]) -> SearchStrategy[Operation]:
    """Draw a call about several keys."""
    keys = mostly(st.lists(_KEYS, min_size=1, max_size=3), st.just([])).map(tuple)
    given = st.fixed_dictionaries({}, optional=options)
    return st.builds(lambda keys, options: Operation(name, keys, tuple(sorted(options.items()))), keys, given)


def _waiting(name: str, **options: SearchStrategy[Any]) -> SearchStrategy[Operation]:
    """Draw a call that waits."""
    keys = mostly(st.lists(_KEYS, min_size=1, max_size=3), st.just([])).map(tuple)
    given = st.fixed_dictionaries({"timeout_seconds": _TIMEOUTS}, optional=options)
    return st.builds(lambda keys, options: Operation(name, keys, tuple(sorted(options.items()))), keys, given)


def _listing(name: str, key: SearchStrategy[Any], each: SearchStrategy[Any]) -> SearchStrategy[Operation]:
    """Draw a call with a key and several more."""
    more = mostly(st.lists(each, min_size=1, max_size=3), st.just([]))
    return st.builds(lambda key, more: Operation(name, (key, *more)), key, more)


def _filling() -> SearchStrategy[Operation]:
    """Draw what lets a key hold a sorted set; every call makes a strategy that counts as another one."""
    return st.builds(lambda key, scores: Operation("sorted_add", (key, scores)), _HERE, _LIKELY_ADDED)


_DRAWN = st.one_of(
    word("sorted_random", _KEYS, _SIZES),
    # Drawn with repetition, members are determined where there are none.
    word("sorted_random", st.just("never there"), st.integers(-3, 3)),
)

THEME = theme(
    "sorted sets",
    (SortedSets,),
    reads("sorted_range", rest=(0, -1)),
    *(_filling() for _ in range(20)),
    st.builds(lambda key: Operation("set_add", (key, b"a", b"b")), st.sampled_from(["a", "b", "c"])),
    _either("sorted_add", KEYS, _ADDED, **_ADD_OPTIONS),
    _either("sorted_increment", _KEYS, _MEMBERS, _SCORES, **_CONDITIONS),
    _listing("sorted_remove", _KEYS, _MEMBERS),
    word("sorted_score", _KEYS, _MEMBERS),
    _listing("sorted_scores", _KEYS, _MEMBERS),
    word("sorted_size", KEYS),
    _either("sorted_rank", _KEYS, _MEMBERS, reverse=FLAG),
    _either("sorted_range", _KEYS, _RANKS, _RANKS, reverse=FLAG),
    _either("sorted_range_by_score", _KEYS, _LOW_ENDS, _HIGH_ENDS, **_LIMITS),
    _either("sorted_range_by_lex", _KEYS, _LEX_ENDS, _LEX_ENDS, **_LIMITS),
    word("sorted_count", _KEYS, _LOW_ENDS, _HIGH_ENDS),
    word("sorted_lex_count", _KEYS, _LEX_ENDS, _LEX_ENDS),
    word("sorted_remove_range", _KEYS, _RANKS, _RANKS),
    word("sorted_remove_range_by_score", _KEYS, _LOW_ENDS, _HIGH_ENDS),
    word("sorted_remove_range_by_lex", _KEYS, _LEX_ENDS, _LEX_ENDS),
    word("sorted_pop", _KEYS, count=_COUNTS, **_HIGHEST),
    _popping("sorted_pop_first", count=_COUNTS, **_HIGHEST),
    _waiting("sorted_pop_waiting", **_HIGHEST),
    _waiting("sorted_pop_first_waiting", count=_COUNTS, **_HIGHEST),
    _DRAWN,
    word("sorted_union", _SOURCES, aggregate=_AGGREGATES),
    word("sorted_intersection", _SOURCES, aggregate=_AGGREGATES),
    _popping("sorted_difference"),
    word("sorted_union_store", KEYS, _SOURCES, aggregate=_AGGREGATES),
    word("sorted_intersection_store", KEYS, _SOURCES, aggregate=_AGGREGATES),
    _listing("sorted_difference_store", KEYS, _KEYS),
    _popping("sorted_intersection_size", limit=_COUNTS),
    _either("sorted_range_store", KEYS, _KEYS, _RANKS, _RANKS, reverse=FLAG),
    _either("sorted_range_by_score_store", KEYS, _KEYS, _LOW_ENDS, _HIGH_ENDS, **_LIMITS),
    _either("sorted_range_by_lex_store", KEYS, _KEYS, _LEX_ENDS, _LEX_ENDS, **_LIMITS),
)
