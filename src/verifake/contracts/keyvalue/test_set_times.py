"""Times that `set` and `set_and_get_old` accept and reject."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyValue, KeyValueCode
from verifake.proof import ClauseClock, clause, rejects

SET = "https://redis.io/docs/latest/commands/set/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

WHOLE_SECONDS = 9223372036854775
"""The largest whole number of seconds whose milliseconds are a 64-bit integer."""

both = pytest.mark.parametrize("operation", ["set", "set_and_get_old"])


@clause("keyvalue.set-times.not-positive", source=SET, hint="take zero for no time to live, or for a deletion")
@both
@pytest.mark.parametrize("option", ["ttl_seconds", "expire_at_seconds"])
@pytest.mark.parametrize("seconds", [0, 0.0, -0.0, -0.001, -1, -WHOLE_SECONDS])
def test_a_time_of_zero_or_less_is_rejected(store: KeyValue, operation: str, option: str, seconds: float) -> None:
    store.set("k", b"v", ttl_seconds=100)
    with unchanged(store, "k", "absent"):
        with rejects(InvalidRequest, KeyValueCode.INVALID_EXPIRE):
            getattr(store, operation)("k", b"new", **{option: seconds})
        with rejects(InvalidRequest, KeyValueCode.INVALID_EXPIRE):
            getattr(store, operation)("absent", b"new", **{option: seconds})


@clause("keyvalue.set-times.below-a-millisecond", source=SET, hint="round up to a millisecond")
@both
@pytest.mark.parametrize("option", ["ttl_seconds", "expire_at_seconds"])
@pytest.mark.parametrize("seconds", [0.000999, 0.0005, 1e-9, 5e-324, -0.0005])
def test_a_time_below_a_millisecond_counts_as_zero(
    store: KeyValue, operation: str, option: str, seconds: float
) -> None:
    store.set("k", b"v", ttl_seconds=100)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INVALID_EXPIRE):
        getattr(store, operation)("k", b"new", **{option: seconds})


@clause("keyvalue.set-times.one-millisecond", source=SET)
@both
@pytest.mark.parametrize("seconds", [0.001, 0.0019])
def test_a_millisecond_is_the_shortest_time_to_live(store: KeyValue, operation: str, seconds: float) -> None:
    store.set("k", b"v")
    getattr(store, operation)("k", b"new", ttl_seconds=seconds)
    assert store.get("k") in {b"new", None}


@clause("keyvalue.set-times.deadline-beyond-64-bits", source=OBSERVED, hint="compute with unbounded integers")
@both
def test_a_time_to_live_whose_deadline_exceeds_64_bits_is_rejected(
    store: KeyValue, operation: str, clock: ClauseClock
) -> None:
    first_too_late = WHOLE_SECONDS - int(clock.now()) + 1
    store.set("k", b"v", ttl_seconds=100)
    for seconds in (first_too_late, WHOLE_SECONDS):
        with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INVALID_EXPIRE):
            getattr(store, operation)("k", b"new", ttl_seconds=seconds)


@clause("keyvalue.set-times.latest-time-to-live", source=OBSERVED, hint="limit times to years")
@both
def test_a_time_to_live_whose_deadline_just_fits_is_accepted(
    store: KeyValue, operation: str, clock: ClauseClock
) -> None:
    getattr(store, operation)("k", b"v", ttl_seconds=WHOLE_SECONDS - int(clock.now()) - 60)
    at = store.expires_at("k")
    assert isinstance(at, float)
    assert WHOLE_SECONDS - 120 <= at <= WHOLE_SECONDS


@clause("keyvalue.set-times.latest-deadline", source=OBSERVED)
@both
def test_the_latest_deadline_is_the_largest_64_bit_integer(store: KeyValue, operation: str) -> None:
    getattr(store, operation)("k", b"v", expire_at_seconds=WHOLE_SECONDS)
    at = store.expires_at("k")
    assert isinstance(at, float)
    assert abs(at - WHOLE_SECONDS) <= 2


@clause("keyvalue.set-times.beyond-64-bits", source=OBSERVED, hint="call it an invalid time to live")
@both
@pytest.mark.parametrize("option", ["ttl_seconds", "expire_at_seconds"])
@pytest.mark.parametrize("seconds", [WHOLE_SECONDS + 1, -WHOLE_SECONDS - 1, 10**30, 1e300, -1e300])
def test_a_time_outside_of_64_bits_is_no_integer(store: KeyValue, operation: str, option: str, seconds: float) -> None:
    store.set("k", b"v", ttl_seconds=100)
    with unchanged(store, "k", "absent"):
        with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            getattr(store, operation)("k", b"new", **{option: seconds})
        with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            getattr(store, operation)("absent", b"new", **{option: seconds})


@clause("keyvalue.set-times.judged-before-condition", source=OBSERVED, hint="return at once when the condition fails")
@both
@pytest.mark.parametrize("option", ["ttl_seconds", "expire_at_seconds"])
def test_an_invalid_time_is_rejected_although_the_condition_does_not_hold(
    store: KeyValue, operation: str, option: str
) -> None:
    store.set("k", b"v")
    with unchanged(store, "k", "absent"):
        with rejects(InvalidRequest, KeyValueCode.INVALID_EXPIRE):
            getattr(store, operation)("k", b"new", only_if_absent=True, **{option: 0})
        with rejects(InvalidRequest, KeyValueCode.INVALID_EXPIRE):
            getattr(store, operation)("absent", b"new", only_if_present=True, **{option: 0})


@clause("keyvalue.set-times.whole-milliseconds", source=SET, hint="multiply by 1000 and truncate the float")
@both
@pytest.mark.parametrize("milliseconds", [1, 3, 57, 290, 1001, 4350, 8003, 16100])
def test_a_deadline_of_whole_milliseconds_is_met_exactly(store: KeyValue, operation: str, milliseconds: int) -> None:
    at = 4_000_000_000 + milliseconds / 1000
    getattr(store, operation)("k", b"v", expire_at_seconds=at)
    assert store.expires_at("k") == at


@clause("keyvalue.set-times.fraction-dropped", source=SET, hint="round to the nearest millisecond")
@both
def test_a_fraction_of_a_millisecond_is_dropped(store: KeyValue, operation: str) -> None:
    getattr(store, operation)("k", b"v", expire_at_seconds=4_000_000_000.0019)
    assert store.expires_at("k") == 4_000_000_000.001
