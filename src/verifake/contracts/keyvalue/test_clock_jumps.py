"""Wall clocks that jump: deadlines are points on them."""

from __future__ import annotations

import pytest

from verifake.ports.keyvalue import KeyValue, NoTtl
from verifake.proof import ClauseClock, clause

EXPIRE = "https://redis.io/docs/latest/commands/expire/"
OBSERVED = "observed: valkey 9.1.2"

EXACT = ("time.exact",)
BACK = ("time.back", "time.exact")
HOUR, DAY, YEAR = 3600, 86_400, 31_536_000


@clause("keyvalue.clock-jump.forward", source=EXPIRE, needs=EXACT, hint="measure with a monotonic clock")
def test_a_jump_of_a_year_passes_the_deadlines_within_it(store: KeyValue, clock: ClauseClock) -> None:
    store.set("day", b"v", ttl_seconds=DAY)
    store.set("two years", b"v", ttl_seconds=2 * YEAR)
    store.set("persistent", b"v")
    clock.advance_exactly(YEAR)
    assert store.get_many("day", "two years", "persistent") == [None, b"v", b"v"]
    assert store.time_to_live("two years") == YEAR


@clause("keyvalue.clock-jump.forward-in-steps", source=OBSERVED, needs=EXACT, hint="let fractions add up")
def test_many_small_steps_are_one_large_one(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=1)
    for _ in range(10):
        clock.advance_exactly(0.1)
    assert store.time_to_live("k") == 0.0
    clock.advance_exactly(0.001)
    assert store.get("k") is None


@clause("keyvalue.clock-jump.back-lengthens", source=OBSERVED, needs=BACK, hint="count durations down")
@pytest.mark.parametrize("jump", [0.001, 50, HOUR, YEAR])
def test_the_remaining_time_grows_when_the_clock_goes_back(store: KeyValue, clock: ClauseClock, jump: float) -> None:
    store.set("k", b"v", ttl_seconds=100)
    at = store.expires_at("k")
    clock.set_back(jump)
    assert store.time_to_live("k") == 100 + jump
    assert store.expires_at("k") == at


@clause("keyvalue.clock-jump.back-and-forth", source=OBSERVED, needs=BACK, hint="let a clock never go back")
def test_the_deadline_stays_where_it_was(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=100)
    clock.set_back(HOUR)
    clock.advance_exactly(HOUR + 100)
    assert store.time_to_live("k") == 0.0
    clock.advance_exactly(0.001)
    assert store.get("k") is None


@clause("keyvalue.clock-jump.back-before-deadline", source=OBSERVED, needs=BACK)
def test_a_key_at_its_deadline_has_time_again_when_the_clock_goes_back(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=100)
    clock.advance_exactly(100)
    assert store.time_to_live("k") == 0.0
    clock.set_back(60)
    assert store.time_to_live("k") == 60


@clause("keyvalue.clock-jump.no-resurrection", source=OBSERVED, needs=BACK, hint="hide expired keys and keep them")
def test_a_key_once_read_as_absent_stays_absent(store: KeyValue, clock: ClauseClock) -> None:
    for key in ("got", "counted"):
        store.set(key, b"v", ttl_seconds=100)
    clock.advance_exactly(101)
    assert store.get("got") is None
    assert store.exists("counted") == 0
    clock.set_back(HOUR)
    assert store.get_many("got", "counted") == [None, None]
    assert store.time_to_live("got") is NoTtl.ABSENT


@clause("keyvalue.clock-jump.past-deadline-deletes-for-good", source=OBSERVED, needs=BACK, hint="store it as expired")
def test_a_key_that_was_given_a_past_deadline_stays_absent(store: KeyValue, clock: ClauseClock) -> None:
    past = clock.now() - 10
    store.set_many({"expired": b"v", "touched": b"v"})
    store.expire_at("expired", past)
    store.get_and_touch("touched", expire_at_seconds=past)
    clock.set_back(HOUR)
    assert store.get_many("expired", "touched") == [None, None]


@clause(
    "keyvalue.clock-jump.set-in-the-past-deletes-for-good",
    source="observed: valkey 9.1.2 (redis 7.0.15 stores the key and finds it expired)",
    needs=BACK,
    hint="store it as expired",
)
def test_a_key_that_was_set_with_a_past_deadline_stays_absent(store: KeyValue, clock: ClauseClock) -> None:
    past = clock.now() - 10
    store.set("k2", b"old")
    store.set("k", b"v", expire_at_seconds=past)
    store.set_and_get_old("k2", b"v", expire_at_seconds=past)
    clock.set_back(HOUR)
    assert store.get_many("k", "k2") == [None, None]


@clause("keyvalue.clock-jump.new-deadlines-after-back", source=OBSERVED, needs=BACK, hint="count from the latest time")
def test_new_times_to_live_count_from_the_earlier_time(store: KeyValue, clock: ClauseClock) -> None:
    before = clock.now()
    clock.set_back(HOUR)
    store.set("k", b"v", ttl_seconds=100)
    assert store.time_to_live("k") == 100
    assert store.expires_at("k") == round(before - HOUR + 100, 3)
    clock.advance_exactly(100.001)
    assert store.get("k") is None


@clause("keyvalue.clock-jump.deadline-becomes-future", source=OBSERVED, needs=BACK, hint="remember the latest time")
def test_a_deadline_that_was_past_is_in_the_future_when_the_clock_went_back(
    store: KeyValue, clock: ClauseClock
) -> None:
    at = round(clock.now() - 10, 3)
    clock.set_back(HOUR)
    store.set("k", b"v")
    assert store.expire_at("k", at) is True
    assert store.time_to_live("k") == HOUR - 10


@clause("keyvalue.clock-jump.conditions-compare-deadlines", source=OBSERVED, needs=BACK, hint="compare times to live")
def test_a_longer_time_to_live_is_sooner_when_the_clock_went_back(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=100)
    clock.set_back(HOUR)
    assert store.expire("k", 900, only_if_later=True) is False
    assert store.expire("k", 900, only_if_sooner=True) is True
    assert store.time_to_live("k") == 900


@clause("keyvalue.clock-jump.kept-and-moved", source=OBSERVED, needs=BACK)
def test_kept_renamed_and_copied_deadlines_stay_points_in_time(store: KeyValue, clock: ClauseClock) -> None:
    for key in ("kept", "renamed", "copied"):
        store.set(key, b"v", ttl_seconds=100)
    clock.set_back(50)
    store.set("kept", b"w", keep_ttl=True)
    store.rename("renamed", "to")
    store.copy("copied", "copy")
    assert [store.time_to_live(key) for key in ("kept", "to", "copied", "copy")] == [150] * 4
