"""Ranges of entries, forwards and backwards."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._streams import VALUE, add, ids_of
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import Exclusive, IdBound, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

XRANGE = "https://redis.io/docs/latest/commands/xrange/"
XREVRANGE = "https://redis.io/docs/latest/commands/xrevrange/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

LAST = 2**64 - 1
LARGEST = 2**63 - 1
ALL = ["1-1", "1-2", "2-0", "2-7", "3-1"]

RANGES: list[tuple[IdBound, IdBound, list[str]]] = [
    ("-", "+", ALL),
    ("0", f"{LAST}-{LAST}", ALL),
    ("1", "1", ["1-1", "1-2"]),
    ("1", "2", ALL[:4]),
    ("1-2", "2-0", ["1-2", "2-0"]),
    ("1-2", "2-6", ["1-2", "2-0"]),
    ("2-1", "+", ["2-7", "3-1"]),
    ("1-3", "1-9", []),
    ("3-2", "+", []),
    ("-", "1-0", []),
    ("2", "1", []),
    ("+", "-", []),
    ("-", "-", []),
    ("+", "+", []),
    (Exclusive("1-1"), "+", ALL[1:]),
    (Exclusive("1"), "+", ALL),
    (Exclusive("1-2"), Exclusive("2-7"), ["2-0"]),
    ("-", Exclusive("2-0"), ALL[:2]),
    # Where milliseconds only are given, the end is the last of them, which is not in it.
    ("-", Exclusive("2"), ALL[:4]),
    ("-", Exclusive("0-1"), []),
    (Exclusive(f"1-{LAST}"), "+", ALL[2:]),
    ("(1-1", "(3-1", ALL[1:4]),
    (Exclusive("3-1"), "+", []),
]


@clause("keyvalue.streams-range.forwards", source=XRANGE, hint="leave an end out, or fill in 0 at the end")
@pytest.mark.parametrize(("start", "end", "found"), RANGES)
def test_a_range_has_both_its_ends(store: KeyValue, start: IdBound, end: IdBound, found: list[str]) -> None:
    add(store, "k", *ALL)
    assert ids_of(store.stream_range("k", start, end)) == found


@clause("keyvalue.streams-range.backwards", source=XREVRANGE, hint="swap start and end")
@pytest.mark.parametrize(("start", "end", "found"), RANGES)
def test_a_reversed_range_has_the_same_entries(store: KeyValue, start: IdBound, end: IdBound, found: list[str]) -> None:
    add(store, "k", *ALL)
    assert ids_of(store.stream_range("k", start, end, reverse=True)) == found[::-1]


@clause("keyvalue.streams-range.count", source=XRANGE, hint="count from the other end")
@pytest.mark.parametrize("count", [1, 2, 4, 5, 6, LARGEST])
def test_a_count_takes_the_first_in_that_direction(store: KeyValue, count: int) -> None:
    add(store, "k", *ALL)
    assert ids_of(store.stream_range("k", count=count)) == ALL[:count]
    assert ids_of(store.stream_range("k", count=count, reverse=True)) == ALL[::-1][:count]
    assert ids_of(store.stream_range("k", "2", "+", count=count)) == ALL[2:][:count]


@clause("keyvalue.streams-range.no-count", source=OBSERVED, hint="take zero for no limit")
@pytest.mark.parametrize("count", [0, -1, -LARGEST - 1])
def test_a_count_of_zero_or_less_takes_nothing(store: KeyValue, count: int) -> None:
    add(store, "k", *ALL)
    assert store.stream_range("k", count=count) == []
    assert store.stream_range("k", count=count, reverse=True) == []
    assert store.stream_range("absent", count=count) == []


@clause("keyvalue.streams-range.many", source=XRANGE, hint="lose entries between nodes")
def test_a_range_goes_over_many_entries(store: KeyValue) -> None:
    given = [f"{number}-1" for number in range(1, 331)]
    add(store, "k", *given)
    store.stream_delete("k", *given[95:205])
    left = given[:95] + given[205:]
    assert ids_of(store.stream_range("k")) == left
    assert ids_of(store.stream_range("k", reverse=True)) == left[::-1]
    assert ids_of(store.stream_range("k", "90", "210")) == left[89:100]
    assert ids_of(store.stream_range("k", "96", "+", count=3)) == left[95:98]
    assert ids_of(store.stream_range("k", "-", "205", count=3, reverse=True)) == left[94:91:-1]


@clause("keyvalue.streams-range.absent", source=XRANGE)
def test_an_absent_stream_has_no_entries(store: KeyValue) -> None:
    assert store.stream_range("k") == []
    assert store.exists("k") == 0


@clause("keyvalue.streams-range.beyond", source=OBSERVED, hint="wrap around")
@pytest.mark.parametrize(
    ("start", "end"), [(Exclusive(f"{LAST}-{LAST}"), "+"), ("-", Exclusive("0-0")), ("(18446744073709551615", "(0-0")]
)
def test_nothing_is_outside_of_all_ids(store: KeyValue, start: IdBound, end: IdBound) -> None:
    store.stream_add("k", VALUE, id="1-1")
    for reverse in (False, True):
        for key in ("k", "absent"):
            with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.INVALID_STREAM_ID):
                store.stream_range(key, start, end, reverse=reverse)


@clause("keyvalue.streams-range.beyond-before-count", source=OBSERVED)
@pytest.mark.parametrize("count", [LARGEST + 1, -LARGEST - 2])
def test_a_count_of_more_than_64_bits_is_rejected_after_the_ids(store: KeyValue, count: int) -> None:
    store.set("text", b"v")
    for key in ("absent", "text"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.stream_range(key, count=count)
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.INVALID_STREAM_ID):
            store.stream_range(key, "-", "bad", count=count, reverse=True)
