"""The options of `set`, alone and in every combination."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode, NoTtl
from verifake.proof import ClauseClock, clause, rejects

SET = "https://redis.io/docs/latest/commands/set/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"


@clause("keyvalue.set-options.if-absent-sets-absent", source=SET)
def test_only_if_absent_sets_an_absent_key(store: KeyValue) -> None:
    assert store.set("k", b"v", only_if_absent=True) is True
    assert (store.get("k"), store.time_to_live("k")) == (b"v", NoTtl.PERSISTENT)


@clause("keyvalue.set-options.if-absent-refuses-present", source=SET, hint="discard the deadline all the same")
def test_only_if_absent_leaves_a_present_key(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    with unchanged(store, "k"):
        assert store.set("k", b"new", only_if_absent=True) is False


@clause("keyvalue.set-options.if-absent-refuses-empty-value", source=SET, hint="take an empty value for absence")
def test_only_if_absent_leaves_an_empty_value(store: KeyValue) -> None:
    store.set("k", b"")
    with unchanged(store, "k"):
        assert store.set("k", b"new", only_if_absent=True) is False


@clause("keyvalue.set-options.if-absent-refuses-another-kind", source=SET)
def test_only_if_absent_leaves_a_key_of_another_kind(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.HASH)
    with unchanged(store, "k"):
        assert store.set("k", b"new", only_if_absent=True) is False


@clause("keyvalue.set-options.if-absent-with-ttl", source=SET)
def test_only_if_absent_takes_a_time_to_live(store: KeyValue, clock: ClauseClock) -> None:
    assert store.set("k", b"v", only_if_absent=True, ttl_seconds=100) is True
    remaining = store.time_to_live("k")
    assert isinstance(remaining, float)
    assert 100 - clock.grain_seconds <= remaining <= 100


@clause("keyvalue.set-options.refused-if-absent-with-ttl", source=SET, hint="set the deadline before the condition")
def test_a_refused_set_does_not_change_the_deadline(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    with unchanged(store, "k"):
        assert store.set("k", b"new", only_if_absent=True, ttl_seconds=900) is False


@clause("keyvalue.set-options.if-absent-with-deadline", source=SET)
def test_only_if_absent_takes_a_deadline(store: KeyValue, clock: ClauseClock) -> None:
    at = int(clock.now()) + 100
    assert store.set("k", b"v", only_if_absent=True, expire_at_seconds=at) is True
    assert store.expires_at("k") == at


@clause(
    "keyvalue.set-options.refused-if-absent-with-past-deadline", source=OBSERVED, hint="delete before the condition"
)
def test_a_refused_set_with_a_past_deadline_does_not_delete(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v")
    with unchanged(store, "k"):
        assert store.set("k", b"new", only_if_absent=True, expire_at_seconds=clock.now() - 10) is False


@clause("keyvalue.set-options.if-absent-with-keep-ttl", source=SET)
def test_only_if_absent_with_keep_ttl_makes_a_persistent_key(store: KeyValue) -> None:
    assert store.set("k", b"v", only_if_absent=True, keep_ttl=True) is True
    assert store.time_to_live("k") is NoTtl.PERSISTENT


@clause("keyvalue.set-options.refused-if-absent-with-keep-ttl", source=SET)
def test_only_if_absent_with_keep_ttl_leaves_a_present_key(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    with unchanged(store, "k"):
        assert store.set("k", b"new", only_if_absent=True, keep_ttl=True) is False


@clause("keyvalue.set-options.if-present-refuses-absent", source=SET)
def test_only_if_present_creates_nothing(store: KeyValue) -> None:
    with unchanged(store, "k"):
        assert store.set("k", b"v", only_if_present=True) is False


@clause("keyvalue.set-options.if-present-refuses-absent-with-ttl", source=SET)
def test_only_if_present_with_a_time_to_live_creates_nothing(store: KeyValue) -> None:
    with unchanged(store, "k"):
        assert store.set("k", b"v", only_if_present=True, ttl_seconds=100) is False


@clause("keyvalue.set-options.if-present-refuses-absent-with-keep-ttl", source=SET)
def test_only_if_present_with_keep_ttl_creates_nothing(store: KeyValue) -> None:
    with unchanged(store, "k"):
        assert store.set("k", b"v", only_if_present=True, keep_ttl=True) is False


@clause("keyvalue.set-options.if-present-sets-present", source=SET, hint="take the condition for keep_ttl")
def test_only_if_present_sets_and_discards_the_deadline(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    assert store.set("k", b"new", only_if_present=True) is True
    assert (store.get("k"), store.time_to_live("k")) == (b"new", NoTtl.PERSISTENT)


@clause("keyvalue.set-options.if-present-sets-empty-value", source=SET, hint="take an empty value for absence")
def test_only_if_present_replaces_an_empty_value(store: KeyValue) -> None:
    store.set("k", b"")
    assert store.set("k", b"new", only_if_present=True) is True
    assert store.get("k") == b"new"


@clause("keyvalue.set-options.if-present-replaces-another-kind", source=SET)
def test_only_if_present_replaces_a_value_of_another_kind(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.SET)
    assert store.set("k", b"new", only_if_present=True) is True
    assert store.get("k") == b"new"


@clause("keyvalue.set-options.if-present-with-ttl", source=SET)
def test_only_if_present_takes_a_time_to_live(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v")
    assert store.set("k", b"new", only_if_present=True, ttl_seconds=100) is True
    remaining = store.time_to_live("k")
    assert isinstance(remaining, float)
    assert 100 - clock.grain_seconds <= remaining <= 100


@clause("keyvalue.set-options.if-present-with-deadline", source=SET)
def test_only_if_present_takes_a_deadline(store: KeyValue, clock: ClauseClock) -> None:
    at = int(clock.now()) + 100
    store.set("k", b"v")
    assert store.set("k", b"new", only_if_present=True, expire_at_seconds=at) is True
    assert store.expires_at("k") == at


@clause("keyvalue.set-options.if-present-with-past-deadline", source=OBSERVED, hint="report that nothing was set")
def test_only_if_present_with_a_past_deadline_is_done_and_leaves_nothing(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v")
    assert store.set("k", b"new", only_if_present=True, expire_at_seconds=clock.now() - 10) is True
    assert store.exists("k") == 0


@clause("keyvalue.set-options.refused-if-present-with-past-deadline", source=OBSERVED)
def test_only_if_present_with_a_past_deadline_refuses_an_absent_key(store: KeyValue, clock: ClauseClock) -> None:
    with unchanged(store, "k"):
        assert store.set("k", b"v", only_if_present=True, expire_at_seconds=clock.now() - 10) is False


@clause("keyvalue.set-options.if-present-with-keep-ttl", source=SET)
def test_only_if_present_with_keep_ttl_keeps_the_deadline(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    before = store.expires_at("k")
    assert store.set("k", b"new", only_if_present=True, keep_ttl=True) is True
    assert (store.get("k"), store.expires_at("k")) == (b"new", before)


@clause("keyvalue.set-options.keep-ttl", source=SET)
def test_keep_ttl_keeps_the_deadline(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    before = store.expires_at("k")
    assert store.set("k", b"new", keep_ttl=True) is True
    assert (store.get("k"), store.expires_at("k")) == (b"new", before)


@clause("keyvalue.set-options.keep-ttl-of-persistent", source=SET)
def test_keep_ttl_keeps_a_persistent_key_persistent(store: KeyValue) -> None:
    store.set("k", b"v")
    store.set("k", b"new", keep_ttl=True)
    assert store.time_to_live("k") is NoTtl.PERSISTENT


@clause("keyvalue.set-options.keep-ttl-of-absent", source=SET, hint="refuse an absent key")
def test_keep_ttl_on_an_absent_key_makes_a_persistent_one(store: KeyValue) -> None:
    assert store.set("k", b"v", keep_ttl=True) is True
    assert (store.get("k"), store.time_to_live("k")) == (b"v", NoTtl.PERSISTENT)


@clause("keyvalue.set-options.keep-ttl-of-another-kind", source=OBSERVED, hint="keep deadlines of strings only")
def test_keep_ttl_keeps_the_deadline_of_another_kind(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    store.expire("k", 100)
    before = store.expires_at("k")
    assert store.set("k", b"new", keep_ttl=True) is True
    assert (store.get("k"), store.expires_at("k")) == (b"new", before)


@clause("keyvalue.set-options.ttl", source=SET)
def test_ttl_counts_from_now(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=100)
    remaining = store.time_to_live("k")
    assert isinstance(remaining, float)
    assert 100 - clock.grain_seconds <= remaining <= 100


@clause("keyvalue.set-options.ttl-replaces", source=SET, hint="keep the later of both deadlines")
def test_a_new_time_to_live_replaces_a_longer_one(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=900)
    store.set("k", b"v", ttl_seconds=100)
    remaining = store.time_to_live("k")
    assert isinstance(remaining, float)
    assert 100 - clock.grain_seconds <= remaining <= 100


@clause("keyvalue.set-options.deadline", source=SET)
def test_a_deadline_is_kept_as_given(store: KeyValue, clock: ClauseClock) -> None:
    at = int(clock.now()) + 100.25
    assert store.set("k", b"v", expire_at_seconds=at) is True
    assert store.expires_at("k") == at


@clause("keyvalue.set-options.past-deadline", source=OBSERVED, hint="reject a deadline in the past")
def test_a_past_deadline_is_done_and_leaves_nothing(store: KeyValue, clock: ClauseClock) -> None:
    assert store.set("k", b"v", expire_at_seconds=clock.now() - 10) is True
    assert (store.get("k"), store.exists("k"), store.expires_at("k")) == (None, 0, NoTtl.ABSENT)


@clause("keyvalue.set-options.past-deadline-deletes", source=OBSERVED, hint="leave the old value")
def test_a_past_deadline_removes_what_was_there(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=100)
    assert store.set("k", b"new", expire_at_seconds=clock.now() - 10) is True
    assert store.exists("k") == 0


@clause("keyvalue.set-options.earliest-deadline", source=SET)
def test_the_earliest_deadline_is_a_millisecond_after_1970(store: KeyValue) -> None:
    assert store.set("k", b"v", expire_at_seconds=0.001) is True
    assert store.exists("k") == 0


ILLEGAL = [
    {"ttl_seconds": 5, "expire_at_seconds": 4e9},
    {"ttl_seconds": 5, "keep_ttl": True},
    {"expire_at_seconds": 4e9, "keep_ttl": True},
    {"only_if_absent": True, "only_if_present": True},
    {"ttl_seconds": 5, "expire_at_seconds": 4e9, "keep_ttl": True},
    {"only_if_absent": True, "only_if_present": True, "ttl_seconds": 5},
    {"only_if_absent": True, "only_if_present": True, "expire_at_seconds": 4e9},
    {"only_if_absent": True, "only_if_present": True, "keep_ttl": True},
    {"only_if_absent": True, "ttl_seconds": 5, "keep_ttl": True},
    {"only_if_present": True, "expire_at_seconds": 4e9, "keep_ttl": True},
]


@clause("keyvalue.set-options.incompatible", source=SET, hint="let one of them win")
@pytest.mark.parametrize("options", ILLEGAL, ids="+".join)
def test_options_that_exclude_each_other_are_rejected(store: KeyValue, options: dict[str, float]) -> None:
    store.set("present", b"v", ttl_seconds=100)
    for key in ("absent", "present"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS):
            store.set(key, b"new", **options)  # type: ignore[arg-type]


@clause("keyvalue.set-options.incompatible-before-time", source=OBSERVED, hint="judge the time first")
@pytest.mark.parametrize("seconds", [0, -1, 10**16])
def test_incompatible_options_win_over_an_invalid_time(store: KeyValue, seconds: int) -> None:
    store.set("k", b"v")
    for option in ({"keep_ttl": True}, {"only_if_absent": True, "only_if_present": True}):
        with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS):
            store.set("k", b"new", ttl_seconds=seconds, **option)
