"""``verifake explore``: generated programs on the fake and an engine in lockstep."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from verifake.cli._contract import campaign_of, explore_backend
from verifake.cli._shared import (
    EXIT_UNSOUND,
    WORK,
    Backends,
    Seed,
    contracts_of,
    demand_clean_tree,
    err,
    fail,
    out,
    progress_bar,
    staged,
)
from verifake.cli._verify import difference_text
from verifake.plugin.stage import Stage
from verifake.proof import (
    ADVANCE,
    FAKE,
    Choice,
    Contract,
    Exploration,
    Fidelity,
    Program,
    load_attribute,
    program_from_json,
    program_to_json,
    replay,
)
from verifake.proof.evidence import evidence_folder, write_record

__all__ = ["explore_command"]


def explore_command(
    port: Annotated[str, typer.Argument(help="The port to explore.")],
    *,
    backend: Backends = "real",
    operations: Annotated[int, typer.Option(help="Effective operations to reach.")] = 20_000,
    seed: Seed = 1,
    about: Annotated[str, typer.Option(metavar="THEMES", help="Programs about these only, a list with commas.")] = "",
    record: Annotated[bool, typer.Option("--record", help="Write the campaign into the package.")] = False,
    successes: Annotated[int, typer.Option(help="How often each operation must have succeeded.")] = 0,
    rejections: Annotated[int, typer.Option(help="How often each operation must have been refused.")] = 0,
    replay_file: Annotated[
        Path | None,
        typer.Option("--replay", metavar="FILE", exists=True, dir_okay=False, help="Run this kept program instead."),
    ] = None,
) -> None:
    """Run generated programs on the fake and an engine in lockstep, and print a difference as a clause."""
    if record and about:
        fail("a campaign that is recorded is about everything: leave out --about")
    if record:
        demand_clean_tree()
    (contract,) = contracts_of([port])
    themes = _themes(contract, about)
    sound = True
    with staged(backend, None) as stage:
        for choice in _explorable(stage, port):
            if replay_file:
                sound &= _replay(contract, stage, choice, replay_file)
                continue
            found = _explore(contract, stage, choice, operations, seed, themes)
            names = load_attribute(contract.vocabulary).about(choice.backend.themes).about(themes).names
            out.print(_counts(found, names))
            thin = found.thin(names, successes=successes, rejections=rejections)
            sound &= _report(contract, stage, choice, found, thin)
            if record:
                command = f"verifake explore {port} --backend={backend} --operations={operations} --seed={seed}"
                path = write_record(campaign_of(contract, stage, choice, found, command), evidence_folder(contract))
                out.print(f"campaign recorded in {path.name}")
    raise typer.Exit(0 if sound else EXIT_UNSOUND)


def _explorable(stage: Stage, port: str) -> list[Choice]:
    choices = [choice for choice in stage.choices(port) if choice.backend.fidelity is not Fidelity.FAKE]
    stage.start(choices)
    for choice in choices:
        if stage.arena(port, choice).time != "moved":
            reason = "its time cannot be stopped, so that time itself would differ"
            fail(f"{choice.backend.name} cannot be explored: {reason}")
    if not choices:
        fail("name an engine to compare the fake with, such as --backend=real")
    return choices


def _themes(contract: Contract, about: str) -> tuple[str, ...]:
    """Return the themes that a list with commas names, none for no list."""
    named = tuple(name.strip() for name in about.split(",") if name.strip())
    known = [theme.name for theme in load_attribute(contract.vocabulary).themes]
    if unknown := [name for name in named if name not in known]:
        fail(f"{contract.port} has no theme {unknown[0]!r}; its themes are: {', '.join(known)}")
    return named


def _explore(
    contract: Contract, stage: Stage, choice: Choice, operations: int, seed: int, about: tuple[str, ...]
) -> Exploration:
    with progress_bar() as progress:
        task = progress.add_task(f"{contract.port}: exploring {choice.backend.name}", total=operations)
        return explore_backend(
            contract,
            stage,
            choice,
            operations=operations,
            seed=seed,
            about=about,
            progress=lambda done: progress.update(task, completed=min(done, operations)),
        )


def _report(
    contract: Contract, stage: Stage, choice: Choice, found: Exploration, thin: Mapping[str, tuple[int, int]]
) -> bool:
    """Print what was found; return whether there is no difference, and nothing that was met too rarely."""
    out.print(
        f"{choice.backend.name}: {found.operations:,} effective operations in {found.programs:,} programs, seed "
        f"{found.seed}; {found.cut.total()} programs cut at known deviations, {found.inconclusive} inconclusive, "
        f"{found.not_modelled} calls not modelled, {found.skipped} calls of sessions that waited not made"
    )
    for name, (accepted, refused) in thin.items():
        err.print(f"[red]met too rarely:[/red] {name}: {accepted} successes, {refused} rejections")
    if found.difference is not None:
        out.print(difference_text(contract, stage, choice, found.difference), markup=False)
        out.print(f"kept as {_keep(found)}: replay it with --replay")
    clear = found.inconclusive * 100 <= found.programs and not found.not_modelled
    return found.difference is None and not thin and clear


def _counts(found: Exploration, names: tuple[str, ...]) -> Table:
    table = Table(header_style="bold")
    for heading in ("operation", "successes", "rejections", "answers", "states met"):
        table.add_column(heading)
    for name in names:
        answers = ", ".join(
            f"{label} {count}" for label, count in found.answers[name].most_common() if label != "value"
        )
        numbers = f"{found.successes(name):,}", f"{found.rejections(name):,}"
        table.add_row(name, *numbers, answers, str(len(found.states[name])))
    return table


def _keep(found: Exploration) -> Path:
    assert found.difference is not None
    path = WORK / f"difference-seed-{found.seed}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(program_to_json(found.difference.program)) + "\n", encoding="utf-8")
    return path


def _replay(contract: Contract, stage: Stage, choice: Choice, file: Path) -> bool:
    vocabulary = load_attribute(contract.vocabulary)
    program = _kept(contract, file)
    fake = contract.backend(FAKE).open(None, "replay")
    difference = replay(program, vocabulary, fake, stage.arena(contract.port, choice))
    if difference is None:
        out.print(f"{choice.backend.name}: no difference in {len(program)} operations")
        return True
    out.print(difference_text(contract, stage, choice, difference), markup=False)
    return False


def _kept(contract: Contract, file: Path) -> Program:
    vocabulary = load_attribute(contract.vocabulary)
    try:
        program = program_from_json(json.loads(file.read_text(encoding="utf-8")), vocabulary.types)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        fail(f"{file} holds no program that was kept: {error!r}")
    if not program:
        fail(f"{file} holds no program that was kept: it is empty")
    unknown = {operation.name for operation in program} - {
        ADVANCE,
        *vocabulary.names,
        *vars(vocabulary.session or object),
        *contract.arguments,
    }
    if unknown:
        fail(f"{file}: {contract.port} has no operation {', '.join(sorted(unknown))}")
    return program
