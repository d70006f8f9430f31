"""The theme of exploration about sets.

What is drawn at random is compared only where it is determined: nothing, everything, an error, or members of a set
that never has more than one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from verifake.contracts.keyvalue.vocabulary._words import KEYS, mostly, reads, theme, word
from verifake.ports.keyvalue import Sets
from verifake.proof import Operation

__all__ = ["NORMALISE", "THEME"]

NORMALISE: Final[Mapping[str, Callable[[Any], Any]]] = {"set_random": sorted}
"""Of these the order is not guaranteed."""

_LARGEST: Final = 2**63 - 1

_HERE = st.sampled_from(["a", "b", "c"])
_KEYS = mostly(_HERE, KEYS)
_LIKELY_MEMBERS = st.sampled_from([b"1", b"2", b"3", b"m", b""])
_MEMBERS = mostly(_LIKELY_MEMBERS, st.sampled_from([b"01", b"\x00\xff", b"9223372036854775808", b"M", "m", 1, None]))
_SOURCES = mostly(st.lists(_KEYS, min_size=1, max_size=3), st.just([]), times=15)
_BELOW = [-_LARGEST, -_LARGEST - 1, -_LARGEST - 2]
_DRAWN = st.sampled_from([0, 100, 100, _LARGEST, _LARGEST + 1, 1.0, True])
"""Counts of which the answer is determined: nothing, everything, or an error."""

_POPPED = st.one_of(_DRAWN, st.sampled_from([-1, *_BELOW]))
_LIMITS = mostly(st.integers(0, 3), _POPPED, times=2)
_SINGLE = mostly(st.just("single"), st.sampled_from(["text", "text", None]), times=2)
"""Keys that hold one member, or no set."""


def _adding() -> SearchStrategy[Operation]:
    """Draw what lets a key hold a set; every call makes a strategy that counts as another one."""
    members = st.lists(_LIKELY_MEMBERS, min_size=1, max_size=4)
    return st.builds(lambda key, members: Operation("set_add", (key, *members)), _HERE, members)


def _listing(name: str, key: SearchStrategy[Any], each: SearchStrategy[Any]) -> SearchStrategy[Operation]:
    """Draw a call with a key and several of `each`."""
    more = mostly(st.lists(each, min_size=1, max_size=3), st.just([]))
    return st.builds(lambda key, more: Operation(name, (key, *more)), key, more)


def _combining(name: str, **options: SearchStrategy[Any]) -> SearchStrategy[Operation]:
    """Draw a call about several keys."""
    given = st.fixed_dictionaries({}, optional=options)
    return st.builds(lambda keys, given: Operation(name, tuple(keys), tuple(given.items())), _SOURCES, given)


THEME = theme(
    "sets",
    (Sets,),
    reads("set_members"),
    *(_adding() for _ in range(8)),
    _listing("set_add", KEYS, _MEMBERS),
    _listing("set_remove", _KEYS, _MEMBERS),
    word("set_contains", _KEYS, _MEMBERS),
    _listing("set_contains_many", _KEYS, _MEMBERS),
    word("set_members", KEYS),
    word("set_size", KEYS),
    word("set_pop_many", _KEYS, _POPPED),
    word("set_random", _KEYS, _DRAWN),
    word("set_move", _KEYS, _KEYS, _MEMBERS),
    word("set_move", _HERE, _HERE, _LIKELY_MEMBERS),
    _combining("set_union"),
    _combining("set_intersection"),
    _combining("set_difference"),
    _listing("set_union_store", KEYS, _KEYS),
    _listing("set_intersection_store", KEYS, _KEYS),
    _listing("set_difference_store", KEYS, _KEYS),
    _combining("set_intersection_size", limit=_LIMITS),
    word("set_add", st.just("single"), st.just(b"m")),
    *(word("set", st.just("text"), st.just(b"v")) for _ in range(3)),
    word("set_pop", _SINGLE),
    word("set_pop_many", _SINGLE, st.integers(-1, 2)),
    word("set_random", _SINGLE, st.integers(-3, 3)),
    # Of sets that are there, an implementation that takes these counts would draw for ever.
    word("set_random", st.just("absent"), st.sampled_from([-1, *_BELOW])),
)
