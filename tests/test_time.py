"""Time that stands still until it is moved, and time that really passes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from verifake.clock import EPOCH_NS, Clock, SystemClock, VirtualClock
from verifake.errors import NotOffered
from verifake.proof import MovedTime, WaitedTime

SECOND = 1_000_000_000
PATIENCE_SECONDS = 20.0
"""How long a test waits for another thread before it says that it hangs."""


def never() -> bool:
    return False


def side_by_side(*bodies: Callable[[], bool]) -> list[Future[bool]]:
    """Run `bodies` in a thread each until all have ended."""
    with ThreadPoolExecutor(len(bodies)) as pool:
        started = [pool.submit(body) for body in bodies]
        for each in started:
            each.exception(timeout=PATIENCE_SECONDS)
    return started


def test_a_virtual_clock_begins_at_the_epoch_and_stands_still() -> None:
    clock = VirtualClock()
    assert clock.now_ns() == clock.now_ns() == EPOCH_NS
    assert VirtualClock(start_ns=7).now_ns() == 7


def test_a_virtual_clock_moves_to_the_nanosecond_and_back() -> None:
    clock = VirtualClock()
    clock.advance(1.5)
    assert clock.now_ns() == EPOCH_NS + 1_500_000_000
    clock.advance(-0.000_000_001)
    assert clock.now_ns() == EPOCH_NS + 1_499_999_999
    clock.set_ns(3)
    assert clock.now_ns() == 3


def test_who_is_ready_does_not_wait() -> None:
    clock = VirtualClock()
    assert clock.wait_until(lambda: True, None)
    assert clock.now_ns() == EPOCH_NS


def test_who_waits_alone_is_taken_to_just_after_the_deadline() -> None:
    clock = VirtualClock()
    assert not clock.wait_until(never, EPOCH_NS + SECOND)
    assert clock.now_ns() == EPOCH_NS + SECOND + 1


def test_a_deadline_that_is_past_is_not_waited_for() -> None:
    clock = VirtualClock()
    assert not clock.wait_until(never, EPOCH_NS - 1)
    assert clock.now_ns() == EPOCH_NS


def test_waiting_alone_without_a_deadline_is_an_error_instead_of_a_hang() -> None:
    with pytest.raises(RuntimeError, match="hang"):
        VirtualClock().wait_until(never, None)


def test_time_itself_can_make_ready() -> None:
    clock = VirtualClock()
    assert clock.wait_until(lambda: clock.now_ns() > EPOCH_NS + SECOND, EPOCH_NS + SECOND)


def test_there_is_at_least_one_actor() -> None:
    with pytest.raises(ValueError, match="at least one"):
        VirtualClock().actors(0)


def test_time_jumps_to_the_earliest_deadline_when_all_actors_wait() -> None:
    clock = VirtualClock()
    clock.actors(2)
    woken: list[tuple[str, int]] = []

    def wait(name: str, seconds: int) -> bool:
        ready = clock.wait_until(never, EPOCH_NS + seconds * SECOND)
        woken.append((name, clock.now_ns() - EPOCH_NS))
        clock.actors(1)
        return ready

    late, early = side_by_side(lambda: wait("late", 5), lambda: wait("early", 2))
    assert (late.result(), early.result()) == (False, False)
    assert woken == [("early", 2 * SECOND + 1), ("late", 5 * SECOND + 1)]


def test_time_stands_still_while_an_actor_works() -> None:
    clock = VirtualClock()
    clock.actors(2)
    waiting = threading.Event()

    def waits() -> bool:
        def look() -> bool:
            waiting.set()
            return False

        return clock.wait_until(look, EPOCH_NS + SECOND)

    def works() -> bool:
        waiting.wait(PATIENCE_SECONDS)
        unmoved = clock.now_ns() == EPOCH_NS
        clock.actors(1)
        return unmoved

    assert [each.result() for each in side_by_side(waits, works)] == [False, True]


@pytest.mark.parametrize("make", [VirtualClock, SystemClock])
def test_who_waits_looks_again_when_told(make: Callable[[], Clock]) -> None:
    clock = make()
    if isinstance(clock, VirtualClock):
        clock.actors(2)
    done: list[bool] = []

    def tells() -> bool:
        done.append(True)
        clock.notify()
        return True

    assert side_by_side(lambda: clock.wait_until(lambda: bool(done), None), tells)[0].result()


def test_who_waits_looks_again_when_time_is_moved() -> None:
    clock = VirtualClock()
    clock.actors(2)

    def moves() -> bool:
        clock.advance(10)
        return True

    waited, _ = side_by_side(lambda: clock.wait_until(lambda: clock.now_ns() > EPOCH_NS + SECOND, None), moves)
    assert waited.result()


def test_time_does_not_jump_over_an_actor_that_was_just_told_something() -> None:
    """A question and its answer, each waited for: nobody's deadline passes while the other still has work."""
    clock = VirtualClock()
    clock.actors(2)
    questions: list[int] = []
    answers: list[int] = []

    def asks() -> bool:
        for number in range(1, 50):
            questions.append(number)
            clock.notify()
            if not clock.wait_until(lambda: len(answers) == number, clock.now_ns() + SECOND):  # noqa: B023
                return False
        return True

    def replies() -> bool:
        for number in range(1, 50):
            if not clock.wait_until(lambda: len(questions) == number, clock.now_ns() + SECOND):  # noqa: B023
                return False
            answers.append(number)
            clock.notify()
        return True

    assert [each.result() for each in side_by_side(asks, replies)] == [True, True]
    assert clock.now_ns() == EPOCH_NS


