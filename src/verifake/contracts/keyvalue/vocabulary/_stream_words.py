"""The words about streams: ids that collide and that are odd, marks that stand for ids, groups, ways to cut."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from verifake.contracts.keyvalue.vocabulary._words import EPOCH_SECONDS, LIKELY_KEYS, VALUES, mostly
from verifake.ports.keyvalue import Exclusive, Trim
from verifake.proof import Operation

__all__ = [
    "BOUNDS",
    "CONSUMERS",
    "COUNTS",
    "FEW_FIELDS",
    "FIELDS",
    "GROUPS",
    "GROUP_PLACES",
    "IDLE",
    "IDS",
    "LARGE_FIELDS",
    "LIKELY_IDS",
    "NEW_IDS",
    "PLACES",
    "STREAMS",
    "TOTALS",
    "TRIMS",
    "WAITS",
    "calling",
    "places",
    "reading",
    "with_ids",
]

_EPOCH_MS: Final = EPOCH_SECONDS * 1000
_LAST: Final = 2**64 - 1

_SMALL = [f"{milliseconds}-{sequence}" for milliseconds in (1, 2, 3) for sequence in (0, 1, 2)]
_NOW = [f"{_EPOCH_MS + passed}-{sequence}" for passed in (0, 1, 499, 1000) for sequence in (0, 1)]
_EDGES = ["0", "0-0", "0-1", "1", "2", "3", str(_EPOCH_MS), f"{_LAST}-{_LAST}", f"{_LAST}-{_LAST - 1}", f"{_LAST}"]
_ODD = [" 2", "+3", "02-01", "2- 1", "2--1", "2--01", "2-1\0x", f"{_LAST + 1}", "2-", "-2", "", "2-1-1", "é", "0" * 127]
_MARKS = ["*", "2-*", "3-*", "0-*", f"{_EPOCH_MS}-*", "$", ">", "+", "-", "(2", "IDLE"]


def _exclusive(bound: Any) -> Exclusive[Any]:
    return Exclusive(bound)


STREAMS = mostly(st.just("a"), mostly(st.just("b"), LIKELY_KEYS, times=1), times=4)
LIKELY_IDS = st.sampled_from([*_SMALL, *_NOW, *_NOW])
IDS = mostly(
    LIKELY_IDS, mostly(st.sampled_from([*_EDGES, *_ODD, *_MARKS]), st.sampled_from([b"2-1", 2, None])), times=3
)
NEW_IDS = st.one_of(st.just("*"), st.sampled_from(_SMALL), st.sampled_from(["1-*", "2-*", "3-*"]), IDS)
PLACES = st.one_of(st.sampled_from(["0", "$", "+", "1", "2-1", "3"]), IDS)
GROUP_PLACES = st.one_of(st.sampled_from([">", ">", "0", "1", "2-1"]), IDS)
BOUNDS = st.one_of(
    st.sampled_from(["-", "+", "1", "2", "3", "2-1"]),
    st.sampled_from(_SMALL).map(_exclusive),
    mostly(IDS, st.sampled_from(["0-0", f"{_LAST}-{_LAST}", "-", "2", "", 7]).map(_exclusive)),
)
COUNTS = mostly(st.integers(-1, 5), st.sampled_from([10, 100, 2**63 - 1, 2**63, -(2**63) - 1, True, "1", 1.0]))
TOTALS = mostly(st.integers(-2, 6), st.sampled_from([100, 2**63 - 1, 2**63, True, "1"]))
GROUPS = mostly(st.just("g"), st.sampled_from(["g", "h", "h", "", "группа", b"g", None]), times=3)
CONSUMERS = mostly(st.sampled_from(["x", "y"]), st.sampled_from(["z", "", "\udcff", 1]))
IDLE = mostly(
    st.sampled_from([0, 0, 0.001, 0.5, 1, 2]), st.sampled_from([-1, 3600, 0.0004, 9.3e15, -9.3e15, float("nan"), "1"])
)
WAITS = mostly(
    st.sampled_from([0, 0, 0.5, 1, 2, 0.001, 0.253]),
    st.sampled_from([1e-9, -1e-9, -1, 7.4e15, 1e16, float("nan"), "1"]),
)

FEW_FIELDS = st.dictionaries(
    st.sampled_from(["f", "g"]), st.sampled_from([b"", b"v", b"12", b"-7000"]), min_size=1, max_size=2
)
LARGE_FIELDS = st.sampled_from([b"x" * 1500, b"y" * 4000]).map(lambda value: {"f": value})
_PAIRS = st.lists(st.tuples(st.sampled_from(["f", "g", "поле"]), st.sampled_from([b"v", b"w"])), max_size=3).map(tuple)
FIELDS = mostly(
    st.one_of(FEW_FIELDS, LARGE_FIELDS, _PAIRS),
    st.one_of(
        st.dictionaries(st.sampled_from(["f", "", b"f", 1]), VALUES, max_size=2),
        st.sampled_from([None, "fv", (("f",),), (("f", b"v", b"w"),), 7]),
    ),
)
TRIMS = mostly(
    st.one_of(
        st.builds(lambda length: Trim(max_length=length), st.integers(0, 3)),
        st.builds(lambda first: Trim(min_id=first), LIKELY_IDS),
        st.builds(
            lambda length, limit: Trim(max_length=length, approximate=True, limit=limit), st.integers(0, 3), TOTALS
        ),
        st.builds(lambda first: Trim(min_id=first, approximate=True), LIKELY_IDS),
    ),
    st.builds(
        Trim,
        max_length=st.one_of(st.none(), TOTALS),
        min_id=st.one_of(st.none(), IDS),
        approximate=st.sampled_from([True, False, 1]),
        limit=st.one_of(st.none(), TOTALS),
    ),
    times=3,
)


def calling(
    name: str, *args: SearchStrategy[Any], optional: dict[str, Any] | None = None, **needed: SearchStrategy[Any]
) -> SearchStrategy[Operation]:
    """Draw a call with all options that are `needed`, and some of the `optional` ones."""
    return st.builds(
        lambda args, options: Operation(name, args, tuple(sorted(options.items()))),
        st.tuples(*args),
        _options(needed, optional),
    )


def _options(needed: dict[str, Any], optional: dict[str, Any] | None) -> SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(needed, optional=optional or {})


def reading(*args: SearchStrategy[Any], **optional: SearchStrategy[Any]) -> SearchStrategy[Operation]:
    """Draw a call of `group_read` with some options."""
    return calling("group_read", *args, optional=optional)


def with_ids(
    name: str, *before: SearchStrategy[Any], optional: dict[str, Any] | None = None, **needed: SearchStrategy[Any]
) -> SearchStrategy[Operation]:
    """As `calling`, with some ids behind the arguments."""
    ids = mostly(st.lists(IDS, min_size=1, max_size=3), st.just([])).map(tuple)
    return st.builds(
        lambda before, ids, options: Operation(name, (*before, *ids), tuple(sorted(options.items()))),
        st.tuples(*before),
        ids,
        _options(needed, optional),
    )


def places(ids: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Draw what is to be read, and from where."""
    likely = st.builds(lambda after: {"a": after}, ids)
    several = mostly(st.dictionaries(STREAMS, ids, max_size=3), st.sampled_from([None, "a", ("a",)]))
    return mostly(likely, several, times=2)
