"""Recipes with many clients at a time, on the fake: what clauses, one call after the other, do not see."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import assert_type

import pytest
from pydantic import BaseModel

from tests.test_fake_keyvalue import in_threads
from verifake.clock import VirtualClock
from verifake.errors import ConditionFailed, Conflict, DependencyError
from verifake.fakes.keyvalue import FakeKeyValue
from verifake.recipes.errors import Contended, InvalidRecord, LeaseLost, LockBusy
from verifake.recipes.locks import Lease, Lock
from verifake.recipes.optimistic import compare_and_set, update
from verifake.recipes.rate_limits import Decision, RateLimiter
from verifake.recipes.typed_stores import TypedStore

CLIENTS = 5
LEASE_SECONDS = 1.0


@pytest.fixture(autouse=True)
def _busy() -> Iterator[None]:
    """Let threads take turns as often as they can, so that they meet in the middle of what they do."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@dataclass
class Held:
    """What one client saw of one lease, in milliseconds of virtual time."""

    number: int
    began_ms: int
    ended_ms: int
    lost: bool


class Clients:
    """Threads that take part in the virtual time of one fake, and together jump over the times in which all wait."""

    def __init__(self, seed: int) -> None:
        self.clock = VirtualClock()
        self.store = FakeKeyValue(clock=self.clock)
        self.seed = seed
        self._lock = threading.Lock()
        self._there = CLIENTS

    def run(self, work: Callable[[Random], None]) -> None:
        self.clock.actors(CLIENTS)

        def client(number: int) -> None:
            try:
                work(Random(f"{self.seed} {number}"))
            finally:
                self._leave()

        in_threads(CLIENTS, client)

    def sleep(self, milliseconds: int) -> None:
        """Let virtual time pass for one client."""
        self.clock.wait_until(lambda: False, self.clock.now_ns() + milliseconds * 1_000_000)

    def now_ms(self) -> int:
        return self.clock.now_ns() // 1_000_000

    def _leave(self) -> None:
        with self._lock:
            self._there -= 1
            if self._there:
                self.clock.actors(self._there)


@pytest.mark.parametrize("seed", range(8))
def test_at_most_one_lease_runs_at_a_time_and_their_numbers_grow(seed: int) -> None:
    clients = Clients(seed)
    leases: list[Held] = []

    def work(random: Random) -> None:
        lock = Lock(clients.store, "l", lease_seconds=LEASE_SECONDS, random=random)
        for _ in range(12):
            clients.sleep(random.randrange(50))
            lease = lock.acquire(wait_seconds=random.choice([0, 0.3, 5, None]))
            if lease is not None:
                leases.append(_used(clients, lease, random))

    clients.run(work)
    leases.sort(key=lambda held: held.number)
    assert len({held.number for held in leases}) == len(leases)
    assert all(earlier.ended_ms <= later.began_ms for earlier, later in pairwise(leases))
    assert {held.lost for held in leases} == {True, False}


def _used(clients: Clients, lease: Lease, random: Random) -> Held:
    """Work under `lease`, now and then for too long; return from when until when it ran.

    No virtual time passes unless every client waits: so the lease began, or was extended, at the very time it is now.
    """
    began_ms = renewed_ms = clients.now_ms()
    clients.sleep(random.choice([0, 1, 100, 400, 1500]))
    try:
        if random.random() < 0.3:
            lease.extend()
            renewed_ms = clients.now_ms()
            clients.sleep(random.choice([100, 1500]))
        ended_ms = clients.now_ms()
        lease.release()
    except LeaseLost:
        return Held(lease.fencing_number, began_ms, renewed_ms + round(LEASE_SECONDS * 1000) + 1, lost=True)
    return Held(lease.fencing_number, began_ms, ended_ms, lost=False)


def test_those_who_wait_share_a_lock_fairly() -> None:
    clients = Clients(0)
    served: list[int] = []

    def work(random: Random) -> None:
        lock = Lock(clients.store, "l", lease_seconds=60)
        for _ in range(20):
            with lock.hold(wait_seconds=None):
                served.append(threading.get_ident())
                clients.sleep(random.randrange(1, 5))

    clients.run(work)
    assert sorted(Counter(served).values()) == [20] * CLIENTS


@pytest.mark.parametrize("seed", range(8))
def test_in_no_stretch_of_time_more_is_admitted_than_the_limit_allows(seed: int) -> None:
    clients = Clients(seed)
    limit, per_ms, burst = 7, 1000, 4
    admitted: list[tuple[int, int]] = []

    def work(random: Random) -> None:
        limiter = RateLimiter(clients.store, limit=limit, per_seconds=per_ms / 1000, burst=burst)
        for _ in range(60):
            cost = random.choice([1, 1, 2, 4])
            if limiter.try_acquire("u", cost).allowed:
                admitted.append((clients.now_ms(), cost))
            if random.random() < 0.7:
                clients.sleep(random.choice([0, 1, 50, 143, 300]))

    clients.run(work)
    admitted.sort()
    assert len(admitted) > 20
    for first in range(len(admitted)):
        total = 0
        for at_ms, cost in admitted[first:]:
            total += cost
            assert total <= burst + Fraction((at_ms - admitted[first][0]) * limit, per_ms)


