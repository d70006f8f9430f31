"""Operations that wait for an element, where they need not wait."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, nan

import pytest

from verifake.contracts.keyvalue._plant import Plant, hold, kinds_but
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import End, KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

BLPOP = "https://redis.io/docs/latest/commands/blpop/"
BRPOP = "https://redis.io/docs/latest/commands/brpop/"
BLMPOP = "https://redis.io/docs/latest/commands/blmpop/"
BLMOVE = "https://redis.io/docs/latest/commands/blmove/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

LARGEST = 2**63 - 1
ENORMOUS = pytest.param(10**6000, id="enormous")

Waits = Callable[[KeyValue, str, float], object]
"""Waits for an element of a key for some seconds."""

WAITS: dict[str, Waits] = {
    "list_pop_waiting": lambda store, key, seconds: store.list_pop_waiting(key, timeout_seconds=seconds),
    "list_pop_first_waiting": lambda store, key, seconds: store.list_pop_first_waiting(key, timeout_seconds=seconds),
    "list_move_waiting": lambda store, key, seconds: store.list_move_waiting(key, "k2", timeout_seconds=seconds),
}


@clause("keyvalue.lists-waiting.pop", source=BLPOP, hint="wait although there is an element")
@pytest.mark.parametrize("seconds", [0, 0.001, 5, 10**9])
def test_an_element_that_is_there_is_popped_at_once(store: KeyValue, seconds: float) -> None:
    store.list_push("k", b"a", b"b", b"c")
    assert store.list_pop_waiting("k", timeout_seconds=seconds) == ("k", b"a")
    assert store.list_pop_waiting("absent", "k", timeout_seconds=seconds, end=End.RIGHT) == ("k", b"c")
    assert store.list_pop_waiting("k", "absent", timeout_seconds=seconds) == ("k", b"b")
    assert store.exists("k") == 0


@clause("keyvalue.lists-waiting.first-key", source=BLPOP, hint="pop from the list that was pushed to first")
def test_the_first_list_in_the_order_of_the_keys_is_popped_from(store: KeyValue) -> None:
    store.list_push("b", b"1", b"2")
    store.list_push("c", b"3")
    assert store.list_pop_waiting("a", "c", "b", timeout_seconds=5) == ("c", b"3")
    assert store.list_pop_waiting("a", "c", "b", timeout_seconds=5) == ("b", b"1")
    assert store.list_pop_first_waiting("b", "a", timeout_seconds=5, count=5) == ("b", [b"2"])


@clause("keyvalue.lists-waiting.pop-first", source=BLMPOP)
def test_up_to_so_many_elements_that_are_there_are_popped_at_once(store: KeyValue) -> None:
    store.list_push("k", b"a", b"b", b"c", b"d", b"e")
    assert store.list_pop_first_waiting("absent", "k", timeout_seconds=5) == ("k", [b"a"])
    assert store.list_pop_first_waiting("k", timeout_seconds=5, count=2, end=End.RIGHT) == ("k", [b"e", b"d"])
    assert store.list_pop_first_waiting("k", timeout_seconds=0, count=LARGEST) == ("k", [b"b", b"c"])
    assert store.exists("k") == 0


@clause("keyvalue.lists-waiting.move", source=BLMOVE)
@pytest.mark.parametrize(
    ("take", "put", "moved", "after"),
    [
        (End.LEFT, End.RIGHT, b"a", [b"x", b"a"]),
        (End.LEFT, End.LEFT, b"a", [b"a", b"x"]),
        (End.RIGHT, End.RIGHT, b"b", [b"x", b"b"]),
        (End.RIGHT, End.LEFT, b"b", [b"b", b"x"]),
    ],
)
def test_an_element_that_is_there_is_moved_at_once(
    store: KeyValue, take: End, put: End, moved: bytes, after: list[bytes]
) -> None:
    store.list_push("k", b"a", b"b")
    store.list_push("k2", b"x")
    assert store.list_move_waiting("k", "k2", timeout_seconds=5, take=take, put=put) == moved
    assert store.list_range("k2", 0, -1) == after


@clause("keyvalue.lists-waiting.move-default-ends", source=BLMOVE)
def test_from_left_to_right_unless_told_otherwise(store: KeyValue) -> None:
    store.list_push("k", b"a", b"b", b"c")
    assert store.list_move_waiting("k", "k", timeout_seconds=0) == b"a"
    assert store.list_range("k", 0, -1) == [b"b", b"c", b"a"]


@clause("keyvalue.lists-waiting.move-wrong-type", source=BLMOVE)
@pytest.mark.parametrize("kind", kinds_but(KeyType.LIST))
def test_a_destination_of_another_kind_is_refused(store: KeyValue, plant: Plant, kind: KeyType) -> None:
    store.list_push("k", b"a")
    hold(store, plant, "k2", kind)
    with unchanged(store, "k", "k2"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.list_move_waiting("k", "k2", timeout_seconds=5)


@clause("keyvalue.lists-waiting.wrong-type-in-order", source=OBSERVED, hint="look for a list first")
def test_a_key_of_another_kind_matters_only_before_the_first_list(store: KeyValue) -> None:
    store.list_push("k", b"a", b"b")
    store.set("text", b"v")
    assert store.list_pop_waiting("absent", "k", "text", timeout_seconds=5) == ("k", b"a")
    assert store.list_pop_first_waiting("absent", "k", "text", timeout_seconds=5) == ("k", [b"b"])
    store.list_push("k", b"c")
    with unchanged(store, "k", "text"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.list_pop_waiting("absent", "text", "k", timeout_seconds=5)
    with unchanged(store, "k", "text"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.list_pop_first_waiting("absent", "text", "k", timeout_seconds=5)


@clause("keyvalue.lists-waiting.no-keys", source=OBSERVED, hint="judge the time-out first, or wait")
@pytest.mark.parametrize("seconds", [1, -1, nan, inf])
def test_a_key_is_needed_before_all_else(store: KeyValue, seconds: float) -> None:
    with rejects(InvalidRequest, KeyValueCode.NO_KEYS):
        store.list_pop_waiting(timeout_seconds=seconds)
    for count in (1, 0, LARGEST + 1):
        with rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            store.list_pop_first_waiting(timeout_seconds=seconds, count=count)


@clause("keyvalue.lists-waiting.count-out-of-range", source=OBSERVED, hint="judge the time-out or the key first")
@pytest.mark.parametrize("count", [0, -1, LARGEST + 1, -LARGEST - 2])
def test_the_count_is_at_least_one(store: KeyValue, count: int) -> None:
    store.list_push("k", b"a")
    store.set("text", b"v")
    for key in ("k", "absent", "text"):
        for seconds in (1, -1, inf):
            with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
                store.list_pop_first_waiting(key, timeout_seconds=seconds, count=count)


@clause("keyvalue.lists-waiting.invalid-timeout", source=BLPOP, hint="wait for ever, or not at all")
@pytest.mark.parametrize("operation", WAITS)
@pytest.mark.parametrize(
    "seconds", [-1, -0.002, -0.0011, -1e300, nan, inf, -inf, 9.3e15, 2**64, -(10**40), 1e300, ENORMOUS]
)
def test_a_time_out_is_neither_negative_nor_beyond_64_bits(store: KeyValue, operation: str, seconds: float) -> None:
    store.list_push("k", b"a")
    store.set("text", b"v")
    for key in ("k", "absent", "text"):
        with unchanged(store, key, "k2"), rejects(InvalidRequest, KeyValueCode.INVALID_TIMEOUT):
            WAITS[operation](store, key, seconds)


@clause(
    "keyvalue.lists-waiting.beyond-the-end-of-time",
    source="observed: valkey 9.1.2 (redis 7.0.15 does not add it to the time that it is)",
    hint="compare the time-out alone",
)
@pytest.mark.parametrize("operation", WAITS)
@pytest.mark.parametrize("seconds", [9223372036854774, 9223372036854775, 9.223372036854e15])
def test_a_time_out_does_not_end_beyond_64_bits_of_milliseconds(
    store: KeyValue, operation: str, seconds: float
) -> None:
    store.list_push("k", b"a")
    with unchanged(store, "k", "k2"), rejects(InvalidRequest, KeyValueCode.INVALID_TIMEOUT):
        WAITS[operation](store, "k", seconds)


@clause("keyvalue.lists-waiting.almost-negative", source=OBSERVED, hint="call it negative")
@pytest.mark.parametrize("operation", WAITS)
@pytest.mark.parametrize("seconds", [-0.0, -0.0001, -0.0009999, -0.001, -5e-324])
def test_less_than_a_millisecond_below_zero_is_rounded_up_to_zero(
    store: KeyValue, operation: str, seconds: float
) -> None:
    store.list_push("k", b"a")
    assert WAITS[operation](store, "k", seconds) is not None


@clause("keyvalue.lists-waiting.longest", source=OBSERVED)
@pytest.mark.parametrize("operation", WAITS)
@pytest.mark.parametrize("seconds", [7.4e15, 9_000_000_000_000_000, 5e-324])
def test_a_time_out_may_be_very_long_or_very_short(store: KeyValue, operation: str, seconds: float) -> None:
    store.list_push("k", b"a")
    assert WAITS[operation](store, "k", seconds) is not None
