"""Mutants: small mistakes, drawn by seed, where code runs."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from verifake.proof import Contract, load_attribute, load_contracts
from verifake.proof.strength import Mutant, draw_mutants

CODE = '''"""A little arithmetic."""

from __future__ import annotations


def between(value: int | None, low: int, high: int = 10) -> bool | None:
    if value is None:
        return None
    for _ in range(3):
        value += 1
    limit: int | str = low - 1
    return limit < value <= high and not value == 7
'''
ANNOTATIONS = 'def f(value: int | None, *rest: "str" | None) -> bool | None: ...\n\nkept: int | None\n'
EQUAL = "".join(f"value == {number}\n" for number in range(100, 180))


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An importable package with the modules `arithmetic` and `deep.more`."""
    monkeypatch.syspath_prepend(tmp_path)
    folder = tmp_path / "mutated_in_a_test"
    (folder / "deep").mkdir(parents=True)
    for name, text in (("__init__", ""), ("arithmetic", CODE), ("deep/__init__", ""), ("deep/more", "ONE = 1\n")):
        (folder / f"{name}.py").write_text(text)
    yield folder
    sys.modules.pop("mutated_in_a_test", None)


def draw(count: int = 100, seed: int = 1, package: str = "mutated_in_a_test") -> list[Mutant]:
    return draw_mutants(package, (), count, seed)


def only(package: Path, code: str) -> None:
    """Leave but `code` in the package."""
    (package / "arithmetic.py").write_text(code)
    (package / "deep" / "more.py").write_text("")


def test_a_seed_draws_the_same_mutants_again(package: Path) -> None:
    assert draw(8) == draw(8)


def test_another_seed_draws_others(package: Path) -> None:
    assert {mutant.id for mutant in draw(8, seed=1)} != {mutant.id for mutant in draw(8, seed=2)}


def test_more_mutants_begin_with_the_same_ones(package: Path) -> None:
    assert draw(8)[:5] == draw(5)


@pytest.mark.parametrize(("count", "drawn"), [(0, 0), (5, 5)])
def test_as_many_are_drawn_as_asked_for(package: Path, count: int, drawn: int) -> None:
    assert len({mutant.id for mutant in draw(count)}) == drawn


def test_each_place_is_mutated_once_where_more_are_asked_for_than_there_are(package: Path) -> None:
    everything = draw()
    assert 10 < len(everything) < 100
    assert len({mutant.id for mutant in everything}) == len(everything)


def test_a_mutant_is_the_file_with_one_statement_changed(package: Path) -> None:
    for mutant in draw():
        before = (package.parent / mutant.path).read_text()
        assert ast.dump(ast.parse(mutant.source)) != ast.dump(ast.parse(before))
        removed = [line[1:] for line in mutant.diff.splitlines() if line.startswith("-")]
        assert before.splitlines()[mutant.line - 1] in removed


def test_every_module_of_the_package_is_mutated(package: Path) -> None:
    assert {mutant.path for mutant in draw()} == {
        "mutated_in_a_test/arithmetic.py",
        "mutated_in_a_test/deep/more.py",
    }


def test_the_path_of_a_mutant_begins_at_the_outermost_package(package: Path) -> None:
    (mutant,) = draw(package="mutated_in_a_test.deep")
    assert mutant.path == "mutated_in_a_test/deep/more.py"


def test_annotations_are_left_out(package: Path) -> None:
    only(package, ANNOTATIONS)
    assert draw() == []


def test_what_stands_beside_an_annotation_is_mutated(package: Path) -> None:
    only(package, "def f(value: int | None = 5, low: int=-1) -> int | None: ...\n\nkept: int | None = 7\n")
    mutated = [mutant.diff.partition("\n+")[2] for mutant in draw()]
    assert all(any(number not in line for line in mutated) for number in ("= 5", "-1", "= 7"))


def test_is_and_equals_are_not_exchanged(package: Path) -> None:
    only(package, EQUAL)
    mutated = [mutant.diff.split()[-2] for mutant in draw()]
    assert {"!=", "<", ">="} < set(mutated)
    assert "is" not in mutated


def test_the_id_of_a_mutant_stays_when_its_line_moves(package: Path) -> None:
    only(package, "ONE = 1\n")
    (before,) = draw()
    only(package, "\n\nONE = 1\n")
    (after,) = draw()
    assert (after.line, after.id) == (before.line + 2, before.id)


def test_mutants_are_drawn_from_the_given_files(package: Path) -> None:
    assert {mutant.path for mutant in draw_mutants(package.name, ("deep/*.py",), 100, 1)} == {
        "mutated_in_a_test/deep/more.py"
    }


@pytest.mark.parametrize("contract", load_contracts().values(), ids=lambda contract: contract.port)
def test_every_module_of_a_fake_is_in_one_of_its_parts(contract: Contract) -> None:
    spec = find_spec(contract.fake_modules)
    assert spec is not None
    folder = Path(*(spec.submodule_search_locations or ()))
    found = [path for part in contract.parts for pattern in part.files for path in folder.glob(pattern)]
    assert sorted(found) == sorted(folder.rglob("*.py"))
    themes = {theme.name for theme in load_attribute(contract.vocabulary).themes}
    assert {theme for part in contract.parts for theme in part.themes} <= themes
