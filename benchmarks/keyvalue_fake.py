"""`FakeKeyValue` beside fakeredis, each as it is made by default, in this process: 5% of its time at most."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

from fakeredis import FakeRedis

from benchmarks._harness import Case, Ratio, each
from verifake.fakes.keyvalue import FakeKeyValue

__all__ = ["cases"]

_BAR: Final = 0.05
_KEYS: Final = 1_000
_CALLS: Final = 1_000
_PEER_CALLS: Final = 100
"""Fewer, since they are slower; a batch of either is long enough to be warm for the most part."""


def cases() -> Iterator[Case]:
    """Yield the operations that services' tests use most, on keys that are there."""
    fake, fakeredis = FakeKeyValue(), FakeRedis()
    keys = [f"session:{number}" for number in range(_KEYS)]
    counters = [f"counter:{number}" for number in range(_KEYS)]
    values, ttls_seconds = [b"chapter 12"] * _KEYS, [3600] * _KEYS
    for name, ours, peer, columns in (
        ("set", fake.set, fakeredis.set, (keys, values)),
        ("get", fake.get, fakeredis.get, (keys,)),
        ("increment", fake.increment, fakeredis.incr, (counters,)),
        ("expire", fake.expire, fakeredis.expire, (keys, ttls_seconds)),
    ):
        yield Ratio(
            name=f"FakeKeyValue: {name}",
            against="fakeredis",
            ours=each(ours, *columns, calls=_CALLS),
            peer=each(peer, *columns, calls=_PEER_CALLS),
            bar=_BAR,
            timer=time.thread_time,
        )
