"""What running a clause on a backend comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from verifake.errors import NotOffered
from verifake.proof import Arena, Clause, ClauseClock, Deviation, MovedTime, Outcome, Risk, World, deviation, judge

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
    def __init__(self, clock: ClauseClock, number: int) -> None:
        self._clock = clock
        self._number = number

    @property
    def arguments(self) -> Mapping[str, Any]:
        return {"store": self._number, "clock": self._clock}

    @property
    def clock(self) -> ClauseClock:
        return self._clock


class Rooms(Arena):
    def __init__(self, lacks: frozenset[str] = frozenset(), unclear: tuple[bool, ...] = ()) -> None:
        self._lacks = lacks
        self._unclear = list(unclear)
        self.opened = 0

    @property
    def time(self) -> str:
        return "virtual"

    @property
    def lacks(self) -> frozenset[str]:
        return self._lacks

    def world(self) -> World:
        self.opened += 1
        return Room(Clock(self._unclear), self.opened)


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


def looks_at_time(clock: ClauseClock) -> None:
    assert clock.now() == 0


def test_unclear_time_is_tried_again_and_never_a_pass() -> None:
    rooms = Rooms(unclear=(True, True, False))
    assert outcome(CLAUSE, looks_at_time, rooms) is Outcome.PASSED
    assert rooms.opened == 3
    assert outcome(CLAUSE, looks_at_time, Rooms(unclear=(True, True, True))) is Outcome.INCONCLUSIVE
    assert not Outcome.INCONCLUSIVE.sound


def test_a_clause_that_does_not_take_the_clock_is_never_unclear() -> None:
    assert outcome(CLAUSE, holds, Rooms(unclear=(True, True, True))) is Outcome.PASSED


@pytest.mark.parametrize("name", ["fake", "fake-redis-7.0", "dropin"])
def test_nothing_excuses_a_fake(name: str) -> None:
    with pytest.raises(ValueError, match="nothing excuses a fake"):
        deviation(CLAUSE.id, backend=name, risk="laxer", reason="none")
