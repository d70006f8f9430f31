"""The arithmetic of ``INCRBYFLOAT``, against results recorded from Redis 7.0.15 and Valkey 9.1.2 on x86-64."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifake.fakes.keyvalue._core.long_double import INFINITY, MAX_TEXT_BYTES, LongDouble, plus, read, spell

EPSILON = Fraction(1, 2**63)
LARGEST = (2**64 - 1) * 2**16320
LARGEST_TEXT = f"{Decimal(LARGEST):f}"


def value_of(number: LongDouble) -> Fraction:
    return Fraction(number.significand) * Fraction(2) ** number.exponent


def add(left: str, right: str) -> bytes | None:
    one, other = read(left.encode()), read(right.encode())
    assert one is not None
    assert other is not None
    total = plus(one, other)
    return None if total is None else spell(total)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("0.1", "0.2", b"0.3"),
        ("3e3", "1.1", b"3001.10000000000000009"),
        ("10.50", "0.1", b"10.6"),
        ("1e-18", "0", b"0"),
        ("-1", "1", b"0"),
        ("0", "-1e-20", b"0"),
        ("-0.0", "-0", b"0"),
        ("0x10", "0x1p3", b"24"),
        ("5.", ".5", b"5.5"),
        ("9223372036854775807", "1", b"9223372036854775808"),
        ("18446744073709551615", "1", b"18446744073709551616"),
        ("18446744073709551616", "1", b"18446744073709551616"),
        ("18446744073709551616", "3", b"18446744073709551620"),
        ("1e22", "-1e22", b"0"),
        ("1e300", "-1e300", b"0"),
    ],
)
def test_sums_are_the_engines(left: str, right: str, expected: bytes) -> None:
    assert add(left, right) == expected


def test_large_numbers_are_spelled_in_full() -> None:
    """1e300 is not a power of two, so that its nearest neighbour shows 300 digits of its own."""
    digits = add("1e300", "1")
    assert digits is not None
    assert digits.startswith(
        b"1000000000000000000008997324079559193870523944273290747938260082321265646596180935755849"
    )
    assert len(digits) == 301


@pytest.mark.parametrize("text", [LARGEST_TEXT, "1.18973149535723176502e4932", "0x1.fffffffffffffffep16383"])
def test_the_largest_number_is_read_and_spelled(text: str) -> None:
    """Its 4,933 digits are more than `str` and `int` convert by default."""
    number = read(text.encode())
    assert number is not None
    assert value_of(number) == LARGEST
    assert read(spell(number)) == number


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            " 1",
            "1 ",
            "\t1",
            "1\n",
            "1\0",
            "1_0",
            "1,0",
            "--1",
            "+-1",
            "+",
            ".",
            "1e",
            "1e+",
            "0x",
            "0x.",
            "0x1p",
        ),
        *("nan", "-nan", "nan(1)", "infinit", "inf ", "1f", "1L", "٣"),
        *("1e4933", "1e99999999999999999999", "0x1p16384", "0x1.ffffffffffffffffp16383"),
        *("1e-4952", "-1e-99999999999999999999", "0x1p-16446", "0x1p-9999999999999999999999"),
    ],
)
def test_what_the_engine_calls_no_valid_float_is_not_read(text: str) -> None:
    assert read(text.encode()) is None


@pytest.mark.parametrize("text", ["inf", "-inf", "+INF", "Infinity", "-iNfInItY"])
def test_infinity_is_read_but_never_becomes_a_sum(text: str) -> None:
    assert read(text.encode()) is INFINITY
    assert add(text, "-inf") is None
    assert add("1", text) is None


def test_a_sum_that_is_too_large_is_none() -> None:
    assert add(LARGEST_TEXT, LARGEST_TEXT) is None
    assert add(LARGEST_TEXT, "1") == LARGEST_TEXT.encode()


@pytest.mark.parametrize("text", ["0e99999999999999999999", "-0e-99999999999999999999", "0x0p99999999999999999999"])
def test_zero_has_any_exponent(text: str) -> None:
    assert add(text, "1.5") == b"1.5"


def test_the_smallest_number_is_read_and_half_of_it_is_not() -> None:
    assert read(b"0x1p-16445") == LongDouble(1, -16445)
    assert read(b"0x1.00001p-16446") == LongDouble(1, -16445)
    assert read(b"0x1p-16446") is None


def test_leading_zeros_count_towards_the_length_only() -> None:
    """The engine's buffer holds 5,119 characters and the terminating zero."""
    assert MAX_TEXT_BYTES == 5119
    assert read(b"0" * 5118 + b"7") == read(b"7")
    assert read(b"0" * 5119 + b"7") is None
    assert read(b"1e" + b"0" * 5116 + b"3") == read(b"1000")


def test_a_mantissa_and_an_exponent_of_thousands_cancel_each_other() -> None:
    assert read(b"0." + b"0" * 5000 + b"1e5001") == read(b"1")
    assert read(b"1" + b"0" * 5000 + b"e-5000") == read(b"1")


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1), st.integers(-40, 40))
def test_a_sum_is_within_half_a_unit_of_the_exact_one(left: int, right: int, shift: int) -> None:
    one, other = LongDouble(left, 0), LongDouble(-right, shift)
    total = plus(one, other)
    assert total is not None
    exact = value_of(one) + value_of(other)
    assert total.significand.bit_length() <= 65
    assert abs(value_of(total) - exact) <= abs(exact) * EPSILON / 2


@given(st.integers(2**63, 2**64 - 1), st.integers(-100, 100))
def test_ties_go_to_the_even_neighbour(significand: int, exponent: int) -> None:
    between = Fraction(2 * significand + 1, 2) * Fraction(2) ** exponent
    number = plus(LongDouble(significand, exponent), LongDouble(1, exponent - 1))
    assert number is not None
    assert abs(value_of(number) - between) == Fraction(2) ** (exponent - 1)
    assert value_of(number) / Fraction(2) ** exponent % 2 == 0


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_is_read_to_the_nearest_number(number: float) -> None:
    parsed = read(repr(number).encode())
    assert parsed is not None
    assert float(value_of(parsed)) == number


@given(st.integers(-(10**30), 10**30))
def test_what_is_spelled_is_within_half_a_unit_of_the_last_decimal(numerator: int) -> None:
    number = read(f"{numerator}e-17".encode())
    assert number is not None
    assert abs(Fraction(spell(number).decode()) - value_of(number)) <= Fraction(1, 2 * 10**17)
