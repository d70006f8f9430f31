"""Which backends this session runs, and the engines and arenas behind them."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from verifake.engines import EngineUnavailable, Run, Running, catalogue
from verifake.proof import (
    Arena,
    Backend,
    Choice,
    Contract,
    Selection,
    SelectionError,
    World,
    load_contracts,
    select,
)

__all__ = ["Stage", "missing_reason"]


def missing_reason(backend: Backend, launcher: str | None) -> str | None:
    """Return why the engine of `backend` cannot be had, in lines for people, or None if it can."""
    if backend.engine is None:
        return None
    attempts = catalogue()[backend.engine].missing(launcher)
    return str(EngineUnavailable(backend.engine, attempts)) if attempts else None


class Stage:
    """The backends of one process.

    Args:
        selection: what was asked for.
        worker: the name of this process among those of the run.
        label: the label of the run that `engines` belong to.
        engines: engines that were started elsewhere for this process, by backend.
    """

    def __init__(
        self,
        selection: Selection,
        worker: str,
        *,
        label: str | None = None,
        engines: dict[str, Running] | None = None,
    ) -> None:
        self._selection = selection
        self._worker = worker
        self._run: Run | None = None
        self._label = label
        self._engines = dict(engines or {})
        self._arenas: dict[tuple[str, str], Arena] = {}
        self._choices: dict[str, list[Choice]] = {}
        self._contracts: dict[str, Contract] | None = None

    @property
    def contracts(self) -> dict[str, Contract]:
        """Every registered contract, by port."""
        if self._contracts is None:
            self._contracts = load_contracts()
        return self._contracts

    def choices(self, port: str) -> list[Choice]:
        """Return the backends to run for `port`.

        Raises:
            pytest.UsageError: what was asked for cannot be had.
        """
        if port not in self._choices:
            if port not in self.contracts:
                raise pytest.UsageError(f"no contract is registered for the port {port!r}")
            try:
                self._choices[port] = select(self.contracts[port], self._selection, missing_reason)
            except SelectionError as error:
                raise pytest.UsageError(str(error)) from None
        return self._choices[port]

    def start(self, choices: Iterable[Choice]) -> None:
        """Start the engines of `choices` that do not run yet, side by side.

        Raises:
            pytest.UsageError: one cannot be started.
        """
        wanted = {c.backend.name: c for c in choices if c.backend.engine and not c.missing}
        new = [choice for name, choice in wanted.items() if name not in self._engines]
        if not new:
            return
        self._engines.update(zip((c.backend.name for c in new), self.launch(new), strict=True))

    def launch(self, choices: list[Choice]) -> list[Running]:
        """Start one more engine for each of `choices`, side by side.

        Raises:
            pytest.UsageError: one cannot be started.
        """
        if not choices:
            return []
        run = self._run = self._run or Run()
        try:
            with ThreadPoolExecutor(len(choices)) as pool:
                return list(pool.map(lambda choice: _start(run, choice), choices))
        except EngineUnavailable as error:
            raise pytest.UsageError(str(error)) from None

    def engine(self, backend: str) -> Running | None:
        """Return the started engine of `backend`, or None for a fake."""
        return self._engines.get(backend)

    def arena(self, port: str, choice: Choice) -> Arena:
        """Return the arena of a chosen backend, opened on first use."""
        key = (port, choice.backend.name)
        if key not in self._arenas:
            self.start([choice])
            label = f"{self._label or (self._run.id if self._run else 'fake')}:{self._worker}"
            self._arenas[key] = choice.backend.open(self.engine(choice.backend.name), label)
        return self._arenas[key]

    def world(self, port: str, choice: Choice) -> World:
        """Return a fresh namespace of a chosen backend."""
        return self.arena(port, choice).world()

    def handout(self, ports: Iterable[str]) -> dict[str, Any]:
        """Return what another process needs to use this stage's engines, as plain data.

        An engine whose time is moved serves one process alone, so each call starts it anew.
        """
        choices = {
            c.backend.name: c for port in ports for c in self.choices(port) if c.backend.engine and not c.missing
        }
        self.start(choices.values())
        engines = {name: self._engines.pop(name) for name in choices}
        for name, running in engines.items():
            if running.time != "moved":
                self._engines[name] = running
        return {"run": self._run.id if self._run else None, "engines": {n: r.to_json() for n, r in engines.items()}}

    def close(self) -> None:
        """Close arenas, and end the engines that were started here."""
        for arena in self._arenas.values():
            arena.close()
        self._arenas.clear()
        if self._run is not None:
            self._run.close()


def _start(run: Run, choice: Choice) -> Running:
    assert choice.backend.engine is not None
    (running,) = catalogue()[choice.backend.engine].start(run, launcher=choice.launcher)
    return running
