"""``verifake differences``: how the backends differ from the contract, a page each."""

from __future__ import annotations

from importlib.resources import files

import typer

from verifake.cli._pages import Check, Write, settle
from verifake.cli._shared import EXIT_UNSOUND, Ports, contracts_of, out
from verifake.proof import Contract, Fidelity, Outcome, clauses_of, load_deviations
from verifake.proof.evidence import Evidence, evidence_folder, read_evidence
from verifake.report import differences_page

__all__ = ["differences"]


def differences(ports: Ports = None, *, write: Write = None, check: Check = None) -> None:
    """Tell how each emulator and engine differs from the contract, from the deviations and the recorded evidence."""
    sound = True
    for contract in contracts_of(ports):
        evidence, _ = read_evidence(evidence_folder(contract))
        for each in evidence:
            if each.fidelity is not Fidelity.FAKE:
                out.print(f"{contract.title} on {each.title}: {each.count(Outcome.DEVIATES)} clauses deviate")
                sound &= settle(f"{contract.port}-{each.line}.md", _page(contract, each), write, check)
    raise typer.Exit(0 if sound else EXIT_UNSOUND)


def _page(contract: Contract, evidence: Evidence) -> str:
    assert evidence.engine is not None
    version = evidence.engine.version
    seen = {name for name, record in evidence.clauses.items() if record.outcome is Outcome.DEVIATES}
    known = [
        each
        for each in load_deviations(contract.deviations)
        if each.is_of(evidence.backend, version) and each.clause in seen
    ]
    return differences_page(contract, evidence, known, clauses_of(contract), _guide(contract, evidence.backend))


def _guide(contract: Contract, backend: str) -> str:
    """Return what the contract tells who comes from `backend`."""
    path = files(contract.package) / f"guide_{backend}.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""
