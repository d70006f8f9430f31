"""What the plugin adds to a pytest session in which nobody uses it: 10% at most.

Whole processes, with the plugin and with ``-p no:verifake``. Other plugins are off on both sides, since a session
that is slow for their sake would hide ours.

pytest 9 answers a single ``--version`` before it loads any plugin, which would compare nothing; it is given twice.
That loads plugins but begins no session, so that a session of one test is measured beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks._harness import Case, Ratio, Work
from benchmarks._processes import children_seconds, python

__all__ = ["cases"]

_BAR: Final = 1.1
_ROUNDS: Final = 60
_OURS: Final = "verifake"
_NOBODY: Final = "nobody"
"""No plugin has this name: blocking it makes both command lines alike."""


def cases() -> Iterator[Case]:
    """Yield the two command lines, in a folder that has one test and no configuration."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "test_one.py").write_text("def test_one():\n    pass\n", encoding="utf-8")
        for arguments in (["--version", "--version"], ["test_one.py"]):
            yield Ratio(
                name=f"pytest {' '.join(arguments)}",
                against="without the plugin",
                ours=_pytest(folder, _NOBODY, *arguments),
                peer=_pytest(folder, _OURS, *arguments),
                bar=_BAR,
                rounds=_ROUNDS,
                timer=children_seconds,
            )


def _pytest(folder: Path, blocked: str, *arguments: str) -> Work:
    """Return the work of one pytest process that loads neither the plugin `blocked` nor anybody else's."""
    off = {found.name for found in entry_points(group="pytest11")} - {_OURS} | {blocked, "cacheprovider"}
    return python(folder, "-m", "pytest", *(f"-pno:{plugin}" for plugin in sorted(off)), *arguments)
