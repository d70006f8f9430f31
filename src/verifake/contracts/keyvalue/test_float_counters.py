"""Float counters: digits as the engine's ``long double`` gives them, and which values count as numbers."""

from __future__ import annotations

from math import copysign, inf, nan

import pytest

from verifake.contracts.keyvalue._plant import OTHER_KINDS, Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

INCRBYFLOAT = "https://redis.io/docs/latest/commands/incrbyfloat/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"
LONG_DOUBLE = "observed: valkey 9.1.2, redis 7.0.15 on x86-64"


@clause("keyvalue.float-counter.adds", source=INCRBYFLOAT)
def test_the_sum_is_returned_and_stored(store: KeyValue) -> None:
    store.set("k", b"10.50")
    assert store.increment_float("k", 0.1) == 10.6
    assert store.get("k") == b"10.6"


@clause("keyvalue.float-counter.subtracts", source=INCRBYFLOAT)
def test_a_negative_number_is_subtracted(store: KeyValue) -> None:
    store.set("k", b"10.6")
    assert store.increment_float("k", -5) == 5.6
    assert store.get("k") == b"5.6"


@clause("keyvalue.float-counter.absent", source=INCRBYFLOAT)
def test_an_absent_counter_starts_at_zero(store: KeyValue) -> None:
    assert store.increment_float("k", 2.25) == 2.25
    assert (store.get("k"), store.type("k")) == (b"2.25", KeyType.STRING)


@clause("keyvalue.float-counter.by-zero-creates", source=OBSERVED, hint="do nothing for zero")
def test_adding_zero_creates_the_counter(store: KeyValue) -> None:
    assert store.increment_float("k", 0) == 0
    assert store.get("k") == b"0"


@clause("keyvalue.float-counter.on-an-integer-counter", source=INCRBYFLOAT)
def test_an_integer_counter_takes_a_fraction(store: KeyValue) -> None:
    store.increment("k", 3)
    assert store.increment_float("k", 0.25) == 3.25
    assert store.get("k") == b"3.25"


@clause("keyvalue.float-counter.whole-without-point", source=INCRBYFLOAT, hint="store 3.0")
@pytest.mark.parametrize(("start", "by", "stored"), [("3.0", 0, "3"), ("5.0e3", 200, "5200"), ("2.5", 0.5, "3")])
def test_a_whole_sum_is_stored_without_a_point(store: KeyValue, start: str, by: float, stored: str) -> None:
    store.set("k", start.encode())
    assert store.increment_float("k", by) == float(stored)
    assert store.get("k") == stored.encode()


@clause("keyvalue.float-counter.zero-has-no-sign", source=OBSERVED, hint="print -0")
@pytest.mark.parametrize(
    ("start", "by"), [("-1", 1.0), ("-0.1", 0.1), ("-0", 0.0), ("-0", -0.0), ("0", -0.0), ("0", -1e-20), ("-1e-18", 0)]
)
def test_a_sum_of_zero_has_no_sign(store: KeyValue, start: str, by: float) -> None:
    store.set("k", start.encode())
    assert copysign(1, store.increment_float("k", by)) == 1
    assert store.get("k") == b"0"


@clause("keyvalue.float-counter.minus-zero-creates-zero", source=OBSERVED)
def test_minus_zero_creates_zero(store: KeyValue) -> None:
    assert copysign(1, store.increment_float("k", -0.0)) == 1
    assert store.get("k") == b"0"


@clause("keyvalue.float-counter.seventeen-decimals", source=INCRBYFLOAT, hint="print the shortest form, or an exponent")
@pytest.mark.parametrize(
    ("by", "stored"),
    [
        (1e-17, "0.00000000000000001"),
        (-1e-17, "-0.00000000000000001"),
        (1.5e-16, "0.00000000000000015"),
        (5.1e-18, "0.00000000000000001"),
        (4.9e-18, "0"),
        (1e-18, "0"),
        (1e-300, "0"),
        (5e-324, "0"),
        (0.125, "0.125"),
    ],
)
def test_a_sum_has_at_most_seventeen_decimals(store: KeyValue, by: float, stored: str) -> None:
    assert store.increment_float("k", by) == float(stored)
    assert store.get("k") == stored.encode()


@clause("keyvalue.float-counter.long-double-digits", source=LONG_DOUBLE, hint="add in double precision, or in decimals")
@pytest.mark.parametrize(
    ("start", "by", "stored"),
    [
        ("0.1", 0.2, "0.3"),
        ("1.1", 2.2, "3.3"),
        ("0.1", -0.3, "-0.2"),
        ("3e3", 1.1, "3001.10000000000000009"),
        ("1e17", 0.1, "100000000000000000.1015625"),
        ("1234567890.123456789", 0, "1234567890.12345678894780576"),
        ("0.30000000000000004", 0, "0.30000000000000004"),
        ("1", -1e-20, "1"),
        ("1959986529313960000.4", 0, "1959986529313960000.375"),
    ],
)
def test_sums_have_the_digits_of_a_long_double(store: KeyValue, start: str, by: float, stored: str) -> None:
    store.set("k", start.encode())
    assert store.increment_float("k", by) == float(stored)
    assert store.get("k") == stored.encode()


