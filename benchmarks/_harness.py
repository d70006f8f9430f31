"""How benchmarks measure: the same work on several sides, in turn, and the median of what each round shows.

The speed of a shared machine changes from one second to the next, so that times are never judged, only ratios of
times that were taken right after one another. A round times every side once; every other round goes in reverse, so
that a drift favours neither. A round that something else disturbed is one ratio among many, and the median passes
over it, as long as most batches are not interrupted: so they are short, or `Case.timer` does not count what others do.
(pyperf, the known library, runs one side to its end and then the other.)

A benchmark is a `Case`. A module of cases has a function ``cases()`` that yields them, and holds what they need open
until the last is measured.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import cycle
from statistics import median, quantiles
from typing import Any, Final, Self

__all__ = ["Case", "Growth", "Ratio", "Result", "Work", "each", "measure", "pin_to_one_core"]

_QUICK_ROUNDS: Final = 3
_QUICK_LARGE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Work:
    """A batch of equal calls, timed as a whole.

    Attributes:
        run: makes the calls.
        calls: how many they are.
    """

    run: Callable[[], object]
    calls: int = 1


def each(function: Callable[..., object], *columns: Sequence[Any], calls: int) -> Work:
    """Return the work of calling `function` with the next `calls` rows of `columns`, again and again from the top.

    The loop runs in C, at some ten nanoseconds a call.
    """
    starts = range(0, len(columns[0]) - calls + 1, calls)
    batches = cycle([tuple(column[at : at + calls] for column in columns) for at in starts])
    return Work(lambda: deque(map(function, *next(batches)), maxlen=0), calls)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(ABC):
    """One figure and its bar.

    Attributes:
        name: what is measured.
        against: what it is compared with.
        bar: what the figure may be at most.
        rounds: how many rounds are measured.
        timer: tells seconds. Where the work is this thread's alone, `time.thread_time`, which stands still while others
            have the processor.
    """

    name: str
    against: str
    bar: float
    rounds: int = 300
    timer: Callable[[], float] = time.perf_counter

    @abstractmethod
    def works(self) -> dict[str, Work]:
        """Return the sides, made for this call."""

    @abstractmethod
    def figure(self, seconds: Mapping[str, float]) -> float:
        """Return the figure of one round, given what a call took on each side."""

    def quick(self) -> Self:
        """Return a small version, which shows that the case runs and says nothing of speed."""
        return replace(self, rounds=_QUICK_ROUNDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio(Case):
    """How long ours takes, where the peer takes 1."""

    ours: Work
    peer: Work

    def works(self) -> dict[str, Work]:
        return {"ours": self.ours, "peer": self.peer}

    def figure(self, seconds: Mapping[str, float]) -> float:
        return seconds["ours"] / seconds["peer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth(Case):
    """By what a call slows down between a small collection and a large one, where the peer slows down by 1.

    Attributes:
        ours: makes the work on a collection of a given size.
        peer: the same; None where the slowdown itself is the figure.
        small: the size of the small collection.
        large: that of the large one.
    """

    ours: Callable[[int], Work]
    peer: Callable[[int], Work] | None = None
    small: int = 1_000
    large: int = 1_000_000

    def works(self) -> dict[str, Work]:
        sides = {"ours": self.ours} | ({"peer": self.peer} if self.peer else {})
        sizes = {"small": self.small, "large": self.large}
        return {f"{side}, {size}": make(sizes[size]) for side, make in sides.items() for size in sizes}

    def figure(self, seconds: Mapping[str, float]) -> float:
        ours = seconds["ours, large"] / seconds["ours, small"]
        return ours / (seconds["peer, large"] / seconds["peer, small"]) if self.peer else ours

    def quick(self) -> Self:
        return replace(self, rounds=_QUICK_ROUNDS, large=_QUICK_LARGE)


@dataclass(frozen=True, slots=True)
class Result:
    """What a case came to.

    Attributes:
        name: the case's, as are `against`, `bar` and `rounds`.
        quartiles: of the rounds' figures: a quarter is below the first, half below the second.
        seconds: what a call took on each side, at the median.
    """

    name: str
    against: str
    bar: float
    rounds: int
    quartiles: tuple[float, float, float]
    seconds: dict[str, float]

    @property
    def figure(self) -> float:
        """What is judged: the median."""
        return self.quartiles[1]

    @property
    def met(self) -> bool:
        """Whether the bar is met."""
        return self.figure <= self.bar


def measure(case: Case) -> Result:
    """Run `case`, after a round to warm up, and return what it came to."""
    works = case.works()
    with _no_collection():
        _round(works, case.timer)
        samples = [_round(works, case.timer, backwards=bool(number % 2)) for number in range(case.rounds)]
    lower, middle, upper = quantiles([case.figure(sample) for sample in samples], n=4, method="inclusive")
    seconds = {side: median(sample[side] for sample in samples) for side in works}
    return Result(case.name, case.against, case.bar, case.rounds, (lower, middle, upper), seconds)


def _round(works: dict[str, Work], timer: Callable[[], float], *, backwards: bool = False) -> dict[str, float]:
    """Time every side once and return the seconds of a call on each."""
    seconds = {}
    for side in reversed(works) if backwards else works:
        work = works[side]
        began = timer()
        work.run()
        seconds[side] = (timer() - began) / work.calls
    return seconds


@contextmanager
def _no_collection() -> Iterator[None]:
    """Collect garbage now, and none until the end: whose turn a collection falls into is chance."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def pin_to_one_core() -> int | None:
    """Keep this process, and what it starts from now on, on one core; return which, None where that cannot be done.

    So the sides share one cache, and so do a client and its server: on two cores every reply would have to wake a
    sleeping core, which on a virtual machine takes longer than the command does, now more and now less.
    """
    if sys.platform != "linux":
        return None
    # Interrupts are served by the first core more often than by the last.
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return core
