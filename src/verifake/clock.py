"""Time, as fakes and recipes are given it.

`VirtualClock` stands still until it is told to move: the default of every fake. `SystemClock` is the machine's
clock, for a service that runs on fakes.
"""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
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
                self._changed.wait(None if remaining is None else min(remaining, threading.TIMEOUT_MAX))
            return done

    def notify(self) -> None:
        with self._changed:
            self._changed.notify_all()


@dataclass(eq=False, slots=True)
class _Waiter:
    """Someone who waits on a virtual clock; `stuck` once it is known that nothing could ever happen."""

    ready: Callable[[], bool]
    deadline_ns: int | None
    stuck: bool = False

    def can_go_on(self, now_ns: int) -> bool:
        """Whether it has been told what it waits for, or its deadline has passed: it only has to wake up."""
        return self.ready() or (self.deadline_ns is not None and now_ns > self.deadline_ns)


class VirtualClock(Clock):
    """A clock that moves only when it is told to, or when everyone would otherwise wait forever.

    The threads that take part are its actors. When all of them wait and none has anything left to do, time jumps to
    the earliest of their deadlines: so a lone blocking call neither hangs nor takes real time.
    """

    def __init__(self, start_ns: int = EPOCH_NS) -> None:
        self._now_ns = start_ns
        self._actors = 1
        self._waiters: list[_Waiter] = []
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
        """As `Clock.wait_until`; `ready` may be called by any of the threads that take part.

        Raises:
            RuntimeError: everyone waits and nobody has a deadline, so that nothing could ever happen.
        """
        waiter = _Waiter(ready, deadline_ns)
        with self._changed:
            self._waiters.append(waiter)
            try:
                while not waiter.can_go_on(self._now_ns):
                    if waiter.stuck:
                        raise RuntimeError("every actor waits without a deadline: this would hang forever")
                    if not self._jump_when_all_wait():
                        self._changed.wait()
                return ready()
            finally:
                self._waiters.remove(waiter)

    def notify(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _jump_when_all_wait(self) -> bool:
        """If every actor waits in vain, move to just after the earliest deadline, or say that there is none.

        Return whether anything happened.
        """
        if len(self._waiters) < self._actors or any(each.can_go_on(self._now_ns) for each in self._waiters):
            return False
        known = [each.deadline_ns for each in self._waiters if each.deadline_ns is not None]
        if known:
            self._now_ns = max(self._now_ns, min(known) + 1)
        else:
            for each in self._waiters:
                each.stuck = True
        self._changed.notify_all()
        return True
