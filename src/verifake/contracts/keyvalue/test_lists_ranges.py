"""Stretches of lists: read, kept, removed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyValue, KeyValueCode, NoTtl
from verifake.proof import clause, rejects

LRANGE = "https://redis.io/docs/latest/commands/lrange/"
LTRIM = "https://redis.io/docs/latest/commands/ltrim/"
LREM = "https://redis.io/docs/latest/commands/lrem/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

LARGEST, SMALLEST = 2**63 - 1, -(2**63)
FIVE = [b"a", b"b", b"c", b"d", b"e"]

STRETCHES: dict[tuple[int, int], list[bytes]] = {
    (0, -1): FIVE,
    (0, 0): [b"a"],
    (1, 3): [b"b", b"c", b"d"],
    (3, 4): [b"d", b"e"],
    (4, 4): [b"e"],
    (-1, -1): [b"e"],
    (-2, -1): [b"d", b"e"],
    (-3, 3): [b"c", b"d"],
    (1, -2): [b"b", b"c", b"d"],
    (3, 100): [b"d", b"e"],
    (-100, 1): [b"a", b"b"],
    (-100, 100): FIVE,
    (SMALLEST, LARGEST): FIVE,
    (-5, -5): [b"a"],
    (3, 1): [],
    (-1, -2): [],
    (5, 5): [],
    (5, -1): [],
    (0, -6): [],
    (-100, -50): [],
    (LARGEST, LARGEST): [],
    (2**32, -1): [],
    (SMALLEST, SMALLEST): [],
}


@clause("keyvalue.lists-range.stretch", source=LRANGE, hint="leave out the end of the range")
@pytest.mark.parametrize(("start", "stop"), STRETCHES)
def test_a_range_includes_both_of_its_ends(store: KeyValue, start: int, stop: int) -> None:
    store.list_push("k", *FIVE)
    with unchanged(store, "k"):
        assert store.list_range("k", start, stop) == STRETCHES[start, stop]


@clause("keyvalue.lists-range.absent", source=LRANGE, hint="return None")
def test_an_absent_list_has_empty_ranges(store: KeyValue) -> None:
    assert store.list_range("k", 0, -1) == []


@clause("keyvalue.lists-trim.stretch", source=LTRIM, hint="remove the range, and keep the rest")
@pytest.mark.parametrize(("start", "stop"), STRETCHES)
def test_a_list_is_trimmed_to_a_range(store: KeyValue, start: int, stop: int) -> None:
    store.list_push("k", *FIVE)
    store.list_trim("k", start, stop)
    assert store.list_range("k", 0, -1) == STRETCHES[start, stop]
    assert store.exists("k") == bool(STRETCHES[start, stop])


@clause("keyvalue.lists-trim.keeps-deadline", source=OBSERVED)
def test_a_trimmed_list_keeps_its_deadline(store: KeyValue) -> None:
    store.list_push("k", *FIVE)
    store.expire("k", 100)
    at = store.expires_at("k")
    store.list_trim("k", 1, 2)
    assert store.expires_at("k") == at
    store.list_trim("k", 1, 0)
    store.list_push("k", b"a")
    assert store.time_to_live("k") is NoTtl.PERSISTENT


@clause("keyvalue.lists-trim.absent", source=LTRIM)
def test_an_absent_list_can_be_trimmed(store: KeyValue) -> None:
    with unchanged(store, "k"):
        store.list_trim("k", 0, 5)


NUMBERS: dict[str, Callable[[KeyValue, str, int], object]] = {
    "list_range start": lambda store, key, number: store.list_range(key, number, 0),
    "list_range stop": lambda store, key, number: store.list_range(key, 0, number),
    "list_trim start": lambda store, key, number: store.list_trim(key, number, 0),
    "list_trim stop": lambda store, key, number: store.list_trim(key, 0, number),
    "list_remove": lambda store, key, number: store.list_remove(key, b"a", count=number),
}


@clause("keyvalue.lists-number.beyond-64-bits", source=OBSERVED, hint="look at the key first")
@pytest.mark.parametrize("operation", NUMBERS)
@pytest.mark.parametrize("number", [LARGEST + 1, SMALLEST - 1])
def test_an_index_or_count_has_64_bits(store: KeyValue, operation: str, number: int) -> None:
    store.list_push("k", b"a", b"b")
    store.set("text", b"v")
    for key in ("k", "absent", "text"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            NUMBERS[operation](store, key, number)


SIX = [b"x", b"a", b"x", b"x", b"b", b"x"]


@clause("keyvalue.lists-remove.count", source=LREM, hint="count from the left for a negative count")
@pytest.mark.parametrize(
    ("count", "removed", "after"),
    [
        (0, 4, [b"a", b"b"]),
        (1, 1, [b"a", b"x", b"x", b"b", b"x"]),
        (2, 2, [b"a", b"x", b"b", b"x"]),
        (4, 4, [b"a", b"b"]),
        (5, 4, [b"a", b"b"]),
        (LARGEST, 4, [b"a", b"b"]),
        (-1, 1, [b"x", b"a", b"x", b"x", b"b"]),
        (-3, 3, [b"x", b"a", b"b"]),
        (-4, 4, [b"a", b"b"]),
        (-LARGEST, 4, [b"a", b"b"]),
    ],
)
def test_equal_elements_are_removed(store: KeyValue, count: int, removed: int, after: list[bytes]) -> None:
    store.list_push("k", *SIX)
    store.expire("k", 100)
    at = store.expires_at("k")
    assert store.list_remove("k", b"x", count=count) == removed
    assert store.list_range("k", 0, -1) == after
    assert store.expires_at("k") == at


@clause("keyvalue.lists-remove.all-by-default", source=LREM)
def test_all_equal_elements_are_removed_unless_told_otherwise(store: KeyValue) -> None:
    store.list_push("k", *SIX)
    assert store.list_remove("k", b"x") == 4


@clause("keyvalue.lists-remove.bytes", source=OBSERVED, hint="compare numbers, or prefixes")
def test_elements_are_compared_byte_by_byte(store: KeyValue) -> None:
    store.list_push("k", b"1", b"01", b"1 ", b"", b"+1", b"11")
    assert [store.list_remove("k", value) for value in (b"1", b"", b"1.0")] == [1, 1, 0]
    assert store.list_range("k", 0, -1) == [b"01", b"1 ", b"+1", b"11"]


@clause("keyvalue.lists-remove.none", source=LREM)
def test_without_an_equal_element_nothing_is_removed(store: KeyValue) -> None:
    store.list_push("k", b"a")
    store.expire("k", 100)
    for key in ("k", "absent"):
        for count in (0, 1, -1):
            with unchanged(store, key):
                assert store.list_remove(key, b"x", count=count) == 0


@clause("keyvalue.lists-remove.last", source=LREM, hint="keep an empty list")
@pytest.mark.parametrize("count", [0, 2, -2])
def test_the_last_element_removed_takes_the_key_along(store: KeyValue, count: int) -> None:
    store.list_push("k", b"x", b"x")
    store.expire("k", 100)
    assert store.list_remove("k", b"x", count=count) == 2
    assert store.exists("k") == 0
    store.list_push("k", b"a")
    assert store.time_to_live("k") is NoTtl.PERSISTENT


@clause("keyvalue.lists-remove.smallest-count", source="observed: valkey 9.1.2 (redis 7.0.15 removes all)")
def test_the_smallest_count_is_out_of_range(store: KeyValue) -> None:
    store.list_push("k", b"x")
    store.set("text", b"v")
    for key in ("k", "absent", "text"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
            store.list_remove(key, b"x", count=SMALLEST)
