"""Engines that somebody else runs, and that are not ours to clear."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from verifake.engines._launcher import Answer, Launcher, NotReady
from verifake.engines._running import Identity, Running, shown
from verifake.engines._unavailable import Attempt, EngineUnavailable

if TYPE_CHECKING:
    from verifake.engines._run import Run

__all__ = ["NAMESPACE", "Attached"]

NAMESPACE = "verifake:{run}:"
"""What every key of a run begins with in an attached engine."""


class Attached(Launcher):
    """An engine at a URL that an environment variable gives.

    Args:
        engine: its name in the catalogue.
        variable: the environment variable.
        example: what the variable may hold, for people.
        probe: asks the engine at a URL what it is; raises `NotReady`.
        cleaning: returns the command and environment that delete from the engine at a URL the keys that a journal
            lists under a namespace.
    """

    name = "attached"

    def __init__(
        self,
        engine: str,
        *,
        variable: str,
        example: str,
        probe: Callable[[str], Answer],
        cleaning: Callable[[str, Path, str], tuple[list[str], dict[str, str]]],
    ) -> None:
        self._engine = engine
        self._variable = variable
        self._example = example
        self._probe = probe
        self._cleaning = cleaning

    def missing(self) -> Attempt | None:
        if os.environ.get(self._variable):
            return None
        return Attempt(self.name, f"{self._variable} is not set", f"set {self._variable}={self._example}")

    def start(self, run: Run) -> Running:
        """As `Launcher.start`: look whether it answers, and see to it that the run's keys are deleted at its end."""
        if missing := self.missing():
            raise EngineUnavailable(self._engine, (missing,))
        url = os.environ[self._variable]
        began = time.monotonic()
        answer = self._ask(url)
        journal = run.folder / f"{self._engine}-journal.jsonl"
        run.at_end(*self._cleaning(url, journal, NAMESPACE.format(run=run.id)))
        identity = Identity(answer.name, answer.version, None, self.name)
        return Running(self._engine, url, identity, "waited", None, time.monotonic() - began, str(journal))

    def _ask(self, url: str) -> Answer:
        try:
            return self._probe(url)
        except NotReady as found:
            remedy = found.remedy or f"start the engine, or correct {self._variable} ({self._example})"
            attempt = Attempt(self.name, f"{self._variable}={shown(url)}: {found.reason}", remedy)
        # Outside of the handler: what the client says may hold the URL, and must not be chained.
        raise EngineUnavailable(self._engine, (attempt,))