def test_when_nobody_can_ever_go_on_everybody_is_told() -> None:
    clock = VirtualClock()
    clock.actors(3)
    waits = [lambda: clock.wait_until(never, None)] * 3
    errors = [each.exception() for each in side_by_side(*waits)]
    assert [type(error) for error in errors] == [RuntimeError] * 3


def test_a_system_clock_waits_for_a_deadline_that_is_past_no_more() -> None:
    clock = SystemClock()
    assert not clock.wait_until(never, clock.now_ns() - 1)
    assert not clock.wait_until(never, clock.now_ns() + SECOND // 1000)


def test_moved_time_tells_the_backend_and_counts_how_far_it_looked() -> None:
    moves: list[int] = []
    clock = MovedTime(10 * SECOND, moves.append)
    clock.advance(2.5)
    clock.advance_exactly(0.001)
    clock.set_back(60)
    assert moves == [10 * SECOND, 12_500_000_000, 12_501_000_000, -47_499_000_000]
    assert clock.now() == -47.499
    assert clock.horizon_seconds == 2.501
    assert clock.grain_seconds == 0.0
    assert not clock.ambiguous


def test_moved_time_is_where_the_backend_was_last_seen() -> None:
    """When the backend does not follow, the clause's clock does not run ahead of it."""

    def refuse(unix_ns: int) -> None:
        if unix_ns > 0:
            raise ConnectionError

    clock = MovedTime(0, refuse)
    with pytest.raises(ConnectionError):
        clock.advance(1)
    assert clock.now() == 0


class Watch:
    """A machine's monotonic time, for tests of waiting that do not wait."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    found = Watch()
    monkeypatch.setattr(time, "monotonic", found.monotonic)
    monkeypatch.setattr(time, "sleep", found.sleep)
    return found


def test_waited_time_really_waits(watch: Watch) -> None:
    clock = WaitedTime(lambda: 5.0)
    clock.advance(2)
    assert watch.slept == [2]
    assert clock.now() == 5.0
    assert clock.horizon_seconds == 2


def test_what_went_by_meanwhile_is_not_waited_for_again(watch: Watch) -> None:
    clock = WaitedTime(lambda: 0.0)
    watch.seconds += 0.25
    clock.advance(1)
    watch.seconds += 0.5
    clock.advance(1)
    watch.seconds += 0.5
    clock.advance(0.25)
    assert watch.slept == [0.75, 0.5, 0.0]
    assert not clock.ambiguous


def test_time_that_went_by_unnoticed_stays_ambiguous_though_a_later_wait_makes_up_for_it(watch: Watch) -> None:
    clock = WaitedTime(lambda: 0.0)
    clock.advance(1)
    watch.seconds += 0.75
    clock.advance(5)
    assert clock.ambiguous


@pytest.mark.parametrize(("unnoticed", "ambiguous"), [(0.0, False), (0.5, False), (0.75, True)])
def test_waited_time_is_ambiguous_when_more_than_its_grain_went_by(
    watch: Watch, unnoticed: float, ambiguous: bool
) -> None:
    clock = WaitedTime(lambda: 0.0, grain_seconds=0.5)
    clock.advance(3)
    watch.seconds += unnoticed
    assert clock.ambiguous is ambiguous


def test_waited_time_refuses_what_it_cannot_do() -> None:
    clock = WaitedTime(lambda: 0.0)
    with pytest.raises(NotOffered) as exact:
        clock.advance_exactly(1)
    with pytest.raises(NotOffered) as back:
        clock.set_back(1)
    assert (exact.value.capability, back.value.capability) == ("time.exact", "time.back")
