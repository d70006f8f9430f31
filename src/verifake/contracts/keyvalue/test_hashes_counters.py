"""Integers in the fields of hashes: arithmetic, limits, and which values count as integers."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._plant import Plant, hold, kinds_but
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.contracts.keyvalue.test_counters import NO_INTEGERS
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

HINCRBY = "https://redis.io/docs/latest/commands/hincrby/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

LARGEST = 2**63 - 1
SMALLEST = -(2**63)


@clause("keyvalue.hashes.increment-adds", source=HINCRBY)
def test_the_sum_is_returned_and_stored(store: KeyValue) -> None:
    store.hash_set("k", {"n": b"5", "other": b"v"})
    assert store.hash_increment("k", "n") == 6
    assert store.hash_increment("k", "n", 10) == 16
    assert store.hash_increment("k", "n", by=-20) == -4
    assert store.hash_get_all("k") == {"n": b"-4", "other": b"v"}


@clause("keyvalue.hashes.increment-absent-field", source=HINCRBY)
def test_an_absent_field_counts_as_zero(store: KeyValue) -> None:
    store.hash_set("k", {"other": b"v"})
    assert store.hash_increment("k", "n", -3) == -3
    assert store.hash_get_all("k") == {"n": b"-3", "other": b"v"}


@clause("keyvalue.hashes.increment-absent-hash", source=HINCRBY)
def test_an_absent_hash_is_made(store: KeyValue) -> None:
    assert store.hash_increment("k", "n") == 1
    assert (store.type("k"), store.hash_get_all("k")) == (KeyType.HASH, {"n": b"1"})


@clause("keyvalue.hashes.increment-by-zero", source=OBSERVED, hint="do nothing for zero")
def test_adding_zero_makes_the_field(store: KeyValue) -> None:
    assert store.hash_increment("k", "n", 0) == 0
    assert store.hash_get_all("k") == {"n": b"0"}


@clause("keyvalue.hashes.increment-to-zero", source=OBSERVED, hint="delete a field that reaches zero")
def test_a_field_that_reaches_zero_stays(store: KeyValue) -> None:
    store.hash_increment("k", "n", 7)
    assert store.hash_increment("k", "n", -7) == 0
    assert store.hash_get_all("k") == {"n": b"0"}


@clause("keyvalue.hashes.increment-to-the-limits", source=HINCRBY)
@pytest.mark.parametrize(
    ("start", "by"),
    [(LARGEST - 1, 1), (SMALLEST + 1, -1), (0, LARGEST), (0, SMALLEST), (-1, SMALLEST + 1), (LARGEST, SMALLEST)],
)
def test_a_sum_may_be_any_64_bit_integer(store: KeyValue, start: int, by: int) -> None:
    store.hash_set("k", {"n": b"%d" % start})
    assert store.hash_increment("k", "n", by) == start + by
    assert store.hash_get("k", "n") == b"%d" % (start + by)


@clause("keyvalue.hashes.increment-overflows", source=HINCRBY, hint="wrap around, or grow beyond 64 bits")
@pytest.mark.parametrize(
    ("start", "by"),
    [(LARGEST, 1), (SMALLEST, -1), (1, LARGEST), (-1, SMALLEST), (LARGEST, LARGEST), (SMALLEST, SMALLEST)],
)
def test_a_sum_beyond_64_bits_is_rejected(store: KeyValue, start: int, by: int) -> None:
    store.hash_set("k", {"n": b"%d" % start, "other": b"v"})
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.OVERFLOW):
        store.hash_increment("k", "n", by)


@clause("keyvalue.hashes.increment-by-too-much", source=OBSERVED, hint="judge the sum only, or make an empty hash")
@pytest.mark.parametrize("by", [LARGEST + 1, SMALLEST - 1, 2**64, 10**30, -(10**30)])
def test_an_increment_beyond_64_bits_is_no_integer(store: KeyValue, by: int) -> None:
    store.hash_set("k", {"n": b"-1"})
    for key, field in (("k", "n"), ("k", "absent"), ("absent", "n")):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.hash_increment(key, field, by)


@clause("keyvalue.hashes.increment-by-too-much-before-all", source=OBSERVED, hint="look at the key first")
@pytest.mark.parametrize("kind", kinds_but(KeyType.HASH))
def test_the_increment_is_judged_before_the_kind(store: KeyValue, plant: Plant, kind: KeyType) -> None:
    hold(store, plant, "k", kind)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.hash_increment("k", "n", LARGEST + 1)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.hash_increment("k", "n", LARGEST)


@clause("keyvalue.hashes.increment-reads-integers", source=OBSERVED)
@pytest.mark.parametrize("spelling", ["0", "1", "-1", "10", "-10", "9223372036854775807", "-9223372036854775808"])
def test_the_shortest_decimal_form_is_an_integer(store: KeyValue, spelling: str) -> None:
    store.hash_set("k", {"n": spelling.encode()})
    assert store.hash_increment("k", "n", 0) == int(spelling)
    assert store.hash_get("k", "n") == spelling.encode()


@clause("keyvalue.hashes.increment-reads-nothing-else", source=OBSERVED, hint="parse with int(), or with strtoll")
@pytest.mark.parametrize("spelling", NO_INTEGERS)
def test_any_other_value_is_no_integer(store: KeyValue, spelling: str) -> None:
    store.hash_set("k", {"n": NO_INTEGERS[spelling], "other": b"1"})
    for by in (1, 0, LARGEST, SMALLEST):
        with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.hash_increment("k", "n", by)
    assert store.hash_increment("k", "other") == 2


@clause("keyvalue.hashes.increment-after-a-fraction", source=OBSERVED, hint="keep one kind of number for both")
def test_a_fraction_is_no_integer_and_a_whole_float_is_one(store: KeyValue) -> None:
    store.hash_increment_float("k", "n", 1.5)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.hash_increment("k", "n")
    store.hash_increment_float("k", "n", 1.5)
    assert store.hash_increment("k", "n") == 4


@clause("keyvalue.hashes.increment-is-no-string", source=HINCRBY)
def test_a_field_is_no_key(store: KeyValue) -> None:
    store.increment("n", 5)
    assert store.hash_increment("k", "n") == 1
    assert store.get("n") == b"5"
