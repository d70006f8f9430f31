"""A sorted set of `FakeKeyValue` from a thousand members to a million: logarithmic, eight times slower at most.

The logarithm of the size doubles on the way. The rest is the share of the processor's caches, which hold the small set
only: the members are asked for at random, and each step of a search in the large one goes to main memory. What walked
through the members would be a thousand times slower.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from random import Random
from typing import Final

from benchmarks._harness import Case, Growth, Work, each
from verifake.fakes.keyvalue import FakeKeyValue

__all__ = ["cases"]

_BAR: Final = 8.0
_SMALL: Final = 1_000
_LARGE: Final = {"10k": 10_000, "100k": 100_000, "1M": 1_000_000}
_ROUNDS: Final = 100
_CALLS: Final = 200
_TEN: Final = 10
_SEED: Final = 1
_KEY: Final = "ranking"
_NEW: Final = b"newcomer"

Call = Callable[[FakeKeyValue, int], object]
"""Given the sorted set's store and a place in it, calls what is measured."""


def cases() -> Iterator[Case]:
    """Yield what is asked of a sorted set, and changes that its order has to follow, at three sizes each."""
    store_of = lru_cache(maxsize=None)(_store)
    for name, call in _CALLS_BY_NAME.items():
        for text, large in _LARGE.items():
            yield Growth(
                name=f"sorted set, 1k → {text} members: {name}",
                against="itself",
                ours=_work(call, store_of),
                small=_SMALL,
                large=large,
                bar=_BAR,
                rounds=_ROUNDS,
                timer=time.thread_time,
            )


def _store(size: int) -> FakeKeyValue:
    """Return a store with a sorted set of `size` members, whose scores are their places."""
    store = FakeKeyValue()
    store.sorted_add(_KEY, {b"member:%d" % place: place for place in range(size)})
    return store


def _work(call: Call, store_of: Callable[[int], FakeKeyValue]) -> Callable[[int], Work]:
    """Return what makes the work of calling `call` at random places of a set of a given size."""

    def make(size: int) -> Work:
        places = Random(_SEED).choices(range(size - _TEN), k=_ROUNDS * _CALLS)
        return each(call, [store_of(size)] * len(places), places, calls=_CALLS)

    return make


def _add_remove(store: FakeKeyValue, place: int) -> None:
    """Add a member and remove it; the rank that is asked for in between and after is what makes the order follow."""
    store.sorted_add(_KEY, {_NEW: place + 0.5})
    store.sorted_rank(_KEY, _NEW)
    store.sorted_remove(_KEY, _NEW)
    store.sorted_rank(_KEY, b"member:%d" % place)


_CALLS_BY_NAME: Final[Mapping[str, Call]] = {
    "rank": lambda store, place: store.sorted_rank(_KEY, b"member:%d" % place),
    "ten by rank": lambda store, place: store.sorted_range(_KEY, place, place + _TEN - 1),
    "ten by score": lambda store, place: store.sorted_range_by_score(_KEY, place, place + _TEN - 1),
    "add, rank, remove, rank": _add_remove,
}
