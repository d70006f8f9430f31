"""How the KeyValue contract meets the fake and the engines."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Self

from verifake.clock import EPOCH_NS, VirtualClock
from verifake.contracts.keyvalue._backstage import ClientBackstage, FakeBackstage
from verifake.contracts.keyvalue._plant import Plant
from verifake.engines import FrozenClock, Journal
from verifake.ports.keyvalue import KeyType, KeyValue, Transaction
from verifake.proof import (
    ACTORS,
    TIME_BACK,
    TIME_EXACT,
    Actors,
    Arena,
    Backstage,
    ClauseClock,
    Engine,
    MovedTime,
    WaitedTime,
    World,
)

if TYPE_CHECKING:
    import redis

__all__ = ["open_dropin", "open_fake", "open_fakeredis", "open_server"]

_PLANTED: Final[Mapping[KeyType, tuple[str, tuple[str, ...]]]] = {
    KeyType.LIST: ("RPUSH", ("element",)),
    KeyType.SET: ("SADD", ("member",)),
    KeyType.SORTED_SET: ("ZADD", ("1", "member")),
    KeyType.HASH: ("HSET", ("field", "value")),
    KeyType.STREAM: ("XADD", ("0-1", "field", "value")),
}
"""For each kind the command that makes a value of it, and what follows the key."""


class _KeyValueWorld(World):
    def __init__(self, store: KeyValue, clock: ClauseClock, plant: Plant, backstage: Backstage) -> None:
        self._clock = clock
        self._actors = Actors(backstage)
        self._arguments = {"store": store, "clock": clock, "plant": plant, "actors": self._actors}

    @property
    def arguments(self) -> Mapping[str, Any]:
        return self._arguments

    @property
    def clock(self) -> ClauseClock:
        return self._clock

    def close(self) -> None:
        self._actors.close()


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
        return _KeyValueWorld(fake, MovedTime(EPOCH_NS, clock.set_ns), fake.plant, FakeBackstage(fake, clock))


class _ClientArena(Arena):
    """An engine behind a redis-py client. Each world has a prefix of its own; nothing else there is ever touched.

    Args:
        move: takes the engine's clock to a Unix time in nanoseconds; None where time is waited.
        journal: where keys are noted that somebody has to delete afterwards.
        says_who_waits: whether the engine can be asked which of its clients wait.
    """

    def __init__(
        self,
        engine: Engine,
        label: str,
        client: redis.Redis,
        *,
        move: Callable[[int], None] | None,
        journal: Journal | None = None,
        says_who_waits: bool = True,
    ) -> None:
        self._engine = engine
        self._client = client
        self._move = move
        self._journal = journal
        self._says_who_waits = says_who_waits
        self._prefix = f"verifake:{label}:"
        self._numbers = itertools.count()

    @property
    def time(self) -> str:
        return "moved" if self._move else "waited"

    @property
    def lacks(self) -> frozenset[str]:
        of_time = frozenset() if self._move else frozenset({TIME_EXACT, TIME_BACK})
        return of_time if self._says_who_waits else of_time | {ACTORS}

    def world(self) -> World:
        prefix = f"{self._prefix}{next(self._numbers)}:"
        client = self._client_of_world()
        plant: Any = _planter(client, prefix)
        if self._journal is not None:
            plant = _journalled(plant, prefix, self._journal)
        backstage = ClientBackstage(client, prefix, self._store, says_who_waits=self._says_who_waits)
        return _KeyValueWorld(self._store(client, prefix), self._clock(), plant, backstage)

    def _client_of_world(self) -> redis.Redis:
        """Return the client for one world: all share one engine."""
        return self._client

    def _store(self, client: redis.Redis, prefix: str) -> Any:
        from verifake.adapters.redis import RedisKeyValue  # noqa: PLC0415

        store = RedisKeyValue(client, prefix=prefix)
        return store if self._journal is None else _Journalled(store, prefix, self._journal)

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

    def __init__(self, target: KeyValue | Transaction, prefix: str, journal: Journal) -> None:
        self._target = target
        self._prefix = prefix
        self._journal = journal

    def __getattr__(self, name: str) -> Any:
        return _journalled(getattr(self._target, name), self._prefix, self._journal)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()


def _journalled(method: Callable[..., Any], prefix: str, journal: Journal) -> Callable[..., Any]:
    def call(*args: Any, **options: Any) -> Any:
        for key in _texts([*args, *options.values()]):
            journal.add(f"{prefix}{key}")
        returned = method(*args, **options)
        return _Journalled(returned, prefix, journal) if isinstance(returned, Transaction) else returned

    return call


def _texts(values: Iterable[Any]) -> Iterator[str]:
    """Return all text in `values`, and in what these consist of."""
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, (Mapping, tuple, list)):
            yield from _texts(value)


def _planter(client: redis.Redis, prefix: str) -> Plant:
    def plant(key: str, kind: KeyType) -> None:
        command, rest = _PLANTED[kind]
        with client.pipeline(transaction=True) as pipeline:
            pipeline.delete(f"{prefix}{key}")
            pipeline.execute_command(command, f"{prefix}{key}", *rest)  # type: ignore[no-untyped-call]
            pipeline.execute()

    return plant


def _unix_seconds(client: redis.Redis) -> float:
    seconds, microseconds = client.time()
    return float(seconds + microseconds / 1_000_000)


def open_fake(engine: Engine | None, label: str, **options: str) -> Arena:  # noqa: ARG001 - it shares nothing
    """Return the fake's arena: a new store, made with `options`, and a new clock for each world."""
    return _FakeArena(options)


class _DropinArena(Arena):
    """The adapter over the drop-in over a fake: what proves both, without an engine."""

    @property
    def time(self) -> str:
        return "virtual"

    def world(self) -> World:
        from redis.backoff import NoBackoff  # noqa: PLC0415
        from redis.retry import Retry  # noqa: PLC0415

        from verifake.adapters.redis import RedisKeyValue  # noqa: PLC0415
        from verifake.dropin.redis import client  # noqa: PLC0415
        from verifake.fakes.keyvalue import FakeKeyValue  # noqa: PLC0415

        clock = VirtualClock()
        fake = FakeKeyValue(clock=clock)

        def adapter() -> KeyValue:
            return RedisKeyValue(client(fake, retry=Retry(NoBackoff(), 0)))

        return _KeyValueWorld(
            adapter(), MovedTime(EPOCH_NS, clock.set_ns), fake.plant, FakeBackstage(fake, clock, adapter)
        )


def open_dropin(engine: Engine | None, label: str) -> Arena:  # noqa: ARG001 - it shares nothing
    """Return the arena of the drop-in: a new store and a new clock for each world."""
    return _DropinArena()


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


class _FakeredisArena(_ClientArena):
    """fakeredis, a server of its own for each world: what a script leaves there would meet the next."""

    def _client_of_world(self) -> redis.Redis:
        from fakeredis import FakeRedis, FakeServer  # noqa: PLC0415

        return FakeRedis(server=FakeServer(), retry=None)


def open_fakeredis(engine: Engine | None, label: str) -> Arena:
    """Return the arena of fakeredis, whose time is moved."""
    from fakeredis import FakeRedis  # noqa: PLC0415

    from verifake.contracts.keyvalue._fakeredis import MovedFakeredis  # noqa: PLC0415

    assert engine is not None
    moved = MovedFakeredis(EPOCH_NS)
    return _FakeredisArena(engine, label, FakeRedis(retry=None), move=moved.set_ns, says_who_waits=False)
