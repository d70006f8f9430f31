"""Which cells a contract charts, and which of them a clause's calls are noted in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from enum import Enum
from typing import Any

import pytest

from verifake.contracts.keyvalue import CONTRACT
from verifake.errors import NotFound
from verifake.proof import Cell, Clause, Recorder, charted_cells

CLAUSE = Clause("port.topic.statement", "https://example.org", "", frozenset())


class Code(Enum):
    ABSENT = "absent"
    FULL = "full"


class Reading(ABC):
    @abstractmethod
    def read(self, name: str, default: int = 0, *, twice: bool = False) -> int: ...


class Removing(ABC):
    @abstractmethod
    def remove(self, *names: str) -> None: ...


class Shelf(Reading, Removing):
    """A port object that knows the name `there` only, and has a method that is no operation."""

    def read(self, name: str, default: int = 0, *, twice: bool = False) -> int:  # noqa: ARG002
        if not isinstance(name, str):
            raise TypeError("a name must be str")
        if name != "there":
            raise NotFound("no such name", code=Code.ABSENT, operation="read")
        return default

    def remove(self, *names: str) -> None: ...

    def close(self) -> str:
        return "closed"


CHART = replace(
    CONTRACT,
    facets=(Reading, Removing),
    errors={"read": frozenset({Code.FULL, Code.ABSENT}), "remove": frozenset()},
)
PLAIN = Cell("read", "plain", "")
DEFAULT, TWICE = Cell("read", "option", "default"), Cell("read", "option", "twice")


@pytest.fixture
def recorder() -> Recorder:
    return Recorder(CHART)


@pytest.fixture
def shelf(recorder: Recorder) -> Any:
    """A shelf as a clause is given it: each call is noted."""
    return recorder.observe(CLAUSE, {"store": Shelf(), "clock": "a clock"})["store"]


def test_every_operation_option_and_error_is_a_cell() -> None:
    assert charted_cells(CHART) == [
        PLAIN,
        DEFAULT,
        TWICE,
        Cell("read", "error", "ABSENT"),
        Cell("read", "error", "FULL"),
        Cell("read", "error", "TypeError"),
        Cell("remove", "plain", ""),
        Cell("remove", "error", "TypeError"),
    ]


def test_an_operation_that_the_chart_of_errors_lacks_is_an_error() -> None:
    with pytest.raises(KeyError, match="remove"):
        charted_cells(replace(CHART, errors={"read": frozenset()}))


@pytest.mark.parametrize(
    ("args", "options", "noted"),
    [
        ((), {}, {PLAIN}),
        ((5,), {}, {PLAIN, DEFAULT}),
        ((), {"default": 5}, {PLAIN, DEFAULT}),
        ((5,), {"twice": True}, {PLAIN, DEFAULT, TWICE}),
        ((0,), {"twice": False}, {PLAIN}),
    ],
    ids=["none", "by position", "by name", "both", "as if not given"],
)
def test_a_call_is_noted_with_the_options_that_it_gives(
    recorder: Recorder, shelf: Any, args: tuple[int, ...], options: dict[str, Any], noted: set[Cell]
) -> None:
    shelf.read("there", *args, **options)
    assert recorder.cells == {cell: {CLAUSE.id} for cell in noted}


@pytest.mark.parametrize(("name", "error"), [("elsewhere", "ABSENT"), (7, "TypeError")])
def test_a_refused_call_is_noted_with_its_error_alone(recorder: Recorder, shelf: Any, name: object, error: str) -> None:
    with pytest.raises((NotFound, TypeError)):
        shelf.read(name, 5, twice=True)
    assert recorder.cells == {Cell("read", "error", error): {CLAUSE.id}}


def test_a_clause_gets_what_the_port_object_returns(shelf: Any) -> None:
    assert shelf.read("there", 5) == 5


def test_any_number_of_names_is_no_option(recorder: Recorder, shelf: Any) -> None:
    shelf.remove("a", "b")
    assert set(recorder.cells) == {Cell("remove", "plain", "")}


def test_what_is_no_operation_passes_unnoted(recorder: Recorder, shelf: Any) -> None:
    assert shelf.close() == "closed"
    assert not recorder.cells


def test_a_cell_knows_each_of_its_clauses(recorder: Recorder) -> None:
    for id in ("port.a.one", "port.b.two", "port.a.one"):
        observed = recorder.observe(replace(CLAUSE, id=id), {"store": Shelf()})
        observed["store"].read("there")
    assert recorder.cells == {PLAIN: {"port.a.one", "port.b.two"}}


def test_arguments_beside_the_port_object_stay_as_they_are(recorder: Recorder) -> None:
    given = {"store": Shelf(), "clock": "a clock"}
    assert recorder.observe(CLAUSE, given)["clock"] == "a clock"
    assert isinstance(given["store"], Shelf)


def test_the_chart_of_key_value_speaks_of_its_operations_and_of_nothing_else() -> None:
    operations = {cell.operation for cell in charted_cells(CONTRACT)}
    assert operations == set(CONTRACT.errors)
