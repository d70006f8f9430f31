"""Members by rank."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

ZRANGE = "https://redis.io/docs/latest/commands/zrange/"
ZREMRANGEBYRANK = "https://redis.io/docs/latest/commands/zremrangebyrank/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

LARGEST = 2**63 - 1
SMALLEST = -(2**63)
SCORES = {b"a": 1.0, b"b": 2.0, b"c": 2.0, b"d": 3.0, b"e": 5.0}

RANKS = [
    (0, -1, b"abcde"),
    (0, 0, b"a"),
    (1, 3, b"bcd"),
    (0, 100, b"abcde"),
    (3, 100, b"de"),
    (4, 4, b"e"),
    (5, 5, b""),
    (5, -1, b""),
    (2, 1, b""),
    (-1, -1, b"e"),
    (-2, -1, b"de"),
    (-100, 1, b"ab"),
    (-100, -4, b"ab"),
    (-100, -6, b""),
    (-5, -5, b"a"),
    (-6, -5, b"a"),
    (-1, 0, b""),
    (-1, 4, b"e"),
    (0, -5, b"a"),
    (0, -6, b""),
    (SMALLEST, LARGEST, b"abcde"),
    (LARGEST, LARGEST, b""),
    (SMALLEST, SMALLEST, b""),
    (LARGEST, SMALLEST, b""),
]
by_ranks = pytest.mark.parametrize(("start", "stop", "names"), RANKS)


def members(names: bytes) -> list[bytes]:
    return [bytes([name]) for name in names]


@clause("keyvalue.sorted-sets.range", source=ZRANGE, hint="leave the last one out, as slices do")
@by_ranks
def test_both_ends_are_included_and_negative_ones_count_from_the_end(
    store: KeyValue, start: int, stop: int, names: bytes
) -> None:
    store.sorted_add("k", SCORES)
    with unchanged(store, "k"):
        assert store.sorted_range("k", start, stop) == [(member, SCORES[member]) for member in members(names)]


@clause("keyvalue.sorted-sets.range-reverse", source=ZRANGE, hint="reverse what the range gives forwards")
@by_ranks
def test_in_reverse_the_highest_score_has_rank_zero(store: KeyValue, start: int, stop: int, names: bytes) -> None:
    mirrored = bytes(b"edcba"[b"abcde".index(name)] for name in names)
    store.sorted_add("k", SCORES)
    found = store.sorted_range("k", start, stop, reverse=True)
    assert found == [(member, SCORES[member]) for member in members(mirrored)]


@clause("keyvalue.sorted-sets.range-stored", source="https://redis.io/docs/latest/commands/zrangestore/")
@by_ranks
def test_what_a_range_gives_is_stored(store: KeyValue, start: int, stop: int, names: bytes) -> None:
    mirrored = bytes(b"edcba"[b"abcde".index(name)] for name in names)
    store.sorted_add("k", SCORES)
    assert store.sorted_range_store("d", "k", start, stop) == len(names)
    assert store.sorted_range("d", 0, -1) == [(member, SCORES[member]) for member in members(names)]
    assert store.sorted_range_store("d", "k", start, stop, reverse=True) == len(names)
    assert store.sorted_range("d", 0, -1, reverse=True) == [(member, SCORES[member]) for member in members(mirrored)]


@clause("keyvalue.sorted-sets.range-of-absent", source=ZRANGE)
def test_an_absent_key_has_no_range(store: KeyValue) -> None:
    assert store.sorted_range("absent", 0, -1) == []
    assert store.sorted_range("absent", 0, -1, reverse=True) == []
    assert store.exists("absent") == 0


@clause("keyvalue.sorted-sets.remove-range", source=ZREMRANGEBYRANK)
@by_ranks
def test_what_a_range_gives_is_removed(store: KeyValue, start: int, stop: int, names: bytes) -> None:
    store.sorted_add("k", SCORES)
    assert store.sorted_remove_range("k", start, stop) == len(names)
    left = [(member, score) for member, score in SCORES.items() if member not in members(names)]
    assert store.sorted_range("k", 0, -1) == left
    assert store.exists("k") == (1 if left else 0)


@clause("keyvalue.sorted-sets.remove-range-of-absent", source=ZREMRANGEBYRANK)
def test_nothing_is_removed_from_an_absent_key(store: KeyValue) -> None:
    assert store.sorted_remove_range("absent", 0, -1) == 0


@clause("keyvalue.sorted-sets.remove-range-then-rank", source=OBSERVED, hint="keep what was removed in the order")
def test_ranks_close_up_behind_what_was_removed(store: KeyValue) -> None:
    store.sorted_add("k", SCORES)
    store.sorted_remove_range("k", 1, 2)
    assert [store.sorted_rank("k", member) for member in SCORES] == [0, None, None, 1, 2]
    store.sorted_add("k", {b"c": 4})
    assert store.sorted_range("k", 0, -1) == [(b"a", 1.0), (b"d", 3.0), (b"c", 4.0), (b"e", 5.0)]


@clause("keyvalue.sorted-sets.rank-beyond-64-bits", source=OBSERVED, hint="clamp it to the size")
@pytest.mark.parametrize("rank", [LARGEST + 1, SMALLEST - 1, 10**30, -(10**30)])
def test_a_rank_beyond_64_bits_is_rejected(store: KeyValue, rank: int) -> None:
    store.sorted_add("k", SCORES)
    for start, stop in ((rank, -1), (0, rank)):
        for key in ("k", "absent"):
            with unchanged(store, key, "d"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
                store.sorted_range(key, start, stop)
            with unchanged(store, key, "d"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
                store.sorted_remove_range(key, start, stop)
            with unchanged(store, key, "d"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
                store.sorted_range_store("d", key, start, stop)


@clause("keyvalue.sorted-sets.rank-before-wrong-type", source=OBSERVED, hint="look at the key first")
def test_a_bad_rank_wins_over_another_kind(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    with unchanged(store, "k"):
        with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.sorted_range("k", 0, LARGEST + 1)
        with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.sorted_remove_range("k", LARGEST + 1, 0)
        with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.sorted_range_store("k2", "k", LARGEST + 1, 0)
