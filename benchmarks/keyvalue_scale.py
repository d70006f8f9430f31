"""`FakeKeyValue` with a million keys, accessed at random: it slows down 1.5 times as much as a bare dict at most.

Any table of a million entries is slower than one of a thousand, since the processor's caches hold only the small one.
How much slower depends on the machine, and a bare dict shows it: the same keys in the same order.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from benchmarks._harness import Case, Growth, Work, each
from verifake.fakes.keyvalue import FakeKeyValue

__all__ = ["cases"]

_BAR: Final = 1.5
_CALLS: Final = 10_000
_ROUNDS: Final = 100
"""With so many rounds of so many calls, each of a million keys comes up once."""

_SEED: Final = 1
_VALUE: Final = b"chapter 12"
_HOUR_SECONDS: Final = 3600


def cases() -> Iterator[Case]:
    """Yield reads and writes of keys without a deadline, and reads of keys that have one."""
    for name, ours, peer in (
        ("get", _fake_get, _dict_get),
        ("set", _fake_set, _dict_set),
        ("get with a deadline", _fake_get_with_deadline, _dict_get),
    ):
        yield Growth(
            name=f"FakeKeyValue, 1k → 1M keys: {name}",
            against="dict",
            ours=ours,
            peer=peer,
            bar=_BAR,
            rounds=_ROUNDS,
            timer=time.thread_time,
        )


@lru_cache(maxsize=2)
def _entries(count: int) -> dict[str, bytes]:
    """Return `count` keys with a value each; the same objects for all sides."""
    return {f"session:{number}": b"chapter %d" % number for number in range(count)}


def _accesses(count: int) -> list[str]:
    """Return which keys are accessed, in turn: all, at random, and more than once where they do not fill a batch."""
    keys = list(_entries(count)) * max(1, _CALLS // count)
    random.Random(_SEED).shuffle(keys)
    return keys


def _fake(count: int) -> FakeKeyValue:
    fake = FakeKeyValue()
    for key, value in _entries(count).items():
        fake.set(key, value)
    return fake


def _fake_get(count: int) -> Work:
    return each(_fake(count).get, _accesses(count), calls=_CALLS)


def _fake_get_with_deadline(count: int) -> Work:
    fake = _fake(count)
    for key in _entries(count):
        fake.expire(key, _HOUR_SECONDS)
    return each(fake.get, _accesses(count), calls=_CALLS)


def _fake_set(count: int) -> Work:
    keys = _accesses(count)
    return each(_fake(count).set, keys, [_VALUE] * len(keys), calls=_CALLS)


def _dict_get(count: int) -> Work:
    return each(dict(_entries(count)).get, _accesses(count), calls=_CALLS)


def _dict_set(count: int) -> Work:
    keys = _accesses(count)
    return each(dict(_entries(count)).__setitem__, keys, [_VALUE] * len(keys), calls=_CALLS)
