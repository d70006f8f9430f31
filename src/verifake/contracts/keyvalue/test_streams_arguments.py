"""Python types of what operations on streams take: what is wrong is a `TypeError`, and nothing is sent."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from math import inf, nan
from typing import Any

import pytest

from verifake.contracts.keyvalue._streams import VALUE, add, new
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.ports.keyvalue import Exclusive, KeyValue, Trim
from verifake.proof import clause

PORT = "https://docs.python.org/3/library/exceptions.html#TypeError"

Call = Callable[[Any, Any], object]
"""Calls the store, which is `Any` so that a wrong argument can be written down, with the argument under test."""

IDLE = {"min_idle_seconds": 0}


def given(name: Any) -> Any:
    """Return `name`, or something else that is no `str` for None, which would be as if it were not given."""
    return 1 if name is None else name


NAMES: dict[str, Call] = {
    "stream_add": lambda store, name: store.stream_add(name, VALUE),
    "stream_add field": lambda store, name: store.stream_add("k", {"f": b"v", name: b"v"}),
    "stream_add field of a pair": lambda store, name: store.stream_add("k", [(name, b"v")]),
    "stream_add id": lambda store, name: store.stream_add("k", VALUE, id=name),
    "stream_add trim": lambda store, name: store.stream_add("k", VALUE, trim=Trim(max_length=1, min_id=given(name))),
    "stream_length": lambda store, name: store.stream_length(name),
    "stream_range": lambda store, name: store.stream_range(name),
    "stream_range start": lambda store, name: store.stream_range("k", name),
    "stream_range end": lambda store, name: store.stream_range("k", "-", Exclusive(name)),
    "stream_read": lambda store, name: store.stream_read({"k": "0", name: "0"}),
    "stream_read id": lambda store, name: store.stream_read({"k": name}),
    "stream_delete": lambda store, name: store.stream_delete(name, "1-1"),
    "stream_delete id": lambda store, name: store.stream_delete("k", "1-1", name),
    "stream_trim": lambda store, name: store.stream_trim(name, Trim(max_length=0)),
    "stream_trim id": lambda store, name: store.stream_trim("k", Trim(min_id=given(name))),
    "stream_set_last_id": lambda store, name: store.stream_set_last_id(name, "9-9"),
    "stream_set_last_id id": lambda store, name: store.stream_set_last_id("k", name),
    "stream_set_last_id deleted": lambda store, name: store.stream_set_last_id("k", "9-9", max_deleted_id=given(name)),
    "stream_info": lambda store, name: store.stream_info(name),
    "group_create": lambda store, name: store.group_create(name, "h"),
    "group_create name": lambda store, name: store.group_create("k", name),
    "group_create after": lambda store, name: store.group_create("k", "h", after=name),
    "group_destroy": lambda store, name: store.group_destroy(name, "g"),
    "group_destroy name": lambda store, name: store.group_destroy("k", name),
    "group_set_position": lambda store, name: store.group_set_position(name, "g", "0"),
    "group_set_position name": lambda store, name: store.group_set_position("k", name, "0"),
    "group_set_position after": lambda store, name: store.group_set_position("k", "g", name),
    "group_create_consumer": lambda store, name: store.group_create_consumer(name, "g", "y"),
    "group_create_consumer name": lambda store, name: store.group_create_consumer("k", "g", name),
    "group_delete_consumer": lambda store, name: store.group_delete_consumer(name, "g", "x"),
    "group_delete_consumer name": lambda store, name: store.group_delete_consumer("k", name, "x"),
    "group_read": lambda store, name: store.group_read(name, "x", {"k": ">"}),
    "group_read consumer": lambda store, name: store.group_read("g", name, {"k": ">"}),
    "group_read key": lambda store, name: store.group_read("g", "x", {"k": ">", name: ">"}),
    "group_read id": lambda store, name: store.group_read("g", "x", {"k": name}),
    "group_acknowledge": lambda store, name: store.group_acknowledge(name, "g", "1-1"),
    "group_acknowledge id": lambda store, name: store.group_acknowledge("k", "g", "1-1", name),
    "group_pending": lambda store, name: store.group_pending(name, "g"),
    "group_pending name": lambda store, name: store.group_pending("k", name),
    "group_pending_entries": lambda store, name: store.group_pending_entries(name, "g", count=1),
    "group_pending_entries start": lambda store, name: store.group_pending_entries("k", "g", start=name, count=1),
    "group_pending_entries end": lambda store, name: store.group_pending_entries("k", "g", end=name, count=1),
    "group_pending_entries consumer": lambda store, name: store.group_pending_entries(
        "k", "g", count=1, consumer=given(name)
    ),
    "group_claim": lambda store, name: store.group_claim(name, "g", "y", "1-1", **IDLE),
    "group_claim consumer": lambda store, name: store.group_claim("k", "g", name, "1-1", **IDLE),
    "group_claim id": lambda store, name: store.group_claim("k", "g", "y", "1-1", name, **IDLE),
    "group_claim_automatically": lambda store, name: store.group_claim_automatically(name, "g", "y", **IDLE),
    "group_claim_automatically start": lambda store, name: store.group_claim_automatically(
        "k", "g", "y", start=name, **IDLE
    ),
    "group_list": lambda store, name: store.group_list(name),
    "group_consumers": lambda store, name: store.group_consumers("k", name),
    "group_consumers key": lambda store, name: store.group_consumers(name, "g"),
}


def pending(store: KeyValue) -> None:
    """Let a consumer of a group have a pending entry."""
    add(store, "k", "1-1", "1-2")
    store.group_create("k", "g", after="0")
    new(store, "x", count=1)


@clause("keyvalue.streams-argument.text-type", source=PORT, hint="convert with str(), or decode")
@pytest.mark.parametrize("place", NAMES)
def test_keys_ids_and_names_are_str(store: KeyValue, place: str) -> None:
    pending(store)
    for name in (b"k", 1, None, True, ("k",), 1.5):
        with unchanged(store, "k"), pytest.raises(TypeError):
            NAMES[place](store, name)


@clause("keyvalue.streams-argument.text-encoding", source=PORT, hint="encode with surrogatepass")
@pytest.mark.parametrize("place", NAMES)
def test_text_that_utf_8_cannot_encode_is_a_value_error(store: KeyValue, place: str) -> None:
    pending(store)
    for name in ("\ud800", "\udcc3\udca9"):
        with unchanged(store, "k"), pytest.raises(ValueError, match="surrogates"):
            NAMES[place](store, name)


INTEGERS: dict[str, Call] = {
    "stream_add trim": lambda store, number: store.stream_add("k", VALUE, trim=Trim(max_length=number)),
    "stream_range": lambda store, number: store.stream_range("k", count=number),
    "stream_read": lambda store, number: store.stream_read({"k": "0"}, count=number),
    "stream_trim length": lambda store, number: store.stream_trim("k", Trim(max_length=number)),
    "stream_trim limit": lambda store, number: store.stream_trim(
        "k", Trim(max_length=1, approximate=True, limit=number)
    ),
    "stream_set_last_id": lambda store, number: store.stream_set_last_id("k", "9-9", entries_added=number),
    "group_create": lambda store, number: store.group_create("k", "h", entries_read=number),
    "group_set_position": lambda store, number: store.group_set_position("k", "g", "0", entries_read=number),
    "group_read": lambda store, number: store.group_read("g", "x", {"k": ">"}, count=number),
    "group_pending_entries": lambda store, number: store.group_pending_entries("k", "g", count=number),
    "group_claim": lambda store, number: store.group_claim("k", "g", "y", "1-1", deliveries=number, **IDLE),
    "group_claim_automatically": lambda store, number: store.group_claim_automatically(
        "k", "g", "y", count=number, **IDLE
    ),
}


@clause("keyvalue.streams-argument.integer-type", source=PORT, hint="convert with int()")
@pytest.mark.parametrize("place", INTEGERS)
def test_a_number_is_an_int_and_no_bool(store: KeyValue, place: str) -> None:
    pending(store)
    for number in (1.0, "1", b"1", True, Decimal(1)):
        with unchanged(store, "k"), pytest.raises(TypeError):
            INTEGERS[place](store, number)


SECONDS: dict[str, Call] = {
    "stream_read": lambda store, seconds: store.stream_read({"k": "0"}, wait_seconds=seconds),
    "group_read": lambda store, seconds: store.group_read("g", "x", {"k": ">"}, wait_seconds=seconds),
    "group_pending_entries": lambda store, seconds: store.group_pending_entries(
        "k", "g", count=1, min_idle_seconds=seconds
    ),
    "group_claim": lambda store, seconds: store.group_claim("k", "g", "y", "1-1", min_idle_seconds=seconds),
    "group_claim idle": lambda store, seconds: store.group_claim("k", "g", "y", "1-1", idle_seconds=seconds, **IDLE),
    "group_claim since": lambda store, seconds: store.group_claim(
        "k", "g", "y", "1-1", idle_since_seconds=seconds, **IDLE
    ),
    "group_claim_automatically": lambda store, seconds: store.group_claim_automatically(
        "k", "g", "y", min_idle_seconds=seconds
    ),
}


@clause("keyvalue.streams-argument.seconds-type", source=PORT, hint="convert with float()")
@pytest.mark.parametrize("place", SECONDS)
def test_seconds_are_finite_numbers(store: KeyValue, place: str) -> None:
    pending(store)
    for wrong in ("1", True, Decimal(1)):
        with unchanged(store, "k"), pytest.raises(TypeError):
            SECONDS[place](store, wrong)
    for seconds in (nan, inf, -inf):
        with unchanged(store, "k"), pytest.raises(ValueError, match="finite"):
            SECONDS[place](store, seconds)


FLAGS: dict[str, Call] = {
    "stream_add": lambda store, flag: store.stream_add("k", VALUE, only_if_present=flag),
    "stream_trim": lambda store, flag: store.stream_trim("k", Trim(max_length=0, approximate=flag)),
    "stream_range": lambda store, flag: store.stream_range("k", reverse=flag),
    "group_create": lambda store, flag: store.group_create("k", "h", create_stream=flag),
    "group_read": lambda store, flag: store.group_read("g", "x", {"k": ">"}, no_ack=flag),
    "group_claim": lambda store, flag: store.group_claim("k", "g", "y", "1-1", force=flag, **IDLE),
}


@clause("keyvalue.streams-argument.flag-type", source=PORT, hint="test the option's truth")
@pytest.mark.parametrize("place", FLAGS)
def test_an_option_is_a_bool(store: KeyValue, place: str) -> None:
    pending(store)
    wrong: list[Any] = [1, 0, None, "yes", []]
    for flag in wrong:
        with unchanged(store, "k"), pytest.raises(TypeError):
            FLAGS[place](store, flag)


@clause("keyvalue.streams-argument.fields-type", source=PORT, hint="encode text and numbers, as clients do")
def test_fields_are_a_mapping_or_pairs_of_str_and_bytes(store: KeyValue) -> None:
    pending(store)
    wrong: list[Any] = [
        {"f": "v"},
        {"f": 1},
        {"f": bytearray(b"v")},
        [("f", "v")],
        [("f",)],
        [("f", b"v", b"w")],
        [["f", b"v"]],
        ["fv"],
        "fv",
        b"fv",
        7,
        None,
    ]
    for fields in wrong:
        with unchanged(store, "k"), pytest.raises(TypeError):
            store.stream_add("k", fields, id="bad")


@clause("keyvalue.streams-argument.places-type", source=PORT)
def test_what_is_read_is_a_mapping_and_a_trim_a_trim(store: KeyValue) -> None:
    pending(store)
    anything: Any = store
    for wrong in (None, "k", [("k", "0")], ["k"], 7):
        with unchanged(store, "k"), pytest.raises(TypeError):
            anything.stream_read(wrong)
        with unchanged(store, "k"), pytest.raises(TypeError):
            anything.group_read("g", "x", wrong)
        with unchanged(store, "k"), pytest.raises(TypeError):
            anything.stream_trim("k", wrong)
    with unchanged(store, "k"), pytest.raises(TypeError):
        anything.stream_add("k", VALUE, trim=5)
