"""The folder of a run: what it holds tells a later run what to clean up after a dead one.

::

    <temporary folder>/verifake-<user>/
        lock                  held while a run's folder is made, or looked at by others
        <run>/
            lock              held by the guardian as long as it lives
            processes.jsonl   every process of the run: pid and create_time
            at_end.jsonl      commands to be run when the run ends, with what they need; only its owner can read it
            guardian.log      what the guardian and those commands print
            …                 the engines' own folders
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from verifake.engines import _processes

__all__ = ["AT_END", "LABEL", "LOG", "PROCESSES", "base", "create", "end", "note", "sweep"]

LABEL: Final = "VERIFAKE_RUN"
"""The environment variable that every process of a run carries, with the run's id."""

AT_END: Final = "at_end.jsonl"
LOG: Final = "guardian.log"
PROCESSES: Final = "processes.jsonl"
_LOCK: Final = "lock"
_GONE: Final = ".gone-"

_COMMAND_SECONDS: Final = 10
"""How long a command may take at the end of a run."""

_KEPT_SECONDS: Final = 24 * 3600
"""How long a folder is kept whose commands fail, for later runs to try again."""


def base() -> Path:
    """Return the folder of all runs of this user, made if there is none.

    Raises:
        PermissionError: somebody else owns what has its name.
    """
    import tempfile  # noqa: PLC0415 - slow, and the guardian has no need of it

    folder = Path(tempfile.gettempdir()).absolute() / f"verifake-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else: set TMPDIR to a folder of your own")
    folder.chmod(0o700)
    return folder


def create(runs: Path, run: str) -> tuple[Path, int]:
    """Make the folder of a run; return it and the file descriptor of its lock, which is held until that is closed."""
    with _exclusive(runs):
        folder = runs / run
        folder.mkdir(mode=0o700)
        return folder, _lock(folder / _LOCK, wait=False)


def note(folder: Path, name: str, entry: Mapping[str, Any]) -> None:
    """Add a line to a file of a run's folder, whole and at once."""
    file = os.open(folder / name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, f"{json.dumps(entry)}\n".encode("ascii"))
    finally:
        os.close(file)


def sweep(runs: Path) -> None:
    """End what dead runs of this user left: their processes, what they registered for their end, their folders."""
    for folder in sorted(runs.iterdir()):
        if folder.name.startswith(_GONE):
            shutil.rmtree(folder, ignore_errors=True)
        elif folder.is_dir() and (lock := _take(runs, folder)) is not None:
            try:
                end(folder)
            finally:
                os.close(lock)


def end(folder: Path) -> list[str]:
    """End a run whose lock is held by the caller; return what could not be done, as sentences.

    The folder stays when a command failed, so that the next run tries again.
    """
    records = list(_read(folder / PROCESSES))
    _processes.end(LABEL, folder.name, records)
    troubles = [trouble for command in _read(folder / AT_END) if (trouble := _run(folder, command))]
    if not troubles or _is_old(folder):
        _remove(folder)
    return troubles


def _run(folder: Path, command: Mapping[str, Any]) -> str | None:
    """Run a command; return what went wrong, without its environment, which may hold a password."""
    environment = {**os.environ, LABEL: folder.name, **command["env"]}
    try:
        with (folder / LOG).open("ab") as log:
            subprocess.run(
                command["argv"],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                timeout=_COMMAND_SECONDS,
                start_new_session=True,
                check=True,
            )
    except (OSError, subprocess.SubprocessError) as error:
        return f"at the end of run {folder.name}: {error} See {folder / LOG}; the next run tries again."
    return None


def _remove(folder: Path) -> None:
    gone = folder.with_name(f"{_GONE}{folder.name}")
    try:
        folder.rename(gone)  # At once, so that nobody finds half a folder.
    except FileNotFoundError:
        return
    shutil.rmtree(gone, ignore_errors=True)


def _is_old(folder: Path) -> bool:
    return time.time() - folder.stat().st_mtime > _KEPT_SECONDS


def _read(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        try:
            yield json.loads(line)
        except ValueError:  # Cut short when its writer was killed: what it was to announce never began.
            continue


def _take(runs: Path, folder: Path) -> int | None:
    """Return the lock of a run's folder, or None if its guardian lives."""
    with _exclusive(runs):
        try:
            return _lock(folder / _LOCK, wait=False)
        except (BlockingIOError, FileNotFoundError):
            return None


@contextmanager
def _exclusive(runs: Path) -> Iterator[None]:
    lock = _lock(runs / _LOCK, wait=True)
    try:
        yield
    finally:
        os.close(lock)


def _lock(path: Path, *, wait: bool) -> int:
    import fcntl  # noqa: PLC0415 - verifake.engines can be imported where this does not exist

    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BaseException:
        os.close(file)
        raise
    return file
