"""What makes a function a clause, what `rejects` accepts, and how all clauses of a contract are found."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from verifake.contracts.keyvalue import CONTRACT
from verifake.errors import InvalidRequest, NotOffered, TooLarge
from verifake.ports.keyvalue import KeyValueCode
from verifake.proof import Clause, Contract, clause, clause_of, clauses_of, rejects

DOCUMENTED = "https://example.org/get"


def refusal(kind: type[InvalidRequest] = InvalidRequest, code: KeyValueCode = KeyValueCode.WRONG_TYPE) -> Exception:
    return kind("refused", code=code, operation="get")


def test_a_marked_function_stays_itself_and_knows_its_clause() -> None:
    def function(store: Any) -> None: ...

    marked = clause("port.topic.statement", source=DOCUMENTED, hint="round up", needs=("time.exact",))(function)
    assert marked is function
    assert clause_of(marked) == Clause("port.topic.statement", DOCUMENTED, "round up", frozenset({"time.exact"}))


def test_the_port_of_a_clause_is_the_first_part_of_its_id() -> None:
    assert Clause("port.topic.statement", DOCUMENTED, "", frozenset()).port == "port"


def test_what_is_not_marked_is_no_clause() -> None:
    class Pretender:
        __verifake_clause__ = "port.topic.statement"

    assert clause_of(len) is None
    assert clause_of(Pretender()) is None


@pytest.mark.parametrize("id", ["port.get.is-5", "port.get", "a.b.c.d-e"])
def test_an_id_is_lower_case_parts_of_hyphened_words(id: str) -> None:
    @clause(id, source=DOCUMENTED)
    def statement() -> None: ...

    marked = clause_of(statement)
    assert marked is not None
    assert marked.id == id


@pytest.mark.parametrize("id", ["", "port", "port.", "Port.get", "port.get_x", "port.get-", "po-rt.get", "port.get\n"])
def test_a_malformed_id_is_refused(id: str) -> None:
    with pytest.raises(ValueError, match="clause id"):
        clause(id, source=DOCUMENTED)


def test_what_was_observed_is_a_source_too() -> None:
    @clause("port.topic.statement", source="observed: valkey 9.1")
    def statement() -> None: ...

    marked = clause_of(statement)
    assert marked is not None
    assert marked.source == "observed: valkey 9.1"


@pytest.mark.parametrize("source", ["", "http://example.org", "the manual"])
def test_a_source_that_nobody_can_look_up_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="the source must be"):
        clause("port.topic.statement", source=source)


def test_rejects_accepts_exactly_that_error_with_that_code() -> None:
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        raise refusal()


@pytest.mark.parametrize(
    ("error", "seen"),
    [
        (refusal(code=KeyValueCode.OVERFLOW), r"got InvalidRequest \[OVERFLOW\]"),
        (refusal(TooLarge), r"got TooLarge \[WRONG_TYPE\]"),
    ],
    ids=["another code", "a subclass"],
)
def test_rejects_says_what_else_was_raised(error: Exception, seen: str) -> None:
    with pytest.raises(AssertionError, match=seen), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        raise error


def test_rejects_says_that_a_call_was_accepted() -> None:
    with pytest.raises(AssertionError, match="was accepted"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        pass


@pytest.mark.parametrize("error", [TypeError("no"), NotOffered("power", "no")])
def test_rejects_lets_through_what_is_no_answer_of_a_dependency(error: Exception) -> None:
    with pytest.raises(type(error)), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        raise error


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package of clauses, for this test alone."""
    (tmp_path / "clauses_of_a_test").mkdir()
    (tmp_path / "clauses_of_a_test" / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path / "clauses_of_a_test"
    for name in [name for name in sys.modules if name.startswith("clauses_of_a_test")]:
        del sys.modules[name]


def module(name: str, *ids: str) -> str:
    lines = ["from verifake.proof import clause"]
    for number, id in enumerate(ids):
        lines += [f'@clause("{id}", source="{DOCUMENTED}")', f"def test_{number}_{name}(store): ..."]
    return "\n".join(lines) + "\n"


def contract() -> Contract:
    return replace(CONTRACT, package="clauses_of_a_test", port="port")


def test_clauses_are_found_in_test_modules_and_sorted_by_id(house: Path) -> None:
    (house / "test_b.py").write_text(module("b", "port.b.second", "port.b.first"))
    (house / "test_a.py").write_text(module("a", "port.a.only"))
    (house / "helper.py").write_text(module("helper", "port.helper.none"))
    assert list(clauses_of(contract())) == ["port.a.only", "port.b.first", "port.b.second"]


def test_a_clause_that_another_module_imports_is_one_clause(house: Path) -> None:
    (house / "test_a.py").write_text(module("a", "port.a.only"))
    (house / "test_b.py").write_text("from clauses_of_a_test.test_a import test_0_a as again\n")
    assert list(clauses_of(contract())) == ["port.a.only"]


@pytest.mark.parametrize(("in_a", "in_b"), [(2, 0), (1, 1)], ids=["in one module", "in two"])
def test_two_clauses_of_one_id_are_an_error(house: Path, in_a: int, in_b: int) -> None:
    (house / "test_a.py").write_text(module("a", *["port.x.same"] * in_a))
    (house / "test_b.py").write_text(module("b", *["port.x.same"] * in_b))
    with pytest.raises(ValueError, match=r"two clauses are called port\.x\.same"):
        clauses_of(contract())


def test_a_clause_of_another_port_is_an_error(house: Path) -> None:
    (house / "test_a.py").write_text(module("a", "other.x.y"))
    with pytest.raises(ValueError, match=r"other\.x\.y does not belong to port"):
        clauses_of(contract())


def test_every_clause_of_the_contract_can_be_found_and_has_a_source() -> None:
    found = clauses_of(CONTRACT)
    assert len(found) > 300
    for id, function in found.items():
        known = clause_of(function)
        assert known is not None
        assert known.id == id
        assert known.source
