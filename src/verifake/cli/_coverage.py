"""``verifake coverage``: which operations, options and errors the clauses exercise."""

from __future__ import annotations

import typer

from verifake.cli._contract import run_contract
from verifake.cli._pages import Check, Write, settle
from verifake.cli._shared import EXIT_UNSOUND, Ports, contracts_of, err, fail, out, progress_bar, staged
from verifake.proof import FAKE, Contract, Host, Recorder, load_attribute
from verifake.report import coverage_page, uncovered

__all__ = ["coverage"]


def coverage(
    ports: Ports = None,
    *,
    write: Write = None,
    check: Check = None,
) -> None:
    """Run the contract on the fake and note every operation, option and error that it exercises."""
    sound = True
    for contract in contracts_of(ports):
        recorder = _record(contract)
        page = coverage_page(contract, recorder.cells)
        missing = uncovered(contract, recorder.cells)
        out.print(next(line for line in page.splitlines() if line.startswith("**")).strip("*"))
        for cell in missing:
            err.print(f"[red]no clause:[/red] {cell.operation} {cell.kind} {cell.name}")
        sound &= not missing
        pages = {contract.port: page} | {name: load_attribute(path)() for name, path in contract.pages.items()}
        for name, text in pages.items():
            sound &= settle(f"{name}.md", text, write, check)
    raise typer.Exit(0 if sound else EXIT_UNSOUND)


def _record(contract: Contract) -> Recorder:
    recorder = Recorder(contract)
    with staged(FAKE, "") as stage, progress_bar() as progress:
        task = progress.add_task(f"{contract.port}: clauses", total=None)
        host = Host(
            stage=stage,
            on_collected=lambda total: progress.update(task, total=total),
            on_record=lambda _: progress.advance(task),
            observe=recorder.observe,
        )
        status, printed = run_contract(contract, host)
    if status:
        out.print(printed, markup=False)
        fail("the contract does not hold on the fake: mend that first")
    return recorder
