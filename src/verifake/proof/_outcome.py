"""What running a clause can come to."""

from __future__ import annotations

from enum import Enum

__all__ = ["Outcome"]


class Outcome(Enum):
    """What running a clause on a backend came to."""

    PASSED = "passed"
    FAILED = "failed"
    DEVIATES = "deviates"
    STALE = "stale deviation"
    ABSENT = "absent"
    INCONCLUSIVE = "inconclusive"
    NOT_RUN = "not run"

    @property
    def sound(self) -> bool:
        """Whether the outcome is one that a contract may have."""
        return self in {Outcome.PASSED, Outcome.DEVIATES, Outcome.ABSENT}
