"""Time, as fakes and recipes are given it.

`VirtualClock` stands still until it is told to move: the default of every fake. `SystemClock` is the machine's
clock, for a service that runs on fakes.
"""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Final

__all__ = ["EPOCH_NS", "Clock", "SystemClock", "VirtualClock"]

EPOCH_NS: Final = 1_893_456_000_000_000_000
"""Where a virtual clock starts unless told otherwise: 2030-01-01 00:00:00 UTC, in nanoseconds of Unix time."""

_NS_PER_SECOND: Final = 1_000_000_000


class Clock(ABC):
    """A wall clock, and the only way to wait."""

    @abstractmethod
    def now_ns(self) -> int:
        """Return the Unix time in nanoseconds."""

    @abstractmethod
    def wait_until(self, ready: Callable[[], bool], deadline_ns: int | None) -> bool:
        """Block until `ready` returns True or the clock passes `deadline_ns` (None: no deadline).

        `ready` is called under the clock's own lock, at least after every `notify` and every move of time.
        Returns what `ready` returned last.
        """

    @abstractmethod
    def notify(self) -> None:
        """Let everyone who waits look again: something that `ready` depends on may have changed."""


class SystemClock(Clock):
    """The machine's wall clock."""

    def __init__(self) -> None:
        self._changed = threading.Condition()

    def now_ns(self) -> int:
        return time.time_ns()

    def wait_until(self, ready: Callable[[], bool], deadline_ns: int | None) -> bool:
        with self._changed:
            while not (done := ready()):
                remaining = None if deadline_ns is None else (deadline_ns - self.now_ns()) / _NS_PER_SECOND
                if remaining is not None and remaining < 0:
                    return done
                self._changed.wait(remaining)
            return done

    def notify(self) -> None:
        with self._changed:
            self._changed.notify_all()


class VirtualClock(Clock):
    """A clock that moves only when it is told to, or when everyone would otherwise wait forever.

    Threads that take part register with `actors`. When all of them wait, time jumps to the earliest of their
    deadlines: so a lone blocking call neither hangs nor takes real time.
    """

    def __init__(self, start_ns: int = EPOCH_NS) -> None:
        self._now_ns = start_ns
        self._actors = 1
        self._deadlines: list[int | None] = []
        self._changed = threading.Condition()

    def now_ns(self) -> int:
        return self._now_ns

    def advance(self, seconds: float) -> None:
        """Move the clock by `seconds`, to the nanosecond; backwards too, as a real clock may jump."""
        self.set_ns(self._now_ns + round(seconds * _NS_PER_SECOND))

    def set_ns(self, now_ns: int) -> None:
        """Move the clock to a Unix time in nanoseconds."""
        with self._changed:
            self._now_ns = now_ns
            self._changed.notify_all()

    def actors(self, count: int) -> None:
        """Say how many threads take part, so that the clock knows when all of them wait (1 unless told)."""
        if count < 1:
            raise ValueError(f"at least one actor takes part, not {count}")
        with self._changed:
            self._actors = count
            self._jump_when_all_wait()

    def wait_until(self, ready: Callable[[], bool], deadline_ns: int | None) -> bool:
        """As `Clock.wait_until`.

        Raises:
            RuntimeError: everyone waits and nobody has a deadline, so that nothing could ever happen.
        """
        with self._changed:
            while not (done := ready()):
                if deadline_ns is not None and self._now_ns > deadline_ns:
                    return done
                self._deadlines.append(deadline_ns)
                try:
                    if not self._jump_when_all_wait():
                        self._changed.wait()
                finally:
                    self._deadlines.remove(deadline_ns)
            return done

    def notify(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _jump_when_all_wait(self) -> bool:
        """Move to just after the earliest deadline if every actor waits; return whether time moved."""
        if len(self._deadlines) < self._actors:
            return False
        known = [deadline for deadline in self._deadlines if deadline is not None]
        if not known:
            raise RuntimeError("every actor waits without a deadline: this would hang forever")
        self._now_ns = max(self._now_ns, min(known) + 1)
        self._changed.notify_all()
        return True
