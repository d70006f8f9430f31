"""Conditions of `expire` and `expire_at`, alone and in every combination."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import ClauseClock, clause, rejects

PEXPIRE = "https://redis.io/docs/latest/commands/pexpire/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

NX = "only_if_persistent"
XX = "only_if_volatile"
GT = "only_if_later"
LT = "only_if_sooner"

LEGAL = [(NX,), (XX,), (GT,), (LT,), (XX, GT), (XX, LT)]
ILLEGAL = [(NX, XX), (NX, GT), (NX, LT), (GT, LT), (NX, XX, GT), (NX, XX, LT), (NX, GT, LT), (XX, GT, LT)]
BASE_SECONDS = 1000

by_options = pytest.mark.parametrize("options", LEGAL, ids="+".join)


def given(options: tuple[str, ...]) -> dict[str, bool]:
    return dict.fromkeys(options, True)


@clause("keyvalue.expire-condition.on-persistent", source=PEXPIRE, hint="take no deadline for a time of zero")
@by_options
def test_no_deadline_counts_as_infinitely_late(store: KeyValue, clock: ClauseClock, options: tuple[str, ...]) -> None:
    allowed = options in {(NX,), (LT,)}
    at = int(clock.now()) + BASE_SECONDS
    store.set("k", b"v")
    store.set("k2", b"v")
    assert store.expire("k", BASE_SECONDS, **given(options)) is allowed
    assert store.expire_at("k2", at, **given(options)) is allowed
    assert isinstance(store.expires_at("k"), float) is allowed
    assert (store.expires_at("k2") == at) is allowed


@clause("keyvalue.expire-condition.refused-on-persistent", source=PEXPIRE)
@pytest.mark.parametrize("options", [(XX,), (GT,), (XX, GT), (XX, LT)], ids="+".join)
def test_a_refused_condition_leaves_a_persistent_key(store: KeyValue, options: tuple[str, ...]) -> None:
    store.set("k", b"v")
    with unchanged(store, "k"):
        assert store.expire("k", BASE_SECONDS, **given(options)) is False


@clause("keyvalue.expire-condition.on-absent", source=PEXPIRE, hint="create a deadline without a key")
@by_options
def test_no_condition_holds_for_an_absent_key(store: KeyValue, clock: ClauseClock, options: tuple[str, ...]) -> None:
    with unchanged(store, "k"):
        assert store.expire("k", BASE_SECONDS, **given(options)) is False
        assert store.expire("k", -1, **given(options)) is False
        assert store.expire_at("k", clock.now() + BASE_SECONDS, **given(options)) is False


@clause("keyvalue.expire-condition.later-deadline", source=PEXPIRE, hint="compare the wrong way round")
@by_options
@pytest.mark.parametrize("later_by", [0.001, 1, 1e6])
def test_a_later_deadline(store: KeyValue, clock: ClauseClock, options: tuple[str, ...], later_by: float) -> None:
    at = int(clock.now()) + BASE_SECONDS
    allowed = options in {(XX,), (GT,), (XX, GT)}
    store.set("k", b"v", expire_at_seconds=at)
    assert store.expire_at("k", at + later_by, **given(options)) is allowed
    assert store.expires_at("k") == (at + later_by if allowed else at)


@clause("keyvalue.expire-condition.sooner-deadline", source=PEXPIRE, hint="compare the wrong way round")
@by_options
@pytest.mark.parametrize("sooner_by", [0.001, 1, 900])
def test_a_sooner_deadline(store: KeyValue, clock: ClauseClock, options: tuple[str, ...], sooner_by: float) -> None:
    at = int(clock.now()) + BASE_SECONDS
    allowed = options in {(XX,), (LT,), (XX, LT)}
    store.set("k", b"v", expire_at_seconds=at)
    assert store.expire_at("k", at - sooner_by, **given(options)) is allowed
    assert store.expires_at("k") == (at - sooner_by if allowed else at)


@clause("keyvalue.expire-condition.equal-deadline", source=PEXPIRE, hint="compare with >= or <=")
@by_options
def test_an_equal_deadline_is_neither_later_nor_sooner(
    store: KeyValue, clock: ClauseClock, options: tuple[str, ...]
) -> None:
    at = int(clock.now()) + BASE_SECONDS
    store.set("k", b"v", expire_at_seconds=at)
    with unchanged(store, "k"):
        assert store.expire_at("k", at, **given(options)) is (options == (XX,))


@clause("keyvalue.expire-condition.equal-within-a-millisecond", source=OBSERVED, hint="compare fractions")
def test_deadlines_within_a_millisecond_are_equal(store: KeyValue, clock: ClauseClock) -> None:
    at = int(clock.now()) + BASE_SECONDS
    store.set("k", b"v", expire_at_seconds=at)
    with unchanged(store, "k"):
        assert store.expire_at("k", at + 0.0009, only_if_later=True) is False


@clause("keyvalue.expire-condition.later-time-to-live", source=PEXPIRE, hint="compare durations with deadlines")
@by_options
def test_a_longer_time_to_live(store: KeyValue, options: tuple[str, ...]) -> None:
    store.set("k", b"v", ttl_seconds=BASE_SECONDS)
    before = store.expires_at("k")
    allowed = options in {(XX,), (GT,), (XX, GT)}
    assert store.expire("k", 5 * BASE_SECONDS, **given(options)) is allowed
    assert (store.expires_at("k") != before) is allowed


@clause("keyvalue.expire-condition.sooner-time-to-live", source=PEXPIRE, hint="compare durations with deadlines")
@by_options
def test_a_shorter_time_to_live(store: KeyValue, options: tuple[str, ...]) -> None:
    store.set("k", b"v", ttl_seconds=BASE_SECONDS)
    before = store.expires_at("k")
    allowed = options in {(XX,), (LT,), (XX, LT)}
    assert store.expire("k", BASE_SECONDS / 5, **given(options)) is allowed
    assert (store.expires_at("k") != before) is allowed


@clause("keyvalue.expire-condition.past-of-volatile", source=OBSERVED, hint="delete before the condition is judged")
@by_options
@pytest.mark.parametrize("seconds", [0, -0.0009, -1, -9223372036854775])
def test_a_time_in_the_past_deletes_only_if_the_condition_holds(
    store: KeyValue, options: tuple[str, ...], seconds: float
) -> None:
    allowed = options in {(XX,), (LT,), (XX, LT)}
    for key in ("k", "k2"):
        store.set(key, b"v", ttl_seconds=BASE_SECONDS)
    assert store.expire("k", seconds, **given(options)) is allowed
    assert store.expire_at("k2", seconds, **given(options)) is allowed
    assert store.exists("k", "k2") == (0 if allowed else 2)


@clause("keyvalue.expire-condition.past-of-persistent", source=OBSERVED, hint="delete before the condition is judged")
@by_options
@pytest.mark.parametrize("seconds", [0, -1])
def test_a_time_in_the_past_on_a_persistent_key(store: KeyValue, options: tuple[str, ...], seconds: float) -> None:
    allowed = options in {(NX,), (LT,)}
    for key in ("k", "k2"):
        store.set(key, b"v")
    assert store.expire("k", seconds, **given(options)) is allowed
    assert store.expire_at("k2", seconds, **given(options)) is allowed
    assert store.exists("k", "k2") == (0 if allowed else 2)


@clause("keyvalue.expire-condition.of-another-kind", source=PEXPIRE)
def test_conditions_hold_for_every_kind(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.STREAM)
    assert store.expire("k", 100, only_if_volatile=True) is False
    assert store.expire("k", 100, only_if_persistent=True) is True
    assert store.expire("k", 900, only_if_later=True) is True
    assert store.expire("k", 900, only_if_persistent=True) is False


@clause("keyvalue.expire-condition.incompatible", source=PEXPIRE, hint="let one of them win")
@pytest.mark.parametrize("options", [*ILLEGAL, (NX, XX, GT, LT)], ids="+".join)
def test_options_that_exclude_each_other_are_rejected(store: KeyValue, options: tuple[str, ...]) -> None:
    store.set("volatile", b"v", ttl_seconds=BASE_SECONDS)
    store.set("persistent", b"v")
    for key in ("volatile", "persistent", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS):
            store.expire(key, 5, **given(options))
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS):
            store.expire_at(key, 4e9, **given(options))


@clause("keyvalue.expire-condition.incompatible-before-time", source=OBSERVED, hint="judge the time first")
@pytest.mark.parametrize("seconds", [-1, 0, 9223372036854775, 10**16, -(10**16)])
def test_incompatible_options_win_over_a_bad_time(store: KeyValue, seconds: int) -> None:
    store.set("k", b"v", ttl_seconds=BASE_SECONDS)
    for options in ILLEGAL[:4]:
        with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS):
            store.expire("k", seconds, **given(options))
        with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS):
            store.expire_at("k", seconds, **given(options))


@clause("keyvalue.expire-condition.time-before-condition", source=OBSERVED, hint="return at once when it does not hold")
@by_options
def test_a_bad_time_is_rejected_although_the_condition_does_not_hold(store: KeyValue, options: tuple[str, ...]) -> None:
    with unchanged(store, "absent"):
        with rejects(InvalidRequest, KeyValueCode.INVALID_EXPIRE):
            store.expire("absent", 9223372036854775, **given(options))
        with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.expire("absent", 10**16, **given(options))
        with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.expire_at("absent", 10**16, **given(options))
