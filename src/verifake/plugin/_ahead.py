"""Judging clauses, those that really wait side by side.

On a backend whose time is waited a clause spends seconds asleep. All of them that this process has to run are
started together when the first is due; each is reported in its own turn.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

import pytest

from verifake.plugin.stage import Stage
from verifake.proof import (
    Arena,
    Choice,
    Deviation,
    Host,
    Outcome,
    Verdict,
    clause_of,
    find_deviation,
    judge,
    load_deviations,
)

__all__ = ["Ahead"]

AT_ONCE: Final = 64
"""How many waiting clauses run at once: enough to hide the waiting, few enough to keep time clear."""


class Ahead:
    """The judge of one process's clauses."""

    def __init__(self, stage: Stage, host: Host) -> None:
        self._stage = stage
        self._host = host
        self._futures: dict[str, Future[Verdict]] = {}
        self._deviations: dict[str, tuple[Deviation, ...]] = {}
        self._lost: dict[str, str] = {}

    def verdict(self, item: pytest.Function, choice: Choice) -> Verdict:
        """Return the verdict on the clause of `item`, waiting for it if it runs already."""
        name = choice.backend.name
        if name in self._lost:
            return Verdict(Outcome.FAILED, explanation=self._lost[name])
        clause = clause_of(item.function)
        assert clause is not None
        arena = self._stage.arena(clause.port, choice)
        if arena.time == "waited" and item.nodeid not in self._futures and _waits(item):
            self._start_all(item, choice)
        verdict = self._futures[item.nodeid].result() if item.nodeid in self._futures else self._judge(item, choice)
        return self._after_trouble(name, arena, verdict)

    def _start_all(self, first: pytest.Function, choice: Choice) -> None:
        items = [i for i in first.session.items if isinstance(i, pytest.Function) and _waits(i)]
        mine = [i for i in items if choice in i.callspec.params.values()]
        pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="verifake-clause")
        for item in mine:
            self._futures[item.nodeid] = pool.submit(self._judge, item, choice)
        pool.shutdown(wait=False)

    def _judge(self, item: pytest.Function, choice: Choice) -> Verdict:
        clause = clause_of(item.function)
        assert clause is not None
        parameters = {k: v for k, v in item.callspec.params.items() if not isinstance(v, Choice)}
        try:
            return judge(
                clause,
                item.obj,
                self._stage.arena(clause.port, choice),
                parameters=parameters,
                deviation=self._deviation(clause.id, clause.port, choice),
                observe=self._host.observe,
            )
        except Exception as error:  # noqa: BLE001 - no world could be made: most probably the engine is gone
            return Verdict(Outcome.FAILED, error)

    def _deviation(self, clause: str, port: str, choice: Choice) -> Deviation | None:
        line = choice.backend.deviates_as(self._stage.engine(choice.backend.name))
        if line is None:
            return None
        if port not in self._deviations:
            self._deviations[port] = load_deviations(self._stage.contracts[port].deviations)
        backend, version = line
        return find_deviation(self._deviations[port], clause=clause, backend=backend, version=version)

    def _after_trouble(self, name: str, arena: Arena, verdict: Verdict) -> Verdict:
        """Tell a clause that failed from an engine that is gone; the latter is said once, and ends the lane."""
        if verdict.outcome is not Outcome.FAILED:
            return verdict
        why = arena.trouble()
        if why is None:
            return verdict
        self._lost[name] = why
        return Verdict(Outcome.FAILED, explanation=why)


def _waits(item: pytest.Function) -> bool:
    spec: Any = getattr(item, "callspec", None)
    return spec is not None and "clock" in spec.params and clause_of(item.function) is not None
