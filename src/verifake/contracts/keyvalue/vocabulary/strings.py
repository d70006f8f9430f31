"""The theme of exploration about strings, counters, deadlines and keys."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from verifake.contracts.keyvalue.vocabulary._words import (
    AMOUNTS,
    FLAG,
    KEYS,
    LIKELY_KEYS,
    NUMBERS,
    OFFSETS,
    TEXT_VALUES,
    TIMES,
    TTLS,
    VALUES,
    many,
    mapping,
    mostly,
    one_option,
    reads,
    theme,
    word,
)
from verifake.ports.keyvalue import Counters, Expiry, Keys, Strings
from verifake.proof import Operation

__all__ = ["THEME"]

_SET_OPTIONS: dict[str, SearchStrategy[Any]] = {
    "ttl_seconds": TTLS,
    "expire_at_seconds": TIMES,
    "keep_ttl": FLAG,
    "only_if_absent": FLAG,
    "only_if_present": FLAG,
}
_CONDITIONS: dict[str, SearchStrategy[Any]] = {
    "only_if_persistent": FLAG,
    "only_if_volatile": FLAG,
    "only_if_later": FLAG,
    "only_if_sooner": FLAG,
}
_ONE_CONDITION = st.one_of(st.just(()), st.sampled_from(sorted(_CONDITIONS)).map(lambda name: ((name, True),)))


def _conditional(name: str, time: SearchStrategy[Any]) -> SearchStrategy[Operation]:
    one = st.builds(lambda key, at, options: Operation(name, (key, at), options), KEYS, time, _ONE_CONDITION)
    return st.one_of(one, word(name, KEYS, time, **_CONDITIONS))


_TOUCH_OPTIONS: dict[str, SearchStrategy[Any]] = {"ttl_seconds": TTLS, "expire_at_seconds": TIMES, "persist": FLAG}

THEME = theme(
    "strings",
    (Strings, Counters, Expiry, Keys),
    reads("get", named=True),
    word("get", KEYS),
    st.one_of(word("set", KEYS, VALUES, **_SET_OPTIONS), one_option("set", (KEYS, VALUES), _SET_OPTIONS)),
    st.one_of(
        word("set_and_get_old", KEYS, VALUES, **_SET_OPTIONS),
        one_option("set_and_get_old", (KEYS, VALUES), _SET_OPTIONS),
    ),
    word("get_and_delete", KEYS),
    st.one_of(word("get_and_touch", KEYS, **_TOUCH_OPTIONS), one_option("get_and_touch", (KEYS,), _TOUCH_OPTIONS)),
    many("get_many"),
    mapping("set_many"),
    mapping("set_many_if_absent"),
    word("append", KEYS, VALUES),
    word("length", KEYS),
    word("get_range", KEYS, OFFSETS, OFFSETS),
    word("set_range", LIKELY_KEYS, OFFSETS, TEXT_VALUES),
    word("increment", KEYS, by=NUMBERS),
    word("decrement", KEYS, by=NUMBERS),
    word("increment_float", KEYS, AMOUNTS),
    _conditional("expire", TTLS),
    _conditional("expire_at", TIMES),
    word("persist", KEYS),
    word("time_to_live", KEYS),
    word("expires_at", KEYS),
    mostly(word("now"), word("now", KEYS), times=4),
    many("delete"),
    many("exists"),
    word("rename", LIKELY_KEYS, KEYS),
    word("rename_if_absent", LIKELY_KEYS, KEYS),
    word("copy", KEYS, KEYS, replace=FLAG),
    word("type", KEYS),
)
