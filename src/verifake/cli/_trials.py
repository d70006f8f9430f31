"""Trials of mutants: each in a copy of its package, by those clauses that run the line with the mistake."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from verifake.proof import FAKE, Contract, Fidelity, clauses_of, load_deviations
from verifake.proof.strength import Mutant

__all__ = ["Bench"]

TIMEOUT_SECONDS: Final = 120
"""A mutant that takes longer than this has made an endless loop, which is noticed."""

_PYTEST: Final = ("pytest", "-c", os.devnull, "--rootdir=.", "-p", "no:cacheprovider", "-q")


class Bench:
    """Copies of the packages, and which clauses run which line of the fake.

    Args:
        contract: whose fake is mutated.
        folder: where the copies go; an empty one.
    """

    def __init__(self, contract: Contract, folder: Path) -> None:
        self._folder = folder
        self._whole = folder / "whole"
        names = {contract.fake_modules.partition(".")[0], contract.package.partition(".")[0]}
        self._copies = [self._whole / name for name in sorted(names)]
        for copy in self._copies:
            shutil.copytree(_folder_of(copy.name), copy, ignore=shutil.ignore_patterns("__pycache__"))
        self._clauses = contract.package.replace(".", "/")
        fakes = [each.name for each in contract.backends if each.fidelity is Fidelity.FAKE and each.client is None]
        self._backends = f"--verifake-backend={','.join(fakes)}"
        self._lines = tuple(name for name in fakes if name != FAKE)
        functions = clauses_of(contract)
        deviating = {each.clause for each in load_deviations(contract.deviations)}
        self._deviating = {_node(function) for id, function in functions.items() if id in deviating}
        self._reach: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._everywhere: set[tuple[str, int]] = set()
        self._measure(contract.fake_modules)

    def notices(self, mutant: Mutant) -> bool:
        """Return whether a clause fails that runs the mutant's line; for what runs at import, any clause."""
        place = (mutant.path, mutant.line)
        clauses = [self._clauses] if place in self._everywhere else self._reach[place]
        if not clauses:
            return False
        with self._planted(mutant) as folder:
            (folder / "clauses.txt").write_text("\n".join(clauses), encoding="utf-8")
            return not _passes(folder, *_PYTEST, "-x", self._backends, "@clauses.txt")

    def explores(self, mutant: Mutant, port: str, operations: int, about: tuple[str, ...]) -> bool:
        """Return whether exploration against an engine notices the mutant."""
        words = ("explore", port, "--backend=real", f"--operations={operations}", f"--about={','.join(about)}")
        with self._planted(mutant) as folder:
            return not _passes(folder, "verifake.cli", *words)

    def _measure(self, modules: str) -> None:
        """Run all clauses once and note who runs what."""
        import coverage  # noqa: PLC0415 - in a dependency group of its own

        words = (f"--cov={modules}", "--cov-context=test", "--cov-report=", self._backends, self._clauses)
        if not _passes(self._whole, *_PYTEST, *words, seconds=20 * TIMEOUT_SECONDS):
            message = "the contract fails on the fake as it is: mend that first"
            raise ValueError(message)
        data = coverage.CoverageData(str(self._whole / ".coverage"))
        data.read()
        for file in data.measured_files():
            path = str(Path(file).relative_to(self._whole.resolve()))
            for line, contexts in data.contexts_by_lineno(file).items():
                self._note((path, line), contexts)

    def _note(self, place: tuple[str, int], contexts: list[str]) -> None:
        for context in sorted(contexts):
            clause, _, phase = context.rpartition("|")
            if phase == "run":
                if self._matters(clause):
                    self._reach[place].append(clause)
            else:  # At import, or while the store is made.
                self._everywhere.add(place)

    def _matters(self, clause: str) -> bool:
        """Whether it says anything new: a fake that stands for an engine line does only where that deviates."""
        node, _, row = clause.partition("[")
        return node in self._deviating or not row.startswith(self._lines)

    @contextmanager
    def _planted(self, mutant: Mutant) -> Iterator[Path]:
        """Give a folder with a copy of the package that holds the mistake."""
        with tempfile.TemporaryDirectory(prefix="mutant-", dir=self._folder) as name:
            folder = Path(name)
            for copy in self._copies:
                shutil.copytree(copy, folder / copy.name, copy_function=os.link)
            path = folder / mutant.path
            path.unlink()
            path.write_text(mutant.source, encoding="utf-8")
            yield folder


def _node(function: Callable[..., object]) -> str:
    """Return a clause's name for pytest, from the folder that its package is in."""
    return f"{function.__module__.replace('.', '/')}.py::{function.__name__}"


def _folder_of(package: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])


def _passes(folder: Path, *module: str, seconds: float = TIMEOUT_SECONDS) -> bool:
    path = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "PYTHONPATH": path}
    try:
        done = subprocess.run(
            [sys.executable, "-m", *module],
            cwd=folder,
            env=environment,
            capture_output=True,
            check=False,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
