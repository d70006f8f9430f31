"""Taking named pending entries over from others."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._streams import add, ids_of, new, owners
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest, NotFound
from verifake.ports.keyvalue import Entry, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

XCLAIM = "https://redis.io/docs/latest/commands/xclaim/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"
OBSERVED_NEW = "observed: valkey 9.1.2 (redis 7.0.15 makes a consumer only when it gets something)"

LARGEST = 2**63 - 1


def pending(store: KeyValue) -> None:
    """Let a consumer of a group have three pending entries, of four that there are."""
    add(store, "k", "1-1", "1-2", "1-3", "1-4")
    store.group_create("k", "g", after="0")
    new(store, "x", count=3)


@clause("keyvalue.streams-claim.takes-over", source=XCLAIM, hint="leave the count of deliveries")
def test_a_claimed_entry_is_returned_and_has_a_new_owner(store: KeyValue) -> None:
    pending(store)
    claimed = store.group_claim("k", "g", "y", "1-3", "1-1", min_idle_seconds=0)
    assert claimed == [Entry("1-3", (("f", b"v"),)), Entry("1-1", (("f", b"v"),))]
    assert owners(store) == {"1-1": ("y", 2), "1-2": ("x", 1), "1-3": ("y", 2)}
    assert [(c.name, c.pending) for c in store.group_consumers("k", "g")] == [("x", 1), ("y", 2)]


@clause("keyvalue.streams-claim.from-itself", source=OBSERVED, hint="do nothing")
def test_a_consumer_can_claim_what_it_has(store: KeyValue) -> None:
    pending(store)
    assert ids_of(store.group_claim("k", "g", "x", "1-2", min_idle_seconds=0)) == ["1-2"]
    assert owners(store)["1-2"] == ("x", 2)


@clause("keyvalue.streams-claim.twice", source=OBSERVED, hint="claim each id once")
def test_an_id_that_is_given_twice_is_claimed_twice(store: KeyValue) -> None:
    pending(store)
    assert ids_of(store.group_claim("k", "g", "y", "1-2", "1-2", min_idle_seconds=0)) == ["1-2", "1-2"]
    assert owners(store)["1-2"] == ("y", 3)


@clause("keyvalue.streams-claim.not-pending", source=XCLAIM, hint="make it pending")
def test_what_is_not_pending_is_not_claimed(store: KeyValue) -> None:
    pending(store)
    store.group_acknowledge("k", "g", "1-1")
    assert store.group_claim("k", "g", "y", "1-4", "1-1", "9-9", min_idle_seconds=0) == []
    assert owners(store) == {"1-2": ("x", 1), "1-3": ("x", 1)}
    assert new(store, "x") == ["1-4"]


@clause("keyvalue.streams-claim.not-idle", source=XCLAIM, hint="claim it all the same")
@pytest.mark.parametrize("seconds", [3600, 0.9e15])
def test_what_is_not_idle_for_long_enough_is_not_claimed(store: KeyValue, seconds: float) -> None:
    pending(store)
    assert store.group_claim("k", "g", "y", "1-1", "1-2", min_idle_seconds=seconds) == []
    assert owners(store) == {"1-1": ("x", 1), "1-2": ("x", 1), "1-3": ("x", 1)}


@clause("keyvalue.streams-claim.negative-idle", source=OBSERVED)
@pytest.mark.parametrize("seconds", [-1, -0.001, -9.2e15])
def test_a_negative_idle_time_is_none(store: KeyValue, seconds: float) -> None:
    pending(store)
    assert ids_of(store.group_claim("k", "g", "y", "1-1", min_idle_seconds=seconds)) == ["1-1"]


@clause("keyvalue.streams-claim.deleted", source=XCLAIM, hint="return it without fields, or leave it pending")
def test_a_deleted_entry_is_taken_off_the_pending_list(store: KeyValue) -> None:
    pending(store)
    store.stream_delete("k", "1-1", "1-4")
    assert ids_of(store.group_claim("k", "g", "y", "1-1", "1-2", min_idle_seconds=0)) == ["1-2"]
    assert owners(store) == {"1-2": ("y", 2), "1-3": ("x", 1)}
    assert store.group_claim("k", "g", "y", "1-4", min_idle_seconds=0, force=True) == []
    assert owners(store) == {"1-2": ("y", 2), "1-3": ("x", 1)}


@clause("keyvalue.streams-claim.deleted-not-idle", source=OBSERVED, hint="look at the idle time first")
def test_a_deleted_entry_is_taken_off_however_idle_it_is(store: KeyValue) -> None:
    pending(store)
    store.stream_delete("k", "1-1")
    assert store.group_claim("k", "g", "y", "1-1", min_idle_seconds=3600) == []
    assert owners(store) == {"1-2": ("x", 1), "1-3": ("x", 1)}


@clause("keyvalue.streams-claim.deliveries", source=XCLAIM)
@pytest.mark.parametrize(
    ("given", "after"), [(None, 2), (0, 0), (1, 1), (7, 7), (LARGEST, LARGEST), (-1, 2), (-LARGEST - 1, 2)]
)
def test_the_count_of_deliveries_can_be_set(store: KeyValue, given: int | None, after: int) -> None:
    pending(store)
    store.group_claim("k", "g", "y", "1-1", min_idle_seconds=0, deliveries=given)
    assert owners(store)["1-1"] == ("y", after)


@clause("keyvalue.streams-claim.force", source=XCLAIM, hint="count the first delivery as one")
def test_force_makes_entries_pending(store: KeyValue) -> None:
    pending(store)
    claimed = store.group_claim("k", "g", "y", "1-4", "9-9", "1-1", min_idle_seconds=0, force=True)
    assert ids_of(claimed) == ["1-4", "1-1"]
    assert owners(store) == {"1-1": ("y", 2), "1-2": ("x", 1), "1-3": ("x", 1), "1-4": ("y", 2)}
    assert store.group_list("k")[0].last_delivered_id == "1-3"


@clause("keyvalue.streams-claim.force-idle", source=OBSERVED, hint="ask what is not pending how idle it is")
def test_force_does_not_look_at_the_idle_time_of_what_was_not_pending(store: KeyValue) -> None:
    pending(store)
    claimed = store.group_claim("k", "g", "y", "1-4", "1-1", min_idle_seconds=3600, force=True, deliveries=5)
    assert ids_of(claimed) == ["1-4"]
    assert owners(store)["1-4"] == ("y", 5)


@clause("keyvalue.streams-claim.idle-options", source=XCLAIM)
@pytest.mark.parametrize(
    "options",
    [{"idle_seconds": 60}, {"idle_since_seconds": 60}, {"idle_seconds": 0, "idle_since_seconds": 60}],
    ids="+".join,
)
def test_a_claimed_entry_can_count_as_idle(store: KeyValue, options: dict[str, float]) -> None:
    pending(store)
    store.group_claim("k", "g", "y", "1-1", min_idle_seconds=0, **options)  # type: ignore[arg-type]
    assert [e.id for e in store.group_pending_entries("k", "g", count=9, min_idle_seconds=50)] == ["1-1"]
    assert ids_of(store.group_claim("k", "g", "x", "1-1", "1-2", min_idle_seconds=50)) == ["1-1"]
    assert store.group_pending_entries("k", "g", count=9, min_idle_seconds=50) == []


@clause("keyvalue.streams-claim.absent", source=XCLAIM)
def test_claiming_needs_a_group(store: KeyValue) -> None:
    pending(store)
    for key, group in (("absent", "g"), ("k", "absent")):
        with unchanged(store, "k", "absent"), rejects(NotFound, KeyValueCode.NO_SUCH_GROUP):
            store.group_claim(key, group, "y", "bad", min_idle_seconds=9.3e15, force=True)


@clause("keyvalue.streams-claim.no-ids", source=OBSERVED, hint="claim nothing")
def test_claiming_nothing_is_rejected_before_all_else(store: KeyValue) -> None:
    pending(store)
    store.set("text", b"v")
    for key in ("k", "text", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            store.group_claim(key, "g", "y", min_idle_seconds=0, idle_seconds=1, deliveries=LARGEST + 1, force=True)


TOO_LONG = 9.3e15


@clause("keyvalue.streams-claim.numbers", source=OBSERVED)
@pytest.mark.parametrize(
    "options",
    [
        {"min_idle_seconds": TOO_LONG},
        {"min_idle_seconds": -TOO_LONG},
        {"idle_seconds": TOO_LONG},
        {"idle_since_seconds": -TOO_LONG},
        {"deliveries": LARGEST + 1},
    ],
    ids="+".join,
)
def test_numbers_of_more_than_64_bits_are_rejected(store: KeyValue, options: dict[str, float]) -> None:
    pending(store)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.group_claim("k", "g", "y", "1-1", **{"min_idle_seconds": 0, **options})  # type: ignore[arg-type]


@clause("keyvalue.streams-claim.order", source=OBSERVED)
def test_the_idle_time_is_judged_before_the_ids_and_these_before_the_options(store: KeyValue) -> None:
    pending(store)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.group_claim("k", "g", "y", "bad", min_idle_seconds=TOO_LONG)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INVALID_STREAM_ID):
        store.group_claim("k", "g", "y", "1-1", "bad", min_idle_seconds=0, idle_seconds=TOO_LONG)


@clause("keyvalue.streams-claim.makes-consumers", source=OBSERVED_NEW)
def test_a_claim_in_vain_makes_the_consumer(store: KeyValue) -> None:
    pending(store)
    assert store.group_claim("k", "g", "y", "9-9", min_idle_seconds=0) == []
    assert store.group_claim("k", "g", "z", "1-1", min_idle_seconds=3600) == []
    assert store.group_claim_automatically("k", "g", "a", min_idle_seconds=3600) == ("0-0", [], [])
    assert [c.name for c in store.group_consumers("k", "g")] == ["a", "x", "y", "z"]
