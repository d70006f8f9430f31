"""Exploration finds a planted bug, shrinks it, and prints it as a clause that fails as pasted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from verifake.clock import EPOCH_NS, VirtualClock
from verifake.contracts.keyvalue import CONTRACT
from verifake.contracts.keyvalue.vocabulary import VOCABULARY
from verifake.fakes.keyvalue import FakeKeyValue
from verifake.proof import (
    Arena,
    ClauseClock,
    Deviation,
    Difference,
    Exploration,
    MovedTime,
    Operation,
    Risk,
    World,
    as_clause,
    explore,
    program_from_json,
    program_to_json,
    replay,
)


class Forgetful(FakeKeyValue):
    """A fake with a bug: it keeps the time to live of a key that is renamed away from, but not of the new one."""

    def rename(self, key: str, new_key: str) -> None:
        super().rename(key, new_key)
        self.persist(new_key)


class Broken(FakeKeyValue):
    """A fake that breaks down."""

    def length(self, key: str) -> int:
        return super().length(key) // 0


class Room(World):
    def __init__(self, store: FakeKeyValue, clock: VirtualClock) -> None:
        self._clock = MovedTime(EPOCH_NS, clock.set_ns)
        self._arguments = {"store": store, "clock": self._clock, "plant": store.plant}

    @property
    def arguments(self) -> Mapping[str, Any]:
        return self._arguments

    @property
    def clock(self) -> ClauseClock:
        return self._clock


class Rooms(Arena):
    def __init__(self, kind: type[FakeKeyValue]) -> None:
        self._kind = kind

    @property
    def time(self) -> str:
        return "virtual"

    def world(self) -> World:
        clock = VirtualClock()
        return Room(self._kind(clock=clock), clock)


GOOD, BAD, BROKEN = Rooms(FakeKeyValue), Rooms(Forgetful), Rooms(Broken)


@pytest.fixture(scope="module")
def found() -> Exploration:
    return explore(VOCABULARY, BAD, GOOD, operations=10_000, seed=3)


def test_a_planted_bug_is_found_and_shrunk(found: Any) -> None:
    assert found.difference is not None
    assert len(found.difference.program) <= 6
    assert {operation.name for operation in found.difference.program} & {"rename"}


def test_a_difference_prints_as_a_clause_that_fails_as_pasted(found: Any, pytester: pytest.Pytester) -> None:
    source = as_clause("keyvalue", VOCABULARY, found.difference, "valkey 9.1")
    bad = """
from tests.test_exploration import BAD, GOOD
import inspect, sys
def test_it():
    import pasted
    test = next(value for name, value in vars(pasted).items() if name.startswith("test_program"))
    for arena, holds in ((GOOD, True), (BAD, False)):
        arguments = arena.world().arguments
        try:
            test(**{name: arguments[name] for name in inspect.signature(test).parameters})
        except AssertionError:
            assert not holds
        else:
            assert holds
"""
    pytester.makepyfile(pasted=source, test_pasted=bad)
    pytester.syspathinsert(Path(__file__).parent.parent)
    pytester.runpytest_inprocess("test_pasted.py", "-p", "no:cacheprovider").assert_outcomes(passed=1)


def test_a_program_survives_json_and_replays(found: Any) -> None:
    program = found.difference.program
    again = program_from_json(program_to_json(program), VOCABULARY.enums)
    assert again == program
    assert replay(again, BAD, GOOD) is not None
    assert replay(again, GOOD, GOOD) is None


def test_the_same_seed_gives_the_same_programs() -> None:
    digests = [explore(VOCABULARY, GOOD, GOOD, operations=500, seed=seed).digest for seed in (1, 1, 2)]
    assert digests[0] == digests[1] != digests[2]


def known(explains: Callable[[Difference], bool]) -> list[Deviation]:
    """Return a deviation that explains what `explains` says."""
    return [Deviation("keyvalue.any", "emulator", "", Risk.LAXER, "any", lambda: None, explains=explains)]


def differences(engine: Arena, operations: int) -> list[Difference]:
    """Return all differences that exploring `engine` shows to a deviation that explains each of them."""
    seen: list[Difference] = []

    def note(difference: Difference) -> bool:
        seen.append(difference)
        return True

    explore(VOCABULARY, GOOD, engine, operations=operations, seed=3, deviations=known(note))
    return seen


def test_a_known_deviation_cuts_the_program_and_is_counted() -> None:
    found = explore(VOCABULARY, BAD, GOOD, operations=2_000, seed=3, deviations=known(lambda _: True))
    assert found.difference is None
    assert found.cut["keyvalue.any"] > 0


def test_a_deviation_that_explains_nothing_cuts_nothing() -> None:
    found = explore(VOCABULARY, GOOD, BROKEN, operations=500, seed=3, deviations=known(lambda _: False))
    assert found.difference is not None
    assert not found.cut


def test_a_silent_change_is_judged_at_the_operation_that_made_it() -> None:
    seen = differences(BAD, operations=2_000)
    assert {(each.cause.name, each.operation.name) for each in seen} == {("rename", "expires_at")}
    for each in seen:
        old, new = each.cause.args
        assert each.operation.args == (new,)
        assert each.before[Operation("expires_at", (old,))].value == each.fake.value
        assert each.program[-2:] == (each.cause, each.operation)
        assert len(each.answers) == len(each.program)


def test_a_difference_that_shows_at_once_has_no_other_cause() -> None:
    seen = differences(BROKEN, operations=500)
    assert {each.operation.name for each in seen} == {"length"}
    assert all(each.cause is each.operation for each in seen)


def test_an_exception_that_no_port_raises_is_a_difference() -> None:
    found = explore(VOCABULARY, GOOD, BROKEN, operations=500, seed=3)
    assert found.difference is not None
    assert (found.difference.engine.label, len(found.difference.program)) == ("ZeroDivisionError", 1)


def test_the_looks_show_every_key_that_a_program_names() -> None:
    program = (Operation("set_many", ({"b": b"v"},)), Operation("rename", ("", "a")), Operation("get", (7,)))
    keys = [operation.args[0] for operation in VOCABULARY.looks(program)]
    assert keys == [key for key in ("", "a", "b") for _ in range(3)]


def test_all_that_fakeredis_does_otherwise_is_a_known_deviation(verifake: Run) -> None:
    done = verifake("explore", "keyvalue", "--backend=fakeredis", "--operations=3000")
    assert done.returncode == 0, done.stdout
    assert re.search(r"[1-9]\d* programs cut at known deviations", done.stdout)


def test_every_operation_is_met_on_both_sides_of_acceptance() -> None:
    found = explore(VOCABULARY, GOOD, GOOD, operations=20_000, seed=1)
    assert found.thin(VOCABULARY.names, successes=200, rejections=50) == {}


def test_the_vocabulary_has_every_operation_of_the_port() -> None:
    assert set(VOCABULARY.names) == set(CONTRACT.errors)
