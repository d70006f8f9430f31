"""Deadlines: set, read, taken away."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._plant import OTHER_KINDS, Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode, NoTtl
from verifake.proof import ClauseClock, clause, rejects

PEXPIRE = "https://redis.io/docs/latest/commands/pexpire/"
PEXPIREAT = "https://redis.io/docs/latest/commands/pexpireat/"
PERSIST = "https://redis.io/docs/latest/commands/persist/"
PTTL = "https://redis.io/docs/latest/commands/pttl/"
PEXPIRETIME = "https://redis.io/docs/latest/commands/pexpiretime/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

WHOLE_SECONDS = 9223372036854775
"""The largest whole number of seconds whose milliseconds are a 64-bit integer."""


@clause("keyvalue.expire.sets", source=PEXPIRE)
def test_a_key_gets_a_time_to_live_and_keeps_its_value(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v")
    assert store.expire("k", 100) is True
    remaining = store.time_to_live("k")
    assert isinstance(remaining, float)
    assert 100 - clock.grain_seconds <= remaining <= 100
    assert store.get("k") == b"v"


@clause("keyvalue.expire.replaces", source=PEXPIRE, hint="add to the time that remains")
def test_a_new_time_to_live_replaces_the_old(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=900)
    store.expire("k", 100)
    remaining = store.time_to_live("k")
    assert isinstance(remaining, float)
    assert 100 - clock.grain_seconds <= remaining <= 100


@clause("keyvalue.expire.absent", source=PEXPIRE, hint="remember the deadline for later")
def test_an_absent_key_gets_no_deadline(store: KeyValue) -> None:
    assert store.expire("k", 100) is False
    assert store.exists("k") == 0
    store.set("k", b"v", keep_ttl=True)
    assert store.time_to_live("k") is NoTtl.PERSISTENT


@clause("keyvalue.expire.any-kind", source=PEXPIRE, hint="keep deadlines of strings only")
@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_every_kind_of_value_has_a_deadline(store: KeyValue, plant: Plant, kind: KeyType) -> None:
    plant("k", kind)
    assert store.time_to_live("k") is NoTtl.PERSISTENT
    assert store.expire("k", 100) is True
    assert isinstance(store.time_to_live("k"), float)
    assert store.persist("k") is True
    assert store.expire("k", 0) is True
    assert store.type("k") is None


@clause("keyvalue.expire.zero-or-less-deletes", source=PEXPIRE, hint="reject it, or return False for nothing set")
@pytest.mark.parametrize("seconds", [0, -0.0, 0.000999, -0.0005, -0.001, -1, -1e9, -WHOLE_SECONDS])
def test_a_time_of_zero_or_less_deletes(store: KeyValue, seconds: float) -> None:
    store.set("k", b"v", ttl_seconds=100)
    assert store.expire("k", seconds) is True
    assert (store.get("k"), store.exists("k"), store.expires_at("k")) == (None, 0, NoTtl.ABSENT)


@clause("keyvalue.expire.zero-or-less-on-absent", source=PEXPIRE)
@pytest.mark.parametrize("seconds", [0, -1, -WHOLE_SECONDS])
def test_a_time_of_zero_or_less_finds_no_absent_key(store: KeyValue, seconds: float) -> None:
    assert store.expire("k", seconds) is False


@clause("keyvalue.expire.deadline-beyond-64-bits", source=OBSERVED, hint="compute with unbounded integers")
def test_a_time_whose_deadline_exceeds_64_bits_is_rejected(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=100)
    for key in ("k", "absent"):
        for seconds in (WHOLE_SECONDS - int(clock.now()) + 1, WHOLE_SECONDS):
            with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.INVALID_EXPIRE):
                store.expire(key, seconds)


@clause("keyvalue.expire.latest", source=OBSERVED, hint="limit times to years")
def test_a_time_whose_deadline_just_fits_is_accepted(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v")
    assert store.expire("k", WHOLE_SECONDS - int(clock.now()) - 60) is True
    at = store.expires_at("k")
    assert isinstance(at, float)
    assert WHOLE_SECONDS - 120 <= at <= WHOLE_SECONDS


@clause("keyvalue.expire.beyond-64-bits", source=OBSERVED, hint="delete for a time far in the past")
@pytest.mark.parametrize("seconds", [WHOLE_SECONDS + 1, -WHOLE_SECONDS - 1, 10**30, 1e300, -1e300])
def test_a_time_outside_of_64_bits_is_no_integer(store: KeyValue, seconds: float) -> None:
    store.set("k", b"v", ttl_seconds=100)
    for key in ("k", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.expire(key, seconds)


@clause("keyvalue.expire-at.sets", source=PEXPIREAT)
def test_a_deadline_is_kept_as_given(store: KeyValue, clock: ClauseClock) -> None:
    at = int(clock.now()) + 100.25
    store.set("k", b"v")
    assert store.expire_at("k", at) is True
    assert store.expires_at("k") == at


@clause("keyvalue.expire-at.absent", source=PEXPIREAT)
def test_an_absent_key_gets_no_deadline_at(store: KeyValue, clock: ClauseClock) -> None:
    assert store.expire_at("k", clock.now() + 100) is False
    assert store.expire_at("k", clock.now() - 100) is False
    assert store.exists("k") == 0


@clause("keyvalue.expire-at.past-deletes", source=PEXPIREAT, hint="reject it, or keep the key until it is read")
@pytest.mark.parametrize("seconds_ago", [1, 60, 1e6, 1e9])
def test_a_deadline_in_the_past_deletes(store: KeyValue, clock: ClauseClock, seconds_ago: float) -> None:
    store.set("k", b"v", ttl_seconds=100)
    assert store.expire_at("k", clock.now() - seconds_ago) is True
    assert store.exists("k") == 0


@clause("keyvalue.expire-at.before-1970-deletes", source=OBSERVED, hint="reject a negative time")
@pytest.mark.parametrize("at", [0, 0.0005, -1, -WHOLE_SECONDS])
def test_a_deadline_before_1970_deletes(store: KeyValue, at: float) -> None:
    store.set("k", b"v")
    assert store.expire_at("k", at) is True
    assert store.exists("k") == 0


@clause("keyvalue.expire-at.latest", source=OBSERVED, hint="add now to it and overflow")
def test_the_latest_deadline_is_the_largest_64_bit_integer(store: KeyValue) -> None:
    store.set("k", b"v")
    assert store.expire_at("k", WHOLE_SECONDS) is True
    at = store.expires_at("k")
    assert isinstance(at, float)
    assert abs(at - WHOLE_SECONDS) <= 2


@clause("keyvalue.expire-at.beyond-64-bits", source=OBSERVED)
@pytest.mark.parametrize("at", [WHOLE_SECONDS + 1, -WHOLE_SECONDS - 1, 10**30, 1e300, -1e300])
def test_a_deadline_outside_of_64_bits_is_no_integer(store: KeyValue, at: float) -> None:
    store.set("k", b"v", ttl_seconds=100)
    for key in ("k", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.expire_at(key, at)


@clause("keyvalue.expire-at.whole-milliseconds", source=PEXPIREAT, hint="multiply by 1000 and truncate the float")
@pytest.mark.parametrize("milliseconds", [1, 57, 290, 1001, 4350, 8003])
def test_a_deadline_of_whole_milliseconds_is_met_exactly(store: KeyValue, milliseconds: int) -> None:
    at = 4_000_000_000 + milliseconds / 1000
    store.set("k", b"v")
    store.expire_at("k", at)
    assert store.expires_at("k") == at


@clause("keyvalue.expire-at.fraction-dropped", source=PEXPIREAT, hint="round to the nearest millisecond")
def test_a_fraction_of_a_millisecond_is_dropped(store: KeyValue) -> None:
    store.set("k", b"v")
    store.expire_at("k", 4_000_000_000.0019)
    assert store.expires_at("k") == 4_000_000_000.001


@clause("keyvalue.persist.takes-the-deadline", source=PERSIST)
def test_persist_takes_the_deadline_away(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    assert store.persist("k") is True
    assert (store.get("k"), store.time_to_live("k")) == (b"v", NoTtl.PERSISTENT)


@clause("keyvalue.persist.of-persistent", source=PERSIST, hint="return whether the key exists")
def test_persist_of_a_persistent_key_is_false(store: KeyValue) -> None:
    store.set("k", b"v")
    with unchanged(store, "k"):
        assert store.persist("k") is False


@clause("keyvalue.persist.twice", source=PERSIST)
def test_persist_is_done_once(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    assert [store.persist("k"), store.persist("k")] == [True, False]


@clause("keyvalue.persist.absent", source=PERSIST)
def test_persist_of_an_absent_key_is_false(store: KeyValue) -> None:
    with unchanged(store, "k"):
        assert store.persist("k") is False


@clause("keyvalue.time-to-live.none", source=PTTL, hint="mix up -1 and -2")
def test_no_time_to_live_says_why(store: KeyValue) -> None:
    store.set("k", b"v")
    assert store.time_to_live("k") is NoTtl.PERSISTENT
    assert store.time_to_live("absent") is NoTtl.ABSENT


@clause("keyvalue.expires-at.none", source=PEXPIRETIME, hint="mix up -1 and -2")
def test_no_deadline_says_why(store: KeyValue) -> None:
    store.set("k", b"v")
    assert store.expires_at("k") is NoTtl.PERSISTENT
    assert store.expires_at("absent") is NoTtl.ABSENT


@clause("keyvalue.time-to-live.agrees-with-deadline", source=PTTL)
def test_deadline_and_remaining_time_agree(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=100)
    remaining, at = store.time_to_live("k"), store.expires_at("k")
    assert isinstance(remaining, float)
    assert isinstance(at, float)
    assert abs(at - remaining - clock.now()) <= clock.grain_seconds + 0.002


@clause("keyvalue.time-to-live.runs-down", source=PTTL)
def test_the_remaining_time_runs_down(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=100)
    clock.advance(1)
    remaining = store.time_to_live("k")
    assert isinstance(remaining, float)
    assert 99 - clock.grain_seconds <= remaining <= 99 + clock.grain_seconds
