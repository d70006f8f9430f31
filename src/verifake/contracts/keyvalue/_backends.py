"""How the KeyValue contract meets the fake and the engines."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from verifake.clock import EPOCH_NS, VirtualClock
from verifake.contracts.keyvalue._plant import Plant
from verifake.engines import FrozenClock, Journal
from verifake.ports.keyvalue import KeyType, KeyValue
from verifake.proof import TIME_BACK, TIME_EXACT, Arena, ClauseClock, Engine, MovedTime, WaitedTime, World

if TYPE_CHECKING:
    import redis

__all__ = ["open_fake", "open_fakeredis", "open_server"]

_PLANTED: Final[Mapping[KeyType, tuple[str, tuple[str, ...]]]] = {
    KeyType.LIST: ("RPUSH", ("element",)),
    KeyType.SET: ("SADD", ("member",)),
    KeyType.SORTED_SET: ("ZADD", ("1", "member")),
    KeyType.HASH: ("HSET", ("field", "value")),
    KeyType.STREAM: ("XADD", ("*", "field", "value")),
}
"""For each kind the command that makes a value of it, and what follows the key."""


class _KeyValueWorld(World):
    def __init__(self, store: KeyValue, clock: ClauseClock, plant: Plant) -> None:
        self._clock = clock
        self._arguments = {"store": store, "clock": clock, "plant": plant}

    @property
    def arguments(self) -> Mapping[str, Any]:
        return self._arguments

    @property
    def clock(self) -> ClauseClock:
        return self._clock


class _FakeArena(Arena):
    def __init__(self, options: Mapping[str, Any]) -> None:
        self._options = options

    @property
    def time(self) -> str:
        return "virtual"

    def world(self) -> World:
        from verifake.fakes.keyvalue import FakeKeyValue  # noqa: PLC0415

        clock = VirtualClock()
        fake = FakeKeyValue(clock=clock, **self._options)
        return _KeyValueWorld(fake, MovedTime(EPOCH_NS, clock.set_ns), fake.plant)


class _ClientArena(Arena):
    """An engine behind a redis-py client. Each world has a prefix of its own; nothing else there is ever touched.

    Args:
        move: takes the engine's clock to a Unix time in nanoseconds; None where time is waited.
        journal: where keys are noted that somebody has to delete afterwards.
    """

    def __init__(
        self,
        engine: Engine,
        label: str,
        client: redis.Redis,
        *,
        move: Callable[[int], None] | None,
        journal: Journal | None = None,
    ) -> None:
        self._engine = engine
        self._client = client
        self._move = move
        self._journal = journal
        self._prefix = f"verifake:{label}:"
        self._numbers = itertools.count()

    @property
    def time(self) -> str:
        return "moved" if self._move else "waited"

    @property
    def lacks(self) -> frozenset[str]:
        return frozenset() if self._move else frozenset({TIME_EXACT, TIME_BACK})

    def world(self) -> World:
        from verifake.adapters.redis import RedisKeyValue  # noqa: PLC0415

        prefix = f"{self._prefix}{next(self._numbers)}:"
        store: Any = RedisKeyValue(self._client, prefix=prefix)
        plant: Any = _planter(self._client, prefix)
        if self._journal is not None:
            store, plant = _Journalled(store, prefix, self._journal), _journalled(plant, prefix, self._journal)
        return _KeyValueWorld(store, self._clock(), plant)

    def _clock(self) -> ClauseClock:
        return MovedTime(EPOCH_NS, self._move) if self._move else WaitedTime(lambda: _unix_seconds(self._client))

    def trouble(self) -> str | None:
        try:
            self._client.ping()
        except Exception as error:  # noqa: BLE001 - whatever it is, the engine does not answer
            identity = self._engine.identity
            return (
                f"{identity.name} {identity.version} ({identity.launcher}) no longer answers: {type(error).__name__}. "
                "It died or was stopped in mid-run, so nothing more is run on it. See its log, and run again."
            )
        return None

    def close(self) -> None:
        self._client.close()
        if self._journal is not None:
            self._journal.close()


class _Journalled:
    """A port object that notes every key before it is used: all text that the port takes is keys."""

    def __init__(self, store: KeyValue, prefix: str, journal: Journal) -> None:
        self._store = store
        self._prefix = prefix
        self._journal = journal

    def __getattr__(self, name: str) -> Any:
        return _journalled(getattr(self._store, name), self._prefix, self._journal)


def _journalled(method: Callable[..., Any], prefix: str, journal: Journal) -> Callable[..., Any]:
    def call(*args: Any, **options: Any) -> Any:
        for value in args:
            for key in value if isinstance(value, Mapping) else [value]:
                if isinstance(key, str):
                    journal.add(f"{prefix}{key}")
        return method(*args, **options)

    return call


def _planter(client: redis.Redis, prefix: str) -> Plant:
    def plant(key: str, kind: KeyType) -> None:
        command, rest = _PLANTED[kind]
        client.delete(f"{prefix}{key}")
        execute: Callable[..., Any] = client.execute_command
        execute(command, f"{prefix}{key}", *rest)

    return plant


def _unix_seconds(client: redis.Redis) -> float:
    seconds, microseconds = client.time()
    return float(seconds + microseconds / 1_000_000)


def open_fake(engine: Engine | None, label: str, **options: str) -> Arena:  # noqa: ARG001 - it shares nothing
    """Return the fake's arena: a new store, made with `options`, and a new clock for each world."""
    return _FakeArena(options)


def open_server(engine: Engine | None, label: str) -> Arena:
    """Return the arena of a Redis or Valkey server."""
    from verifake.adapters.redis import RedisKeyValue  # noqa: PLC0415
    from verifake.engines.valkey import settle  # noqa: PLC0415

    assert engine is not None
    client = RedisKeyValue.from_url(engine.url).client
    journal = Journal(engine.journal) if engine.journal else None
    if engine.clock_file is None:
        return _ClientArena(engine, label, client, move=None, journal=journal)
    frozen = FrozenClock(engine.clock_file)

    def move(unix_ns: int) -> None:
        frozen.set_ns(unix_ns)
        settle(client, unix_ns)

    return _ClientArena(engine, label, client, move=move, journal=journal)


def open_fakeredis(engine: Engine | None, label: str) -> Arena:
    """Return the arena of fakeredis, a server of its own in this process, whose time is moved."""
    from fakeredis import FakeRedis, FakeServer  # noqa: PLC0415

    from verifake.contracts.keyvalue._fakeredis import MovedFakeredis  # noqa: PLC0415

    assert engine is not None
    moved = MovedFakeredis(EPOCH_NS)
    client = FakeRedis(server=FakeServer(), retry=None)
    return _ClientArena(engine, label, client, move=moved.set_ns)
