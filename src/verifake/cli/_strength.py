"""``verifake strength``: how many planted mistakes the contract and exploration notice."""

from __future__ import annotations

import os
import tempfile
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from verifake.cli._pages import settle
from verifake.cli._shared import EXIT_UNSOUND, Seed, contracts_of, err, fail, out, progress_bar
from verifake.cli._trials import Bench
from verifake.proof import Contract, Part
from verifake.proof.strength import Mutant, draw_mutants
from verifake.report import PartTrials, Trial, strength_page, strength_sentence

__all__ = ["strength"]


def strength(
    port: Annotated[str, typer.Argument(help="The port whose fake is mutated.")],
    *,
    part: Annotated[str, typer.Option(metavar="NAME", help="One part of the fake only.")] = "",
    mutants: Annotated[int, typer.Option(help="How many mutants to draw for each part of the fake.")] = 100,
    seed: Seed = 1,
    explore: Annotated[int, typer.Option(metavar="N", help="Operations to explore each survivor with.")] = 5000,
    least: Annotated[float, typer.Option(help="End with 1 if a smaller share of a part's mutants is noticed.")] = 0.0,
    write: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Write a page a part there.")] = None,
) -> None:
    """Plant mistakes into the fake and count those that the clauses, or else exploration, notice."""
    (contract,) = contracts_of([port])
    parts = _parts(contract, part)
    try:
        drawn = {each: draw_mutants(contract.fake_modules, each.files, mutants, seed) for each in parts}
    except ModuleNotFoundError as error:
        fail(f"{error.name} is not installed: pip install cosmic-ray pytest-cov")
    with tempfile.TemporaryDirectory(prefix="verifake-mutants-") as name, progress_bar() as progress:
        task = progress.add_task(f"{port}: mutants", total=sum(map(len, drawn.values())))
        tried = _try_all(contract, Path(name), drawn, explore, lambda: progress.advance(task))
    for each in tried:
        page = strength_page(contract, each, _explanations(contract), seed)
        out.print(f"{each.part.name}: {strength_sentence(each)}" if write else page, markup=False)
        settle(f"{port}/{each.part.name.replace(' ', '-')}.md", page, write, None)
    weak = [each.part.name for each in tried if each.share < least]
    if weak:
        err.print(f"noticed too little of: {', '.join(weak)}", markup=False)
    raise typer.Exit(EXIT_UNSOUND if weak else 0)


def _parts(contract: Contract, name: str) -> list[Part]:
    found = [each for each in contract.parts if name in ("", each.name)]
    if not found:
        fail(f"there is no part {name!r}; the parts are: {', '.join(each.name for each in contract.parts)}")
    return found


def _explanations(contract: Contract) -> dict[str, str]:
    """Return why known survivors are no mistake, or one that no clause can see, by the mutant's id."""
    path = files(contract.package) / "survivors.toml"
    return dict(tomllib.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def _try_all(
    contract: Contract, folder: Path, drawn: dict[Part, list[Mutant]], operations: int, advance: Callable[[], None]
) -> list[PartTrials]:
    bench = Bench(contract, folder)

    def attempt(part: Part, mutant: Mutant) -> Trial:
        noticed_by = ""
        if bench.notices(mutant):
            noticed_by = "clauses"
        elif operations and bench.explores(mutant, contract.port, operations, part.themes):
            noticed_by = "exploration"
        advance()
        return Trial(mutant, noticed_by)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        begun = {part: [pool.submit(attempt, part, mutant) for mutant in found] for part, found in drawn.items()}
        return [PartTrials(part, tuple(each.result() for each in futures)) for part, futures in begun.items()]
