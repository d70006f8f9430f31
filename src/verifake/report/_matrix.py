"""The fidelity matrix: port × backend, with what ran, on what, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from rich.table import Table

from verifake.proof import Choice, Exploration, Outcome

__all__ = ["Lane", "matrix_json", "matrix_table"]

_WORST_FIRST: Final = (Outcome.FAILED, Outcome.STALE, Outcome.INCONCLUSIVE, Outcome.NOT_RUN)


@dataclass(slots=True)
class Lane:
    """One row: a port on a backend.

    Attributes:
        records: the plugin's verdicts, one an item (a clause with several rows has several).
        exploration: what exploring this backend counted, if it was explored.
        unexplored: why it was not.
        missing: why the backend cannot be had on this machine, or None.
    """

    port: str
    choice: Choice
    records: list[dict[str, Any]] = field(default_factory=list)
    exploration: Exploration | None = None
    unexplored: str = ""
    missing: str | None = None

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """The outcome of each clause: of several rows the worst, and passed only if none says otherwise."""
        rows: dict[str, set[Outcome]] = {}
        for record in self.records:
            rows.setdefault(record["clause"], set()).add(Outcome(record["outcome"]))
        return {clause: _worst(found) for clause, found in sorted(rows.items())}

    @property
    def counts(self) -> Counter[Outcome]:
        """How many clauses came to which outcome."""
        return Counter(self.outcomes.values())

    @property
    def sound(self) -> bool:
        """Whether the contract holds here, and exploration found no difference."""
        explored = self.exploration is None or self.exploration.difference is None
        return explored and all(outcome.sound for outcome in self.counts)

    @property
    def first(self) -> Mapping[str, Any]:
        """What all records of this lane share."""
        return self.records[0] if self.records else {}


def _worst(found: set[Outcome]) -> Outcome:
    for outcome in (*_WORST_FIRST, Outcome.DEVIATES, Outcome.ABSENT):
        if outcome in found:
            return outcome
    return Outcome.PASSED


def matrix_table(lanes: Iterable[Lane]) -> Table:
    """Return the matrix for a terminal."""
    table = Table(title="Fidelity matrix", title_justify="left", header_style="bold")
    for heading in ("port × backend", "fidelity", "engine", "time", "clauses", "explored"):
        table.add_column(heading, no_wrap=heading != "engine", overflow="fold")
    for lane in lanes:
        table.add_row(*_row(lane), style="dim" if lane.missing else None if lane.sound else "red")
    return table


def _row(lane: Lane) -> tuple[str, ...]:
    backend = lane.choice.backend
    subject = f"{lane.port} × {backend.name}"
    if lane.missing:
        return (subject, backend.fidelity.value, "not to be had here", "", "not run" if lane.records else "", "")
    engine = lane.first.get("engine")
    return (
        subject,
        backend.fidelity.value,
        f"{engine['name']} {engine['version']}, {engine['launcher']}" if engine else "in memory",
        str(lane.first.get("time", "")),
        "\n".join(f"{lane.counts[o]} {o.value}" for o in Outcome if lane.counts[o]),
        _explored(lane),
    )


def _explored(lane: Lane) -> str:
    found = lane.exploration
    if found is None:
        return lane.unexplored
    cut = f"\n{found.cut.total():,} of {found.programs:,} programs cut" if found.cut else ""
    about = f"\nof {', '.join(lane.choice.backend.themes)} only" if lane.choice.backend.themes else ""
    return f"{found.operations:,} operations{about}{cut}" + ("\nDIFFERENCE" if found.difference else "")


def matrix_json(lanes: Iterable[Lane]) -> list[dict[str, Any]]:
    """Return the matrix as plain data."""
    return [
        {
            "port": lane.port,
            "backend": lane.choice.backend.name,
            "fidelity": lane.choice.backend.fidelity.value,
            "missing": lane.missing,
            "engine": lane.first.get("engine"),
            "time": lane.first.get("time"),
            "start_seconds": lane.first.get("start_seconds"),
            "outcomes": {o.value: lane.counts[o] for o in Outcome if lane.counts[o]},
            "clauses": {clause: outcome.value for clause, outcome in lane.outcomes.items()},
            "explored_operations": lane.exploration.operations if lane.exploration else 0,
            "sound": lane.sound,
        }
        for lane in lanes
    ]
