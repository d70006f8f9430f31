"""The words that all themes share.

Few keys, few values and boundaries, so that operations collide. A share of the arguments is of a wrong type.
Times are chosen around the virtual epoch, where every program begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from verifake.clock import EPOCH_NS
from verifake.ports.keyvalue import KeyType
from verifake.proof import ADVANCE, Looks, Operation, Program, Theme

__all__ = [
    "AMOUNTS",
    "COMMON",
    "EPOCH_SECONDS",
    "FLAG",
    "KEYS",
    "LIKELY_KEYS",
    "NUMBERS",
    "OFFSETS",
    "TEXT_VALUES",
    "TIMES",
    "TIME_PASSES",
    "TTLS",
    "VALUES",
    "by_session",
    "evenly",
    "many",
    "mapping",
    "may_wait",
    "mostly",
    "one_option",
    "reads",
    "theme",
    "word",
]

EPOCH_SECONDS: Final = EPOCH_NS // 1_000_000_000
_LARGEST: Final = 2**63 - 1
_SMALLEST: Final = -(2**63)
_LATEST_MS: Final = _LARGEST - EPOCH_NS // 1_000_000
"""The longest time to live that an engine takes at the epoch."""

KEYS = st.one_of(
    st.sampled_from(["a", "b"]), st.sampled_from(["a", "b", "c"]), st.sampled_from(["", "ключ", "a\0b", b"a", 7, None])
)
LIKELY_KEYS = st.one_of(st.sampled_from(["a", "b"]), st.sampled_from(["a", "b"]), KEYS)
"""Keys that other operations will have set, for operations that refuse an absent one."""
TEXTS = [b"", b"x", b"hello world", b"\x00\xff", b"value"]
INTEGERS = [b"0", b"1", b"-1", b"10", b"9223372036854775807", b"-9223372036854775808", b"9223372036854775806"]
ALMOST_INTEGERS = [b" 1", b"1 ", b"+1", b"01", b"-0", b"-", b"9223372036854775808", b"-9223372036854775809", b"1.0"]
FLOATS = [b"0.1", b"3.5", b"-2e3", b"1e300", b"inf", b"-inf", b"nan", b"0x1.8p1", b"1e4931"]
ALMOST_FLOATS = [b".5", b"5.", b" 1.5", b"1e", b"1_0", b"0x"]
VALUES = st.one_of(
    st.sampled_from(TEXTS),
    st.sampled_from(INTEGERS),
    st.sampled_from(ALMOST_INTEGERS),
    st.sampled_from(FLOATS),
    st.sampled_from(ALMOST_FLOATS),
    st.sampled_from([b"v", b"w", b"1", b"2", "text", 1, None]),
)
TEXT_VALUES = st.one_of(st.sampled_from(TEXTS), st.sampled_from(TEXTS), VALUES)
NUMBERS = st.one_of(
    st.integers(-3, 3),
    st.sampled_from([_LARGEST, _LARGEST - 1, _SMALLEST, _SMALLEST + 1, _LARGEST + 1, _SMALLEST - 1, True, "1", 1.0]),
)
AMOUNTS = st.one_of(
    st.sampled_from([0.1, 0.2, -0.3, 1.5, 1e-17, 5e-18, 1e17, -1e300, 1.7976931348623157e308, 5e-324]),
    st.integers(-3, 3),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from([float("inf"), float("nan"), "1", None]),
)
OFFSETS = st.one_of(
    st.integers(-6, 12), st.integers(0, 12), st.sampled_from([_LARGEST, _SMALLEST, _LARGEST + 1, "0", 536870912])
)
TTLS = st.one_of(
    st.sampled_from([1, 2, 5, 0.001, 0.5, 1.5, 10]),
    st.sampled_from([0, -1, 0.0004, -0.0004, 1.0019, 3600, 86400 * 365, "1"]),
    st.sampled_from([_LATEST_MS / 1000, 9e15, 1e16, 1e17, -1e16, -1e17]),
)
TIMES = st.one_of(
    st.integers(-3, 12).map(lambda seconds: EPOCH_SECONDS + seconds),
    st.sampled_from([0.001, 0.5, 1.5, 4.999]).map(lambda seconds: EPOCH_SECONDS + seconds),
    st.sampled_from([0, -1, 1, 9e15, 1e16, None]),
)
FLAG = st.sampled_from([True, True, True, False])
STEPS = st.sampled_from([0.001, 0.001, 0.499, 0.5, 0.999, 1, 1.001, 2, 5, 10, 3600])


def word(name: str, *args: SearchStrategy[Any], **options: SearchStrategy[Any]) -> SearchStrategy[Operation]:
    """Draw a call of `name`; each option is left out more often than not."""
    given = st.fixed_dictionaries({}, optional=options) if options else st.just({})
    rare = st.one_of(st.just({}), given) if options else given
    return st.builds(
        lambda args, options: Operation(name, args, tuple(sorted(options.items()))), st.tuples(*args), rare
    )


def mostly(likely: SearchStrategy[Any], rare: SearchStrategy[Any], *, times: int = 7) -> SearchStrategy[Any]:
    """Draw from `likely` that many times as often as from `rare`; ``one_of`` counts what it is given twice as once."""
    return st.integers(0, times).flatmap(lambda place: rare if place == times else likely)


def evenly(*choices: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Draw from each of `choices` as often; ``one_of`` gives more weight to those that are choices themselves."""
    return st.sampled_from(choices).flatmap(lambda chosen: chosen)


