"""Calls that wait for a key to be filled, in the order in which they came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from verifake.errors import DependencyError

__all__ = ["Attempt", "Waiter", "Waiting"]

T = TypeVar("T")

Attempt = Callable[[tuple[str, ...], int], T | None]
"""Tries to do what is waited for with some keys, at a time in milliseconds; None if there is nothing yet."""


@dataclass(eq=False, slots=True)
class Waiter(Generic[T]):
    """One call that waits.

    Attributes:
        keys: what it waits for.
        kind: which kind of value it waits for there.
        attempt: what it wants to do.
        deadline_ms: until when, the millisecond itself included; None for ever.
        until_gone: whether it also tries again when what a key held is gone, or of another kind.
        done: whether it has what it waited for, or was refused it, or was told to end.
    """

    keys: tuple[str, ...]
    kind: type
    attempt: Attempt[T]
    deadline_ms: int | None
    until_gone: bool
    done: bool = False
    _found: T | None = field(default=None, init=False)
    _error: DependencyError | None = field(default=None, init=False)

    def waits(self, now_ms: int) -> bool:
        """Whether it still waits. Who has overslept does not: its time was over before what happens now."""
        return not self.done and (self.deadline_ms is None or now_ms <= self.deadline_ms)

    def try_with(self, keys: tuple[str, ...], now_ms: int) -> None:
        """Try again with `keys`, now that something came."""
        try:
            self._found = self.attempt(keys, now_ms)
        except DependencyError as error:
            self._error = error
        self.done = self._found is not None or self._error is not None

    def outcome(self) -> T | None:
        """Return what came of it, None if nothing did; raise what it was refused with."""
        if self._error is not None:
            raise self._error
        return self._found


class Waiting:
    """Waiting calls by key, the longest waiting first."""

    __slots__ = ("_waiters", "ready")

    def __init__(self) -> None:
        self._waiters: dict[str, list[Waiter[Any]]] = {}
        self.ready: dict[str, None] = {}
        """Keys that came while somebody waited for them, in that order, and that nobody has been told of yet."""

    def waiting(self, now_ms: int) -> int:
        """Return how many calls wait."""
        return sum(waiter.waits(now_ms) for waiter in self._all_waiters())

    def block(self, waiter: Waiter[Any]) -> None:
        """Let a call wait for its keys, behind those who wait for them already."""
        for key in dict.fromkeys(waiter.keys):
            self._waiters.setdefault(key, []).append(waiter)

    def unblock(self, waiter: Waiter[Any]) -> None:
        """Let a call wait no more."""
        for key in dict.fromkeys(waiter.keys):
            self._waiters[key].remove(waiter)
            if not self._waiters[key]:
                del self._waiters[key]

    def release(self) -> None:
        """Let all calls end with nothing."""
        for waiter in self._all_waiters():
            waiter.done = True

    def _all_waiters(self) -> list[Waiter[Any]]:
        """Return each waiter once."""
        return list(dict.fromkeys(waiter for waiters in self._waiters.values() for waiter in waiters))

    def _filled(self, key: str) -> None:
        """Note that something came to `key` that somebody may wait for."""
        if key in self._waiters:
            self.ready[key] = None

    def _lost(self, key: str) -> None:
        """Note that what `key` held is gone, or of another kind, for those who heed that."""
        if any(waiter.until_gone for waiter in self._waiters.get(key, ())):
            self.ready[key] = None
