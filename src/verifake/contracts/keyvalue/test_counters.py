"""Integer counters: arithmetic, and which values count as integers."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._plant import OTHER_KINDS, Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

INCR = "https://redis.io/docs/latest/commands/incr/"
INCRBY = "https://redis.io/docs/latest/commands/incrby/"
DECR = "https://redis.io/docs/latest/commands/decr/"
DECRBY = "https://redis.io/docs/latest/commands/decrby/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"


@clause("keyvalue.counter.increment-by-one", source=INCR)
def test_increment_adds_one(store: KeyValue) -> None:
    store.set("k", b"10")
    assert store.increment("k") == 11
    assert store.get("k") == b"11"


@clause("keyvalue.counter.increment-absent", source=INCR)
def test_an_absent_counter_starts_at_zero(store: KeyValue) -> None:
    assert store.increment("k") == 1
    assert (store.get("k"), store.type("k")) == (b"1", KeyType.STRING)


@clause("keyvalue.counter.increment-by", source=INCRBY)
def test_increment_adds_what_is_given(store: KeyValue) -> None:
    store.set("k", b"10")
    assert [store.increment("k", 5), store.increment("k", by=-20)] == [15, -5]
    assert store.get("k") == b"-5"


@clause("keyvalue.counter.decrement-by-one", source=DECR)
def test_decrement_subtracts_one(store: KeyValue) -> None:
    store.set("k", b"10")
    assert store.decrement("k") == 9
    assert store.get("k") == b"9"


@clause("keyvalue.counter.decrement-absent", source=DECR)
def test_an_absent_counter_goes_below_zero(store: KeyValue) -> None:
    assert store.decrement("k") == -1
    assert store.get("k") == b"-1"


@clause("keyvalue.counter.decrement-by", source=DECRBY)
def test_decrement_subtracts_what_is_given(store: KeyValue) -> None:
    store.set("k", b"10")
    assert [store.decrement("k", 15), store.decrement("k", by=-20)] == [-5, 15]
    assert store.get("k") == b"15"


@clause("keyvalue.counter.to-zero", source=INCR, hint="delete a counter that reaches zero, or print -0")
def test_a_counter_that_reaches_zero_stays(store: KeyValue) -> None:
    store.increment("k", -7)
    assert store.increment("k", 7) == 0
    assert (store.get("k"), store.exists("k")) == (b"0", 1)


@clause("keyvalue.counter.by-zero-creates", source=OBSERVED, hint="do nothing for zero")
def test_adding_zero_creates_the_counter(store: KeyValue) -> None:
    assert store.increment("k", 0) == 0
    assert store.decrement("k2", 0) == 0
    assert store.get_many("k", "k2") == [b"0", b"0"]


@clause("keyvalue.counter.after-set", source=INCR)
def test_a_value_that_was_set_counts_on(store: KeyValue) -> None:
    store.increment("k", 5)
    store.set("k", b"-3")
    assert store.increment("k") == -2


@clause("keyvalue.counter.after-delete", source=INCR)
def test_a_deleted_counter_starts_anew(store: KeyValue) -> None:
    store.increment("k", 5)
    store.delete("k")
    assert store.increment("k") == 1


@clause("keyvalue.counter.reads-integers", source=OBSERVED)
@pytest.mark.parametrize("spelling", ["0", "1", "-1", "10", "-10", "9223372036854775807", "-9223372036854775808"])
def test_the_shortest_decimal_form_is_an_integer(store: KeyValue, spelling: str) -> None:
    store.set("k", spelling.encode())
    assert store.increment("k", 0) == int(spelling)
    assert store.decrement("k", 0) == int(spelling)
    assert store.get("k") == spelling.encode()


NO_INTEGERS = {
    "empty": b"",
    "blank": b" ",
    "leading blank": b" 1",
    "trailing blank": b"1 ",
    "leading tab": b"\t1",
    "trailing newline": b"1\n",
    "plus": b"+1",
    "plus alone": b"+",
    "minus alone": b"-",
    "two minuses": b"--1",
    "minus zero": b"-0",
    "leading zero": b"01",
    "negative leading zero": b"-01",
    "two zeros": b"00",
    "decimal point": b"1.0",
    "point alone": b"1.",
    "exponent": b"1e3",
    "hexadecimal": b"0x1",
    "hexadecimal digit": b"a",
    "underscore": b"1_0",
    "thousands": b"1,000",
    "trailing letter": b"1a",
    "trailing zero byte": b"1\x00",
    "leading zero byte": b"\x001",
    "zero byte alone": b"\x00",
    "arabic-indic digit": "\u0661".encode(),
    "fullwidth digit": "\uff11".encode(),
    "infinity": b"inf",
    "no number": b"abc",
    "binary": b"\xff\xfe",
    "one above the largest": b"9223372036854775808",
    "one below the smallest": b"-9223372036854775809",
    "largest unsigned": b"18446744073709551615",
    "twice round": b"18446744073709551616",
    "twenty digits": b"12345678901234567890",
    "many digits": b"1" * 100,
}


@clause("keyvalue.counter.reads-nothing-else", source=OBSERVED, hint="parse with int(), or with strtoll")
@pytest.mark.parametrize("spelling", NO_INTEGERS)
def test_any_other_value_is_no_integer(store: KeyValue, spelling: str) -> None:
    store.set("k", NO_INTEGERS[spelling], ttl_seconds=100)
    with unchanged(store, "k"):
        with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.increment("k")
        with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.increment("k", 0)
        with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.decrement("k")


@clause("keyvalue.counter.after-a-fraction", source=OBSERVED, hint="keep one kind of number for both counters")
def test_a_float_counter_with_a_fraction_is_no_integer(store: KeyValue) -> None:
    store.increment_float("k", 1.5)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.increment("k")


@clause("keyvalue.counter.after-a-whole-float", source=OBSERVED, hint="print a float with its point")
def test_a_float_counter_without_a_fraction_is_an_integer(store: KeyValue) -> None:
    store.increment_float("k", 1.5)
    store.increment_float("k", 1.5)
    assert store.increment("k") == 4


@clause("keyvalue.counter.wrong-type", source=INCR)
@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_a_value_of_another_kind_does_not_count(store: KeyValue, plant: Plant, kind: KeyType) -> None:
    plant("k", kind)
    with unchanged(store, "k"):
        with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            store.increment("k")
        with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            store.decrement("k")
