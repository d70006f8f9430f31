"""What counts as a change of a clause or of a fake, and what does not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest

import verifake
from verifake.proof import fingerprint
from verifake.proof.fingerprint import fingerprint_function, fingerprint_package

HOUSE = "verifake.house_of_a_test"
SOURCES = {
    "__init__": "",
    "clauses": '''
from verifake.house_of_a_test.helper import helped, other
from verifake.house_of_a_test import far

LIMIT = 3
HOUR, DAY = 3600, 86_400
UNUSED: int = 1

class Helper:
    def value(self):
        return HOUR

def near():
    return Helper().value() + LIMIT

def test_it(store):
    assert helped(store) == near()

def test_far(store):
    assert far.limit(store)

def test_local(store):
    from verifake.house_of_a_test.deep import DEPTH
    assert store == DEPTH

async def test_async(store):
    """Waits."""
    assert await store == DAY
''',
    "helper": '''
"""Helpers."""
from verifake.house_of_a_test.deep import DEPTH

MORE = 1
"""How much."""

def helped(value):
    """Help."""
    return value + DEPTH * MORE

def other(): ...
''',
    "far": "def limit(value):\n    return value\n",
    "deep": "DEPTH = 7\n",
    "fake/__init__": "",
    "fake/_core": "from verifake.house_of_a_test.deep import DEPTH\nfrom verifake.proof import clause\n",
}

Build = Callable[..., None]


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Build]:
    """Build a small house inside the package verifake, or build it anew with other sources."""
    monkeypatch.setattr(verifake, "__path__", [*verifake.__path__, str(tmp_path)])

    def build(**changed: str) -> None:
        for name, text in (SOURCES | changed).items():
            path = tmp_path / "house_of_a_test" / f"{name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        forget()

    build()
    yield build
    forget()


def forget() -> None:
    """Forget what was read, as a new process would."""
    for name in [name for name in sys.modules if name.startswith(HOUSE)]:
        del sys.modules[name]
    for cached in vars(fingerprint).values():
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()


def of(clause: str = "test_it") -> str:
    return fingerprint_function(getattr(import_module(f"{HOUSE}.clauses"), clause))


def edited(module: str, old: str, new: str) -> dict[str, str]:
    assert old in SOURCES[module]
    return {module: SOURCES[module].replace(old, new)}


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        ("helper", '"""Help."""', '"""Help well."""'),
        ("helper", '    """Help."""\n', ""),
        ("helper", '"""Helpers."""', ""),
        ("helper", '"""How much."""', '"""How much more."""'),
        ("clauses", "def near():\n", 'def near():\n    """Nearly."""\n'),
        ("clauses", "LIMIT = 3", "LIMIT = 3  # no more"),
        ("clauses", "HOUR, DAY = 3600, 86_400", "(HOUR, DAY) = (3600,\n    86400)"),
    ],
    ids=[
        "docstring changed",
        "docstring removed",
        "module's docstring removed",
        "constant's docstring changed",
        "docstring added",
        "comment",
        "layout",
    ],
)
def test_how_it_is_laid_out_and_documented_does_not_count(build: Build, module: str, old: str, new: str) -> None:
    before = of()
    build(**edited(module, old, new))
    assert of() == before


def test_the_docstring_of_an_async_clause_does_not_count(build: Build) -> None:
    before = of("test_async")
    build(**edited("clauses", '    """Waits."""\n', ""))
    assert of("test_async") == before


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        ("clauses", "== near()", "!= near()"),
        ("clauses", "LIMIT = 3", "LIMIT = 4"),
        ("clauses", "HOUR, DAY = 3600", "HOUR, DAY = 60"),
        ("clauses", "return HOUR", "return -HOUR"),
        ("helper", "value + DEPTH", "value - DEPTH"),
        ("deep", "7", "8"),
    ],
    ids=["itself", "constant", "constant of a tuple", "class used by what it uses", "other module", "far away"],
)
def test_a_change_in_what_a_clause_uses_counts_however_far_away(build: Build, module: str, old: str, new: str) -> None:
    before = of()
    build(**edited(module, old, new))
    assert of() != before


@pytest.mark.parametrize(("clause", "module", "old"), [("test_far", "far", "value\n"), ("test_local", "deep", "7")])
def test_a_module_that_is_imported_whole_or_inside_a_clause_counts(
    build: Build, clause: str, module: str, old: str
) -> None:
    before = of(clause)
    build(**edited(module, old, "8\n"))
    assert of(clause) != before


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        ("clauses", "UNUSED: int = 1", "UNUSED: int = 2"),
        ("clauses", "assert far", "assert not far"),
        ("far", "return value", "return None"),
    ],
    ids=["constant", "another clause", "module of another clause"],
)
def test_what_a_clause_does_not_use_does_not_count(build: Build, module: str, old: str, new: str) -> None:
    before = of()
    build(**edited(module, old, new))
    assert of() == before


def test_clauses_that_say_different_things_differ(build: Build) -> None:
    assert len({of(clause) for clause in ("test_it", "test_far", "test_local", "test_async")}) == 4


@pytest.mark.parametrize("module", ["fake/__init__", "fake/_core", "deep"])
def test_a_change_in_any_module_of_a_fake_or_in_what_it_imports_counts(build: Build, module: str) -> None:
    before = fingerprint_package(f"{HOUSE}.fake")
    build(**{module: SOURCES[module] + "ADDED = 1\n"})
    assert fingerprint_package(f"{HOUSE}.fake") != before


def test_the_mechanism_of_proof_does_not_count(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprint, "_MECHANISM", f"{HOUSE}.deep")
    before = of(), fingerprint_package(f"{HOUSE}.fake")
    build(**edited("deep", "7", "8"))
    assert (of(), fingerprint_package(f"{HOUSE}.fake")) == before


def test_processes_agree_whatever_the_order_of_their_sets() -> None:
    code = (
        "from verifake.contracts.keyvalue import test_instants as m\n"
        "from verifake.proof.fingerprint import fingerprint_function as f, fingerprint_package as p\n"
        "print(f(m.test_the_remaining_time_runs_down_to_the_millisecond), p('verifake.fakes.keyvalue'))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(printed) == 1