@pytest.mark.parametrize("seed", range(4))
def test_who_asks_again_when_told_gets_all_that_the_limit_allows(seed: int) -> None:
    clock, random = VirtualClock(), Random(seed)
    limiter = RateLimiter(FakeKeyValue(clock=clock), limit=7, per_seconds=1, burst=4)
    spent, began = 0, clock.now_ns()
    for _ in range(300):
        cost = random.choice([1, 2, 4])
        decision = limiter.try_acquire("u", cost)
        if not decision.allowed:
            clock.advance(decision.retry_after_seconds)
            assert limiter.try_acquire("u", cost).allowed
        spent += cost
    # Waits are whole milliseconds, and what a wait was too long for is not lost.
    assert spent == 4 + int(Fraction((clock.now_ns() - began) * 7, 10**9))


class Leisurely(FakeKeyValue):
    """A fake whose clients take their time after they have read something, so that others come in between."""

    def get(self, key: str) -> bytes | None:
        value = super().get(key)
        time.sleep(0.0002)
        return value


def test_at_one_instant_so_many_threads_are_admitted_as_there_are_tokens() -> None:
    limiter = RateLimiter(Leisurely(), limit=25, per_seconds=60)
    allowed: list[bool] = []
    in_threads(8, lambda _: allowed.extend(limiter.try_acquire("u").allowed for _ in range(10)))
    assert Counter(allowed) == {True: 25, False: 55}


def test_no_update_of_many_threads_is_lost() -> None:
    store = Leisurely()
    numbers = TypedStore(store, Number, prefix="n:")

    def count(_: int) -> None:
        for _ in range(10):
            update(store, "k", lambda old: b"%d" % (int(old or 0) + 1))
            numbers.update("k", lambda old: Number(n=old.n + 1 if old else 1))

    in_threads(8, count)
    assert store.get("k") == b"80"
    assert numbers.get("k") == Number(n=80)


class Number(BaseModel):
    """A number."""

    n: int


def test_an_attempt_that_fails_gives_its_connection_back() -> None:
    store = FakeKeyValue()
    with pytest.raises(ZeroDivisionError):
        update(store, "k", lambda _: b"%d" % (1 // 0))
    assert store._core._watches == {}
    assert compare_and_set(store, "k", b"1", None) is False
    assert store._core._watches == {}


def test_a_lock_whose_number_was_deleted_counts_anew() -> None:
    store = FakeKeyValue()
    lock = Lock(store, "l", lease_seconds=1)
    for number in (1, 2):
        with lock.hold() as lease:
            assert lease.fencing_number == number
    store.delete("lock:{l}:fence")
    with lock.hold() as lease:
        assert lease.fencing_number == 1


def test_a_lease_shows_no_token() -> None:
    store = FakeKeyValue()
    lease = Lock(store, "l", lease_seconds=1).acquire()
    assert repr(lease) == "Lease(name='l', fencing_number=1)"


@pytest.mark.parametrize(
    ("error", "base"),
    [(LockBusy, Conflict), (Contended, Conflict), (LeaseLost, ConditionFailed), (InvalidRecord, DependencyError)],
)
def test_errors_are_in_the_tree(error: type[Exception], base: type[Exception]) -> None:
    assert error.__mro__[1] is base


def test_without_pydantic_typed_stores_name_the_extra_and_the_others_work(
    hidden: Callable[..., dict[str, str]],
) -> None:
    code = """
import verifake.recipes.locks, verifake.recipes.optimistic, verifake.recipes.rate_limits
try:
    import verifake.recipes.typed_stores
except ImportError as error:
    print(error)
"""
    environment = hidden("pydantic")
    path = [*sys.path, environment["PYTHONPATH"]][-1:] + [each for each in sys.path if each]
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": ":".join(path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "pip install 'verifake[records]'" in done.stdout


def test_what_type_checkers_know() -> None:
    store = FakeKeyValue()
    lock = Lock(store, "l", lease_seconds=1)
    assert_type(lock.acquire(), Lease | None)
    assert_type(RateLimiter(store, limit=1, per_seconds=1).try_acquire("u"), Decision)
    assert_type(compare_and_set(store, "k", None, b"v"), bool)
    assert_type(update(store, "k", lambda old: old), bytes | None)
    numbers = TypedStore(store, Number, prefix="n:")
    assert_type(numbers, TypedStore[Number])
    assert_type(numbers.get("1"), Number | None)
    assert_type(numbers.get_many("1"), list[Number | None])
