"""Evidence: the recorded result of running a contract on a backend.

One sorted JSON file a port and engine line (``valkey-9.1.json``), one clause a line, no times: two runs that
found the same write the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import Enum
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from verifake.proof._backend import Contract, Fidelity
from verifake.proof._clauses import clauses_of
from verifake.proof._outcome import Outcome
from verifake.proof.fingerprint import fingerprint_function, fingerprint_package

__all__ = [
    "Basis",
    "Campaign",
    "ClauseRecord",
    "EngineRecord",
    "Evidence",
    "bases",
    "evidence_folder",
    "freshness",
    "read_evidence",
    "write_record",
]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EngineRecord(_Record):
    """Which engine it was."""

    name: str
    version: str
    digest: str | None
    launcher: str


class ClauseRecord(_Record):
    """What a clause came to, and which text of it."""

    outcome: Outcome
    hash: str


class Evidence(_Record):
    """What a run of the full contract on one backend found."""

    port: str
    backend: str
    fidelity: Fidelity
    engine: EngineRecord | None
    time: str
    horizon_seconds: float
    commit: str
    python: str
    clients: dict[str, str]
    fake: str
    clauses: dict[str, ClauseRecord]

    @property
    def line(self) -> str:
        """The engine line: name, major and minor version."""
        if self.engine is None:
            return self.backend
        return f"{self.engine.name}-{'.'.join(self.engine.version.split('.')[:2])}"

    @property
    def title(self) -> str:
        """The engine line for people."""
        name, _, version = self.line.partition("-")
        return f"{name.capitalize()} {version}".strip()

    def count(self, outcome: Outcome) -> int:
        """How many clauses came to `outcome`."""
        return sum(record.outcome is outcome for record in self.clauses.values())


class Campaign(_Record):
    """A long exploration, with all that is needed to repeat it."""

    port: str
    backend: str
    engine: EngineRecord
    command: str
    seed: int
    commit: str
    fake: str
    programs: int
    digest: str
    operations: int
    inconclusive: int
    answers: dict[str, dict[str, int]]
    states: dict[str, dict[str, int]]
    cut: dict[str, int]
    difference: str | None


class Basis(Enum):
    """What stands behind a clause."""

    PROVEN = "proven"
    EMULATED = "emulated"
    DOCUMENTED = "documented"


def evidence_folder(contract: Contract) -> Path:
    """Return the folder inside the package that holds the evidence of `contract`."""
    return Path(str(files(contract.package))) / "evidence"


def read_evidence(folder: Path) -> tuple[list[Evidence], list[Campaign]]:
    """Return all evidence in `folder`, in the order of the files' names."""
    found: list[Evidence] = []
    campaigns: list[Campaign] = []
    for path in sorted(folder.glob("*.json")):
        text = path.read_text(encoding="utf-8")
        if path.name.startswith("campaign-"):
            campaigns.append(Campaign.model_validate_json(text))
        else:
            found.append(Evidence.model_validate_json(text))
    return found, campaigns


def write_record(record: Evidence | Campaign, folder: Path) -> Path:
    """Write `record` into `folder` and return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = record.line if isinstance(record, Evidence) else f"campaign-{record.backend}"
    path = folder / f"{stem}.json"
    path.write_text(_layout(record.model_dump(mode="json")), encoding="utf-8")
    return path


def _layout(data: Mapping[str, Any]) -> str:
    """Lay `data` out sorted, a line for each entry of the first two levels, so that differences read well."""
    lines = []
    for key in sorted(data):
        value = data[key]
        if isinstance(value, dict) and value:
            inner = ",\n".join(f"    {json.dumps(k)}: {json.dumps(value[k], sort_keys=True)}" for k in sorted(value))
            lines.append(f"  {json.dumps(key)}: {{\n{inner}\n  }}")
        else:
            lines.append(f"  {json.dumps(key)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def freshness(contract: Contract, record: Evidence | Campaign) -> list[str]:
    """Return what changed since `record` was written: nothing, if it is about the clauses and the fake at hand."""
    changes = _changed_clauses(contract, record) if isinstance(record, Evidence) else []
    if record.fake != fingerprint_package(contract.fake_modules):
        changes.append("the fake changed")
    return changes


def _changed_clauses(contract: Contract, evidence: Evidence) -> list[str]:
    now = _hashes(contract)
    then = {id: record.hash for id, record in evidence.clauses.items()}
    changes = [f"clause {id} is new" for id in sorted(now.keys() - then.keys())]
    changes += [f"clause {id} is gone" for id in sorted(then.keys() - now.keys())]
    changes += [f"clause {id} changed" for id in sorted(now.keys() & then.keys()) if now[id] != then[id]]
    return changes


def _hashes(contract: Contract) -> dict[str, str]:
    return {id: fingerprint_function(function) for id, function in clauses_of(contract).items()}


def bases(contract: Contract, evidence: Iterable[Evidence]) -> dict[str, Basis]:
    """Return what stands behind each clause: on what kind of engine it passed, as it reads now."""
    now = _hashes(contract)
    passed: dict[str, set[Fidelity]] = {id: set() for id in now}
    for each in evidence:
        for id, record in each.clauses.items():
            if record.outcome is Outcome.PASSED and record.hash == now.get(id):
                passed[id].add(each.fidelity)
    return {id: _basis(where) for id, where in passed.items()}


def _basis(passed_on: set[Fidelity]) -> Basis:
    if passed_on & {Fidelity.GENUINE, Fidelity.CLOUD}:
        return Basis.PROVEN
    return Basis.EMULATED if Fidelity.EMULATOR in passed_on else Basis.DOCUMENTED
