"""Fields of hashes: read one, several or all."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.contracts.keyvalue.test_keys import NAMES
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyValue, KeyValueCode
from verifake.proof import clause, rejects

HGET = "https://redis.io/docs/latest/commands/hget/"
HMGET = "https://redis.io/docs/latest/commands/hmget/"
HGETALL = "https://redis.io/docs/latest/commands/hgetall/"
HKEYS = "https://redis.io/docs/latest/commands/hkeys/"
HVALS = "https://redis.io/docs/latest/commands/hvals/"
HEXISTS = "https://redis.io/docs/latest/commands/hexists/"
HLEN = "https://redis.io/docs/latest/commands/hlen/"
HSTRLEN = "https://redis.io/docs/latest/commands/hstrlen/"
HASHES = "https://redis.io/docs/latest/develop/data-types/hashes/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"


@clause("keyvalue.hashes.get", source=HGET)
def test_a_field_is_read(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1", "b": b"2"})
    assert (store.hash_get("k", "a"), store.hash_get("k", "b")) == (b"1", b"2")


@clause("keyvalue.hashes.get-absent", source=HGET, hint="raise, or return an empty value")
def test_what_is_absent_reads_as_none(store: KeyValue) -> None:
    store.hash_set("k", {"a": b""})
    assert (store.hash_get("k", "x"), store.hash_get("absent", "x")) == (None, None)
    assert store.hash_get("k", "a") == b""


@clause("keyvalue.hashes.get-many-in-order", source=HMGET, hint="answer in the order of the hash")
def test_values_come_in_the_order_of_the_fields_asked_for(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1", "b": b"2", "c": b""})
    assert store.hash_get_many("k", "c", "a", "b") == [b"", b"1", b"2"]


@clause("keyvalue.hashes.get-many-absent", source=HMGET, hint="leave absent fields out")
def test_an_absent_field_keeps_its_place_as_none(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1"})
    assert store.hash_get_many("k", "x", "a", "y") == [None, b"1", None]
    assert store.hash_get_many("absent", "x", "y") == [None, None]


@clause("keyvalue.hashes.get-many-duplicates", source=OBSERVED, hint="answer each field once")
def test_a_field_that_is_named_twice_is_answered_twice(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1"})
    assert store.hash_get_many("k", "a", "x", "a", "x") == [b"1", None, b"1", None]


@clause("keyvalue.hashes.get-many-nothing", source=HMGET, hint="answer an empty list")
def test_get_many_needs_a_field(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1"})
    for key in ("k", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            store.hash_get_many(key)


@clause("keyvalue.hashes.get-all", source=HGETALL)
def test_all_fields_come_with_their_values(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1", "b": b"", "": b"3"})
    assert store.hash_get_all("k") == {"a": b"1", "b": b"", "": b"3"}


@clause("keyvalue.hashes.fields", source=HKEYS)
def test_all_fields_come(store: KeyValue) -> None:
    store.hash_set("k", {"b": b"1", "a": b"", "": b"3"})
    assert sorted(store.hash_fields("k")) == ["", "a", "b"]


@clause("keyvalue.hashes.values", source=HVALS, hint="answer equal values once")
def test_all_values_come_each_for_its_field(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1", "b": b"", "c": b"1"})
    assert sorted(store.hash_values("k")) == [b"", b"1", b"1"]


@clause("keyvalue.hashes.all-of-absent", source=HGETALL, hint="raise, or return None")
def test_an_absent_hash_is_an_empty_one(store: KeyValue) -> None:
    with unchanged(store, "absent"):
        assert (store.hash_get_all("absent"), store.hash_fields("absent"), store.hash_values("absent")) == ({}, [], [])


@clause("keyvalue.hashes.contains", source=HEXISTS)
def test_contains_tells_whether_a_field_exists(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1", "empty": b""})
    assert store.hash_contains("k", "a") is True
    assert store.hash_contains("k", "empty") is True
    assert store.hash_contains("k", "x") is False
    assert store.hash_contains("absent", "a") is False


@clause("keyvalue.hashes.length", source=HLEN)
def test_length_counts_fields(store: KeyValue) -> None:
    assert store.hash_length("k") == 0
    store.hash_set("k", {"a": b"1", "b": b"1"})
    assert store.hash_length("k") == 2
    store.hash_set("k", {"b": b"2", "c": b"3"})
    assert store.hash_length("k") == 3
    store.hash_delete("k", "a", "x")
    assert store.hash_length("k") == 2


VALUES = {
    "empty": b"",
    "zero byte": b"\x00",
    "every byte": bytes(range(256)),
    "not latin": "\u043a\u043b\u044e\u0447".encode(),
    "line of protocol": b"\r\n$3\r\nfoo",
    "leading zero": b"01",
    "fraction": b"1.0",
    "exponent": b"1e3",
    "minus zero": b"-0",
    "leading blank": b" 1",
    "many digits": b"9" * 30,
    "long": b"x" * 100_000,
    **{str(number): b"%d" % number for number in (0, -1, 127, 128, -129, 65536, 2**63 - 1, -(2**63), 2**63)},
}


@clause("keyvalue.hashes.any-value", source=HASHES, hint="decode values, or store numbers as numbers")
@pytest.mark.parametrize("name", VALUES)
def test_any_bytes_are_a_value(store: KeyValue, name: str) -> None:
    value = VALUES[name]
    store.hash_set("k", {"f": value, "g": b"v"})
    store.hash_set_if_absent("k", "h", value)
    assert store.hash_get_all("k") == {"f": value, "g": b"v", "h": value}


@clause("keyvalue.hashes.value-length", source=HSTRLEN, hint="count characters, or the digits of a number wrongly")
@pytest.mark.parametrize("name", VALUES)
def test_value_length_counts_bytes(store: KeyValue, name: str) -> None:
    store.hash_set("k", {"f": VALUES[name]})
    assert store.hash_value_length("k", "f") == len(VALUES[name])


@clause("keyvalue.hashes.value-length-of-absent", source=HSTRLEN)
def test_what_is_absent_has_no_length(store: KeyValue) -> None:
    store.hash_set("k", {"f": b"v"})
    assert (store.hash_value_length("k", "x"), store.hash_value_length("absent", "f")) == (0, 0)


@clause("keyvalue.hashes.any-field", source=HASHES, hint="quote, trim, cut or normalise fields")
@pytest.mark.parametrize("name", NAMES)
def test_any_text_is_a_field(store: KeyValue, name: str) -> None:
    field = NAMES[name]
    store.hash_set("k", {field: b"1", "other": b"2"})
    assert store.hash_get_many("k", "other", field) == [b"2", b"1"]
    assert sorted(store.hash_fields("k")) == sorted([field, "other"])
    assert store.hash_increment("k", field) == 2
    assert (store.hash_delete("k", field), store.hash_fields("k")) == (1, ["other"])


@clause("keyvalue.hashes.fields-that-are-no-text", source=OBSERVED, hint="refuse bytes that are no UTF-8, or lose them")
def test_a_field_of_bytes_that_are_no_text_comes_back_as_it_was(store: KeyValue) -> None:
    store.hash_set("k", {"\udcff\udc80": b"1"})
    assert store.hash_fields("k") == ["\udcff\udc80"]
    assert store.hash_get_all("k") == {"\udcff\udc80": b"1"}
    assert store.hash_random("k", 1) == [("\udcff\udc80", b"1")]


@clause("keyvalue.hashes.fields-that-look-alike", source=HASHES, hint="fold case, trim, or normalise")
def test_fields_that_look_alike_are_different(store: KeyValue) -> None:
    alike = [
        "f",
        "F",
        " f",
        "f ",
        "f\0",
        "\0f",
        "f\n",
        "",
        "\ufefff",
        "\uff46",
        "\u00e4",
        "a\u0308",
        "\u00c4",
        "1",
        "01",
    ]
    values = {field: b"%d" % number for number, field in enumerate(alike)}
    assert store.hash_set("k", values) == len(alike)
    assert store.hash_get_all("k") == values


@clause("keyvalue.hashes.field-has-no-prefix", source=HASHES, hint="put before fields what is put before keys")
def test_the_key_itself_may_be_a_field(store: KeyValue) -> None:
    store.hash_set("k", {"k": b"1"})
    assert store.hash_fields("k") == ["k"]
    assert store.exists("k") == 1
