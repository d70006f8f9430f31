"""Members drawn at random: how many, and which are possible."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

ZRANDMEMBER = "https://redis.io/docs/latest/commands/zrandmember/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

SCORES = {b"m%d" % number: number / 4 for number in range(10)}
MOST = 2**62 - 1
"""Half of the largest 64-bit integer."""


@clause("keyvalue.sorted-sets.random-different", source=ZRANDMEMBER, hint="draw with repetition")
@pytest.mark.parametrize("count", [1, 2, 5, 9])
def test_a_positive_count_draws_so_many_different_members(store: KeyValue, count: int) -> None:
    store.sorted_add("k", SCORES)
    for _ in range(20):
        with unchanged(store, "k"):
            drawn = store.sorted_random("k", count)
        assert len(drawn) == len(dict(drawn)) == count
        assert dict(drawn).items() <= SCORES.items()


@clause("keyvalue.sorted-sets.random-all", source=ZRANDMEMBER, hint="draw as many as were asked for")
@pytest.mark.parametrize("count", [10, 11, 1000, MOST])
def test_all_members_come_where_there_are_no_more(store: KeyValue, count: int) -> None:
    store.sorted_add("k", SCORES)
    with unchanged(store, "k"):
        drawn = store.sorted_random("k", count)
    assert (len(drawn), dict(drawn)) == (10, SCORES)


@clause("keyvalue.sorted-sets.random-repeated", source=ZRANDMEMBER, hint="stop at the number of members")
@pytest.mark.parametrize("count", [1, 5, 10, 11, 200])
def test_a_negative_count_draws_exactly_so_many(store: KeyValue, count: int) -> None:
    store.sorted_add("k", SCORES)
    with unchanged(store, "k"):
        drawn = store.sorted_random("k", -count)
    assert len(drawn) == count
    assert dict(drawn).items() <= SCORES.items()


@clause("keyvalue.sorted-sets.random-of-one", source=ZRANDMEMBER)
def test_of_a_single_member_that_one_is_drawn(store: KeyValue) -> None:
    store.sorted_add("k", {b"m": 1.5})
    one = (b"m", 1.5)
    assert (store.sorted_random("k", 1), store.sorted_random("k", -3)) == ([one], [one] * 3)


@clause("keyvalue.sorted-sets.random-zero", source=ZRANDMEMBER)
def test_zero_draws_nothing(store: KeyValue) -> None:
    store.sorted_add("k", SCORES)
    with unchanged(store, "k"):
        assert store.sorted_random("k", 0) == []


@clause("keyvalue.sorted-sets.random-of-absent", source=ZRANDMEMBER)
@pytest.mark.parametrize("count", [0, 1, 10, -1, -10, MOST, -MOST])
def test_nothing_is_drawn_from_an_absent_key(store: KeyValue, count: int) -> None:
    assert store.sorted_random("absent", count) == []


@clause("keyvalue.sorted-sets.random-reaches-all", source=ZRANDMEMBER, hint="draw the same one always")
def test_every_member_can_be_drawn(store: KeyValue) -> None:
    store.sorted_add("k", {b"x": 1, b"y": 2})
    assert {member for member, _ in store.sorted_random("k", -200)} == {b"x", b"y"}
    assert {store.sorted_random("k", 1)[0][0] for _ in range(200)} == {b"x", b"y"}


@clause("keyvalue.sorted-sets.random-out-of-range", source=OBSERVED, hint="draw for ever")
@pytest.mark.parametrize("count", [MOST + 1, -MOST - 1, 2**63 - 1, -(2**63)])
def test_a_count_is_at_most_half_of_the_largest_integer(store: KeyValue, plant: Plant, count: int) -> None:
    store.sorted_add("k", SCORES)
    plant("list", KeyType.LIST)
    for key in ("absent", "list", "k"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
            store.sorted_random(key, count)


@clause("keyvalue.sorted-sets.random-beyond-64-bits", source=OBSERVED)
@pytest.mark.parametrize("count", [2**63, -(2**63) - 1, 10**30])
def test_a_count_has_at_most_64_bits(store: KeyValue, plant: Plant, count: int) -> None:
    store.sorted_add("k", SCORES)
    plant("list", KeyType.LIST)
    for key in ("k", "absent", "list"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.sorted_random(key, count)
