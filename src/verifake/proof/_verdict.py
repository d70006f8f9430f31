"""Running one clause on one backend, and what that says."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from verifake.errors import NotOffered
from verifake.proof._backend import Arena
from verifake.proof._clause import Clause
from verifake.proof._deviation import Deviation
from verifake.proof._host import Observe
from verifake.proof._outcome import Outcome

__all__ = ["Verdict", "judge"]

TRIES: Final = 3
"""How often a clause is run before unclear time makes it inconclusive."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a clause on a backend.

    Attributes:
        outcome: what it came to.
        error: what the clause (or its counter-clause) raised, if that is of interest.
        explanation: a sentence for people, or an empty string.
        horizon_seconds: how far the clause looked ahead.
    """

    outcome: Outcome
    error: Exception | None = None
    explanation: str = ""
    horizon_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class _Attempt:
    error: Exception | None
    ambiguous: bool
    horizon_seconds: float


def judge(
    clause: Clause,
    function: Callable[..., Any],
    arena: Arena,
    *,
    parameters: Mapping[str, Any],
    deviation: Deviation | None = None,
    observe: Observe = lambda _, arguments: arguments,
) -> Verdict:
    """Run `function` in fresh worlds of `arena` until time is clear, and judge it.

    Args:
        parameters: what the clause takes besides the world's own arguments.
        deviation: the known difference of this backend from this clause.
        observe: may replace the arguments that the clause is given.
    """
    for _ in range(TRIES):
        attempt = _attempt(function, arena, parameters, lambda arguments: observe(clause, arguments))
        if attempt.ambiguous:
            continue
        if clause.needs & arena.lacks:
            return _judge_absence(clause, attempt, arena)
        if deviation is None or not deviation.concerns(parameters):
            return _judge_plainly(attempt)
        return _judge_deviation(deviation, attempt, arena, parameters)
    return Verdict(
        Outcome.INCONCLUSIVE,
        explanation=f"more time passed unnoticed than the clause allows for, {TRIES} times: run it on a calmer machine",
    )


def _attempt(
    function: Callable[..., Any],
    arena: Arena,
    parameters: Mapping[str, Any],
    observe: Callable[[Mapping[str, Any]], Mapping[str, Any]] = lambda arguments: arguments,
) -> _Attempt:
    try:
        world = arena.world()
    except Exception as raised:  # noqa: BLE001 - an engine that is gone cannot even make a world
        return _Attempt(raised, ambiguous=False, horizon_seconds=0.0)
    names = inspect.signature(function).parameters
    given = {**observe(world.arguments), **parameters}
    arguments = {name: value for name, value in given.items() if name in names}
    try:
        error = _error(function, arguments)
        # A clause that does not take the clock keeps clear of every deadline by far more than it takes.
        return _Attempt(error, "clock" in names and world.clock.ambiguous, world.clock.horizon_seconds)
    finally:
        world.close()


def _error(function: Callable[..., Any], arguments: Mapping[str, Any]) -> Exception | None:
    """Return what a clause raises; a skip, or another outcome of pytest's own, is an error of the clause too."""
    try:
        function(**arguments)
    except KeyboardInterrupt:
        raise
    except Exception as raised:  # noqa: BLE001 - whatever a clause raises is its verdict
        return raised
    except BaseException as raised:  # noqa: BLE001 - pytest's outcomes are no Exceptions
        return AssertionError(f"{type(raised).__name__}: {raised}").with_traceback(raised.__traceback__)
    return None


def _judge_plainly(attempt: _Attempt) -> Verdict:
    if attempt.error is None:
        return Verdict(Outcome.PASSED, horizon_seconds=attempt.horizon_seconds)
    return Verdict(Outcome.FAILED, attempt.error)


def _judge_absence(clause: Clause, attempt: _Attempt, arena: Arena) -> Verdict:
    lacking = clause.needs & arena.lacks
    if isinstance(attempt.error, NotOffered) and attempt.error.capability in lacking:
        return Verdict(Outcome.ABSENT, explanation=str(attempt.error))
    names = ", ".join(sorted(lacking))
    return Verdict(
        Outcome.FAILED, attempt.error, f"the backend says that it lacks {names}, but did not refuse with NotOffered"
    )


def _judge_deviation(deviation: Deviation, attempt: _Attempt, arena: Arena, parameters: Mapping[str, Any]) -> Verdict:
    if attempt.error is None:
        return Verdict(Outcome.STALE, explanation=f"the clause passes: remove the deviation ({deviation.reason})")
    for _ in range(TRIES):
        counter = _attempt(deviation.counter, arena, parameters)
        if counter.ambiguous:
            continue
        if counter.error is None:
            return Verdict(Outcome.DEVIATES, explanation=f"{deviation.risk.value}: {deviation.reason}")
        return Verdict(Outcome.FAILED, counter.error, f"fails, and not in the known way: {deviation.reason}")
    return Verdict(Outcome.INCONCLUSIVE, explanation="time was unclear while the counter-clause ran")
