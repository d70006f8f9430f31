"""``verifake status``: what the recorded evidence says, without starting anything."""

from __future__ import annotations

from typing import Annotated

import typer

from verifake.cli._shared import EXIT_UNSOUND, Ports, contracts_of, err, out
from verifake.proof.evidence import evidence_folder, freshness, read_evidence
from verifake.report import basis_sentence, campaign_sentence, faithful_sentence, status_table

__all__ = ["status"]


def status(
    ports: Ports = None,
    *,
    check: Annotated[bool, typer.Option("--check", help="End with 1 if evidence is missing or stale.")] = False,
) -> None:
    """Show the recorded evidence: which engines, which versions, how real, how much explored, still fresh or not."""
    stale = False
    for contract in contracts_of(ports):
        evidence, campaigns = read_evidence(evidence_folder(contract))
        if not evidence:
            err.print(f"no evidence is recorded for {contract.port}: run verifake verify {contract.port} --record")
            stale = True
            continue
        out.print(status_table(contract, evidence))
        for each in campaigns:
            out.print(campaign_sentence(contract, each), markup=False)
        out.print(basis_sentence(contract, evidence))
        out.print(faithful_sentence(contract, evidence))
        stale |= any(changes for each in evidence for changes in [freshness(contract, each)])
    raise typer.Exit(EXIT_UNSOUND if check and stale else 0)
