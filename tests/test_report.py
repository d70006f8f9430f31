"""What people are shown."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from rich.console import Console
from rich.table import Table

from tests.records import campaign, engine, evidence, hashes, records
from verifake.contracts.keyvalue import CONTRACT
from verifake.proof import (
    Answer,
    Cell,
    Choice,
    Difference,
    Exploration,
    Operation,
    Outcome,
    Part,
    charted_cells,
    clauses_of,
    load_deviations,
)
from verifake.proof._program import Kind
from verifake.proof.evidence import ClauseRecord
from verifake.proof.strength import Mutant
from verifake.report import (
    Lane,
    PartTrials,
    Trial,
    basis_sentence,
    campaign_sentence,
    coverage_page,
    differences_page,
    disagreements,
    faithful_sentence,
    matrix_json,
    matrix_table,
    status_table,
    strength_page,
    uncovered,
)

VALKEY: Mapping[str, Any] = {"name": "valkey", "version": "9.1.2", "digest": "d1", "launcher": "process"}
A, B, C = "keyvalue.a.one", "keyvalue.b.two", "keyvalue.c.three"


def lane(*outcomes: tuple[str, Outcome], backend: str = "valkey", missing: str | None = None) -> Lane:
    """Return a row of the matrix in which each clause came to an outcome; a clause may come again."""
    shared = {"engine": None if missing else VALKEY, "time": "moved", "start_seconds": 0.5}
    found = [{"clause": clause, "outcome": outcome.value, **shared} for clause, outcome in outcomes]
    return Lane("keyvalue", Choice(CONTRACT.backend(backend), missing=missing), records=found, missing=missing)


def exploration(*, differs: bool = False) -> Exploration:
    operation, value = Operation("get", ("k",)), Answer(Kind.VALUE, b"v")
    difference = Difference((operation,), (value,), Answer(Kind.VALUE, None)) if differs else None
    return Exploration(1, operations=12_345, programs=250, cut=Counter({A: 2}), difference=difference)


def shown(table: Table) -> list[list[str]]:
    """Return the cells of a table as a wide terminal shows them, a line a list, the headings first."""
    console = Console(file=io.StringIO(), width=200)
    with console.capture() as printed:
        console.print(table)
    lines = [re.split("[│┃]", line)[1:-1] for line in printed.get().splitlines()]
    return [[cell.strip() for cell in line] for line in lines if line]


@pytest.mark.parametrize("worst", [outcome for outcome in Outcome if outcome is not Outcome.PASSED])
def test_a_clause_of_several_rows_comes_to_the_worst_of_them(worst: Outcome) -> None:
    rows = lane((A, Outcome.PASSED), (A, worst), (A, Outcome.PASSED), (B, Outcome.PASSED))
    assert rows.outcomes == {A: worst, B: Outcome.PASSED}
    assert rows.counts == {worst: 1, Outcome.PASSED: 1}


@pytest.mark.parametrize("excuse", [Outcome.DEVIATES, Outcome.ABSENT])
@pytest.mark.parametrize("worse", [Outcome.FAILED, Outcome.STALE, Outcome.INCONCLUSIVE, Outcome.NOT_RUN])
def test_a_row_that_is_excused_hides_no_row_that_is_not(excuse: Outcome, worse: Outcome) -> None:
    assert lane((A, excuse), (A, worse)).outcomes == {A: worse}
    assert lane((A, worse), (A, excuse)).outcomes == {A: worse}


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_row_is_sound_if_every_clause_passes_deviates_or_is_absent(outcome: Outcome) -> None:
    sound = outcome in {Outcome.PASSED, Outcome.DEVIATES, Outcome.ABSENT}
    assert lane((A, Outcome.PASSED), (B, outcome)).sound is sound


def test_a_difference_makes_a_row_unsound() -> None:
    row = lane((A, Outcome.PASSED))
    row.exploration = exploration()
    assert row.sound
    row.exploration = exploration(differs=True)
    assert not row.sound


def test_the_matrix_says_what_ran_on_what_and_what_came_of_it() -> None:
    row = lane((A, Outcome.PASSED), (B, Outcome.PASSED), (C, Outcome.DEVIATES))
    row.exploration = exploration(differs=True)
    heading, first, second, third = shown(matrix_table([row]))
    assert heading == ["port × backend", "fidelity", "engine", "time", "clauses", "explored"]
    subject = ["keyvalue × valkey", "genuine", "valkey 9.1.2, process", "moved"]
    assert first == [*subject, "2 passed", "12,345 operations"]
    assert second == ["", "", "", "", "1 deviates", "2 of 250 programs cut"]
    assert third[-1] == "DIFFERENCE"


def test_the_fake_is_in_memory_and_says_why_it_is_not_explored() -> None:
    row = lane((A, Outcome.PASSED), backend="fake")
    row.records[0] |= {"engine": None, "time": "virtual"}
    row.unexplored = "the reference"
    assert shown(matrix_table([row]))[1] == [
        *("keyvalue × fake", "fake", "in memory"),
        *("virtual", "1 passed", "the reference"),
    ]


@pytest.mark.parametrize(("asked_for", "clauses"), [([(A, Outcome.NOT_RUN)], "not run"), ([], "")])
def test_what_cannot_be_had_has_a_row_that_says_so(asked_for: list[tuple[str, Outcome]], clauses: str) -> None:
    row = lane(*asked_for, missing="nowhere to be found")
    assert shown(matrix_table([row]))[1] == [
        *("keyvalue × valkey", "genuine", "not to be had here"),
        *("", clauses, ""),
    ]


def test_the_matrix_as_data() -> None:
    row = lane((B, Outcome.FAILED), (A, Outcome.PASSED), (A, Outcome.PASSED))
    row.exploration = exploration()
    (data,) = matrix_json([row])
    known = {
        "port": "keyvalue",
        "backend": "valkey",
        "fidelity": "genuine",
        "missing": None,
        "engine": VALKEY,
        "time": "moved",
        "start_seconds": 0.5,
        "outcomes": {"passed": 1, "failed": 1},
        "clauses": {A: "passed", B: "failed"},
        "explored_operations": 12_345,
        "sound": False,
    }
    assert known.items() <= data.items()


def test_missing_backends_are_in_the_data_with_the_reason() -> None:
    (row,) = matrix_json([lane((A, Outcome.NOT_RUN), missing="nowhere to be found")])
    assert (row["missing"], row["engine"], row["sound"]) == ("nowhere to be found", None, False)
    assert (row["outcomes"], row["explored_operations"]) == ({"not run": 1}, 0)


def test_a_fake_is_faithful_to_every_engine_line_on_which_all_that_it_passes_passes() -> None:
    known = [evidence("fake"), evidence("fakeredis"), evidence("redis"), evidence("valkey")]
    assert faithful_sentence(CONTRACT, known) == (
        "FakeKeyValue is faithful to Redis 7.0 and Valkey 9.1, in every clause that these can be asked."
    )


def test_what_an_engine_cannot_be_asked_takes_no_faith_away() -> None:
    absent = evidence("redis", clauses=records(but={next(iter(hashes())): Outcome.ABSENT}))
    assert "is faithful to Redis 7.0," in faithful_sentence(CONTRACT, [evidence("fake"), absent])


@pytest.mark.parametrize("outcome", [o for o in Outcome if o not in {Outcome.PASSED, Outcome.ABSENT}])
def test_an_engine_that_differs_in_a_single_clause_is_none_to_be_faithful_to(outcome: Outcome) -> None:
    differs = evidence("redis", clauses=records(but={next(iter(hashes())): outcome}))
    sentence = faithful_sentence(CONTRACT, [evidence("fake"), differs, evidence("valkey")])
    assert "is faithful to Valkey 9.1," in sentence


def test_a_fake_that_deviates_where_its_engine_does_is_faithful_to_it() -> None:
    deviating = records(but={next(iter(hashes())): Outcome.DEVIATES})
    fakes = [evidence("fake"), evidence("fake-redis-7.0", clauses=deviating)]
    engines = [evidence("redis", clauses=deviating), evidence("valkey")]
    assert "is faithful to Redis 7.0 and Valkey 9.1," in faithful_sentence(CONTRACT, [*fakes, *engines])
    assert "is faithful to Valkey 9.1," in faithful_sentence(CONTRACT, [fakes[0], *engines])


def test_to_fail_alike_is_no_faith() -> None:
    failing = records(but={next(iter(hashes())): Outcome.FAILED})
    known = [evidence(name, clauses=failing) for name in ("fake", "valkey")]
    assert faithful_sentence(CONTRACT, known) == "FakeKeyValue is not proven faithful to any engine."


def test_an_engine_that_was_asked_less_than_the_fake_is_none_to_be_faithful_to() -> None:
    fewer = dict(list(records().items())[1:])
    known = [evidence("fake"), evidence("valkey", clauses=fewer)]
    assert faithful_sentence(CONTRACT, known) == "FakeKeyValue is not proven faithful to any engine."


@pytest.mark.parametrize(
    "backends", [[], ["valkey"], ["fake"], ["fake", "fakeredis"]], ids=["nothing", "engine", "fake", "emulator"]
)
def test_faith_takes_the_fake_and_a_genuine_engine(backends: list[str]) -> None:
    sentence = faithful_sentence(CONTRACT, [evidence(name) for name in backends])
    assert sentence == "FakeKeyValue is not proven faithful to any engine."


@pytest.mark.parametrize("stale", ["fake", "valkey"])
def test_stale_evidence_says_only_what_was(stale: str) -> None:
    known = {name: evidence(name) for name in ("fake", "valkey")} | {stale: evidence(stale, fake="other")}
    sentence = faithful_sentence(CONTRACT, list(known.values()))
    assert sentence == "FakeKeyValue was faithful to Valkey 9.1; what was recorded then is stale."


def test_clauses_are_counted_by_their_basis() -> None:
    first, second, *others = hashes()
    emulator = evidence("fakeredis", clauses=records(but={first: Outcome.DEVIATES}))
    engine = evidence("valkey", clauses=records(but={first: Outcome.FAILED, second: Outcome.FAILED}))
    assert basis_sentence(CONTRACT, [emulator, engine]) == (
        f"KeyValue: {len(others) + 2} clauses: {len(others)} proven, 1 emulated, 1 documented."
    )


def test_the_status_says_whether_evidence_is_fresh() -> None:
    first, *others = hashes()
    gone = records() | {"keyvalue.z.gone": ClauseRecord(outcome=Outcome.PASSED, hash="any")}
    known = [
        evidence("fake"),
        evidence("redis", clauses=gone),
        evidence("valkey", fake="other", clauses=gone | records(but={first: Outcome.ABSENT})),
    ]
    rows = [row for row in shown(status_table(CONTRACT, known)) if row[0]][1:]
    everything = f"{len(others) + 1} passed"
    assert rows[0] == ["fake", "fake", "in memory", "virtual", everything, "fresh"]
    assert rows[1][:4] == ["redis", "genuine", "redis 7.0.15, process", "moved"]
    assert rows[1][5] == "stale: clause keyvalue.z.gone is gone"
    assert rows[2][5] == "stale: clause keyvalue.z.gone is gone and 1 more"


def test_a_campaign_says_how_to_repeat_it_and_whether_it_is_fresh() -> None:
    assert campaign_sentence(CONTRACT, campaign()) == (
        "explored on valkey 9.1.2: 5,021 operations in 250 programs, no difference "
        "(`verifake explore keyvalue --backend=valkey --operations=5000 --seed=20`), fresh"
    )
    found = campaign_sentence(CONTRACT, campaign(difference="get('k'): differs", fake="other"))
    assert "programs, get('k'): differs (`verifake" in found
    assert found.endswith("stale: the fake changed")


def test_a_run_that_contradicts_the_evidence_says_where() -> None:
    first = next(iter(hashes()))
    now = evidence("valkey", engine=engine("valkey", "9.1.7"), clauses=records(but={first: Outcome.FAILED}))
    assert disagreements([evidence("valkey"), evidence("redis")], [now]) == [
        f"{first} on valkey-9.1: was passed, is failed"
    ]


def test_another_engine_line_or_another_text_of_a_clause_contradicts_nothing() -> None:
    first = next(iter(hashes()))
    failed = records(but={first: Outcome.FAILED})
    other_line = evidence("valkey", engine=engine("valkey", "9.2.0"), clauses=failed)
    other_text = evidence("valkey", clauses=failed | {first: ClauseRecord(outcome=Outcome.FAILED, hash="other")})
    assert disagreements([evidence("valkey")], [other_line, other_text]) == []


def test_the_coverage_page_names_what_no_clause_exercises() -> None:
    cells = {cell: {C, A, B} for cell in charted_cells(CONTRACT)}
    missing = Cell("get", "error", "WRONG_TYPE")
    cells[missing] = set()
    page = coverage_page(CONTRACT, cells)
    assert uncovered(CONTRACT, cells) == [missing]
    assert f"**{len(cells) - 1} of {len(cells)} cells have a clause.**" in page
    assert "| `get` | error `WRONG_TYPE` | **none** |" in page
    assert "| `get` | accepted | 3, such as `a.one` |" in page
    assert "| `set` | option `ttl_seconds` | 3, such as `a.one` |" in page


def test_the_strength_page_counts_who_noticed_and_lists_survivors_with_their_reason() -> None:
    mutants = [Mutant("verifake/fakes/x.py", line, "", f"-a = {line}\n+a = 0") for line in range(1, 5)]
    trials = [Trial(mutant, by) for mutant, by in zip(mutants, ("clauses", "exploration", "", ""), strict=True)]
    tried = PartTrials(Part("big letters", ("x.py",)), tuple(trials))
    page = strength_page(CONTRACT, tried, {mutants[2].id: "a speed-up"}, seed=7)
    assert tried.share == 0.5
    assert '--part="big letters" --seed=7' in page
    assert "**2 of 4 mutants were noticed: 1 by clauses, 1 more by exploration.**" in page
    assert f"`{mutants[2].id}` verifake/fakes/x.py, line 3: a speed-up\n\n```diff\n-a = 3\n+a = 0\n```" in page
    assert f"`{mutants[3].id}` verifake/fakes/x.py, line 4: **not explained**" in page
    assert mutants[0].id not in page


def test_a_part_of_which_every_mutant_is_noticed_has_no_survivors() -> None:
    tried = PartTrials(Part("letters", ("x.py",)), (Trial(Mutant("x.py", 1, "", ""), "clauses"),))
    page = strength_page(CONTRACT, tried, {}, seed=1)
    assert page.endswith("**1 of 1 mutants were noticed: 1 by clauses, 0 more by exploration.**\n")


def test_the_differences_page_shows_each_deviation_and_what_cannot_be_asked() -> None:
    deviates, absent = "keyvalue.hashes.float-adds", "keyvalue.lists-serving-moves.chain"
    found = evidence("fakeredis", clauses=records(but={deviates: Outcome.DEVIATES, absent: Outcome.ABSENT}))
    known = [each for each in load_deviations(CONTRACT.deviations) if each.clause == deviates]
    lines = differences_page(CONTRACT, found, known, clauses_of(CONTRACT), "Come here.\n").splitlines()
    assert lines[:4] == ["# KeyValue on Fakeredis 2.40", "", "Come here.", ""]
    assert f"- {len(found.clauses) - 2} of {len(found.clauses)} clauses hold." in lines
    (row,) = [line for line in lines if "`hashes.float-adds`" in line]
    assert row.endswith("| adds in 64-bit floats, with 53 bits of mantissa instead of 64 | different |")
    assert any(line.startswith("| actors | 1, such as a moved element") for line in lines)
