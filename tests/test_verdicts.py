"""What running a clause on a backend comes to."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from verifake.errors import NotOffered
from verifake.proof import (
    Arena,
    Clause,
    ClauseClock,
    Deviation,
    MovedTime,
    Outcome,
    Risk,
    World,
    deviation,
    find_deviation,
    judge,
    load_deviations,
)

CLAUSE = Clause("port.topic.statement", "https://example.org", "", frozenset())
NEEDY = Clause("port.topic.needy", "https://example.org", "", frozenset({"power"}))


class Clock(MovedTime):
    """Time that is as unclear as it is told to be."""

    def __init__(self, unclear: list[bool]) -> None:
        super().__init__(0, lambda _: None)
        self._unclear = unclear

    @property
    def ambiguous(self) -> bool:
        return self._unclear.pop(0) if self._unclear else False


class Room(World):
    def __init__(self, clock: ClauseClock, arena: Rooms) -> None:
        self._clock = clock
        self._arena = arena
        self._number = arena.opened

    @property
    def arguments(self) -> Mapping[str, Any]:
        return {"store": self._number}

    @property
    def clock(self) -> ClauseClock:
        return self._clock

    def close(self) -> None:
        self._arena.closed += 1


class Rooms(Arena):
    def __init__(self, lacks: frozenset[str] = frozenset(), unclear: tuple[bool, ...] = ()) -> None:
        self._lacks = lacks
        self._unclear = list(unclear)
        self.opened = 0
        self.closed = 0

    @property
    def time(self) -> str:
        return "virtual"

    @property
    def lacks(self) -> frozenset[str]:
        return self._lacks

    def world(self) -> World:
        self.opened += 1
        return Room(Clock(self._unclear), self)


def holds(store: int) -> None:
    assert store


def fails(store: int) -> None:
    assert not store


def refuses(store: int) -> None:
    raise NotOffered("power", f"{store} has none")


def known(counter: Callable[..., Any]) -> Deviation:
    return Deviation(CLAUSE.id, "emulator", "", Risk.LAXER, "it is lax", counter)


def outcome(clause: Clause, function: Callable[..., Any], arena: Arena, deviation: Deviation | None = None) -> Outcome:
    return judge(clause, function, arena, parameters={}, deviation=deviation).outcome


def test_a_clause_that_returns_has_passed() -> None:
    assert outcome(CLAUSE, holds, Rooms()) is Outcome.PASSED


def test_a_clause_that_raises_has_failed_with_its_error() -> None:
    verdict = judge(CLAUSE, fails, Rooms(), parameters={})
    assert verdict.outcome is Outcome.FAILED
    assert isinstance(verdict.error, AssertionError)


def test_a_deviation_excuses_a_clause_only_if_its_counter_clause_holds_in_a_fresh_world() -> None:
    rooms = Rooms()
    seen: list[int] = []

    def note(store: int) -> None:
        seen.append(store)

    assert outcome(CLAUSE, fails, rooms, known(note)) is Outcome.DEVIATES
    assert seen == [2]
    assert outcome(CLAUSE, fails, Rooms(), known(fails)) is Outcome.FAILED


def test_a_deviation_from_a_clause_that_passes_is_stale() -> None:
    assert outcome(CLAUSE, holds, Rooms(), known(holds)) is Outcome.STALE
    assert not Outcome.STALE.sound


def test_a_deviation_concerns_only_its_rows() -> None:
    one = Deviation(CLAUSE.id, "emulator", "", Risk.LAXER, "it is lax", holds, rows=lambda row: row == 1)

    def fails_in_row_one(store: int, row: int) -> None:
        assert store
        assert row != 1

    verdicts = [judge(CLAUSE, fails_in_row_one, Rooms(), parameters={"row": row}, deviation=one) for row in (1, 2)]
    assert [verdict.outcome for verdict in verdicts] == [Outcome.DEVIATES, Outcome.PASSED]


def test_a_lacking_capability_is_absent_only_if_it_is_refused() -> None:
    lacking = Rooms(frozenset({"power"}))
    assert outcome(NEEDY, refuses, lacking) is Outcome.ABSENT
    assert outcome(NEEDY, holds, lacking) is Outcome.FAILED
    assert outcome(NEEDY, fails, lacking) is Outcome.FAILED


def test_a_refusal_of_a_capability_that_is_not_lacking_is_a_failure() -> None:
    assert outcome(NEEDY, refuses, Rooms()) is Outcome.FAILED


def test_unclear_time_is_tried_again_and_never_a_pass() -> None:
    rooms = Rooms(unclear=(True, True, False))
    assert outcome(CLAUSE, holds, rooms) is Outcome.PASSED
    assert rooms.opened == 3
    assert outcome(CLAUSE, holds, Rooms(unclear=(True, True, True))) is Outcome.INCONCLUSIVE
    assert not Outcome.INCONCLUSIVE.sound


@pytest.mark.parametrize("name", ["fake", "dropin"])
def test_nothing_excuses_a_fake(name: str) -> None:
    with pytest.raises(ValueError, match="nothing excuses a fake"):
        deviation(CLAUSE.id, backend=name, risk="laxer", reason="none")


def test_each_attempt_has_a_world_of_its_own_that_is_closed_whatever_happens() -> None:
    rooms = Rooms(unclear=(True, True, False))
    outcome(CLAUSE, fails, rooms, known(fails))
    assert rooms.opened == rooms.closed == 4


def test_an_interrupt_is_no_verdict_and_closes_the_world_too() -> None:
    def interrupted(store: int) -> None:
        raise KeyboardInterrupt

    rooms = Rooms()
    with pytest.raises(KeyboardInterrupt):
        judge(CLAUSE, interrupted, rooms, parameters={})
    assert rooms.closed == 1


@pytest.mark.parametrize("give_up", [pytest.skip, pytest.xfail, pytest.fail])
def test_a_clause_cannot_give_itself_another_outcome(give_up: Callable[[str], Any]) -> None:
    """What pytest raises for these is no Exception; it is a failure of the clause all the same."""

    def gives_up(store: int) -> None:
        give_up("not today")

    verdict = judge(CLAUSE, gives_up, Rooms(), parameters={})
    assert verdict.outcome is Outcome.FAILED
    assert "not today" in str(verdict.error)
    assert outcome(CLAUSE, gives_up, Rooms(), known(holds)) is Outcome.DEVIATES


def test_a_world_that_cannot_be_made_is_a_failure() -> None:
    class Gone(Rooms):
        def world(self) -> World:
            raise ConnectionError("gone")

    verdict = judge(CLAUSE, holds, Gone(), parameters={})
    assert verdict.outcome is Outcome.FAILED
    assert isinstance(verdict.error, ConnectionError)
    assert outcome(CLAUSE, holds, Gone(), known(holds)) is Outcome.FAILED


def test_a_deviation_whose_counter_clause_meets_unclear_time_is_inconclusive() -> None:
    rooms = Rooms(unclear=(False, True, True, True))
    assert outcome(CLAUSE, fails, rooms, known(holds)) is Outcome.INCONCLUSIVE
    rooms = Rooms(unclear=(False, True, False))
    assert outcome(CLAUSE, fails, rooms, known(holds)) is Outcome.DEVIATES


def test_a_clause_is_given_what_it_asks_for_and_nothing_else() -> None:
    given: list[Any] = []

    def asks(row: int) -> None:
        given.append(row)

    assert judge(CLAUSE, asks, Rooms(), parameters={"row": 7, "column": 8}).outcome is Outcome.PASSED
    assert given == [7]


def test_who_observes_may_replace_what_the_clause_is_given() -> None:
    def replaced(store: str) -> None:
        assert store == "port.topic.statement: 1"

    def observe(clause: Clause, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"store": f"{clause.id}: {arguments['store']}"}

    assert judge(CLAUSE, replaced, Rooms(), parameters={}, observe=observe).outcome is Outcome.PASSED


def test_how_far_a_clause_looked_ahead_is_kept() -> None:
    def looks(store: int) -> None: ...

    class Later(Rooms):
        def world(self) -> World:
            world = super().world()
            world.clock.advance(90)
            world.clock.set_back(100)
            return world

    assert judge(CLAUSE, looks, Later(), parameters={}).horizon_seconds == 90


@pytest.mark.parametrize("risk", ["laxer", "stricter", "different"])
def test_a_deviation_says_its_risk_and_reason(risk: str) -> None:
    one = Deviation(CLAUSE.id, "emulator", "", Risk(risk), "it is so", holds)
    assert judge(CLAUSE, fails, Rooms(), parameters={}, deviation=one).explanation == f"{risk}: it is so"


def test_an_unknown_risk_is_refused() -> None:
    with pytest.raises(ValueError, match="risky"):
        deviation(CLAUSE.id, backend="emulator", risk="risky", reason="none")(holds)


def test_one_function_may_be_the_counter_of_several_clauses(monkeypatch: pytest.MonkeyPatch) -> None:
    @deviation("port.a.one", backend="emulator", risk="laxer", reason="first")
    @deviation("port.a.two", backend="emulator", risk="laxer", reason="second", versions="<2")
    def counter(store: int) -> None: ...

    monkeypatch.setitem(sys.modules, "known_of_a_test", SimpleNamespace(counter=counter))
    found = load_deviations(["known_of_a_test"])
    assert {each.clause for each in found} == {"port.a.one", "port.a.two"}
    assert find_deviation(found, clause="port.a.one", backend="emulator", version="9") is not None
    assert find_deviation(found, clause="port.a.two", backend="emulator", version="1.9.9rc1") is not None
    assert find_deviation(found, clause="port.a.two", backend="emulator", version="2.0") is None
    assert find_deviation(found, clause="port.a.one", backend="another", version="9") is None


def test_two_deviations_from_one_clause_in_the_same_versions_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    mark = deviation(CLAUSE.id, backend="emulator", risk="laxer", reason="it is so")
    both = SimpleNamespace(one=mark(lambda store: None), two=mark(lambda store: None))
    monkeypatch.setitem(sys.modules, "known_of_a_test", both)
    with pytest.raises(ValueError, match=r"two deviations of emulator from port\.topic\.statement"):
        load_deviations(["known_of_a_test"])
