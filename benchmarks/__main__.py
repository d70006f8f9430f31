"""``python -m benchmarks [TOPIC]…``: measure, print one table, and end with status 1 where a bar is missed."""

from __future__ import annotations

import json
import pkgutil
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

import benchmarks
from benchmarks._harness import Result, measure, pin_to_one_core
from benchmarks._report import results_json, results_table, setting

__all__ = ["TOPICS", "main"]

TOPICS: Final = tuple(module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name[0] != "_")
_PIPE_COLUMNS: Final = 132
"""How wide the table is where there is no terminal to ask."""


def main(
    topics: Annotated[list[str] | None, typer.Argument(help=f"Of {', '.join(TOPICS)}; all unless named.")] = None,
    *,
    quick: Annotated[bool, typer.Option("--quick", help="See that they run; judge nothing.")] = False,
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write a record here.")] = None,
) -> None:
    """Measure how fast verifake is, as ratios, and judge each by its bar."""
    if unknown := sorted(set(topics or ()) - set(TOPICS)):
        raise typer.BadParameter(f"there is no topic {unknown[0]!r}; the topics are: {', '.join(TOPICS)}")
    core = pin_to_one_core()
    results = [result for topic in topics or TOPICS for result in _measured(topic, quick=quick)]
    out = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_COLUMNS)
    out.print(results_table(results, judged=not quick))
    out.print(", ".join(f"{name} {value}" for name, value in setting(core).items()))
    if json_file:
        record = results_json(results, core, judged=not quick)
        json_file.write_text(f"{json.dumps(record, indent=1)}\n", encoding="utf-8")
    raise typer.Exit(0 if quick or all(result.met for result in results) else 1)


def _measured(topic: str, *, quick: bool) -> Iterator[Result]:
    """Measure the cases of a topic one by one; what they need is closed at the end, however that comes."""
    progress = Console(stderr=True)
    with closing(import_module(f"benchmarks.{topic}").cases()) as cases:
        for case in cases:
            with progress.status(case.name):
                result = measure(case.quick() if quick else case)
            yield result


if __name__ == "__main__":
    typer.run(main)
