"""Taking over whatever is idle."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._streams import add, ids_of, new, owners
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest, NotFound
from verifake.ports.keyvalue import Entry, Exclusive, IdBound, KeyValue, KeyValueCode, Trim
from verifake.proof import clause, rejects

XAUTOCLAIM = "https://redis.io/docs/latest/commands/xautoclaim/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

LAST = 2**64 - 1
LARGEST = 2**63 - 1
MOST = LARGEST // 16

Claimed = tuple[str, list[str], list[str]]


def pending(store: KeyValue) -> None:
    """Let a consumer of a group have five pending entries."""
    add(store, "k", "1-1", "1-2", "1-3", "2-1", "2-2")
    store.group_create("k", "g", after="0")
    new(store, "x")


def claim(store: KeyValue, *, start: IdBound = "0-0", count: int = 100, seconds: float = 0) -> Claimed:
    """Let a consumer take over what is idle; return where to go on, ids of entries, and deleted ids."""
    position, entries, deleted = store.group_claim_automatically(
        "k", "g", "y", min_idle_seconds=seconds, start=start, count=count
    )
    return position, ids_of(entries), deleted


@clause("keyvalue.streams-claim-automatically.all", source=XAUTOCLAIM)
def test_all_that_is_pending_is_claimed(store: KeyValue) -> None:
    pending(store)
    position, entries, deleted = store.group_claim_automatically("k", "g", "y", min_idle_seconds=0)
    assert (position, deleted) == ("0-0", [])
    assert entries[0] == Entry("1-1", (("f", b"v"),))
    assert owners(store) == dict.fromkeys(["1-1", "1-2", "1-3", "2-1", "2-2"], ("y", 2))


@clause("keyvalue.streams-claim-automatically.pages", source=XAUTOCLAIM, hint="return the last id that was claimed")
def test_claiming_goes_on_at_the_next_pending_id(store: KeyValue) -> None:
    pending(store)
    store.group_acknowledge("k", "g", "1-3")
    assert claim(store, count=2) == ("2-1", ["1-1", "1-2"], [])
    assert claim(store, start="2-1", count=1) == ("2-2", ["2-1"], [])
    assert claim(store, start="2-2", count=1) == ("0-0", ["2-2"], [])
    assert claim(store, count=4) == ("0-0", ["1-1", "1-2", "2-1", "2-2"], [])


STARTS: list[tuple[IdBound, list[str]]] = [
    ("-", ["1-1", "1-2", "1-3", "2-1", "2-2"]),
    ("1-2", ["1-2", "1-3", "2-1", "2-2"]),
    ("2", ["2-1", "2-2"]),
    (Exclusive("2-1"), ["2-2"]),
    (Exclusive("2"), ["2-1", "2-2"]),
    ("2-3", []),
    ("+", []),
]


@clause("keyvalue.streams-claim-automatically.start", source=XAUTOCLAIM)
@pytest.mark.parametrize(("start", "found"), STARTS)
def test_claiming_begins_at_an_id(store: KeyValue, start: IdBound, found: list[str]) -> None:
    pending(store)
    assert claim(store, start=start) == ("0-0", found, [])


@clause("keyvalue.streams-claim-automatically.not-idle", source=XAUTOCLAIM)
def test_what_is_not_idle_for_long_enough_is_passed_over(store: KeyValue) -> None:
    pending(store)
    store.group_claim("k", "g", "x", "1-2", "2-2", min_idle_seconds=0, idle_seconds=60)
    assert claim(store, seconds=50) == ("0-0", ["1-2", "2-2"], [])
    assert claim(store, seconds=50) == ("0-0", [], [])
    assert claim(store, seconds=-50, count=1) == ("1-2", ["1-1"], [])
    assert owners(store) == {"1-1": ("y", 2), "1-2": ("y", 3), "1-3": ("x", 1), "2-1": ("x", 1), "2-2": ("y", 3)}


@clause("keyvalue.streams-claim-automatically.looks", source=OBSERVED, hint="look at everything that is pending")
def test_ten_times_as_many_are_looked_at_as_are_asked_for(store: KeyValue) -> None:
    add(store, "k", *(f"{number}-0" for number in range(1, 31)))
    store.group_create("k", "g", after="0")
    new(store, "x")
    store.group_claim("k", "g", "x", "11-0", "12-0", min_idle_seconds=0, idle_seconds=60)
    assert claim(store, seconds=50, count=1) == ("11-0", [], [])
    assert claim(store, seconds=50, count=1, start="2-0") == ("12-0", ["11-0"], [])
    assert claim(store, seconds=50, count=2) == ("21-0", ["12-0"], [])
    assert claim(store, seconds=50, count=3) == ("0-0", [], [])


@clause("keyvalue.streams-claim-automatically.deleted", source=XAUTOCLAIM, hint="leave deleted entries pending")
def test_deleted_entries_are_taken_off_the_pending_list_and_named(store: KeyValue) -> None:
    pending(store)
    store.stream_delete("k", "1-2", "2-2")
    store.stream_trim("k", Trim(min_id="1-2"))
    assert claim(store) == ("0-0", ["1-3", "2-1"], ["1-1", "1-2", "2-2"])
    assert owners(store) == {"1-3": ("y", 2), "2-1": ("y", 2)}
    assert claim(store) == ("0-0", ["1-3", "2-1"], [])


@clause("keyvalue.streams-claim-automatically.deleted-count", source=OBSERVED, hint="count claimed entries only")
def test_deleted_entries_count_and_need_not_be_idle(store: KeyValue) -> None:
    pending(store)
    store.stream_delete("k", "1-1", "1-3")
    assert claim(store, count=2, seconds=3600) == ("2-1", [], ["1-1", "1-3"])
    pair = claim(store, count=1)
    assert pair == ("2-1", ["1-2"], [])


@clause("keyvalue.streams-claim-automatically.nothing", source=XAUTOCLAIM)
def test_nothing_is_claimed_where_nothing_is_pending(store: KeyValue) -> None:
    store.group_create("k", "g", create_stream=True)
    assert claim(store) == ("0-0", [], [])
    assert claim(store, start="5-5", count=1) == ("0-0", [], [])


@clause("keyvalue.streams-claim-automatically.absent", source=XAUTOCLAIM)
def test_claiming_needs_a_group(store: KeyValue) -> None:
    pending(store)
    for key, group in (("absent", "g"), ("k", "absent")):
        with unchanged(store, "k", "absent"), rejects(NotFound, KeyValueCode.NO_SUCH_GROUP):
            store.group_claim_automatically(key, group, "y", min_idle_seconds=0, count=MOST)


@clause("keyvalue.streams-claim-automatically.count", source=XAUTOCLAIM, hint="take any number")
@pytest.mark.parametrize("count", [0, -1, MOST + 1, LARGEST, LARGEST + 1, -LARGEST - 2])
def test_an_impossible_count_is_rejected(store: KeyValue, count: int) -> None:
    pending(store)
    store.set("text", b"v")
    for key in ("k", "text", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
            store.group_claim_automatically(key, "g", "y", min_idle_seconds=0, count=count)


@clause("keyvalue.streams-claim-automatically.memory", source=OBSERVED, hint="allocate nothing")
@pytest.mark.parametrize("count", [2**44, MOST])
def test_a_count_beyond_all_memory_is_rejected(store: KeyValue, count: int) -> None:
    pending(store)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
        store.group_claim_automatically("k", "g", "y", min_idle_seconds=0, count=count)


@clause("keyvalue.streams-claim-automatically.order", source=OBSERVED, hint="look at the key first")
def test_the_idle_time_then_the_id_then_the_count_are_judged_before_the_key(store: KeyValue) -> None:
    store.set("text", b"v")
    for key in ("text", "absent"):
        with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.group_claim_automatically(key, "g", "y", min_idle_seconds=9.3e15, start="bad", count=0)
        with rejects(InvalidRequest, KeyValueCode.INVALID_STREAM_ID):
            store.group_claim_automatically(key, "g", "y", min_idle_seconds=0, start="bad", count=0)
        with rejects(InvalidRequest, KeyValueCode.INVALID_STREAM_ID):
            store.group_claim_automatically(key, "g", "y", min_idle_seconds=0, start=Exclusive(f"{LAST}-{LAST}"))
