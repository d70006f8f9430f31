"""Scripts: what they see, what they return, how they fail."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest, NotFound
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode, ScriptReply
from verifake.proof import clause, rejects

EVAL = "https://redis.io/docs/latest/commands/eval/"
EVALSHA = "https://redis.io/docs/latest/commands/evalsha/"
LOAD = "https://redis.io/docs/latest/commands/script-load/"
LUA = "https://redis.io/docs/latest/develop/programmability/lua-api/"
PORT = "https://docs.python.org/3/library/exceptions.html#TypeError"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"


@clause("keyvalue.script.keys-and-args", source=EVAL, hint="join keys and arguments")
def test_a_script_sees_its_keys_and_arguments(store: KeyValue) -> None:
    found = store.script_run("return {#KEYS, #ARGV, ARGV[1], ARGV[2], ARGV[3]}", keys=("k",), args=(b"a", b"\xff\0"))
    assert found == [1, 2, b"a", b"\xff\0"]


@clause("keyvalue.script.keys-are-the-stores", source=EVAL, hint="leave the prefix away")
def test_a_key_that_is_given_is_the_key_of_the_store(store: KeyValue) -> None:
    assert store.script_run("return redis.call('SET', KEYS[1], ARGV[1])", keys=("k",), args=(b"v",)) == b"OK"
    assert store.get("k") == b"v"


@clause("keyvalue.script.plain-bytes", source=OBSERVED, hint="return what only the protocol tells apart")
def test_a_simple_string_and_a_double_are_bytes_like_any_other(store: KeyValue) -> None:
    status = store.script_run("return redis.call('SET', KEYS[1], 'v')", keys=("k",))
    many = store.script_run("return {redis.call('TYPE', KEYS[1]), {redis.status_reply('FINE')}}", keys=("k",))
    assert (status, type(status)) == (b"OK", bytes)
    assert isinstance(many, list)
    assert (many, type(many[0])) == ([b"string", [b"FINE"]], bytes)


@clause("keyvalue.script.values", source=LUA, hint="round numbers, or keep what comes after the first nil")
@pytest.mark.parametrize(
    ("returned", "reply"),
    [
        ("7", 7),
        ("3.99", 3),
        ("-3.99", -3),
        ("2^53", 2**53),
        ("1e100", -(2**63)),
        ("'text'", b"text"),
        ("''", b""),
        ("true", 1),
        ("false", None),
        ("nil", None),
        ("", None),
        ("{}", []),
        ("{1, 'a', true, false, {2, {3}}}", [1, b"a", 1, None, [2, [3]]]),
        ("{1, nil, 3}", [1]),
        ("{a = 1}", []),
        ("{ok = 'FINE'}", b"FINE"),
        ("redis.status_reply('FINE')", b"FINE"),
        ("1, 2", 1),
    ],
)
def test_what_is_returned_is_cut_to_what_replies_can_be(store: KeyValue, returned: str, reply: ScriptReply) -> None:
    assert store.script_run(f"return {returned}") == reply


@clause("keyvalue.script.replies", source=LUA, hint="give nil for nothing")
@pytest.mark.parametrize(
    ("expression", "reply"),
    [
        ("type(redis.call('GET', KEYS[1]))", b"boolean"),
        ("redis.call('GET', KEYS[1])", None),
        ("redis.call('INCR', KEYS[1])", 1),
        ("redis.call('SET', KEYS[1], 'v')", b"OK"),
        ("redis.call('SET', KEYS[1], 'v').ok", b"OK"),
        ("type(redis.call('SET', KEYS[1], 'v'))", b"table"),
        ("redis.call('SET', KEYS[1], 'v', 'XX')", None),
        ("redis.call('MGET', KEYS[1], KEYS[1])", [None, None]),
        ("redis.call('mget', KEYS[1])", [None]),
    ],
)
def test_a_script_sees_replies_as_lua_has_them(store: KeyValue, expression: str, reply: ScriptReply) -> None:
    assert store.script_run(f"return {expression}", keys=("k",)) == reply


@clause("keyvalue.script.every-kind", source=LUA, hint="return maps, sets or doubles as version 3 has them")
def test_a_script_sees_every_kind_of_value_as_strings_in_arrays(store: KeyValue, plant: Plant) -> None:
    for kind in (KeyType.LIST, KeyType.SET, KeyType.HASH, KeyType.SORTED_SET):
        plant(kind.value, kind)
    assert store.script_run("return redis.call('LRANGE', KEYS[1], 0, -1)", keys=("list",)) == [b"element"]
    assert store.script_run("return redis.call('SMEMBERS', KEYS[1])", keys=("set",)) == [b"member"]
    assert store.script_run("return redis.call('HGETALL', KEYS[1])", keys=("hash",)) == [b"field", b"value"]
    scored = "return redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')"
    assert store.script_run(scored, keys=("zset",)) == [b"member", b"1"]
    assert store.script_run("return redis.call('ZSCORE', KEYS[1], 'member')", keys=("zset",)) == b"1"


@clause("keyvalue.script.numbers-as-arguments", source=OBSERVED, hint="send 10 as 10.0")
@pytest.mark.parametrize(
    ("number", "stored"),
    [("10", b"10"), ("1.5", b"1.5"), ("10/3", b"3.3333333333333335"), ("2^53", b"9007199254740992"), ("-0.5", b"-0.5")],
)
def test_a_number_is_sent_in_its_digits(store: KeyValue, number: str, stored: bytes) -> None:
    store.script_run(f"redis.call('SET', KEYS[1], {number})", keys=("k",))
    assert store.get("k") == stored


@clause("keyvalue.script.cjson", source=LUA)
@pytest.mark.parametrize(
    ("expression", "reply"),
    [
        ("cjson.encode({1, 2, {a = 1.5}, true, cjson.null})", b'[1,2,{"a":1.5},true,null]'),
        ("cjson.encode({})", b"{}"),
        ("cjson.encode({[1] = 1, [3] = 3})", b"[1,null,3]"),
        ("cjson.encode('a/b\\\"\\n')", b'"a\\/b\\"\\n"'),
        ("cjson.encode(123456789012345)", b"1.2345678901234e+14"),
        ("cjson.decode(ARGV[1])[2]['key']", b"value"),
        ("cjson.decode(ARGV[1])[1]", 1),
        ("cjson.decode(ARGV[1])[3] == cjson.null", 1),
    ],
)
def test_json_is_read_and_written(store: KeyValue, expression: str, reply: ScriptReply) -> None:
    assert store.script_run(f"return {expression}", args=(b'[1.9, {"key": "value"}, null]',)) == reply


@clause("keyvalue.script.libraries", source=LUA)
@pytest.mark.parametrize(
    ("expression", "reply"),
    [
        ("bit.band(255, 15)", 15),
        ("bit.lshift(1, 31)", -(2**31)),
        ("bit.tohex(255)", b"000000ff"),
        ("redis.sha1hex('x')", b"11f6ad8ec52a2984abaafd7c3b516503785c2072"),
        ("string.rep('ab', 3)", b"ababab"),
        ("math.max(1, 3, 2)", 3),
        ("table.concat({1, 2}, '-')", b"1-2"),
        ("loadstring('return 7')()", 7),
        ("tonumber('0x10')", 16),
    ],
)
def test_the_libraries_are_there(store: KeyValue, expression: str, reply: ScriptReply) -> None:
    assert store.script_run(f"return {expression}") == reply


@clause("keyvalue.script.clock-and-server", source="observed: valkey 9.1.2")
@pytest.mark.parametrize(("expression", "reply"), [("type(os.clock())", b"number"), ("server.call('PING')", b"PONG")])
def test_the_processors_clock_and_another_name_are_there(store: KeyValue, expression: str, reply: ScriptReply) -> None:
    assert store.script_run(f"return {expression}") == reply


@clause("keyvalue.script.seeded-chance", source=OBSERVED, hint="use another generator")
def test_seeded_random_numbers_are_the_engines(store: KeyValue) -> None:
    source = "math.randomseed(42) return {math.random(1000), tostring(math.random())}"
    assert store.script_run(source) == [745, b"0.34270147855519"]


@clause("keyvalue.script.fails", source=EVAL, hint="return the message")
@pytest.mark.parametrize(
    "source",
    [
        "return foo bar",
        "error('boom')",
        "error({err = 'MY boom'})",
        "assert(false)",
        "return nosuch",
        "x = 1",
        "redis.x = 1",
        "return 1 + {}",
        "return redis.call()",
        "return redis.call({})",
        "return redis.call('GET', true)",
        "return redis.call('NOSUCH')",
        "return redis.call('GET')",
        "return redis.call('MULTI')",
        "return redis.call('SUBSCRIBE', 'c')",
        "return redis.call('EVAL', 'return 1', 0)",
        "return {err = 'MY error'}",
        "return redis.error_reply('MY error')",
        "return redis.pcall('GET')",
        "return os.time()",
        "print('x')",
    ],
)
def test_a_script_that_fails_is_rejected(store: KeyValue, source: str) -> None:
    store.set("k", b"v", ttl_seconds=100)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.SCRIPT_FAILED):
        store.script_run(source, keys=("k",))


@clause("keyvalue.script.error-of-a-command", source=LUA, hint="hide the command's own code")
def test_the_code_of_the_command_that_failed_is_told(store: KeyValue) -> None:
    store.set("k", b"v")
    for call in ("call", "pcall"):
        with pytest.raises(InvalidRequest) as caught:
            store.script_run(f"return redis.{call}('RPUSH', KEYS[1], 'x')", keys=("k",))
        assert (caught.value.code, caught.value.vendor_code) == (KeyValueCode.SCRIPT_FAILED, "WRONGTYPE")


@clause("keyvalue.script.caught", source=LUA, hint="let no script catch an error")
def test_a_script_may_catch_an_error(store: KeyValue) -> None:
    store.set("k", b"v")
    assert store.script_run("local r = redis.pcall('INCR', KEYS[1]) return r.err ~= nil", keys=("k",)) == 1
    assert store.script_run("local ok = pcall(redis.call, 'INCR', KEYS[1]) return ok", keys=("k",)) is None
    assert store.script_run("local ok, e = pcall(redis.call, 'INCR', KEYS[1]) return type(e)", keys=("k",)) == b"string"


@clause("keyvalue.script.no-rollback", source=EVAL, hint="undo what a failed script did")
def test_what_a_script_did_before_it_failed_stays(store: KeyValue) -> None:
    with rejects(InvalidRequest, KeyValueCode.SCRIPT_FAILED):
        store.script_run("redis.call('SET', KEYS[1], 'v') error('boom')", keys=("k",))
    assert store.get("k") == b"v"


@clause("keyvalue.script.does-not-wait", source="https://redis.io/docs/latest/commands/blpop/", hint="wait")
def test_a_command_that_waits_does_not_wait_in_a_script(store: KeyValue) -> None:
    assert store.script_run("return redis.call('BLPOP', KEYS[1], 0)", keys=("k",)) is None
    store.list_push("k", b"v")
    found = store.script_run("return redis.call('BLPOP', KEYS[1], 0)[2]", keys=("k",))
    assert (found, store.exists("k")) == (b"v", 0)


@clause("keyvalue.script.globals-do-not-stay", source=LUA, hint="share tables between runs")
def test_one_run_leaves_nothing_to_the_next(store: KeyValue) -> None:
    store.script_run("KEYS[2] = 'x' ARGV.y = 1 return 1", keys=("k",))
    assert store.script_run("return {#KEYS, ARGV.y == nil}", keys=("k",)) == [1, 1]


@clause("keyvalue.script-loaded.by-digest", source=EVALSHA)
def test_a_script_that_was_loaded_runs_by_its_digest(store: KeyValue) -> None:
    source = "return {KEYS[1] ~= nil, ARGV[1]}"
    digest = store.script_load(source)
    assert digest == hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()
    assert store.script_run_loaded(digest, keys=("k",), args=(b"a",)) == [1, b"a"]
    assert store.script_run_loaded(digest.upper(), keys=("k",), args=(b"a",)) == [1, b"a"]


@clause("keyvalue.script-loaded.loading-runs-nothing", source=LOAD)
def test_loading_runs_nothing(store: KeyValue) -> None:
    store.script_load("redis.call('SET', KEYS[1], 'v')")
    assert store.exists("k") == 0


@clause("keyvalue.script-loaded.run-is-load", source=EVAL, hint="remember loaded scripts only")
def test_a_script_that_was_run_is_remembered(store: KeyValue) -> None:
    source = "return 'remembered'"
    store.script_run(source)
    digest = hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()
    assert store.script_exists(digest, "0" * 40) == [True, False]
    assert store.script_run_loaded(digest) == b"remembered"


@clause("keyvalue.script-loaded.unknown", source=EVALSHA)
@pytest.mark.parametrize("digest", ["0" * 40, "", "x", "none", "ключ"])
def test_an_unknown_digest_is_rejected(store: KeyValue, digest: str) -> None:
    with rejects(NotFound, KeyValueCode.NO_SUCH_SCRIPT):
        store.script_run_loaded(digest)


@clause("keyvalue.script-loaded.fails", source=EVALSHA)
def test_a_loaded_script_may_fail(store: KeyValue) -> None:
    digest = store.script_load("error('boom')")
    with rejects(InvalidRequest, KeyValueCode.SCRIPT_FAILED):
        store.script_run_loaded(digest)


@clause("keyvalue.script-loaded.does-not-compile", source=LOAD, hint="compile when it is run")
def test_a_script_that_does_not_compile_cannot_be_loaded(store: KeyValue) -> None:
    source = "this is no script"
    with rejects(InvalidRequest, KeyValueCode.SCRIPT_FAILED):
        store.script_load(source)
    digest = hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()
    assert store.script_exists(digest) == [False]


@clause("keyvalue.script-exists.no-digest", source=OBSERVED)
def test_at_least_one_digest_is_asked_for(store: KeyValue) -> None:
    with rejects(InvalidRequest, KeyValueCode.NO_KEYS):
        store.script_exists()


@clause("keyvalue.script.types", source=PORT)
@pytest.mark.parametrize(
    ("operation", "args", "options"),
    [
        ("script_run", (b"return 1",), {}),
        ("script_run", ("return 1",), {"keys": (b"k",)}),
        ("script_run", ("return 1",), {"args": ("a",)}),
        ("script_run_loaded", (1,), {}),
        ("script_run_loaded", ("0" * 40,), {"keys": (1,)}),
        ("script_run_loaded", ("0" * 40,), {"args": (1,)}),
        ("script_load", (None,), {}),
        ("script_exists", ("0" * 40, b""), {}),
    ],
    ids=str,
)
def test_types_are_checked_first(store: Any, operation: str, args: tuple[Any, ...], options: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        getattr(store, operation)(*args, **options)
