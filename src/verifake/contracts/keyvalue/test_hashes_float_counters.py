"""Floating point numbers in the fields of hashes: the same arithmetic as of strings, with other checks."""

from __future__ import annotations

from math import copysign, inf, nan

import pytest

from verifake.contracts.keyvalue._plant import Plant, hold, kinds_but
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.contracts.keyvalue.test_float_spellings import LONGEST, NO_NUMBERS, NUMBERS
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

HINCRBYFLOAT = "https://redis.io/docs/latest/commands/hincrbyfloat/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"
LONG_DOUBLE = "observed: valkey 9.1.2, redis 7.0.15 on x86-64"


@clause("keyvalue.hashes.float-adds", source=HINCRBYFLOAT)
def test_the_sum_is_returned_and_stored(store: KeyValue) -> None:
    store.hash_set("k", {"n": b"10.50", "other": b"v"})
    assert store.hash_increment_float("k", "n", 0.1) == 10.6
    assert store.hash_increment_float("k", "n", -5) == 5.6
    assert store.hash_get_all("k") == {"n": b"5.6", "other": b"v"}


@clause("keyvalue.hashes.float-absent", source=HINCRBYFLOAT)
def test_what_is_absent_counts_as_zero(store: KeyValue) -> None:
    assert store.hash_increment_float("k", "n", 2.25) == 2.25
    assert store.hash_increment_float("k", "m", -0.5) == -0.5
    assert (store.type("k"), store.hash_get_all("k")) == (KeyType.HASH, {"n": b"2.25", "m": b"-0.5"})


@clause("keyvalue.hashes.float-by-zero", source=OBSERVED, hint="do nothing for zero, or keep the sign of it")
@pytest.mark.parametrize("by", [0, 0.0, -0.0])
def test_adding_zero_makes_the_field(store: KeyValue, by: float) -> None:
    assert copysign(1, store.hash_increment_float("k", "n", by)) == 1
    assert store.hash_get_all("k") == {"n": b"0"}


@clause("keyvalue.hashes.float-on-an-integer", source=HINCRBYFLOAT)
def test_an_integer_takes_a_fraction(store: KeyValue) -> None:
    store.hash_increment("k", "n", 3)
    assert store.hash_increment_float("k", "n", 0.25) == 3.25
    assert store.hash_get("k", "n") == b"3.25"


@clause("keyvalue.hashes.float-whole-without-point", source=HINCRBYFLOAT, hint="store 3.0 or 5.2e3")
@pytest.mark.parametrize(("start", "by", "stored"), [("3.0", 0, "3"), ("5.0e3", 200, "5200"), ("2.5", 0.5, "3")])
def test_a_whole_sum_is_stored_without_a_point(store: KeyValue, start: str, by: float, stored: str) -> None:
    store.hash_set("k", {"n": start.encode()})
    assert store.hash_increment_float("k", "n", by) == float(stored)
    assert store.hash_get("k", "n") == stored.encode()


@clause("keyvalue.hashes.float-digits", source=LONG_DOUBLE, hint="add in double precision, or in decimals")
@pytest.mark.parametrize(
    ("start", "by", "stored"),
    [
        ("0.1", 0.2, "0.3"),
        ("3e3", 1.1, "3001.10000000000000009"),
        ("1e17", 0.1, "100000000000000000.1015625"),
        ("9007199254740992", 1, "9007199254740993"),
        ("9223372036854775807", 1, "9223372036854775808"),
        ("-9223372036854775808", -1, "-9223372036854775809"),
        ("18446744073709551616", 1, "18446744073709551616"),
        ("0", 1e-17, "0.00000000000000001"),
        ("0", 4.9e-18, "0"),
        ("-0.1", 0.1, "0"),
        ("1e30", 1, "1000000000000000000024696061952"),
    ],
)
def test_sums_have_the_digits_of_a_long_double(store: KeyValue, start: str, by: float, stored: str) -> None:
    store.hash_set("k", {"n": start.encode()})
    assert store.hash_increment_float("k", "n", by) == float(stored)
    assert store.hash_get("k", "n") == stored.encode()


@clause("keyvalue.hashes.float-beyond-double", source=LONG_DOUBLE, hint="reject it as infinite")
def test_a_sum_beyond_the_largest_float_is_stored_and_returned_as_infinity(store: KeyValue) -> None:
    store.hash_set("k", {"n": b"1.7e308"})
    assert store.hash_increment_float("k", "n", 1.7e308) == inf
    assert store.hash_value_length("k", "n") == 309
    assert store.hash_increment_float("k", "n", -1.7e308) == 1.7e308


@clause("keyvalue.hashes.float-sum-is-infinite", source=LONG_DOUBLE, hint="store inf")
@pytest.mark.parametrize("sign", ["", "-"])
def test_a_sum_beyond_long_double_is_rejected(store: KeyValue, sign: str) -> None:
    store.hash_set("k", {"n": f"{sign}1.1e4932".encode()})
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NAN_OR_INFINITY):
        store.hash_increment_float("k", "n", -(10**4931) if sign else 10**4931)


