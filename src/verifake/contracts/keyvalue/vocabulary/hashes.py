"""The theme of exploration about hashes.

What is drawn at random is compared only where it is determined: nothing, everything, an error, or fields of a hash
that never has more than one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from verifake.contracts.keyvalue.vocabulary._words import AMOUNTS, KEYS, NUMBERS, VALUES, mostly, reads, theme, word
from verifake.ports.keyvalue import Hashes
from verifake.proof import Operation

__all__ = ["NORMALISE", "THEME"]

NORMALISE: Final[Mapping[str, Callable[[Any], Any]]] = {
    "hash_fields": sorted,
    "hash_random": sorted,
    "hash_values": sorted,
}
"""Of these the order is not guaranteed."""

_HALF: Final = 2**62 - 1

_KEYS = mostly(st.sampled_from(["a", "b"]), KEYS)
_LIKELY_FIELDS = st.sampled_from(["f", "g", "h"])
_FIELDS = mostly(_LIKELY_FIELDS, st.sampled_from(["", "\u043f\u043e\u043b\u0435", "a\0b", b"f", 7, None]))
_NUMBERS = st.sampled_from([b"0", b"1", b"-1", b"2.5", b"9223372036854775807", b"-9223372036854775808"])
_VALUES = st.one_of(_NUMBERS, VALUES)
_SIZES = st.sampled_from([0, 100, 100, _HALF, _HALF + 1, 2**63 - 1, 2**63, 1.0])
"""Counts of which the answer is determined: nothing, everything, or an error."""

_FAR_BELOW = st.sampled_from([-1, -_HALF, -_HALF - 1, -(2**63), -(2**63) - 1])
"""Counts for absent hashes only: of others, an implementation that takes them would draw for ever."""


def _setting() -> SearchStrategy[Operation]:
    """Draw what sets several fields; every call makes a strategy that counts as another one."""
    likely = st.dictionaries(_LIKELY_FIELDS, _NUMBERS, min_size=1, max_size=3)
    values = mostly(likely, st.dictionaries(_FIELDS, _VALUES, max_size=3))
    return st.builds(lambda key, values: Operation("hash_set", (key, values)), _KEYS, values)


def _listing(name: str) -> SearchStrategy[Operation]:
    """Draw a call with a key and several fields."""
    fields = mostly(st.lists(_FIELDS, min_size=1, max_size=3), st.just([]))
    return st.builds(lambda key, fields: Operation(name, (key, *fields)), _KEYS, fields)


THEME = theme(
    "hashes",
    (Hashes,),
    reads("hash_get_all"),
    *(_setting() for _ in range(4)),
    word("hash_set_if_absent", _KEYS, _FIELDS, _VALUES),
    word("hash_get", _KEYS, _FIELDS),
    _listing("hash_get_many"),
    word("hash_get_all", KEYS),
    word("hash_fields", KEYS),
    word("hash_values", KEYS),
    _listing("hash_delete"),
    word("hash_contains", _KEYS, _FIELDS),
    word("hash_length", KEYS),
    word("hash_value_length", _KEYS, _FIELDS),
    word("hash_increment", _KEYS, _FIELDS),
    word("hash_increment", _KEYS, _FIELDS, NUMBERS),
    word("hash_increment_float", _KEYS, _FIELDS, AMOUNTS),
    word("hash_random", _KEYS, _SIZES),
    word("hash_set", st.just("single"), st.fixed_dictionaries({"f": _NUMBERS})),
    word("hash_random", st.just("single"), st.integers(-3, 3)),
    word("hash_random", st.just("absent"), _FAR_BELOW),
)
