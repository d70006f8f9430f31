"""Running a port's contract and its exploration from the command line."""

from __future__ import annotations

import contextlib
import io
import os
import platform
from collections.abc import Callable
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import pytest

from verifake.cli._git import commit
from verifake.cli._shared import EXIT_NOT_RUN, fail, out
from verifake.plugin.stage import Stage
from verifake.proof import (
    FAKE,
    Choice,
    Contract,
    Exploration,
    Fidelity,
    Host,
    clauses_of,
    explore,
    load_attribute,
    load_deviations,
)
from verifake.proof.evidence import Campaign, ClauseRecord, EngineRecord, Evidence
from verifake.proof.fingerprint import fingerprint_function, fingerprint_package
from verifake.report import Lane

__all__ = ["campaign_of", "evidence_of", "explore_backend", "run_contract", "why_unexplored"]

_TO_THE_END = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, EXIT_NOT_RUN)


def run_contract(contract: Contract, host: Host) -> tuple[int, str]:
    """Run all clauses of `contract` through pytest; return its exit status and what it printed.

    The project that verifake is called from has no say in it: neither its pytest settings nor its conftest are read.
    If the clauses were not run to their end, nothing is known of the contract, and the command ends.
    """
    folder = str(files(contract.package))
    arguments = [
        *("-c", os.devnull, f"--rootdir={folder}", f"--confcutdir={folder}"),
        *("-p", "no:cacheprovider", "-p", "no:xdist", "--capture=no", "--tb=short", "-q"),
        *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
        folder,
    ]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        status = pytest.main(arguments, plugins=[host])
    if status not in _TO_THE_END:
        out.print(printed.getvalue(), markup=False)
        fail(f"the clauses of {contract.port} were not run to their end: pytest ended with status {int(status)}")
    return int(status), printed.getvalue()


def why_unexplored(stage: Stage, port: str, choice: Choice) -> str:
    """Return why a backend is not explored, or an empty string if it can be."""
    if choice.backend.fidelity is Fidelity.FAKE:
        return "the reference" if choice.backend.name == FAKE else "a fake itself"
    return "" if stage.arena(port, choice).time == "moved" else "time cannot be stopped"


def explore_backend(
    contract: Contract,
    stage: Stage,
    choice: Choice,
    *,
    operations: int,
    seed: int,
    progress: Callable[[int], None],
    about: tuple[str, ...] = (),
) -> Exploration:
    """Explore one backend against the fake, about some themes only if they are named."""
    engine = stage.engine(choice.backend.name)
    assert engine is not None
    deviations = load_deviations(contract.deviations)
    known = [each for each in deviations if each.is_of(choice.backend.name, engine.identity.version)]
    return explore(
        load_attribute(contract.vocabulary).about(choice.backend.themes).about(about),
        contract.backend(FAKE).open(None, "explore"),
        stage.arena(contract.port, choice),
        operations=operations,
        seed=seed,
        deviations=known,
        progress=progress,
    )


def evidence_of(contract: Contract, stage: Stage, lane: Lane) -> Evidence:
    """Return what `lane` found, as it is recorded."""
    functions = clauses_of(contract)
    backend = lane.choice.backend
    engine = stage.engine(backend.name)
    return Evidence(
        port=contract.port,
        backend=backend.name,
        fidelity=backend.fidelity,
        engine=_engine_record(engine) if engine else None,
        time=str(lane.first.get("time", "")),
        horizon_seconds=max((record["horizon_seconds"] for record in lane.records), default=0.0),
        commit=commit(),
        python=platform.python_version(),
        clients={backend.client: version(backend.client)} if backend.client else {},
        fake=fingerprint_package(contract.fake_modules),
        clauses={
            id: ClauseRecord(outcome=outcome, hash=fingerprint_function(functions[id]))
            for id, outcome in lane.outcomes.items()
        },
    )


def campaign_of(contract: Contract, stage: Stage, choice: Choice, found: Exploration, command: str) -> Campaign:
    """Return a finished exploration, as it is recorded."""
    return Campaign(
        port=contract.port,
        backend=choice.backend.name,
        engine=_engine_record(stage.engine(choice.backend.name)),
        command=command,
        seed=found.seed,
        commit=commit(),
        fake=fingerprint_package(contract.fake_modules),
        programs=found.programs,
        digest=found.digest,
        operations=found.operations,
        inconclusive=found.inconclusive,
        answers={name: dict(sorted(counts.items())) for name, counts in found.answers.items()},
        states={name: dict(sorted(counts.items())) for name, counts in found.states.items()},
        cut=dict(found.cut),
        difference=str(found.difference) if found.difference else None,
    )


def _engine_record(engine: Any) -> EngineRecord:
    identity = engine.identity
    return EngineRecord(
        name=identity.name, version=identity.version, digest=identity.digest, launcher=identity.launcher
    )
