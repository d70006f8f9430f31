"""Exploration finds a planted bug, shrinks it, and prints it as a clause that fails as pasted."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import strategies as st

from tests.conftest import Run
from verifake.clock import EPOCH_NS, VirtualClock
from verifake.contracts.keyvalue import CONTRACT
from verifake.contracts.keyvalue._backstage import FakeBackstage
from verifake.contracts.keyvalue.vocabulary import VOCABULARY
from verifake.fakes.keyvalue import FakeKeyValue
from verifake.ports.keyvalue import Aggregate, Exclusive
from verifake.proof import (
    Actors,
    Answer,
    Arena,
    ClauseClock,
    Deviation,
    Difference,
    Exploration,
    MovedTime,
    Operation,
    Risk,
    Sessions,
    Theme,
    Vocabulary,
    World,
    as_clause,
    explore,
    program_from_json,
    program_to_json,
    replay,
)
from verifake.proof._program import Kind


class Forgetful(FakeKeyValue):
    """A fake with a bug: it keeps the time to live of a key that is renamed away from, but not of the new one."""

    def rename(self, key: str, new_key: str) -> None:
        super().rename(key, new_key)
        self.persist(new_key)


class Backward(FakeKeyValue):
    """A fake that gives several values in an order of its own."""

    def get_many(self, *keys: str) -> list[bytes | None]:
        return super().get_many(*keys)[::-1]


class Broken(FakeKeyValue):
    """A fake that breaks down."""

    def length(self, key: str) -> int:
        return super().length(key) // 0


class Room(World):
    def __init__(self, store: FakeKeyValue, clock: VirtualClock) -> None:
        self._clock = MovedTime(EPOCH_NS, clock.set_ns)
        self._actors = Actors(FakeBackstage(store, clock))
        self._arguments = {"store": store, "clock": self._clock, "plant": store.plant, "actors": self._actors}

    @property
    def arguments(self) -> Mapping[str, Any]:
        return self._arguments

    @property
    def clock(self) -> ClauseClock:
        return self._clock

    def close(self) -> None:
        self._actors.close()


class Rooms(Arena):
    def __init__(self, kind: type[FakeKeyValue]) -> None:
        self._kind = kind

    @property
    def time(self) -> str:
        return "virtual"

    def world(self) -> World:
        clock = VirtualClock()
        return Room(self._kind(clock=clock), clock)


GOOD, BAD, BROKEN, BACKWARD = Rooms(FakeKeyValue), Rooms(Forgetful), Rooms(Broken), Rooms(Backward)


STRINGS = replace(VOCABULARY, themes=tuple(theme for theme in VOCABULARY.themes if theme.name == "strings"))


@pytest.fixture(scope="module")
def found() -> Exploration:
    return explore(STRINGS, BAD, GOOD, operations=50_000, seed=1)


def test_a_planted_bug_is_found_and_shrunk(found: Any) -> None:
    assert found.difference is not None
    assert len(found.difference.program) <= 6
    assert {operation.name for operation in found.difference.program} & {"rename"}


def fails_as_pasted(source: str, good: Arena, bad: Arena) -> bool:
    """Whether a printed clause holds in a good world and fails in a bad one."""
    names: dict[str, Any] = {}
    exec(source, names)
    test = next(value for name, value in names.items() if name.startswith("test_program"))
    return not fails(test, good) and fails(test, bad)


def fails(test: Callable[..., None], arena: Arena) -> bool:
    world = arena.world()
    try:
        test(**{name: world.arguments[name] for name in inspect.signature(test).parameters})
    except AssertionError:
        return True
    finally:
        world.close()
    return False


def test_a_difference_prints_as_a_clause_that_fails_as_pasted(found: Any) -> None:
    assert fails_as_pasted(as_clause("keyvalue", VOCABULARY, found.difference, "valkey 9.1"), GOOD, BAD)


def test_a_program_survives_json_and_replays(found: Any) -> None:
    program = found.difference.program
    again = program_from_json(program_to_json(program), VOCABULARY.types)
    assert again == program
    assert replay(again, VOCABULARY, BAD, GOOD) is not None
    assert replay(again, VOCABULARY, GOOD, GOOD) is None


def test_value_objects_and_collections_survive_json_and_are_printed_as_source() -> None:
    bounds = Exclusive(float("inf")), Exclusive(b"x"), Aggregate.MAX
    operation = Operation("sorted_union", (("a", "b"), {"a": 0.5}, *bounds), (("keys", ("a",)),))
    assert program_from_json(program_to_json((operation,)), VOCABULARY.types) == (operation,)
    answer = Answer(Kind.VALUE, [(b"m", float("-inf"))])
    source = as_clause("keyvalue", VOCABULARY, Difference((operation,), (answer,), answer), "nowhere")
    assert "from verifake.ports.keyvalue import Aggregate, Exclusive" in source
    call = """store.sorted_union(('a', 'b'), {'a': 0.5}, Exclusive(float("inf")), Exclusive(b'x'), Aggregate.MAX"""
    assert f"""    assert {call}, keys=('a',)) == [(b'm', float("-inf"))]""" in source


def test_the_same_seed_gives_the_same_programs() -> None:
    digests = [explore(VOCABULARY, GOOD, GOOD, operations=500, seed=seed).digest for seed in (1, 1, 2)]
    assert digests[0] == digests[1] != digests[2]


SET, GET = Operation("set", ("a", b"1")), Operation("get_many", ("a", "b"))
ORDERED = replace(VOCABULARY, themes=(Theme("order", st.sampled_from([SET, GET]), lambda _: (), ("set", "get_many")),))


def as_text(values: list[bytes | None]) -> list[str]:
    """Return `values` in a form in which their order makes no difference."""
    return sorted(str(value) for value in values)


NORMALISED = replace(ORDERED, normalise={"get_many": as_text})


@pytest.mark.parametrize(("vocabulary", "agree"), [(ORDERED, False), (NORMALISED, True)])
def test_what_is_free_in_an_answer_is_normalised_before_it_is_compared(vocabulary: Vocabulary, agree: bool) -> None:
    assert (explore(vocabulary, BACKWARD, GOOD, operations=100, seed=1).difference is None) is agree
    assert (replay((SET, GET), vocabulary, BACKWARD, GOOD) is None) is agree


def test_the_smallest_program_begins_as_every_program_does() -> None:
    begun = replace(ORDERED, themes=(replace(ORDERED.themes[0], begins=(SET,)),))
    found = explore(begun, BACKWARD, GOOD, operations=100, seed=1)
    assert found.difference is not None
    assert found.difference.program == (SET, GET)
    assert found.successes("set") >= found.programs


def test_a_printed_clause_normalises_too() -> None:
    with closing(Sessions(NORMALISED, GOOD)) as sessions:
        answer = sessions.perform(GET)
    printed = as_clause("keyvalue", NORMALISED, Difference((GET,), (answer,), answer), "any")
    assert "    assert as_text(store.get_many('a', 'b')) == ['None', 'None']" in printed
    assert f"from {__name__} import as_text" in printed


def known(explains: Callable[[Difference], bool]) -> list[Deviation]:
    """Return a deviation that explains what `explains` says."""
    return [Deviation("keyvalue.any", "emulator", "", Risk.LAXER, "any", lambda: None, explains=explains)]


def differences(engine: Arena, operations: int) -> list[Difference]:
    """Return all differences that exploring `engine` shows to a deviation that explains each of them."""
    seen: list[Difference] = []

    def note(difference: Difference) -> bool:
        seen.append(difference)
        return True

    explore(STRINGS, GOOD, engine, operations=operations, seed=3, deviations=known(note))
    return seen


def test_a_known_deviation_cuts_the_program_and_is_counted() -> None:
    found = explore(STRINGS, BAD, GOOD, operations=10_000, seed=3, deviations=known(lambda _: True))
    assert found.difference is None
    assert found.cut["keyvalue.any"] > 0


def test_a_deviation_that_explains_nothing_cuts_nothing() -> None:
    found = explore(STRINGS, GOOD, BROKEN, operations=500, seed=3, deviations=known(lambda _: False))
    assert found.difference is not None
    assert not found.cut


def test_a_silent_change_is_judged_at_the_operation_that_made_it() -> None:
    seen = differences(BAD, operations=10_000)
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
    found = explore(STRINGS, GOOD, BROKEN, operations=500, seed=3)
    assert found.difference is not None
    assert (found.difference.engine.label, len(found.difference.program)) == ("ZeroDivisionError", 1)


def test_the_looks_show_every_key_that_a_program_names() -> None:
    program = (Operation("set_many", ({"b": b"v"},)), Operation("rename", ("", "a")), Operation("get", (7,)))
    looks = [(operation.name, operation.args[0]) for operation in STRINGS.themes[0].looks(program)]
    assert sorted(looks) == sorted((name, key) for key in ("", "a", "b", "c") for name in ("type", "expires_at", "get"))


def test_all_that_fakeredis_does_otherwise_is_a_known_deviation(verifake: Run) -> None:
    done = verifake("explore", "keyvalue", "--backend=fakeredis", "--operations=3000")
    assert done.returncode == 0, done.stdout
    assert re.search(r"[1-9]\d* programs cut at known deviations", done.stdout)


def test_every_operation_is_met_on_both_sides_of_acceptance() -> None:
    found = explore(STRINGS, GOOD, GOOD, operations=24_000, seed=1)
    assert found.thin(STRINGS.names, successes=200, rejections=50) == {}


def test_the_vocabulary_has_every_operation_of_the_port() -> None:
    assert set(VOCABULARY.names) == set(CONTRACT.errors)
