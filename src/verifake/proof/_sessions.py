"""A program's sessions: what each of them calls, and which of them wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from verifake.errors import DependencyError, NotModelled
from verifake.proof._actors import ACTORS, Actor
from verifake.proof._backend import Arena
from verifake.proof._program import ADVANCE, Answer, Kind, Operation, Vocabulary

__all__ = ["Sessions"]


class Sessions:
    """The sessions of one program in a fresh world.

    Args:
        vocabulary: the words that the program is made of.
        arena: the backend that the world is made on.

    Attributes:
        world: the world.
    """

    def __init__(self, vocabulary: Vocabulary, arena: Arena) -> None:
        self.world = arena.world()
        self._vocabulary = vocabulary
        self._has_actors = ACTORS not in arena.lacks
        self._members: dict[int, Any] = {}
        self._waiting: dict[int, tuple[Operation, Actor[Answer]]] = {}

    def takes(self, operation: Operation) -> bool:
        """Whether `operation` can be called: its session does not wait, and the backend can let it wait."""
        if operation.name == ADVANCE or operation.name in self.world.arguments:
            return True
        return operation.session not in self._waiting and (self._has_actors or not self._vocabulary.waits(operation))

    def perform(self, operation: Operation) -> Answer:
        """Call `operation`; return its answer in the form that is compared, and what became of calls that waited."""
        answer = self._start(operation) if self._vocabulary.waits(operation) else self._call(operation)
        return replace(answer, woken=self._woken()) if self._waiting else answer

    def close(self) -> None:
        """End what still waits, and give everything back."""
        try:
            for member in self._members.values():
                member.close()
        finally:
            self.world.close()

    def _start(self, operation: Operation) -> Answer:
        """Begin a call that may wait. Session 0 makes none: it has to be there at the end, to look at what is left."""
        assert operation.session, f"{operation.name} may wait: draw it for a session other than 0"
        actor = self.world.arguments["actors"].start(
            lambda store: self._answered(operation, getattr(store, operation.name))
        )
        if not actor.waits:
            result: Answer = actor.result()
            return result
        self._waiting[operation.session] = operation, actor
        return Answer(Kind.WAITS, None)

    def _woken(self) -> tuple[tuple[Operation, Answer], ...]:
        """Return the calls that waited and do so no more, with their answers, by session."""
        self.world.arguments["actors"].settle()
        ended = [session for session, (_, actor) in sorted(self._waiting.items()) if actor.ended.is_set()]
        woken = [self._waiting.pop(session) for session in ended]
        return tuple((operation, actor.result()) for operation, actor in woken)

    def _call(self, operation: Operation) -> Answer:
        if operation.name == ADVANCE:
            return self._answered(operation, self.world.clock.advance_exactly)
        if operation.name in self.world.arguments:
            return self._answered(operation, self.world.arguments[operation.name])
        return self._answered(operation, getattr(self._member(operation.session), operation.name))

    def _member(self, session: int) -> Any:
        """Return what a session calls its operations on: the port object, or what it has made of it."""
        store = self.world.arguments["store"]
        if self._vocabulary.session is None:
            return store
        if session not in self._members:
            self._members[session] = self._vocabulary.session(store)
        return self._members[session]

    def _answered(self, operation: Operation, target: Callable[..., Any]) -> Answer:
        try:
            value = target(*operation.args, **dict(operation.options))
        except DependencyError as error:
            return Answer(Kind.REJECTED, type(error).__name__, error.code)
        except NotModelled as error:
            return Answer(Kind.NOT_MODELLED, str(error))
        except (TypeError, ValueError, RuntimeError) as error:
            kinds = (kind for kind in (TypeError, ValueError, RuntimeError) if isinstance(error, kind))
            return Answer(Kind.REJECTED, next(kinds).__name__)
        except Exception as error:  # noqa: BLE001 - what no port raises is an answer too, which the other side hardly gives
            return Answer(Kind.REJECTED, type(error).__name__)
        normalise = self._vocabulary.normalise.get(operation.name)
        return Answer(Kind.VALUE, value if normalise is None else normalise(value))
