"""Elements of lists by their index, and beside each other."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest, NotFound
from verifake.ports.keyvalue import KeyValue, KeyValueCode
from verifake.proof import ClauseClock, clause, rejects

LINDEX = "https://redis.io/docs/latest/commands/lindex/"
LSET = "https://redis.io/docs/latest/commands/lset/"
LINSERT = "https://redis.io/docs/latest/commands/linsert/"
LLEN = "https://redis.io/docs/latest/commands/llen/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"
OBSERVED_NEW = "observed: valkey 9.1.2 (redis 7.0.15 answers as for any other index that is not there)"

LARGEST, SMALLEST = 2**63 - 1, -(2**63)
INT32 = 2**31


@clause("keyvalue.lists-get.by-index", source=LINDEX)
def test_an_index_counts_from_the_left_or_from_the_right(store: KeyValue) -> None:
    store.list_push("k", b"a", b"b", b"c")
    assert [store.list_get("k", index) for index in (0, 1, 2)] == [b"a", b"b", b"c"]
    assert [store.list_get("k", index) for index in (-1, -2, -3)] == [b"c", b"b", b"a"]


@clause("keyvalue.lists-get.out-of-range", source=LINDEX, hint="raise")
@pytest.mark.parametrize("index", [3, -4, INT32, 2 * INT32, -2 * INT32, LARGEST, SMALLEST])
def test_there_is_nothing_at_any_other_index(store: KeyValue, index: int) -> None:
    store.list_push("k", b"a", b"b", b"c")
    assert store.list_get("k", index) is None


@clause("keyvalue.lists-get.absent-before-index", source=OBSERVED, hint="judge the index first")
def test_an_absent_key_has_no_element_at_any_index(store: KeyValue) -> None:
    for index in (0, -1, LARGEST, LARGEST + 1, SMALLEST - 1):
        assert store.list_get("k", index) is None


@clause("keyvalue.lists-get.index-beyond-64-bits", source=LINDEX)
@pytest.mark.parametrize("index", [LARGEST + 1, SMALLEST - 1, 10**40])
def test_an_index_of_a_list_has_64_bits(store: KeyValue, index: int) -> None:
    store.list_push("k", b"a")
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.list_get("k", index)


@clause("keyvalue.lists-set.replaces", source=LSET)
def test_an_element_is_replaced(store: KeyValue) -> None:
    store.list_push("k", b"a", b"b", b"c")
    store.expire("k", 100)
    at = store.expires_at("k")
    store.list_set("k", 0, b"x")
    store.list_set("k", -1, b"")
    store.list_set("k", 1, b"b")
    assert store.list_range("k", 0, -1) == [b"x", b"b", b""]
    assert store.expires_at("k") == at


@clause("keyvalue.lists-set.index-out-of-range", source=LSET, hint="append")
@pytest.mark.parametrize("index", [2, -3, INT32 - 1, INT32, -INT32, -INT32 - 1])
def test_an_element_that_is_not_there_cannot_be_replaced(store: KeyValue, index: int) -> None:
    store.list_push("k", b"a", b"b")
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INDEX_OUT_OF_RANGE):
        store.list_set("k", index, b"x")


@clause("keyvalue.lists-set.index-wraps", source=OBSERVED_NEW, hint="call it out of range, as one would expect")
@pytest.mark.parametrize(
    ("index", "after"),
    [
        (2 * INT32, [b"x", b"b"]),
        (2 * INT32 + 1, [b"a", b"x"]),
        (2 * INT32 - 1, [b"a", b"x"]),
        (-2 * INT32, [b"x", b"b"]),
        (-2 * INT32 - 2, [b"x", b"b"]),
        (LARGEST, [b"a", b"x"]),
        (SMALLEST, [b"x", b"b"]),
    ],
)
def test_of_an_index_only_32_bits_count_when_an_element_is_replaced(
    store: KeyValue, index: int, after: list[bytes]
) -> None:
    store.list_push("k", b"a", b"b")
    store.list_set("k", index, b"x")
    assert store.list_range("k", 0, -1) == after


@clause("keyvalue.lists-set.index-wraps-out-of-range", source=OBSERVED_NEW)
@pytest.mark.parametrize("index", [2 * INT32 + 2, 2 * INT32 - 3, -2 * INT32 + 2, 3 * INT32])
def test_what_is_left_of_an_index_may_be_out_of_range(store: KeyValue, index: int) -> None:
    store.list_push("k", b"a", b"b")
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INDEX_OUT_OF_RANGE):
        store.list_set("k", index, b"x")


@clause("keyvalue.lists-set.index-beyond-64-bits", source=LSET)
@pytest.mark.parametrize("index", [LARGEST + 1, SMALLEST - 1])
def test_an_index_to_replace_at_has_64_bits(store: KeyValue, index: int) -> None:
    store.list_push("k", b"a")
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.list_set("k", index, b"x")


@clause("keyvalue.lists-set.absent", source=LSET, hint="make the list, or judge the index first")
@pytest.mark.parametrize("index", [0, -1, 5, LARGEST + 1])
def test_nothing_of_an_absent_list_can_be_replaced(store: KeyValue, index: int) -> None:
    with unchanged(store, "k"), rejects(NotFound, KeyValueCode.NO_SUCH_KEY):
        store.list_set("k", index, b"x")


@clause("keyvalue.lists-insert.beside", source=LINSERT)
def test_a_value_is_inserted_before_or_after_another(store: KeyValue) -> None:
    store.list_push("k", b"a", b"c")
    assert store.list_insert("k", b"c", b"b") == 3
    assert store.list_insert("k", b"c", b"d", after=True) == 4
    assert store.list_insert("k", b"a", b"0", after=False) == 5
    assert store.list_range("k", 0, -1) == [b"0", b"a", b"b", b"c", b"d"]


@clause("keyvalue.lists-insert.first-pivot", source=LINSERT, hint="insert beside each, or beside the last")
def test_the_first_pivot_from_the_left_counts(store: KeyValue) -> None:
    store.list_push("k", b"p", b"p", b"p")
    store.list_insert("k", b"p", b"x", after=True)
    store.list_insert("k", b"p", b"y")
    assert store.list_range("k", 0, -1) == [b"y", b"p", b"x", b"p", b"p"]


@clause("keyvalue.lists-insert.no-pivot", source=LINSERT, hint="return the length, or push")
def test_without_the_pivot_nothing_is_inserted(store: KeyValue) -> None:
    store.list_push("k", b"a")
    store.expire("k", 100)
    for pivot in (b"b", b"", b"A", b"a "):
        with unchanged(store, "k"):
            assert store.list_insert("k", pivot, b"x") == -1


@clause("keyvalue.lists-insert.pivot-is-bytes", source=OBSERVED, hint="compare numbers")
def test_a_pivot_is_compared_byte_by_byte(store: KeyValue) -> None:
    store.list_push("k", b"7", b"07", b"")
    assert store.list_insert("k", b"07", b"x") == 4
    assert store.list_insert("k", b"", b"y") == 5
    assert store.list_insert("k", b"+7", b"z") == -1
    assert store.list_range("k", 0, -1) == [b"7", b"x", b"07", b"y", b""]


@clause("keyvalue.lists-insert.absent", source=LINSERT, hint="return -1, or make the list")
@pytest.mark.parametrize("after", [False, True])
def test_nothing_is_inserted_into_an_absent_list(store: KeyValue, after: bool) -> None:
    with unchanged(store, "k"):
        assert store.list_insert("k", b"p", b"x", after=after) == 0


@clause("keyvalue.lists-insert.keeps-deadline", source=OBSERVED)
def test_what_is_inserted_leaves_the_deadline(store: KeyValue) -> None:
    store.list_push("k", b"a")
    store.expire("k", 100)
    at = store.expires_at("k")
    store.list_insert("k", b"a", b"x")
    assert store.expires_at("k") == at


@clause("keyvalue.lists-length.counts", source=LLEN)
def test_the_length_is_the_number_of_elements(store: KeyValue) -> None:
    assert store.list_length("k") == 0
    store.list_push("k", b"a", b"a", b"")
    assert store.list_length("k") == 3
    store.list_pop_many("k", 3)
    assert store.list_length("k") == 0


@clause("keyvalue.lists-expired.absent", source=OBSERVED, hint="find the list that has expired")
def test_an_expired_list_has_no_elements(store: KeyValue, clock: ClauseClock) -> None:
    keys = [f"k{number}" for number in range(7)]
    for key in keys:
        store.list_push(key, b"a", b"b")
        store.expire(key, 1)
    clock.advance(2)
    assert (store.list_length("k0"), store.list_get("k1", 0), store.list_range("k2", 0, -1)) == (0, None, [])
    assert (store.list_position("k3", b"a"), store.list_positions("k4", b"a")) == (None, [])
    assert store.list_insert("k5", b"a", b"x") == 0
    with rejects(NotFound, KeyValueCode.NO_SUCH_KEY):
        store.list_set("k6", 0, b"x")
    assert store.exists(*keys) == 0
