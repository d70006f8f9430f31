"""How long imports take beside that of redis-py, in whole processes: 60% for the fake, 130% for the drop-in.

The drop-in imports redis-py itself. Either side includes the start of Python.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks._harness import Case, Ratio
from benchmarks._processes import children_seconds, python

__all__ = ["cases"]

_ROUNDS: Final = 40
_BARS: Final = {"verifake.fakes.keyvalue": 0.6, "verifake.dropin.redis": 1.3}


def cases() -> Iterator[Case]:
    """Yield what a service's tests import."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for module, bar in _BARS.items():
            yield Ratio(
                name=f"import {module}",
                against="import redis",
                ours=python(folder, "-c", f"import {module}"),
                peer=python(folder, "-c", "import redis"),
                bar=bar,
                rounds=_ROUNDS,
                timer=children_seconds,
            )
