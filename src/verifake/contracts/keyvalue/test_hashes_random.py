"""Fields of hashes, drawn at random: how many, and which are possible."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._plant import Plant, hold, kinds_but
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

HRANDFIELD = "https://redis.io/docs/latest/commands/hrandfield/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

VALUES = {f"f{number}": b"%d" % (number // 2) for number in range(10)}
MOST = 2**62 - 1
"""Half of the largest 64-bit integer."""


@clause("keyvalue.hashes.random-different", source=HRANDFIELD, hint="draw with repetition")
@pytest.mark.parametrize("count", [1, 2, 5, 9])
def test_a_positive_count_draws_so_many_different_fields(store: KeyValue, count: int) -> None:
    store.hash_set("k", VALUES)
    for _ in range(20):
        with unchanged(store, "k"):
            drawn = store.hash_random("k", count)
        assert len(drawn) == len(dict(drawn)) == count
        assert dict(drawn).items() <= VALUES.items()


@clause("keyvalue.hashes.random-all", source=HRANDFIELD, hint="draw as many as were asked for")
@pytest.mark.parametrize("count", [10, 11, 1000, MOST])
def test_all_fields_come_where_there_are_no_more(store: KeyValue, count: int) -> None:
    store.hash_set("k", VALUES)
    with unchanged(store, "k"):
        drawn = store.hash_random("k", count)
    assert (len(drawn), dict(drawn)) == (10, VALUES)


@clause("keyvalue.hashes.random-repeated", source=HRANDFIELD, hint="stop at the number of fields")
@pytest.mark.parametrize("count", [1, 5, 10, 11, 200])
def test_a_negative_count_draws_exactly_so_many(store: KeyValue, count: int) -> None:
    store.hash_set("k", VALUES)
    with unchanged(store, "k"):
        drawn = store.hash_random("k", -count)
    assert len(drawn) == count
    assert dict(drawn).items() <= VALUES.items()


@clause("keyvalue.hashes.random-of-one", source=HRANDFIELD)
def test_of_a_single_field_that_one_is_drawn(store: KeyValue) -> None:
    store.hash_set("k", {"f": b"v"})
    assert (store.hash_random("k", 1), store.hash_random("k", -3)) == ([("f", b"v")], [("f", b"v")] * 3)


@clause("keyvalue.hashes.random-zero", source=HRANDFIELD)
def test_zero_draws_nothing(store: KeyValue) -> None:
    store.hash_set("k", VALUES)
    with unchanged(store, "k"):
        assert store.hash_random("k", 0) == []


@clause("keyvalue.hashes.random-absent", source=HRANDFIELD, hint="raise for a negative count")
@pytest.mark.parametrize("count", [0, 1, 5, MOST, -1, -5, -MOST])
def test_nothing_is_drawn_of_an_absent_hash(store: KeyValue, count: int) -> None:
    with unchanged(store, "k"):
        assert store.hash_random("k", count) == []


@clause("keyvalue.hashes.random-every-field", source=HRANDFIELD, hint="draw always the same, or never the last")
def test_every_field_is_drawn_sooner_or_later(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1", "b": b"2", "c": b"3"})
    assert {store.hash_random("k", 1)[0][0] for _ in range(200)} == {"a", "b", "c"}
    assert {field for field, _ in store.hash_random("k", -200)} == {"a", "b", "c"}


@clause("keyvalue.hashes.random-out-of-range", source=OBSERVED, hint="take any 64-bit integer")
@pytest.mark.parametrize("count", [MOST + 1, 2**63 - 1, -MOST - 1, -(2**63) + 1, -(2**63)])
def test_a_count_beyond_half_of_64_bits_is_out_of_range(store: KeyValue, count: int) -> None:
    # Of a hash that is there, an implementation that takes the count would draw for ever.
    with unchanged(store, "absent"), rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
        store.hash_random("absent", count)


@clause("keyvalue.hashes.random-out-of-range-of-present", source=OBSERVED, hint="take whatever is more than there is")
@pytest.mark.parametrize("count", [MOST + 1, 2**63 - 1])
def test_more_than_there_is_may_be_out_of_range(store: KeyValue, count: int) -> None:
    store.hash_set("k", VALUES)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
        store.hash_random("k", count)


@clause("keyvalue.hashes.random-no-integer", source=OBSERVED)
@pytest.mark.parametrize("count", [2**63, -(2**63) - 1, 10**30, -(10**30)])
def test_a_count_beyond_64_bits_is_no_integer(store: KeyValue, count: int) -> None:
    with unchanged(store, "absent"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.hash_random("absent", count)


@clause("keyvalue.hashes.random-count-before-wrong-type", source=OBSERVED, hint="look at the key first")
@pytest.mark.parametrize("kind", kinds_but(KeyType.HASH))
def test_the_count_is_judged_before_the_kind(store: KeyValue, plant: Plant, kind: KeyType) -> None:
    hold(store, plant, "k", kind)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
        store.hash_random("k", MOST + 1)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.hash_random("k", 2**63)
    for count in (0, 1, -1, MOST, -MOST):
        with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            store.hash_random("k", count)
