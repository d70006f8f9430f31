"""What the contract cannot see of the fake: memory, threads, limits, and the rules of engine lines."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from verifake.clock import EPOCH_NS, SystemClock, VirtualClock
from verifake.errors import DependencyError, InvalidRequest, TooLarge
from verifake.fakes.keyvalue import FakeKeyValue, Limits
from verifake.ports.keyvalue import KeyType, KeyValueCode, NoTtl

EPOCH_SECONDS = EPOCH_NS // 10**9


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def fake(clock: VirtualClock) -> FakeKeyValue:
    return FakeKeyValue(clock=clock)


def held(fake: FakeKeyValue) -> int:
    """Return how many keys are in memory, expired ones included."""
    return len(fake._core._values)


def in_threads(count: int, work: Callable[[int], None]) -> None:
    """Run `work` in `count` threads that begin together; let the first failure through."""
    failures: list[BaseException] = []
    barrier = threading.Barrier(count)

    def run(number: int) -> None:
        barrier.wait()
        try:
            work(number)
        except BaseException as error:  # noqa: BLE001  # it is raised again in the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def test_memory_of_unread_expired_keys_is_reclaimed_by_later_writes(fake: FakeKeyValue, clock: VirtualClock) -> None:
    for number in range(1000):
        fake.set(f"gone {number}", b"v", ttl_seconds=1)
    clock.advance(2)
    for _ in range(250):
        fake.set("other", b"v")
    assert held(fake) == 1
    assert not fake._core._deadlines


def test_a_stream_of_short_lived_keys_needs_memory_for_the_living_only(fake: FakeKeyValue, clock: VirtualClock) -> None:
    """100 keys live at any time; expired ones that wait to be found are a third of them at most."""
    largest = 0
    for number in range(10_000):
        fake.set(f"session {number}", b"v", ttl_seconds=0.1)
        clock.advance(0.001)
        largest = max(largest, held(fake))
    assert largest <= 140


def test_reclaiming_leaves_the_living_alone(fake: FakeKeyValue, clock: VirtualClock) -> None:
    for number in range(300):
        fake.set(f"{number}", b"v", ttl_seconds=1 + number % 3)
    fake.set("forever", b"v")
    clock.advance(1.001)
    for _ in range(300):
        fake.increment("counter")
    assert held(fake) == 202
    assert fake.exists(*(f"{number}" for number in range(300))) == 200
    clock.advance(1)
    for _ in range(300):
        fake.increment("counter")
    assert held(fake) == 102


def test_a_deadline_that_was_moved_is_the_one_that_counts(fake: FakeKeyValue, clock: VirtualClock) -> None:
    fake.set("k", b"v", ttl_seconds=1)
    fake.expire("k", 10)
    fake.set("brief", b"v", ttl_seconds=1)
    clock.advance(5)
    for _ in range(10):
        fake.increment("counter")
    assert fake.time_to_live("k") == 5
    assert held(fake) == 2


def test_nothing_is_swept_while_nothing_can_have_expired(fake: FakeKeyValue, clock: VirtualClock) -> None:
    for number in range(100):
        fake.set(f"{number}", b"v", ttl_seconds=60)
    clock.advance(60)
    fake.set("k", b"v")
    assert not fake._core._to_check


def test_an_expired_key_that_was_read_stays_absent_when_the_clock_jumps_back(
    fake: FakeKeyValue, clock: VirtualClock
) -> None:
    fake.set("k", b"v", ttl_seconds=10)
    clock.advance(11)
    assert fake.get("k") is None
    clock.advance(-11)
    assert fake.get("k") is None


def test_increments_of_eight_threads_all_count(fake: FakeKeyValue) -> None:
    def work(_: int) -> None:
        for _ in range(2000):
            fake.increment("n")

    in_threads(8, work)
    assert fake.get("n") == b"16000"


def test_a_key_set_if_absent_is_won_by_one_of_eight_threads(fake: FakeKeyValue) -> None:
    winners: list[int] = []

    def grab(number: int) -> None:
        if fake.set("lock", b"%d" % number, only_if_absent=True):
            winners.append(number)

    in_threads(8, grab)
    assert [fake.get("lock")] == [b"%d" % winner for winner in winners]


def test_many_values_are_set_and_read_at_one_instant(fake: FakeKeyValue) -> None:
    keys = [f"{number}" for number in range(20)]

    def work(number: int) -> None:
        for turn in range(300):
            if number % 2:
                fake.set_many(dict.fromkeys(keys, b"%d" % turn))
            else:
                assert len(set(fake.get_many(*keys))) == 1

    in_threads(6, work)


def test_a_lock_is_free_after_a_rejected_call(fake: FakeKeyValue) -> None:
    fake.plant("list", KeyType.LIST)
    with pytest.raises(InvalidRequest):
        fake.get("list")
    in_threads(1, lambda _: fake.plant("list", KeyType.HASH))
    assert fake.type("list") is KeyType.HASH


SMALL = Limits(max_string_bytes=10)
TOO_LONG: list[Callable[[FakeKeyValue], object]] = [
    lambda fake: fake.set("k", b"x" * 11),
    lambda fake: fake.set("k", b"x" * 11, keep_ttl=True, ttl_seconds=0),
    lambda fake: fake.set_and_get_old("k", b"x" * 11),
    lambda fake: fake.set_many({"new": b"v", "k": b"x" * 11}),
    lambda fake: fake.set_many_if_absent({"new": b"v", "other": b"x" * 11}),
    lambda fake: fake.append("k", b"45678901"),
    lambda fake: fake.append("k", b"x" * 11),
    lambda fake: fake.append("list", b"x" * 11),
    lambda fake: fake.set_range("k", 9, b"xx"),
    lambda fake: fake.set_range("k", 10, b"x"),
    lambda fake: fake.set_range("k", -1, b"x" * 11),
    lambda fake: fake.set_range("new", 2**63 - 1, b"x"),
]


@pytest.mark.parametrize("call", TOO_LONG)
def test_one_byte_past_the_limit_is_too_large_and_changes_nothing(call: Callable[[FakeKeyValue], object]) -> None:
    """An argument that is too long itself goes before every other mistake: the engine never reads the command."""
    fake = FakeKeyValue(limits=SMALL)
    fake.set("k", b"123", ttl_seconds=5)
    fake.plant("list", KeyType.LIST)
    with pytest.raises(TooLarge) as caught:
        call(fake)
    assert caught.value.code is KeyValueCode.TOO_LARGE
    assert fake.get("k") == b"123"
    assert fake.time_to_live("k") == 5
    assert fake.exists("new", "other") == 0


def test_a_string_of_just_the_limit_fits() -> None:
    fake = FakeKeyValue(limits=SMALL)
    fake.set("k", b"x" * 10)
    assert fake.set_range("k", 9, b"y") == 10
    assert fake.set_range("other", 0, b"x" * 9) == 9
    assert fake.append("other", b"y") == 10
    assert fake.set_range("empty", 2**40, b"") == 0


def test_the_limit_is_512_mib_unless_told_otherwise(fake: FakeKeyValue) -> None:
    assert Limits().max_string_bytes == 2**29
    with pytest.raises(TooLarge):
        fake.set_range("k", 2**29, b"x")


def test_a_limit_below_one_byte_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1, not 0"):
        Limits(max_string_bytes=0)


def test_a_planted_key_is_of_its_kind_and_has_no_deadline(fake: FakeKeyValue) -> None:
    fake.set("k", b"v", ttl_seconds=5)
    fake.plant("k", KeyType.STREAM)
    assert fake.type("k") is KeyType.STREAM
    assert fake.expires_at("k") is NoTtl.PERSISTENT
    with pytest.raises(InvalidRequest) as caught:
        fake.append("k", b"v")
    assert (caught.value.code, caught.value.vendor_code) == (KeyValueCode.WRONG_TYPE, "WRONGTYPE")


def test_a_string_is_not_planted(fake: FakeKeyValue) -> None:
    with pytest.raises(ValueError, match=r"use set\(\)"):
        fake.plant("k", KeyType.STRING)
    with pytest.raises(TypeError):
        fake.plant("k", "list")  # type: ignore[arg-type]
    assert fake.exists("k") == 0


def test_values_do_not_alias_what_was_given(fake: FakeKeyValue) -> None:
    class Marked(bytes):
        pass

    values = {"a": b"1"}
    fake.set_many(values)
    values["a"] = b"2"
    fake.set("b", Marked(b"3"))
    assert fake.get("a") == b"1"
    assert type(fake.get("b")) is bytes


def test_a_clock_of_ones_own_stands_at_the_epoch() -> None:
    fake = FakeKeyValue()
    fake.set("k", b"v", ttl_seconds=1)
    assert isinstance(fake.clock, VirtualClock)
    assert fake.expires_at("k") == EPOCH_SECONDS + 1


def test_it_runs_on_the_machines_clock() -> None:
    fake = FakeKeyValue(clock=SystemClock())
    fake.set("k", b"v", ttl_seconds=3600)
    ttl = fake.time_to_live("k")
    assert isinstance(ttl, float)
    assert 3500 < ttl <= 3600


def test_an_unknown_engine_line_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"redis-7.0, valkey-9.1, not 'redis-1.0'"):
        FakeKeyValue(stands_for="redis-1.0")


def test_on_valkey_a_deadline_of_now_leaves_no_key(clock: VirtualClock) -> None:
    fake = FakeKeyValue(clock=clock, stands_for="valkey-9.1")
    assert fake.set("k", b"v", expire_at_seconds=EPOCH_SECONDS)
    assert fake.get("k") is None


def test_on_redis_a_deadline_of_now_lasts_through_this_millisecond(clock: VirtualClock) -> None:
    fake = FakeKeyValue(clock=clock, stands_for="redis-7.0")
    assert fake.set("k", b"v", expire_at_seconds=EPOCH_SECONDS)
    assert fake.get("k") == b"v"
    clock.advance(0.001)
    assert fake.get("k") is None


def test_on_redis_a_touch_looks_at_the_key_before_the_time() -> None:
    fake = FakeKeyValue(stands_for="redis-7.0")
    fake.plant("list", KeyType.LIST)
    assert fake.get_and_touch("absent", ttl_seconds=0) is None
    with pytest.raises(InvalidRequest) as caught:
        fake.get_and_touch("list", ttl_seconds=0)
    assert caught.value.code is KeyValueCode.WRONG_TYPE


def test_on_valkey_a_touch_judges_the_time_before_the_key() -> None:
    fake = FakeKeyValue(stands_for="valkey-9.1")
    fake.plant("list", KeyType.LIST)
    for key in ("absent", "list"):
        with pytest.raises(InvalidRequest) as caught:
            fake.get_and_touch(key, ttl_seconds=0)
        assert caught.value.code is KeyValueCode.INVALID_EXPIRE


def test_errors_name_the_operation_and_what_is_wrong(fake: FakeKeyValue) -> None:
    fake.set("k", b"ten")
    with pytest.raises(DependencyError, match=r"increment: the value of key 'k' is not a 64-bit .* \[NOT_AN_INTEGER\]"):
        fake.increment("k")
