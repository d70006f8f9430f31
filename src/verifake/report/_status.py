"""The state of the recorded evidence, read without starting anything."""

from __future__ import annotations

from collections import Counter

from rich.table import Table

from verifake.proof import Contract, Fidelity, Outcome
from verifake.proof.evidence import Basis, Campaign, Evidence, bases, freshness

__all__ = ["basis_sentence", "campaign_sentence", "disagreements", "faithful_sentence", "status_table"]


def status_table(contract: Contract, evidence: list[Evidence]) -> Table:
    """Return a table with a row for each recorded engine line."""
    table = Table(title=f"Evidence for {contract.title}", title_justify="left", header_style="bold")
    for heading in ("backend", "fidelity", "engine", "time", "clauses", "evidence"):
        table.add_column(heading, no_wrap=heading not in {"engine", "evidence"}, overflow="fold")
    for each in evidence:
        changes = freshness(contract, each)
        table.add_row(
            each.backend,
            each.fidelity.value,
            f"{each.engine.name} {each.engine.version}, {each.engine.launcher}" if each.engine else "in memory",
            each.time,
            "\n".join(f"{each.count(o)} {o.value}" for o in Outcome if each.count(o)),
            _freshness(changes),
            style="yellow" if changes else None,
        )
    return table


def basis_sentence(contract: Contract, evidence: list[Evidence]) -> str:
    """Say how many clauses are proven, emulated and documented."""
    counts = Counter(bases(contract, evidence).values())
    parts = ", ".join(f"{counts[basis]} {basis.value}" for basis in Basis)
    return f"{contract.title}: {counts.total()} clauses: {parts}."


def faithful_sentence(contract: Contract, evidence: list[Evidence]) -> str:
    """Say what the fake is faithful to: every genuine engine line that it agrees with, told to stand for it or not.

    Evidence of another fake or of other clauses says only what was.
    """
    fakes = [each for each in evidence if each.fidelity is Fidelity.FAKE]
    genuine = [each for each in evidence if each.fidelity in {Fidelity.GENUINE, Fidelity.CLOUD}]
    faithful = [each for each in genuine if any(_agrees(fake, each) for fake in fakes)]
    lines = " and ".join(each.title for each in faithful)
    if not faithful:
        return f"Fake{contract.title} is not proven faithful to any engine."
    if any(freshness(contract, each) for each in (*fakes, *faithful)):
        return f"Fake{contract.title} was faithful to {lines}; what was recorded then is stale."
    return f"Fake{contract.title} is faithful to {lines}, in every clause that these can be asked."


def _agrees(fake: Evidence, engine: Evidence) -> bool:
    """Whether the fake passes and deviates where the engine does, apart from what the engine cannot be asked.

    A fake deviates only as the engine that it stands for: both have passed the same counter-clause.
    """
    asked = {id: record.outcome for id, record in engine.clauses.items() if record.outcome is not Outcome.ABSENT}
    return fake.clauses.keys() == engine.clauses.keys() and all(
        outcome in {Outcome.PASSED, Outcome.DEVIATES} and fake.clauses[id].outcome is outcome
        for id, outcome in asked.items()
    )


def disagreements(recorded: list[Evidence], found: list[Evidence]) -> list[str]:
    """Return where a run contradicts the evidence: the same clause on the same engine line, another outcome."""
    known = {each.line: each for each in recorded}
    return [
        f"{id} on {each.line}: was {then.outcome.value}, is {now.outcome.value}"
        for each in found
        if each.line in known
        for id, now in each.clauses.items()
        if (then := known[each.line].clauses.get(id)) and then.hash == now.hash and then.outcome is not now.outcome
    ]


def campaign_sentence(contract: Contract, campaign: Campaign) -> str:
    """Say what a recorded campaign explored and found, and whether that was about the fake at hand."""
    engine = campaign.engine
    return (
        f"explored on {engine.name} {engine.version}: {campaign.operations:,} operations in {campaign.programs:,} "
        f"programs, {campaign.difference or 'no difference'} (`{campaign.command}`), "
        f"{_freshness(freshness(contract, campaign))}"
    )


def _freshness(changes: list[str]) -> str:
    if not changes:
        return "fresh"
    more = f" and {len(changes) - 1} more" if changes[1:] else ""
    return f"stale: {changes[0]}{more}"
