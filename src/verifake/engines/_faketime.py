"""The wall clock of an engine that runs under libfaketime.

The library is preloaded into the engine's process and reads the time from a file. It is GPL-2, never part of
verifake, and found where it was installed: https://github.com/wolfcw/libfaketime
"""

from __future__ import annotations

import sys
import threading
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from verifake.engines._unavailable import Attempt

__all__ = ["FrozenClock", "environment", "library", "missing"]

_NAME: Final = "libfaketime.so.1"
_FOLDERS: Final = ("/usr/lib/*/faketime", "/usr/lib/faketime", "/usr/lib64/faketime", "/usr/local/lib/faketime")
_NS_PER_MS: Final = 1_000_000


class FrozenClock:
    """The file that holds an engine's wall clock, which stands still at what was written last.

    Args:
        path: the file; its folder must exist.
    """

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)

    def set_ns(self, unix_ns: int) -> None:
        """Set the clock to the millisecond of Unix time that `unix_ns` nanoseconds lie in.

        The file is replaced as a whole, so that the engine never reads half a time.
        """
        milliseconds = unix_ns // _NS_PER_MS
        instant = datetime.fromtimestamp(milliseconds // 1000, UTC)
        # The library reads the fraction as a float and cuts it off: without half a microsecond more,
        # 9.123 would be 9.122999999, a millisecond earlier for the engine.
        text = f"{instant:%Y-%m-%d %H:%M:%S}.{milliseconds % 1000:03d}0005"
        fresh = self._path.with_name(f"{self._path.name}.{threading.get_ident()}")
        fresh.write_text(text, encoding="ascii")
        fresh.replace(self._path)


def environment(path: str | Path, library: str | Path) -> dict[str, str]:
    """Return the environment with which a process reads its wall clock from `path`, as UTC, and nothing else."""
    return {
        "DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_TIMESTAMP_FILE": str(path),
        "LD_PRELOAD": str(library),
        "TZ": "UTC",
    }


def library() -> Path | None:
    """Return libfaketime's library as PyPI's package or the system's packages install it, or None."""
    if sys.platform != "linux":
        return None
    package = find_spec("libfaketime")  # Found, not imported: the package changes modules when it is.
    folders = [Path(folder) for folder in (package and package.submodule_search_locations) or ()]
    inside = [found for folder in folders for found in folder.rglob(_NAME)]
    outside = [found for pattern in _FOLDERS for found in Path("/").glob(f"{pattern[1:]}/{_NAME}")]
    return next(iter([*inside, *outside]), None)


def missing(launcher: str) -> Attempt | None:
    """Return why `launcher` cannot move an engine's time, or None if it can."""
    if sys.platform != "linux":
        return Attempt(launcher, "an engine's time can be moved on Linux only", "nothing: timed clauses really wait")
    if library() is None:
        remedy = "pip install 'verifake[time]', or apt-get install libfaketime"
        return Attempt(launcher, "libfaketime is not installed, so timed clauses really wait", remedy)
    return None
