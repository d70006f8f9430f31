"""What of the Redis adapter needs no engine: what it sends, how often, and what it makes of each answer."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redis
import redis.asyncio
from redis.backoff import NoBackoff
from redis.retry import Retry

from tests.redis_server import SECRET, Server
from verifake.adapters.redis import RedisKeyValue, _errors
from verifake.errors import (
    AccessDenied,
    Conflict,
    DependencyError,
    InvalidRequest,
    NotFound,
    Throttled,
    TimedOut,
    TooLarge,
    Unavailable,
)
from verifake.ports.keyvalue import KeyType, KeyValueCode, NoTtl


@pytest.fixture
def store(server: Server) -> Iterator[RedisKeyValue]:
    with RedisKeyValue.from_url(server.url(), prefix="p:", timeout_seconds=5) as store:
        yield store


def single_shot(**settings: Any) -> redis.Redis:
    return redis.Redis(retry=Retry(NoBackoff(), 0), **settings)


SENT: list[tuple[Callable[[RedisKeyValue], object], str, list[bytes]]] = [
    (lambda kv: kv.get("k"), "$-1", [b"GET", b"p:k"]),
    (lambda kv: kv.get(""), "$-1", [b"GET", b"p:"]),
    (lambda kv: kv.get("ключ"), "$-1", [b"GET", "p:ключ".encode()]),
    (lambda kv: kv.set("k", b""), "+OK", [b"SET", b"p:k", b""]),
    (lambda kv: kv.set("k", b"\r\n\0\xff"), "+OK", [b"SET", b"p:k", b"\r\n\0\xff"]),
    (lambda kv: kv.set("k", b"v", ttl_seconds=1.0019), "+OK", [b"SET", b"p:k", b"v", b"PX", b"1001"]),
    (lambda kv: kv.set("k", b"v", expire_at_seconds=7), "+OK", [b"SET", b"p:k", b"v", b"PXAT", b"7000"]),
    (
        lambda kv: kv.set("k", b"v", ttl_seconds=1, expire_at_seconds=2, keep_ttl=True),
        "-ERR syntax error",
        [b"SET", b"p:k", b"v", b"PX", b"1000", b"PXAT", b"2000", b"KEEPTTL"],
    ),
    (
        lambda kv: kv.set_and_get_old("k", b"v", only_if_absent=True, only_if_present=True),
        "-ERR syntax error",
        [b"SET", b"p:k", b"v", b"GET", b"NX", b"XX"],
    ),
    (lambda kv: kv.get_and_delete("k"), "$-1", [b"GETDEL", b"p:k"]),
    (lambda kv: kv.get_and_touch("k"), "$-1", [b"GETEX", b"p:k"]),
    (lambda kv: kv.get_and_touch("k", ttl_seconds=2), "$-1", [b"GETEX", b"p:k", b"PX", b"2000"]),
    (lambda kv: kv.get_and_touch("k", persist=True), "$-1", [b"GETEX", b"p:k", b"PERSIST"]),
    (lambda kv: kv.get_many("a", "b"), "*-1", [b"MGET", b"p:a", b"p:b"]),
    (lambda kv: kv.get_many(), "-ERR wrong number of arguments for 'mget' command", [b"MGET"]),
    (lambda kv: kv.set_many({"a": b"1", "b": b"2"}), "+OK", [b"MSET", b"p:a", b"1", b"p:b", b"2"]),
    (lambda kv: kv.set_many_if_absent({"a": b"1"}), ":1", [b"MSETNX", b"p:a", b"1"]),
    (lambda kv: kv.append("k", b"v"), ":1", [b"APPEND", b"p:k", b"v"]),
    (lambda kv: kv.length("k"), ":1", [b"STRLEN", b"p:k"]),
    (lambda kv: kv.get_range("k", 0, -1), "$-1", [b"GETRANGE", b"p:k", b"0", b"-1"]),
    (lambda kv: kv.set_range("k", 5, b"v"), ":6", [b"SETRANGE", b"p:k", b"5", b"v"]),
    (lambda kv: kv.increment("k"), ":1", [b"INCRBY", b"p:k", b"1"]),
    (lambda kv: kv.increment("k", 2**63), ":1", [b"INCRBY", b"p:k", b"9223372036854775808"]),
    (lambda kv: kv.increment("k", 10**5000), ":1", [b"INCRBY", b"p:k", b"18446744073709551616"]),
    (lambda kv: kv.decrement("k", -(10**5000)), ":1", [b"DECRBY", b"p:k", b"-18446744073709551616"]),
    (lambda kv: kv.increment_float("k", 0.1), "$1\r\n1", [b"INCRBYFLOAT", b"p:k", b"0.1"]),
    (lambda kv: kv.increment_float("k", float("-inf")), "$1\r\n1", [b"INCRBYFLOAT", b"p:k", b"-inf"]),
    (lambda kv: kv.increment_float("k", 10**25), "$1\r\n1", [b"INCRBYFLOAT", b"p:k", b"1" + b"0" * 25]),
    (lambda kv: kv.increment_float("k", 16**4000), "$1\r\n1", [b"INCRBYFLOAT", b"p:k", b"0x1" + b"0" * 4000]),
    (lambda kv: kv.expire("k", 1.5), ":1", [b"PEXPIRE", b"p:k", b"1500"]),
    (lambda kv: kv.expire("k", -1, only_if_persistent=True), ":1", [b"PEXPIRE", b"p:k", b"-1000", b"NX"]),
    (lambda kv: kv.expire("k", 1, only_if_volatile=True), ":1", [b"PEXPIRE", b"p:k", b"1000", b"XX"]),
    (lambda kv: kv.expire_at("k", 1, only_if_later=True), ":1", [b"PEXPIREAT", b"p:k", b"1000", b"GT"]),
    (lambda kv: kv.expire_at("k", 1, only_if_sooner=True), ":1", [b"PEXPIREAT", b"p:k", b"1000", b"LT"]),
    (lambda kv: kv.persist("k"), ":1", [b"PERSIST", b"p:k"]),
    (lambda kv: kv.time_to_live("k"), ":1", [b"PTTL", b"p:k"]),
    (lambda kv: kv.expires_at("k"), ":1", [b"PEXPIRETIME", b"p:k"]),
    (lambda kv: kv.now(), "*2\r\n$1\r\n1\r\n$1\r\n2", [b"TIME"]),
    (lambda kv: kv.delete("a", "b"), ":1", [b"DEL", b"p:a", b"p:b"]),
    (lambda kv: kv.exists("a", "a"), ":2", [b"EXISTS", b"p:a", b"p:a"]),
    (lambda kv: kv.rename("a", "b"), "+OK", [b"RENAME", b"p:a", b"p:b"]),
    (lambda kv: kv.rename_if_absent("a", "b"), ":1", [b"RENAMENX", b"p:a", b"p:b"]),
    (lambda kv: kv.copy("a", "b"), ":1", [b"COPY", b"p:a", b"p:b"]),
    (lambda kv: kv.copy("a", "b", replace=True), ":1", [b"COPY", b"p:a", b"p:b", b"REPLACE"]),
    (lambda kv: kv.type("k"), "+none", [b"TYPE", b"p:k"]),
]


@pytest.mark.parametrize(("call", "reply", "command"), SENT, ids=[row[2][0].decode() for row in SENT])
def test_an_operation_is_one_command_with_prefixed_keys(
    server: Server,
    store: RedisKeyValue,
    call: Callable[[RedisKeyValue], object],
    reply: str,
    command: list[bytes],
) -> None:
    server.replies(reply)
    try:
        call(store)
    except InvalidRequest:
        assert reply.startswith("-")
    assert server.commands == [command]


@pytest.mark.parametrize(
    ("call", "reply", "result"),
    [
        (lambda kv: kv.set("k", b"v"), "$-1", False),
        (lambda kv: kv.set("k", b"v"), "+OK", True),
        (lambda kv: kv.set_and_get_old("k", b"v"), "$2\r\nOK", b"OK"),
        (lambda kv: kv.set_and_get_old("k", b"v"), "$-1", None),
        (lambda kv: kv.rename_if_absent("a", "b"), ":0", False),
        (lambda kv: kv.increment_float("k", 1), "$22\r\n3001.10000000000000009", 3001.1),
        (lambda kv: kv.time_to_live("k"), ":1500", 1.5),
        (lambda kv: kv.time_to_live("k"), ":0", 0.0),
        (lambda kv: kv.time_to_live("k"), ":-1", NoTtl.PERSISTENT),
        (lambda kv: kv.expires_at("k"), ":-2", NoTtl.ABSENT),
        (lambda kv: kv.now(), "*2\r\n$10\r\n1893456000\r\n$6\r\n123999", 1893456000.123),
        (lambda kv: kv.now(), "*2\r\n$1\r\n7\r\n$1\r\n0", 7.0),
        (lambda kv: kv.type("k"), "+none", None),
        (lambda kv: kv.type("k"), "+zset", KeyType.SORTED_SET),
    ],
)
def test_a_reply_becomes_the_ports_value(
    server: Server, store: RedisKeyValue, call: Callable[[RedisKeyValue], object], reply: str, result: object
) -> None:
    server.replies(reply)
    assert call(store) == result


def test_a_kind_that_the_port_does_not_chart_is_said_to_be_one(server: Server, store: RedisKeyValue) -> None:
    server.replies("+ReJSON-RL")
    with pytest.raises(DependencyError, match="'k' holds a ReJSON-RL"):
        store.type("k")


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda kv: kv.get(b"k"), TypeError),
        (lambda kv: kv.get("\ud800"), ValueError),
        (lambda kv: kv.set("k", "v"), TypeError),
        (lambda kv: kv.set("k", bytearray()), TypeError),
        (lambda kv: kv.set("k", b"v", ttl_seconds="1"), TypeError),
        (lambda kv: kv.set("k", b"v", ttl_seconds=True), TypeError),
        (lambda kv: kv.set("k", b"v", keep_ttl=1), TypeError),
        (lambda kv: kv.set("k", b"v", ttl_seconds=float("nan")), ValueError),
        (lambda kv: kv.expire("k", float("inf")), ValueError),
        (lambda kv: kv.set_many([("k", b"v")]), TypeError),
        (lambda kv: kv.set_many({"k": 1}), TypeError),
        (lambda kv: kv.increment("k", 1.0), TypeError),
        (lambda kv: kv.increment("k", True), TypeError),
        (lambda kv: kv.increment_float("k", "1"), TypeError),
        (lambda kv: kv.get_range("k", None, 1), TypeError),
        (lambda kv: kv.copy("a", "b", replace=None), TypeError),
    ],
)
def test_a_wrong_python_type_is_refused_before_anything_is_sent(
    server: Server, store: RedisKeyValue, call: Callable[[Any], object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        call(store)
    assert server.commands == []


REFUSALS: list[tuple[str, type[DependencyError], KeyValueCode, str | None]] = [
    (
        "WRONGTYPE Operation against a key holding the wrong kind of value",
        InvalidRequest,
        KeyValueCode.WRONG_TYPE,
        "WRONGTYPE",
    ),
    ("ERR value is not an integer or out of range", InvalidRequest, KeyValueCode.NOT_AN_INTEGER, "ERR"),
    ("ERR hash value is not an integer", InvalidRequest, KeyValueCode.NOT_AN_INTEGER, "ERR"),
    ("ERR value is not a valid float", InvalidRequest, KeyValueCode.NOT_A_FLOAT, "ERR"),
    ("ERR hash value is not a float", InvalidRequest, KeyValueCode.NOT_A_FLOAT, "ERR"),
    ("ERR increment or decrement would overflow", InvalidRequest, KeyValueCode.OVERFLOW, "ERR"),
    ("ERR decrement would overflow", InvalidRequest, KeyValueCode.OVERFLOW, "ERR"),
    ("ERR increment would produce NaN or Infinity", InvalidRequest, KeyValueCode.NAN_OR_INFINITY, "ERR"),
    ("ERR value is NaN or Infinity", InvalidRequest, KeyValueCode.NAN_OR_INFINITY, "ERR"),
    ("ERR value is out of range, must be positive", InvalidRequest, KeyValueCode.OUT_OF_RANGE, "ERR"),
    ("ERR LIMIT can't be negative", InvalidRequest, KeyValueCode.OUT_OF_RANGE, "ERR"),
    ("ERR invalid expire time in 'set' command", InvalidRequest, KeyValueCode.INVALID_EXPIRE, "ERR"),
    ("ERR syntax error", InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS, "ERR"),
    (
        "ERR NX and XX, GT or LT options at the same time are not compatible",
        InvalidRequest,
        KeyValueCode.INCOMPATIBLE_OPTIONS,
        "ERR",
    ),
    (
        "ERR GT and LT options at the same time are not compatible",
        InvalidRequest,
        KeyValueCode.INCOMPATIBLE_OPTIONS,
        "ERR",
    ),
    ("ERR offset is out of range", InvalidRequest, KeyValueCode.OFFSET_OUT_OF_RANGE, "ERR"),
    ("ERR source and destination objects are the same", InvalidRequest, KeyValueCode.SAME_KEY, "ERR"),
    ("ERR wrong number of arguments for 'mget' command", InvalidRequest, KeyValueCode.NO_KEYS, "ERR"),
    ("ERR string exceeds maximum allowed size (proto-max-bulk-len)", TooLarge, KeyValueCode.TOO_LARGE, "ERR"),
    ("ERR Protocol error: invalid bulk length", TooLarge, KeyValueCode.TOO_LARGE, "ERR"),
    ("ERR no such key", NotFound, KeyValueCode.NO_SUCH_KEY, "ERR"),
    ("ERR unknown command 'GETEX', with args beginning with: 'k' ", InvalidRequest, KeyValueCode.OTHER, "ERR"),
    ("ERR max number of clients reached", Throttled, KeyValueCode.TOO_MANY_CLIENTS, "ERR"),
    ("ERR DB index is out of range", InvalidRequest, KeyValueCode.OTHER, "ERR"),
    ("ERR AUTH <password> called without any password configured", AccessDenied, KeyValueCode.ACCESS_DENIED, "ERR"),
    ("ERR invalid password", AccessDenied, KeyValueCode.ACCESS_DENIED, "ERR"),
    ("ERR Client sent AUTH, but no password is set", AccessDenied, KeyValueCode.ACCESS_DENIED, "ERR"),
    ("NOAUTH Authentication required.", AccessDenied, KeyValueCode.ACCESS_DENIED, "NOAUTH"),
    ("WRONGPASS invalid username-password pair", AccessDenied, KeyValueCode.ACCESS_DENIED, "WRONGPASS"),
    (
        "NOPERM this user has no permissions to run the 'get' command",
        AccessDenied,
        KeyValueCode.ACCESS_DENIED,
        "NOPERM",
    ),
    ("DENIED Redis is running in protected mode", AccessDenied, KeyValueCode.ACCESS_DENIED, "DENIED"),
    ("LOADING Redis is loading the dataset in memory", Unavailable, KeyValueCode.LOADING, "LOADING"),
    ("READONLY You can't write against a read only replica.", Unavailable, KeyValueCode.READ_ONLY, "READONLY"),
    ("OOM command not allowed when used memory > 'maxmemory'.", Throttled, KeyValueCode.OUT_OF_MEMORY, "OOM"),
    ("MISCONF Redis is configured to save RDB snapshots", Unavailable, KeyValueCode.OTHER, "MISCONF"),
    ("NOREPLICAS Not enough good replicas to write.", Unavailable, KeyValueCode.OTHER, "NOREPLICAS"),
    ("MASTERDOWN Link with MASTER is down", Unavailable, KeyValueCode.OTHER, "MASTERDOWN"),
    ("BUSY Redis is busy running a script.", Unavailable, KeyValueCode.OTHER, "BUSY"),
    ("CLUSTERDOWN Hash slot not served", Unavailable, KeyValueCode.OTHER, "CLUSTERDOWN"),
    ("TRYAGAIN Multiple keys request during rehashing of slot", Unavailable, KeyValueCode.OTHER, "TRYAGAIN"),
    ("MOVED 3999 127.0.0.1:6381", Conflict, KeyValueCode.OTHER, "MOVED"),
    ("ASK 3999 127.0.0.1:6381", Conflict, KeyValueCode.OTHER, "ASK"),
    ("CROSSSLOT Keys in request don't hash to the same slot", InvalidRequest, KeyValueCode.OTHER, "CROSSSLOT"),
    ("ERR count should be greater than 0", InvalidRequest, KeyValueCode.OUT_OF_RANGE, "ERR"),
    ("ERR RANK can't be zero: use 1 to start from the first match", InvalidRequest, KeyValueCode.OUT_OF_RANGE, "ERR"),
    ("ERR COUNT can't be negative", InvalidRequest, KeyValueCode.OUT_OF_RANGE, "ERR"),
    ("ERR MAXLEN can't be negative", InvalidRequest, KeyValueCode.OUT_OF_RANGE, "ERR"),
    ("ERR index out of range", InvalidRequest, KeyValueCode.INDEX_OUT_OF_RANGE, "ERR"),
    ("ERR timeout is negative", InvalidRequest, KeyValueCode.INVALID_TIMEOUT, "ERR"),
    ("ERR timeout is not a float or out of range", InvalidRequest, KeyValueCode.INVALID_TIMEOUT, "ERR"),
    (
        "ERR XX and NX options at the same time are not compatible",
        InvalidRequest,
        KeyValueCode.INCOMPATIBLE_OPTIONS,
        "ERR",
    ),
    (
        "ERR GT, LT, and/or NX options at the same time are not compatible",
        InvalidRequest,
        KeyValueCode.INCOMPATIBLE_OPTIONS,
        "ERR",
    ),
    ("ERR resulting score is not a number (NaN)", InvalidRequest, KeyValueCode.NAN_OR_INFINITY, "ERR"),
    ("ERR weight value is not a float", InvalidRequest, KeyValueCode.NOT_A_FLOAT, "ERR"),
    ("ERR min or max is not a float", InvalidRequest, KeyValueCode.INVALID_RANGE, "ERR"),
    ("ERR at least 1 input key is needed for 'zunion' command", InvalidRequest, KeyValueCode.NO_KEYS, "ERR"),
    ("ERR numkeys should be greater than 0", InvalidRequest, KeyValueCode.NO_KEYS, "ERR"),
    ("ERR Elements are too large to be stored", TooLarge, KeyValueCode.TOO_LARGE, "ERR"),
    ("ERR invalid cursor", InvalidRequest, KeyValueCode.INVALID_CURSOR, "ERR"),
    ("NOSCRIPT No matching script. Please use EVAL.", NotFound, KeyValueCode.NO_SUCH_SCRIPT, "NOSCRIPT"),
    ("NOGROUP No such key 'k' or consumer group 'g'", NotFound, KeyValueCode.NO_SUCH_GROUP, "NOGROUP"),
    ("UNBLOCKED the stream key no longer exists", NotFound, KeyValueCode.NO_SUCH_GROUP, "UNBLOCKED"),
    ("BUSYGROUP Consumer Group name already exists", Conflict, KeyValueCode.GROUP_EXISTS, "BUSYGROUP"),
    ("ERR The XGROUP subcommand requires the key to exist.", InvalidRequest, KeyValueCode.NO_SUCH_STREAM, "ERR"),
    (
        "ERR Invalid stream ID specified as stream command argument",
        InvalidRequest,
        KeyValueCode.INVALID_STREAM_ID,
        "ERR",
    ),
    ("ERR invalid start ID for the interval", InvalidRequest, KeyValueCode.INVALID_STREAM_ID, "ERR"),
    ("ERR invalid end ID for the interval", InvalidRequest, KeyValueCode.INVALID_STREAM_ID, "ERR"),
    ("ERR Unrecognized XCLAIM option 'x'", InvalidRequest, KeyValueCode.INVALID_STREAM_ID, "ERR"),
    ("ERR The $ ID is meaningless in the context of XREADGROUP", InvalidRequest, KeyValueCode.INVALID_STREAM_ID, "ERR"),
    ("ERR The + ID is meaningless in the context of XREADGROUP", InvalidRequest, KeyValueCode.INVALID_STREAM_ID, "ERR"),
    (
        "ERR The > ID can be specified only when calling XREADGROUP",
        InvalidRequest,
        KeyValueCode.INVALID_STREAM_ID,
        "ERR",
    ),
    (
        "ERR The ID specified in XADD is equal or smaller than the target stream top item",
        InvalidRequest,
        KeyValueCode.STREAM_ID_TOO_SMALL,
        "ERR",
    ),
    (
        "ERR The stream has exhausted the last possible ID, unable to add more items",
        InvalidRequest,
        KeyValueCode.STREAM_ID_TOO_SMALL,
        "ERR",
    ),
    ("ERR The MAXLEN argument must be >= 0.", InvalidRequest, KeyValueCode.OUT_OF_RANGE, "ERR"),
    ("ERR The LIMIT argument must be >= 0.", InvalidRequest, KeyValueCode.OUT_OF_RANGE, "ERR"),
    ("ERR COUNT must be > 0", InvalidRequest, KeyValueCode.OUT_OF_RANGE, "ERR"),
    (
        "ERR Insufficient memory, failed allocating transient memory, COUNT too high.",
        InvalidRequest,
        KeyValueCode.OUT_OF_RANGE,
        "ERR",
    ),
    ("ERR value for ENTRIESREAD must be positive or -1", InvalidRequest, KeyValueCode.OUT_OF_RANGE, "ERR"),
    ("ERR entries_added must be positive", InvalidRequest, KeyValueCode.OUT_OF_RANGE, "ERR"),
    (
        "ERR The entries_added specified in XSETID is smaller than the target stream length",
        InvalidRequest,
        KeyValueCode.OUT_OF_RANGE,
        "ERR",
    ),
    ("ERR Invalid min-idle-time argument for XCLAIM", InvalidRequest, KeyValueCode.NOT_AN_INTEGER, "ERR"),
    ("ERR Invalid IDLE option argument for XCLAIM", InvalidRequest, KeyValueCode.NOT_AN_INTEGER, "ERR"),
    ("ERR Invalid TIME option argument for XCLAIM", InvalidRequest, KeyValueCode.NOT_AN_INTEGER, "ERR"),
    ("ERR Invalid RETRYCOUNT option argument for XCLAIM", InvalidRequest, KeyValueCode.NOT_AN_INTEGER, "ERR"),
    ("ERR some news from a later version", DependencyError, KeyValueCode.OTHER, "ERR"),
    ("without a code", DependencyError, KeyValueCode.OTHER, None),
]


@pytest.mark.parametrize(("reply", "error", "code", "vendor_code"), REFUSALS, ids=[row[0][:25] for row in REFUSALS])
def test_an_error_reply_has_its_class_and_codes(
    server: Server,
    store: RedisKeyValue,
    reply: str,
    error: type[DependencyError],
    code: KeyValueCode,
    vendor_code: str | None,
) -> None:
    server.replies(f"-{reply}")
    with pytest.raises(DependencyError) as caught:
        store.get("k")
    assert type(caught.value) is error
    assert (caught.value.code, caught.value.vendor_code) == (code, vendor_code)
    assert caught.value.operation == "get"
    assert isinstance(caught.value.__cause__, redis.RedisError)
    assert f"127.0.0.1:{server.port}/3" in str(caught.value)
    assert len(server.commands) == 1


def test_every_rule_of_the_table_is_the_one_that_its_reply_meets() -> None:
    first = {next((rule.prefix for rule in _errors.RULES if row[0].startswith(rule.prefix)), None) for row in REFUSALS}
    assert first - {None} == {rule.prefix for rule in _errors.RULES}


def test_a_reply_that_does_not_come_is_a_time_out_after_one_attempt(server: Server) -> None:
    """redis-py by itself sends an increment eleven times."""
    server.answer = lambda _: b""
    with RedisKeyValue.from_url(server.url(), timeout_seconds=0.1) as store, pytest.raises(TimedOut) as caught:
        store.increment("n")
    assert server.commands == [[b"INCRBY", b"n", b"1"]]
    assert caught.value.code is KeyValueCode.TIMED_OUT
    assert caught.value.maybe_applied


def test_a_connection_lost_before_the_reply_leaves_the_effect_unknown(server: Server, store: RedisKeyValue) -> None:
    server.answer = lambda _: None
    with pytest.raises(TimedOut) as caught:
        store.increment("n")
    assert server.commands == [[b"INCRBY", b"p:n", b"1"]]
    assert caught.value.code is KeyValueCode.UNREACHABLE
    assert caught.value.maybe_applied


def test_a_reply_that_is_none_leaves_the_effect_unknown(server: Server, store: RedisKeyValue) -> None:
    server.replies("HTTP/1.1 400 Bad Request")
    with pytest.raises(TimedOut) as caught:
        store.increment("n")
    assert caught.value.maybe_applied


def test_a_refused_connection_is_unavailable(server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(Unavailable, match=f"127.0.0.1:{port}/0: .* check that the engine runs") as caught:
        RedisKeyValue.from_url(f"redis://127.0.0.1:{port}").get("k")
    assert caught.value.code is KeyValueCode.UNREACHABLE


def test_an_engine_that_does_not_finish_the_handshake_has_applied_nothing(server: Server) -> None:
    server.introductions = set()
    server.answer = lambda _: b""
    with RedisKeyValue.from_url(server.url(), timeout_seconds=0.1) as store, pytest.raises(TimedOut) as caught:
        store.increment("n")
    assert [b"INCRBY", b"n", b"1"] not in server.commands
    assert not caught.value.maybe_applied


def test_a_connection_that_the_engine_closed_while_idle_is_replaced_unseen(
    server: Server, store: RedisKeyValue
) -> None:
    store.set("k", b"v")
    server._connections[0].shutdown(socket.SHUT_RDWR)
    assert store.set("k", b"w")
    assert len(server._connections) == 2
    assert len(server.commands) == 2


@pytest.mark.parametrize(("limit", "error"), [(1000, TooLarge), (2**30, Unavailable)])
def test_a_value_past_the_protocols_limit_ends_the_connection_and_is_too_large(
    monkeypatch: pytest.MonkeyPatch, limit: int, error: type[DependencyError]
) -> None:
    """The engine closes before the value has been sent, so that nothing can have been applied."""
    monkeypatch.setattr(_errors, "_MAX_VALUE_BYTES", limit)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def refuse() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(100)

        thread = threading.Thread(target=refuse)
        thread.start()
        client = single_shot(port=listener.getsockname()[1], protocol=2, driver_info=None)
        with pytest.raises(error):
            RedisKeyValue(client).set("k", bytes(32 * 1024 * 1024))
        thread.join()
        client.close()


def test_all_connections_in_use_is_throttled(server: Server) -> None:
    with RedisKeyValue.from_url(server.url(), max_connections=1) as store:
        pool = store.client.connection_pool
        taken = pool.get_connection()
        with pytest.raises(Throttled, match="raise max_connections") as caught:
            store.get("k")
        pool.release(taken)
        assert caught.value.code is KeyValueCode.TOO_MANY_CLIENTS
        assert store.set("k", b"v")


def secrets_in(error: BaseException) -> bool:
    """Return whether the password shows anywhere in what a traceback prints."""
    return SECRET in "".join(traceback.format_exception(error)) + repr(error)


@pytest.mark.parametrize("options", ["protocol=2", "protocol=3"])
def test_a_login_that_an_old_engine_echoes_is_concealed(server: Server, options: str) -> None:
    server.introductions = set()
    server.replies(f"-ERR unknown command `HELLO`, with args beginning with: `3`, `AUTH`, `default`, `{SECRET}`, ")
    with RedisKeyValue.from_url(server.url(options)) as store, pytest.raises(DependencyError) as caught:
        store.get("k")
    assert not secrets_in(caught.value)
    assert "***" in str(caught.value)


def test_no_password_shows_in_errors_or_in_the_adapter_itself(server: Server) -> None:
    server.close()
    store = RedisKeyValue.from_url(server.url(), prefix="p:")
    with pytest.raises(Unavailable) as caught:
        store.get("k")
    assert not secrets_in(caught.value)
    assert repr(store) == f"RedisKeyValue(127.0.0.1:{server.port}/3, prefix='p:')"


@pytest.mark.parametrize("url", [f"redis://user:{SECRET}/x@host:6379", f"http://{SECRET}@host", f"redis://h:{SECRET}"])
def test_a_malformed_url_is_refused_without_being_quoted(url: str) -> None:
    with pytest.raises(ValueError, match="percent-encode") as caught:
        RedisKeyValue.from_url(url)
    assert not secrets_in(caught.value)
    assert caught.value.__context__ is None


def test_the_client_of_from_url_never_repeats() -> None:
    retry = RedisKeyValue.from_url("redis://localhost").client.get_retry()
    assert retry is not None
    assert retry.get_retries() == 0


def test_from_url_speaks_tls_when_asked() -> None:
    pool = RedisKeyValue.from_url("rediss://localhost").client.connection_pool
    assert pool.connection_class is redis.SSLConnection


def test_time_outs_and_pool_size_reach_the_client() -> None:
    store = RedisKeyValue.from_url("redis://h", timeout_seconds=1.5, connect_timeout_seconds=2.5, max_connections=7)
    pool = store.client.connection_pool
    assert pool.connection_kwargs["socket_timeout"] == 1.5
    assert pool.connection_kwargs["socket_connect_timeout"] == 2.5
    assert pool.max_connections == 7
    with pytest.raises(ValueError, match="at least 1, not 0"):
        RedisKeyValue.from_url("redis://h", max_connections=0)


@pytest.mark.parametrize(
    "client",
    [
        redis.Redis(),
        redis.Redis(retry=Retry(NoBackoff(), 1)),
        redis.Redis(retry=Retry(NoBackoff(), -1)),
        redis.Redis(connection_pool=redis.ConnectionPool(retry_on_timeout=True)),
        redis.Redis(connection_pool=redis.ConnectionPool(retry_on_error=[OSError])),
    ],
)
def test_a_client_that_repeats_by_itself_is_refused(client: redis.Redis) -> None:
    with pytest.raises(ValueError, match=r"give redis.Redis\(retry=Retry\(NoBackoff\(\), 0\)\)"):
        RedisKeyValue(client)


def test_a_client_that_decodes_is_refused() -> None:
    with pytest.raises(ValueError, match="decode_responses=False"):
        RedisKeyValue(single_shot(decode_responses=True))
    with pytest.raises(ValueError, match="decode_responses=False"):
        RedisKeyValue.from_url("redis://localhost?decode_responses=True")


@pytest.mark.parametrize("client", [object(), redis.asyncio.Redis(), single_shot().pipeline()])
def test_what_is_no_client_is_refused(client: Any) -> None:
    with pytest.raises(TypeError, match=r"expected a redis.Redis"):
        RedisKeyValue(client)


def test_a_prefix_is_text_that_can_be_encoded() -> None:
    with pytest.raises(TypeError):
        RedisKeyValue(single_shot(), prefix=b"p")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="surrogates"):
        RedisKeyValue(single_shot(), prefix="\ud800")


def test_the_clients_response_callbacks_stay_its_own(server: Server) -> None:
    """The port does not use them, and the client goes on using them."""
    client = single_shot(port=server.port, protocol=2)
    client.set_response_callback("GET", lambda _: "called back")
    before = dict(client.response_callbacks)
    store = RedisKeyValue(client)
    server.replies("$1\r\nv")
    assert store.get("k") == b"v"
    assert store.client.get("k") == "called back"
    assert dict(client.response_callbacks) == before
    client.close()


def test_closing_closes_what_was_opened_here_and_leaves_a_given_client_open(server: Server) -> None:
    given = single_shot(port=server.port, protocol=2)
    with RedisKeyValue(given) as store:
        store.set("k", b"v")
    assert given.connection_pool._available_connections[0].is_connected
    given.close()
    with RedisKeyValue.from_url(server.url()) as store:
        store.set("k", b"v")
        connection = store.client.connection_pool._available_connections[0]
    assert not connection.is_connected


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_without_redis_py_the_import_names_the_extra() -> None:
    done = run_python("import sys; sys.modules['redis'] = None; import verifake.adapters.redis")
    assert done.returncode == 1
    assert "ImportError: verifake.adapters.redis needs redis-py: pip install 'verifake[redis]'" in done.stderr


def test_the_adapter_loads_nothing_of_the_testing_world() -> None:
    done = run_python(
        "import sys, verifake.adapters.redis\n"
        "print(sorted({'pytest', 'hypothesis', 'pydantic', 'fakeredis'} & sys.modules.keys()))"
    )
    assert done.stdout == "[]\n", done.stderr
