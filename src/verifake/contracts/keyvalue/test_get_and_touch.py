"""`get_and_touch`: a read that changes the deadline."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode, NoTtl
from verifake.proof import ClauseClock, clause, rejects

GETEX = "https://redis.io/docs/latest/commands/getex/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"
NEWER = "observed: valkey 9.1.2 (redis 7.0.15 looks at the key first)"

WHOLE_SECONDS = 9223372036854775


@clause("keyvalue.get-and-touch.without-option", source=GETEX, hint="take no option for persist")
def test_without_an_option_it_only_reads(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    with unchanged(store, "k"):
        assert store.get_and_touch("k") == b"v"


@clause("keyvalue.get-and-touch.ttl", source=GETEX)
def test_a_time_to_live_is_set(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v")
    assert store.get_and_touch("k", ttl_seconds=100) == b"v"
    remaining = store.time_to_live("k")
    assert isinstance(remaining, float)
    assert 100 - clock.grain_seconds <= remaining <= 100


@clause("keyvalue.get-and-touch.ttl-shortens", source=GETEX, hint="keep the later of both deadlines")
def test_a_shorter_time_to_live_replaces_a_longer_one(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=900)
    store.get_and_touch("k", ttl_seconds=100)
    remaining = store.time_to_live("k")
    assert isinstance(remaining, float)
    assert 100 - clock.grain_seconds <= remaining <= 100


@clause("keyvalue.get-and-touch.deadline", source=GETEX)
def test_a_deadline_is_kept_as_given(store: KeyValue, clock: ClauseClock) -> None:
    at = int(clock.now()) + 100.25
    store.set("k", b"v")
    assert store.get_and_touch("k", expire_at_seconds=at) == b"v"
    assert store.expires_at("k") == at


@clause("keyvalue.get-and-touch.latest-deadline", source=OBSERVED)
def test_the_latest_deadline_is_the_largest_64_bit_integer(store: KeyValue) -> None:
    store.set("k", b"v")
    assert store.get_and_touch("k", expire_at_seconds=WHOLE_SECONDS) == b"v"
    at = store.expires_at("k")
    assert isinstance(at, float)
    assert abs(at - WHOLE_SECONDS) <= 2


@clause("keyvalue.get-and-touch.past-deadline", source=GETEX, hint="reject a deadline in the past")
def test_a_past_deadline_returns_the_value_and_deletes(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v")
    assert store.get_and_touch("k", expire_at_seconds=clock.now() - 10) == b"v"
    assert store.exists("k") == 0


@clause("keyvalue.get-and-touch.persist", source=GETEX)
def test_persist_takes_the_deadline_away(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    assert store.get_and_touch("k", persist=True) == b"v"
    assert (store.get("k"), store.time_to_live("k")) == (b"v", NoTtl.PERSISTENT)


@clause("keyvalue.get-and-touch.persist-of-persistent", source=GETEX)
def test_persist_leaves_a_persistent_key(store: KeyValue) -> None:
    store.set("k", b"v")
    with unchanged(store, "k"):
        assert store.get_and_touch("k", persist=True) == b"v"


@clause("keyvalue.get-and-touch.empty-value", source=GETEX, hint="test the value's truth instead of its presence")
def test_an_empty_value_is_touched(store: KeyValue) -> None:
    store.set("k", b"")
    assert store.get_and_touch("k", ttl_seconds=100) == b""
    assert isinstance(store.time_to_live("k"), float)


@clause("keyvalue.get-and-touch.absent", source=GETEX, hint="create the key with the deadline")
def test_an_absent_key_stays_absent(store: KeyValue, clock: ClauseClock) -> None:
    with unchanged(store, "k"):
        assert store.get_and_touch("k") is None
        assert store.get_and_touch("k", ttl_seconds=100) is None
        assert store.get_and_touch("k", expire_at_seconds=clock.now() + 100) is None
        assert store.get_and_touch("k", expire_at_seconds=clock.now() - 100) is None
        assert store.get_and_touch("k", persist=True) is None


ILLEGAL = [
    {"ttl_seconds": 5, "expire_at_seconds": 4e9},
    {"ttl_seconds": 5, "persist": True},
    {"expire_at_seconds": 4e9, "persist": True},
    {"ttl_seconds": 5, "expire_at_seconds": 4e9, "persist": True},
]


@clause("keyvalue.get-and-touch.incompatible", source=GETEX, hint="let one of them win")
@pytest.mark.parametrize("options", ILLEGAL, ids="+".join)
def test_options_that_exclude_each_other_are_rejected(store: KeyValue, options: dict[str, float]) -> None:
    store.set("present", b"v", ttl_seconds=100)
    for key in ("absent", "present"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS):
            store.get_and_touch(key, **options)  # type: ignore[arg-type]


@clause("keyvalue.get-and-touch.incompatible-before-all", source=OBSERVED, hint="judge time or type first")
@pytest.mark.parametrize("seconds", [0, -1, 10**16])
def test_incompatible_options_win_over_time_and_type(store: KeyValue, plant: Plant, seconds: int) -> None:
    plant("list", KeyType.LIST)
    store.set("string", b"v")
    for key in ("list", "string"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS):
            store.get_and_touch(key, ttl_seconds=seconds, persist=True)


@clause("keyvalue.get-and-touch.not-positive", source=GETEX, hint="take zero for a deletion, as expire does")
@pytest.mark.parametrize("option", ["ttl_seconds", "expire_at_seconds"])
@pytest.mark.parametrize("seconds", [0, -0.0, 0.000999, -0.0005, -0.001, -1, -WHOLE_SECONDS])
def test_a_time_of_zero_or_less_is_rejected(store: KeyValue, option: str, seconds: float) -> None:
    store.set("k", b"v", ttl_seconds=100)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INVALID_EXPIRE):
        store.get_and_touch("k", **{option: seconds})  # type: ignore[arg-type]


@clause("keyvalue.get-and-touch.deadline-beyond-64-bits", source=OBSERVED)
def test_a_time_to_live_whose_deadline_exceeds_64_bits_is_rejected(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=100)
    for seconds in (WHOLE_SECONDS - int(clock.now()) + 1, WHOLE_SECONDS):
        with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INVALID_EXPIRE):
            store.get_and_touch("k", ttl_seconds=seconds)


@clause("keyvalue.get-and-touch.latest-time-to-live", source=OBSERVED)
def test_a_time_to_live_whose_deadline_just_fits_is_accepted(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v")
    store.get_and_touch("k", ttl_seconds=WHOLE_SECONDS - int(clock.now()) - 60)
    at = store.expires_at("k")
    assert isinstance(at, float)
    assert WHOLE_SECONDS - 120 <= at <= WHOLE_SECONDS


@clause("keyvalue.get-and-touch.beyond-64-bits", source=OBSERVED)
@pytest.mark.parametrize("option", ["ttl_seconds", "expire_at_seconds"])
@pytest.mark.parametrize("seconds", [WHOLE_SECONDS + 1, -WHOLE_SECONDS - 1, 1e300])
def test_a_time_outside_of_64_bits_is_no_integer(store: KeyValue, option: str, seconds: float) -> None:
    store.set("k", b"v", ttl_seconds=100)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.get_and_touch("k", **{option: seconds})  # type: ignore[arg-type]


@clause("keyvalue.get-and-touch.invalid-time-of-absent", source=NEWER, hint="return at once for an absent key")
@pytest.mark.parametrize("option", ["ttl_seconds", "expire_at_seconds"])
def test_an_invalid_time_is_rejected_although_the_key_is_absent(store: KeyValue, option: str) -> None:
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INVALID_EXPIRE):
        store.get_and_touch("k", **{option: 0})  # type: ignore[arg-type]
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.get_and_touch("k", **{option: 10**16})  # type: ignore[arg-type]


@clause("keyvalue.get-and-touch.wrong-type", source=GETEX)
def test_a_value_of_another_kind_is_rejected(store: KeyValue, plant: Plant, clock: ClauseClock) -> None:
    plant("k", KeyType.LIST)
    store.expire("k", 100)
    with unchanged(store, "k"):
        with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            store.get_and_touch("k")
        with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            store.get_and_touch("k", ttl_seconds=900)
        with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            store.get_and_touch("k", expire_at_seconds=clock.now() - 10)
        with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            store.get_and_touch("k", persist=True)


@clause("keyvalue.get-and-touch.time-before-wrong-type", source=NEWER, hint="look at the key first")
def test_an_invalid_time_wins_over_the_wrong_type(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INVALID_EXPIRE):
        store.get_and_touch("k", ttl_seconds=0)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.get_and_touch("k", ttl_seconds=10**16)
