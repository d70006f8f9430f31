"""Operations on hashes: other kinds of values, wrong Python types, values that are too long."""

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

HASHES = "https://redis.io/docs/latest/develop/data-types/hashes/"
STRINGS = "https://redis.io/docs/latest/develop/data-types/strings/"
PORT = "https://docs.python.org/3/library/exceptions.html#TypeError"

Call = Callable[[Any, Any], object]
"""Calls the store, which is `Any` so that a wrong argument can be written down, with the argument under test."""

KEY_PLACES: dict[str, Call] = {
    "hash_set": lambda store, key: store.hash_set(key, {"f": b"v"}),
    "hash_set_if_absent": lambda store, key: store.hash_set_if_absent(key, "f", b"v"),
    "hash_get": lambda store, key: store.hash_get(key, "f"),
    "hash_get_many": lambda store, key: store.hash_get_many(key, "f"),
    "hash_get_all": lambda store, key: store.hash_get_all(key),
    "hash_fields": lambda store, key: store.hash_fields(key),
    "hash_values": lambda store, key: store.hash_values(key),
    "hash_delete": lambda store, key: store.hash_delete(key, "f"),
    "hash_contains": lambda store, key: store.hash_contains(key, "f"),
    "hash_length": lambda store, key: store.hash_length(key),
    "hash_value_length": lambda store, key: store.hash_value_length(key, "f"),
    "hash_increment": lambda store, key: store.hash_increment(key, "f"),
    "hash_increment_float": lambda store, key: store.hash_increment_float(key, "f", 0.5),
    "hash_random": lambda store, key: store.hash_random(key, 1),
}


@clause("keyvalue.hashes.wrong-type", source=HASHES, hint="read another kind as empty, or replace it")
@pytest.mark.parametrize("kind", kinds_but(KeyType.HASH))
@pytest.mark.parametrize("operation", KEY_PLACES)
def test_an_operation_on_hashes_refuses_any_other_kind(
    store: KeyValue, plant: Plant, operation: str, kind: KeyType
) -> None:
    hold(store, plant, "k", kind)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        KEY_PLACES[operation](store, "k")


@clause("keyvalue.hashes.key-type", source=PORT, hint="convert keys with str(), or decode them")
@pytest.mark.parametrize("place", KEY_PLACES)
def test_a_key_is_a_str(store: KeyValue, place: str) -> None:
    store.hash_set("k", {"f": b"1"})
    for key in (b"k", 1, None, True):
        with unchanged(store, "k"), pytest.raises(TypeError):
            KEY_PLACES[place](store, key)
    with unchanged(store, "k"), pytest.raises(ValueError, match="surrogates"):
        KEY_PLACES[place](store, "\ud800")


FIELD_PLACES: dict[str, Call] = {
    "hash_set first": lambda store, field: store.hash_set("k", {field: b"w", "f": b"w"}),
    "hash_set last": lambda store, field: store.hash_set("k", {"f": b"w", field: b"w"}),
    "hash_set_if_absent": lambda store, field: store.hash_set_if_absent("k", field, b"w"),
    "hash_get": lambda store, field: store.hash_get("k", field),
    "hash_get_many first": lambda store, field: store.hash_get_many("k", field, "f"),
    "hash_get_many last": lambda store, field: store.hash_get_many("k", "f", field),
    "hash_delete first": lambda store, field: store.hash_delete("k", field, "f"),
    "hash_delete last": lambda store, field: store.hash_delete("k", "f", field),
    "hash_contains": lambda store, field: store.hash_contains("k", field),
    "hash_value_length": lambda store, field: store.hash_value_length("k", field),
    "hash_increment": lambda store, field: store.hash_increment("k", field),
    "hash_increment_float": lambda store, field: store.hash_increment_float("k", field, 0.5),
}


