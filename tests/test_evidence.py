"""What is recorded, how it is laid out, and what it says of the clauses and the fake at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.records import campaign, engine, evidence, hashes, records
from verifake.contracts.keyvalue import CONTRACT
from verifake.proof import Outcome
from verifake.proof.evidence import (
    Basis,
    ClauseRecord,
    Evidence,
    bases,
    evidence_folder,
    freshness,
    read_evidence,
    write_record,
)

GONE = "keyvalue.any.gone"


@pytest.fixture
def clause() -> str:
    """The id of any clause."""
    return next(iter(hashes()))


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    written = [evidence(name) for name in ("fake", "fakeredis", "valkey")]
    for each in written:
        write_record(each, tmp_path / "new")
    write_record(campaign(), tmp_path / "new")
    assert read_evidence(tmp_path / "new") == (written, [campaign()])


@pytest.mark.parametrize(
    ("backend", "version", "name"),
    [("valkey", "9.1.2", "valkey-9.1.json"), ("valkey", "9.1", "valkey-9.1.json"), ("redis", "8", "redis-8.json")],
)
def test_there_is_a_file_for_each_engine_line(tmp_path: Path, backend: str, version: str, name: str) -> None:
    assert write_record(evidence(backend, engine=engine(backend, version)), tmp_path) == tmp_path / name


def test_the_fake_and_a_campaign_have_files_of_their_own(tmp_path: Path) -> None:
    assert write_record(evidence("fake"), tmp_path) == tmp_path / "fake.json"
    assert write_record(campaign(), tmp_path) == tmp_path / "campaign-valkey.json"


@pytest.mark.parametrize(("name", "title"), [("fake", "Fake"), ("valkey", "Valkey 9.1"), ("redis", "Redis 7.0")])
def test_an_engine_line_has_a_title(name: str, title: str) -> None:
    assert evidence(name).title == title


def test_equal_runs_write_equal_bytes_in_whatever_order_they_found_things(tmp_path: Path) -> None:
    backwards = dict(reversed(list(records().items())))
    first = write_record(evidence("valkey", clients={"a": "1", "b": "2"}), tmp_path / "first")
    second = write_record(evidence("valkey", clients={"b": "2", "a": "1"}, clauses=backwards), tmp_path / "second")
    assert first.read_bytes() == second.read_bytes()


def test_a_clause_is_a_line_and_lines_are_sorted(tmp_path: Path) -> None:
    text = write_record(evidence("valkey"), tmp_path).read_text()
    lines = [line.strip() for line in text.splitlines() if '"hash"' in line]
    assert lines == sorted(lines)
    assert len(lines) == len(hashes())
    assert list(json.loads(text)) == sorted(json.loads(text))


def test_a_folder_without_evidence_holds_none(tmp_path: Path) -> None:
    assert read_evidence(tmp_path) == read_evidence(tmp_path / "absent") == ([], [])


@pytest.mark.parametrize("change", [{"more": 1}, {"fidelity": "real"}, {"engine": {"name": "valkey"}}])
def test_what_is_no_evidence_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Evidence.model_validate(evidence("valkey").model_dump() | change)


def test_the_evidence_of_a_contract_lies_beside_its_clauses_and_can_be_read() -> None:
    folder = evidence_folder(CONTRACT)
    found, _ = read_evidence(folder)
    assert folder.parent.name == "keyvalue"
    assert {each.line for each in found} >= {"fake", "valkey-9.1"}
    assert all(each.port == "keyvalue" for each in found)


@pytest.mark.parametrize(
    ("passed_on", "basis"),
    [
        ([], Basis.DOCUMENTED),
        (["fake"], Basis.DOCUMENTED),
        (["fake", "fakeredis"], Basis.EMULATED),
        (["fakeredis", "valkey"], Basis.PROVEN),
        (["elasticache"], Basis.PROVEN),
    ],
)
def test_the_basis_of_a_clause_is_the_most_real_thing_that_it_passed_on(
    clause: str, passed_on: list[str], basis: Basis
) -> None:
    assert bases(CONTRACT, [evidence(name) for name in passed_on])[clause] is basis


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.PASSED])
def test_only_a_clause_that_passed_is_proven(clause: str, outcome: Outcome) -> None:
    found = bases(CONTRACT, [evidence("valkey", clauses=records(but={clause: outcome}))])
    assert [id for id, basis in found.items() if basis is not Basis.PROVEN] == [clause]


def test_a_clause_that_changed_since_is_not_proven(clause: str) -> None:
    then = records() | {clause: ClauseRecord(outcome=Outcome.PASSED, hash="other")}
    found = bases(CONTRACT, [evidence("valkey", clauses=then), evidence("fakeredis")])
    assert found[clause] is Basis.EMULATED


def test_a_clause_that_is_gone_has_no_basis() -> None:
    then = records() | {GONE: ClauseRecord(outcome=Outcome.PASSED, hash="any")}
    assert bases(CONTRACT, [evidence("valkey", clauses=then)]).keys() == hashes().keys()


def test_evidence_about_the_code_at_hand_is_fresh() -> None:
    assert freshness(CONTRACT, evidence("valkey")) == []
    assert freshness(CONTRACT, campaign()) == []


def test_evidence_says_what_changed_since(clause: str) -> None:
    then = records() | {GONE: ClauseRecord(outcome=Outcome.PASSED, hash="any")}
    then[clause] = ClauseRecord(outcome=Outcome.PASSED, hash="other")
    new = list(then)[1]
    del then[new]
    assert freshness(CONTRACT, evidence("valkey", fake="other", clauses=then)) == [
        f"clause {new} is new",
        f"clause {GONE} is gone",
        f"clause {clause} changed",
        "the fake changed",
    ]


def test_a_campaign_is_stale_when_the_fake_changed() -> None:
    assert freshness(CONTRACT, campaign(fake="other")) == ["the fake changed"]
