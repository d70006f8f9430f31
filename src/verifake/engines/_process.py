"""Engines that are a program on this machine, started for the run."""

from __future__ import annotations

import hashlib
import re
import socket
import tempfile
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from verifake.clock import EPOCH_NS
from verifake.engines._faketime import FrozenClock, environment, library
from verifake.engines._launcher import Answer, Launcher, NotReady
from verifake.engines._running import Identity, Running
from verifake.engines._unavailable import Attempt, EngineUnavailable

if TYPE_CHECKING:
    from verifake.engines._run import Run, Spawned

__all__ = ["Process", "digest", "free_port"]

_PORTS: Final = 5
"""How many ports are tried when others take them at the same moment."""

_LOG_LINES: Final = 10
_PORT_TAKEN: Final = re.compile(r"address already in use|EADDRINUSE", re.IGNORECASE)
_NEAR_NS: Final = 60_000_000_000
"""How near to the frozen clock an engine's time must be: some let it run on between two looks at it."""


class _PortTaken(Exception):
    """Somebody else listens at the port that was to be the engine's."""


class Process(Launcher):
    """An engine whose program is on this machine, started on a free port of the loopback interface.

    Args:
        engine: its name in the catalogue.
        program: finds the program, or says why there is none.
        command: the program, a port and a folder of its own, as the command that runs it in the foreground.
        url: where it then listens, given the port.
        probe: asks the engine at a URL what it is; raises `NotReady`.
        frozen: whether it runs under libfaketime, where that is installed, with its clock frozen at `EPOCH_NS`.
        ready_seconds: how long it may take to answer.
    """

    name = "process"

    def __init__(
        self,
        engine: str,
        *,
        program: Callable[[], Path | Attempt],
        command: Callable[[Path, int, Path], list[str]],
        url: Callable[[int], str],
        probe: Callable[[str], Answer],
        frozen: bool = False,
        ready_seconds: float = 10.0,
    ) -> None:
        self._engine = engine
        self._program = program
        self._command = command
        self._url = url
        self._probe = probe
        self._frozen = frozen
        self._ready_seconds = ready_seconds

    def missing(self) -> Attempt | None:
        found = self._program()
        return found if isinstance(found, Attempt) else None

    def start(self, run: Run) -> Running:
        """As `Launcher.start`: returns when the engine answers; its log is in its folder, in the run's."""
        program = self._program()
        if isinstance(program, Attempt):
            raise EngineUnavailable(self._engine, (program,))
        for _ in range(_PORTS):
            try:
                return self._start_at(free_port(), program, run)
            except _PortTaken:
                continue
        raise self._unavailable(f"{_PORTS} free ports in a row were taken by others", "run it again")

    def _start_at(self, port: int, program: Path, run: Run) -> Running:
        began = time.monotonic()
        folder = Path(tempfile.mkdtemp(prefix=f"{self._engine}-", dir=run.folder))
        clock = self._freeze(folder)
        try:
            spawned = run.spawn(self._command(program, port, folder), clock, folder, folder / "log")
        except OSError as error:
            raise self._unavailable(str(error), f"see whether {program} can be run") from error
        of_program = digest(program)  # While it starts.
        try:
            answer = self._wait(run, spawned, self._url(port))
        except BaseException:
            run.stop(spawned.pid)
            raise
        # Asked of the engine, since a library that cannot be preloaded is passed over without an error.
        moved = bool(clock) and answer.now_ns is not None and abs(answer.now_ns - EPOCH_NS) < _NEAR_NS
        return Running(
            self._engine,
            self._url(port),
            Identity(answer.name, answer.version, of_program, self.name),
            "moved" if moved else "waited",
            clock["FAKETIME_TIMESTAMP_FILE"] if moved else None,
            time.monotonic() - began,
        )

    def _freeze(self, folder: Path) -> dict[str, str]:
        """Return the environment under which the engine's time stands still, or none where it cannot."""
        found = library() if self._frozen else None
        if found is None:
            return {}
        FrozenClock(folder / "clock").set_ns(EPOCH_NS)
        return environment(folder / "clock", found)

    def _wait(self, run: Run, spawned: Spawned, url: str) -> Answer:
        """Return what the engine says as soon as it answers; stop waiting as soon as it is dead."""
        deadline = time.monotonic() + self._ready_seconds
        pause = 0.001
        while time.monotonic() < deadline:
            alive = run.alive(spawned.pid)
            answer = self._look(url)
            if answer and answer.pid not in {None, spawned.pid}:
                raise _PortTaken
            if not alive:
                raise self._dead(spawned.log)
            if answer:
                return answer
            time.sleep(pause)
            pause = min(2 * pause, 0.05)
        raise self._unavailable(f"it did not answer within {self._ready_seconds:g} s{_tail(spawned.log)}", "try again")

    def _look(self, url: str) -> Answer | None:
        try:
            return self._probe(url)
        except NotReady:
            return None

    def _dead(self, log: Path) -> Exception:
        if _PORT_TAKEN.search(log.read_text(errors="replace")):
            return _PortTaken()
        return self._unavailable(f"it died while it started{_tail(log)}", "see what it printed, above")

    def _unavailable(self, reason: str, remedy: str) -> EngineUnavailable:
        return EngineUnavailable(self._engine, (Attempt(self.name, reason, remedy),))


def free_port() -> int:
    """Return a port of the loopback interface at which nobody listens just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def digest(program: Path) -> str:
    """Return the SHA-256 of a file, read again only if it changed."""
    found = program.stat()
    return _digest(program, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=32)
def _digest(program: Path, _mtime_ns: int, _size: int) -> str:
    with program.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def _tail(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines()[-_LOG_LINES:]
    return "; its last lines:\n" + "\n".join(lines) if lines else " and printed nothing"
