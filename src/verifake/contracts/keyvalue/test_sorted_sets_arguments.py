"""Operations on sorted sets, called with wrong Python types: nothing is sent."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.contracts.keyvalue.test_sorted_sets_refusals import KEY_PLACES, MEMBER_PLACES, Call
from verifake.ports.keyvalue import Aggregate, Exclusive, KeyValue
from verifake.proof import clause

PORT = "https://docs.python.org/3/library/exceptions.html#TypeError"

SEVERAL: dict[str, Call] = {
    "sorted_pop_first": lambda store, key: store.sorted_pop_first("k", key),
    "sorted_pop_waiting": lambda store, key: store.sorted_pop_waiting("k", key, timeout_seconds=1),
    "sorted_pop_first_waiting": lambda store, key: store.sorted_pop_first_waiting("k", key, timeout_seconds=1),
    "sorted_union": lambda store, key: store.sorted_union(["k", key]),
    "sorted_union weighted": lambda store, key: store.sorted_union({"k": 1, key: 1}),
    "sorted_intersection": lambda store, key: store.sorted_intersection(["k", key]),
    "sorted_difference": lambda store, key: store.sorted_difference("k", key),
    "sorted_union_store": lambda store, key: store.sorted_union_store("k", ["k", key]),
    "sorted_union_store to": lambda store, key: store.sorted_union_store(key, ["k"]),
    "sorted_intersection_store": lambda store, key: store.sorted_intersection_store("k", ["k", key]),
    "sorted_intersection_store to": lambda store, key: store.sorted_intersection_store(key, ["k"]),
    "sorted_difference_store": lambda store, key: store.sorted_difference_store("k", "k", key),
    "sorted_difference_store to": lambda store, key: store.sorted_difference_store(key, "k"),
    "sorted_intersection_size": lambda store, key: store.sorted_intersection_size("k", key),
    "sorted_range_store to": lambda store, key: store.sorted_range_store(key, "k", 0, -1),
    "sorted_range_by_score_store to": lambda store, key: store.sorted_range_by_score_store(key, "k", 0, 1),
    "sorted_range_by_lex_store to": lambda store, key: store.sorted_range_by_lex_store(key, "k", None, None),
}
KEYS = KEY_PLACES | SEVERAL


@clause("keyvalue.sorted-sets.key-type", source=PORT, hint="convert keys with str(), or decode them")
@pytest.mark.parametrize("place", KEYS)
def test_a_key_is_a_str(store: KeyValue, place: str) -> None:
    store.sorted_add("k", {b"m": 1})
    for key in (b"k", 1, None, True):
        with unchanged(store, "k", "d"), pytest.raises(TypeError):
            KEYS[place](store, key)


@clause("keyvalue.sorted-sets.member-type", source=PORT, hint="encode text and numbers, as clients do")
@pytest.mark.parametrize("place", MEMBER_PLACES)
def test_a_member_is_bytes(store: KeyValue, place: str) -> None:
    store.sorted_add("k", {b"m": 1})
    for member in ("m", 1, None, True, 1.5, ("m",)):
        with unchanged(store, "k"), pytest.raises(TypeError):
            MEMBER_PLACES[place](store, member)


FLOATS: dict[str, Call] = {
    "sorted_add": lambda store, number: store.sorted_add("k", {b"m": number}),
    "sorted_increment": lambda store, number: store.sorted_increment("k", b"m", number),
    "sorted_range_by_score": lambda store, number: store.sorted_range_by_score("k", number, 1),
    "sorted_range_by_score to": lambda store, number: store.sorted_range_by_score("k", 1, Exclusive(number)),
    "sorted_count": lambda store, number: store.sorted_count("k", number, 1),
    "sorted_remove_range_by_score": lambda store, number: store.sorted_remove_range_by_score("k", 0, number),
    "sorted_range_by_score_store": lambda store, number: store.sorted_range_by_score_store("k", "k", 0, number),
    "sorted_union": lambda store, number: store.sorted_union({"k": number}),
    "sorted_intersection": lambda store, number: store.sorted_intersection({"k": number}),
    "sorted_union_store": lambda store, number: store.sorted_union_store("k", {"k": number}),
    "sorted_intersection_store": lambda store, number: store.sorted_intersection_store("k", {"k": number}),
    "sorted_pop_waiting": lambda store, number: store.sorted_pop_waiting("k", timeout_seconds=number),
    "sorted_pop_first_waiting": lambda store, number: store.sorted_pop_first_waiting("k", timeout_seconds=number),
}


@clause("keyvalue.sorted-sets.float-type", source=PORT, hint="convert with float()")
@pytest.mark.parametrize("place", FLOATS)
def test_a_score_is_a_float_or_an_int_and_no_bool(store: KeyValue, place: str) -> None:
    store.sorted_add("k", {b"m": 1})
    wrong: tuple[Any, ...] = ("1", b"1", None, True, Decimal(1), 1j, [1])
    for number in wrong:
        with unchanged(store, "k"), pytest.raises(TypeError):
            FLOATS[place](store, number)


INTEGERS: dict[str, Call] = {
    "sorted_range start": lambda store, number: store.sorted_range("k", number, 1),
    "sorted_range stop": lambda store, number: store.sorted_range("k", 0, number),
    "sorted_remove_range": lambda store, number: store.sorted_remove_range("k", number, 1),
    "sorted_range_store": lambda store, number: store.sorted_range_store("k", "k", 0, number),
    "sorted_range_by_score offset": lambda store, number: store.sorted_range_by_score("k", 0, 1, offset=number),
    "sorted_range_by_score limit": lambda store, number: store.sorted_range_by_score("k", 0, 1, limit=number),
    "sorted_range_by_lex offset": lambda store, number: store.sorted_range_by_lex("k", b"", b"z", offset=number),
    "sorted_range_by_lex limit": lambda store, number: store.sorted_range_by_lex("k", b"", b"z", limit=number),
    "sorted_pop": lambda store, number: store.sorted_pop("k", number),
    "sorted_pop_first": lambda store, number: store.sorted_pop_first("k", count=number),
    "sorted_pop_first_waiting": lambda store, number: store.sorted_pop_first_waiting(
        "k", count=number, timeout_seconds=1
    ),
    "sorted_random": lambda store, number: store.sorted_random("k", number),
    "sorted_intersection_size": lambda store, number: store.sorted_intersection_size("k", limit=number),
}


@clause("keyvalue.sorted-sets.integer-type", source=PORT, hint="convert with int()")
@pytest.mark.parametrize("place", INTEGERS)
def test_a_rank_or_count_is_an_int_and_no_bool(store: KeyValue, place: str) -> None:
    store.sorted_add("k", {b"m": 1})
    for number in (1.0, "1", b"1", True, Decimal(1), [1]):
        with unchanged(store, "k"), pytest.raises(TypeError):
            INTEGERS[place](store, number)


LEX_ENDS: dict[str, Call] = {
    "sorted_range_by_lex": lambda store, end: store.sorted_range_by_lex("k", end, None),
    "sorted_range_by_lex to": lambda store, end: store.sorted_range_by_lex("k", None, end),
    "sorted_lex_count": lambda store, end: store.sorted_lex_count("k", end, None),
    "sorted_remove_range_by_lex": lambda store, end: store.sorted_remove_range_by_lex("k", None, end),
    "sorted_range_by_lex_store": lambda store, end: store.sorted_range_by_lex_store("k", "k", end, None),
}


@clause("keyvalue.sorted-sets.lex-end-type", source=PORT, hint="take text, as clients do")
@pytest.mark.parametrize("place", LEX_ENDS)
def test_an_end_of_a_range_of_members_is_bytes_or_none(store: KeyValue, place: str) -> None:
    store.sorted_add("k", {b"m": 1})
    outside: Any = Exclusive
    for end in ("m", "-", "+", 1, outside("m"), outside(None), outside(outside(b"m"))):
        with unchanged(store, "k"), pytest.raises(TypeError):
            LEX_ENDS[place](store, end)


FLAGS: dict[str, Callable[[Any, str, Any], object]] = {
    "sorted_add": lambda store, name, flag: store.sorted_add("k", {b"m": 2}, **{name: flag}),
    "sorted_increment": lambda store, name, flag: store.sorted_increment("k", b"m", 2, **{name: flag}),
    "sorted_rank": lambda store, _, flag: store.sorted_rank("k", b"m", reverse=flag),
    "sorted_range": lambda store, _, flag: store.sorted_range("k", 0, -1, reverse=flag),
    "sorted_range_by_score": lambda store, _, flag: store.sorted_range_by_score("k", 0, 9, reverse=flag),
    "sorted_range_by_lex": lambda store, _, flag: store.sorted_range_by_lex("k", None, None, reverse=flag),
    "sorted_pop": lambda store, _, flag: store.sorted_pop("k", highest=flag),
    "sorted_pop_first": lambda store, _, flag: store.sorted_pop_first("k", highest=flag),
    "sorted_pop_waiting": lambda store, _, flag: store.sorted_pop_waiting("k", highest=flag, timeout_seconds=1),
}
CONDITIONS = ("only_if_absent", "only_if_present", "only_if_greater", "only_if_less")
FLAG_ROWS = [
    *(("sorted_add", name) for name in (*CONDITIONS, "count_changed")),
    *(("sorted_increment", name) for name in CONDITIONS),
    *((place, "") for place in FLAGS if place not in {"sorted_add", "sorted_increment"}),
]


@clause("keyvalue.sorted-sets.flag-type", source=PORT, hint="test the option's truth")
@pytest.mark.parametrize(("place", "name"), FLAG_ROWS)
def test_an_option_is_a_bool(store: KeyValue, place: str, name: str) -> None:
    store.sorted_add("k", {b"m": 1})
    wrong: tuple[Any, ...] = (1, 0, None, "", "yes", [])
    for flag in wrong:
        with unchanged(store, "k"), pytest.raises(TypeError):
            FLAGS[place](store, name, flag)


@clause("keyvalue.sorted-sets.mapping-type", source=PORT, hint="take pairs, or a single key for many")
def test_scores_are_a_mapping_and_keys_a_sequence_or_a_mapping(store: KeyValue) -> None:
    anything: Any = store
    store.sorted_add("k", {b"m": 1})
    for scores in (None, [(b"m", 1)], b"m", {b"m"}, 1):
        with unchanged(store, "k"), pytest.raises(TypeError):
            anything.sorted_add("k", scores)
    for keys in (None, "k", b"k", {"k"}, 1, iter(["k"])):
        for combine in ("sorted_union", "sorted_intersection"):
            with unchanged(store, "k"), pytest.raises(TypeError):
                getattr(anything, combine)(keys)
            with unchanged(store, "k", "d"), pytest.raises(TypeError):
                getattr(anything, f"{combine}_store")("d", keys)


@clause("keyvalue.sorted-sets.aggregate-type", source=PORT, hint="take the engine's word")
def test_an_aggregate_is_one_of_the_enum(store: KeyValue) -> None:
    anything: Any = store
    store.sorted_add("k", {b"m": 1})
    for aggregate in ("sum", "SUM", Aggregate.SUM.value, None, 1, max):
        for combine in ("sorted_union", "sorted_intersection"):
            with unchanged(store, "k"), pytest.raises(TypeError):
                getattr(anything, combine)(["k"], aggregate=aggregate)
            with unchanged(store, "k", "d"), pytest.raises(TypeError):
                getattr(anything, f"{combine}_store")("d", ["k"], aggregate=aggregate)


@clause("keyvalue.sorted-sets.type-before-request", source=PORT, hint="leave the types to the engine")
def test_a_wrong_type_wins_over_a_wrong_request(store: KeyValue) -> None:
    anything: Any = store
    with unchanged(store, "k"):
        with pytest.raises(TypeError):
            anything.sorted_add("k", {}, only_if_absent=1)
        with pytest.raises(TypeError):
            anything.sorted_add("k", {b"m": float("nan"), "text": 1})
        with pytest.raises(TypeError):
            anything.sorted_range_by_score("k", float("nan"), None)
        with pytest.raises(TypeError):
            anything.sorted_pop_first(count=-1, highest=0)
        with pytest.raises(TypeError):
            anything.sorted_union([], aggregate="sum")


BY_NAME: dict[str, Callable[[Any], object]] = {
    "sorted_add": lambda store: store.sorted_add("k", {b"m": 2}, True),
    "sorted_increment": lambda store: store.sorted_increment("k", b"m", 2, True),
    "sorted_rank": lambda store: store.sorted_rank("k", b"m", True),
    "sorted_range": lambda store: store.sorted_range("k", 0, -1, True),
    "sorted_range_by_score": lambda store: store.sorted_range_by_score("k", 0, 9, True),
    "sorted_range_by_lex": lambda store: store.sorted_range_by_lex("k", None, None, True),
    "sorted_range_store": lambda store: store.sorted_range_store("k", "k", 0, 0, True),
    "sorted_range_by_score_store": lambda store: store.sorted_range_by_score_store("k", "k", 0, 0, True),
    "sorted_range_by_lex_store": lambda store: store.sorted_range_by_lex_store("k", "k", b"x", None, True),
    "sorted_pop": lambda store: store.sorted_pop("k", 1, True),
    "sorted_union": lambda store: store.sorted_union(["k"], Aggregate.MAX),
    "sorted_intersection": lambda store: store.sorted_intersection(["k"], Aggregate.MAX),
    "sorted_union_store": lambda store: store.sorted_union_store("d", ["k"], Aggregate.MAX),
    "sorted_intersection_store": lambda store: store.sorted_intersection_store("d", ["k"], Aggregate.MAX),
}


@clause("keyvalue.sorted-sets.options-by-name", source=PORT)
@pytest.mark.parametrize("operation", BY_NAME)
def test_options_are_given_by_name(store: KeyValue, operation: str) -> None:
    store.sorted_add("k", {b"m": 1})
    with unchanged(store, "k", "d"), pytest.raises(TypeError):
        BY_NAME[operation](store)
