"""What the contract cannot see of the fake's transactions and subscriptions: threads, clocks, and what is left."""

from __future__ import annotations

import threading

import pytest

from tests.test_fake_keyvalue import in_threads
from verifake.clock import SystemClock, VirtualClock
from verifake.errors import InvalidRequest, TooLarge
from verifake.fakes.keyvalue import FakeKeyValue, Limits
from verifake.ports.keyvalue import Counters, Keys, KeyValueCode, Message, PubSub, Strings


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def fake(clock: VirtualClock) -> FakeKeyValue:
    return FakeKeyValue(clock=clock)


def add_one(fake: FakeKeyValue) -> None:
    """Add one as a service does that reads, computes and writes; try until nobody has come in between."""
    while True:
        with fake.transaction("n") as transaction:
            seen = int(fake.get("n") or b"0")
            transaction.queue(Strings.set, "n", b"%d" % (seen + 1))
            if transaction.execute():
                return


def test_of_increments_by_eight_threads_with_a_watch_none_is_lost(fake: FakeKeyValue) -> None:
    def work(_: int) -> None:
        for _ in range(25):
            add_one(fake)

    in_threads(8, work)
    assert fake.get("n") == b"200"


def test_nobody_sees_half_of_a_transaction(fake: FakeKeyValue) -> None:
    fake.set_many({"a": b"0", "b": b"0"})

    def work(number: int) -> None:
        for _ in range(100):
            if number % 2:
                a, b = fake.get_many("a", "b")
                assert a == b
            else:
                with fake.transaction() as transaction:
                    transaction.queue(Counters.increment, "a")
                    transaction.queue(Counters.increment, "b")
                    transaction.execute()

    in_threads(8, work)
    assert fake.get("a") == b"400"


def watched(fake: FakeKeyValue) -> int:
    """Return how many keys the fake remembers as watched."""
    return len(fake._core._watches)


def test_nothing_is_remembered_of_what_is_watched_no_more(fake: FakeKeyValue) -> None:
    fake.transaction("a", "b").execute()
    fake.transaction("a", "b").discard()
    with fake.transaction("a") as transaction:
        fake.set("a", b"v")
        assert watched(fake) == 0
        transaction.watch("b")
        assert watched(fake) == 1
    assert watched(fake) == 0


def test_nothing_is_done_when_an_operation_is_queued(fake: FakeKeyValue) -> None:
    fake.set("k", b"v", ttl_seconds=1)
    with fake.transaction() as transaction:
        for _ in range(3):
            transaction.queue(Keys.delete, "k")
            transaction.queue(Strings.set, "k", b"w")
        assert fake.get("k") == b"v"


def test_the_first_refusal_is_reported() -> None:
    fake = FakeKeyValue(limits=Limits(max_string_bytes=3))
    with fake.transaction() as transaction:
        transaction.queue(Strings.set, "k", b"four")
        transaction.queue(Keys.delete)
        with pytest.raises(TooLarge):
            transaction.execute()
    with fake.transaction() as transaction:
        transaction.queue(Keys.delete)
        transaction.queue(Strings.set, "k", b"four")
        with pytest.raises(InvalidRequest) as caught:
            transaction.execute()
    assert (caught.value.code, caught.value.operation) == (KeyValueCode.NO_KEYS, "delete")


def test_a_lone_receiver_goes_on_just_after_its_time(fake: FakeKeyValue, clock: VirtualClock) -> None:
    before = clock.now_ns()
    with fake.subscribe("a") as subscription:
        assert subscription.receive(timeout_seconds=5) is None
    assert clock.now_ns() == before + 5 * 10**9 + 1


def test_a_lone_receiver_that_would_wait_for_ever_is_told_so(fake: FakeKeyValue) -> None:
    with fake.subscribe("a") as subscription, pytest.raises(RuntimeError, match="forever"):
        subscription.receive()


def test_a_receiver_takes_no_time_for_what_is_there(fake: FakeKeyValue, clock: VirtualClock) -> None:
    before = clock.now_ns()
    with fake.subscribe("a") as subscription:
        assert subscription.receive(timeout_seconds=0) is None
        fake.publish("a", b"v")
        assert subscription.receive() == Message("a", b"v")
    assert clock.now_ns() == before


@pytest.mark.parametrize("timeout_seconds", [None, 30.0])
def test_a_receiver_is_woken_by_a_message_of_another_thread(timeout_seconds: float | None) -> None:
    fake = FakeKeyValue(clock=SystemClock())
    with fake.subscribe("a") as subscription:
        threading.Timer(0.05, lambda: fake.publish("a", b"v")).start()
        assert subscription.receive(timeout_seconds=timeout_seconds) == Message("a", b"v")


def test_a_receiver_goes_on_when_the_transaction_that_published_has_ended() -> None:
    fake = FakeKeyValue(clock=SystemClock())

    def publish() -> None:
        with fake.transaction() as transaction:
            transaction.queue(PubSub.publish, "a", b"v")
            transaction.queue(Strings.set, "k", b"v")
            transaction.execute()

    with fake.subscribe("a") as subscription:
        threading.Timer(0.05, publish).start()
        assert subscription.receive() == Message("a", b"v")
        assert fake.get("k") == b"v"
