"""Ranges of which only a part is wanted."""

from __future__ import annotations

from collections.abc import Callable
from math import inf

import pytest

from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

ZRANGE = "https://redis.io/docs/latest/commands/zrange/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

LARGEST = 2**63 - 1
ALL = [b"%02d" % number for number in range(10)]
MIDDLE = ALL[2:8]

LIMITS: list[tuple[int, int | None]] = [
    (0, None),
    (0, 3),
    (2, None),
    (2, 3),
    (4, 10),
    (5, 1),
    (6, 1),
    (7, None),
    (100, 3),
    (0, 0),
    (2, 0),
    (0, -1),
    (3, -7),
    (0, LARGEST),
    (1, LARGEST),
    (LARGEST, LARGEST),
    (2, -LARGEST - 1),
]
by_limits = pytest.mark.parametrize(("offset", "limit"), LIMITS)
both_ways = pytest.mark.parametrize("reverse", [False, True])


def expected(offset: int, limit: int | None, reverse: bool) -> list[bytes]:
    rest = (MIDDLE[::-1] if reverse else MIDDLE)[offset:]
    return rest if limit is None or limit < 0 else rest[:limit]


@clause("keyvalue.sorted-sets.limit-by-score", source=ZRANGE, hint="count the offset from the start of the set")
@by_limits
@both_ways
def test_a_part_of_a_range_of_scores(store: KeyValue, offset: int, limit: int | None, reverse: bool) -> None:
    store.sorted_add("k", {member: int(member) for member in ALL})
    with unchanged(store, "k"):
        found = store.sorted_range_by_score("k", 2, 7, reverse=reverse, offset=offset, limit=limit)
    assert found == [(member, float(member)) for member in expected(offset, limit, reverse)]


@clause("keyvalue.sorted-sets.limit-by-lex", source=ZRANGE, hint="count the offset from the start of the set")
@by_limits
@both_ways
def test_a_part_of_a_range_of_members(store: KeyValue, offset: int, limit: int | None, reverse: bool) -> None:
    store.sorted_add("k", dict.fromkeys(ALL, 0))
    with unchanged(store, "k"):
        found = store.sorted_range_by_lex("k", b"02", b"07", reverse=reverse, offset=offset, limit=limit)
    assert found == expected(offset, limit, reverse)


@clause("keyvalue.sorted-sets.limit-store", source="https://redis.io/docs/latest/commands/zrangestore/")
@by_limits
@both_ways
def test_a_part_of_a_range_is_stored(store: KeyValue, offset: int, limit: int | None, reverse: bool) -> None:
    store.sorted_add("k", {member: int(member) for member in ALL})
    store.sorted_add("lex", dict.fromkeys(ALL, 0))
    names = sorted(expected(offset, limit, reverse))
    stored = store.sorted_range_by_score_store("d", "k", 2, 7, reverse=reverse, offset=offset, limit=limit)
    assert (stored, store.sorted_range("d", 0, -1)) == (len(names), [(name, float(name)) for name in names])
    stored = store.sorted_range_by_lex_store("d", "lex", b"02", b"07", reverse=reverse, offset=offset, limit=limit)
    assert (stored, store.sorted_range("d", 0, -1)) == (len(names), [(name, 0.0) for name in names])


@clause("keyvalue.sorted-sets.negative-offset", source=OBSERVED, hint="count it from the end")
@pytest.mark.parametrize("offset", [-1, -3, -LARGEST - 1])
@both_ways
def test_a_negative_offset_leaves_nothing_of_a_small_set(store: KeyValue, offset: int, reverse: bool) -> None:
    store.sorted_add("k", {member: int(member) for member in ALL})
    store.sorted_add("lex", dict.fromkeys(ALL, 0))
    for limit in (None, 3):
        assert store.sorted_range_by_score("k", -inf, inf, reverse=reverse, offset=offset, limit=limit) == []
        assert store.sorted_range_by_lex("lex", None, None, reverse=reverse, offset=offset, limit=limit) == []


@clause("keyvalue.sorted-sets.negative-offset-in-large", source="observed: valkey 9.1.2 counts from the end")
@both_ways
def test_a_negative_offset_may_count_from_the_end_of_a_large_set(store: KeyValue, reverse: bool) -> None:
    large = [b"%03d" % number for number in range(200)]
    store.sorted_add("k", dict.fromkeys(large, 0))
    found = store.sorted_range_by_lex("k", b"010", b"019", reverse=reverse, offset=-1)
    assert found in ([], [b"010" if reverse else b"019"])


Call = Callable[[KeyValue, str, int, int | None], object]

PLACES: dict[str, Call] = {
    "sorted_range_by_score": lambda store, key, offset, limit: store.sorted_range_by_score(
        key, 0, 1, offset=offset, limit=limit
    ),
    "sorted_range_by_lex": lambda store, key, offset, limit: store.sorted_range_by_lex(
        key, b"a", b"b", offset=offset, limit=limit
    ),
    "sorted_range_by_score_store": lambda store, key, offset, limit: store.sorted_range_by_score_store(
        "d", key, 0, 1, offset=offset, limit=limit
    ),
    "sorted_range_by_lex_store": lambda store, key, offset, limit: store.sorted_range_by_lex_store(
        "d", key, b"a", b"b", offset=offset, limit=limit
    ),
}


@clause("keyvalue.sorted-sets.limit-beyond-64-bits", source=OBSERVED, hint="clamp it to the size")
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("number", [LARGEST + 1, -LARGEST - 2, 10**30])
def test_a_limit_or_offset_beyond_64_bits_is_rejected(store: KeyValue, plant: Plant, place: str, number: int) -> None:
    store.sorted_add("k", {b"a": 0})
    plant("list", KeyType.LIST)
    for offset, limit in ((number, None), (0, number), (number, 1)):
        for key in ("k", "absent", "list"):
            with unchanged(store, key, "d"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
                PLACES[place](store, key, offset, limit)
