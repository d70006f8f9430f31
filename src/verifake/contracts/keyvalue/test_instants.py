"""The very instant of a deadline, and the millisecond after it.

A clause that needs time to stand still, but not to move, begins by moving it by nothing: a backend that cannot do
that refuses.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest, NotFound
from verifake.ports.keyvalue import KeyValue, KeyValueCode, NoTtl
from verifake.proof import ClauseClock, clause, rejects

PTTL = "https://redis.io/docs/latest/commands/pttl/"
OBSERVED = "observed: valkey 9.1.2"
BOTH = "observed: valkey 9.1.2, redis 7.0.15"

EXACT = ("time.exact",)
HOUR, DAY, YEAR = 3600, 86_400, 31_536_000
ODD = 0.123
"""A step off the whole second, so that nothing holds at whole seconds alone."""


@clause("keyvalue.instant.remaining-time", source=PTTL, needs=EXACT)
@pytest.mark.parametrize("ttl", [0.001, 0.5, 1, 5.25, HOUR, DAY, YEAR, 100 * YEAR])
def test_the_remaining_time_is_what_was_given(store: KeyValue, clock: ClauseClock, ttl: float) -> None:
    clock.advance_exactly(ODD)
    store.set("k", b"v", ttl_seconds=ttl)
    assert store.time_to_live("k") == ttl
    assert store.expires_at("k") == round(clock.now() + ttl, 3)


@clause("keyvalue.instant.remaining-time-runs-down", source=PTTL, needs=EXACT, hint="round to seconds")
def test_the_remaining_time_runs_down_to_the_millisecond(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=5)
    clock.advance_exactly(1.234)
    assert store.time_to_live("k") == 3.766
    clock.advance_exactly(3.765)
    assert store.time_to_live("k") == 0.001


@clause("keyvalue.instant.fraction-dropped", source=OBSERVED, needs=EXACT, hint="round to the nearest millisecond")
@pytest.mark.parametrize(("given", "kept"), [(1.0019, 1.001), (1.0015, 1.001), (1.0011, 1.001), (1.001, 1.001)])
def test_a_fraction_of_a_millisecond_is_dropped(store: KeyValue, clock: ClauseClock, given: float, kept: float) -> None:
    clock.advance_exactly(1)
    store.set("set", b"v", ttl_seconds=given)
    store.set_many({"expire": b"v", "touch": b"v"})
    store.expire("expire", given)
    store.get_and_touch("touch", ttl_seconds=given)
    assert [store.time_to_live(key) for key in ("set", "expire", "touch")] == [kept] * 3


@clause("keyvalue.instant.present-at-deadline", source=OBSERVED, needs=EXACT, hint="compare with <=")
@pytest.mark.parametrize("ttl", [0.001, 1, HOUR, DAY, YEAR])
def test_a_key_is_there_at_its_deadline_and_absent_a_millisecond_later(
    store: KeyValue, clock: ClauseClock, ttl: float
) -> None:
    store.set("k", b"v", ttl_seconds=ttl)
    clock.advance_exactly(ttl)
    assert store.get("k") == b"v"
    clock.advance_exactly(0.001)
    assert store.get("k") is None


GIVING: dict[str, Callable[[KeyValue, float], object]] = {
    "set": lambda store, at: store.set("k", b"w", expire_at_seconds=at),
    "set_and_get_old": lambda store, at: store.set_and_get_old("k", b"w", expire_at_seconds=at),
    "get_and_touch": lambda store, at: store.get_and_touch("k", expire_at_seconds=at),
    "expire_at": lambda store, at: store.expire_at("k", at),
}


@clause("keyvalue.instant.present-at-absolute-deadline", source=BOTH, needs=EXACT, hint="keep time in microseconds")
@pytest.mark.parametrize("operation", GIVING)
def test_a_key_is_there_to_the_end_of_the_millisecond_that_it_was_given(
    store: KeyValue, clock: ClauseClock, operation: str
) -> None:
    store.set("k", b"v")
    GIVING[operation](store, round(clock.now()) + 5)
    clock.advance_exactly(5)
    assert store.exists("k") == 1
    clock.advance_exactly(0.001)
    assert store.exists("k") == 0


@clause("keyvalue.instant.reads-at-deadline", source=OBSERVED, needs=EXACT, hint="call zero remaining time absent")
def test_every_read_finds_the_key_at_its_deadline(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=HOUR)
    at = store.expires_at("k")
    clock.advance_exactly(HOUR)
    assert store.time_to_live("k") == 0.0
    assert store.expires_at("k") == at
    assert (store.exists("k"), store.length("k"), store.get_range("k", 0, -1)) == (1, 1, b"v")
    assert store.get_many("k") == [b"v"]
    assert store.type("k") is not None


@clause("keyvalue.instant.reads-after-deadline", source=OBSERVED, needs=EXACT)
def test_every_read_finds_the_key_absent_a_millisecond_after_its_deadline(store: KeyValue, clock: ClauseClock) -> None:
    store.set_many({f"k{number}": b"v" for number in range(7)})
    for number in range(7):
        store.expire(f"k{number}", HOUR)
    clock.advance_exactly(HOUR + 0.001)
    assert store.time_to_live("k0") is NoTtl.ABSENT
    assert store.expires_at("k1") is NoTtl.ABSENT
    assert (store.exists("k2"), store.length("k3"), store.get_range("k4", 0, -1)) == (0, 0, b"")
    assert store.get_many("k5") == [None]
    assert store.type("k6") is None


@clause("keyvalue.instant.expire-at-now", source=OBSERVED, needs=EXACT, hint="keep it to the end of the millisecond")
def test_a_deadline_of_now_deletes_at_once(store: KeyValue, clock: ClauseClock) -> None:
    clock.advance_exactly(ODD)
    store.set("k", b"v")
    assert store.expire_at("k", clock.now()) is True
    assert store.exists("k") == 0


@clause("keyvalue.instant.touch-at-now", source=OBSERVED, needs=EXACT, hint="keep it to the end of the millisecond")
def test_get_and_touch_with_a_deadline_of_now_deletes_at_once(store: KeyValue, clock: ClauseClock) -> None:
    clock.advance_exactly(ODD)
    store.set("k", b"v")
    assert store.get_and_touch("k", expire_at_seconds=clock.now()) == b"v"
    assert store.exists("k") == 0


@clause(
    "keyvalue.instant.set-at-now",
    source="observed: valkey 9.1.2 (redis 7.0.15 keeps the key to the end of the millisecond)",
    needs=EXACT,
)
def test_set_with_a_deadline_of_now_leaves_nothing(store: KeyValue, clock: ClauseClock) -> None:
    clock.advance_exactly(ODD)
    store.set("k2", b"old")
    assert store.set("k", b"v", expire_at_seconds=clock.now()) is True
    assert store.set_and_get_old("k2", b"v", expire_at_seconds=clock.now()) == b"old"
    assert store.exists("k", "k2") == 0


@clause("keyvalue.instant.a-millisecond-from-now", source=OBSERVED, needs=EXACT)
def test_a_deadline_a_millisecond_from_now_is_met(store: KeyValue, clock: ClauseClock) -> None:
    soon = round(clock.now() + 0.001, 3)
    store.set("set", b"v", expire_at_seconds=soon)
    store.set_many({"expire": b"v", "touch": b"v"})
    store.expire_at("expire", soon)
    store.get_and_touch("touch", expire_at_seconds=soon)
    clock.advance_exactly(0.001)
    assert store.exists("set", "expire", "touch") == 3
    clock.advance_exactly(0.001)
    assert store.exists("set", "expire", "touch") == 0


@clause("keyvalue.instant.equal-time-to-live", source=OBSERVED, needs=EXACT, hint="compare with >= or <=")
def test_the_same_time_to_live_is_neither_later_nor_sooner(store: KeyValue, clock: ClauseClock) -> None:
    clock.advance_exactly(ODD)
    store.set("k", b"v", ttl_seconds=HOUR)
    assert store.expire("k", HOUR, only_if_later=True) is False
    assert store.expire("k", HOUR, only_if_sooner=True) is False
    assert store.expire("k", HOUR + 0.001, only_if_later=True) is True
    assert store.expire("k", HOUR, only_if_sooner=True) is True


@clause("keyvalue.instant.equal-deadline", source=BOTH, needs=EXACT, hint="keep time in microseconds")
def test_a_time_to_live_equals_the_same_deadline(store: KeyValue, clock: ClauseClock) -> None:
    clock.advance_exactly(0)
    at = round(clock.now()) + HOUR
    for key, options in (("at", {"expire_at_seconds": at}), ("in", {"ttl_seconds": HOUR})):
        store.set(key, b"v", **options)  # type: ignore[arg-type]
        assert store.expire(key, HOUR, only_if_later=True) is False
        assert store.expire_at(key, at, only_if_sooner=True) is False


@clause("keyvalue.instant.later-by-waiting", source=OBSERVED, needs=EXACT, hint="compare times to live")
def test_the_same_time_to_live_is_later_a_millisecond_later(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=HOUR)
    clock.advance_exactly(0.001)
    assert store.expire("k", HOUR, only_if_later=True) is True
    assert store.time_to_live("k") == HOUR


KEEPING: dict[str, Callable[[KeyValue], object]] = {
    "append": lambda store: store.append("k", b"0"),
    "set_range": lambda store: store.set_range("k", 0, b"2"),
    "increment": lambda store: store.increment("k"),
    "decrement": lambda store: store.decrement("k"),
    "increment_float": lambda store: store.increment_float("k", 1),
    "set keep_ttl": lambda store: store.set("k", b"2", keep_ttl=True),
    "set_and_get_old keep_ttl": lambda store: store.set_and_get_old("k", b"2", keep_ttl=True),
}


@clause("keyvalue.instant.changes-at-deadline", source=OBSERVED, needs=EXACT, hint="make the key anew at its deadline")
@pytest.mark.parametrize("operation", KEEPING)
def test_a_change_at_the_deadline_keeps_it(store: KeyValue, clock: ClauseClock, operation: str) -> None:
    store.set("k", b"1", ttl_seconds=HOUR)
    clock.advance_exactly(HOUR)
    KEEPING[operation](store)
    assert store.time_to_live("k") == 0.0
    clock.advance_exactly(0.001)
    assert store.get("k") is None


@clause("keyvalue.instant.changes-after-deadline", source=OBSERVED, needs=EXACT)
@pytest.mark.parametrize("operation", KEEPING)
def test_a_change_after_the_deadline_makes_the_key_anew(store: KeyValue, clock: ClauseClock, operation: str) -> None:
    store.set("k", b"1", ttl_seconds=HOUR)
    clock.advance_exactly(HOUR + 0.001)
    KEEPING[operation](store)
    assert store.time_to_live("k") is NoTtl.PERSISTENT


@clause("keyvalue.instant.rescued-at-deadline", source=OBSERVED, needs=EXACT)
def test_a_key_can_be_rescued_at_its_deadline(store: KeyValue, clock: ClauseClock) -> None:
    for key in ("persisted", "prolonged", "touched", "lost"):
        store.set(key, b"v", ttl_seconds=HOUR)
    clock.advance_exactly(HOUR)
    assert store.persist("persisted") is True
    assert store.expire("prolonged", HOUR, only_if_later=True) is True
    assert store.get_and_touch("touched", persist=True) == b"v"
    clock.advance_exactly(0.001)
    assert store.get_many("persisted", "prolonged", "touched", "lost") == [b"v", b"v", b"v", None]


@clause("keyvalue.instant.conditions-at-deadline", source=OBSERVED, needs=EXACT, hint="take the deadline for absence")
def test_a_key_at_its_deadline_is_present_for_conditions(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=HOUR)
    store.set("other", b"v")
    clock.advance_exactly(HOUR)
    with unchanged(store, "k", "k2", "other"):
        assert store.set("k", b"w", only_if_absent=True) is False
        assert store.set_many_if_absent({"k2": b"w", "k": b"w"}) is False
        assert store.rename_if_absent("other", "k") is False
        assert store.copy("other", "k") is False


@clause("keyvalue.instant.conditions-after-deadline", source=OBSERVED, needs=EXACT)
def test_a_millisecond_after_its_deadline_the_key_is_absent_for_conditions(store: KeyValue, clock: ClauseClock) -> None:
    for key in ("a", "b", "c", "d"):
        store.set(key, b"v", ttl_seconds=HOUR)
    store.set("other", b"w")
    clock.advance_exactly(HOUR + 0.001)
    assert store.set("a", b"w", only_if_absent=True) is True
    assert store.set_many_if_absent({"k2": b"w", "b": b"w"}) is True
    assert store.copy("other", "c") is True
    assert store.rename_if_absent("other", "d") is True
    assert store.get_many("a", "b", "c", "d") == [b"w"] * 4


@clause("keyvalue.instant.moved-at-deadline", source=OBSERVED, needs=EXACT)
def test_rename_and_copy_take_the_deadline_along_to_the_instant(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=HOUR)
    clock.advance_exactly(HOUR)
    assert store.copy("k", "copied") is True
    store.rename("k", "renamed")
    assert (store.time_to_live("copied"), store.time_to_live("renamed")) == (0.0, 0.0)
    clock.advance_exactly(0.001)
    with rejects(NotFound, KeyValueCode.NO_SUCH_KEY):
        store.rename("renamed", "again")
    assert store.copy("copied", "again") is False


WHOLE_SECONDS = 9223372036854775
LAST_MILLISECOND = 807
"""2**63 - 1 milliseconds are `WHOLE_SECONDS` and these."""

ENDLESS: dict[str, Callable[[KeyValue, float], object]] = {
    "set": lambda store, seconds: store.set("k", b"w", ttl_seconds=seconds),
    "set_and_get_old": lambda store, seconds: store.set_and_get_old("k", b"w", ttl_seconds=seconds),
    "get_and_touch": lambda store, seconds: store.get_and_touch("k", ttl_seconds=seconds),
    "expire": lambda store, seconds: store.expire("k", seconds),
}


@clause("keyvalue.instant.last-millisecond", source=OBSERVED, needs=EXACT, hint="compare with >=, or add as floats")
@pytest.mark.parametrize("operation", ENDLESS)
def test_the_last_millisecond_of_64_bits_is_a_deadline_and_the_next_is_not(
    store: KeyValue, clock: ClauseClock, operation: str
) -> None:
    clock.advance_exactly((LAST_MILLISECOND - round(clock.now() * 1000)) % 1000 / 1000)
    seconds = WHOLE_SECONDS - int(clock.now())
    store.set("k", b"v")
    ENDLESS[operation](store, seconds)
    assert isinstance(store.expires_at("k"), float)
    clock.advance_exactly(0.001)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INVALID_EXPIRE):
        ENDLESS[operation](store, seconds)


@clause("keyvalue.instant.far-deadline", source=BOTH, needs=EXACT, hint="add seconds as floats")
@pytest.mark.parametrize("operation", ["set", "set_and_get_old", "expire"])
def test_a_deadline_far_ahead_is_the_sum_in_milliseconds(store: KeyValue, clock: ClauseClock, operation: str) -> None:
    clock.advance_exactly(0.5)
    store.set("k", b"v")
    ENDLESS[operation](store, 9 * 10**15)
    assert store.expires_at("k") == (round(clock.now() * 1000) + 9 * 10**18) / 1000


@clause("keyvalue.instant.far-remaining-time", source=BOTH, needs=EXACT, hint="subtract seconds as floats")
def test_the_time_to_a_deadline_far_ahead_is_the_difference_in_milliseconds(
    store: KeyValue, clock: ClauseClock
) -> None:
    clock.advance_exactly(0.5)
    store.set("k", b"v", expire_at_seconds=9 * 10**15)
    assert store.time_to_live("k") == (9 * 10**18 - round(clock.now() * 1000)) / 1000
