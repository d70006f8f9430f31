"""Where in a list an element is."""

from __future__ import annotations

from typing import Any

import pytest

from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyValue, KeyValueCode
from verifake.proof import clause, rejects

LPOS = "https://redis.io/docs/latest/commands/lpos/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

LARGEST, SMALLEST = 2**63 - 1, -(2**63)
ELEVEN = [b"a", b"b", b"c", b"1", b"2", b"3", b"c", b"c", b"", b"c", b"x"]
"""``c`` is at 2, 6, 7 and 9."""


@clause("keyvalue.lists-position.rank", source=LPOS, hint="return how far it is from the end that was counted from")
@pytest.mark.parametrize(
    ("rank", "position"),
    [(1, 2), (2, 6), (4, 9), (5, None), (LARGEST, None), (-1, 9), (-2, 7), (-4, 2), (-5, None), (-LARGEST, None)],
)
def test_the_rank_chooses_among_equal_elements(store: KeyValue, rank: int, position: int | None) -> None:
    store.list_push("k", *ELEVEN)
    assert store.list_position("k", b"c", rank=rank) == position
    assert store.list_positions("k", b"c", rank=rank, count=1) == ([] if position is None else [position])


@clause("keyvalue.lists-position.first", source=LPOS)
def test_the_first_equal_element_is_found(store: KeyValue) -> None:
    store.list_push("k", *ELEVEN)
    assert store.list_position("k", b"c") == 2
    assert store.list_position("k", b"a") == 0
    assert store.list_position("k", b"") == 8
    assert store.list_position("k", b"2") == 4
    for absent in (b"d", b"02", b"2.0", b"C", b"cc"):
        assert store.list_position("k", absent) is None


@clause("keyvalue.lists-position.max-length", source=LPOS, hint="count the equal ones only")
@pytest.mark.parametrize(
    ("rank", "length", "position"),
    [
        (1, 0, 2),
        (1, 2, None),
        (1, 3, 2),
        (2, 6, None),
        (2, 7, 6),
        (1, LARGEST, 2),
        (-1, 1, None),
        (-1, 2, 9),
        (-2, 3, None),
        (-2, 4, 7),
        (-4, 8, None),
        (-4, 9, 2),
    ],
)
def test_so_many_elements_are_compared_at_most(store: KeyValue, rank: int, length: int, position: int | None) -> None:
    store.list_push("k", *ELEVEN)
    assert store.list_position("k", b"c", rank=rank, max_length=length) == position


@clause("keyvalue.lists-positions.count", source=LPOS, hint="sort them")
@pytest.mark.parametrize(
    ("options", "positions"),
    [
        ({}, [2, 6, 7, 9]),
        ({"count": 0}, [2, 6, 7, 9]),
        ({"count": 2}, [2, 6]),
        ({"count": 5}, [2, 6, 7, 9]),
        ({"count": LARGEST}, [2, 6, 7, 9]),
        ({"rank": 2}, [6, 7, 9]),
        ({"rank": 2, "count": 2}, [6, 7]),
        ({"rank": 4, "count": 2}, [9]),
        ({"rank": 5}, []),
        ({"rank": -1}, [9, 7, 6, 2]),
        ({"rank": -1, "count": 2}, [9, 7]),
        ({"rank": -3}, [6, 2]),
        ({"max_length": 7}, [2, 6]),
        ({"max_length": 8, "rank": 2}, [6, 7]),
        ({"max_length": 4, "rank": -1}, [9, 7]),
        ({"max_length": 8, "count": 2, "rank": 2}, [6, 7]),
        ({"max_length": 7, "count": 2, "rank": 2}, [6]),
        ({"max_length": 2}, []),
    ],
)
def test_all_or_some_positions_are_found_in_the_direction_of_the_rank(
    store: KeyValue, options: dict[str, Any], positions: list[int]
) -> None:
    store.list_push("k", *ELEVEN)
    with unchanged(store, "k"):
        assert store.list_positions("k", b"c", **options) == positions


@clause("keyvalue.lists-position.absent", source=LPOS)
def test_nothing_is_anywhere_in_an_absent_list(store: KeyValue) -> None:
    assert store.list_position("k", b"a") is None
    assert store.list_positions("k", b"a") == []
    assert store.list_positions("k", b"a", count=1) == []


REFUSED: dict[str, tuple[dict[str, Any], KeyValueCode]] = {
    "rank zero": ({"rank": 0}, KeyValueCode.OUT_OF_RANGE),
    "rank too large": ({"rank": LARGEST + 1}, KeyValueCode.NOT_AN_INTEGER),
    "rank too small": ({"rank": SMALLEST - 1}, KeyValueCode.NOT_AN_INTEGER),
    "length negative": ({"max_length": -1}, KeyValueCode.OUT_OF_RANGE),
    "length smallest": ({"max_length": SMALLEST}, KeyValueCode.OUT_OF_RANGE),
    "length too large": ({"max_length": LARGEST + 1}, KeyValueCode.OUT_OF_RANGE),
    "length too small": ({"max_length": SMALLEST - 1}, KeyValueCode.OUT_OF_RANGE),
    "rank before length": ({"rank": LARGEST + 1, "max_length": -1}, KeyValueCode.NOT_AN_INTEGER),
}


@clause("keyvalue.lists-position.refused", source=LPOS, hint="look at the key first")
@pytest.mark.parametrize("case", REFUSED)
def test_a_search_is_refused_whatever_the_key_holds(store: KeyValue, case: str) -> None:
    options, code = REFUSED[case]
    store.list_push("k", b"a")
    store.set("text", b"v")
    for key in ("k", "absent", "text"):
        with unchanged(store, key), rejects(InvalidRequest, code):
            store.list_position(key, b"a", **options)
        with unchanged(store, key), rejects(InvalidRequest, code):
            store.list_positions(key, b"a", **options)


@clause("keyvalue.lists-positions.count-refused", source=LPOS, hint="call a negative count all")
@pytest.mark.parametrize("count", [-1, SMALLEST, LARGEST + 1, SMALLEST - 1])
def test_a_count_of_positions_is_not_negative(store: KeyValue, count: int) -> None:
    store.list_push("k", b"a")
    store.set("text", b"v")
    for key in ("k", "absent", "text"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
            store.list_positions(key, b"a", count=count)
    with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.list_positions("k", b"a", count=count, rank=LARGEST + 1)


@clause(
    "keyvalue.lists-position.smallest-rank",
    source="observed: valkey 9.1.2 (redis 7.0.15 takes it for the last one)",
)
def test_the_smallest_rank_is_out_of_range(store: KeyValue) -> None:
    store.list_push("k", b"a")
    store.set("text", b"v")
    for key in ("k", "absent", "text"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
            store.list_position(key, b"a", rank=SMALLEST)
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
            store.list_positions(key, b"a", rank=SMALLEST, count=-1)
