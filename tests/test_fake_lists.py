"""What the contract cannot see of the fake's lists: the rules of another line of engines, and real threads."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.test_redis_lists import interrupted
from verifake.clock import SystemClock, VirtualClock
from verifake.contracts.keyvalue import deviations_redis_lists
from verifake.contracts.keyvalue._backstage import FakeBackstage
from verifake.fakes.keyvalue import FakeKeyValue
from verifake.fakes.keyvalue._core.timeouts import timeout_ms
from verifake.proof import Actors

COUNTERS: dict[str, Callable[..., None]] = {
    name: getattr(deviations_redis_lists, name) for name in deviations_redis_lists.__all__
}


@pytest.fixture
def redis_line() -> Iterator[dict[str, Any]]:
    """What a counter-clause may ask for, of a fake that stands for Redis 7.0."""
    clock = VirtualClock()
    fake = FakeKeyValue(clock=clock, stands_for="redis-7.0")
    actors = Actors(FakeBackstage(fake, clock))
    yield {"store": fake, "actors": actors}
    actors.close()


@pytest.mark.parametrize("counter", COUNTERS)
def test_the_fake_that_stands_for_redis_deviates_as_redis_does(counter: str, redis_line: dict[str, Any]) -> None:
    function = COUNTERS[counter]
    function(**{name: redis_line[name] for name in inspect.signature(function).parameters})


@pytest.mark.parametrize(
    ("seconds", "milliseconds"),
    [
        (1, 1000),
        (0.001, 1),
        (0.253, 254),
        (-0.0, 0),
        (-0.001, 0),
        (-0.0021, -2),
        (2**40, 2**40 * 1000),
    ],
)
def test_seconds_are_read_as_a_long_double_and_rounded_up(seconds: float, milliseconds: int) -> None:
    assert timeout_ms(seconds) == milliseconds


@pytest.mark.parametrize("seconds", [float("nan"), float("inf"), float("-inf"), pytest.param(16**5000, id="enormous")])
def test_what_is_no_number_of_milliseconds_is_below_zero(seconds: float) -> None:
    assert timeout_ms(seconds) == -1


def test_a_lone_call_that_waits_takes_virtual_time_to_its_end_at_once() -> None:
    clock = VirtualClock()
    fake = FakeKeyValue(clock=clock)
    began = clock.now_ns()
    assert fake.list_pop_waiting("k", timeout_seconds=3600) is None
    assert clock.now_ns() - began == 3_600_001_000_000


def test_a_lone_call_that_waits_for_ever_is_told_so_and_leaves_nothing_behind() -> None:
    fake = FakeKeyValue()
    with pytest.raises(RuntimeError, match="hang"):
        fake.list_pop_waiting("k", timeout_seconds=0)
    assert fake.list_push("k", b"a") == 1
    assert fake.list_pop("k") == b"a"


def test_elements_are_handed_over_between_threads_in_real_time_and_each_once() -> None:
    fake = FakeKeyValue(clock=SystemClock())
    taken: list[bytes] = []

    def take() -> None:
        while (popped := fake.list_pop_waiting("k", timeout_seconds=20)) and popped[1]:
            taken.append(popped[1])

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(200):
        fake.list_push("k", b"%d" % number)
    fake.list_push("k", *[b""] * len(threads))
    for thread in threads:
        thread.join()
    assert sorted(taken, key=int) == [b"%d" % number for number in range(200)]
    assert fake.exists("k") == 0


def test_a_call_in_real_time_gives_up_after_its_time() -> None:
    fake = FakeKeyValue(clock=SystemClock())
    assert fake.list_pop_waiting("k", timeout_seconds=0.01) is None


def test_a_call_in_real_time_may_wait_for_longer_than_a_thread_can() -> None:
    """A lock of a thread waits for 292 years at most."""
    fake = FakeKeyValue(clock=SystemClock())
    popped: list[object] = []
    thread = threading.Thread(target=lambda: popped.append(fake.list_pop_waiting("k", timeout_seconds=7.4e15)))
    thread.start()
    while not fake.waiting:
        thread.join(0.001)
    fake.list_push("k", b"a")
    thread.join()
    assert popped == [("k", b"a")]


def test_a_call_that_waits_can_be_interrupted_and_is_served_no_more() -> None:
    fake = FakeKeyValue(clock=SystemClock())
    with interrupted():
        fake.list_pop_waiting("k", timeout_seconds=0)
    assert fake.waiting == 0
    assert fake.list_push("k", b"a") == 1
    assert fake.list_range("k", 0, -1) == [b"a"]
