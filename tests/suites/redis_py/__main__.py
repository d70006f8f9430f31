"""Runs redis-py's own tests on the drop-in, on fakeredis and on a real Valkey, and writes the page.

``python -m tests.suites.redis_py`` ends with status 1 if a test fails on the drop-in without a reason, or if a reason
holds no more.
"""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path
from typing import Final

from .asking import ask
from .fetch import suite
from .page import page
from .verdict import judge, read_reasons

_HERE: Final = Path(__file__).parent
_ROOT: Final = _HERE.parents[2]


def main() -> int:
    """Run it all; return the exit status."""
    asked, engine = ask(suite(_ROOT / ".verifake" / "suites"))
    verdict = judge(asked["dropin"], asked["valkey"], read_reasons(_HERE / "reasons.toml"))
    versions = f"redis-py {version('redis')}, fakeredis {version('fakeredis')} and {engine.capitalize()}"
    _ROOT.joinpath("docs", "suites", "redis-py.md").write_text(page(asked, verdict, versions), encoding="utf-8")
    for line in [*(f"fails without a reason: {test}" for test in sorted(verdict.unexplained)), *verdict.stale]:
        sys.stdout.write(f"{line}\n")
    failed = sum(map(len, verdict.failures.values())) + len(verdict.unexplained)
    sys.stdout.write(f"{len(verdict.judged)} tests pass on {engine}, {failed} of these fail on the drop-in\n")
    return 0 if verdict.holds else 1


if __name__ == "__main__":
    sys.exit(main())
