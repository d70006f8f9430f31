"""Exploration: generated programs, run on the fake and an engine in lockstep."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from verifake.proof._backend import Arena
from verifake.proof._deviation import Deviation
from verifake.proof._program import (
    ADVANCE,
    Answer,
    Kind,
    Looks,
    Operation,
    Program,
    Theme,
    Vocabulary,
    program_to_json,
)
from verifake.proof._sessions import Sessions

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["Difference", "Exploration", "explore", "replay"]

BATCH: Final = 100
"""Programs between two looks at the count of operations."""

MOST_FLAKY: Final = 20
"""Differences that did not come back on replay, after which exploring stops: something is wrong with the engine."""


class Difference(Exception):
    """The fake and the engine answered differently.

    Attributes:
        program: the operations up to and including the one that differs.
        answers: the engine's answer to each of them.
        fake: the fake's answer to the last.
        cause: the operation that made the difference: the last one, or the one before where the last is a look.
        before: what looks at the state showed just before the cause, on both sides; empty if nobody looked.
    """

    def __init__(
        self,
        program: Program,
        answers: tuple[Answer, ...],
        fake: Answer,
        *,
        cause: Operation | None = None,
        before: Mapping[Operation, Answer] | None = None,
    ) -> None:
        last = program[-1]
        super().__init__(f"{last.name}{last.args}: the fake gave {fake.summary}, the engine {answers[-1].summary}")
        self.program = program
        self.answers = answers
        self.fake = fake
        self.cause = cause or last
        self.before = before or {}

    @property
    def operation(self) -> Operation:
        """The operation that was answered differently."""
        return self.program[-1]

    @property
    def engine(self) -> Answer:
        """The engine's answer to it."""
        return self.answers[-1]


@dataclass(slots=True)
class Exploration:
    """What an exploration counted.

    Attributes:
        operations: effective operations: calls of the port that both sides answered.
        programs: how many programs they were in.
        answers: for each operation how often it got which answer.
        states: for each operation how often it met which state.
        cut: programs that ended early at a known deviation, by clause.
        inconclusive: programs whose difference did not come back when they were run again.
        not_modelled: calls that the fake does not model: gaps, never agreement.
        skipped: calls that were not made, since their session waited, or the backend lets nobody wait.
        difference: the smallest program found that tells fake and engine apart, or None.
    """

    seed: int
    operations: int = 0
    programs: int = 0
    inconclusive: int = 0
    not_modelled: int = 0
    skipped: int = 0
    answers: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    states: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    cut: Counter[str] = field(default_factory=Counter)
    difference: Difference | None = None
    _hash: Any = field(default_factory=hashlib.sha256, repr=False)

    @property
    def digest(self) -> str:
        """A digest of all programs that were run, in their order."""
        return str(self._hash.hexdigest())

    def meet(self, program: Program) -> None:
        """Count a program."""
        self.programs += 1
        self._hash.update(json.dumps(program_to_json(program)).encode())

    def count(self, operation: Operation, answer: Answer, state: str) -> None:
        """Count an operation that both sides answered alike."""
        for woken, its_answer in answer.woken:
            self.answers[woken.name][its_answer.label] += 1
        if operation.name == ADVANCE:
            return
        self.operations += 1
        self.answers[operation.name][answer.label] += 1
        self.states[operation.name][state] += 1

    def successes(self, name: str) -> int:
        """How often the operation was accepted."""
        return self.answers[name][Kind.VALUE.value]

    def rejections(self, name: str) -> int:
        """How often the operation was refused."""
        neither = self.answers[name][Kind.NOT_MODELLED.value] + self.answers[name][Kind.WAITS.value]
        return self.answers[name].total() - self.successes(name) - neither

    def thin(self, names: Iterable[str], *, successes: int, rejections: int) -> dict[str, tuple[int, int]]:
        """Return the operations that were met too rarely, with their successes and rejections."""
        counts = {name: (self.successes(name), self.rejections(name)) for name in names}
        return {name: (s, r) for name, (s, r) in counts.items() if s < successes or r < rejections}


def explore(
    vocabulary: Vocabulary,
    fake: Arena,
    engine: Arena,
    *,
    operations: int,
    seed: int,
    deviations: Iterable[Deviation] = (),
    progress: Callable[[int], None] = lambda _: None,
) -> Exploration:
    """Run generated programs on `fake` and `engine` until `operations` were answered by both, or they differ.

    Args:
        engine: a backend whose time stands still until it is moved; on any other, time itself would differ.
        seed: the one source of all randomness.
        deviations: the engine's known differences; one that explains a difference cuts the program there.
        progress: told the effective operations so far.
    """
    explained = tuple(known for known in deviations if known.explains is not None)
    explorer = _Explorer(vocabulary, fake, engine, explained, Exploration(seed))
    found = explorer.found
    batch = 0
    while found.operations < operations and found.difference is None and found.inconclusive <= MOST_FLAKY:
        explorer.run_batch(f"{seed}:{batch}")
        progress(found.operations)
        batch += 1
    return found


