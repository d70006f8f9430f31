"""Lists on the Redis adapter: what is sent, and how long a call that waits is waited for."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.redis_server import Server
from verifake.adapters.redis import RedisKeyValue
from verifake.errors import InvalidRequest, TimedOut
from verifake.ports.keyvalue import End, KeyValueCode

BRIEF = 0.1
"""How long the adapter waits for an ordinary reply, in seconds."""


@pytest.fixture
def store(server: Server) -> Iterator[RedisKeyValue]:
    """An adapter with one connection: whatever is not given back, or spoils what follows, is noticed."""
    url = server.url()
    with RedisKeyValue.from_url(url, prefix="p:", timeout_seconds=BRIEF, max_connections=1) as store:
        yield store


@contextmanager
def interrupted() -> Iterator[None]:
    """Press Ctrl-C while the block runs, and expect it to end by that."""
    # In the background, where a shell lets processes ignore it, too.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    press = threading.Timer(BRIEF, lambda: signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT))
    press.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            yield
    finally:
        press.join()
        signal.signal(signal.SIGINT, before)


def later(server: Server, seconds: float, reply: bytes) -> None:
    """Let the server answer after some time."""

    def answer(_: list[bytes]) -> bytes:
        time.sleep(seconds)
        return reply

    server.answer = answer


SENT: list[tuple[Callable[[RedisKeyValue], object], str, list[bytes]]] = [
    (lambda kv: kv.list_push("k", b"a", b"b"), ":2", [b"RPUSH", b"p:k", b"a", b"b"]),
    (lambda kv: kv.list_push("k", b"a", end=End.LEFT), ":1", [b"LPUSH", b"p:k", b"a"]),
    (lambda kv: kv.list_push("k", b"a", only_if_present=True), ":0", [b"RPUSHX", b"p:k", b"a"]),
    (lambda kv: kv.list_push("k", b"a", end=End.LEFT, only_if_present=True), ":0", [b"LPUSHX", b"p:k", b"a"]),
    (lambda kv: kv.list_pop("k"), "$-1", [b"LPOP", b"p:k"]),
    (lambda kv: kv.list_pop_many("k", 2, end=End.RIGHT), "*-1", [b"RPOP", b"p:k", b"2"]),
    (lambda kv: kv.list_pop_first("a", "b", count=3), "*-1", [b"LMPOP", b"2", b"p:a", b"p:b", b"LEFT", b"COUNT", b"3"]),
    (lambda kv: kv.list_move("a", "b", take=End.RIGHT), "$-1", [b"LMOVE", b"p:a", b"p:b", b"RIGHT", b"RIGHT"]),
    (lambda kv: kv.list_get("k", 2**70), "$-1", [b"LINDEX", b"p:k", b"18446744073709551616"]),
    (lambda kv: kv.list_set("k", -1, b"v"), "+OK", [b"LSET", b"p:k", b"-1", b"v"]),
    (lambda kv: kv.list_insert("k", b"p", b"v"), ":1", [b"LINSERT", b"p:k", b"BEFORE", b"p", b"v"]),
    (lambda kv: kv.list_insert("k", b"p", b"v", after=True), ":1", [b"LINSERT", b"p:k", b"AFTER", b"p", b"v"]),
    (lambda kv: kv.list_remove("k", b"v", count=-2), ":1", [b"LREM", b"p:k", b"-2", b"v"]),
    (lambda kv: kv.list_trim("k", 1, -1), "+OK", [b"LTRIM", b"p:k", b"1", b"-1"]),
    (lambda kv: kv.list_range("k", 0, 1), "*0", [b"LRANGE", b"p:k", b"0", b"1"]),
    (lambda kv: kv.list_length("k"), ":0", [b"LLEN", b"p:k"]),
    (lambda kv: kv.list_position("k", b"v"), "$-1", [b"LPOS", b"p:k", b"v", b"RANK", b"1", b"MAXLEN", b"0"]),
    (
        lambda kv: kv.list_positions("k", b"v", rank=-1),
        "*0",
        [b"LPOS", b"p:k", b"v", b"RANK", b"-1", b"COUNT", b"0", b"MAXLEN", b"0"],
    ),
    (lambda kv: kv.list_pop_waiting("a", "b", timeout_seconds=0), "*-1", [b"BLPOP", b"p:a", b"p:b", b"0"]),
    (lambda kv: kv.list_pop_waiting("k", timeout_seconds=0.25, end=End.RIGHT), "*-1", [b"BRPOP", b"p:k", b"0.25"]),
    (
        lambda kv: kv.list_pop_first_waiting("k", timeout_seconds=1e-05, count=2),
        "*-1",
        [b"BLMPOP", b"1e-05", b"1", b"p:k", b"LEFT", b"COUNT", b"2"],
    ),
    (
        lambda kv: kv.list_move_waiting("a", "b", timeout_seconds=5, put=End.LEFT),
        "*-1",
        [b"BLMOVE", b"p:a", b"p:b", b"LEFT", b"LEFT", b"5"],
    ),
]


@pytest.mark.parametrize(("call", "reply", "command"), SENT, ids=[row[2][0].decode() for row in SENT])
def test_an_operation_is_one_command_with_prefixed_keys(
    server: Server, store: RedisKeyValue, call: Callable[[RedisKeyValue], object], reply: str, command: list[bytes]
) -> None:
    server.replies(reply)
    call(store)
    assert server.commands == [command]


@pytest.mark.parametrize("seconds", [0.4, 5, 10_000_000, 7.4e15, 0, -0.0001])
def test_a_call_that_waits_is_not_cut_off_by_the_time_out_for_replies(
    server: Server, store: RedisKeyValue, seconds: float
) -> None:
    later(server, 3 * BRIEF, b"*2\r\n$3\r\np:k\r\n$1\r\na\r\n")
    assert store.list_pop_waiting("k", timeout_seconds=seconds) == ("k", b"a")


def test_a_reply_that_is_overdue_is_not_waited_for(server: Server, store: RedisKeyValue) -> None:
    given_up = threading.Event()
    server.answer = lambda _: b"*-1\r\n" if given_up.wait(20) else None
    began = time.monotonic()
    with pytest.raises(TimedOut) as caught:
        store.list_pop_waiting("k", timeout_seconds=2 * BRIEF)
    assert time.monotonic() - began >= 3 * BRIEF
    assert (caught.value.code, caught.value.maybe_applied) == (KeyValueCode.TIMED_OUT, True)
    server.replies("$-1")
    assert store.get("k") is None
    given_up.set()


def test_the_next_reply_is_waited_for_as_long_as_ever(server: Server, store: RedisKeyValue) -> None:
    server.replies("*-1")
    assert store.list_pop_waiting("k", timeout_seconds=0) is None
    later(server, 5 * BRIEF, b"$-1\r\n")
    with pytest.raises(TimedOut):
        store.get("k")


def test_a_call_that_waits_can_be_interrupted_and_leaves_nothing_behind(server: Server, store: RedisKeyValue) -> None:
    later(server, 4 * BRIEF, b"*2\r\n$3\r\np:k\r\n$1\r\na\r\n")
    with interrupted():
        store.list_pop_waiting("k", timeout_seconds=0)
    server.replies("$5\r\nvalue")
    assert store.get("k") == b"value"


def test_a_connection_that_is_lost_while_waiting_may_have_popped(server: Server, store: RedisKeyValue) -> None:
    server.answer = lambda _: None
    with pytest.raises(TimedOut) as caught:
        store.list_pop_waiting("k", timeout_seconds=0)
    assert (caught.value.code, caught.value.maybe_applied) == (KeyValueCode.UNREACHABLE, True)


def test_a_call_that_is_refused_leaves_its_connection_to_the_next(server: Server, store: RedisKeyValue) -> None:
    server.replies("-ERR timeout is negative")
    with pytest.raises(InvalidRequest) as caught:
        store.list_move_waiting("a", "b", timeout_seconds=-1)
    assert caught.value.code is KeyValueCode.INVALID_TIMEOUT
    server.replies("$-1")
    assert store.get("k") is None


@pytest.mark.parametrize(
    "call",
    [
        lambda kv: kv.list_pop_waiting("k", timeout_seconds="1"),
        lambda kv: kv.list_pop_waiting("k", timeout_seconds=None),
        lambda kv: kv.list_move_waiting("a", "b", timeout_seconds=True),
        lambda kv: kv.list_push("k", "text"),
        lambda kv: kv.list_pop("k", end="left"),
    ],
)
def test_a_wrong_python_type_is_refused_before_anything_is_sent(
    server: Server, store: RedisKeyValue, call: Callable[[Any], object]
) -> None:
    with pytest.raises(TypeError):
        call(store)
    assert server.commands == []
