"""Python types: what is wrong is a `TypeError` or `ValueError`, and nothing is sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from math import inf, nan
from typing import Any

import pytest

from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.ports.keyvalue import KeyValue
from verifake.proof import clause

PORT = "https://docs.python.org/3/library/exceptions.html#TypeError"

Call = Callable[[Any, Any], object]
"""Calls the store, which is `Any` so that a wrong argument can be written down, with the argument under test."""

KEY_PLACES: dict[str, Call] = {
    "get": lambda store, key: store.get(key),
    "set": lambda store, key: store.set(key, b"v"),
    "set_and_get_old": lambda store, key: store.set_and_get_old(key, b"v"),
    "get_and_delete": lambda store, key: store.get_and_delete(key),
    "get_and_touch": lambda store, key: store.get_and_touch(key),
    "get_many first": lambda store, key: store.get_many(key, "k"),
    "get_many last": lambda store, key: store.get_many("k", key),
    "set_many first": lambda store, key: store.set_many({key: b"w", "k": b"w"}),
    "set_many last": lambda store, key: store.set_many({"k": b"w", key: b"w"}),
    "set_many_if_absent": lambda store, key: store.set_many_if_absent({"k2": b"w", key: b"w"}),
    "append": lambda store, key: store.append(key, b"v"),
    "length": lambda store, key: store.length(key),
    "get_range": lambda store, key: store.get_range(key, 0, -1),
    "set_range": lambda store, key: store.set_range(key, 0, b"v"),
    "increment": lambda store, key: store.increment(key),
    "decrement": lambda store, key: store.decrement(key),
    "increment_float": lambda store, key: store.increment_float(key, 0.5),
    "expire": lambda store, key: store.expire(key, 5),
    "expire_at": lambda store, key: store.expire_at(key, 4e9),
    "persist": lambda store, key: store.persist(key),
    "time_to_live": lambda store, key: store.time_to_live(key),
    "expires_at": lambda store, key: store.expires_at(key),
    "delete first": lambda store, key: store.delete(key, "k"),
    "delete last": lambda store, key: store.delete("k", key),
    "exists": lambda store, key: store.exists("k", key),
    "rename": lambda store, key: store.rename(key, "k2"),
    "rename to": lambda store, key: store.rename("k", key),
    "rename_if_absent": lambda store, key: store.rename_if_absent(key, "k2"),
    "rename_if_absent to": lambda store, key: store.rename_if_absent("k", key),
    "copy": lambda store, key: store.copy(key, "k2"),
    "copy to": lambda store, key: store.copy("k", key),
    "type": lambda store, key: store.type(key),
}


@clause("keyvalue.argument.key-type", source=PORT, hint="convert keys with str(), or decode them")
@pytest.mark.parametrize("place", KEY_PLACES)
def test_a_key_is_a_str(store: KeyValue, place: str) -> None:
    store.set("k", b"1", ttl_seconds=100)
    for key in (b"k", 1, 1.5, None, True, ("k",)):
        with unchanged(store, "k", "k2"), pytest.raises(TypeError):
            KEY_PLACES[place](store, key)


@clause("keyvalue.argument.key-encoding", source=PORT, hint="encode with surrogatepass")
@pytest.mark.parametrize("place", KEY_PLACES)
def test_a_key_that_utf_8_cannot_encode_is_a_value_error(store: KeyValue, place: str) -> None:
    store.set("k", b"1", ttl_seconds=100)
    for key in ("\ud800", "k\udc7f", "\udfff\ud800", "\udcc3\udca9"):
        with unchanged(store, "k", "k2"), pytest.raises(ValueError, match="surrogates"):
            KEY_PLACES[place](store, key)


VALUE_PLACES: dict[str, Call] = {
    "set": lambda store, value: store.set("k", value),
    "set_and_get_old": lambda store, value: store.set_and_get_old("k", value),
    "set_many first": lambda store, value: store.set_many({"k": value, "k2": b"w"}),
    "set_many last": lambda store, value: store.set_many({"k2": b"w", "k": value}),
    "set_many_if_absent": lambda store, value: store.set_many_if_absent({"k2": b"w", "k3": value}),
    "append": lambda store, value: store.append("k", value),
    "set_range": lambda store, value: store.set_range("k", 0, value),
}


@clause("keyvalue.argument.value-type", source=PORT, hint="encode text and numbers, as clients do")
@pytest.mark.parametrize("place", VALUE_PLACES)
def test_a_value_is_bytes(store: KeyValue, place: str) -> None:
    store.set("k", b"1", ttl_seconds=100)
    for value in ("v", "", bytearray(b"v"), memoryview(b"v"), 1, 1.5, None, True, [b"v"]):
        with unchanged(store, "k", "k2", "k3"), pytest.raises(TypeError):
            VALUE_PLACES[place](store, value)


@clause("keyvalue.argument.mapping", source=PORT)
@pytest.mark.parametrize("operation", ["set_many", "set_many_if_absent"])
def test_several_values_are_a_mapping(store: KeyValue, operation: str) -> None:
    for values in (None, [("k", b"v")], "k", [], (), {"k"}):
        with unchanged(store, "k"), pytest.raises(TypeError):
            getattr(store, operation)(values)


FLAG_PLACES: dict[str, Call] = {
    "set keep_ttl": lambda store, flag: store.set("k", b"v", keep_ttl=flag),
    "set only_if_absent": lambda store, flag: store.set("k", b"v", only_if_absent=flag),
    "set only_if_present": lambda store, flag: store.set("k", b"v", only_if_present=flag),
    "set_and_get_old keep_ttl": lambda store, flag: store.set_and_get_old("k", b"v", keep_ttl=flag),
    "set_and_get_old only_if_absent": lambda store, flag: store.set_and_get_old("k", b"v", only_if_absent=flag),
    "set_and_get_old only_if_present": lambda store, flag: store.set_and_get_old("k", b"v", only_if_present=flag),
    "get_and_touch persist": lambda store, flag: store.get_and_touch("k", persist=flag),
    "expire only_if_persistent": lambda store, flag: store.expire("k", 5, only_if_persistent=flag),
    "expire only_if_volatile": lambda store, flag: store.expire("k", 5, only_if_volatile=flag),
    "expire only_if_later": lambda store, flag: store.expire("k", 5, only_if_later=flag),
    "expire only_if_sooner": lambda store, flag: store.expire("k", 5, only_if_sooner=flag),
    "expire_at only_if_persistent": lambda store, flag: store.expire_at("k", 4e9, only_if_persistent=flag),
    "expire_at only_if_volatile": lambda store, flag: store.expire_at("k", 4e9, only_if_volatile=flag),
    "expire_at only_if_later": lambda store, flag: store.expire_at("k", 4e9, only_if_later=flag),
    "expire_at only_if_sooner": lambda store, flag: store.expire_at("k", 4e9, only_if_sooner=flag),
    "copy replace": lambda store, flag: store.copy("k", "k2", replace=flag),
}


@clause("keyvalue.argument.flag-type", source=PORT, hint="test the option's truth")
@pytest.mark.parametrize("place", FLAG_PLACES)
def test_an_option_is_a_bool(store: KeyValue, place: str) -> None:
    store.set("k", b"1", ttl_seconds=100)
    wrong: list[Any] = [1, 0, None, "", "yes", 1.0, []]
    for flag in wrong:
        with unchanged(store, "k", "k2"), pytest.raises(TypeError):
            FLAG_PLACES[place](store, flag)


OPTIONAL_SECONDS: dict[str, Call] = {
    "set ttl": lambda store, seconds: store.set("k", b"v", ttl_seconds=seconds),
    "set deadline": lambda store, seconds: store.set("k", b"v", expire_at_seconds=seconds),
    "set_and_get_old ttl": lambda store, seconds: store.set_and_get_old("k", b"v", ttl_seconds=seconds),
    "set_and_get_old deadline": lambda store, seconds: store.set_and_get_old("k", b"v", expire_at_seconds=seconds),
    "get_and_touch ttl": lambda store, seconds: store.get_and_touch("k", ttl_seconds=seconds),
    "get_and_touch deadline": lambda store, seconds: store.get_and_touch("k", expire_at_seconds=seconds),
}
SECONDS: dict[str, Call] = OPTIONAL_SECONDS | {
    "expire": lambda store, seconds: store.expire("k", seconds),
    "expire_at": lambda store, seconds: store.expire_at("k", seconds),
}


@clause("keyvalue.argument.seconds-type", source=PORT, hint="convert with float()")
@pytest.mark.parametrize("place", SECONDS)
def test_seconds_are_a_float_or_an_int(store: KeyValue, place: str) -> None:
    store.set("k", b"1", ttl_seconds=100)
    for seconds in ("5", b"5", True, Decimal(5), Fraction(5), timedelta(seconds=5), 5j, [5]):
        with unchanged(store, "k"), pytest.raises(TypeError):
            SECONDS[place](store, seconds)


@clause("keyvalue.argument.seconds-not-given", source=PORT)
@pytest.mark.parametrize("place", SECONDS)
def test_none_means_no_seconds_where_they_are_an_option_alone(store: KeyValue, place: str) -> None:
    store.set("k", b"1", ttl_seconds=100)
    if place in OPTIONAL_SECONDS:
        SECONDS[place](store, None)
        assert store.exists("k") == 1
    else:
        with unchanged(store, "k"), pytest.raises(TypeError):
            SECONDS[place](store, None)


@clause("keyvalue.argument.seconds-finite", source=PORT, hint="take infinity for no deadline")
@pytest.mark.parametrize("place", SECONDS)
def test_seconds_are_finite(store: KeyValue, place: str) -> None:
    store.set("k", b"1", ttl_seconds=100)
    for seconds in (nan, inf, -inf):
        with unchanged(store, "k"), pytest.raises(ValueError, match="finite"):
            SECONDS[place](store, seconds)


INTEGER_PLACES: dict[str, Call] = {
    "increment": lambda store, number: store.increment("k", number),
    "decrement": lambda store, number: store.decrement("k", number),
    "get_range start": lambda store, number: store.get_range("k", number, 1),
    "get_range end": lambda store, number: store.get_range("k", 0, number),
    "set_range": lambda store, number: store.set_range("k", number, b"v"),
}


@clause("keyvalue.argument.integer-type", source=PORT, hint="convert with int()")
@pytest.mark.parametrize("place", INTEGER_PLACES)
def test_a_number_is_an_int_and_no_bool(store: KeyValue, place: str) -> None:
    store.set("k", b"1", ttl_seconds=100)
    for number in (1.0, "1", b"1", None, True, False, Decimal(1), 1j):
        with unchanged(store, "k"), pytest.raises(TypeError):
            INTEGER_PLACES[place](store, number)


@clause("keyvalue.argument.float-type", source=PORT, hint="convert with float()")
def test_a_float_is_a_float_or_an_int_and_no_bool(store: KeyValue) -> None:
    store.set("k", b"1", ttl_seconds=100)
    wrong: list[Any] = ["1", b"1", None, True, Decimal(1), Fraction(1), 1j]
    for number in wrong:
        with unchanged(store, "k"), pytest.raises(TypeError):
            store.increment_float("k", number)


@clause("keyvalue.argument.type-before-request", source=PORT, hint="leave the types to the engine")
def test_a_wrong_type_wins_over_a_wrong_request(store: KeyValue) -> None:
    anything: Any = store
    with unchanged(store, "k"):
        with pytest.raises(TypeError):
            anything.set("k", "text", ttl_seconds=0, keep_ttl=True)
        with pytest.raises(TypeError):
            anything.get_and_touch("k", ttl_seconds="5", persist=True)
        with pytest.raises(TypeError):
            anything.expire("k", 5, only_if_persistent=True, only_if_later=1)
        with pytest.raises(TypeError):
            anything.set_range("k", -1, "text")
        with pytest.raises(TypeError):
            anything.copy("k", "k", replace=1)


@clause("keyvalue.argument.options-by-name", source=PORT)
def test_options_are_given_by_name(store: KeyValue) -> None:
    anything: Any = store
    store.set("k", b"v")
    with unchanged(store, "k", "k2"):
        with pytest.raises(TypeError):
            anything.set("k", b"w", 5)
        with pytest.raises(TypeError):
            anything.set_and_get_old("k", b"w", 5)
        with pytest.raises(TypeError):
            anything.get_and_touch("k", 5)
        with pytest.raises(TypeError):
            anything.expire("k", 5, True)
        with pytest.raises(TypeError):
            anything.copy("k", "k2", True)
