"""What importing verifake loads, and what its plugin loads in a session that has no use for it."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys
from pathlib import Path
from textwrap import indent

import pytest

import verifake.adapters
import verifake.recipes
from tests.conftest import Run

PRINT = """
import json, sys
print("LOADED", json.dumps([name for name in sys.modules if name.partition(".")[0] not in sys.stdlib_module_names]))
"""
CLIENTS = {"redis": "redis"}
"""The vendor's client of each adapter."""


def modules_in(output: str) -> set[str]:
    """Return the names of the modules outside the standard library that a process has printed as loaded."""
    (line,) = [line for line in output.splitlines() if line.startswith("LOADED ")]
    return set(json.loads(line.removeprefix("LOADED ")))


def modules_of(module: str) -> set[str]:
    """Return what importing `module` alone loads, in a process of its own."""
    code = f"import {module}\n{PRINT}"
    return modules_in(
        subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True).stdout
    )


def distributions(modules: set[str]) -> set[str]:
    """Return the top-level names among `modules`, without those that every process has."""
    always = modules_of("os")
    return {name.partition(".")[0] for name in modules - always if not name.startswith("_")}


def parts(modules: set[str]) -> set[str]:
    """Return which parts of verifake are among `modules`: ``ports``, ``errors`` …"""
    return {name.split(".")[1] for name in modules if name.startswith("verifake.")}


@pytest.mark.parametrize(
    "module",
    [
        "verifake",
        "verifake.errors",
        "verifake.clock",
        "verifake.ports.keyvalue",
        "verifake.recipes.locks",
        "verifake.recipes.optimistic",
        "verifake.recipes.rate_limits",
        "verifake.engines",
    ],
)
def test_the_core_loads_no_other_distribution(module: str) -> None:
    assert distributions(modules_of(module)) == {"verifake"}


@pytest.mark.parametrize("adapter", [module.name for module in pkgutil.iter_modules(verifake.adapters.__path__)])
class TestAdapter:
    def test_it_loads_its_client_and_no_other_distribution(self, adapter: str) -> None:
        client = modules_of(CLIENTS[adapter])
        assert distributions(modules_of(f"verifake.adapters.{adapter}")) == distributions(client) | {"verifake"}

    def test_it_loads_nothing_of_verifake_but_ports_and_the_kernel(self, adapter: str) -> None:
        assert parts(modules_of(f"verifake.adapters.{adapter}")) <= {"adapters", "ports", "errors", "clock"}


def test_typed_stores_load_pydantic_and_no_other_distribution() -> None:
    loaded = distributions(modules_of("verifake.recipes.typed_stores"))
    assert loaded == distributions(modules_of("pydantic")) | {"verifake"}


@pytest.mark.parametrize("recipe", [module.name for module in pkgutil.iter_modules(verifake.recipes.__path__)])
def test_a_recipe_loads_nothing_of_verifake_but_ports_and_the_kernel(recipe: str) -> None:
    assert parts(modules_of(f"verifake.recipes.{recipe}")) <= {"recipes", "ports", "errors", "clock"}


def test_the_plugin_loads_pytest_alone() -> None:
    assert distributions(modules_of("verifake.plugin")) == distributions(modules_of("pytest")) | {"verifake"}


def test_the_plugin_loads_no_other_part_of_verifake() -> None:
    assert parts(modules_of("verifake.plugin")) == {"plugin"}


class TestSessionWithoutClauses:
    """A session of one plain test, in which no other plugin hides what ours loads."""

    @pytest.fixture
    def modules(self, tmp_path: Path, run_pytest: Run) -> dict[str, set[str]]:
        """What is loaded at the end of such a session, with the plugin and without."""
        (tmp_path / "conftest.py").write_text(f"def pytest_unconfigure():{indent(PRINT, '    ')}")
        (tmp_path / "test_one.py").write_text("def test_one():\n    pass\n")
        sessions = {"with": ["-p", "verifake.plugin"], "without": []}
        return {
            name: modules_in(run_pytest("-s", *options, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1").stdout)
            for name, options in sessions.items()
        }

    def test_the_plugin_loads_no_other_distribution(self, modules: dict[str, set[str]]) -> None:
        assert distributions(modules["with"]) == distributions(modules["without"]) | {"verifake"}

    def test_it_loads_no_port_no_fake_no_engine_and_no_contract(self, modules: dict[str, set[str]]) -> None:
        assert parts(modules["with"]) == {"plugin", "proof", "errors"}
