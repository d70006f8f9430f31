"""What the outcomes on the three sides say: the engine is the judge."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Outcome", "Reason", "Tests", "Verdict", "judge", "read_reasons"]

_NOT_MODELLED = re.compile(r"NotModelled: ([A-Z_-]+(?: [A-Z_-]+)*) is not charted")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a test on one side.

    Attributes:
        outcome: ``"passed"``, ``"skipped"`` or ``"failed"``.
        why: the phase and the first line of the error, if it did not pass.
    """

    outcome: str
    why: str = ""

    @property
    def passed(self) -> bool:
        """Whether it passed."""
        return self.outcome == "passed"

    @property
    def not_charted(self) -> str | None:
        """The command for want of which it failed, or None."""
        found = _NOT_MODELLED.search(self.why)
        return found and found[1]


Tests = dict[str, Outcome]
"""What came of each test on one side, by the test's id and the protocol behind it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why tests fail on the drop-in that pass on the engine.

    Attributes:
        text: the reason.
        commands: it holds for every test that fails since one of these is not charted.
        tests: it holds for every test that one of these names, an asterisk standing for anything.
    """

    text: str
    commands: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()

    def names(self, test: str) -> str | None:
        """Return which of `tests` names this one, or None."""
        return next((pattern for pattern in self.tests if _names(pattern, test)), None)


def _names(pattern: str, test: str) -> bool:
    """Return whether `pattern` names `test`, with or without parameters and protocol."""
    text = ".*".join(map(re.escape, pattern.split("*")))
    return re.fullmatch(rf"{text}(\[.*\])?( RESP[23])?", test) is not None


@dataclass(slots=True)
class Verdict:
    """What is to be said of the drop-in.

    Attributes:
        judged: the tests that pass on the engine.
        failures: for each reason the tests that fail for it.
        unexplained: tests that fail without a reason.
        stale: what in the reasons holds for no failing test, or for a test that passes; as sentences.
    """

    judged: tuple[str, ...]
    failures: dict[Reason, list[str]] = field(default_factory=dict)
    unexplained: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether every failure has a reason and every reason a failure."""
        return not self.unexplained and not self.stale


def judge(ours: Mapping[str, Outcome], engine: Mapping[str, Outcome], reasons: Iterable[Reason]) -> Verdict:
    """Return what the drop-in's outcomes say, given those of the engine."""
    reasons = tuple(reasons)
    verdict = Verdict(tuple(test for test, outcome in engine.items() if outcome.passed))
    used: set[str] = set()
    for test in verdict.judged:
        outcome = ours.get(test, Outcome("failed", "it was not run"))
        if outcome.passed:
            verdict.stale += [f"{test} passes: {reason.text}" for reason in reasons if reason.names(test)]
            continue
        reason, key = _reason_of(test, outcome, reasons)
        if reason is None:
            verdict.unexplained.append(test)
        else:
            verdict.failures.setdefault(reason, []).append(test)
            used.add(key)
    given = [key for reason in reasons for key in (*reason.commands, *reason.tests)]
    verdict.stale += [f"no test fails for {key}" for key in given if key not in used]
    return verdict


def _reason_of(test: str, outcome: Outcome, reasons: tuple[Reason, ...]) -> tuple[Reason | None, str]:
    """Return the reason for which a test fails, and the command or the pattern that says so."""
    for reason in reasons:
        if outcome.not_charted in reason.commands:
            return reason, str(outcome.not_charted)
        if pattern := reason.names(test):
            return reason, pattern
    return None, ""


def read_reasons(path: Path) -> tuple[Reason, ...]:
    """Return the reasons in a file of tables ``[[reason]]``, each with ``text`` and ``commands``, ``tests`` or both."""
    tables: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["reason"]
    return tuple(
        Reason(table["text"], tuple(table.get("commands", ())), tuple(table.get("tests", ()))) for table in tables
    )
