"""``verifake strength``: how many planted mistakes the contract and exploration notice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Final

import typer

import verifake
from verifake.cli._shared import EXIT_UNSOUND, Seed, contracts_of, fail, out, progress_bar
from verifake.proof import Contract
from verifake.proof.strength import Mutant, draw_mutants
from verifake.report import Trial, strength_page

__all__ = ["strength"]

TIMEOUT_SECONDS: Final = 120
"""A mutant that takes longer than this has made an endless loop, which is noticed."""


def strength(
    port: Annotated[str, typer.Argument(help="The port whose fake is mutated.")],
    *,
    mutants: Annotated[int, typer.Option(help="How many mutants to draw.")] = 100,
    seed: Seed = 1,
    explore: Annotated[int, typer.Option(metavar="N", help="Operations to explore each survivor with.")] = 5000,
    least: Annotated[int, typer.Option(help="End with 1 if fewer mutants are noticed.")] = 0,
    write: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Write a page there.")] = None,
) -> None:
    """Plant mistakes into the fake and count those that the clauses, or else exploration, notice."""
    (contract,) = contracts_of([port])
    try:
        drawn = draw_mutants(contract.fake_modules, mutants, seed)
    except ModuleNotFoundError as error:
        fail(f"{error.name} is not installed: pip install cosmic-ray")
    with progress_bar() as progress, ThreadPoolExecutor(os.cpu_count()) as pool:
        task = progress.add_task(f"{port}: mutants", total=len(drawn))
        trials = []
        for trial in pool.map(lambda mutant: _try(contract, mutant, explore), drawn):
            trials.append(trial)
            progress.advance(task)
    noticed = [trial for trial in trials if trial.noticed_by]
    explanations = _explanations(contract)
    page = strength_page(contract, trials, explanations, seed)
    out.print(page, markup=False)
    if write:
        write.mkdir(parents=True, exist_ok=True)
        (write / f"{port}.md").write_text(page, encoding="utf-8")
    raise typer.Exit(EXIT_UNSOUND if len(noticed) < least else 0)


def _explanations(contract: Contract) -> dict[str, str]:
    """Return why known survivors are no mistake, or one that no clause can see, by the mutant's id."""
    path = files(contract.package) / "survivors.toml"
    return dict(tomllib.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def _try(contract: Contract, mutant: Mutant, operations: int) -> Trial:
    with _planted(mutant) as folder:
        clauses = ["pytest", "-c", os.devnull, "-p", "no:cacheprovider", "-x", "-q", "--pyargs", contract.package]
        if _fails(folder, [*clauses, "--verifake-backend=fake"]):
            return Trial(mutant, "clauses")
        exploring = ["verifake.cli", "explore", contract.port, "--backend=real", f"--operations={operations}"]
        return Trial(mutant, "exploration" if operations and _fails(folder, exploring) else "")


@contextmanager
def _planted(mutant: Mutant) -> Iterator[Path]:
    """Give a folder with a copy of the package that holds the mistake."""
    with tempfile.TemporaryDirectory(prefix="verifake-mutant-") as name:
        folder = Path(name)
        package = Path(verifake.__file__).parent
        shutil.copytree(package, folder / "verifake", ignore=shutil.ignore_patterns("__pycache__"))
        (folder / mutant.path).write_text(mutant.source, encoding="utf-8")
        yield folder


def _fails(folder: Path, module: list[str]) -> bool:
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", *module],
            cwd=folder,
            env=environment,
            capture_output=True,
            check=False,
            timeout=TIMEOUT_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0
