"""A fake that stands for a line of engines deviates where that line does, in the same way, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest

from tests.conftest import Run
from tests.records import evidence, hashes, records
from verifake.contracts.keyvalue import CONTRACT
from verifake.contracts.keyvalue._backends import open_fake
from verifake.proof import Deviation, Outcome, Risk, clause_of, clauses_of, find_deviation, judge, load_deviations
from verifake.report import faithful_sentence

PLAIN, STAND_IN = CONTRACT.backend("fake"), CONTRACT.backend("fake-redis-7.0")
ENGINE: Any = SimpleNamespace(identity=SimpleNamespace(version="7.0.15"))
DEVIATING = [d for d in load_deviations(CONTRACT.deviations) if d.is_of("redis", "7.0")]


def test_a_stand_in_has_the_deviations_of_its_engine_and_the_plain_fake_none() -> None:
    assert STAND_IN.deviates_as(None) == ("redis", "7.0")
    assert PLAIN.deviates_as(None) is None


def test_an_engine_has_its_own_deviations() -> None:
    assert CONTRACT.backend("redis").deviates_as(ENGINE) == ("redis", "7.0.15")


def test_a_deviation_is_of_the_versions_that_it_names() -> None:
    known = Deviation("keyvalue.any", "redis", "==7.0.*", Risk.LAXER, "it is lax", lambda: None)
    assert [known.is_of("redis", version) for version in ("7.0", "7.0.15", "7.2.0")] == [True, True, False]
    assert not known.is_of("valkey", "7.0")


def rows_of(function: Any) -> Iterator[dict[str, Any]]:
    """Yield the parameters of each row of a clause."""
    tables = [
        [dict(zip(names_of(names), values if len(names_of(names)) > 1 else [values], strict=True)) for values in rows]
        for names, rows in (mark.args for mark in getattr(function, "pytestmark", ()))
    ]
    for parts in product(*tables):
        yield {name: value for part in parts for name, value in part.items()}


def names_of(names: str | tuple[str, ...]) -> list[str]:
    return names.replace(" ", "").split(",") if isinstance(names, str) else list(names)


@pytest.mark.parametrize("stands_for", ["redis-7.0", "valkey-9.1"])
@pytest.mark.parametrize("known", DEVIATING, ids=lambda known: known.clause)
def test_a_stand_in_that_does_not_deviate_as_its_engine_does_is_stale(known: Deviation, stands_for: str) -> None:
    function = clauses_of(CONTRACT)[known.clause]
    row = next(row for row in rows_of(function) if known.concerns(row))
    clause = clause_of(function)
    assert clause is not None
    arena = partial(open_fake, stands_for=stands_for)(None, "here")
    outcome = judge(clause, function, arena, parameters=row, deviation=known).outcome
    assert outcome is (Outcome.DEVIATES if stands_for == "redis-7.0" else Outcome.STALE)


def test_nothing_but_its_engine_s_deviations_excuses_a_stand_in() -> None:
    known = load_deviations(CONTRACT.deviations)
    assert {d.backend for d in known} == {"fakeredis", "redis"}
    assert find_deviation(known, clause="keyvalue.expire.any-kind", backend="redis", version="7.0") is None


def test_the_whole_contract_holds_on_a_stand_in_but_for_its_engine_s_deviations(run_pytest: Run) -> None:
    done = run_pytest(
        "-q", "--pyargs", "verifake.contracts.keyvalue", "--verifake-backend=fake-redis-7.0", "-W", "ignore"
    )
    assert done.returncode == 0, done.stdout
    assert "keyvalue on fake-redis-7.0 (fake): " in done.stdout
    assert " deviates" in done.stdout


def test_a_stand_in_that_deviates_elsewhere_than_its_engine_makes_no_fake_faithful() -> None:
    first, second, *_ = hashes()
    engine = evidence("redis", clauses=records(but={first: Outcome.DEVIATES}))
    stand_in = evidence("fake-redis-7.0", clauses=records(but={second: Outcome.DEVIATES}))
    assert "not proven faithful" in faithful_sentence(CONTRACT, [evidence("fake"), stand_in, engine])
