"""`RedisKeyValue` beside a `redis.Redis` with its default pool, both on one Valkey: 10% over it at most.

The same commands, of the same keys and values, in both versions of the protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

import redis

from benchmarks._harness import Case, Ratio, each
from verifake.adapters.redis import RedisKeyValue
from verifake.engines import Run, catalogue

__all__ = ["cases"]

_BAR: Final = 1.1
_ROUNDS: Final = 10_000
"""Of single calls: each waits for the engine, and may find the core taken by something else when it is answered."""

_KEYS: Final = 1_000
_AT_ONCE: Final = 10
"""How many keys the commands for many keys are given."""

_PROTOCOLS: Final = (2, 3)
_MINUTE_SECONDS: Final = 60
_MINUTE_MS: Final = 60_000

_Call = Callable[..., Any]


def cases() -> Iterator[Case]:
    """Yield the operations in each protocol, on an engine of our own that shares this process's core."""
    with Run() as run:
        # Not one that is attached: another machine's network would hide what the adapter costs.
        (engine,) = catalogue()["valkey"].start(run, launcher="process")
        for protocol in _PROTOCOLS:
            yield from _on(engine.url, protocol)


def _on(url: str, protocol: int) -> Iterator[Case]:
    place = urlsplit(url)
    with (
        RedisKeyValue.from_url(f"{url}?protocol={protocol}") as store,
        redis.Redis(host=str(place.hostname), port=int(place.port or 0), protocol=protocol) as client,
    ):
        for name, ours, peer, columns in _operations(store, client):
            yield Ratio(
                name=f"RedisKeyValue: {name}",
                against=f"redis.Redis, RESP{protocol}",
                ours=each(ours, *columns, calls=1),
                peer=each(peer, *columns, calls=1),
                bar=_BAR,
                rounds=_ROUNDS,
            )


def _operations(store: RedisKeyValue, client: redis.Redis) -> Iterator[tuple[str, _Call, _Call, tuple[list[Any], ...]]]:
    """Yield a name, our call and the client's, and the columns of arguments that both are given."""
    keys = [f"session:{number}" for number in range(_KEYS)]
    counters = [f"counter:{number}" for number in range(_KEYS)]
    values = [b"chapter 12"] * _KEYS
    lists = [keys[at : at + _AT_ONCE] for at in range(0, _KEYS, _AT_ONCE)]
    dicts = [dict.fromkeys(some, b"chapter 12") for some in lists]
    yield "set", store.set, client.set, (keys, values)
    yield "get", store.get, client.get, (keys,)
    set_with_ttl = partial(store.set, ttl_seconds=_MINUTE_SECONDS), partial(client.set, px=_MINUTE_MS)
    yield "set with a TTL", *set_with_ttl, (keys, values)
    expire = partial(store.expire, ttl_seconds=_MINUTE_SECONDS), partial(client.pexpire, time=_MINUTE_MS)
    yield "expire", *expire, (keys,)
    yield "increment", store.increment, client.incr, (counters,)
    yield f"set_many of {_AT_ONCE}", store.set_many, client.mset, (dicts,)
    yield f"get_many of {_AT_ONCE}", lambda some: store.get_many(*some), client.mget, (lists,)
    yield "delete", store.delete, client.delete, (keys,)
