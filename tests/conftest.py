"""What tests share: the command line and pytest, run as their users run them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.redis_server import Server
from verifake.plugin._report import NOT_RUN

pytest_plugins = ["pytester"]

Run = Callable[..., "subprocess.CompletedProcess[str]"]

# A folder and a file where nothing is: what stands behind them is hidden, whatever this machine has.
_STUB = 'raise ModuleNotFoundError("No module named {name!r}", name={name!r})\n'


def clean_environment(**changes: str) -> dict[str, str]:
    """Return this process's environment without what would choose backends, pytest's options or colours."""
    ours = ("VERIFAKE_", "PYTEST_", "COV_", "FORCE_COLOR", "PYTHONPATH", "COLUMNS")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | changes


def run(*command: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env=clean_environment(**environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """End a test as *not run*, which makes no session green, where what it `needs` is missing."""
    for mark in item.iter_markers("needs"):
        (why,) = mark.args
        if why is not None:
            item.user_properties.append((NOT_RUN, why))
            pytest.skip(f"not run: {why}")


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that answers as it is told."""
    server = Server()
    yield server
    server.close()


@pytest.fixture
def run_pytest(tmp_path: Path) -> Run:
    """Run pytest in a process of its own, in the test's own folder unless another is given."""

    def run_pytest(*arguments: str, folder: Path = tmp_path, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
        return run(*command, folder=folder, **environment)

    return run_pytest


@pytest.fixture
def verifake(tmp_path: Path) -> Run:
    """Run the command ``verifake`` in the test's own folder."""

    def verifake(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return run(sys.executable, "-m", "verifake.cli", *arguments, folder=tmp_path, **environment)

    return verifake


@pytest.fixture
def hidden(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, str]]:
    """Return the environment in which the packages that are named, and all programs, are not to be found."""

    def hide(*packages: str) -> dict[str, str]:
        folder = tmp_path_factory.mktemp("hidden")
        for name in packages:
            (folder / name).mkdir()
            (folder / name / "__init__.py").write_text(_STUB.format(name=name))
        return {"PYTHONPATH": str(folder), "PATH": str(folder)}

    return hide
