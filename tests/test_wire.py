"""What the command layer answers is what Valkey answers, word for word and byte for byte, in both protocols."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle

import pytest

from tests.wire.connection import RawConnection, ask_session, missing
from tests.wire.pair import Count, Difference, Pair
from tests.wire.speaker import FORMS, Speaker, programs
from verifake.clock import EPOCH_NS
from verifake.engines import FrozenClock, Run, Running, catalogue
from verifake.fakes.keyvalue import FakeKeyValue
from verifake.ports.keyvalue.commands import COMMANDS, Session, find

SEED = 20
ROUNDS = 20
"""How often each form of a command is drawn."""

SUCCESSES = 3
NEVER_REFUSED = {"UNSUBSCRIBE", "PUNSUBSCRIBE", "PUBSUB NUMSUB", "INFO"}
"""They take any number of words and look at nothing."""

ENDS_THE_CONNECTION = {"QUIT"}

needs_valkey = pytest.mark.needs(missing())
PROTOCOLS = pytest.mark.parametrize("protocol", [2, 3])


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """An engine of our own: it is emptied again and again."""
    with pytest.MonkeyPatch.context() as patch, Run() as run:
        patch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("wire")))
        (running,) = catalogue()["valkey"].start(run, launcher="process")
        yield running


@pytest.fixture
def engine(running: Running) -> Iterator[RawConnection]:
    connection = RawConnection(running.url)
    yield connection
    connection.close()


other = engine
"""A second connection."""


def explore(engine: RawConnection, seed: int, rounds: int) -> Count:
    """Run programs on both, in either protocol in turn; raise `Difference` where they differ."""
    count = Count()
    for program, protocol in zip(programs(seed, rounds), cycle((2, 3))):
        pair = Pair(engine, protocol, count)
        if all(pair.step(words) for words in program):
            pair.finish()
    return count


@needs_valkey
def test_every_command_is_answered_as_by_the_engine(engine: RawConnection) -> None:
    count = explore(engine, SEED, ROUNDS)
    drawn = set(COMMANDS) - ENDS_THE_CONNECTION
    assert {name: count.done[name] for name in drawn if count.done[name] < SUCCESSES} == {}
    assert sum(count.not_modelled.values()) < sum(count.done.values()) / 100


@needs_valkey
@PROTOCOLS
def test_every_command_is_refused_as_by_the_engine(engine: RawConnection, protocol: int) -> None:
    count = Count()
    pair = Pair(engine, protocol, count)
    for name in sorted(set(COMMANDS) - ENDS_THE_CONNECTION):
        assert pair.start_over()
        for number in range(9):
            assert pair.run([*name.encode().split(), *[b"x"] * number])
    assert {name for name in COMMANDS if not count.refused[name]} == NEVER_REFUSED | ENDS_THE_CONNECTION


@needs_valkey
@pytest.mark.parametrize("name", ["APPEND", "LRANGE", "ZADD", "XINFO STREAM"])
def test_a_planted_mistake_is_noticed(engine: RawConnection, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(COMMANDS, name, replace(COMMANDS[name], run=lambda _, words: words[0]))
    with pytest.raises(Difference, match="engine: "):
        explore(engine, SEED, 10)


WAITS = [
    "BLPOP no-list {}",
    "BRPOP no-list {}",
    "BLMPOP {} 1 no-list LEFT",
    "BLMOVE no-list list LEFT RIGHT {}",
    "BRPOPLPUSH no-list list {}",
    "BZPOPMIN no-zset {}",
    "BZPOPMAX no-zset {}",
    "BZMPOP {} 1 no-zset MIN",
    "XREAD BLOCK {}000 STREAMS no-stream $",
    "XREADGROUP GROUP g c BLOCK {}000 STREAMS stream >",
]


@needs_valkey
@PROTOCOLS
@pytest.mark.parametrize("form", WAITS, ids=[form.split()[0] for form in WAITS])
def test_waiting_in_vain_ends_in_the_same_kind_of_nothing(
    running: Running, engine: RawConnection, other: RawConnection, protocol: int, form: str
) -> None:
    assert running.clock_file is not None
    clock, session = FrozenClock(running.clock_file), Session(FakeKeyValue())
    words = form.format(1).encode().split()
    for first in ([b"FLUSHALL"], [b"XGROUP", b"CREATE", b"stream", b"g", b"0", b"MKSTREAM"], _hello(protocol)):
        engine.ask(*first)
        session.answer(first)
    engine.send(*words)
    assert any(b"blocked_clients:1" in other.ask(b"INFO", b"clients")[1] for _ in range(100_000))
    clock.set_ns(EPOCH_NS + 2_000_000_000)
    try:
        assert ask_session(session, words) == [engine.read()]
    finally:
        clock.set_ns(EPOCH_NS)


def _hello(protocol: int) -> list[bytes]:
    return [b"HELLO", b"%d" % protocol]


@needs_valkey
def test_the_end_of_a_connection_is_acknowledged(engine: RawConnection) -> None:
    words = [b"QUIT", b"now"]
    assert ask_session(Session(FakeKeyValue()), words) == [engine.ask(*words)]


def test_the_grammar_speaks_of_every_command_and_of_no_other() -> None:
    spoken = {find(Speaker(lambda few: few[0]).command(form)).name for form in FORMS if not form.startswith("FOO")}
    assert spoken == set(COMMANDS) - ENDS_THE_CONNECTION
