"""A `redis.Redis` that `FakeKeyValue` answers beside fakeredis, which is one too: 60% of its time at most.

What redis-py does itself, both take: it is most of what is left.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Final

import redis
from fakeredis import FakeRedis, FakeServer

from benchmarks._harness import Case, Ratio, each
from benchmarks._keyvalue_operations import COLLECTIONS, FOLLOWED, STRINGS, Call, fill
from verifake.dropin.redis import client
from verifake.fakes.keyvalue import FakeKeyValue

__all__ = ["cases"]

_BAR: Final = 0.60
_ROUNDS: Final = 100
_CALLS: Final = 100
_PIPELINES: Final = 20
"""How many pipelines a batch has."""

_AT_ONCE: Final = 10
"""How many commands a pipeline sends."""


def cases() -> Iterator[Case]:
    """Yield the operations that services' tests use most, on keys that are there, and pipelines of them."""
    ours, fakeredis = client(FakeKeyValue()), FakeRedis(server=FakeServer())
    fill(ours)
    fill(fakeredis)
    for operation in (*STRINGS, *COLLECTIONS, FOLLOWED):
        yield _ratio(operation.name, operation.client, operation.columns, ours, fakeredis, _CALLS)
    keys = [[f"string:{start + step}" for step in range(_AT_ONCE)] for start in range(_PIPELINES)]
    for name, transaction in (("pipeline of ten gets", False), ("transaction of ten gets", True)):
        yield _ratio(name, partial(_pipeline, transaction), (keys,), ours, fakeredis, _PIPELINES)


def _ratio(
    name: str,
    call: Callable[[redis.Redis], Call],
    columns: Sequence[Sequence[Any]],
    ours: redis.Redis,
    peer: redis.Redis,
    calls: int,
) -> Case:
    return Ratio(
        name=f"redis.Redis: {name}",
        against="fakeredis",
        ours=each(call(ours), *columns, calls=calls),
        peer=each(call(peer), *columns, calls=calls),
        bar=_BAR,
        rounds=_ROUNDS,
        timer=time.thread_time,
    )


def _pipeline(transaction: bool, client: redis.Redis) -> Call:
    """Return the call that gets several keys in one pipeline."""

    def get(keys: Sequence[str]) -> object:
        with client.pipeline(transaction=transaction) as pipeline:
            for key in keys:
                pipeline.get(key)
            return pipeline.execute()

    return get
