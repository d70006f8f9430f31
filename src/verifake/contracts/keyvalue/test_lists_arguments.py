"""Python types of what operations on lists take: what is wrong is a `TypeError`, and nothing is sent."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import TooLarge
from verifake.ports.keyvalue import End, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

PORT = "https://docs.python.org/3/library/exceptions.html#TypeError"
STRINGS = "https://redis.io/docs/latest/develop/data-types/strings/"

ONE_BYTE_TOO_LONG = 512 * 2**20 + 1

Call = Callable[[Any, Any], object]
"""Calls the store, which is `Any` so that a wrong argument can be written down, with the argument under test."""

KEYS: dict[str, Call] = {
    "list_push": lambda store, key: store.list_push(key, b"v"),
    "list_pop": lambda store, key: store.list_pop(key),
    "list_pop_many": lambda store, key: store.list_pop_many(key, 1),
    "list_pop_first": lambda store, key: store.list_pop_first("absent", key),
    "list_move": lambda store, key: store.list_move(key, "k2"),
    "list_move to": lambda store, key: store.list_move("k", key),
    "list_get": lambda store, key: store.list_get(key, 0),
    "list_set": lambda store, key: store.list_set(key, 0, b"v"),
    "list_insert": lambda store, key: store.list_insert(key, b"a", b"v"),
    "list_remove": lambda store, key: store.list_remove(key, b"a"),
    "list_trim": lambda store, key: store.list_trim(key, 1, 0),
    "list_range": lambda store, key: store.list_range(key, 0, -1),
    "list_length": lambda store, key: store.list_length(key),
    "list_position": lambda store, key: store.list_position(key, b"a"),
    "list_positions": lambda store, key: store.list_positions(key, b"a"),
    "list_pop_waiting": lambda store, key: store.list_pop_waiting("k", key, timeout_seconds=1),
    "list_pop_first_waiting": lambda store, key: store.list_pop_first_waiting("k", key, timeout_seconds=1),
    "list_move_waiting": lambda store, key: store.list_move_waiting(key, "k2", timeout_seconds=1),
    "list_move_waiting to": lambda store, key: store.list_move_waiting("k", key, timeout_seconds=1),
}


@clause("keyvalue.lists-argument.key-type", source=PORT, hint="convert keys with str(), or decode them")
@pytest.mark.parametrize("place", KEYS)
def test_a_key_is_a_str(store: KeyValue, place: str) -> None:
    store.list_push("k", b"a")
    for key in (b"k", 1, None, ("k",), ["k"]):
        with unchanged(store, "k", "k2"), pytest.raises(TypeError):
            KEYS[place](store, key)


VALUES: dict[str, Call] = {
    "list_push first": lambda store, value: store.list_push("k", value, b"v"),
    "list_push last": lambda store, value: store.list_push("k", b"v", value, end=End.LEFT),
    "list_set": lambda store, value: store.list_set("k", 0, value),
    "list_insert pivot": lambda store, value: store.list_insert("k", value, b"v"),
    "list_insert": lambda store, value: store.list_insert("k", b"a", value),
    "list_remove": lambda store, value: store.list_remove("k", value),
    "list_position": lambda store, value: store.list_position("k", value),
    "list_positions": lambda store, value: store.list_positions("k", value),
}


@clause("keyvalue.lists-argument.value-type", source=PORT, hint="encode text, or convert with bytes()")
@pytest.mark.parametrize("place", VALUES)
def test_an_element_is_bytes(store: KeyValue, place: str) -> None:
    store.list_push("k", b"a")
    for value in ("a", 1, None, bytearray(b"a"), memoryview(b"a"), [b"a"]):
        with unchanged(store, "k"), pytest.raises(TypeError):
            VALUES[place](store, value)


class Text(bytes):
    """A subclass, such as a library may give."""


@clause("keyvalue.lists-argument.bytes-subclass", source=PORT, hint="keep the caller's object")
def test_a_subclass_of_bytes_is_stored_as_bytes(store: KeyValue) -> None:
    store.list_push("k", Text(b"a"), Text(b"b"), Text(b"c"))
    store.list_set("k", 0, Text(b"x"))
    store.list_insert("k", Text(b"b"), Text(b"y"))
    assert store.list_position("k", Text(b"y")) == 1
    assert [type(element) for element in store.list_range("k", 0, -1)] == [bytes] * 4


@clause("keyvalue.lists-argument.too-large", source=STRINGS, hint="send it, and report the connection as broken")
@pytest.mark.parametrize("place", VALUES)
def test_an_element_one_byte_over_512_mebibytes_is_rejected(store: KeyValue, place: str) -> None:
    store.list_push("k", b"a")
    with unchanged(store, "k"), rejects(TooLarge, KeyValueCode.TOO_LARGE):
        VALUES[place](store, bytes(ONE_BYTE_TOO_LONG))


INTEGERS: dict[str, Call] = {
    "list_pop_many": lambda store, number: store.list_pop_many("k", number),
    "list_pop_first": lambda store, number: store.list_pop_first("k", count=number),
    "list_get": lambda store, number: store.list_get("k", number),
    "list_set": lambda store, number: store.list_set("k", number, b"v"),
    "list_remove": lambda store, number: store.list_remove("k", b"a", count=number),
    "list_trim start": lambda store, number: store.list_trim("k", number, 0),
    "list_trim stop": lambda store, number: store.list_trim("k", 0, number),
    "list_range start": lambda store, number: store.list_range("k", number, 0),
    "list_range stop": lambda store, number: store.list_range("k", 0, number),
    "list_position rank": lambda store, number: store.list_position("k", b"a", rank=number),
    "list_position length": lambda store, number: store.list_position("k", b"a", max_length=number),
    "list_positions count": lambda store, number: store.list_positions("k", b"a", count=number),
    "list_positions rank": lambda store, number: store.list_positions("k", b"a", rank=number),
    "list_positions length": lambda store, number: store.list_positions("k", b"a", max_length=number),
    "list_pop_first_waiting": lambda store, number: store.list_pop_first_waiting("k", timeout_seconds=1, count=number),
}


@clause("keyvalue.lists-argument.integer-type", source=PORT, hint="convert with int()")
@pytest.mark.parametrize("place", INTEGERS)
def test_an_index_or_count_is_an_int(store: KeyValue, place: str) -> None:
    store.list_push("k", b"a")
    for number in (1.0, "1", b"1", True, None, Decimal(1)):
        with unchanged(store, "k"), pytest.raises(TypeError):
            INTEGERS[place](store, number)


ENDS: dict[str, Call] = {
    "list_push": lambda store, end: store.list_push("k", b"v", end=end),
    "list_pop": lambda store, end: store.list_pop("k", end=end),
    "list_pop_many": lambda store, end: store.list_pop_many("k", 1, end=end),
    "list_pop_first": lambda store, end: store.list_pop_first("k", end=end),
    "list_move take": lambda store, end: store.list_move("k", "k2", take=end),
    "list_move put": lambda store, end: store.list_move("k", "k2", put=end),
    "list_pop_waiting": lambda store, end: store.list_pop_waiting("k", timeout_seconds=1, end=end),
    "list_pop_first_waiting": lambda store, end: store.list_pop_first_waiting("k", timeout_seconds=1, end=end),
    "list_move_waiting take": lambda store, end: store.list_move_waiting("k", "k2", timeout_seconds=1, take=end),
    "list_move_waiting put": lambda store, end: store.list_move_waiting("k", "k2", timeout_seconds=1, put=end),
}


@clause("keyvalue.lists-argument.end-type", source=PORT, hint="take the end's name, too")
@pytest.mark.parametrize("place", ENDS)
def test_an_end_is_an_end(store: KeyValue, place: str) -> None:
    store.list_push("k", b"a")
    for end in ("left", "LEFT", b"RIGHT", None, 0, True):
        with unchanged(store, "k", "k2"), pytest.raises(TypeError):
            ENDS[place](store, end)


@clause("keyvalue.lists-argument.flag-type", source=PORT, hint="take whatever is true")
def test_a_flag_is_a_bool(store: KeyValue) -> None:
    anything: Any = store
    store.list_push("k", b"a")
    for flag in (0, 1, None, "yes"):
        with unchanged(store, "k"), pytest.raises(TypeError):
            anything.list_push("k", b"v", only_if_present=flag)
        with unchanged(store, "k"), pytest.raises(TypeError):
            anything.list_insert("k", b"a", b"v", after=flag)


TIMEOUTS: dict[str, Call] = {
    "list_pop_waiting": lambda store, seconds: store.list_pop_waiting("k", timeout_seconds=seconds),
    "list_pop_first_waiting": lambda store, seconds: store.list_pop_first_waiting("k", timeout_seconds=seconds),
    "list_move_waiting": lambda store, seconds: store.list_move_waiting("k", "k2", timeout_seconds=seconds),
}


@clause("keyvalue.lists-argument.timeout-type", source=PORT, hint="call None for ever")
@pytest.mark.parametrize("place", TIMEOUTS)
def test_a_time_out_is_an_int_or_a_float(store: KeyValue, place: str) -> None:
    store.list_push("k", b"a")
    for seconds in ("1", b"1", None, True, Decimal(1), Fraction(1)):
        with unchanged(store, "k", "k2"), pytest.raises(TypeError):
            TIMEOUTS[place](store, seconds)