@clause("keyvalue.float-counter.sixty-four-bits-of-mantissa", source=LONG_DOUBLE, hint="add in double precision")
@pytest.mark.parametrize(
    ("start", "by", "stored"),
    [
        ("9007199254740992", 1, "9007199254740993"),
        ("9223372036854775807", 1, "9223372036854775808"),
        ("9223372036854775807", 2, "9223372036854775809"),
        ("18446744073709551614", 1, "18446744073709551615"),
        ("18446744073709551615", 1, "18446744073709551616"),
        ("18446744073709551616", 1, "18446744073709551616"),
        ("18446744073709551616", 3, "18446744073709551620"),
        ("1e20", 1, "100000000000000000000"),
        ("0", 2**64 - 1, "18446744073709551615"),
    ],
)
def test_whole_numbers_are_exact_up_to_64_bits(store: KeyValue, start: str, by: float, stored: str) -> None:
    store.set("k", start.encode())
    store.increment_float("k", by)
    assert store.get("k") == stored.encode()


@clause("keyvalue.float-counter.all-digits-of-large-sums", source=LONG_DOUBLE, hint="print an exponent")
def test_a_large_sum_is_stored_with_all_its_digits(store: KeyValue) -> None:
    store.set("k", b"1e30")
    assert store.increment_float("k", 1) == 1e30
    assert store.get("k") == b"1000000000000000000024696061952"


@clause("keyvalue.float-counter.beyond-double", source=LONG_DOUBLE, hint="reject it as infinite")
def test_a_sum_beyond_the_largest_float_is_stored_and_returned_as_infinity(store: KeyValue) -> None:
    store.set("k", b"1.7e308")
    assert store.increment_float("k", 1.7e308) == inf
    value = store.get("k")
    assert value is not None
    assert (len(value), value[:20]) == (309, b"34000000000000000000")


@clause("keyvalue.float-counter.back-from-beyond-double", source=LONG_DOUBLE, hint="keep infinity as the value")
def test_a_sum_beyond_the_largest_float_can_be_reduced_again(store: KeyValue) -> None:
    store.set("k", b"2e308")
    assert store.increment_float("k", -1e308) == 1e308


@clause("keyvalue.float-counter.sum-is-infinite", source=LONG_DOUBLE, hint="store inf")
@pytest.mark.parametrize("sign", ["", "-"])
def test_a_sum_beyond_long_double_is_rejected(store: KeyValue, sign: str) -> None:
    store.set("k", f"{sign}1.1e4932".encode(), ttl_seconds=100)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NAN_OR_INFINITY):
        store.increment_float("k", -(10**4931) if sign else 10**4931)


@clause("keyvalue.float-counter.add-infinity", source=OBSERVED, hint="store inf")
@pytest.mark.parametrize("by", [inf, -inf])
def test_adding_infinity_is_rejected(store: KeyValue, by: float) -> None:
    store.set("k", b"1.5", ttl_seconds=100)
    for key in ("k", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NAN_OR_INFINITY):
            store.increment_float(key, by)


@clause("keyvalue.float-counter.add-infinity-to-the-largest", source=LONG_DOUBLE, hint="take infinity for a number")
@pytest.mark.parametrize("value", [b"1.18e4932", b"-1.18e4932"])
@pytest.mark.parametrize("by", [inf, -inf])
def test_infinity_is_more_than_the_largest_number(store: KeyValue, value: bytes, by: float) -> None:
    store.set("k", value)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NAN_OR_INFINITY):
        store.increment_float("k", by)


@clause("keyvalue.float-counter.value-is-infinite", source=OBSERVED, hint="call the value no number")
@pytest.mark.parametrize("value", [b"inf", b"-inf", b"+Infinity", b"INF"])
def test_a_value_of_infinity_is_a_number_that_gives_no_sum(store: KeyValue, value: bytes) -> None:
    store.set("k", value)
    for by in (1.5, 0.0, inf, -inf):
        with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NAN_OR_INFINITY):
            store.increment_float("k", by)


@clause("keyvalue.float-counter.add-nan", source=OBSERVED, hint="call the sum NaN")
def test_adding_nan_is_rejected_as_no_number(store: KeyValue) -> None:
    store.set("k", b"1.5", ttl_seconds=100)
    for key in ("k", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
            store.increment_float(key, nan)


@clause("keyvalue.float-counter.wrong-type", source=INCRBYFLOAT)
@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_a_value_of_another_kind_does_not_count(store: KeyValue, plant: Plant, kind: KeyType) -> None:
    plant("k", kind)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.increment_float("k", 1.5)


@clause("keyvalue.float-counter.wrong-type-before-argument", source=OBSERVED, hint="judge the number first")
@pytest.mark.parametrize("by", [nan, inf, -inf])
def test_the_wrong_type_wins_over_a_bad_number(store: KeyValue, plant: Plant, by: float) -> None:
    plant("k", KeyType.LIST)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.increment_float("k", by)


@clause("keyvalue.float-counter.value-before-infinity", source=OBSERVED)
def test_a_value_that_is_no_number_wins_over_infinity(store: KeyValue) -> None:
    store.set("k", b"abc")
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
        store.increment_float("k", inf)
