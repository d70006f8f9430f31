"""The theme of exploration about several clients: transactions that watch, calls that wait, locks that expire."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from verifake.contracts.keyvalue.vocabulary._words import (
    COMMON,
    FLAG,
    KEYS,
    LIKELY_KEYS,
    NUMBERS,
    TIME_PASSES,
    TTLS,
    VALUES,
    by_session,
    evenly,
    many,
    mapping,
    mostly,
    reads,
    word,
)
from verifake.ports.keyvalue import End, Transactions
from verifake.proof import Operation, Program, Theme

__all__ = ["THEME"]

_LISTS = st.sampled_from(["a", "b", "c"])
_ELEMENTS = st.sampled_from([b"1", b"2", b"3"])
_ENDS = st.sampled_from([End.LEFT, End.RIGHT])
_WAITS = mostly(st.sampled_from([0, 0.001, 0.5, 1, 2]), st.sampled_from([-1, float("nan"), "1", 1e300]))
_SHORT = st.sampled_from([0.001, 0.5, 1, 2])


def _elements(name: str, most: int, **options: SearchStrategy[Any]) -> SearchStrategy[Operation]:
    """Draw a call of `name` on a list with some elements."""
    args = st.builds(
        lambda key, elements: (key, *elements),
        _LISTS,
        mostly(st.lists(_ELEMENTS, min_size=1, max_size=most), st.just([])),
    )
    given = st.fixed_dictionaries({}, optional=options)
    return st.builds(lambda args, given: Operation(name, args, tuple(sorted(given.items()))), args, given)


def _waiting(name: str, keys: SearchStrategy[Any], **options: SearchStrategy[Any]) -> SearchStrategy[Operation]:
    """Draw a call that waits."""
    given = st.fixed_dictionaries({"timeout_seconds": _WAITS}, optional=options)
    return st.builds(lambda keys, given: Operation(name, tuple(keys), tuple(sorted(given.items()))), keys, given)


_SOME_LISTS = mostly(st.lists(_LISTS, min_size=1, max_size=2), st.just([]))
_LOCKED = st.sampled_from(["a", "b"])

_STREAMS = st.builds(
    lambda key, seconds: Operation("stream_read", ({key: "$"},), (("wait_seconds", seconds),)), _LISTS, _WAITS
)

_WAITING = st.one_of(
    _waiting("list_pop_waiting", _SOME_LISTS, end=_ENDS),
    _waiting("list_pop_waiting", _SOME_LISTS),
    _waiting("list_pop_first_waiting", _SOME_LISTS, count=st.integers(-1, 3), end=_ENDS),
    _waiting("list_move_waiting", st.tuples(_LISTS, _LISTS), take=_ENDS, put=_ENDS),
    _waiting("sorted_pop_waiting", _SOME_LISTS, highest=FLAG),
    _waiting("sorted_pop_first_waiting", _SOME_LISTS, count=st.integers(-1, 3)),
    _STREAMS,
)

_PUSHES = st.one_of(
    _elements("list_push", 3, end=_ENDS, only_if_present=FLAG),
    _elements("list_push", 1),
    _elements("list_push", 2),
    word("list_move", _LISTS, _LISTS, take=_ENDS, put=_ENDS),
    word("sorted_add", _LISTS, st.dictionaries(_ELEMENTS, st.sampled_from([1.0, 2.0]), min_size=1, max_size=2)),
    word("stream_add", _LISTS, st.just({"f": b"v"})),
)

_LOCKS = st.one_of(
    st.builds(
        lambda key, ttl: Operation("set", (key, b"lock"), (("only_if_absent", True), ("ttl_seconds", ttl))),
        _LOCKED,
        _SHORT,
    ),
    word("expire", _LOCKED, _SHORT, only_if_volatile=FLAG),
    word("persist", _LOCKED),
    word("get", _LOCKED),
    word("time_to_live", _LOCKED),
    word("now"),
)

_WRITES = st.one_of(
    word("set", KEYS, VALUES, ttl_seconds=TTLS, only_if_absent=FLAG, only_if_present=FLAG),
    mapping("set_many"),
    mapping("set_many_if_absent"),
    word("append", LIKELY_KEYS, _ELEMENTS),
    word("increment", LIKELY_KEYS, by=NUMBERS),
    word("get_and_delete", LIKELY_KEYS),
    word("get_and_touch", LIKELY_KEYS, ttl_seconds=TTLS, persist=FLAG),
    many("delete"),
    many("get_many"),
    many("exists"),
    word("rename", LIKELY_KEYS, LIKELY_KEYS),
    word("rename_if_absent", LIKELY_KEYS, LIKELY_KEYS),
    word("copy", LIKELY_KEYS, LIKELY_KEYS, replace=FLAG),
    word("list_pop", _LISTS),
    word("list_length", _LISTS),
    word("list_remove", _LISTS, _ELEMENTS),
    word("type", LIKELY_KEYS),
)

_QUEUED = evenly(_PUSHES, _LOCKS, _WRITES, _WRITES, _WAITING).map(
    lambda operation: Operation("queue", (operation.name, *operation.args), operation.options)
)

_NO_KEYS = st.sampled_from([("a", b"a"), (7,), (None,)])
_WATCHED = st.lists(mostly(st.sampled_from(["a", "b", "c"]), KEYS), max_size=2)

_TRANSACTIONS = evenly(
    st.builds(lambda keys: Operation("transaction", tuple(keys)), mostly(_WATCHED, _NO_KEYS, times=5)),
    st.builds(lambda keys: Operation("watch", tuple(keys)), _WATCHED),
    _QUEUED,
    _QUEUED,
    _QUEUED,
    st.sampled_from([*[Operation("execute")] * 5, Operation("discard")]),
)


def _looks(program: Program) -> Program:
    """Return what ends open transactions, and reads of strings and lists."""
    ends = (Operation("execute", session=number) for number in (1, 2, 3))
    return (*ends, *reads("get")(program), *reads("list_range", rest=(0, -1))(program))


THEME = Theme(
    "sessions",
    evenly(
        by_session(_WAITING, 1, 2, 3),
        by_session(_TRANSACTIONS, 1, 2),
        by_session(_TRANSACTIONS, 1, 2),
        by_session(_LOCKS, 0, 1, 2),
        by_session(_PUSHES, 0, 1, 2),
        by_session(_PUSHES, 0),
        by_session(_WRITES, 0, 1, 2),
        TIME_PASSES,
        st.one_of(*COMMON),
    ),
    _looks,
    tuple(Transactions.__abstractmethods__),
)
