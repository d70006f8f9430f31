"""Members popped from either end."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

ZPOPMIN = "https://redis.io/docs/latest/commands/zpopmin/"
ZPOPMAX = "https://redis.io/docs/latest/commands/zpopmax/"
ZMPOP = "https://redis.io/docs/latest/commands/zmpop/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

LARGEST = 2**63 - 1
SCORES = {b"a": 1.0, b"b": 2.0, b"c": 2.0, b"d": 3.0}
ITEMS = list(SCORES.items())


@clause("keyvalue.sorted-sets.pop", source=ZPOPMIN)
def test_the_member_with_the_lowest_score_is_popped(store: KeyValue) -> None:
    store.sorted_add("k", SCORES)
    assert [store.sorted_pop("k") for _ in range(5)] == [*([item] for item in ITEMS), []]
    assert store.exists("k") == 0


@clause("keyvalue.sorted-sets.pop-highest", source=ZPOPMAX, hint="pop the first of equal scores")
def test_the_member_with_the_highest_score_is_popped(store: KeyValue) -> None:
    store.sorted_add("k", SCORES)
    assert [store.sorted_pop("k", highest=True) for _ in range(5)] == [*([item] for item in ITEMS[::-1]), []]
    assert store.exists("k") == 0


@clause(
    "keyvalue.sorted-sets.pop-several", source=ZPOPMIN, hint="return what is popped from the top in ascending order"
)
@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 100, LARGEST])
def test_several_are_popped_one_after_the_other(store: KeyValue, count: int) -> None:
    store.sorted_add("low", SCORES)
    store.sorted_add("high", SCORES)
    assert store.sorted_pop("low", count) == ITEMS[:count]
    assert store.sorted_pop("high", count, highest=True) == ITEMS[::-1][:count]
    assert store.sorted_range("low", 0, -1) == ITEMS[count:]
    assert store.sorted_range("high", 0, -1, reverse=True) == ITEMS[::-1][count:]
    assert store.exists("low", "high") == (2 if count < 4 else 0)


@clause("keyvalue.sorted-sets.pop-absent", source=ZPOPMIN)
@pytest.mark.parametrize("count", [0, 1, 10])
def test_nothing_is_popped_from_an_absent_key(store: KeyValue, count: int) -> None:
    assert store.sorted_pop("absent", count) == []
    assert store.sorted_pop("absent", count, highest=True) == []


@clause("keyvalue.sorted-sets.pop-count-out-of-range", source=OBSERVED, hint="clamp it, or pop from the other end")
@pytest.mark.parametrize("count", [-1, -LARGEST - 1, LARGEST + 1, -LARGEST - 2, 10**30])
def test_a_count_is_not_negative_and_has_at_most_64_bits(store: KeyValue, plant: Plant, count: int) -> None:
    store.sorted_add("k", SCORES)
    plant("list", KeyType.LIST)
    for key in ("k", "absent", "list"):
        for highest in (False, True):
            with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
                store.sorted_pop(key, count, highest=highest)


@clause("keyvalue.sorted-sets.pop-first", source=ZMPOP, hint="pop from all keys")
def test_the_first_key_that_is_not_empty_is_popped_from(store: KeyValue) -> None:
    store.sorted_add("k", SCORES)
    store.sorted_add("k2", {b"x": 1})
    assert store.sorted_pop_first("absent", "k", "k2") == ("k", ITEMS[:1])
    assert store.sorted_pop_first("k", highest=True) == ("k", ITEMS[-1:])
    assert store.sorted_pop_first("k2", "k", highest=True) == ("k2", [(b"x", 1.0)])
    assert store.sorted_pop_first("k2", "k", "absent") == ("k", ITEMS[1:2])


@clause("keyvalue.sorted-sets.pop-first-several", source=ZMPOP, hint="go on with the next key when one is empty")
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, LARGEST])
def test_several_are_popped_from_that_key_alone(store: KeyValue, count: int) -> None:
    store.sorted_add("low", SCORES)
    store.sorted_add("high", SCORES)
    store.sorted_add("k", {b"x": 0})
    with unchanged(store, "k"):
        assert store.sorted_pop_first("low", "k", count=count) == ("low", ITEMS[:count])
        assert store.sorted_pop_first("high", "k", count=count, highest=True) == ("high", ITEMS[::-1][:count])
    assert store.exists("low", "high") == (2 if count < 4 else 0)


@clause("keyvalue.sorted-sets.pop-first-of-none", source=ZMPOP, hint="return an empty list")
def test_none_if_all_are_absent(store: KeyValue) -> None:
    assert store.sorted_pop_first("absent") is None
    assert store.sorted_pop_first("absent", "gone", count=3, highest=True) is None


@clause("keyvalue.sorted-sets.pop-first-key", source=ZMPOP, hint="return the key with its prefix, or as bytes")
@pytest.mark.parametrize("key", ["", "ключ", "a\0b", "\udcff", "k:k:k"])
def test_the_key_is_returned_as_it_was_given(store: KeyValue, key: str) -> None:
    store.sorted_add(key, {b"m": 1})
    assert store.sorted_pop_first("absent", key) == (key, [(b"m", 1.0)])


@clause("keyvalue.sorted-sets.pop-first-same-key", source=OBSERVED)
def test_a_key_may_be_given_twice(store: KeyValue) -> None:
    store.sorted_add("k", SCORES)
    assert store.sorted_pop_first("k", "k") == ("k", ITEMS[:1])
    assert store.sorted_size("k") == 3


@clause("keyvalue.sorted-sets.pop-first-wrong-type", source=OBSERVED, hint="look at all keys, or pass the kind over")
def test_keys_are_looked_at_in_their_order_until_one_is_not_empty(store: KeyValue, plant: Plant) -> None:
    plant("list", KeyType.LIST)
    store.sorted_add("k", SCORES)
    with unchanged(store, "k", "list"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.sorted_pop_first("absent", "list", "k")
    with unchanged(store, "list"):
        assert store.sorted_pop_first("absent", "k", "list") == ("k", ITEMS[:1])


@clause("keyvalue.sorted-sets.pop-first-count", source=OBSERVED, hint="take zero for nothing, as for one key")
@pytest.mark.parametrize("count", [0, -1, -LARGEST - 1, LARGEST + 1, 10**30])
def test_a_count_is_positive_and_has_at_most_64_bits(store: KeyValue, plant: Plant, count: int) -> None:
    store.sorted_add("k", SCORES)
    plant("list", KeyType.LIST)
    for key in ("k", "absent", "list"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
            store.sorted_pop_first(key, count=count)


@clause("keyvalue.sorted-sets.pop-first-no-key", source=OBSERVED, hint="judge the count first")
@pytest.mark.parametrize("count", [1, 0, -1, LARGEST + 1])
def test_a_key_has_to_be_given(store: KeyValue, count: int) -> None:
    for highest in (False, True):
        with rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            store.sorted_pop_first(count=count, highest=highest)
