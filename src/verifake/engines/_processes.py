"""Finding and ending the processes of a run that its guardian did not end."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import psutil

__all__ = ["end", "members"]

_ROUNDS: Final = 10
_DEATH_SECONDS: Final = 5
_CLOCK_SECONDS: Final = 2
"""How far the two clocks may differ by which a process's creation is told: the system's has whole seconds only."""


def end(variable: str, run: str, records: Iterable[Mapping[str, Any]]) -> None:
    """Kill every process of `run`, recorded or labelled, and remove what libfaketime leaves behind of them."""
    # The guardian must start fast, and needs these at its end only.
    import psutil  # noqa: PLC0415

    from verifake.engines._faketime import litter  # noqa: PLC0415

    known = list(records)
    for _ in range(_ROUNDS):  # A process may start another while it is being killed.
        found = members(variable, run, known)
        if not found:
            break
        for process in found:
            _kill(process)
        psutil.wait_procs(found, timeout=_DEATH_SECONDS)
    for record in known:
        if not psutil.pid_exists(record["pid"]):
            for path in litter(record["pid"]):
                path.unlink(missing_ok=True)


def members(variable: str, run: str, records: Iterable[Mapping[str, Any]]) -> list[psutil.Process]:
    """Return the living processes of `run`, but for this one.

    They are told by the label in their environment, and by the records: an engine may overwrite its environment.
    """
    import psutil  # noqa: PLC0415 - as above

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


def _kill(process: psutil.Process) -> None:
    import psutil  # noqa: PLC0415 - as above

    with suppress(psutil.NoSuchProcess):
        process.kill()
