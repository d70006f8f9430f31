"""The theme of exploration about scripts.

What an engine remembers outlives a program. So digests of scripts that some program runs are left out, but for one
that every program loads first.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha1

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from verifake.contracts.keyvalue.vocabulary._words import reads, theme
from verifake.ports.keyvalue import Scripts
from verifake.proof import Operation

__all__ = ["THEME"]

SOURCES = (
    "return redis.call('GET', KEYS[1])",
    "return redis.call('INCR', KEYS[1])",
    "return redis.call('SET', KEYS[1], ARGV[1])",
    "return redis.call('RPUSH', KEYS[1], ARGV[1])",
    "return redis.call('PTTL', KEYS[1])",
    "return redis.call('PEXPIRE', KEYS[1], 1500)",
    "return redis.call('TYPE', KEYS[1])",
    "return redis.pcall('INCR', KEYS[1])",
    "return redis.call('DEL', unpack(KEYS))",
    "redis.call('SET', KEYS[1], 'v') return redis.call('LPUSH', KEYS[1], 'x')",
    "return {#KEYS, #ARGV, ARGV[1]}",
    "return {ARGV[1], tonumber(ARGV[1]), false, {1.9}}",
    "return tonumber(ARGV[1])",
    "local ok = pcall(redis.call, 'INCR', KEYS[1]) return ok",
    "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) else return 0 end",
    "return nosuch",
    "this is no script",
)

_LOADED = "return {redis.call('INCR', KEYS[1]), ARGV[1]}"
_LOADED_DIGEST = sha1(_LOADED.encode()).hexdigest()  # noqa: S324 - how the engine names scripts

_SOURCE = st.one_of(st.sampled_from(SOURCES), st.sampled_from(SOURCES), st.sampled_from([b"return 1", None]))
_DIGEST = st.sampled_from(
    [_LOADED_DIGEST, _LOADED_DIGEST.upper(), _LOADED_DIGEST, "0" * 40, "f" * 40, "", "none", b"", 1]
)
_KEYS = st.one_of(st.sampled_from([("a",), ("b",), ("a", "b")]), st.sampled_from([(), ("c",), (b"a",)]))
_ARGS = st.one_of(st.sampled_from([(b"1",), (b"v",), (b"2.5",)]), st.sampled_from([(), (b"\xff", b""), ("1",)]))


def _run(name: str, script: SearchStrategy[object]) -> SearchStrategy[Operation]:
    """Draw a run with keys and arguments."""
    return st.builds(
        lambda which, keys, args: Operation(name, (which,), (("args", args), ("keys", keys))), script, _KEYS, _ARGS
    )


_OPERATIONS = theme(
    "scripts",
    (Scripts,),
    reads("get"),
    _run("script_run", _SOURCE),
    _run("script_run", st.sampled_from(SOURCES)),
    _run("script_run_loaded", _DIGEST),
    st.builds(lambda source: Operation("script_load", (source,)), _SOURCE),
    st.lists(_DIGEST, max_size=2).map(lambda digests: Operation("script_exists", tuple(digests))),
)

THEME = replace(_OPERATIONS, begins=(Operation("script_load", (_LOADED,)),))
