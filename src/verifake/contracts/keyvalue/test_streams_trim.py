"""Cutting a stream: exactly, and as far as the engine likes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue._streams import VALUE, add, ids
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyValue, KeyValueCode, Trim
from verifake.proof import clause, rejects

XTRIM = "https://redis.io/docs/latest/commands/xtrim/"
XADD = "https://redis.io/docs/latest/commands/xadd/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

LARGEST = 2**63 - 1
FIVE = ["1-1", "1-2", "2-1", "3-0", "3-1"]

EXACT: list[tuple[Trim, int]] = [
    (Trim(max_length=5), 0),
    (Trim(max_length=LARGEST), 0),
    (Trim(max_length=4), 1),
    (Trim(max_length=1), 4),
    (Trim(max_length=0), 5),
    (Trim(min_id="1-1"), 0),
    (Trim(min_id="0"), 0),
    (Trim(min_id="1-2"), 1),
    (Trim(min_id="2"), 2),
    (Trim(min_id="2-2"), 3),
    (Trim(min_id="3"), 3),
    (Trim(min_id="3-1"), 4),
    (Trim(min_id="4"), 5),
]


@clause("keyvalue.streams-trim.exact", source=XTRIM, hint="keep the oldest")
@pytest.mark.parametrize(("trim", "removed"), EXACT)
def test_a_trim_keeps_the_newest_or_those_from_an_id_on(store: KeyValue, trim: Trim, removed: int) -> None:
    add(store, "k", *FIVE)
    assert store.stream_trim("k", trim) == removed
    assert ids(store, "k") == FIVE[removed:]
    assert store.stream_length("k") == 5 - removed


@clause("keyvalue.streams-trim.with-add", source=XADD, hint="trim before the entry is added")
@pytest.mark.parametrize(("trim", "removed"), EXACT)
def test_a_trim_with_an_entry_counts_that_entry(store: KeyValue, trim: Trim, removed: int) -> None:
    add(store, "k", *FIVE[:-1])
    assert store.stream_add("k", VALUE, id=FIVE[-1], trim=trim) == FIVE[-1]
    assert ids(store, "k") == FIVE[removed:]


@clause("keyvalue.streams-trim.with-first-add", source=OBSERVED, hint="delete the empty stream")
def test_an_entry_may_be_trimmed_as_it_is_added(store: KeyValue) -> None:
    assert store.stream_add("k", VALUE, id="1-1", trim=Trim(max_length=0)) == "1-1"
    assert (store.exists("k"), store.stream_length("k")) == (1, 0)
    info = store.stream_info("k")
    assert (info.last_id, info.entries_added, info.max_deleted_id) == ("1-1", 1, "0-0")


@clause("keyvalue.streams-trim.deleted-do-not-count", source=OBSERVED, hint="count deleted entries")
def test_deleted_entries_do_not_count(store: KeyValue) -> None:
    add(store, "k", *FIVE)
    store.stream_delete("k", "1-2", "3-0")
    assert store.stream_trim("k", Trim(max_length=2)) == 1
    assert ids(store, "k") == ["2-1", "3-1"]


@clause("keyvalue.streams-trim.deleted-edges", source=OBSERVED)
def test_what_is_left_before_a_deleted_last_entry_is_trimmed(store: KeyValue) -> None:
    add(store, "k", *FIVE)
    store.stream_delete("k", "3-1", "1-1")
    assert store.stream_trim("k", Trim(min_id="3-1")) == 3
    assert store.stream_trim("k", Trim(max_length=0)) == 0
    assert store.stream_add("k", VALUE, id="3-2") == "3-2"
    assert ids(store, "k") == ["3-2"]


@clause("keyvalue.streams-trim.absent", source=XTRIM)
def test_an_absent_stream_has_nothing_to_trim(store: KeyValue) -> None:
    for trim in (Trim(max_length=0), Trim(min_id="5"), Trim(max_length=5, approximate=True, limit=7)):
        with unchanged(store, "k"):
            assert store.stream_trim("k", trim) == 0


@clause("keyvalue.streams-trim.keeps-the-rest", source=OBSERVED, hint="take trimming for deleting")
def test_a_trim_is_no_deletion(store: KeyValue) -> None:
    add(store, "k", *FIVE)
    store.expire("k", 100)
    before = store.expires_at("k")
    store.stream_trim("k", Trim(max_length=2))
    info = store.stream_info("k")
    assert (info.last_id, info.entries_added, info.max_deleted_id) == ("3-1", 5, "0-0")
    assert store.expires_at("k") == before


@clause("keyvalue.streams-trim.approximate-bounds", source=XTRIM, hint="remove more than was asked for")
@pytest.mark.parametrize("length", [0, 1, 50, 100, 101, 199, 200, 250])
def test_an_approximate_trim_leaves_at_least_so_many_and_less_than_a_node_more(store: KeyValue, length: int) -> None:
    given = [f"{number}-1" for number in range(1, 251)]
    add(store, "k", *given)
    removed = store.stream_trim("k", Trim(max_length=length, approximate=True))
    left = ids(store, "k")
    assert left == given[removed:]
    assert length <= len(left) < length + 100 or len(left) == length


@clause("keyvalue.streams-trim.approximate-id-bounds", source=XTRIM, hint="remove more than was asked for")
@pytest.mark.parametrize("first", [0, 1, 50, 101, 150, 201, 250, 300])
def test_an_approximate_trim_by_id_keeps_all_from_there_on(store: KeyValue, first: int) -> None:
    given = [f"{number}-1" for number in range(1, 251)]
    add(store, "k", *given)
    removed = store.stream_trim("k", Trim(min_id=f"{first}-0", approximate=True))
    assert removed <= max(first - 1, 0)
    assert ids(store, "k") == given[removed:]


@clause("keyvalue.streams-trim.approximate-nodes", source=OBSERVED, hint="cut exactly, or by entries alone")
@pytest.mark.parametrize(("size", "removed"), [(1, 100), (30, 100), (31, 99), (63, 55), (64, 54), (2000, 98)])
def test_nodes_of_default_size_take_a_hundred_entries_or_four_kibibytes(
    store: KeyValue, size: int, removed: int
) -> None:
    for number in range(1, 101):
        store.stream_add("k", {"f": b"x" * size}, id=f"{number}-1")
    add(store, "k", "101-1")
    assert store.stream_trim("k", Trim(max_length=1, approximate=True)) == removed


@clause("keyvalue.streams-trim.approximate-nodes-of-numbers", source=OBSERVED, hint="count numbers as text")
@pytest.mark.parametrize(
    ("value", "removed"),
    [
        (b"9223372036854775807", 100),
        (b"-9223372036854775808", 100),
        (b"9223372036854775808", 57),
        (b"0123456789012345678", 57),
    ],
)
def test_numbers_take_less_room(store: KeyValue, value: bytes, removed: int) -> None:
    for number in range(1, 101):
        store.stream_add("k", {"f": value, "7": value, "g": value}, id=f"{number}-1")
    add(store, "k", "101-1")
    assert store.stream_trim("k", Trim(max_length=1, approximate=True)) == removed


@clause("keyvalue.streams-trim.limit", source=XTRIM, hint="remove a part of a node")
def test_a_limit_ends_an_approximate_trim(store: KeyValue) -> None:
    add(store, "k", *(f"{number}-1" for number in range(1, 351)))
    trims = [Trim(max_length=10, approximate=True, limit=limit) for limit in (1, 99, 100, 150, 0)]
    removed = [store.stream_trim("k", trim) for trim in trims]
    assert removed[:2] == [0, 0]
    assert all(each <= trim.limit for each, trim in zip(removed[:4], trims, strict=False) if trim.limit is not None)
    assert sum(removed) == 300
    assert ids(store, "k")[0] == "301-1"


IMPOSSIBLE: list[tuple[Trim, KeyValueCode]] = [
    (Trim(), KeyValueCode.INCOMPATIBLE_OPTIONS),
    (Trim(approximate=True), KeyValueCode.INCOMPATIBLE_OPTIONS),
    (Trim(limit=5), KeyValueCode.INCOMPATIBLE_OPTIONS),
    (Trim(limit=0), KeyValueCode.INCOMPATIBLE_OPTIONS),
    (Trim(approximate=True, limit=5), KeyValueCode.INCOMPATIBLE_OPTIONS),
    (Trim(max_length=1, min_id="1"), KeyValueCode.INCOMPATIBLE_OPTIONS),
    (Trim(max_length=1, min_id="1", approximate=True, limit=1), KeyValueCode.INCOMPATIBLE_OPTIONS),
    (Trim(max_length=1, limit=5), KeyValueCode.INCOMPATIBLE_OPTIONS),
    (Trim(min_id="1", limit=0), KeyValueCode.INCOMPATIBLE_OPTIONS),
    (Trim(max_length=-1), KeyValueCode.OUT_OF_RANGE),
    (Trim(max_length=-1, approximate=True), KeyValueCode.OUT_OF_RANGE),
    (Trim(max_length=1, approximate=True, limit=-1), KeyValueCode.OUT_OF_RANGE),
    (Trim(limit=-1), KeyValueCode.OUT_OF_RANGE),
    (Trim(max_length=LARGEST + 1), KeyValueCode.NOT_AN_INTEGER),
    (Trim(max_length=-LARGEST - 2), KeyValueCode.NOT_AN_INTEGER),
    (Trim(max_length=1, approximate=True, limit=LARGEST + 1), KeyValueCode.NOT_AN_INTEGER),
    # Which error is seen where there are several.
    (Trim(max_length=-1, min_id="bad", limit=-1), KeyValueCode.OUT_OF_RANGE),
    (Trim(max_length=1, min_id="bad", limit=-1), KeyValueCode.INCOMPATIBLE_OPTIONS),
    (Trim(min_id="bad", limit=-1), KeyValueCode.INVALID_STREAM_ID),
    (Trim(max_length=1, limit=-1), KeyValueCode.OUT_OF_RANGE),
]


@clause("keyvalue.streams-trim.impossible", source=XTRIM, hint="let one of them win")
@pytest.mark.parametrize(("trim", "code"), IMPOSSIBLE)
def test_an_impossible_trim_is_rejected(store: KeyValue, trim: Trim, code: KeyValueCode) -> None:
    add(store, "k", *FIVE)
    store.set("text", b"v")
    for key in ("k", "absent", "text"):
        calls: list[Callable[[], object]] = [
            lambda key=key: store.stream_trim(key, trim),  # type: ignore[misc]
            lambda key=key: store.stream_add(key, VALUE, id="9-9", trim=trim),  # type: ignore[misc]
            lambda key=key: store.stream_add(key, VALUE, only_if_present=True, trim=trim),  # type: ignore[misc]
        ]
        for call in calls:
            with unchanged(store, key), rejects(InvalidRequest, code):
                call()


@clause("keyvalue.streams-trim.order-with-id", source=OBSERVED, hint="judge the trim as a whole first")
def test_a_new_id_is_read_between_the_parts_of_a_trim_and_the_whole(store: KeyValue) -> None:
    add(store, "k", "1-1")
    for trim, code in [
        (Trim(max_length=-1), KeyValueCode.OUT_OF_RANGE),
        (Trim(max_length=1, limit=1), KeyValueCode.INVALID_STREAM_ID),
        (Trim(), KeyValueCode.INVALID_STREAM_ID),
    ]:
        with unchanged(store, "k"), rejects(InvalidRequest, code):
            store.stream_add("k", VALUE, id="bad", trim=trim)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS):
        store.stream_add("k", VALUE, id="0-0", trim=Trim())
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.STREAM_ID_TOO_SMALL):
        store.stream_add("k", VALUE, id="1-1", trim=Trim(max_length=0))