@clause("keyvalue.hashes.float-value-is-infinite", source=OBSERVED, hint="call the value no number")
@pytest.mark.parametrize("value", [b"inf", b"-inf", b"+Infinity", b"INF"])
def test_a_value_of_infinity_is_a_number_that_gives_no_sum(store: KeyValue, value: bytes) -> None:
    store.hash_set("k", {"n": value})
    for by in (1.5, 0.0):
        with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NAN_OR_INFINITY):
            store.hash_increment_float("k", "n", by)


@clause("keyvalue.hashes.float-add-infinity", source=OBSERVED, hint="make an empty hash and then refuse")
@pytest.mark.parametrize("by", [inf, -inf])
def test_adding_infinity_is_rejected(store: KeyValue, by: float) -> None:
    store.hash_set("k", {"n": b"1.5"})
    for key, field in (("k", "n"), ("k", "absent"), ("absent", "n")):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NAN_OR_INFINITY):
            store.hash_increment_float(key, field, by)


@clause("keyvalue.hashes.float-add-no-number", source=OBSERVED, hint="call the sum NaN")
@pytest.mark.parametrize(("key", "field"), [("k", "n"), ("k", "absent"), ("absent", "n")])
def test_adding_no_number_is_rejected_as_such(store: KeyValue, key: str, field: str) -> None:
    store.hash_set("k", {"n": b"1.5"})
    for by in (nan, 2**20000, -(2**20000)):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
            store.hash_increment_float(key, field, by)


BEFORE_ALL = {nan: KeyValueCode.NOT_A_FLOAT, inf: KeyValueCode.NAN_OR_INFINITY, -inf: KeyValueCode.NAN_OR_INFINITY}


@clause(
    "keyvalue.hashes.float-argument-before-wrong-type", source=OBSERVED, hint="look at the key first, as for strings"
)
@pytest.mark.parametrize("kind", kinds_but(KeyType.HASH))
def test_the_increment_is_judged_before_the_kind(store: KeyValue, plant: Plant, kind: KeyType) -> None:
    hold(store, plant, "k", kind)
    for by, code in BEFORE_ALL.items():
        with unchanged(store, "k"), rejects(InvalidRequest, code):
            store.hash_increment_float("k", "n", by)


@clause("keyvalue.hashes.float-argument-before-value", source=OBSERVED, hint="read the field first")
def test_the_increment_is_judged_before_the_value(store: KeyValue) -> None:
    store.hash_set("k", {"n": b"text", "i": b"inf"})
    for by, code in BEFORE_ALL.items():
        with unchanged(store, "k"), rejects(InvalidRequest, code):
            store.hash_increment_float("k", "n", by)
        with unchanged(store, "k"), rejects(InvalidRequest, code):
            store.hash_increment_float("k", "i", by)


@clause("keyvalue.hashes.float-spellings", source=OBSERVED, hint="parse decimals only")
@pytest.mark.parametrize(("spelling", "stored"), NUMBERS)
def test_c_spellings_are_numbers(store: KeyValue, spelling: str, stored: str) -> None:
    store.hash_set("k", {"n": spelling.encode()})
    assert store.hash_increment_float("k", "n", 0) == float(stored)
    assert store.hash_get("k", "n") == stored.encode()


@clause("keyvalue.hashes.float-no-numbers", source=OBSERVED, hint="parse with float(), which allows blanks and 1_0")
@pytest.mark.parametrize("spelling", NO_NUMBERS)
def test_any_other_value_is_no_number(store: KeyValue, spelling: str) -> None:
    store.hash_set("k", {"n": NO_NUMBERS[spelling]})
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
        store.hash_increment_float("k", "n", 1.5)


@clause("keyvalue.hashes.float-longest", source=OBSERVED, hint="read numbers of any length")
def test_a_number_may_have_so_many_bytes_and_no_more(store: KeyValue) -> None:
    store.hash_set("k", {"fits": b"1".rjust(LONGEST, b"0"), "too long": b"1".rjust(LONGEST + 1, b"0")})
    assert store.hash_increment_float("k", "fits", 1) == 2
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
        store.hash_increment_float("k", "too long", 1)


@clause("keyvalue.hashes.float-out-of-long-double", source=LONG_DOUBLE, hint="take it for infinity or zero")
@pytest.mark.parametrize("spelling", ["1e4933", "-1e4933", "1e-4951", "-1e-4951"])
def test_a_value_outside_of_long_double_is_no_number(store: KeyValue, spelling: str) -> None:
    store.hash_set("k", {"n": spelling.encode()})
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
        store.hash_increment_float("k", "n", 0)
