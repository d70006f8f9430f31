"""How results are shown: one table for people, one record for machines."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from rich.table import Table

import verifake
from benchmarks._harness import Result

__all__ = ["results_json", "results_table", "setting"]

_UNITS: Final = (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9))


def results_table(results: Sequence[Result], *, judged: bool) -> Table:
    """Return the table of all results; what misses its bar is red where it is `judged`."""
    table = Table(title="Speed, as ratios", title_justify="left", header_style="bold")
    for heading in ("benchmark", "against", "ours", "peer", "ratio", "quartiles", "bar"):
        table.add_column(heading, overflow="fold")
    for result in results:
        lower, middle, upper = (f"{figure:.3f}" for figure in result.quartiles)
        ours, peer = _times(result, "ours"), _times(result, "peer")
        missed = judged and not result.met
        bar = f"{result.bar:g} {'MISSED' if missed else 'met' if judged else 'not judged'}"
        table.add_row(
            result.name, result.against, ours, peer, middle, f"{lower} {upper}", bar, style="red" if missed else None
        )
    return table


def results_json(results: Sequence[Result], core: int | None, *, judged: bool) -> dict[str, Any]:
    """Return all results as plain data, with the setting they were measured in."""
    return {
        "setting": setting(core),
        "judged": judged,
        "results": [asdict(result) | {"ratio": result.figure, "met": result.met} for result in results],
    }


def setting(core: int | None) -> dict[str, Any]:
    """Return where and on what was measured; `core` is the one that all ran on, None for any."""
    return {
        "verifake": verifake.__version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "core": core,
        "load": round(os.getloadavg()[0], 2),
    }


def _times(result: Result, side: str) -> str:
    """Return what a call takes on one side; of one that grows, how much on a small collection and on a large one."""
    return " → ".join(_time_text(seconds) for name, seconds in result.seconds.items() if name.startswith(side))


def _time_text(seconds: float) -> str:
    """Return a time in the largest unit of which it has at least one."""
    unit, size = next((unit for unit in _UNITS if seconds >= unit[1]), _UNITS[-1])
    return f"{seconds / size:.3g} {unit}"
