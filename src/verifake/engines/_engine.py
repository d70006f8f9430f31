"""An engine, and the ways of having it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifake.engines._launcher import Launcher
from verifake.engines._unavailable import Attempt, EngineUnavailable

if TYPE_CHECKING:
    from verifake.engines._run import Run
    from verifake.engines._running import Running

__all__ = ["Engine"]


@dataclass(frozen=True, slots=True)
class Engine:
    """A program behind a backend.

    Attributes:
        name: in the catalogue.
        launchers: the ways of having it, the preferred one first.
    """

    name: str
    launchers: tuple[Launcher, ...]

    def missing(self, launcher: str | None = None) -> tuple[Attempt, ...]:
        """Return why it cannot be had by `launcher` (None: by any); empty if it can. Nothing is started."""
        try:
            self._chosen(launcher)
        except EngineUnavailable as found:
            return found.tried
        return ()

    def start(self, run: Run, *, launcher: str | None = None, copies: int = 1) -> list[Running]:
        """Have it, `copies` times and side by side, by `launcher` or else by the first that it can be had by.

        One that is attached or embedded is the same engine each time.

        Raises:
            EngineUnavailable: it cannot be had. A launcher that is set up and fails is not passed over.
            ValueError: fewer copies than one.
        """
        if copies < 1:
            raise ValueError(f"at least one copy, not {copies}")
        chosen = self._chosen(launcher)
        with ThreadPoolExecutor(copies) as pool:
            return list(pool.map(chosen.start, [run] * copies))

    def _chosen(self, name: str | None) -> Launcher:
        candidates = [launcher for launcher in self.launchers if name in {None, launcher.name}]
        if not candidates:
            known = ", ".join(launcher.name for launcher in self.launchers)
            raise EngineUnavailable(
                self.name, (Attempt(str(name), "there is no such launcher", f"use one of {known}"),)
            )
        tried: list[Attempt] = []
        for launcher in candidates:
            found = launcher.missing()
            if found is None:
                return launcher
            tried.append(found)
        raise EngineUnavailable(self.name, tuple(tried))
