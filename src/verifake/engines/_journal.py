"""Which keys are ours in an engine that is not."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

__all__ = ["SEEN_LIMIT", "Journal", "read", "wait_for_writers"]

SEEN_LIMIT: Final = 100_000
"""How many keys a journal remembers; past it, it begins anew, and a key may be listed twice."""


class Journal:
    """A list of keys that outlives its writer: one JSON string a line. Thread safe; processes may share a file.

    While it is open, whoever deletes the keys knows that more may come: close it when the last key is written.

    Args:
        path: the file, made if it does not exist; its folder must.
    """

    def __init__(self, path: str | Path) -> None:
        import fcntl  # noqa: PLC0415 - verifake.engines can be imported where this does not exist

        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_SH)
        self._seen: set[str] = set()
        self._lock = threading.Lock()
        self._open = True

    def add(self, key: str) -> None:
        """Note that `key` is ours. Call it before the key is written; only the first call for a key costs anything.

        Raises:
            ValueError: the journal is closed.
        """
        with self._lock:
            if not self._open:
                raise ValueError(f"the journal is closed: {key!r} cannot be added")
            if key in self._seen:
                return
            # One write a line, straight to the system: whole, and there even if this process is killed.
            os.write(self._file, f"{json.dumps(key)}\n".encode("ascii"))
            if len(self._seen) >= SEEN_LIMIT:
                self._seen.clear()
            self._seen.add(key)

    def close(self) -> None:
        """Say that no more keys will come. More than once does no harm."""
        with self._lock:
            if self._open:
                self._open = False
                os.close(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def read(path: Path, namespace: str) -> Iterator[str]:
    """Yield the keys in the journal at `path` that begin with `namespace`, each once; none if there is no file."""
    try:
        lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return
    for line in dict.fromkeys(lines):
        try:
            key = json.loads(line)
        except ValueError:  # The last line, cut short by a full disk: its key was never written.
            continue
        if isinstance(key, str) and key.startswith(namespace):
            yield key


def wait_for_writers(path: Path, seconds: float) -> bool:
    """Wait until nobody has the journal at `path` open, at most `seconds`; return whether that is so."""
    import fcntl  # noqa: PLC0415 - as above
    import time  # noqa: PLC0415

    deadline = time.monotonic() + seconds
    try:
        file = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return True
    try:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    return False
                time.sleep(0.02)
            else:
                return True
    finally:
        os.close(file)
