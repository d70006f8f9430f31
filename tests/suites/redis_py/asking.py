"""Running the suite on every side, each run a pytest of its own."""

from __future__ import annotations

import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Final

from verifake.engines import Run
from verifake.engines.valkey import TICKING

from .answering import RESULTS, SIDE
from .verdict import Outcome, Tests

__all__ = ["FILES", "PROTOCOLS", "SIDES", "ask"]

SIDES: Final = ("dropin", "fakeredis", "valkey")
PROTOCOLS: Final = ("2", "3")

_NAMES: Final = ("commands", "pipeline", "pubsub", "lock", "scripting", "encoding")
FILES: Final = tuple(f"tests/{folder}test_{name}.py" for folder in ("", "test_asyncio/") for name in _NAMES)

_MARKS: Final = "not onlycluster and not redismod and not ssl"

_SECONDS: Final = 1800
"""How long a run may take: it sleeps for some two minutes."""

_AT_ONCE: Final = 2 * (os.cpu_count() or 1)
"""How many runs go on side by side: they sleep most of the time."""

_HERE: Final = Path(__file__).parent
_SOURCE: Final = _HERE.parents[2] / "src"


def ask(suite: Path) -> tuple[dict[str, Tests], str]:
    """Return what came of each test on each side, and the engine's name and version.

    Raises:
        EngineUnavailable: Valkey cannot be started.
        RuntimeError: a run did not get to its end.
    """
    asked: dict[str, Tests] = {side: {} for side in SIDES}
    with Run("suites") as run, ThreadPoolExecutor(_AT_ONCE) as pool:
        # An engine for each protocol: the suite takes it for its own, and empties it again and again.
        engines = dict(zip(PROTOCOLS, TICKING.start(run, launcher="process", copies=len(PROTOCOLS)), strict=True))
        asks = [_Ask(run, suite, side, protocol, engines[protocol].url) for side, protocol in product(SIDES, PROTOCOLS)]
        for each, tests in zip(asks, pool.map(_Ask.results, asks), strict=True):
            asked[each.side].update(tests)
    identity = engines[PROTOCOLS[0]].identity
    return asked, f"{identity.name} {identity.version}"


@dataclass(frozen=True, slots=True)
class _Ask:
    """One run of the suite; a process of `run`, so that it ends when that ends, however that happens."""

    run: Run
    suite: Path
    side: str
    protocol: str
    url: str

    def results(self) -> Tests:
        """Run it and return what came of each test. One that takes too long ends the process, and the next goes on."""
        log = self.suite.with_name(f"{self.side}-resp{self.protocol}.log")
        results = log.with_suffix(".json")
        for old in (log, results):
            old.unlink(missing_ok=True)
        path = os.pathsep.join([str(_SOURCE), str(_HERE.parent)])
        ours = {SIDE: self.side, RESULTS: str(results), "PYTHONPATH": path}
        tests: dict[str, dict[str, str]] = {}
        while True:
            self._wait(self.run.spawn(self._command(), ours, self.suite, log).pid)
            found = json.loads(results.read_text(encoding="utf-8")) if results.exists() else {"tests": {}}
            if len(found["tests"]) == len(tests):
                raise RuntimeError(f"the suite on {self.side} with RESP{self.protocol} does not go on: see {log}")
            tests = found["tests"]
            if found["done"]:
                return {f"{name} RESP{self.protocol}": Outcome(**outcome) for name, outcome in tests.items()}

    def _command(self) -> list[str]:
        plugins = ["-p", "redis_py.answering", "-p", "no:verifake", "-p", "no:cacheprovider", "-p", "no:timeout"]
        options = [f"--redis-url={self.url}", f"--protocol={self.protocol}", "-m", _MARKS]
        # Native tracebacks: pytest's own take seconds a failure in files as large as redis-py's.
        return [sys.executable, "-m", "pytest", "--tb=native", *plugins, *options, *FILES]

    def _wait(self, pid: int) -> None:
        end = time.monotonic() + _SECONDS
        while self.run.alive(pid) and time.monotonic() < end:
            time.sleep(0.2)
        self.run.stop(pid)
