"""Integer counters at the ends of 64 bits."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

INCRBY = "https://redis.io/docs/latest/commands/incrby/"
DECRBY = "https://redis.io/docs/latest/commands/decrby/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

MAX = 2**63 - 1
MIN = -(2**63)


def text(number: int) -> bytes:
    return str(number).encode()


@clause("keyvalue.counter-limits.up-to-the-largest", source=INCRBY)
@pytest.mark.parametrize(("start", "by"), [(MAX - 1, 1), (0, MAX), (MIN, MAX), (-1, MAX), (1, MAX - 1), (MAX, 0)])
def test_increment_reaches_the_largest_integer_and_no_further(store: KeyValue, start: int, by: int) -> None:
    store.set("k", text(start))
    assert store.increment("k", by) == start + by
    assert store.get("k") == text(start + by)


@clause("keyvalue.counter-limits.down-to-the-smallest", source=INCRBY)
@pytest.mark.parametrize(("start", "by"), [(MIN + 1, -1), (0, MIN), (MAX, MIN), (-1, MIN + 1), (MIN, 0)])
def test_increment_reaches_the_smallest_integer(store: KeyValue, start: int, by: int) -> None:
    store.set("k", text(start))
    assert store.increment("k", by) == start + by
    assert store.get("k") == text(start + by)


@clause("keyvalue.counter-limits.increment-overflows", source=INCRBY, hint="wrap around, or count without limit")
@pytest.mark.parametrize(
    ("start", "by"),
    [(MAX, 1), (MAX - 1, 2), (1, MAX), (MAX, MAX), (MIN, -1), (MIN + 1, -2), (-1, MIN), (MIN, MIN)],
)
def test_an_increment_beyond_64_bits_is_rejected(store: KeyValue, start: int, by: int) -> None:
    store.set("k", text(start), ttl_seconds=100)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.OVERFLOW):
        store.increment("k", by)


@clause("keyvalue.counter-limits.decrement-to-the-ends", source=DECRBY)
@pytest.mark.parametrize(
    ("start", "by"), [(MIN + 1, 1), (-1, MAX), (0, MAX), (MAX, MAX), (0, -MAX), (MAX - 1, -1), (MIN, -MAX), (MIN, 0)]
)
def test_decrement_reaches_both_ends(store: KeyValue, start: int, by: int) -> None:
    store.set("k", text(start))
    assert store.decrement("k", by) == start - by
    assert store.get("k") == text(start - by)


@clause("keyvalue.counter-limits.decrement-overflows", source=DECRBY, hint="wrap around, or count without limit")
@pytest.mark.parametrize(("start", "by"), [(MIN, 1), (MIN + 1, 2), (-2, MAX), (MAX, -1), (1, -MAX), (MAX, -MAX)])
def test_a_decrement_beyond_64_bits_is_rejected(store: KeyValue, start: int, by: int) -> None:
    store.set("k", text(start), ttl_seconds=100)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.OVERFLOW):
        store.decrement("k", by)


@clause("keyvalue.counter-limits.decrement-by-the-smallest", source=DECRBY, hint="compute -1 - MIN, which fits")
@pytest.mark.parametrize("start", [MIN, -1, 0, 1, MAX])
def test_the_smallest_integer_can_never_be_subtracted(store: KeyValue, start: int) -> None:
    store.set("k", text(start))
    for key in ("k", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.OVERFLOW):
            store.decrement(key, MIN)


@clause("keyvalue.counter-limits.decrement-by-the-smallest-before-all", source=OBSERVED, hint="look at the key first")
def test_subtracting_the_smallest_integer_is_refused_before_the_key_is_looked_at(store: KeyValue, plant: Plant) -> None:
    plant("list", KeyType.LIST)
    store.set("text", b"abc")
    for key in ("list", "text"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.OVERFLOW):
            store.decrement(key, MIN)


@clause("keyvalue.counter-limits.argument-beyond-64-bits", source=OBSERVED, hint="call it an overflow")
@pytest.mark.parametrize("by", [MAX + 1, MIN - 1, 2**64, -(2**64), 10**30])
def test_an_argument_beyond_64_bits_is_no_integer(store: KeyValue, by: int) -> None:
    store.set("k", text(-MAX), ttl_seconds=100)
    for key in ("k", "absent"):
        with unchanged(store, key):
            with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
                store.increment(key, by)
            with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
                store.decrement(key, by)


@clause("keyvalue.counter-limits.argument-before-wrong-type", source=OBSERVED, hint="look at the key first")
@pytest.mark.parametrize("by", [MAX + 1, MIN - 1])
def test_an_argument_that_is_no_integer_wins_over_the_wrong_type(store: KeyValue, plant: Plant, by: int) -> None:
    plant("k", KeyType.LIST)
    with unchanged(store, "k"):
        with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.increment("k", by)
        with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.decrement("k", by)


@clause("keyvalue.counter-limits.value-before-overflow", source=OBSERVED)
def test_a_value_that_is_no_integer_wins_over_an_overflow(store: KeyValue) -> None:
    store.set("k", text(MAX + 1))
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.increment("k", MAX)


@clause("keyvalue.counter-limits.counts-on-after-overflow", source=INCRBY)
def test_a_counter_counts_on_after_a_refused_overflow(store: KeyValue) -> None:
    store.set("k", text(MAX))
    with rejects(InvalidRequest, KeyValueCode.OVERFLOW):
        store.increment("k")
    assert store.decrement("k") == MAX - 1
