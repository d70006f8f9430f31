"""A real redis-py client, answered in process by the fake."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import redis
import redis.asyncio
from redis.backoff import NoBackoff
from redis.retry import Retry

from verifake.clock import VirtualClock
from verifake.dropin.redis import async_client, client
from verifake.errors import NotModelled
from verifake.fakes.keyvalue import FakeKeyValue

PROTOCOLS = pytest.mark.parametrize("protocol", [2, 3])


@pytest.fixture
def store() -> FakeKeyValue:
    return FakeKeyValue(clock=VirtualClock())


def test_it_is_a_redis_of_redis_py(store: FakeKeyValue) -> None:
    assert type(client(store)) is redis.Redis
    assert type(async_client(store)) is redis.asyncio.Redis


def test_a_store_that_is_not_in_this_process_is_refused() -> None:
    stranger: Any = object()
    with pytest.raises(TypeError, match="FakeKeyValue"):
        client(stranger)


@PROTOCOLS
def test_replies_have_the_shapes_of_redis_py(store: FakeKeyValue, protocol: int) -> None:
    r = client(store, protocol=protocol)
    assert r.set("k", "v", ex=5) is True
    assert (r.get("k"), r.ttl("k"), r.exists("k", "none")) == (b"v", 5, 1)
    assert r.hset("h", mapping={"f": 1, "g": 2}) == 2
    assert r.hgetall("h") == {b"f": b"1", b"g": b"2"}
    assert r.zadd("z", {"a": 1.5, "b": 2}) == 2
    assert [(member, score) for member, score in r.zrange("z", 0, -1, withscores=True)] == [(b"a", 1.5), (b"b", 2.0)]
    assert r.sadd("s", "a", "b") == 2
    assert r.smembers("s") == {b"a", b"b"}
    assert r.xadd("x", {"f": "v"}, id="1-1") == b"1-1"
    assert r.incrbyfloat("n", 0.1) == 0.1


@PROTOCOLS
def test_the_time_is_that_of_the_clock(protocol: int) -> None:
    clock = VirtualClock(1_893_456_000_123_999_999)
    assert client(FakeKeyValue(clock=clock), protocol=protocol).time() == (1_893_456_000, 123_000)


@PROTOCOLS
def test_strings_are_decoded_if_the_client_says_so(store: FakeKeyValue, protocol: int) -> None:
    r = client(store, protocol=protocol, decode_responses=True)
    r.rpush("l", "ключ")
    assert r.lrange("l", 0, -1) == ["ключ"]
    assert r.pipeline().get("none").lrange("l", 0, -1).execute() == [None, ["ключ"]]


@PROTOCOLS
def test_errors_are_those_of_redis_py(store: FakeKeyValue, protocol: int) -> None:
    r = client(store, protocol=protocol)
    r.set("k", "v")
    with pytest.raises(redis.ResponseError, match="WRONGTYPE Operation against a key"):
        r.lpush("k", "x")
    with pytest.raises(redis.ResponseError, match="value is not an integer or out of range"):
        r.incr("k")
    with pytest.raises(redis.exceptions.NoScriptError):
        r.evalsha("0" * 40, 0)
    with pytest.raises(redis.ResponseError, match="unknown command 'NOSUCH'"):
        r.execute_command("NOSUCH", "a")


def test_a_transaction_is_retried_when_a_watched_key_changes(store: FakeKeyValue) -> None:
    r, other = client(store), client(store)
    r.set("n", 1)
    seen = []

    def add(pipe: redis.client.Pipeline) -> None:
        seen.append(pipe.get("n"))
        if len(seen) == 1:
            other.incr("n")
        pipe.multi()
        pipe.incr("n", 10)

    r.transaction(add, "n")
    assert (seen, r.get("n")) == ([b"1", b"2"], b"12")


def test_what_is_not_charted_names_the_nearest_command(store: FakeKeyValue) -> None:
    with pytest.raises(NotModelled, match="SETBIT is not charted by the KeyValue port; the nearest command that is: "):
        client(store).setbit("k", 1, 1)


@pytest.mark.parametrize(
    "words",
    [
        "SELECT 1",
        "SET k v IFEQ v",
        "XREAD STREAMS x x 0 0",
        "XCLAIM x g c 0 1-1 LASTID 1-1",
        "XINFO STREAM x FULL",
        "ZUNION 2 z z WEIGHTS 1 2",
        "PEXPIREAT k 9223372036854775807",
        "INCRBYFLOAT k 0.12345678901234567890",
    ],
)
def test_what_the_engine_would_answer_and_the_port_does_not_chart_is_said(store: FakeKeyValue, words: str) -> None:
    r = client(store)
    r.xgroup_create("x", "g", mkstream=True)
    with pytest.raises(NotModelled):
        r.execute_command(*words.split())


@pytest.mark.parametrize("table", ["map={a=1}", "set={a=true}", "big_number='1'", "verbatim_string={string='a'}"])
def test_what_only_version_3_of_the_protocol_has_is_not_modelled_in_scripts(store: FakeKeyValue, table: str) -> None:
    with pytest.raises(NotModelled, match="big numbers"):
        client(store).eval(f"return {{{table}}}", 0)


@pytest.mark.parametrize(("protocol", "double"), [(2, b"3.5"), (3, 3.5)])
def test_text_and_doubles_are_read_as_redis_py_reads_them(store: FakeKeyValue, protocol: int, double: object) -> None:
    r = client(store, protocol=protocol)
    assert r.eval("return {double=3.5}", 0) == double
    assert r.info("server")["redis_version"] == "7.2.4"


@PROTOCOLS
def test_the_connection_can_be_spoken_to(store: FakeKeyValue, protocol: int) -> None:
    r = client(store, protocol=protocol)
    connection = r.connection_pool.get_connection()
    connection.send_command("ECHO", "hi")
    connection.send_command("PING")
    assert [connection.read_response(), connection.read_response()] == [b"hi", b"PONG"]
    connection.send_packed_command(connection.pack_commands([("SET", "k", "v"), ("GET", "k")]))
    assert [connection.read_response(), connection.read_response()] == [b"OK", b"v"]
    r.connection_pool.release(connection)


def test_several_commands_of_which_one_is_not_charted_leave_nothing_to_be_read(store: FakeKeyValue) -> None:
    r = client(store)
    with pytest.raises(NotModelled):
        r.pipeline(transaction=False).set("k", "v").setbit("k", 1, 1).execute()
    assert r.get("k") == b"v"
    connection = r.connection_pool.get_connection()
    with pytest.raises(NotModelled):
        connection.send_packed_command(connection.pack_commands([("GET", "k"), ("SETBIT", "k", 1, 1)]))
    connection.send_command("PING")
    assert connection.read_response() == b"PONG"
    r.connection_pool.release(connection)


def test_a_word_that_is_too_long_ends_a_pipeline_there(store: FakeKeyValue, monkeypatch: pytest.MonkeyPatch) -> None:
    r = client(store, retry=Retry(NoBackoff(), 0))
    monkeypatch.setattr("verifake.dropin.redis._socket._LONGEST_WORD", 100)
    with pytest.raises(redis.ConnectionError, match="Connection reset by peer"):
        r.pipeline(transaction=False).set("k", "v").set("long", b"x" * 101).set("after", "v").execute()
    assert r.mget("k", "long", "after") == [b"v", None, None]


@PROTOCOLS
def test_a_pipeline_may_begin_to_listen(store: FakeKeyValue, protocol: int) -> None:
    connection = client(store, protocol=protocol).connection_pool.get_connection()
    connection.send_packed_command(connection.pack_commands([("PING",), ("SUBSCRIBE", "c"), ("UNSUBSCRIBE", "c")]))
    assert connection.read_response() == b"PONG"
    assert connection.read_response(push_request=True) == [b"subscribe", b"c", 1]
    assert connection.read_response(push_request=True) == [b"unsubscribe", b"c", 0]
    connection.disconnect()


@PROTOCOLS
def test_messages_are_delivered(store: FakeKeyValue, protocol: int) -> None:
    r = client(store, protocol=protocol)
    with r.pubsub(ignore_subscribe_messages=True) as listener:
        listener.subscribe("c")
        listener.psubscribe("c*")
        assert [listener.get_message(timeout=0.1) for _ in range(2)] == [None, None]
        assert r.publish("c", "hi") == 2
        received = [listener.get_message(timeout=0.1) for _ in range(3)]
    assert [message and message["type"] for message in received] == ["message", "pmessage", None]


def test_a_blocking_pop_alone_lets_virtual_time_pass(store: FakeKeyValue) -> None:
    r = client(store)
    before = store.clock.now_ns()
    assert r.blpop("l", timeout=30) is None
    assert store.clock.now_ns() - before == pytest.approx(30e9, abs=2e6)


def test_scripts_and_locks_work(store: FakeKeyValue) -> None:
    r = client(store)
    assert r.register_script("return {KEYS[1], ARGV[1]}")(keys=["k"], args=["a"]) == [b"k", b"a"]
    with r.lock("lock", timeout=10):
        assert r.exists("lock") == 1
    assert r.exists("lock") == 0


def test_every_key_is_scanned_and_flushed(store: FakeKeyValue) -> None:
    r = client(store)
    r.mset({f"k{number}": "v" for number in range(50)})
    assert len(list(r.scan_iter(match="k*", count=7))) == r.dbsize() == len(r.keys("*")) == 50
    assert r.flushdb() is True
    assert r.dbsize() == 0


@PROTOCOLS
def test_asyncio_waits_without_holding_the_loop_up(store: FakeKeyValue, protocol: int) -> None:
    async def main() -> None:
        r: Any = async_client(store, protocol=protocol, decode_responses=True)
        popped = asyncio.ensure_future(r.blpop(["l"], timeout=5))
        await asyncio.sleep(0.01)
        assert not popped.done()
        await r.rpush("l", "x")
        assert list(await popped or ()) == ["l", "x"]
        async with r.pipeline() as pipe:
            assert await pipe.set("k", 1).incr("k").execute() == [True, 2]
        await r.aclose()

    asyncio.run(main())
