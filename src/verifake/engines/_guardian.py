"""The guardian of a run: starts its processes, and ends them when the run ends, however that happens.

``python -m verifake.engines._guardian PID FOLDER LOCK`` takes requests from the run, a JSON object a line, and
answers each with one. It ends when its input ends, when process PID is gone, or on SIGTERM. It is a process of its
own, in a session of its own, so that neither Ctrl-C nor ``kill -9`` of the run reaches it. Should it be killed
itself, Linux kills its engines, and the next run sweeps what else is left (`verifake.engines._folder`).

It has one thread: what runs between fork and exec is Python, and must not meet another thread's locks.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from verifake.engines import _folder, _processes

_GRACE_SECONDS: Final = 2.0
"""How long a process has between the request to end and its death."""

_LOOK_SECONDS: Final = 0.5
"""How often it is looked whether the run still lives, where nothing tells."""

_PR_SET_PDEATHSIG: Final = 1


class Guardian:
    """Owns the processes of one run.

    Args:
        run_pid: the process whose end is the run's end.
        folder: the run's folder, whose lock this process holds.
    """

    def __init__(self, run_pid: int, folder: Path) -> None:
        self._run_pid = run_pid
        self._folder = folder
        self._children: dict[int, subprocess.Popen[bytes]] = {}
        self._die_with_us = _parent_death_signal()
        self._told = False
        self._answers: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "alive": self._alive,
            "at_end": self._at_end,
            "spawn": self._spawn,
            "stop": self._stop,
        }

    def serve(self) -> None:
        """Answer requests until the run ends."""
        for request in self._requests():
            try:
                answer = self._answers[request["do"]](request)
            except (OSError, subprocess.SubprocessError) as error:
                answer = {"error": str(error)}
            if not _write({"number": request["number"], **answer}):
                return

    def end(self) -> None:
        """End all processes, gently at first, and whatever else the run left."""
        living = _ask_to_end(list(self._children.values()))
        import psutil  # noqa: F401, PLC0415 - slow, needed next, and loaded while they end

        _see_to_end(living)
        troubles = _folder.end(self._folder)
        _write({"troubles": troubles})

    def tell(self, *_: object) -> None:
        """End soon; a signal's handler."""
        self._told = True

    def _requests(self) -> Iterator[dict[str, Any]]:
        with selectors.DefaultSelector() as selector:
            selector.register(0, selectors.EVENT_READ, "input")
            _watch(selector, self._run_pid)
            pending = b""
            while not self._told and os.getppid() == self._run_pid:
                ready = {key.data for key, _ in selector.select(_LOOK_SECONDS)}
                self._reap()
                if "end" in ready:
                    return
                if "input" in ready:
                    read = os.read(0, 1 << 16)
                    if not read:
                        return
                    *lines, pending = (pending + read).split(b"\n")
                    yield from map(json.loads, lines)

    def _reap(self) -> None:
        for child in self._children.values():
            child.poll()

    def _spawn(self, request: dict[str, Any]) -> dict[str, Any]:
        with Path(request["log"]).open("ab") as log:
            child = subprocess.Popen(
                request["argv"],
                env={**os.environ, **request["env"]},
                cwd=request["folder"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=self._before_exec(os.getpid()),  # noqa: PLW1509 - there is one thread
            )
        self._children[child.pid] = child
        return {"pid": child.pid, "create_time": time.time()}

    def _before_exec(self, guardian: int) -> Callable[[], None]:
        def prepare() -> None:
            self._die_with_us()
            if os.getppid() != guardian:
                os._exit(1)  # It was killed before its death could be told.
            _processes.clear_litter(os.getpid())  # Of a process that had the number before.
            _folder.note(self._folder, _folder.PROCESSES, {"pid": os.getpid(), "create_time": time.time()})

        return prepare

    def _alive(self, request: dict[str, Any]) -> dict[str, Any]:
        child = self._children.get(request["pid"])
        return {"alive": child is not None and child.poll() is None}

    def _stop(self, request: dict[str, Any]) -> dict[str, Any]:
        if child := self._children.get(request["pid"]):
            _see_to_end(_ask_to_end([child]))
        return {}

    def _at_end(self, request: dict[str, Any]) -> dict[str, Any]:
        _folder.note(self._folder, _folder.AT_END, {"argv": request["argv"], "env": request["env"]})
        return {}


def _ask_to_end(children: list[subprocess.Popen[bytes]]) -> list[subprocess.Popen[bytes]]:
    """Ask the sessions of those of `children` that live to end; return these."""
    living = [child for child in children if child.poll() is None]
    for child in living:
        _signal(child, signal.SIGTERM)
    return living


def _see_to_end(living: list[subprocess.Popen[bytes]]) -> None:
    """Wait until they have ended, and kill what has not after a short grace."""
    deadline = time.monotonic() + _GRACE_SECONDS
    while time.monotonic() < deadline and any(child.poll() is None for child in living):
        time.sleep(0.005)
    for child in living:
        if child.poll() is None:
            _signal(child, signal.SIGKILL)
            child.wait()


def _signal(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    # Only to one that was not reaped: its number cannot be another process's.
    try:
        os.killpg(child.pid, number)
    except (ProcessLookupError, PermissionError):
        child.send_signal(number)


def _watch(selector: selectors.BaseSelector, pid: int) -> None:
    """Let `selector` report "end" when process `pid` ends, where the system can tell (Linux)."""
    if hasattr(os, "pidfd_open"):
        try:
            selector.register(os.pidfd_open(pid), selectors.EVENT_READ, "end")
        except OSError:  # It is gone already, or the system is old: the parent's number shows it.
            return


def _parent_death_signal() -> Callable[[], object]:
    """Return what lets the calling process be killed when its parent dies, where the system can (Linux)."""
    if sys.platform != "linux":
        return lambda: None
    import ctypes  # noqa: PLC0415 - nobody else needs it

    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _write(answer: dict[str, Any]) -> bool:
    """Answer the run; return whether it is there to read it."""
    try:
        os.write(1, f"{json.dumps(answer)}\n".encode("ascii"))
    except BrokenPipeError:
        return False
    return True


def main() -> None:
    """Guard the run that the arguments name."""
    pid, folder, lock = int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    os.set_inheritable(lock, False)
    guardian = Guardian(pid, folder)
    # Handlers rather than SIG_IGN, which the engines would inherit.
    signal.signal(signal.SIGTERM, guardian.tell)
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, lambda *_: None)
    try:
        guardian.serve()
    finally:
        guardian.end()


if __name__ == "__main__":
    main()
