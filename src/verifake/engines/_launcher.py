"""What every way of having an engine has in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verifake.engines._run import Run
    from verifake.engines._running import Running
    from verifake.engines._unavailable import Attempt

__all__ = ["Answer", "Launcher", "NotReady"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine says of itself when it is probed.

    Attributes:
        name: what it is.
        version: its own version.
        pid: its process, as it sees it, or None where it does not tell.
        now_ns: its wall clock in nanoseconds of Unix time, or None where it does not tell.
    """

    name: str
    version: str
    pid: int | None = None
    now_ns: int | None = None


class NotReady(Exception):
    """A probe found no engine that answers.

    Attributes:
        reason: what was found; never a password.
        remedy: what to do, if it stays so.
    """

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(reason, remedy)
        self.reason = reason
        self.remedy = remedy


class Launcher(ABC):
    """One way of having one engine.

    Attributes:
        name: ``"attached"``, ``"container"``, ``"process"`` or ``"embedded"``.
    """

    name: str

    @abstractmethod
    def missing(self) -> Attempt | None:
        """Return why the engine cannot be had in this way, or None if it can. Cheap; nothing is started."""

    @abstractmethod
    def start(self, run: Run) -> Running:
        """Have one engine, to be ended with `run`.

        Raises:
            EngineUnavailable: it does not come up, or does not answer.
        """
