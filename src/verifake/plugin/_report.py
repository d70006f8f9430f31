"""How verdicts show in pytest's own report."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

import pytest

from verifake.proof import Outcome

if TYPE_CHECKING:
    from verifake.proof import Choice, Clause, Verdict

__all__ = ["NOT_RUN", "RECORD", "Tally", "conclude", "record", "status"]

RECORD: Final = pytest.StashKey[dict[str, Any]]()

NOT_RUN: Final = "verifake-not-run"
"""The property of a service's test that was asked to run on a backend that is missing; its value says why."""

_STATUS: Final = {
    Outcome.DEVIATES.value: ("deviates", "d", "DEVIATES"),
    Outcome.ABSENT.value: ("absent", "a", "ABSENT"),
    Outcome.STALE.value: ("failed", "S", "STALE DEVIATION"),
    Outcome.INCONCLUSIVE.value: ("failed", "?", "INCONCLUSIVE"),
    Outcome.NOT_RUN.value: ("not run", "N", "NOT RUN"),
}


def record(clause: Clause, choice: Choice, stage: Any, verdict: Verdict) -> dict[str, Any]:
    """Return what is known of a verdict as plain data, to travel with pytest's report."""
    engine = stage.engine(choice.backend.name)
    missing = choice.missing is not None
    return {
        "port": clause.port,
        "clause": clause.id,
        "backend": choice.backend.name,
        "fidelity": choice.backend.fidelity.value,
        "outcome": verdict.outcome.value,
        "explanation": verdict.explanation,
        "horizon_seconds": verdict.horizon_seconds,
        "time": "none" if missing else stage.arena(clause.port, choice).time,
        "engine": engine.to_json()["identity"] if engine else None,
        "start_seconds": engine.start_seconds if engine else 0.0,
        "as_real": choice.as_real,
    }


def conclude(clause: Clause, choice: Choice, verdict: Verdict) -> None:
    """Pass, skip or raise, as pytest expects of a test."""
    if verdict.outcome is Outcome.NOT_RUN:
        pytest.skip(f"not run: {verdict.explanation}")
    if verdict.outcome.sound:
        return
    about = f"clause {clause.id} on {choice.backend.name}: {verdict.outcome.value}"
    if verdict.error is None:
        pytest.fail(f"{about}\n{verdict.explanation}", pytrace=False)
    hint = f"\nlikely mistake: {clause.hint}" if clause.hint else ""
    note = f"\n{verdict.explanation}" if verdict.explanation else ""
    verdict.error.add_note(f"{about}{note}\nsource: {clause.source}{hint}")
    raise verdict.error


def _record_of(report: Any) -> dict[str, Any] | None:
    found: dict[str, Any] | None = _property(report, "verifake")
    return found


def _property(report: Any, wanted: str) -> Any:
    return next((value for name, value in getattr(report, "user_properties", ()) if name == wanted), None)


def status(report: Any) -> tuple[str, str, str] | None:
    """Return category, letter and word of an outcome that pytest does not know, else None."""
    if getattr(report, "when", None) == "setup" and _property(report, NOT_RUN) is not None:
        return _STATUS[Outcome.NOT_RUN.value]
    found = _record_of(report) if getattr(report, "when", None) == "call" else None
    return _STATUS.get(found["outcome"]) if found else None


class Tally:
    """Verdicts by port and backend, over all processes of the session."""

    def __init__(self) -> None:
        self.records: list[dict[str, Any]] = []
        self._services_not_run: list[str] = []

    @property
    def not_run(self) -> int:
        """How many clauses and services' tests were not run."""
        return len(self._reasons)

    @property
    def _reasons(self) -> list[str]:
        clauses = [r["explanation"] for r in self.records if r["outcome"] == Outcome.NOT_RUN.value]
        return [*clauses, *self._services_not_run]

    def add(self, report: pytest.TestReport) -> dict[str, Any] | None:
        """Count the verdict in `report`, if there is one, and return it."""
        if report.when == "setup" and (why := _property(report, NOT_RUN)) is not None:
            self._services_not_run.append(why)
        found = _record_of(report) if report.when == "call" else None
        if found is not None:
            self.records.append(found)
        return found

    def write(self, terminal: Any) -> None:
        """Write a line for each port and backend."""
        if not self.records and not self.not_run:
            return
        groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for each in self.records:
            groups[each["port"], each["backend"]].append(each)
        terminal.section("verifake")
        for (port, _), group in sorted(groups.items()):
            terminal.line(f"{port} on {_subject(group[0])}: {_outcomes(group)}")
        if self.not_run:
            terminal.line(f"NOT RUN ({self.not_run} in all): {self._reasons[0]}", red=True, bold=True)


def _subject(one: dict[str, Any]) -> str:
    engine = one["engine"]
    name = f"{engine['name']} {engine['version']}" if engine else one["backend"]
    how = f"{one['fidelity']}, {engine['launcher']}, time {one['time']}" if engine else one["fidelity"]
    real = "real → " if one["as_real"] else ""
    return f"{real}{name} ({how})"


def _outcomes(group: list[dict[str, Any]]) -> str:
    counts = Counter(each["outcome"] for each in group)
    return ", ".join(f"{counts[o.value]} {o.value}" for o in Outcome if counts[o.value])
