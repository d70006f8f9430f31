"""Where fakeredis, as seen in 2.40, differs from the contract about hashes."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import pytest

from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue.test_hashes_refusals import VALUE_PLACES
from verifake.contracts.keyvalue.test_too_large import ONE_BYTE_TOO_LONG
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import deviation, rejects

__all__: list[str] = []

_fakeredis: Final = partial(deviation, backend="fakeredis", versions="<2.41")

BEYOND: Final = 2**62

DOUBLE: Final = "adds in 64-bit floats, with 53 bits of mantissa instead of 64"


@_fakeredis("keyvalue.hashes.float-adds", risk="different", reason=DOUBLE)
@_fakeredis(
    "keyvalue.hashes.float-digits",
    risk="different",
    reason=DOUBLE,
    rows=lambda start, by, stored: f"{float(start) + by:.17f}".rstrip("0").rstrip(".") != stored,
)
def sums_are_those_of_a_double(store: KeyValue) -> None:
    store.hash_set("k", {"n": b"0.1"})
    assert store.hash_increment_float("k", "n", 0.2) == 0.1 + 0.2
    assert store.hash_get("k", "n") == b"0.30000000000000004"


@_fakeredis("keyvalue.hashes.float-beyond-double", risk="stricter", reason="a sum beyond a 64-bit float is infinite")
def a_sum_beyond_a_double_is_infinite(store: KeyValue) -> None:
    store.hash_set("k", {"n": b"1.7e308"})
    with rejects(InvalidRequest, KeyValueCode.NAN_OR_INFINITY):
        store.hash_increment_float("k", "n", 1.7e308)


@_fakeredis("keyvalue.hashes.float-sum-is-infinite", risk="different", reason="a value beyond a 64-bit float is none")
def a_number_beyond_a_double_is_none(store: KeyValue) -> None:
    store.hash_set("k", {"n": b"1e4932"})
    with rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
        store.hash_increment_float("k", "n", 1)


KIND: Final = "the kind of value is judged before the arguments"


@_fakeredis("keyvalue.hashes.increment-by-too-much-before-all", risk="different", reason=KIND)
@_fakeredis("keyvalue.hashes.float-argument-before-wrong-type", risk="different", reason=KIND)
@_fakeredis("keyvalue.hashes.random-count-before-wrong-type", risk="different", reason=KIND)
def the_kind_is_judged_first(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.hash_increment("k", "n", 2**63)
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.hash_increment_float("k", "n", float("nan"))
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.hash_random("k", 2**63)


@_fakeredis(
    "keyvalue.hashes.float-argument-before-value", risk="different", reason="the value is judged before the argument"
)
def the_value_is_judged_first(store: KeyValue) -> None:
    store.hash_set("k", {"n": b"text"})
    with rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
        store.hash_increment_float("k", "n", float("inf"))


def _hexadecimal(spelling: str, **_: Any) -> bool:
    return "x" in spelling.lower()


@_fakeredis(
    "keyvalue.hashes.float-spellings", risk="stricter", reason="hexadecimal numbers are none", rows=_hexadecimal
)
def hexadecimal_is_no_number(store: KeyValue) -> None:
    store.hash_set("k", {"n": b"0x10"})
    with rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
        store.hash_increment_float("k", "n", 1)


@_fakeredis(
    "keyvalue.hashes.float-no-numbers",
    risk="laxer",
    reason="digits may be grouped by underscores, as in Python",
    rows=lambda spelling: spelling == "underscore",
)
def underscores_are_accepted(store: KeyValue) -> None:
    store.hash_set("k", {"n": b"1_0"})
    assert store.hash_increment_float("k", "n", 1) == 11


@_fakeredis("keyvalue.hashes.float-longest", risk="laxer", reason="a number may be of any length")
def a_number_of_any_length_is_accepted(store: KeyValue) -> None:
    store.hash_set("k", {"n": b"0." + b"0" * 10_000})
    assert store.hash_increment_float("k", "n", 1) == 1


NIL: Final = "draws nil of an absent hash, whatever the count, where the engine has an empty list"


@_fakeredis("keyvalue.hashes.random-absent", risk="different", reason=NIL)
@_fakeredis("keyvalue.hashes.random-out-of-range", risk="different", reason=NIL)
@_fakeredis("keyvalue.hashes.random-no-integer", risk="different", reason=NIL)
@_fakeredis("keyvalue.hashes.reads-make-nothing", risk="different", reason=NIL, rows=lambda read: read == "hash_random")
def nothing_is_drawn_as_nil(store: KeyValue) -> None:
    for count in (0, 1, -1, 2**63):
        with pytest.raises(TypeError, match="NoneType"):
            store.hash_random("k", count)


@_fakeredis("keyvalue.hashes.random-out-of-range-of-present", risk="laxer", reason="draws for any 64-bit count")
def more_may_be_drawn(store: KeyValue) -> None:
    store.hash_set("k", {"f": b"v"})
    assert store.hash_random("k", BEYOND) == [("f", b"v")]


@_fakeredis("keyvalue.hashes.copy-is-separate", risk="different", reason="a copy is the same hash under two keys")
def a_copy_is_the_same_hash(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1"})
    store.copy("k", "copy")
    store.hash_set("k", {"b": b"2"})
    assert store.hash_get("copy", "b") == b"2"


@_fakeredis("keyvalue.hashes.value-too-large", risk="laxer", reason="a value may be longer than 512 MiB")
def a_value_may_be_too_long(store: KeyValue, place: str) -> None:
    VALUE_PLACES[place](store, bytes(ONE_BYTE_TOO_LONG))
