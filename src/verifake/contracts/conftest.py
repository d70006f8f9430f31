"""The short option names for a checkout: ``pytest contracts --backend=fake``."""

from __future__ import annotations

from contextlib import suppress

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    for name in ("backend", "allow-missing"):
        dest = f"verifake_{name.replace('-', '_')}"
        # A project that has an option of this name keeps it.
        with suppress(ValueError):
            parser.addoption(f"--{name}", dest=dest, default=None, metavar="NAMES", help=f"short for --verifake-{name}")
