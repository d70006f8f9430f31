"""Hashes, lists, sets and sorted sets of `FakeKeyValue` beside fakeredis, in this process: 5% of its time at most.

Changes of a sorted set that are each followed by a question of rank have a bar of their own, 8%: what they take beyond
the single operations is for the most part the work of sortedcontainers, on which fakeredis stands too.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

from fakeredis import FakeRedis, FakeServer

from benchmarks._harness import Case, Ratio, each
from benchmarks._keyvalue_operations import COLLECTIONS, FOLLOWED, fill
from verifake.dropin.redis import client
from verifake.fakes.keyvalue import FakeKeyValue

__all__ = ["cases"]

_BAR: Final = 0.05
_FOLLOWED_BAR: Final = 0.08
_ROUNDS: Final = 100
_CALLS: Final = 1_000
_PEER_CALLS: Final = 100
"""Fewer, since they are slower; a batch of either is long enough to be warm for the most part."""


def cases() -> Iterator[Case]:
    """Yield the operations that services' tests use most, on keys that are there."""
    fake, fakeredis = FakeKeyValue(), FakeRedis(server=FakeServer())
    fill(client(fake))
    fill(fakeredis)
    for operation in (*COLLECTIONS, FOLLOWED):
        yield Ratio(
            name=f"FakeKeyValue, {operation.name}",
            against="fakeredis",
            ours=each(operation.port(fake), *operation.columns, calls=_CALLS),
            peer=each(operation.client(fakeredis), *operation.columns, calls=_PEER_CALLS),
            bar=_FOLLOWED_BAR if operation is FOLLOWED else _BAR,
            rounds=_ROUNDS,
            timer=time.thread_time,
        )
