"""What every facet of the fake stands on: one lock, the clock, and how a call waits."""

from __future__ import annotations

import threading
from typing import Final, TypeVar

from verifake.clock import Clock
from verifake.fakes.keyvalue._core import Core
from verifake.fakes.keyvalue._core.waiting import Attempt, Waiter

__all__ = ["Shell", "Turn"]

_NS_PER_MS: Final = 1_000_000

T = TypeVar("T")


class Turn:
    """One operation's turn at the core, as a context manager that gives the time in milliseconds.

    Turns may be nested: all that is done inside a turn happens at its one instant. When the outermost ends, those
    who wait for what it has written are served.
    """

    __slots__ = ("_clock", "_core", "_depth", "_lock", "_now_ms", "_now_ns")

    def __init__(self, core: Core, clock: Clock) -> None:
        self._core = core
        self._clock = clock
        self._now_ns = clock.now_ns
        self._lock = threading.RLock()
        self._depth = 0
        self._now_ms = 0

    @property
    def nested(self) -> bool:
        """Whether this turn is inside of another, in which nobody can wait."""
        return self._depth > 1

    def __enter__(self) -> int:
        self._lock.acquire()
        depth = self._depth
        self._depth = depth + 1
        if depth:
            return self._now_ms
        self._now_ms = now_ms = self._now_ns() // _NS_PER_MS
        return now_ms

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        try:
            if self._core.ready and self._depth == 1:
                self._core.serve(self._now_ms)
                self._clock.notify()
        finally:
            self._depth -= 1
            self._lock.release()


class Shell:
    """A core, and the turns in which it is used; the facets of the fake are built on it."""

    def __init__(self, core: Core, clock: Clock) -> None:
        self._core = core
        self._clock = clock
        self._turn = Turn(core, clock)

    @property
    def waiting(self) -> int:
        """How many calls wait at this moment."""
        with self._turn as now_ms:
            return self._core.waiting(now_ms)

    def release(self) -> None:
        """Let every call that waits end as if its time were over.

        As ``CLIENT UNBLOCK`` does to one: https://redis.io/docs/latest/commands/client-unblock/
        """
        with self._turn:
            self._core.release()
        self._clock.notify()

    def _wait_for(
        self, kind: type, keys: tuple[str, ...], timeout_ms: int, attempt: Attempt[T], *, until_gone: bool = False
    ) -> T | None:
        """Return what `attempt` gives for `keys`; while that is None, wait until one of them comes with a `kind`.

        Args:
            timeout_ms: how long, 0 for ever; `attempt` refuses a time that no call can wait.
            attempt: given some of the keys and the time in milliseconds. Raises what the operation is refused with.
            until_gone: whether `attempt` is made too when what a key held is gone.
        """
        with self._turn as now_ms:
            found = attempt(keys, now_ms)
            if found is not None or self._turn.nested:
                return found
            waiter = Waiter(keys, kind, attempt, now_ms + timeout_ms if timeout_ms else None, until_gone)
            self._core.block(waiter)
        deadline_ns = None if waiter.deadline_ms is None else (waiter.deadline_ms + 1) * _NS_PER_MS - 1
        try:
            self._clock.wait_until(lambda: waiter.done, deadline_ns)
        finally:
            with self._turn:
                self._core.unblock(waiter)
        return waiter.outcome()
