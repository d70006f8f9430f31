"""Evidence and campaigns for tests, complete but for what a test changes."""

from __future__ import annotations

from functools import cache
from typing import Any

from verifake.contracts.keyvalue import CONTRACT
from verifake.proof import Fidelity, Outcome, clauses_of
from verifake.proof.evidence import Campaign, ClauseRecord, EngineRecord, Evidence
from verifake.proof.fingerprint import fingerprint_function, fingerprint_package

ENGINES = {
    "fake": (Fidelity.FAKE, None),
    "fake-redis-7.0": (Fidelity.FAKE, None),
    "fakeredis": (Fidelity.EMULATOR, "2.40.0"),
    "redis": (Fidelity.GENUINE, "7.0.15"),
    "valkey": (Fidelity.GENUINE, "9.1.2"),
    "elasticache": (Fidelity.CLOUD, "7.1.0"),
}


@cache
def hashes() -> dict[str, str]:
    """Return the fingerprint of every clause of KeyValue, as it reads now, in the order of their ids."""
    return {id: fingerprint_function(function) for id, function in clauses_of(CONTRACT).items()}


def records(*, but: dict[str, Outcome] | None = None) -> dict[str, ClauseRecord]:
    """Return fresh records of every clause of KeyValue: passed, but for those in `but`."""
    outcomes = dict.fromkeys(hashes(), Outcome.PASSED) | (but or {})
    return {id: ClauseRecord(outcome=outcome, hash=hashes()[id]) for id, outcome in outcomes.items()}


def evidence(backend: str, **changed: Any) -> Evidence:
    """Return fresh evidence of KeyValue on a backend, on which every clause passed."""
    fidelity, version = ENGINES[backend]
    known: dict[str, Any] = {
        "port": "keyvalue",
        "backend": backend,
        "fidelity": fidelity,
        "engine": engine(backend, version) if version else None,
        "time": "moved" if version else "virtual",
        "horizon_seconds": 3600.0,
        "commit": "0123456789ab",
        "python": "3.13.1",
        "clients": {"redis": "8.1.0"} if version else {},
        "fake": fingerprint_package(CONTRACT.fake_modules),
        "clauses": records(),
    }
    return Evidence(**known | changed)


def campaign(**changed: Any) -> Campaign:
    """Return a fresh campaign against Valkey that found no difference."""
    known: dict[str, Any] = {
        "port": "keyvalue",
        "backend": "valkey",
        "engine": engine("valkey", "9.1.2"),
        "command": "verifake explore keyvalue --backend=valkey --operations=5000 --seed=20",
        "seed": 20,
        "commit": "0123456789ab",
        "fake": fingerprint_package(CONTRACT.fake_modules),
        "programs": 250,
        "digest": "d1",
        "operations": 5021,
        "inconclusive": 0,
        "answers": {"get": {"value": 9, "WRONG_TYPE": 3}},
        "states": {"get": {"absent": 12}},
        "cut": {},
        "difference": None,
    }
    return Campaign(**known | changed)


def engine(name: str, version: str) -> EngineRecord:
    return EngineRecord(name=name, version=version, digest=None, launcher="process")
