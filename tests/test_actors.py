"""Calls that go on beside a clause: started, waiting, ended, and never left behind."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from verifake.clock import EPOCH_NS, VirtualClock
from verifake.contracts.keyvalue._backstage import FakeBackstage
from verifake.errors import NotOffered
from verifake.fakes.keyvalue import FakeKeyValue
from verifake.proof import ACTORS, Actors, Backstage, MovedTime, _actors


class Doors(Backstage):
    """A backend on which a call waits at a door until it is told that it may go on."""

    def __init__(self) -> None:
        self.taking_part_counts: list[int] = []
        self.releases = 0
        self.closed = False
        self._at_the_door: list[threading.Event] = []

    def enter(self) -> Doors:
        return self

    def waiting(self) -> int:
        return sum(not door.is_set() for door in self._at_the_door)

    def taking_part(self, count: int) -> None:
        self.taking_part_counts.append(count)

    def release(self) -> None:
        self.releases += 1
        for door in self._at_the_door:
            door.set()

    def close(self) -> None:
        self.closed = True

    def wait(self) -> str:
        """Wait at a door."""
        door = threading.Event()
        self._at_the_door.append(door)
        door.wait()
        return "through"

    def open_first(self) -> None:
        """Let who has waited longest go on."""
        next(door for door in self._at_the_door if not door.is_set()).set()


@pytest.fixture
def doors() -> Doors:
    return Doors()


@pytest.fixture
def actors(doors: Doors) -> Iterator[Actors]:
    actors = Actors(doors)
    yield actors
    actors.close()


def test_a_call_that_ends_has_ended_when_it_was_started(actors: Actors) -> None:
    actor = actors.start(lambda store: store.waiting())
    assert not actor.waits
    assert actor.result() == 0


def test_a_call_that_waits_waits_when_it_was_started(actors: Actors, doors: Doors) -> None:
    actor = actors.start(Doors.wait)
    assert doors.waiting() == 1
    assert actor.waits
    with pytest.raises(AssertionError, match="still waits"):
        actor.result()
    doors.open_first()
    assert actor.result() == actor.result() == "through"


def test_the_result_of_a_call_that_raised_is_what_it_raised(actors: Actors) -> None:
    def fail(_: Doors) -> None:
        raise LookupError("no")

    actor = actors.start(fail)
    for _ in range(2):
        with pytest.raises(LookupError, match="no"):
            actor.result()


def test_whether_one_waits_is_said_when_all_others_have_gone_as_far_as_they_can(actors: Actors, doors: Doors) -> None:
    first, second = actors.start(Doors.wait), actors.start(lambda store: [store.wait(), store.wait()])
    doors.open_first()
    doors.open_first()
    assert second.waits
    assert first.ended.is_set()
    assert doors.waiting() == 1


def test_the_backend_hears_how_many_take_part(actors: Actors, doors: Doors) -> None:
    first, _ = actors.start(Doors.wait), actors.start(Doors.wait)
    doors.open_first()
    assert not first.waits
    assert doors.taking_part_counts == [1, 1, 2, 2, 1]


def test_calls_are_ended_at_the_close_however_often_they_wait(doors: Doors) -> None:
    actors = Actors(doors)
    actor = actors.start(lambda store: [store.wait() for _ in range(3)])
    actors.close()
    assert doors.releases >= 3
    assert doors.closed
    assert actor.result() == ["through"] * 3


def test_closing_without_a_call_releases_nobody(doors: Doors) -> None:
    Actors(doors).close()
    assert (doors.releases, doors.closed) == (0, True)


def test_calls_may_be_released_and_others_started_after_that(actors: Actors, doors: Doors) -> None:
    actor = actors.start(Doors.wait)
    actors.release()
    assert actor.result() == "through"
    assert actors.start(Doors.wait).waits
    assert not doors.closed


@pytest.mark.parametrize(("end", "says"), [(Actors.settle, "neither ends nor waits"), (Actors.close, "does not end")])
def test_a_call_that_neither_ends_nor_waits_is_said_to_hang(
    doors: Doors, monkeypatch: pytest.MonkeyPatch, end: Callable[[Actors], None], says: str
) -> None:
    monkeypatch.setattr(_actors, "PATIENCE_SECONDS", 0.05)
    actors, stuck = Actors(doors), threading.Event()
    with pytest.raises(AssertionError, match="neither ends nor waits"):
        actors.start(lambda _: stuck.wait())
    with pytest.raises(AssertionError, match=says):
        end(actors)
    stuck.set()
    actors.close()
    assert doors.closed


def test_a_backend_that_has_no_actors_says_so(actors: Actors, doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> Any:
        raise NotOffered(ACTORS, "no")

    monkeypatch.setattr(doors, "enter", refuse)
    with pytest.raises(NotOffered):
        actors.start(Doors.wait)
    actors.settle()


class Stage:
    """A fake, its time, and actors."""

    def __init__(self) -> None:
        clock = VirtualClock()
        self.fake = FakeKeyValue(clock=clock)
        self.time = MovedTime(EPOCH_NS, clock.set_ns)
        self.actors = Actors(FakeBackstage(self.fake, clock))


@pytest.fixture
def stage() -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.actors.close()


def test_virtual_time_stands_still_while_the_clause_has_not_moved_it(stage: Stage) -> None:
    waiters = [stage.actors.start(lambda store: store.list_pop_waiting("k", timeout_seconds=1)) for _ in range(3)]
    assert all(waiter.waits for waiter in waiters)
    assert stage.fake.clock.now_ns() == EPOCH_NS
    stage.time.advance(1.001)
    assert [waiter.result() for waiter in waiters] == [None, None, None]


def test_who_gives_up_and_who_is_served_does_not_depend_on_threads(stage: Stage) -> None:
    """Whoever is late to notice that its time is over is not served any more, and not said to wait."""
    for _ in range(150):
        late = [stage.actors.start(lambda store: store.list_pop_waiting("k", timeout_seconds=1)) for _ in range(3)]
        patient = stage.actors.start(lambda store: store.list_pop_waiting("k", timeout_seconds=9))
        stage.time.advance(1.001)
        stage.fake.list_push("k", b"a", b"b")
        assert [waiter.result() for waiter in late] == [None, None, None]
        assert patient.result() == ("k", b"a")
        assert stage.fake.list_pop("k") == b"b"


def test_the_longest_waiting_is_always_the_first(stage: Stage) -> None:
    for _ in range(10):
        waiters = [stage.actors.start(lambda store: store.list_pop_waiting("k", timeout_seconds=0)) for _ in range(10)]
        stage.fake.list_push("k", *[b"%d" % number for number in range(10)])
        assert [waiter.result() for waiter in waiters] == [("k", b"%d" % number) for number in range(10)]


def test_what_a_clause_leaves_waiting_ends_with_it(stage: Stage) -> None:
    waiter = stage.actors.start(lambda store: store.list_move_waiting("k", "k2", timeout_seconds=0))
    stage.actors.close()
    assert waiter.result() is None
    assert stage.fake.waiting == 0