@dataclass(frozen=True, slots=True)
class _Explorer:
    vocabulary: Vocabulary
    fake: Arena
    engine: Arena
    explained: tuple[Deviation, ...]
    found: Exploration

    def run_batch(self, seed: str) -> None:
        import hypothesis as h  # noqa: PLC0415 - loaded only by who explores
        from hypothesis import strategies as st  # noqa: PLC0415

        programs = st.one_of([_programs(theme) for theme in self.vocabulary.themes])

        @h.seed(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8]))
        @h.settings(
            max_examples=BATCH,
            database=None,
            deadline=None,
            derandomize=False,
            phases=(h.Phase.generate, h.Phase.shrink),
            suppress_health_check=list(h.HealthCheck),
            report_multiple_bugs=False,
            verbosity=h.Verbosity.quiet,
            print_blob=False,
        )
        @h.given(programs)
        def lockstep(drawn: tuple[Program, Looks]) -> None:
            self.lockstep(*drawn)

        try:
            lockstep()
        except Difference as difference:
            self.found.difference = difference
        except h.errors.FlakyFailure:
            self.found.inconclusive += 1

    def lockstep(self, program: Program, looks: Looks) -> None:
        """Run `program`, and look at the state that it leaves.

        Raises:
            Difference: the two sides answered differently, and no known deviation explains it.
        """
        self.found.meet(program)
        steps: list[tuple[Operation, Answer]] = []
        with _on_both(self.vocabulary, self.fake, self.engine) as (ours, theirs):
            for place, operation in enumerate((*program, *looks(program))):
                if not theirs.takes(operation):
                    self.found.skipped += 1
                    continue
                state = self.vocabulary.state(ours.world, operation)
                mine, answer = ours.perform(operation), theirs.perform(operation)
                steps.append((operation, answer))
                if mine.kind is Kind.NOT_MODELLED:
                    self.found.not_modelled += 1
                    return
                if not mine.agrees(answer):
                    self.differ(_difference(steps, mine), looks)
                    return
                if place < len(program):
                    self.found.count(operation, answer, state)

    def differ(self, difference: Difference, looks: Looks) -> None:
        """Cut the program here if a known deviation explains the difference, else raise it."""
        found = self.traced(difference, looks(difference.program)) if self.explained else difference
        for known in self.explained:
            assert known.explains is not None
            if known.explains(found):
                self.found.cut[known.clause] += 1
                return
        raise found

    def traced(self, difference: Difference, looks: Program) -> Difference:
        """Return the first difference that shows when the state is looked at after every operation.

        What an operation did to the state in silence is met later, by another, which is not to blame.
        """
        woven = tuple(each for operation in difference.program for each in (operation, *looks))
        found = replay(woven, self.vocabulary, self.fake, self.engine)
        return difference if found is None else _unwoven(found, 1 + len(looks))


def _unwoven(found: Difference, stride: int) -> Difference:
    """Return `found` without the looks that make up `stride` with each operation, but for the one that shows it."""
    last = len(found.program) - 1
    cause = last - last % stride
    kept = sorted({*range(0, last + 1, stride), last})
    looks = slice(cause - stride + 1, cause)
    return Difference(
        tuple(found.program[place] for place in kept),
        tuple(found.answers[place] for place in kept),
        found.fake,
        cause=found.program[cause],
        before=dict(zip(found.program[looks], found.answers[looks], strict=True)),
    )


def _programs(theme: Theme) -> SearchStrategy[tuple[Program, Looks]]:
    """Return a strategy for programs about `theme`, each with how to look at what it leaves."""
    from hypothesis import strategies as st  # noqa: PLC0415 - loaded only by who explores

    lines = st.lists(st.lists(theme.operations, min_size=1, max_size=12), min_size=1, max_size=8)
    return lines.map(lambda parts: ((*theme.begins, *chain.from_iterable(parts)), theme.looks))


def replay(program: Program, vocabulary: Vocabulary, fake: Arena, engine: Arena) -> Difference | None:
    """Run one program on both and return where they differ, or None."""
    steps: list[tuple[Operation, Answer]] = []
    with _on_both(vocabulary, fake, engine) as (ours, theirs):
        for operation in filter(theirs.takes, program):
            mine = ours.perform(operation)
            steps.append((operation, theirs.perform(operation)))
            if not mine.agrees(steps[-1][1]):
                return _difference(steps, mine)
    return None


@contextmanager
def _on_both(vocabulary: Vocabulary, fake: Arena, engine: Arena) -> Iterator[tuple[Sessions, Sessions]]:
    with closing(Sessions(vocabulary, fake)) as ours, closing(Sessions(vocabulary, engine)) as theirs:
        yield ours, theirs


def _difference(steps: list[tuple[Operation, Answer]], mine: Answer) -> Difference:
    return Difference(tuple(operation for operation, _ in steps), tuple(answer for _, answer in steps), mine)
