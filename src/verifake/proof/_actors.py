"""Calls that go on beside a clause: how two clients meet without a race."""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

__all__ = ["ACTORS", "Actor", "Actors", "Backstage"]

ACTORS: Final = "actors"
"""The capability to let calls of several clients go on side by side, and to say which of them wait."""

PATIENCE_SECONDS: Final = 20.0
"""How long a call may take, in real time, until it either waits or has ended."""

_LOOK_SECONDS: Final = 0.0005

T = TypeVar("T")


class Backstage(ABC):
    """What a backend has to provide for actors."""

    @abstractmethod
    def enter(self) -> Any:
        """Return a port object on the same data, whose calls do not wait for each other.

        Raises:
            NotOffered: ``actors``.
        """

    @abstractmethod
    def waiting(self) -> int:
        """Return how many calls of actors the backend lets wait at this moment."""

    @abstractmethod
    def taking_part(self, count: int) -> None:
        """Hear how many actors have a call under way."""

    @abstractmethod
    def release(self) -> None:
        """Let every call that waits at this moment end with nothing."""

    def close(self) -> None:  # noqa: B027 - most backends own nothing
        """Give back what was held for the actors, none of whom has a call under way."""


class Actor(Generic[T]):
    """One call beside the clause."""

    def __init__(self, call: Callable[[], T], settle: Callable[[], None]) -> None:
        self._settle = settle
        self._call = call
        self._result: T
        self._error: BaseException | None = None
        self.ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="verifake-actor")

    @property
    def waits(self) -> bool:
        """Whether the call waits; False if it has ended."""
        self._settle()
        return not self.ended.is_set()

    def result(self) -> T:
        """Return what the call returned; raise what it raised.

        Raises:
            AssertionError: it still waits.
        """
        assert not self.waits, "the call still waits"
        if self._error is not None:
            raise self._error
        return self._result

    def begin(self) -> None:
        """Start the call."""
        self._thread.start()

    def _run(self) -> None:
        try:
            self._result = self._call()
        except BaseException as error:  # noqa: BLE001 - raised again by who asks for the result
            self._error = error
        finally:
            self.ended.set()


class Actors:
    """The fixture `actors`. Calls are started one after the other, so that who waits longest is known."""

    def __init__(self, backstage: Backstage) -> None:
        self._backstage = backstage
        self._actors: list[Actor[Any]] = []

    def start(self, call: Callable[[Any], T]) -> Actor[T]:
        """Begin `call`, given a port object; return when it has ended or waits.

        Raises:
            NotOffered: ``actors``, where calls cannot go on side by side.
        """
        store = self._backstage.enter()
        actor = Actor(lambda: call(store), self.settle)
        self._actors = [*self._under_way(), actor]
        self._backstage.taking_part(len(self._actors))
        actor.begin()
        self.settle()
        return actor

    def settle(self) -> None:
        """Return when every call that was started has ended or waits.

        Raises:
            AssertionError: that takes longer than anybody's patience.
        """
        self._look_until(lambda: len(self._under_way()) == self._backstage.waiting(), "neither ends nor waits")
        self._backstage.taking_part(len(self._under_way()))

    def release(self) -> None:
        """End all calls; those that wait, with nothing.

        Raises:
            AssertionError: that takes longer than anybody's patience.
        """
        self._look_until(self._released, "does not end")

    def close(self) -> None:
        """End all calls, and give back what they held."""
        try:
            self.release()
        finally:
            self._backstage.close()

    def _released(self) -> bool:
        if not self._under_way():
            return True
        self._backstage.release()
        return False

    def _look_until(self, done: Callable[[], bool], otherwise: str) -> None:
        """Return when `done` says so, looking again and again."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not done():
            assert time.monotonic() < deadline, f"a call {otherwise}"
            time.sleep(_LOOK_SECONDS)

    def _under_way(self) -> list[Actor[Any]]:
        return [actor for actor in self._actors if not actor.ended.is_set()]
