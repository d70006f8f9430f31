"""Finding and ending the processes of a run that its guardian did not end."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import psutil

__all__ = ["clear_litter", "end", "members"]

_DEATH_SECONDS: Final = 5
_LOOKS: Final = 2
"""How often nothing must be found in a row: Linux shows no environment of a process while it executes a program."""

_CLOCK_SECONDS: Final = 2
"""How far the two clocks may differ by which a process's creation is told: the system's has whole seconds only."""


def end(variable: str, run: str, records: Iterable[Mapping[str, Any]]) -> None:
    """Kill every process of `run`, recorded or labelled, and remove what libfaketime leaves behind of them."""
    known = list(records)
    deadline = time.monotonic() + _DEATH_SECONDS
    missed = 0
    # Looked for anew each time, since a process may start another while it is being killed.
    while missed < _LOOKS and time.monotonic() < deadline:
        found = members(variable, run, known)
        for process in found:
            _kill(process)
        missed = 0 if found else missed + 1
        time.sleep(0.01)
    for pid in (record["pid"] for record in known):
        if not _lives(pid):
            clear_litter(pid)


def clear_litter(pid: int) -> None:
    """Remove what libfaketime leaves behind when it is killed with process `pid`.

    A later process of that number could not start under it: https://github.com/wolfcw/libfaketime
    """
    memory = Path("/dev/shm")  # noqa: S108 - where Linux keeps shared memory
    for name in (f"faketime_shm_{pid}", f"sem.faketime_sem_{pid}"):
        (memory / name).unlink(missing_ok=True)


def members(variable: str, run: str, records: Iterable[Mapping[str, Any]]) -> list[psutil.Process]:
    """Return the living processes of `run`, but for this one.

    They are told by the label in their environment, and by the records: an engine may overwrite its environment.
    """
    import psutil  # noqa: PLC0415 - the guardian must start fast, and needs it at its end only

    created = {record["pid"]: record["create_time"] for record in records}
    return [
        process
        for process in psutil.process_iter(["environ", "create_time", "status"])
        if process.pid != os.getpid()
        and process.info["status"] != psutil.STATUS_ZOMBIE
        and (
            (process.info["environ"] or {}).get(variable) == run
            or abs((process.info["create_time"] or 0.0) - created.get(process.pid, float("-inf"))) < _CLOCK_SECONDS
        )
    ]


def _lives(pid: int) -> bool:
    """Return whether there is a process `pid`; one that is dead and not yet collected by its parent is none."""
    import psutil  # noqa: PLC0415 - as above

    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _kill(process: psutil.Process) -> None:
    import psutil  # noqa: PLC0415 - as above

    with suppress(psutil.NoSuchProcess):
        process.kill()
