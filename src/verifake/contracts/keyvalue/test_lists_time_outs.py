"""When calls that wait for an element of a list give up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.ports.keyvalue import KeyValue
from verifake.proof import ACTORS, TIME_EXACT, Actors, ClauseClock, clause

BLPOP = "https://redis.io/docs/latest/commands/blpop/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"
OBSERVED_EXACT = "observed: valkey 9.1.2"

NEEDS = (ACTORS,)
EXACT = (ACTORS, TIME_EXACT)

WAITS: dict[str, Callable[[KeyValue, float], object]] = {
    "list_pop_waiting": lambda store, seconds: store.list_pop_waiting("k", "k2", timeout_seconds=seconds),
    "list_pop_first_waiting": lambda store, seconds: store.list_pop_first_waiting("k", timeout_seconds=seconds),
    "list_move_waiting": lambda store, seconds: store.list_move_waiting("k", "k2", timeout_seconds=seconds),
}


@clause("keyvalue.lists-time-out.nothing", source=BLPOP, needs=NEEDS, hint="raise")
@pytest.mark.parametrize("operation", WAITS)
def test_a_call_that_waits_in_vain_returns_nothing(
    store: KeyValue, actors: Actors, clock: ClauseClock, operation: str
) -> None:
    waiter = actors.start(lambda store: WAITS[operation](store, 1))
    clock.advance(0.5)
    assert waiter.waits
    clock.advance(1)
    assert waiter.result() is None
    assert store.exists("k", "k2") == 0


@clause("keyvalue.lists-time-out.too-late", source=OBSERVED, needs=NEEDS, hint="give it to who has given up")
def test_who_has_given_up_is_not_served(store: KeyValue, actors: Actors, clock: ClauseClock) -> None:
    first, second = (actors.start(lambda store: store.list_pop_waiting("k", timeout_seconds=1)) for _ in range(2))
    third = actors.start(lambda store: store.list_pop_waiting("k", timeout_seconds=5))
    clock.advance(2)
    store.list_push("k", b"a", b"b")
    assert (first.result(), second.result(), third.result()) == (None, None, ("k", b"a"))
    assert store.list_range("k", 0, -1) == [b"b"]


@clause("keyvalue.lists-time-out.own", source=OBSERVED, needs=NEEDS, hint="end all that wait at the earliest time-out")
def test_each_call_has_a_time_out_of_its_own(actors: Actors, clock: ClauseClock) -> None:
    longer = actors.start(lambda store: store.list_pop_waiting("k", timeout_seconds=3))
    shorter = actors.start(lambda store: store.list_pop_waiting("k", timeout_seconds=1))
    clock.advance(2)
    assert shorter.result() is None
    assert longer.waits
    clock.advance(2)
    assert longer.result() is None


@clause("keyvalue.lists-time-out.in-time", source=BLPOP, needs=NEEDS)
def test_an_element_may_come_any_time_before(store: KeyValue, actors: Actors, clock: ClauseClock) -> None:
    waiter = actors.start(lambda store: store.list_pop_waiting("k", timeout_seconds=2))
    clock.advance(1)
    store.list_push("k", b"a")
    assert waiter.result() == ("k", b"a")


@clause("keyvalue.lists-time-out.other-kind-expires", source=OBSERVED, needs=NEEDS, hint="look at the expired value")
def test_a_value_of_another_kind_that_expires_makes_way(store: KeyValue, actors: Actors, clock: ClauseClock) -> None:
    waiter = actors.start(lambda store: store.list_pop_waiting("k", timeout_seconds=0))
    store.set("k", b"v", ttl_seconds=1)
    assert waiter.waits
    clock.advance(2)
    store.list_push("k", b"a")
    assert waiter.result() == ("k", b"a")


@clause("keyvalue.lists-time-out.never", source=BLPOP, needs=EXACT, hint="return at once")
@pytest.mark.parametrize("operation", WAITS)
@pytest.mark.parametrize("seconds", [0, 0.0, -0.0009])
def test_a_time_out_of_nothing_is_none(
    store: KeyValue, actors: Actors, clock: ClauseClock, operation: str, seconds: float
) -> None:
    waiter = actors.start(lambda store: WAITS[operation](store, seconds))
    clock.advance_exactly(10 * 31_536_000)
    assert waiter.waits
    store.list_push("k", b"a")
    assert waiter.result() is not None


@clause("keyvalue.lists-time-out.instant", source=OBSERVED_EXACT, needs=EXACT, hint="give up at the instant itself")
@pytest.mark.parametrize("operation", WAITS)
@pytest.mark.parametrize("seconds", [0.001, 0.25, 1, 5.5, 3600, 31_536_000])
def test_a_call_waits_to_the_end_of_its_last_millisecond(
    actors: Actors, clock: ClauseClock, operation: str, seconds: float
) -> None:
    clock.advance_exactly(0.123)
    waiter = actors.start(lambda store: WAITS[operation](store, seconds))
    clock.advance_exactly(seconds)
    assert waiter.waits
    clock.advance_exactly(0.001)
    assert waiter.result() is None


@clause("keyvalue.lists-time-out.served-at-the-instant", source=OBSERVED_EXACT, needs=EXACT)
def test_an_element_that_comes_in_the_last_millisecond_is_in_time(
    store: KeyValue, actors: Actors, clock: ClauseClock
) -> None:
    waiter = actors.start(lambda store: store.list_pop_waiting("k", timeout_seconds=5))
    clock.advance_exactly(5)
    store.list_push("k", b"a")
    assert waiter.result() == ("k", b"a")


@clause(
    "keyvalue.lists-time-out.rounded-up", source=OBSERVED_EXACT, needs=EXACT, hint="drop what is left of a millisecond"
)
@pytest.mark.parametrize(
    ("seconds", "waited"),
    [
        (0.0001, 0.001),
        (5e-324, 0.001),
        (0.0011, 0.002),
        (1.0001, 1.001),
        (1.0009999, 1.001),
        (0.1 + 0.2, 0.301),
        (0.3, 0.3),
        (0.57, 0.57),
        (1.001, 1.001),
        (2.3, 2.3),
        (4.35, 4.35),
        (8.2, 8.2),
        (16.4, 16.4),
        (1.1, 1.1),
        (1234.567, 1234.567),
    ],
)
def test_a_part_of_a_millisecond_counts_as_a_whole_one(
    actors: Actors, clock: ClauseClock, seconds: float, waited: float
) -> None:
    clock.advance_exactly(0.123)
    waiter = actors.start(lambda store: store.list_pop_waiting("k", timeout_seconds=seconds))
    clock.advance_exactly(waited)
    assert waiter.waits
    clock.advance_exactly(0.001)
    assert waiter.result() is None


@clause(
    "keyvalue.lists-time-out.long-double",
    source=OBSERVED_EXACT,
    needs=EXACT,
    hint="multiply 64-bit floats: the thousandfold of some numbers of milliseconds is a bit more than that",
)
@pytest.mark.parametrize("milliseconds", [253, 501, 506, 509, 1002, 1007, 1018, 2034])
def test_some_milliseconds_are_one_more(actors: Actors, clock: ClauseClock, milliseconds: int) -> None:
    waiter = actors.start(lambda store: store.list_pop_waiting("k", timeout_seconds=milliseconds / 1000))
    clock.advance_exactly((milliseconds + 1) / 1000)
    assert waiter.waits
    clock.advance_exactly(0.001)
    assert waiter.result() is None
