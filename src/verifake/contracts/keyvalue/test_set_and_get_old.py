"""`set_and_get_old`: what comes back, what is set, and what is refused."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._plant import OTHER_KINDS, Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode, NoTtl
from verifake.proof import ClauseClock, clause, rejects

SET = "https://redis.io/docs/latest/commands/set/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"


@clause("keyvalue.set-and-get-old.absent", source=SET, hint="return the new value, or True")
def test_an_absent_key_is_set_and_had_no_value(store: KeyValue) -> None:
    assert store.set_and_get_old("k", b"v") is None
    assert store.get("k") == b"v"


@clause("keyvalue.set-and-get-old.present", source=SET)
def test_the_old_value_comes_back_and_the_new_one_is_set(store: KeyValue) -> None:
    store.set("k", b"v")
    assert store.set_and_get_old("k", b"new") == b"v"
    assert store.get("k") == b"new"


@clause("keyvalue.set-and-get-old.empty-old-value", source=SET, hint="test the value's truth instead of its presence")
def test_an_empty_old_value_comes_back_as_such(store: KeyValue) -> None:
    store.set("k", b"")
    assert store.set_and_get_old("k", b"new") == b""


@clause("keyvalue.set-and-get-old.discards-the-deadline", source=SET, hint="keep the deadline, as GETSET never did")
def test_the_old_deadline_is_discarded(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    store.set_and_get_old("k", b"new")
    assert store.time_to_live("k") is NoTtl.PERSISTENT


@clause("keyvalue.set-and-get-old.ttl", source=SET)
def test_a_time_to_live_is_set(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=900)
    assert store.set_and_get_old("k", b"new", ttl_seconds=100) == b"v"
    remaining = store.time_to_live("k")
    assert isinstance(remaining, float)
    assert 100 - clock.grain_seconds <= remaining <= 100


@clause("keyvalue.set-and-get-old.deadline", source=SET)
def test_a_deadline_is_set(store: KeyValue, clock: ClauseClock) -> None:
    at = int(clock.now()) + 100.25
    assert store.set_and_get_old("k", b"new", expire_at_seconds=at) is None
    assert store.expires_at("k") == at


@clause("keyvalue.set-and-get-old.keep-ttl", source=SET)
def test_keep_ttl_keeps_the_deadline(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    before = store.expires_at("k")
    assert store.set_and_get_old("k", b"new", keep_ttl=True) == b"v"
    assert (store.get("k"), store.expires_at("k")) == (b"new", before)


@clause("keyvalue.set-and-get-old.keep-ttl-of-absent", source=SET)
def test_keep_ttl_on_an_absent_key_makes_a_persistent_one(store: KeyValue) -> None:
    assert store.set_and_get_old("k", b"v", keep_ttl=True) is None
    assert (store.get("k"), store.time_to_live("k")) == (b"v", NoTtl.PERSISTENT)


@clause("keyvalue.set-and-get-old.if-absent-sets-absent", source=SET, hint="return the new value")
def test_only_if_absent_sets_an_absent_key(store: KeyValue) -> None:
    assert store.set_and_get_old("k", b"v", only_if_absent=True) is None
    assert store.get("k") == b"v"


@clause("keyvalue.set-and-get-old.if-absent-refuses-present", source=SET, hint="reject NX with GET, as before 7.0")
def test_only_if_absent_returns_the_value_and_leaves_it(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    with unchanged(store, "k"):
        assert store.set_and_get_old("k", b"new", only_if_absent=True) == b"v"


@clause("keyvalue.set-and-get-old.if-absent-with-ttl", source=SET)
def test_only_if_absent_takes_a_time_to_live(store: KeyValue, clock: ClauseClock) -> None:
    assert store.set_and_get_old("k", b"v", only_if_absent=True, ttl_seconds=100) is None
    remaining = store.time_to_live("k")
    assert isinstance(remaining, float)
    assert 100 - clock.grain_seconds <= remaining <= 100


@clause("keyvalue.set-and-get-old.refused-if-absent-with-ttl", source=SET)
def test_a_refused_set_does_not_change_the_deadline(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    with unchanged(store, "k"):
        assert store.set_and_get_old("k", b"new", only_if_absent=True, ttl_seconds=900) == b"v"


@clause("keyvalue.set-and-get-old.refused-if-absent-with-past-deadline", source=OBSERVED)
def test_a_refused_set_with_a_past_deadline_does_not_delete(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v")
    with unchanged(store, "k"):
        old = store.set_and_get_old("k", b"new", only_if_absent=True, expire_at_seconds=clock.now() - 10)
        assert old == b"v"


@clause("keyvalue.set-and-get-old.if-absent-with-keep-ttl", source=SET)
def test_only_if_absent_with_keep_ttl(store: KeyValue) -> None:
    assert store.set_and_get_old("k", b"v", only_if_absent=True, keep_ttl=True) is None
    store.expire("k", 100)
    with unchanged(store, "k"):
        assert store.set_and_get_old("k", b"new", only_if_absent=True, keep_ttl=True) == b"v"


@clause("keyvalue.set-and-get-old.if-present-refuses-absent", source=SET)
def test_only_if_present_creates_nothing(store: KeyValue, clock: ClauseClock) -> None:
    with unchanged(store, "k"):
        assert store.set_and_get_old("k", b"v", only_if_present=True) is None
        assert store.set_and_get_old("k", b"v", only_if_present=True, ttl_seconds=100) is None
        assert store.set_and_get_old("k", b"v", only_if_present=True, keep_ttl=True) is None
        assert store.set_and_get_old("k", b"v", only_if_present=True, expire_at_seconds=clock.now() + 100) is None


@clause("keyvalue.set-and-get-old.if-present-sets-present", source=SET)
def test_only_if_present_sets_and_discards_the_deadline(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    assert store.set_and_get_old("k", b"new", only_if_present=True) == b"v"
    assert (store.get("k"), store.time_to_live("k")) == (b"new", NoTtl.PERSISTENT)


@clause("keyvalue.set-and-get-old.if-present-with-deadline", source=SET)
def test_only_if_present_takes_a_deadline(store: KeyValue, clock: ClauseClock) -> None:
    at = int(clock.now()) + 100
    store.set("k", b"v")
    assert store.set_and_get_old("k", b"new", only_if_present=True, expire_at_seconds=at) == b"v"
    assert store.expires_at("k") == at


@clause("keyvalue.set-and-get-old.if-present-with-ttl", source=SET)
def test_only_if_present_takes_a_time_to_live(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v")
    assert store.set_and_get_old("k", b"new", only_if_present=True, ttl_seconds=100) == b"v"
    remaining = store.time_to_live("k")
    assert isinstance(remaining, float)
    assert 100 - clock.grain_seconds <= remaining <= 100


@clause("keyvalue.set-and-get-old.if-present-with-keep-ttl", source=SET)
def test_only_if_present_with_keep_ttl_keeps_the_deadline(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    before = store.expires_at("k")
    assert store.set_and_get_old("k", b"new", only_if_present=True, keep_ttl=True) == b"v"
    assert (store.get("k"), store.expires_at("k")) == (b"new", before)


@clause("keyvalue.set-and-get-old.past-deadline", source=OBSERVED, hint="return None since nothing remains")
def test_a_past_deadline_returns_the_old_value_and_leaves_nothing(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v")
    assert store.set_and_get_old("k", b"new", expire_at_seconds=clock.now() - 10) == b"v"
    assert store.exists("k") == 0


@clause("keyvalue.set-and-get-old.past-deadline-of-absent", source=OBSERVED)
def test_a_past_deadline_leaves_an_absent_key_absent(store: KeyValue, clock: ClauseClock) -> None:
    with unchanged(store, "k"):
        assert store.set_and_get_old("k", b"new", expire_at_seconds=clock.now() - 10) is None


@clause("keyvalue.set-and-get-old.wrong-type", source=SET, hint="replace a list as set does")
@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_a_value_of_another_kind_is_rejected(store: KeyValue, plant: Plant, kind: KeyType) -> None:
    plant("k", kind)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.set_and_get_old("k", b"new")


@clause("keyvalue.set-and-get-old.wrong-type-before-condition", source=OBSERVED, hint="let the condition decide first")
def test_another_kind_is_rejected_whatever_the_condition(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    for option in ({"only_if_absent": True}, {"only_if_present": True}, {"keep_ttl": True}):
        with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            store.set_and_get_old("k", b"new", **option)


@clause("keyvalue.set-and-get-old.wrong-type-with-deadline", source=OBSERVED, hint="set the deadline before the value")
def test_another_kind_is_rejected_and_keeps_its_deadline(store: KeyValue, plant: Plant, clock: ClauseClock) -> None:
    plant("k", KeyType.LIST)
    store.expire("k", 100)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.set_and_get_old("k", b"new", ttl_seconds=900)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.set_and_get_old("k", b"new", expire_at_seconds=clock.now() - 10)


@clause("keyvalue.set-and-get-old.time-before-wrong-type", source=OBSERVED, hint="look at the key first")
def test_an_invalid_time_wins_over_the_wrong_type(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INVALID_EXPIRE):
        store.set_and_get_old("k", b"new", ttl_seconds=0)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.set_and_get_old("k", b"new", ttl_seconds=10**16)


ILLEGAL = [
    {"ttl_seconds": 5, "expire_at_seconds": 4e9},
    {"ttl_seconds": 5, "keep_ttl": True},
    {"expire_at_seconds": 4e9, "keep_ttl": True},
    {"only_if_absent": True, "only_if_present": True},
    {"only_if_absent": True, "only_if_present": True, "ttl_seconds": 5},
    {"ttl_seconds": 5, "expire_at_seconds": 4e9, "keep_ttl": True},
]


@clause("keyvalue.set-and-get-old.incompatible", source=SET, hint="let one of them win")
@pytest.mark.parametrize("options", ILLEGAL, ids="+".join)
def test_options_that_exclude_each_other_are_rejected(store: KeyValue, options: dict[str, float]) -> None:
    store.set("present", b"v", ttl_seconds=100)
    for key in ("absent", "present"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS):
            store.set_and_get_old(key, b"new", **options)  # type: ignore[arg-type]


@clause("keyvalue.set-and-get-old.incompatible-before-all", source=OBSERVED)
def test_incompatible_options_win_over_time_and_type(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS):
        store.set_and_get_old("k", b"new", ttl_seconds=0, keep_ttl=True)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS):
        store.set_and_get_old("k", b"new", only_if_absent=True, only_if_present=True, ttl_seconds=10**16)
