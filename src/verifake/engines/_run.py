"""A run: what owns started engines, from the first to its end."""

from __future__ import annotations

import json
import os
import re
import secrets
import selectors
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

from verifake.engines import _folder
from verifake.engines._python import module_command, module_environment

__all__ = ["GuardianLost", "Run", "Spawned"]

_LABEL: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_END_SECONDS: Final = 60
"""How long the guardian may take to end everything."""


class GuardianLost(RuntimeError):
    """A run's guardian is gone before the run's end: somebody killed it. Its engines are dead or dying."""


@dataclass(frozen=True, slots=True)
class Spawned:
    """A process that a guardian started.

    Attributes:
        pid: its number, and its session's.
        create_time: when it was started, in seconds of Unix time.
        log: the file that has what it prints.
    """

    pid: int
    create_time: float
    log: Path


class Run:
    """Owns engines; when it ends, they do. Thread safe, and a context manager.

    Nothing happens until the first engine is started. Then one guardian, a process of its own, starts and ends
    everything; what dead runs left is swept first. A copy of this object in a forked process owns nothing.

    Args:
        label: what its id begins with: at most 32 lower-case letters, digits and hyphens.
    """

    def __init__(self, label: str | None = None) -> None:
        if label is not None and not _LABEL.fullmatch(label):
            raise ValueError(f"label {label!r}: use at most 32 lower-case letters, digits and hyphens")
        self.id: Final = f"{label or 'vf'}-{os.getpid()}-{secrets.token_hex(4)}"
        self._owner = os.getpid()
        self._lock = threading.RLock()
        self._guardian: subprocess.Popen[bytes] | None = None
        self._place: Path | None = None
        self._commands: list[tuple[list[str], dict[str, str]]] = []
        self._number = 0
        self._closed = False

    @property
    def folder(self) -> Path:
        """The run's own folder, which goes when it ends.

        Raises:
            RuntimeError: the run has ended.
        """
        with self._lock:
            self._begin()
            assert self._place is not None
            return self._place

    def spawn(self, argv: Sequence[str], env: Mapping[str, str], folder: Path, log: Path) -> Spawned:
        """Start a process in `folder`, its output appended to `log`; `env` is added to this process's environment.

        Raises:
            OSError: it could not be started.
            GuardianLost: the guardian was killed.
        """
        answer = self._ask("spawn", argv=list(argv), env=dict(env), folder=str(folder), log=str(log))
        if "error" in answer:
            raise OSError(answer["error"])
        return Spawned(answer["pid"], answer["create_time"], log)

    def alive(self, pid: int) -> bool:
        """Return whether a process that was spawned here still runs."""
        return bool(self._ask("alive", pid=pid)["alive"])

    def stop(self, pid: int) -> None:
        """End a process that was spawned here, before the run ends."""
        self._ask("stop", pid=pid)

    def at_end(self, argv: Sequence[str], env: Mapping[str, str]) -> None:
        """Have a command run once when the run ends, also if it is killed; the same command twice is one.

        It has 10 seconds. Secrets belong into `env`: they are kept in a file that only this user can read. If the
        command fails, the next run of this user tries again.
        """
        with self._lock:
            command = (list(argv), dict(env))
            if command not in self._commands:
                self._ask("at_end", argv=command[0], env=command[1])
                self._commands.append(command)

    def close(self) -> tuple[str, ...]:
        """End everything and wait until it is gone; return what could not be done, as sentences.

        More than once does no harm, and so does closing a copy in a forked process.
        """
        with self._lock:
            if self._owner != os.getpid() or self._closed:
                return ()
            self._closed = True
            if self._guardian is None or self._place is None:
                return ()
            return _finish(self._guardian, self._place)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _begin(self) -> None:
        if self._closed:
            raise RuntimeError(f"run {self.id} has ended")
        if self._owner != os.getpid():
            raise RuntimeError(f"run {self.id} belongs to another process")
        if self._guardian is not None:
            return
        runs = _folder.base()
        _folder.sweep(runs)
        place, lock = _folder.create(runs, self.id)
        try:
            self._guardian = _start_guardian(place, lock)
            self._place = place
        finally:
            os.close(lock)  # The guardian's copy holds it from here on.

    def _ask(self, do: str, **what: Any) -> dict[str, Any]:
        with self._lock:
            self._begin()
            assert self._guardian is not None
            assert self._guardian.stdin is not None
            assert self._guardian.stdout is not None
            self._number += 1
            try:
                self._guardian.stdin.write(f"{json.dumps({'do': do, 'number': self._number, **what})}\n".encode())
                self._guardian.stdin.flush()
                while line := self._guardian.stdout.readline():
                    answer: dict[str, Any] = json.loads(line)
                    # An earlier number is the answer to what an interrupt kept from being read.
                    if answer["number"] == self._number:
                        return answer
            except BrokenPipeError:
                pass
            raise GuardianLost(f"the guardian of run {self.id} is gone: {_tail(self._place)}")


def _start_guardian(place: Path, lock: int) -> subprocess.Popen[bytes]:
    with (place / _folder.LOG).open("ab") as log:
        return subprocess.Popen(
            module_command("verifake.engines._guardian", str(os.getpid()), str(place), str(lock)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            pass_fds=(lock,),
            start_new_session=True,
            env={**os.environ, **module_environment(), _folder.LABEL: place.name},
        )


def _finish(guardian: subprocess.Popen[bytes], place: Path) -> tuple[str, ...]:
    """Let the guardian end everything; do its work if it cannot."""
    assert guardian.stdin is not None
    assert guardian.stdout is not None
    with guardian.stdout:
        with suppress(BrokenPipeError):
            guardian.stdin.close()
        printed = _read_to_end(guardian.stdout, _END_SECONDS)
        if printed is None:
            guardian.kill()
        guardian.wait()
    last = (printed or b"").splitlines()[-1:]
    if guardian.returncode == 0 and last:
        return tuple(json.loads(last[0])["troubles"])
    _folder.sweep(place.parent)
    return ()


def _read_to_end(pipe: IO[bytes], seconds: float) -> bytes | None:
    """Return what is left in `pipe` when its writer has closed it, or None if that takes more than `seconds`."""
    deadline = time.monotonic() + seconds
    parts: list[bytes] = []
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while selector.select(max(0.0, deadline - time.monotonic())):
            part = os.read(pipe.fileno(), 1 << 16)
            if not part:
                return b"".join(parts)
            parts.append(part)
    return None


def _tail(place: Path | None) -> str:
    try:
        lines = (place / _folder.LOG).read_text(errors="replace").splitlines() if place else []
    except OSError:
        lines = []
    return lines[-1] if lines else "it printed nothing"
