"""The words of exploration for the KeyValue port.

Few keys, few values and boundaries, so that operations collide. A share of the arguments is of a wrong type.
Times are chosen around the virtual epoch, where every program begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from verifake.clock import EPOCH_NS
from verifake.ports.keyvalue import Counters, Expiry, Keys, KeyType, NoTtl, Strings
from verifake.proof import ADVANCE, Operation, Program, Vocabulary, World

__all__ = ["VOCABULARY"]

_EPOCH_SECONDS: Final = EPOCH_NS // 1_000_000_000
_LARGEST: Final = 2**63 - 1
_SMALLEST: Final = -(2**63)
_LATEST_MS: Final = _LARGEST - EPOCH_NS // 1_000_000
"""The longest time to live that an engine takes at the epoch."""

_KEYS = st.one_of(
    st.sampled_from(["a", "b"]), st.sampled_from(["a", "b", "c"]), st.sampled_from(["", "ключ", "a\0b", b"a", 7, None])
)
_LIKELY_KEYS = st.one_of(st.sampled_from(["a", "b"]), st.sampled_from(["a", "b"]), _KEYS)
"""Keys that other operations will have set, for operations that refuse an absent one."""
_TEXTS = [b"", b"x", b"hello world", b"\x00\xff", b"value"]
_INTEGERS = [b"0", b"1", b"-1", b"10", b"9223372036854775807", b"-9223372036854775808", b"9223372036854775806"]
_ALMOST_INTEGERS = [b" 1", b"1 ", b"+1", b"01", b"-0", b"-", b"9223372036854775808", b"-9223372036854775809", b"1.0"]
_FLOATS = [b"0.1", b"3.5", b"-2e3", b"1e300", b"inf", b"-inf", b"nan", b"0x1.8p1", b"1e4931"]
_ALMOST_FLOATS = [b".5", b"5.", b" 1.5", b"1e", b"1_0", b"0x"]
_VALUES = st.one_of(
    st.sampled_from(_TEXTS),
    st.sampled_from(_INTEGERS),
    st.sampled_from(_ALMOST_INTEGERS),
    st.sampled_from(_FLOATS),
    st.sampled_from(_ALMOST_FLOATS),
    st.sampled_from([b"v", b"w", b"1", b"2", "text", 1, None]),
)
_TEXT_VALUES = st.one_of(st.sampled_from(_TEXTS), st.sampled_from(_TEXTS), _VALUES)
_NUMBERS = st.one_of(
    st.integers(-3, 3),
    st.sampled_from([_LARGEST, _LARGEST - 1, _SMALLEST, _SMALLEST + 1, _LARGEST + 1, _SMALLEST - 1, True, "1", 1.0]),
)
_AMOUNTS = st.one_of(
    st.sampled_from([0.1, 0.2, -0.3, 1.5, 1e-17, 5e-18, 1e17, -1e300, 1.7976931348623157e308, 5e-324]),
    st.integers(-3, 3),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from([float("inf"), float("nan"), "1", None]),
)
_OFFSETS = st.one_of(
    st.integers(-6, 12), st.integers(0, 12), st.sampled_from([_LARGEST, _SMALLEST, _LARGEST + 1, "0", 536870912])
)
_TTLS = st.one_of(
    st.sampled_from([1, 2, 5, 0.001, 0.5, 1.5, 10]),
    st.sampled_from([0, -1, 0.0004, -0.0004, 1.0019, 3600, 86400 * 365, "1"]),
    st.sampled_from([_LATEST_MS / 1000, 9e15, 1e16, 1e17, -1e16, -1e17]),
)
_TIMES = st.one_of(
    st.integers(-3, 12).map(lambda seconds: _EPOCH_SECONDS + seconds),
    st.sampled_from([0.001, 0.5, 1.5, 4.999]).map(lambda seconds: _EPOCH_SECONDS + seconds),
    st.sampled_from([0, -1, 1, 9e15, 1e16, None]),
)
_FLAG = st.sampled_from([True, True, True, False])
_STEPS = st.sampled_from([0.001, 0.001, 0.499, 0.5, 0.999, 1, 1.001, 2, 5, 10, 3600])


def _word(name: str, *args: SearchStrategy[Any], **options: SearchStrategy[Any]) -> SearchStrategy[Operation]:
    """Draw a call of `name`; each option is left out more often than not."""
    given = st.fixed_dictionaries({}, optional=options) if options else st.just({})
    rare = st.one_of(st.just({}), given) if options else given
    return st.builds(
        lambda args, options: Operation(name, args, tuple(sorted(options.items()))), st.tuples(*args), rare
    )


def _many(name: str) -> SearchStrategy[Operation]:
    return st.lists(_KEYS, min_size=0, max_size=3).map(lambda keys: Operation(name, tuple(keys)))


def _mapping(name: str) -> SearchStrategy[Operation]:
    likely = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.sampled_from(_TEXTS), min_size=1, max_size=2)
    mapping = st.one_of(likely, st.dictionaries(_KEYS, _VALUES, max_size=3))
    return mapping.map(lambda values: Operation(name, (values,)))


_SET_OPTIONS: dict[str, SearchStrategy[Any]] = {
    "ttl_seconds": _TTLS,
    "expire_at_seconds": _TIMES,
    "keep_ttl": _FLAG,
    "only_if_absent": _FLAG,
    "only_if_present": _FLAG,
}
_CONDITIONS: dict[str, SearchStrategy[Any]] = {
    "only_if_persistent": _FLAG,
    "only_if_volatile": _FLAG,
    "only_if_later": _FLAG,
    "only_if_sooner": _FLAG,
}
_ONE_CONDITION = st.one_of(st.just(()), st.sampled_from(sorted(_CONDITIONS)).map(lambda name: ((name, True),)))


def _conditional(name: str, time: SearchStrategy[Any]) -> SearchStrategy[Operation]:
    one = st.builds(lambda key, at, options: Operation(name, (key, at), options), _KEYS, time, _ONE_CONDITION)
    return st.one_of(one, _word(name, _KEYS, time, **_CONDITIONS))


def _one_option(name: str, args: tuple[SearchStrategy[Any], ...], options: dict[str, Any]) -> SearchStrategy[Operation]:
    """Draw a call with exactly one option, which a free choice of several rarely gives."""
    singles = [st.tuples(st.just(option), values) for option, values in options.items()]
    return st.builds(lambda args, option: Operation(name, args, (option,)), st.tuples(*args), st.one_of(singles))


_TOUCH_OPTIONS: dict[str, SearchStrategy[Any]] = {"ttl_seconds": _TTLS, "expire_at_seconds": _TIMES, "persist": _FLAG}

_OPERATIONS = st.one_of(
    st.builds(lambda seconds: Operation(ADVANCE, (seconds,)), _STEPS),
    st.builds(
        lambda key, kind: Operation("plant", (key, kind)),
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from([kind for kind in KeyType if kind is not KeyType.STRING]),
    ),
    st.builds(lambda key, value: Operation("set", (key, value)), st.sampled_from(["a", "b"]), _VALUES),
    _word("get", _KEYS),
    st.one_of(_word("set", _KEYS, _VALUES, **_SET_OPTIONS), _one_option("set", (_KEYS, _VALUES), _SET_OPTIONS)),
    st.one_of(
        _word("set_and_get_old", _KEYS, _VALUES, **_SET_OPTIONS),
        _one_option("set_and_get_old", (_KEYS, _VALUES), _SET_OPTIONS),
    ),
    _word("get_and_delete", _KEYS),
    st.one_of(_word("get_and_touch", _KEYS, **_TOUCH_OPTIONS), _one_option("get_and_touch", (_KEYS,), _TOUCH_OPTIONS)),
    _many("get_many"),
    _mapping("set_many"),
    _mapping("set_many_if_absent"),
    _word("append", _KEYS, _VALUES),
    _word("length", _KEYS),
    _word("get_range", _KEYS, _OFFSETS, _OFFSETS),
    _word("set_range", _LIKELY_KEYS, _OFFSETS, _TEXT_VALUES),
    _word("increment", _KEYS, by=_NUMBERS),
    _word("decrement", _KEYS, by=_NUMBERS),
    _word("increment_float", _KEYS, _AMOUNTS),
    _conditional("expire", _TTLS),
    _conditional("expire_at", _TIMES),
    _word("persist", _KEYS),
    _word("time_to_live", _KEYS),
    _word("expires_at", _KEYS),
    _many("delete"),
    _many("exists"),
    _word("rename", _LIKELY_KEYS, _KEYS),
    _word("rename_if_absent", _LIKELY_KEYS, _KEYS),
    _word("copy", _KEYS, _KEYS, replace=_FLAG),
    _word("type", _KEYS),
)


def _state(world: World, operation: Operation) -> str:
    """Return what the first key of `operation` is: absent, of which kind, and whether it has a deadline."""
    key = operation.args[0] if operation.args else None
    if not isinstance(key, str):
        return "no key"
    store = world.arguments["store"]
    kind = store.type(key)
    if kind is None:
        return "absent"
    deadline = "persistent" if store.expires_at(key) is NoTtl.PERSISTENT else "volatile"
    return f"{kind.value}, {deadline}"


def _looks(program: Program) -> Program:
    """Return reads of all that the port shows of every key in `program`: all text that it takes is keys."""
    given = [each for operation in program for value in operation.args for each in _parts(value)]
    keys = sorted({key for key in given if isinstance(key, str)})
    return tuple(Operation(name, (key,)) for key in keys for name in ("type", "expires_at", "get"))


def _parts(value: object) -> Iterable[object]:
    return value if isinstance(value, Mapping) else (value,)


VOCABULARY = Vocabulary(
    operations=_OPERATIONS,
    looks=_looks,
    names=tuple(sorted(name for facet in (Strings, Counters, Expiry, Keys) for name in facet.__abstractmethods__)),
    state=_state,
    imports=("KeyType", "KeyValueCode", "NoTtl"),
    port_module="verifake.ports.keyvalue",
    enums={"KeyType": KeyType},
)
