"""What redis-py's clients ask of the server and of the connection, answered in process."""

from __future__ import annotations

import asyncio
from typing import Any
from unittest import mock

import pytest
import redis

from verifake.clock import VirtualClock
from verifake.dropin.redis import async_client, client
from verifake.errors import NotModelled
from verifake.fakes.keyvalue import FakeKeyValue

PROTOCOLS = pytest.mark.parametrize("protocol", [2, 3])


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def store(clock: VirtualClock) -> FakeKeyValue:
    return FakeKeyValue(clock=clock)


def test_time_is_that_of_the_store(store: FakeKeyValue, clock: VirtualClock) -> None:
    r = client(store)
    assert r.time() == (1_893_456_000, 0)
    clock.advance(1.002)
    assert r.time() == (1_893_456_001, 2000)
    with pytest.raises(redis.ResponseError, match="wrong number of arguments for 'time' command"):
        r.execute_command("TIME", "x")


def test_a_script_is_told_the_time_and_sees_none_pass() -> None:
    class Ticking(VirtualClock):
        def now_ns(self) -> int:
            self.advance(0.001)
            return super().now_ns()

    r = client(FakeKeyValue(clock=Ticking()))
    first, second = r.eval("return {redis.call('TIME')[2], redis.call('TIME')[2]}", 0)
    assert first == second
    assert r.time() != r.time()


def test_flushed_scripts_are_known_no_more(store: FakeKeyValue) -> None:
    r = client(store)
    digest = r.script_load("return 1")
    with pytest.raises(redis.ResponseError, match="only support SYNC"):
        r.execute_command("SCRIPT", "FLUSH", "LATER")
    assert r.script_exists(digest) == [True]
    assert r.script_flush() is True
    assert r.script_exists(digest) == [False]
    with pytest.raises(redis.exceptions.NoScriptError):
        r.evalsha(digest, 0)
    assert r.register_script("return 1")() == 1


@PROTOCOLS
def test_a_rank_comes_with_its_score_if_asked_for(store: FakeKeyValue, protocol: int) -> None:
    r = client(store, protocol=protocol)
    r.zadd("z", {"a": 1, "b": 2.5})
    assert (r.zrank("z", "b"), r.zrank("z", "b", withscore=True)) == (1, [1, 2.5])
    assert r.zrevrank("z", "b", withscore=True) == [0, 2.5]
    assert r.zrank("z", "none", withscore=True) is None
    assert r.zrank("none", "a", withscore=True) is None


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("z", "a", "WITHSCORES"), "syntax error"),
        (("s", "a", "OTHER"), "syntax error"),
        (("s", "a", "WITHSCORE"), "WRONGTYPE"),
        (("z", "a", "WITHSCORE", "x"), "wrong number of arguments for 'zrank' command"),
        (("z",), "wrong number of arguments for 'zrank' command"),
    ],
)
def test_a_rank_that_is_asked_for_wrongly_is_refused(store: FakeKeyValue, words: tuple[str, ...], error: str) -> None:
    r = client(store)
    r.set("s", "v")
    with pytest.raises(redis.ResponseError, match=error):
        r.execute_command("ZRANK", *words)


@pytest.mark.parametrize("name", ["CLIENT NO-EVICT", "CLIENT NO-TOUCH"])
def test_what_only_concerns_eviction_is_agreed_to(store: FakeKeyValue, name: str) -> None:
    r = client(store)
    assert r.execute_command(name, "ON") in {b"OK", True}
    with pytest.raises(redis.ResponseError, match="syntax error"):
        r.execute_command(name, "MAYBE")


def test_a_command_alone_is_not_charted_and_no_mistake(store: FakeKeyValue) -> None:
    with pytest.raises(NotModelled, match="COMMAND is not charted"):
        client(store).execute_command("COMMAND")
    with pytest.raises(redis.ResponseError, match="wrong number of arguments for 'client' command"):
        client(store).execute_command("CLIENT")


@PROTOCOLS
def test_no_confirmation_is_lost_when_the_last_subscription_ends(store: FakeKeyValue, protocol: int) -> None:
    with client(store, protocol=protocol).pubsub() as listener:
        for name in ("a", "b"):
            listener.subscribe(name)
        for name in ("a", "b"):
            listener.unsubscribe(name)
        received = [listener.get_message(timeout=0.01) for _ in range(5)]
    shown = [message and (message["type"], message["channel"]) for message in received]
    assert shown == [
        ("subscribe", b"a"),
        ("subscribe", b"b"),
        ("unsubscribe", b"a"),
        ("unsubscribe", b"b"),
        None,
    ]


@PROTOCOLS
def test_asyncio_asks_its_parser_at_once_while_it_listens(store: FakeKeyValue, protocol: int) -> None:
    async def main() -> None:
        listener: Any = async_client(store, protocol=protocol).pubsub()
        await listener.subscribe("c")
        assert (await listener.parse_response())[0] in {b"subscribe", "subscribe"}
        parser = listener.connection._parser
        with (
            mock.patch.object(parser, "read_response", side_effect=InterruptedError("now")),
            pytest.raises(redis.ConnectionError, match="now"),
        ):
            await asyncio.wait_for(listener.connection.read_response(), 5)
        await listener.aclose()

    asyncio.run(main())
