"""Why an engine could not be had."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import indent

__all__ = ["Attempt", "EngineUnavailable"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way in which an engine could not be had.

    Attributes:
        launcher: which one.
        reason: what was found; it may have several lines, and never holds a password.
        remedy: what to do next.
    """

    launcher: str
    reason: str
    remedy: str


class EngineUnavailable(Exception):
    """An engine cannot be had. The message says what was tried and what to do next.

    Attributes:
        engine: its name in the catalogue.
        tried: each way that was tried, in order.
    """

    def __init__(self, engine: str, tried: tuple[Attempt, ...]) -> None:
        super().__init__(engine, tried)
        self.engine = engine
        self.tried = tried

    def __str__(self) -> str:
        return "\n".join([f"{self.engine} cannot be had. Tried:", *map(_lines, self.tried)])


def _lines(attempt: Attempt) -> str:
    first, *more = attempt.reason.splitlines() or [""]
    parts = [f"  {attempt.launcher}: {first}"]
    if more:
        parts.append(indent("\n".join(more), "      "))
    if attempt.remedy:
        parts.append(f"    -> {attempt.remedy}")
    return "\n".join(parts)
