"""``verifake verify``: the contract on every backend, exploration, and the fidelity matrix."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress

from verifake.cli._contract import evidence_of, explore_backend, run_contract, why_unexplored
from verifake.cli._shared import (
    EXIT_NOT_RUN,
    EXIT_UNSOUND,
    WORK,
    AllowMissing,
    Backends,
    Ports,
    Seed,
    contracts_of,
    demand_clean_tree,
    err,
    fail,
    out,
    progress_bar,
    staged,
)
from verifake.plugin.stage import Stage, missing_reason
from verifake.proof import Choice, Contract, Host, as_clause, load_attribute
from verifake.proof.evidence import Evidence, evidence_folder, read_evidence, write_record
from verifake.report import Lane, basis_sentence, disagreements, faithful_sentence, matrix_json, matrix_table

__all__ = ["difference_text", "verify"]


def verify(
    ports: Ports = None,
    *,
    backend: Backends = "all",
    allow_missing: AllowMissing = "",
    explore: Annotated[int, typer.Option(metavar="N", help="Operations to explore each backend with.")] = 2000,
    seed: Seed = 1,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", dir_okay=False, help="Write the matrix there.")
    ] = None,
    record: Annotated[bool, typer.Option("--record", help="Write evidence into the package.")] = False,
) -> None:
    """Run the contract on the fake and on every backend to be had, explore, and show the fidelity matrix.

    Ends with 0 if every clause holds wherever it was run, 1 if not, 2 if what was named cannot be had, 8 if it was
    allowed to be missing.
    """
    if record:
        demand_clean_tree()
    contracts = contracts_of(ports)
    with staged(backend, allow_missing) as stage:
        lanes = [lane for contract in contracts for lane in _verify(contract, stage, explore, seed)]
        found = {contract.port: _keep(contract, stage, lanes, in_package=record) for contract in contracts}
    recorded = {contract.port: read_evidence(evidence_folder(contract))[0] for contract in contracts}
    disagreeing = [line for port in found for line in disagreements(recorded[port], found[port])]
    _show(lanes)
    for contract in contracts:
        _say_what_stands(contract, [*recorded[contract.port], *found[contract.port]])
    if json_file:
        json_file.parent.mkdir(parents=True, exist_ok=True)
        json_file.write_text(json.dumps(matrix_json(lanes), indent=2, sort_keys=True) + "\n", encoding="utf-8")
    for line in disagreeing:
        err.print(f"[red]disagrees with the recorded evidence:[/red] {line}")
    raise typer.Exit(EXIT_UNSOUND if disagreeing else _status(lanes))


def _verify(contract: Contract, stage: Stage, operations: int, seed: int) -> list[Lane]:
    choices = stage.choices(contract.port)
    stage.start(choices)
    lanes = {choice.backend.name: Lane(contract.port, choice, missing=choice.missing) for choice in choices}
    with progress_bar() as progress:
        status, printed = _run_clauses(contract, stage, lanes, progress)
        for lane in lanes.values():
            if operations and not lane.missing:
                _explore(contract, stage, lane, operations, seed, progress)
    if status not in {0, EXIT_NOT_RUN}:
        out.print(printed, markup=False)
    for lane in lanes.values():
        if lane.exploration and lane.exploration.difference:
            out.print(difference_text(contract, stage, lane.choice, lane.exploration.difference), markup=False)
    return [*lanes.values(), *_not_to_be_had(contract, lanes)]


def _run_clauses(contract: Contract, stage: Stage, lanes: dict[str, Lane], progress: Progress) -> tuple[int, str]:
    task = progress.add_task(f"{contract.port}: clauses", total=None)

    def note(record: dict[str, Any]) -> None:
        lanes[record["backend"]].records.append(record)
        progress.advance(task)

    host = Host(stage=stage, on_collected=lambda total: progress.update(task, total=total), on_record=note)
    return run_contract(contract, host)


def _explore(contract: Contract, stage: Stage, lane: Lane, operations: int, seed: int, progress: Progress) -> None:
    lane.unexplored = why_unexplored(stage, contract.port, lane.choice)
    if lane.unexplored:
        return
    task = progress.add_task(f"{contract.port}: exploring {lane.choice.backend.name}", total=operations)
    lane.exploration = explore_backend(
        contract,
        stage,
        lane.choice,
        operations=operations,
        seed=seed,
        progress=lambda done: progress.update(task, completed=min(done, operations)),
    )


def difference_text(contract: Contract, stage: Stage, choice: Choice, difference: Any) -> str:
    """Return a difference found by exploration as a clause, ready to paste."""
    engine = stage.engine(choice.backend.name)
    assert engine is not None
    observed = f"{engine.identity.name} {engine.identity.version}"
    source = as_clause(contract.port, load_attribute(contract.vocabulary), difference, observed)
    return f"{difference}\nAs a clause, which holds on {observed} and fails on the fake:\n\n{source}"


def _not_to_be_had(contract: Contract, lanes: dict[str, Lane]) -> list[Lane]:
    others = [backend for backend in contract.backends if backend.name not in lanes]
    found = [Lane(contract.port, Choice(backend), missing=missing_reason(backend, None)) for backend in others]
    return [lane for lane in found if lane.missing]


def _keep(contract: Contract, stage: Stage, lanes: list[Lane], *, in_package: bool) -> list[Evidence]:
    """Write down what was found, and return it."""
    mine = [lane for lane in lanes if lane.port == contract.port and not lane.missing]
    evidence = [evidence_of(contract, stage, lane) for lane in mine]
    if in_package and not all(lane.sound for lane in mine):
        fail("nothing is recorded, since not every clause holds")
    folder = evidence_folder(contract) if in_package else WORK / contract.port
    for each in evidence:
        write_record(each, folder)
    return evidence


def _show(lanes: list[Lane]) -> None:
    out.print(matrix_table(lanes))
    for lane in lanes:
        if lane.missing:
            out.print(f"{lane.port} on {lane.choice.backend.name}: {lane.missing}", style="dim", markup=False)


def _say_what_stands(contract: Contract, known: list[Evidence]) -> None:
    """Say what is proven; of each engine line the latest of `known` counts."""
    latest = list({each.line: each for each in known}.values())
    out.print(basis_sentence(contract, latest))
    out.print(faithful_sentence(contract, latest))


def _status(lanes: list[Lane]) -> int:
    if not all(lane.sound for lane in lanes if not lane.missing):
        return EXIT_UNSOUND
    return EXIT_NOT_RUN if any(lane.missing and lane.records for lane in lanes) else 0
