"""Parts of values: append, get_range, set_range."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest, TooLarge
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

APPEND = "https://redis.io/docs/latest/commands/append/"
GETRANGE = "https://redis.io/docs/latest/commands/getrange/"
SETRANGE = "https://redis.io/docs/latest/commands/setrange/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

MAX = 2**63 - 1
MIN = -(2**63)
LIMIT = 512 * 2**20
"""The longest string that the engine keeps, in bytes."""


@clause("keyvalue.append.to-present", source=APPEND)
def test_append_adds_to_the_end_and_returns_the_length(store: KeyValue) -> None:
    store.set("k", b"Hello")
    assert store.append("k", b" World") == 11
    assert store.get("k") == b"Hello World"


@clause("keyvalue.append.to-absent", source=APPEND, hint="reject an absent key")
def test_append_creates_an_absent_key(store: KeyValue) -> None:
    assert store.append("k", b"v") == 1
    assert store.get("k") == b"v"


@clause("keyvalue.append.nothing-to-absent", source=OBSERVED, hint="create nothing, as set_range does")
def test_appending_nothing_creates_an_empty_value(store: KeyValue) -> None:
    assert store.append("k", b"") == 0
    assert (store.get("k"), store.exists("k")) == (b"", 1)


@clause("keyvalue.append.nothing-to-present", source=APPEND)
def test_appending_nothing_returns_the_length(store: KeyValue) -> None:
    store.set("k", b"abc")
    assert store.append("k", b"") == 3
    assert store.get("k") == b"abc"


@clause("keyvalue.append.to-a-counter", source=APPEND, hint="keep counters as numbers")
def test_digits_can_be_appended_to_a_counter(store: KeyValue) -> None:
    store.increment("k", 12)
    assert store.append("k", b"34") == 4
    assert store.increment("k") == 1235


@clause("keyvalue.append.binary", source=APPEND)
def test_appended_bytes_survive(store: KeyValue) -> None:
    store.append("k", b"\x00\xff")
    store.append("k", b"\r\n\x00")
    assert store.get("k") == b"\x00\xff\r\n\x00"


HELLO = [
    (0, -1, b"hello"),
    (0, 0, b"h"),
    (1, 3, b"ell"),
    (4, 4, b"o"),
    (5, 5, b""),
    (-1, -1, b"o"),
    (-3, -2, b"ll"),
    (-5, -5, b"h"),
    (0, -5, b"h"),
    (-5, 4, b"hello"),
    (4, 99, b"o"),
    (5, 99, b""),
    (2, MAX, b"llo"),
    (MIN, MAX, b"hello"),
    (-99, 1, b"he"),
    (3, 2, b""),
    (-1, 0, b""),
    (-1, -2, b""),
    (MAX, MAX, b""),
    (MAX, MIN, b""),
]


@clause("keyvalue.get-range.both-ends-included", source=GETRANGE, hint="exclude the end, as slices do")
@pytest.mark.parametrize(("start", "end", "expected"), HELLO)
def test_a_range_includes_both_ends(store: KeyValue, start: int, end: int, expected: bytes) -> None:
    store.set("k", b"hello")
    assert store.get_range("k", start, end) == expected


@clause("keyvalue.get-range.end-before-the-start-of-the-string", source=OBSERVED, hint="answer an empty range")
@pytest.mark.parametrize(("start", "end"), [(0, -6), (-6, -6), (-99, -98), (0, MIN), (MIN, MIN)])
def test_an_end_before_the_string_is_moved_to_its_first_byte(store: KeyValue, start: int, end: int) -> None:
    store.set("k", b"hello")
    assert store.get_range("k", start, end) == b"h"


@clause("keyvalue.get-range.end-before-start", source=OBSERVED, hint="move the offsets before comparing them")
def test_an_end_before_the_start_is_empty_even_outside_of_the_string(store: KeyValue) -> None:
    store.set("k", b"hello")
    assert store.get_range("k", -98, -99) == b""


@clause("keyvalue.get-range.empty-value", source=GETRANGE)
@pytest.mark.parametrize(("start", "end"), [(0, 0), (0, -1), (-1, -1), (1, 5), (MIN, MAX)])
def test_an_empty_value_has_empty_ranges_only(store: KeyValue, start: int, end: int) -> None:
    store.set("k", b"")
    assert store.get_range("k", start, end) == b""


@clause("keyvalue.get-range.absent", source=GETRANGE, hint="answer None")
def test_an_absent_key_has_empty_ranges_only_and_stays_absent(store: KeyValue) -> None:
    with unchanged(store, "k"):
        assert store.get_range("k", 0, -1) == b""


@clause("keyvalue.get-range.bytes", source=GETRANGE, hint="count characters")
def test_ranges_count_bytes(store: KeyValue) -> None:
    store.set("k", "äö".encode())
    assert store.get_range("k", 1, 2) == b"\xa4\xc3"


@clause("keyvalue.get-range.of-a-counter", source=GETRANGE)
def test_a_counter_has_ranges_of_digits(store: KeyValue) -> None:
    store.increment("k", -1234)
    assert store.get_range("k", 0, 2) == b"-12"


@clause("keyvalue.get-range.not-an-integer", source=OBSERVED, hint="move any offset to the ends")
@pytest.mark.parametrize(("start", "end"), [(MAX + 1, 0), (0, MAX + 1), (MIN - 1, 0), (0, MIN - 1), (10**30, -1)])
def test_an_offset_outside_of_64_bits_is_rejected(store: KeyValue, plant: Plant, start: int, end: int) -> None:
    store.set("k", b"hello")
    plant("list", KeyType.LIST)
    for key in ("k", "absent", "list"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.get_range(key, start, end)


@clause("keyvalue.set-range.overwrites", source=SETRANGE)
def test_bytes_in_the_middle_are_overwritten(store: KeyValue) -> None:
    store.set("k", b"Hello World")
    assert store.set_range("k", 6, b"Redis") == 11
    assert store.get("k") == b"Hello Redis"


@clause("keyvalue.set-range.keeps-the-rest", source=SETRANGE, hint="cut the string after the new bytes")
def test_bytes_after_the_new_ones_stay(store: KeyValue) -> None:
    store.set("k", b"abcdef")
    assert store.set_range("k", 1, b"X") == 6
    assert store.get("k") == b"aXcdef"


@clause("keyvalue.set-range.lengthens", source=SETRANGE)
def test_bytes_beyond_the_end_lengthen_the_string(store: KeyValue) -> None:
    store.set("k", b"abc")
    assert store.set_range("k", 2, b"XYZ") == 5
    assert store.get("k") == b"abXYZ"


@clause("keyvalue.set-range.at-the-end", source=SETRANGE)
def test_an_offset_at_the_end_appends(store: KeyValue) -> None:
    store.set("k", b"abc")
    assert store.set_range("k", 3, b"d") == 4
    assert store.get("k") == b"abcd"


@clause("keyvalue.set-range.gap-of-zero-bytes", source=SETRANGE, hint="fill the gap with blanks")
def test_a_gap_is_filled_with_zero_bytes(store: KeyValue) -> None:
    store.set("k", b"ab")
    assert store.set_range("k", 4, b"c") == 5
    assert store.get("k") == b"ab\x00\x00c"


@clause("keyvalue.set-range.absent", source=SETRANGE)
def test_an_absent_key_counts_as_empty(store: KeyValue) -> None:
    assert store.set_range("k", 3, b"c") == 4
    assert store.get("k") == b"\x00\x00\x00c"


@clause("keyvalue.set-range.nothing-on-absent", source=OBSERVED, hint="create an empty value, as append does")
@pytest.mark.parametrize("offset", [0, 1, LIMIT - 1, LIMIT, LIMIT + 1, MAX])
def test_an_empty_value_creates_nothing(store: KeyValue, offset: int) -> None:
    with unchanged(store, "k"):
        assert store.set_range("k", offset, b"") == 0


@clause("keyvalue.set-range.nothing-on-present", source=OBSERVED, hint="fill a gap up to the offset")
@pytest.mark.parametrize("offset", [0, 3, 4, LIMIT, LIMIT + 1, MAX])
def test_an_empty_value_changes_nothing_and_returns_the_length(store: KeyValue, offset: int) -> None:
    store.set("k", b"abc", ttl_seconds=100)
    with unchanged(store, "k"):
        assert store.set_range("k", offset, b"") == 3


@clause("keyvalue.set-range.negative-offset", source=SETRANGE, hint="count from the end")
@pytest.mark.parametrize("value", [b"x", b""])
@pytest.mark.parametrize("offset", [-1, -3, MIN])
def test_a_negative_offset_is_rejected(store: KeyValue, offset: int, value: bytes) -> None:
    store.set("k", b"abc")
    for key in ("k", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.OFFSET_OUT_OF_RANGE):
            store.set_range(key, offset, value)


@clause("keyvalue.set-range.not-an-integer", source=OBSERVED)
@pytest.mark.parametrize("value", [b"x", b""])
@pytest.mark.parametrize("offset", [MAX + 1, MIN - 1, 10**30])
def test_a_set_offset_outside_of_64_bits_is_rejected(store: KeyValue, offset: int, value: bytes) -> None:
    store.set("k", b"abc")
    for key in ("k", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.set_range(key, offset, value)


@clause("keyvalue.set-range.too-large", source=SETRANGE, hint="allocate the gap, or overflow the sum")
@pytest.mark.parametrize(
    ("offset", "value"),
    [
        (LIMIT, b"x"),
        (LIMIT - 1, b"xx"),
        (LIMIT - 2, b"xxx"),
        (LIMIT + 1, b"x"),
        (2**32, b"x"),
        (MAX, b"x"),
        (MAX, b"xx"),
    ],
)
def test_a_string_beyond_512_mebibytes_is_rejected(store: KeyValue, offset: int, value: bytes) -> None:
    store.set("k", b"abc", ttl_seconds=100)
    for key in ("k", "absent"):
        with unchanged(store, key), rejects(TooLarge, KeyValueCode.TOO_LARGE):
            store.set_range(key, offset, value)


@clause("keyvalue.set-range.offset-before-wrong-type", source=OBSERVED, hint="look at the key first")
def test_a_bad_offset_wins_over_the_wrong_type(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.OFFSET_OUT_OF_RANGE):
        store.set_range("k", -1, b"x")
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.set_range("k", MAX + 1, b"x")


@clause("keyvalue.set-range.wrong-type-before-size", source=OBSERVED, hint="judge the length first")
def test_the_wrong_type_wins_over_the_length(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.set_range("k", LIMIT, b"x")
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.set_range("k", MAX, b"")
