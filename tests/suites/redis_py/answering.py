"""A plugin for the pytest that runs redis-py's own tests: who answers their clients, and what came of each test.

The suite asks the engine at ``--redis-url`` for its version and skips tests by it. It does so whoever answers its
clients afterwards: so all sides are asked the same tests.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
import redis.asyncio.connection
import redis.connection

SIDE: Final = "VERIFAKE_SUITE_SIDE"
RESULTS: Final = "VERIFAKE_SUITE_RESULTS"
SECONDS: Final = "VERIFAKE_SUITE_SECONDS"

_SECONDS: Final = 20
"""How long a test may take unless `SECONDS` says otherwise: the longest that passes on the engine takes some 5."""

_RANKS: Final = ("passed", "skipped", "failed")

Settings = dict[str, Any]


def _dropin() -> tuple[Settings, Settings]:
    """Return the settings of connections to a new fake in this process, and of their asyncio twins."""
    from verifake.clock import SystemClock
    from verifake.dropin.redis import async_client, client
    from verifake.fakes.keyvalue import FakeKeyValue

    store = FakeKeyValue(clock=SystemClock())
    names = ("store", "maint_notifications_config")
    return _settings_of(client(store), names), _settings_of(async_client(store), names)


def _fakeredis() -> tuple[Settings, Settings]:
    """Return the settings of connections to a new server of fakeredis, and of their asyncio twins."""
    from fakeredis import FakeAsyncRedis, FakeRedis, FakeServer

    server = FakeServer(version=(7, 2))
    names = ("server", "version", "server_type", "lua_modules")
    return _settings_of(FakeRedis(server=server), names), _settings_of(FakeAsyncRedis(server=server), names)


def _settings_of(client: Any, names: tuple[str, ...]) -> Settings:
    """Return what makes a connection one to that client's server: those settings of its pool, and the class."""
    pool = client.connection_pool
    given = {name: pool.connection_kwargs[name] for name in names if name in pool.connection_kwargs}
    return {**given, "connection_class": pool.connection_class}


_IN_PROCESS: Final[dict[str, Callable[[], tuple[Settings, Settings]]]] = {"dropin": _dropin, "fakeredis": _fakeredis}


class Answering:
    """Lets whatever the suite makes of a URL be answered in this process, anew for each test."""

    def __init__(self, side: str) -> None:
        self._begin = _IN_PROCESS[side]
        self._plain, self._asynchronous = self._begin()
        self._answer(redis.connection, "tests.conftest", lambda: self._plain)
        self._answer(redis.asyncio.connection, "tests.test_asyncio.conftest", lambda: self._asynchronous)
        conftest: Any = sys.modules["tests.conftest"]
        conftest.Connection = self._plain["connection_class"]  # Its own choice, which would win.

    def _answer(self, library: Any, conftest: str, settings: Callable[[], Settings]) -> None:
        parse: Callable[[str], Settings] = library.parse_url
        library.parse_url = lambda url: {**parse(url), **settings()}
        using: Any = sys.modules.get(conftest)
        if using is not None:
            using.parse_url = library.parse_url

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self) -> None:
        self._plain, self._asynchronous = self._begin()


class Recorder:
    """Keeps the worst outcome of each test, and why; what an earlier process has kept is not run again.

    A test that takes too long is recorded as failed, and ends the process: it may hold what its own end, and all that
    comes after it, would wait for. Nothing but that can interrupt every lock.
    """

    def __init__(self, file: Path, seconds: float) -> None:
        self._file = file
        self._seconds = seconds
        self._tests: dict[str, dict[str, str]] = {}
        self._timer: threading.Timer | None = None
        if file.exists():
            self._tests = json.loads(file.read_text(encoding="utf-8"))["tests"]

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if item.nodeid not in self._tests]

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._timer = threading.Timer(self._seconds, self._end, (nodeid,))
        self._timer.start()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        found = self._tests.setdefault(report.nodeid, {"outcome": "passed", "why": ""})
        if _RANKS.index(report.outcome) > _RANKS.index(found["outcome"]):
            found.update(outcome=report.outcome, why=_why(report))

    def pytest_runtest_logfinish(self) -> None:
        assert self._timer is not None
        self._timer.cancel()

    def pytest_sessionfinish(self) -> None:
        self._write(done=True)

    def _end(self, test: str) -> None:
        if self._tests.get(test, {}).get("outcome") != "failed":  # Why it failed first says more.
            self._tests[test] = {"outcome": "failed", "why": f"not done after {self._seconds:g} s"}
        self._write(done=False)
        os._exit(1)

    def _write(self, *, done: bool) -> None:
        kept = {"done": done, "tests": self._tests}
        self._file.write_text(json.dumps(kept, indent=1), encoding="utf-8")


def _why(report: pytest.TestReport) -> str:
    """Return the first line of what a test failed with."""
    crash = getattr(report.longrepr, "reprcrash", None)
    text = crash.message if crash else str(report.longrepr)
    return f"{report.when}: {text.partition(chr(10))[0]}"


def _connect_only_to(port: int | None) -> None:
    """Refuse every other connection of this process: a test that has an address of its own may meet anybody there."""

    def look(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.connect" and isinstance(arguments[1], tuple) and arguments[1][1] != port:
            raise ConnectionRefusedError("the suite may only speak to the engine that was started for it")

    sys.addaudithook(look)


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Begin when the suite has asked the engine what it is."""
    side = os.environ[SIDE]
    recorder = Recorder(Path(os.environ[RESULTS]), float(os.environ.get(SECONDS, _SECONDS)))
    session.config.pluginmanager.register(recorder)
    if side in _IN_PROCESS:
        session.config.pluginmanager.register(Answering(side))
    port = urlsplit(session.config.getoption("--redis-url")).port
    _connect_only_to(None if side in _IN_PROCESS else port)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """End without waiting for threads: those of tests that failed may wait for ever."""
    sys.stdout.flush()
    os._exit(0)
