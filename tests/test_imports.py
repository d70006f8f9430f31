"""What importing verifake loads."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """
import sys, {module}
inside = {{name.partition(".")[0] for name in sys.modules}} - set(sys.stdlib_module_names)
print(sorted(name for name in inside if not name.startswith("_")))
"""
TESTING = {"pytest", "hypothesis", "fakeredis", "pydantic", "typer", "rich", "psutil"}


def loaded(module: str) -> set[str]:
    code = CODE.format(module=module)
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    before = subprocess.run(
        [sys.executable, "-I", "-c", CODE.format(module="os")], capture_output=True, text=True, check=True
    )
    found: set[str] = set(eval(done.stdout)) - set(eval(before.stdout))
    return found


@pytest.mark.parametrize(
    "module",
    [
        "verifake",
        "verifake.errors",
        "verifake.clock",
        "verifake.ports.keyvalue",
        "verifake.fakes.keyvalue",
        "verifake.engines",
    ],
)
def test_the_core_loads_no_other_distribution(module: str) -> None:
    assert loaded(module) == {"verifake"}


def test_the_adapter_loads_its_client_and_nothing_of_the_testing_world() -> None:
    found = loaded("verifake.adapters.redis")
    assert "redis" in found
    assert not found & TESTING


def test_the_plugin_loads_pytest_alone() -> None:
    assert loaded("verifake.plugin") == loaded("pytest") | {"verifake"}
