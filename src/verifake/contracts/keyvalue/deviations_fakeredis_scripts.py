"""Where scripts on fakeredis see or return something else than on the engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest

from verifake.errors import DependencyError, InvalidRequest, NotFound
from verifake.ports.keyvalue import KeyValue, KeyValueCode
from verifake.proof import deviation, rejects

__all__ = [
    "a_digest_in_upper_case_is_unknown",
    "caught_errors_are_objects",
    "json_is_pythons",
    "libraries_are_missing",
    "no_digest_is_refused_otherwise",
    "numbers_are_not_cut_to_64_bits",
    "random_numbers_are_others",
    "scripts_are_loaded_unread",
    "scripts_see_the_whole_of_lua",
    "the_other_name_is_missing",
    "waiting_commands_are_refused",
]

Function = TypeVar("Function", bound=Callable[..., None])


def _fakeredis(
    clause: str, risk: str, reason: str, rows: Callable[..., bool] | None = None
) -> Callable[[Function], Function]:
    """Declare a deviation of fakeredis, as seen in 2.40."""
    return deviation(f"keyvalue.{clause}", backend="fakeredis", versions="<2.41", risk=risk, reason=reason, rows=rows)


ODD = ("1e100", "1, 2")


@_fakeredis(
    "script.values",
    "different",
    "returns integers of any size, and breaks down on several values",
    lambda returned, **_: returned in ODD,
)
def numbers_are_not_cut_to_64_bits(store: KeyValue) -> None:
    assert store.script_run("return 1e100") == int(1e100)
    with pytest.raises(AssertionError):
        store.script_run("return 1, 2")


JSON = ("{})", "[3] = 3", "a/b", "123456789012345")


@_fakeredis(
    "script.cjson",
    "different",
    "writes what Python's json writes: empty arrays, all digits, no escaped slashes",
    lambda expression, **_: any(part in expression for part in JSON) and "encode({1, 2" not in expression,
)
def json_is_pythons(store: KeyValue) -> None:
    assert store.script_run("return cjson.encode({})") == b"[]"
    assert store.script_run("return cjson.encode(123456789012345)") == b"123456789012345"


@_fakeredis(
    "script.libraries",
    "stricter",
    "has neither bit nor redis.sha1hex",
    lambda expression, **_: expression.startswith(("bit", "redis.sha1hex")),
)
def libraries_are_missing(store: KeyValue) -> None:
    for expression in ("bit.band(255, 15)", "redis.sha1hex('x')"):
        with pytest.raises(DependencyError):
            store.script_run(f"return {expression}")


@_fakeredis(
    "script.clock-and-server", "stricter", "has no server", lambda expression, **_: expression.startswith("server")
)
def the_other_name_is_missing(store: KeyValue) -> None:
    with pytest.raises(DependencyError):
        store.script_run("return server.call('PING')")


@_fakeredis("script.seeded-chance", "different", "draws from another generator")
def random_numbers_are_others(store: KeyValue) -> None:
    assert store.script_run("math.randomseed(42) return math.random(1000)") == 34


BREAKS = ("return redis.call()", "return redis.call({})")
LAXER = ("return nosuch", "redis.x = 1", "return os.time()", "print('x')")


@_fakeredis(
    "script.fails",
    "laxer",
    "shows scripts all of Lua, lets them change it, and breaks down on calls of nothing",
    lambda source: source in LAXER + BREAKS,
)
def scripts_see_the_whole_of_lua(store: KeyValue) -> None:
    assert store.script_run("return nosuch") is None
    assert store.script_run("redis.x = 1 return redis.x") == 1
    assert isinstance(store.script_run("return os.time()"), int)
    with pytest.raises(TypeError):
        store.script_run("return redis.call()")


@_fakeredis("script.caught", "different", "gives scripts its own exceptions instead of texts")
def caught_errors_are_objects(store: KeyValue) -> None:
    source = "local ok, e = pcall(redis.call, 'NOSUCH') return type(e)"
    assert store.script_run(source) == b"userdata"


@_fakeredis("script.does-not-wait", "stricter", "refuses commands that may wait")
def waiting_commands_are_refused(store: KeyValue) -> None:
    with rejects(InvalidRequest, KeyValueCode.SCRIPT_FAILED):
        store.script_run("return redis.call('BLPOP', KEYS[1], 0)", keys=("k",))


@_fakeredis("script-loaded.by-digest", "stricter", "knows digests in lower case only")
def a_digest_in_upper_case_is_unknown(store: KeyValue) -> None:
    digest = store.script_load("return 1")
    assert store.script_run_loaded(digest) == 1
    with rejects(NotFound, KeyValueCode.NO_SUCH_SCRIPT):
        store.script_run_loaded(digest.upper())


@_fakeredis("script-exists.no-digest", "different", "says so in words of its own")
def no_digest_is_refused_otherwise(store: KeyValue) -> None:
    with pytest.raises(DependencyError) as caught:
        store.script_exists()
    assert caught.value.code is KeyValueCode.OTHER


@_fakeredis("script-loaded.does-not-compile", "laxer", "compiles a script when it is run")
def scripts_are_loaded_unread(store: KeyValue) -> None:
    assert store.script_exists(store.script_load("this is no script")) == [True]
