"""Engines that are a library in the process that uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifake.engines._launcher import Launcher
from verifake.engines._running import Identity, Running
from verifake.engines._unavailable import Attempt, EngineUnavailable

if TYPE_CHECKING:
    from verifake.engines._run import Run

__all__ = ["Embedded"]


class Embedded(Launcher):
    """An engine that is a library: nothing is started, and each process has its own.

    Args:
        distribution: the name under which it is installed, also the engine's.
        time: ``"moved"`` or ``"waited"``.
    """

    name = "embedded"

    def __init__(self, distribution: str, *, time: str = "waited") -> None:
        self._distribution = distribution
        self._time = time

    def missing(self) -> Attempt | None:
        if self._version() is None:
            return Attempt(self.name, f"{self._distribution} is not installed", "pip install 'verifake[testing]'")
        return None

    def start(self, run: Run) -> Running:  # noqa: ARG002 - there is nothing to end
        """As `Launcher.start`; nothing is started, and `run` stays as it is."""
        version = self._version()
        if version is None:
            raise EngineUnavailable(self._distribution, tuple(filter(None, [self.missing()])))
        identity = Identity(self._distribution, version, None, self.name)
        return Running(self._distribution, "", identity, self._time, None, 0.0)

    def _version(self) -> str | None:
        from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow, and the guardian's too

        try:
            return version(self._distribution)
        except PackageNotFoundError:
            return None
