"""Sorted sets that an engine keeps in another form: many members, or long ones."""

from __future__ import annotations

import pytest

from verifake.ports.keyvalue import Exclusive, KeyValue
from verifake.proof import clause

SORTED_SETS = "https://redis.io/docs/latest/develop/data-types/sorted-sets/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

SIZES = [127, 128, 129, 1500]
by_size = pytest.mark.parametrize("size", SIZES)


def scores_of(size: int) -> dict[bytes, float]:
    """Return members with scores, of which many are equal, in no order."""
    members = [b"%05d" % (number * 7919 % size) for number in range(size)]
    return {member: (int(member) * 7 % 50) / 4 for member in members}


def in_order(scores: dict[bytes, float]) -> list[tuple[bytes, float]]:
    return sorted(scores.items(), key=lambda item: (item[1], item[0]))


@clause("keyvalue.sorted-sets.large-order", source=SORTED_SETS)
@by_size
def test_a_large_set_is_in_order(store: KeyValue, size: int) -> None:
    scores = scores_of(size)
    assert store.sorted_add("k", scores) == size
    ordered = in_order(scores)
    assert store.sorted_size("k") == size
    assert store.sorted_range("k", 0, -1) == ordered
    assert store.sorted_range("k", 0, -1, reverse=True) == ordered[::-1]
    for rank in (0, 1, size // 2, size - 1):
        assert store.sorted_rank("k", ordered[rank][0]) == rank
        assert store.sorted_rank("k", ordered[rank][0], reverse=True) == size - 1 - rank


@clause("keyvalue.sorted-sets.large-ranges", source=SORTED_SETS)
@by_size
def test_ranges_of_a_large_set(store: KeyValue, size: int) -> None:
    scores = scores_of(size)
    store.sorted_add("k", scores)
    ordered = in_order(scores)
    assert store.sorted_range("k", 100, 110) == ordered[100:111]
    assert store.sorted_range("k", 5, 9, reverse=True) == ordered[::-1][5:10]
    between = [(member, score) for member, score in ordered if 2.5 < score <= 6.25]
    assert store.sorted_range_by_score("k", Exclusive(2.5), 6.25) == between
    assert store.sorted_range_by_score("k", Exclusive(2.5), 6.25, offset=7, limit=9) == between[7:16]
    assert store.sorted_range_by_score("k", Exclusive(2.5), 6.25, reverse=True, offset=7) == between[::-1][7:]
    assert store.sorted_count("k", Exclusive(2.5), 6.25) == len(between)


@clause("keyvalue.sorted-sets.large-changes", source=SORTED_SETS, hint="change the order in one place only")
@by_size
def test_a_large_set_stays_in_order_through_changes(store: KeyValue, size: int) -> None:
    scores = scores_of(size)
    store.sorted_add("k", scores)
    assert store.sorted_rank("k", in_order(scores)[0][0]) == 0
    moved, gone = sorted(scores)[::5], sorted(scores)[2::7]
    for place, member in enumerate(moved):
        by = (-3, 0.25, 20)[place % 3]
        scores[member] += by
        assert store.sorted_increment("k", member, by) == scores[member]
    assert store.sorted_remove("k", *gone) == len(gone)
    scores = {member: score for member, score in scores.items() if member not in gone}
    new = {b"new%d" % number: float(number) for number in range(20)}
    assert store.sorted_add("k", new) == 20
    assert store.sorted_range("k", 0, -1) == in_order(scores | new)


@clause("keyvalue.sorted-sets.large-removed-ranges", source=SORTED_SETS)
@by_size
def test_ranges_are_removed_from_a_large_set(store: KeyValue, size: int) -> None:
    scores = scores_of(size)
    store.sorted_add("k", scores)
    ordered = in_order(scores)
    assert store.sorted_remove_range("k", 10, 19) == 10
    del ordered[10:20]
    between = [(member, score) for member, score in ordered if 9 <= score < 11]
    assert store.sorted_remove_range_by_score("k", 9, Exclusive(11)) == len(between)
    ordered = [item for item in ordered if item not in between]
    assert store.sorted_pop("k", 15) == ordered[:15]
    assert store.sorted_pop("k", 15, highest=True) == ordered[:-16:-1]
    assert store.sorted_range("k", 0, -1) == ordered[15:-15]


@clause("keyvalue.sorted-sets.large-lex", source=SORTED_SETS)
@by_size
def test_members_of_a_large_set_between_two_others(store: KeyValue, size: int) -> None:
    members = sorted(scores_of(size))
    store.sorted_add("k", dict.fromkeys(members, 1))
    assert store.sorted_range_by_lex("k", b"0005", Exclusive(b"00100")) == members[50:100]
    assert store.sorted_range_by_lex("k", b"0005", b"00099", reverse=True, offset=5, limit=3) == members[92:95][::-1]
    assert store.sorted_lex_count("k", Exclusive(b"00050"), None) == size - 51
    assert store.sorted_remove_range_by_lex("k", None, b"00099") == 100
    assert store.sorted_range_by_lex("k", None, None) == members[100:]


@clause("keyvalue.sorted-sets.large-combined", source=SORTED_SETS)
@by_size
def test_large_sets_are_combined(store: KeyValue, size: int) -> None:
    scores = scores_of(size)
    others = {member: float(place) for place, member in enumerate(sorted(scores)[size // 2 :])} | {b"other": 1.0}
    store.sorted_add("k", scores)
    store.sorted_add("k2", others)
    union = {member: scores.get(member, 0) + others.get(member, 0) for member in scores | others}
    shared = {member: scores[member] + others[member] for member in scores if member in others}
    assert store.sorted_union(["k", "k2"]) == in_order(union)
    assert store.sorted_intersection(["k", "k2"]) == in_order(shared)
    assert store.sorted_difference("k", "k2") == in_order({m: s for m, s in scores.items() if m not in others})
    assert store.sorted_intersection_size("k", "k2", limit=50) == 50


@clause("keyvalue.sorted-sets.long-members", source=OBSERVED)
@pytest.mark.parametrize("length", [63, 64, 65, 5000])
def test_members_may_be_long(store: KeyValue, length: int) -> None:
    members = [letter * length for letter in (b"a", b"b", b"c")]
    store.sorted_add("k", dict.fromkeys(reversed(members), -0.0))
    assert store.sorted_range("k", 0, -1) == [(member, 0.0) for member in members]
    assert store.sorted_range_by_lex("k", Exclusive(b"a" * length), None) == members[1:]
    assert store.sorted_increment("k", members[0], 0.1) == 0.1
    assert store.sorted_rank("k", members[0]) == 2
    assert store.sorted_pop("k", 2, highest=True) == [(members[0], 0.1), (members[2], 0.0)]