def many(name: str) -> SearchStrategy[Operation]:
    return st.lists(KEYS, min_size=0, max_size=3).map(lambda keys: Operation(name, tuple(keys)))


def mapping(name: str) -> SearchStrategy[Operation]:
    likely = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.sampled_from(TEXTS), min_size=1, max_size=2)
    mapping = st.one_of(likely, st.dictionaries(KEYS, VALUES, max_size=3))
    return mapping.map(lambda values: Operation(name, (values,)))


def one_option(name: str, args: tuple[SearchStrategy[Any], ...], options: dict[str, Any]) -> SearchStrategy[Operation]:
    """Draw a call with exactly one option, which a free choice of several rarely gives."""
    singles = [st.tuples(st.just(option), values) for option, values in options.items()]
    return st.builds(lambda args, option: Operation(name, args, (option,)), st.tuples(*args), st.one_of(singles))


def reads(*names: str, rest: tuple[Any, ...] = (), named: bool = False) -> Looks:
    """Return what looks at every likely key: kind, deadline, and the operations `names` with `rest` behind the key.

    Args:
        named: whether to look at every other key that a program names too, where all text that it gives is keys.
    """

    def looks(program: Program) -> Program:
        keys = sorted({"a", "b", "c", *(_texts(program) if named else ())})
        plain = [Operation(name, (key,)) for key in keys for name in ("type", "expires_at")]
        return (*plain, *(Operation(name, (key, *rest)) for key in keys for name in names))

    return looks


def _texts(program: Program) -> Iterator[str]:
    for operation in program:
        for value in operation.args:
            yield from (each for each in (value if isinstance(value, Mapping) else [value]) if isinstance(each, str))


TIME_PASSES: Final = st.builds(lambda seconds: Operation(ADVANCE, (seconds,)), STEPS)

COMMON: Final = (
    TIME_PASSES,
    st.builds(
        lambda key, kind: Operation("plant", (key, kind)),
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from([kind for kind in KeyType if kind is not KeyType.STRING]),
    ),
    st.builds(lambda key, value: Operation("set", (key, value)), st.sampled_from(["a", "b"]), VALUES),
    st.builds(lambda key, seconds: Operation("expire", (key, seconds)), st.sampled_from(["a", "b"]), TTLS),
    many("delete"),
    word("rename", LIKELY_KEYS, KEYS),
    word("copy", KEYS, KEYS, replace=FLAG),
)
"""What every theme mixes in: time that passes, deadlines, keys of other kinds, keys that move and multiply."""


def may_wait(operation: Operation) -> bool:
    """Whether `operation` is one that waits where there is nothing yet; what is queued does not."""
    asked = operation.name.endswith("_waiting") or dict(operation.options).get("wait_seconds") is not None
    return asked and operation.name != "queue"


def by_session(operations: SearchStrategy[Operation], *sessions: int) -> SearchStrategy[Operation]:
    """Draw a call by one of `sessions`."""
    return st.builds(
        lambda operation, number: replace(operation, session=number), operations, st.sampled_from(sessions)
    )


def _seated(operation: Operation, session: int) -> Operation:
    """Let what may wait be called by a session other than the one that looks on."""
    return replace(operation, session=session) if may_wait(operation) and not operation.session else operation


def theme(name: str, facets: tuple[type, ...], looks: Looks, *words: SearchStrategy[Operation]) -> Theme:
    """Return a theme about all operations of `facets`."""
    names = tuple(sorted(name for facet in facets for name in getattr(facet, "__abstractmethods__", ())))
    operations = st.builds(_seated, st.one_of(*words, *COMMON), st.sampled_from([1, 2, 3]))
    return Theme(name, operations, looks, names)
