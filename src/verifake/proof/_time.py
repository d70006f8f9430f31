"""Time under control of a clause, on a backend that has its own.

Two capabilities name what only some backends can do: ``time.exact`` (time stands still until it is moved, so
that an instant can be met) and ``time.back`` (it can be set back).
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Final

from verifake.errors import NotOffered

__all__ = ["TIME_BACK", "TIME_EXACT", "ClauseClock", "MovedTime", "WaitedTime"]

TIME_EXACT: Final = "time.exact"
TIME_BACK: Final = "time.back"

_NS: Final = 1_000_000_000


class ClauseClock(ABC):
    """The fixture `clock`.

    Attributes:
        grain_seconds: how much time may have passed unnoticed; 0.0 where time stands still.
    """

    grain_seconds: float = 0.0

    @abstractmethod
    def now(self) -> float:
        """Return the backend's Unix time in seconds."""

    @abstractmethod
    def advance(self, seconds: float) -> None:
        """Let `seconds` pass for the backend: at once where time is moved, by waiting elsewhere."""

    @abstractmethod
    def advance_exactly(self, seconds: float) -> None:
        """As `advance`, and not a moment more; however long that is.

        Raises:
            NotOffered: ``time.exact``, where time cannot be stopped.
        """

    @abstractmethod
    def set_back(self, seconds: float) -> None:
        """Set the backend's wall clock back.

        Raises:
            NotOffered: ``time.back``, where it cannot be set.
        """

    @property
    def ambiguous(self) -> bool:
        """Whether more time passed unnoticed than clauses allow for."""
        return False

    @property
    def horizon_seconds(self) -> float:
        """How far the clause has looked ahead so far."""
        return 0.0


class MovedTime(ClauseClock):
    """Time that stands still and is moved: a fake's, or an engine's whose clock is frozen.

    Args:
        start_ns: the Unix time to begin at, in nanoseconds.
        move: takes the backend's clock to a Unix time in nanoseconds, and returns when the backend has seen it.
    """

    def __init__(self, start_ns: int, move: Callable[[int], None]) -> None:
        self._start_ns = self._now_ns = start_ns
        self._latest_ns = start_ns
        self._move = move
        move(start_ns)

    def now(self) -> float:
        return self._now_ns / _NS

    def advance(self, seconds: float) -> None:
        self._to(self._now_ns + round(seconds * _NS))

    def advance_exactly(self, seconds: float) -> None:
        self.advance(seconds)

    def set_back(self, seconds: float) -> None:
        self._to(self._now_ns - round(seconds * _NS))

    def _to(self, ns: int) -> None:
        self._move(ns)
        self._now_ns = ns
        self._latest_ns = max(self._latest_ns, ns)

    @property
    def horizon_seconds(self) -> float:
        return (self._latest_ns - self._start_ns) / _NS


class WaitedTime(ClauseClock):
    """Time that really passes.

    Clauses leave `grain_seconds` on either side of every deadline. When more than that went by unnoticed, on a
    busy machine, what they saw proves nothing: the clock is then `ambiguous`.

    Args:
        now: the backend's Unix time in seconds.
        grain_seconds: the unnoticed time that clauses allow for.
    """

    def __init__(self, now: Callable[[], float], grain_seconds: float = 0.5) -> None:
        self.grain_seconds = grain_seconds
        self._now = now
        self._began = time.monotonic()
        self._waited = 0.0
        self._most_unnoticed = 0.0

    def now(self) -> float:
        return self._now()

    def advance(self, seconds: float) -> None:
        # What went by until here is made up for by the wait that follows, but was there when the clause looked.
        self._most_unnoticed = max(self._most_unnoticed, self._unnoticed)
        self._waited += seconds
        time.sleep(max(0.0, self._began + self._waited - time.monotonic()))

    def advance_exactly(self, seconds: float) -> None:
        raise NotOffered(TIME_EXACT, f"time really passes here: it cannot be moved by exactly {seconds} s")

    def set_back(self, seconds: float) -> None:
        raise NotOffered(TIME_BACK, f"time really passes here: it cannot be set back by {seconds} s")

    @property
    def ambiguous(self) -> bool:
        return max(self._most_unnoticed, self._unnoticed) > self.grain_seconds

    @property
    def _unnoticed(self) -> float:
        return time.monotonic() - self._began - self._waited

    @property
    def horizon_seconds(self) -> float:
        return self._waited
