"""Operations on sets: other kinds of values, wrong Python types, members that are too long."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from verifake.contracts.keyvalue._plant import Plant, hold, kinds_but
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.contracts.keyvalue.test_too_large import ONE_BYTE_TOO_LONG
from verifake.errors import InvalidRequest, TooLarge
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

SETS = "https://redis.io/docs/latest/develop/data-types/sets/"
STRINGS = "https://redis.io/docs/latest/develop/data-types/strings/"
PORT = "https://docs.python.org/3/library/exceptions.html#TypeError"

Call = Callable[[Any, Any], object]
"""Calls the store, which is `Any` so that a wrong argument can be written down, with the argument under test."""

READ_PLACES: dict[str, Call] = {
    "set_add": lambda store, key: store.set_add(key, b"m"),
    "set_remove": lambda store, key: store.set_remove(key, b"m"),
    "set_contains": lambda store, key: store.set_contains(key, b"m"),
    "set_contains_many": lambda store, key: store.set_contains_many(key, b"m"),
    "set_members": lambda store, key: store.set_members(key),
    "set_size": lambda store, key: store.set_size(key),
    "set_pop": lambda store, key: store.set_pop(key),
    "set_pop_many": lambda store, key: store.set_pop_many(key, 1),
    "set_random": lambda store, key: store.set_random(key, 1),
    "set_move": lambda store, key: store.set_move(key, "k2", b"m"),
    "set_move to": lambda store, key: store.set_move("k2", key, b"m"),
    "set_union": lambda store, key: store.set_union("k2", key),
    "set_intersection": lambda store, key: store.set_intersection("k2", key),
    "set_difference": lambda store, key: store.set_difference("k2", key),
    "set_union_store": lambda store, key: store.set_union_store("k2", key),
    "set_intersection_store": lambda store, key: store.set_intersection_store("k2", key),
    "set_difference_store": lambda store, key: store.set_difference_store("k2", key),
    "set_intersection_size": lambda store, key: store.set_intersection_size("k2", key),
}
KEY_PLACES = READ_PLACES | {
    "set_union_store to": lambda store, key: store.set_union_store(key, "k2"),
    "set_intersection_store to": lambda store, key: store.set_intersection_store(key, "k2"),
    "set_difference_store to": lambda store, key: store.set_difference_store(key, "k2"),
}


@clause("keyvalue.sets.wrong-type", source=SETS, hint="read another kind as empty, or replace it")
@pytest.mark.parametrize("kind", kinds_but(KeyType.SET))
@pytest.mark.parametrize("operation", READ_PLACES)
def test_an_operation_on_sets_refuses_any_other_kind(
    store: KeyValue, plant: Plant, operation: str, kind: KeyType
) -> None:
    hold(store, plant, "k", kind)
    store.set_add("k2", b"m")
    with unchanged(store, "k", "k2"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        READ_PLACES[operation](store, "k")


@clause("keyvalue.sets.key-type", source=PORT, hint="convert keys with str(), or decode them")
@pytest.mark.parametrize("place", KEY_PLACES)
def test_a_key_is_a_str(store: KeyValue, place: str) -> None:
    store.set_add("k", b"m")
    store.set_add("k2", b"m")
    for key in (b"k", 1, None, True, ("k",)):
        with unchanged(store, "k", "k2"), pytest.raises(TypeError):
            KEY_PLACES[place](store, key)
    with unchanged(store, "k", "k2"), pytest.raises(ValueError, match="surrogates"):
        KEY_PLACES[place](store, "\ud800")


MEMBER_PLACES: dict[str, Call] = {
    "set_add first": lambda store, member: store.set_add("k", member, b"new"),
    "set_add last": lambda store, member: store.set_add("k", b"new", member),
    "set_remove first": lambda store, member: store.set_remove("k", member, b"m"),
    "set_remove last": lambda store, member: store.set_remove("k", b"m", member),
    "set_contains": lambda store, member: store.set_contains("k", member),
    "set_contains_many first": lambda store, member: store.set_contains_many("k", member, b"m"),
    "set_contains_many last": lambda store, member: store.set_contains_many("k", b"m", member),
    "set_move": lambda store, member: store.set_move("k", "k2", member),
    "set_move from an absent set": lambda store, member: store.set_move("k2", "k", member),
}


@clause("keyvalue.sets.member-type", source=PORT, hint="encode text and numbers, as clients do")
@pytest.mark.parametrize("place", MEMBER_PLACES)
def test_a_member_is_bytes(store: KeyValue, place: str) -> None:
    store.set_add("k", b"m", b"1")
    for member in ("m", "", bytearray(b"m"), memoryview(b"m"), 1, 1.5, None, True, [b"m"]):
        with unchanged(store, "k", "k2"), pytest.raises(TypeError):
            MEMBER_PLACES[place](store, member)


@clause("keyvalue.sets.member-too-large", source=STRINGS, hint="leave the members that came before it added")
@pytest.mark.parametrize("place", MEMBER_PLACES)
def test_a_member_one_byte_over_512_mebibytes_is_rejected(store: KeyValue, place: str) -> None:
    store.set_add("k", b"m")
    with unchanged(store, "k", "k2"), rejects(TooLarge, KeyValueCode.TOO_LARGE):
        MEMBER_PLACES[place](store, bytes(ONE_BYTE_TOO_LONG))


INTEGER_PLACES: dict[str, Call] = {
    "set_pop_many": lambda store, number: store.set_pop_many("k", number),
    "set_random": lambda store, number: store.set_random("k", number),
    "set_intersection_size": lambda store, number: store.set_intersection_size("k", limit=number),
}


@clause("keyvalue.sets.integer-type", source=PORT, hint="convert with int()")
@pytest.mark.parametrize("place", INTEGER_PLACES)
def test_a_whole_number_is_an_int(store: KeyValue, place: str) -> None:
    store.set_add("k", b"m")
    for number in (1.0, "1", b"1", True, False, None, Decimal(1)):
        with unchanged(store, "k"), pytest.raises(TypeError):
            INTEGER_PLACES[place](store, number)


@clause("keyvalue.sets.subclass-of-bytes", source=PORT, hint="keep the object that was given")
def test_a_subclass_of_bytes_is_stored_as_bytes(store: KeyValue) -> None:
    class Labelled(bytes):
        pass

    store.set_add("k", Labelled(b"a"), Labelled(b"b"))
    store.set_move("k", "k2", Labelled(b"b"))
    assert [type(member) for member in store.set_union("k", "k2")] == [bytes, bytes]
