"""Which values a float counter reads as numbers: those of the C function ``strtold``, and no blanks."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyValue, KeyValueCode
from verifake.proof import clause, rejects

OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"
LONG_DOUBLE = "observed: valkey 9.1.2, redis 7.0.15 on x86-64"

LONGEST = 5119
"""A value with more bytes than this is no number."""

NUMBERS = [
    ("1.5", "1.5"),
    ("+1.5", "1.5"),
    ("-1.5", "-1.5"),
    ("5.", "5"),
    (".5", "0.5"),
    ("-.5", "-0.5"),
    ("007", "7"),
    ("1.50", "1.5"),
    ("1e3", "1000"),
    ("1E3", "1000"),
    ("1e+2", "100"),
    ("1e-2", "0.01"),
    ("1e03", "1000"),
    ("0x10", "16"),
    ("0X1P3", "8"),
    ("0x.8p1", "1"),
    ("-0x1p-3", "-0.125"),
    ("0xA", "10"),
    ("0x0", "0"),
    ("-0x.0p5", "0"),
    ("0e0", "0"),
    ("9223372036854775808", "9223372036854775808"),
    ("0." + "0" * 20 + "1", "0"),
    ("1" + "0" * 40 + "e-40", "1"),
]


@clause("keyvalue.float-spelling.numbers", source=OBSERVED, hint="parse decimals only")
@pytest.mark.parametrize(("spelling", "stored"), NUMBERS)
def test_c_spellings_are_numbers(store: KeyValue, spelling: str, stored: str) -> None:
    store.set("k", spelling.encode())
    assert store.increment_float("k", 0) == float(stored)
    assert store.get("k") == stored.encode()


NO_NUMBERS = {
    "empty": b"",
    "blank": b" ",
    "leading blank": b" 1.5",
    "trailing blank": b"1.5 ",
    "leading tab": b"\t1.5",
    "trailing newline": b"1.5\n",
    "leading vertical tab": b"\x0b1.5",
    "plus alone": b"+",
    "minus alone": b"-",
    "point alone": b".",
    "two signs": b"+-1",
    "two points": b"1.5.2",
    "exponent without digits": b"1e",
    "exponent with sign alone": b"1e+",
    "exponent alone": b"e3",
    "fractional exponent": b"1e1.5",
    "comma": b"1,5",
    "underscore": b"1_0",
    "trailing letter": b"1.5f",
    "trailing zero byte": b"1.5\x00",
    "zero byte in the middle": b"1\x005",
    "hexadecimal without digits": b"0x",
    "hexadecimal digit": b"A",
    "binary": b"0b1",
    "octal": b"0o7",
    "arabic-indic digit": "\u0661".encode(),
    "nan": b"nan",
    "negative nan": b"-nan",
    "nan with payload": b"nan(1)",
    "NAN": b"NAN",
    "infinity in part": b"infin",
    "no number": b"abc",
    "bytes": b"\xff",
}


@clause("keyvalue.float-spelling.no-numbers", source=OBSERVED, hint="parse with float(), which allows blanks and 1_0")
@pytest.mark.parametrize("spelling", NO_NUMBERS)
def test_any_other_value_is_no_number(store: KeyValue, spelling: str) -> None:
    store.set("k", NO_NUMBERS[spelling], ttl_seconds=100)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
        store.increment_float("k", 1.5)


@clause("keyvalue.float-spelling.largest", source=LONG_DOUBLE, hint="parse as double")
@pytest.mark.parametrize("spelling", ["2e309", "1e4932", "1.18973149535723176502e4932", "-1e4932"])
def test_a_value_up_to_the_largest_long_double_is_a_number(store: KeyValue, spelling: str) -> None:
    store.set("k", spelling.encode())
    store.increment_float("k", 0)
    value = store.get("k")
    assert value is not None
    assert len(value.lstrip(b"-")) == int(spelling.partition("e")[2]) + 1


@clause("keyvalue.float-spelling.too-large", source=LONG_DOUBLE, hint="take it for infinity")
@pytest.mark.parametrize("spelling", ["1.1897314953572317651e4932", "1e4933", "-1e4933", "1e5000", "1e99999999"])
def test_a_value_beyond_the_largest_long_double_is_no_number(store: KeyValue, spelling: str) -> None:
    store.set("k", spelling.encode())
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
        store.increment_float("k", 0)


@clause("keyvalue.float-spelling.smallest", source=LONG_DOUBLE)
@pytest.mark.parametrize("spelling", ["1e-400", "1e-4932", "1e-4940", "1e-4950", "1.83e-4951"])
def test_a_value_down_to_the_smallest_long_double_is_a_number(store: KeyValue, spelling: str) -> None:
    store.set("k", spelling.encode())
    assert store.increment_float("k", 1) == 1
    assert store.get("k") == b"1"


@clause("keyvalue.float-spelling.too-small", source=LONG_DOUBLE, hint="take it for zero")
@pytest.mark.parametrize("spelling", ["1.82e-4951", "-1.82e-4951", "1e-4951", "1e-5000", "1e-99999999"])
def test_a_value_below_the_smallest_long_double_is_no_number(store: KeyValue, spelling: str) -> None:
    store.set("k", spelling.encode())
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
        store.increment_float("k", 1)


@clause("keyvalue.float-spelling.longest", source=OBSERVED)
@pytest.mark.parametrize("length", [255, 256, 257, LONGEST])
def test_a_long_value_is_a_number(store: KeyValue, length: int) -> None:
    store.set("k", b"1".rjust(length, b"0"))
    assert store.increment_float("k", 1) == 2


@clause("keyvalue.float-spelling.too-long", source=OBSERVED, hint="read numbers of any length")
@pytest.mark.parametrize("length", [LONGEST + 1, LONGEST + 2, 10_000])
def test_a_value_of_too_many_bytes_is_no_number(store: KeyValue, length: int) -> None:
    store.set("k", b"1".rjust(length, b"0"))
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
        store.increment_float("k", 1)


@clause("keyvalue.float-spelling.argument", source=LONG_DOUBLE, hint="convert an int to float")
@pytest.mark.parametrize("by", [2**63 + 1, -(2**63) - 1, 10**18 + 1])
def test_an_argument_keeps_the_digits_of_an_int(store: KeyValue, by: int) -> None:
    store.increment_float("k", by)
    assert store.get("k") == str(by).encode()


@clause("keyvalue.float-spelling.argument-too-large", source=LONG_DOUBLE)
def test_an_argument_beyond_the_largest_long_double_is_no_number(store: KeyValue) -> None:
    store.set("k", b"1.5")
    for key in ("k", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
            store.increment_float(key, 2**20000)
