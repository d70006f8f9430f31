"""The theme of exploration about iteration.

An engine gives small collections in one piece, and keys too if enough of them are wished for: so what a whole iteration
finds can be compared.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from verifake.contracts.keyvalue.vocabulary._words import KEYS, LIKELY_KEYS, reads, theme, word
from verifake.ports.keyvalue import KeyType, Scan
from verifake.proof import Operation

__all__ = ["NORMALISE", "THEME", "in_order"]

ENOUGH = 10**9
"""More keys than there are."""

_CURSORS = st.one_of(st.just(0), st.just(0), st.sampled_from([-(2**64), 2**64, "0", None]))
_COUNTS = st.sampled_from([None, 1, 10, ENOUGH, 0, -1, 2**63, 1.5])
_TEXT_GLOBS = st.sampled_from(["*", "a", "b", "?", "[ab]", "[^a]", "f*", "\\*", "", b"*", 1])
_BYTE_GLOBS = st.sampled_from([b"*", b"m", b"n", b"?", b"[mn]", b"[^m]", b"", "*", 1])
_MEMBERS = st.lists(st.sampled_from([b"m", b"n", b"", b"mm"]), min_size=1, max_size=3)


def _on_key(name: str, globs: SearchStrategy[Any]) -> SearchStrategy[Operation]:
    """Draw a call about a key, more often than not from the beginning."""
    return st.one_of(
        word(name, LIKELY_KEYS, match=globs),
        word(name, KEYS, _CURSORS, match=globs, count=_COUNTS),
    )


def _keys() -> SearchStrategy[Operation]:
    kinds = st.sampled_from([None, None, *KeyType, "string"])
    counts = st.sampled_from([ENOUGH, ENOUGH, ENOUGH, 0, -1, 2**63, "1"])
    options = st.fixed_dictionaries({"count": counts}, optional={"match": _TEXT_GLOBS, "kind": kinds})
    return st.builds(
        lambda cursor, given: Operation("scan", (cursor,), tuple(sorted(given.items()))), _CURSORS, options
    )


def in_order(answer: tuple[int, Any]) -> tuple[int, list[Any]]:
    """Return the cursor, and in order what came with it."""
    cursor, found = answer
    return cursor, sorted(found.items() if isinstance(found, dict) else found)


NORMALISE = dict.fromkeys(("scan", "hash_scan", "set_scan", "sorted_scan"), in_order)

THEME = theme(
    "scan",
    (Scan,),
    reads(),
    _keys(),
    _on_key("hash_scan", _TEXT_GLOBS),
    _on_key("set_scan", _BYTE_GLOBS),
    _on_key("sorted_scan", _BYTE_GLOBS),
    st.builds(lambda key, members: Operation("set_add", (key, *members)), st.sampled_from(["a", "b"]), _MEMBERS),
    st.builds(
        lambda key, members: Operation("sorted_add", (key, dict.fromkeys(members, 1.0))),
        st.sampled_from(["a", "b"]),
        _MEMBERS,
    ),
    st.builds(
        lambda key, fields: Operation("hash_set", (key, dict.fromkeys(fields, b"v"))),
        st.sampled_from(["a", "b"]),
        st.lists(st.sampled_from(["a", "b", "f1"]), min_size=1, max_size=3),
    ),
)
