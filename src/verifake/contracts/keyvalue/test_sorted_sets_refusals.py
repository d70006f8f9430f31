"""Operations on sorted sets: other kinds of values, and members that are too long."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

import pytest

from verifake.contracts.keyvalue._plant import Plant, hold, kinds_but
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.contracts.keyvalue.test_too_large import ONE_BYTE_TOO_LONG
from verifake.errors import InvalidRequest, TooLarge
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

SORTED_SETS = "https://redis.io/docs/latest/develop/data-types/sorted-sets/"
STRINGS = "https://redis.io/docs/latest/develop/data-types/strings/"

Call = Callable[[Any, Any], object]
"""Calls the store, which is `Any` so that a wrong argument can be written down, with the argument under test."""

KEY_PLACES: dict[str, Call] = {
    "sorted_add": lambda store, key: store.sorted_add(key, {b"m": 1}),
    "sorted_increment": lambda store, key: store.sorted_increment(key, b"m", 1),
    "sorted_remove": lambda store, key: store.sorted_remove(key, b"m"),
    "sorted_score": lambda store, key: store.sorted_score(key, b"m"),
    "sorted_scores": lambda store, key: store.sorted_scores(key, b"m"),
    "sorted_size": lambda store, key: store.sorted_size(key),
    "sorted_rank": lambda store, key: store.sorted_rank(key, b"m"),
    "sorted_rank reverse": lambda store, key: store.sorted_rank(key, b"m", reverse=True),
    "sorted_range": lambda store, key: store.sorted_range(key, 0, -1),
    "sorted_range, empty": lambda store, key: store.sorted_range(key, 1, 0),
    "sorted_range_by_score": lambda store, key: store.sorted_range_by_score(key, -inf, inf),
    "sorted_range_by_score, empty": lambda store, key: store.sorted_range_by_score(key, 1, 0, limit=0),
    "sorted_range_by_lex": lambda store, key: store.sorted_range_by_lex(key, None, None),
    "sorted_count": lambda store, key: store.sorted_count(key, -inf, inf),
    "sorted_lex_count": lambda store, key: store.sorted_lex_count(key, None, None),
    "sorted_remove_range": lambda store, key: store.sorted_remove_range(key, 0, -1),
    "sorted_remove_range_by_score": lambda store, key: store.sorted_remove_range_by_score(key, -inf, inf),
    "sorted_remove_range_by_lex": lambda store, key: store.sorted_remove_range_by_lex(key, None, None),
    "sorted_pop": lambda store, key: store.sorted_pop(key),
    "sorted_pop nothing": lambda store, key: store.sorted_pop(key, 0),
    "sorted_pop_first": lambda store, key: store.sorted_pop_first(key),
    "sorted_pop_waiting": lambda store, key: store.sorted_pop_waiting(key, timeout_seconds=5),
    "sorted_pop_first_waiting": lambda store, key: store.sorted_pop_first_waiting(key, timeout_seconds=5),
    "sorted_random": lambda store, key: store.sorted_random(key, 1),
    "sorted_random nothing": lambda store, key: store.sorted_random(key, 0),
    "sorted_range_store": lambda store, key: store.sorted_range_store("d", key, 0, -1),
    "sorted_range_by_score_store": lambda store, key: store.sorted_range_by_score_store("d", key, -inf, inf),
    "sorted_range_by_lex_store": lambda store, key: store.sorted_range_by_lex_store("d", key, None, None),
}
"""Operations on one sorted set, given its key; of those on several, sets are welcome too."""


@clause("keyvalue.sorted-sets.wrong-type", source=SORTED_SETS, hint="read another kind as empty, or replace it")
@pytest.mark.parametrize("kind", kinds_but(KeyType.SORTED_SET))
@pytest.mark.parametrize("operation", KEY_PLACES)
def test_an_operation_on_sorted_sets_refuses_any_other_kind(
    store: KeyValue, plant: Plant, operation: str, kind: KeyType
) -> None:
    hold(store, plant, "k", kind)
    with unchanged(store, "k", "d"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        KEY_PLACES[operation](store, "k")


@clause("keyvalue.sorted-sets.wrong-type-of-others", source=SORTED_SETS)
def test_a_sorted_set_is_no_string(store: KeyValue) -> None:
    store.sorted_add("k", {b"1": 1})
    with unchanged(store, "k"):
        with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            store.get("k")
        with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            store.increment("k")
        with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            store.set_members("k")


MEMBER_PLACES: dict[str, Call] = {
    "sorted_add": lambda store, member: store.sorted_add("k", {b"a": 1, member: 2}),
    "sorted_increment": lambda store, member: store.sorted_increment("k", member, 1),
    "sorted_remove": lambda store, member: store.sorted_remove("k", b"m", member),
    "sorted_score": lambda store, member: store.sorted_score("k", member),
    "sorted_scores": lambda store, member: store.sorted_scores("k", b"m", member),
    "sorted_rank": lambda store, member: store.sorted_rank("k", member),
}


@clause("keyvalue.sorted-sets.too-large", source=STRINGS, hint="report the connection that the engine then breaks")
@pytest.mark.parametrize("operation", MEMBER_PLACES)
def test_a_member_one_byte_over_512_mebibytes_is_rejected(store: KeyValue, operation: str) -> None:
    store.sorted_add("k", {b"m": 1})
    with unchanged(store, "k"), rejects(TooLarge, KeyValueCode.TOO_LARGE):
        MEMBER_PLACES[operation](store, bytes(ONE_BYTE_TOO_LONG))