@clause("keyvalue.hashes.field-type", source=PORT, hint="convert fields with str(), or decode them")
@pytest.mark.parametrize("place", FIELD_PLACES)
def test_a_field_is_a_str(store: KeyValue, place: str) -> None:
    store.hash_set("k", {"f": b"1"})
    for field in (b"f", 1, 1.5, None, True, ("f",)):
        with unchanged(store, "k"), pytest.raises(TypeError):
            FIELD_PLACES[place](store, field)
    for text in ("\ud800", "f\udc7f", "\udcc3\udca9"):
        with unchanged(store, "k"), pytest.raises(ValueError, match="surrogates"):
            FIELD_PLACES[place](store, text)


VALUE_PLACES: dict[str, Call] = {
    "hash_set first": lambda store, value: store.hash_set("k", {"f": value, "g": b"w"}),
    "hash_set last": lambda store, value: store.hash_set("k", {"g": b"w", "f": value}),
    "hash_set_if_absent": lambda store, value: store.hash_set_if_absent("k", "g", value),
    "hash_set_if_absent, present": lambda store, value: store.hash_set_if_absent("k", "f", value),
}


@clause("keyvalue.hashes.value-type", source=PORT, hint="encode text and numbers, as clients do")
@pytest.mark.parametrize("place", VALUE_PLACES)
def test_a_value_is_bytes(store: KeyValue, place: str) -> None:
    store.hash_set("k", {"f": b"1"})
    for value in ("v", bytearray(b"v"), memoryview(b"v"), 1, 1.5, None, True, [b"v"]):
        with unchanged(store, "k"), pytest.raises(TypeError):
            VALUE_PLACES[place](store, value)


@clause("keyvalue.hashes.value-too-large", source=STRINGS, hint="leave the fields that came before it set")
@pytest.mark.parametrize("place", VALUE_PLACES)
def test_a_value_one_byte_over_512_mebibytes_is_rejected(store: KeyValue, place: str) -> None:
    store.hash_set("k", {"f": b"1"})
    with unchanged(store, "k"), rejects(TooLarge, KeyValueCode.TOO_LARGE):
        VALUE_PLACES[place](store, bytes(ONE_BYTE_TOO_LONG))


@clause("keyvalue.hashes.mapping", source=PORT)
def test_values_are_a_mapping(store: KeyValue) -> None:
    store.hash_set("k", {"f": b"1"})
    wrong: list[Any] = [None, [("f", b"v")], "f", [], (), {"f"}, b"f"]
    for values in wrong:
        with unchanged(store, "k"), pytest.raises(TypeError):
            store.hash_set("k", values)


INTEGER_PLACES: dict[str, Call] = {
    "hash_increment": lambda store, number: store.hash_increment("k", "f", number),
    "hash_increment by": lambda store, number: store.hash_increment("k", "f", by=number),
    "hash_random": lambda store, number: store.hash_random("k", number),
}


@clause("keyvalue.hashes.integer-type", source=PORT, hint="convert with int()")
@pytest.mark.parametrize("place", INTEGER_PLACES)
def test_a_whole_number_is_an_int(store: KeyValue, place: str) -> None:
    store.hash_set("k", {"f": b"1"})
    for number in (1.0, "1", b"1", True, None, Decimal(1)):
        with unchanged(store, "k"), pytest.raises(TypeError):
            INTEGER_PLACES[place](store, number)


@clause("keyvalue.hashes.float-type", source=PORT, hint="convert with float()")
def test_a_float_is_a_float_or_an_int(store: KeyValue) -> None:
    store.hash_set("k", {"f": b"1"})
    wrong: list[Any] = ["1.5", b"1.5", True, None, Decimal(1)]
    for number in wrong:
        with unchanged(store, "k"), pytest.raises(TypeError):
            store.hash_increment_float("k", "f", number)


@clause("keyvalue.hashes.subclass-of-bytes", source=PORT, hint="keep the object that was given")
def test_a_subclass_of_bytes_is_stored_as_bytes(store: KeyValue) -> None:
    class Labelled(bytes):
        pass

    store.hash_set("k", {"f": Labelled(b"v")})
    store.hash_set_if_absent("k", "g", Labelled(b"v"))
    assert [type(value) for value in store.hash_values("k")] == [bytes, bytes]
