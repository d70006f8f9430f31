"""Fields of hashes: written and deleted."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

HSET = "https://redis.io/docs/latest/commands/hset/"
HSETNX = "https://redis.io/docs/latest/commands/hsetnx/"
HDEL = "https://redis.io/docs/latest/commands/hdel/"
HASHES = "https://redis.io/docs/latest/develop/data-types/hashes/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"


@clause("keyvalue.hashes.set-makes-a-hash", source=HSET)
def test_the_first_field_makes_a_hash(store: KeyValue) -> None:
    assert store.hash_set("k", {"f": b"v"}) == 1
    assert (store.type("k"), store.hash_get_all("k")) == (KeyType.HASH, {"f": b"v"})


@clause("keyvalue.hashes.set-counts-new-fields", source=HSET, hint="count what was set")
def test_set_counts_the_fields_that_are_new(store: KeyValue) -> None:
    assert store.hash_set("k", {"a": b"1", "b": b"2"}) == 2
    assert store.hash_set("k", {"b": b"3", "c": b"4"}) == 1
    assert store.hash_set("k", {"b": b"5"}) == 0
    assert store.hash_get_all("k") == {"a": b"1", "b": b"5", "c": b"4"}


@clause("keyvalue.hashes.set-same-value", source=OBSERVED)
def test_a_field_that_is_set_to_what_it_holds_is_not_new(store: KeyValue) -> None:
    store.hash_set("k", {"f": b"v"})
    with unchanged(store, "k"):
        assert store.hash_set("k", {"f": b"v"}) == 0


@clause("keyvalue.hashes.set-keeps-other-fields", source=HSET, hint="replace the whole hash")
def test_fields_that_are_not_named_stay(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1", "b": b"2"})
    store.hash_set("k", {"b": b"new"})
    assert store.hash_get_all("k") == {"a": b"1", "b": b"new"}


@clause("keyvalue.hashes.set-nothing", source=HSET, hint="do nothing")
def test_set_needs_a_field(store: KeyValue) -> None:
    store.hash_set("k", {"f": b"v"})
    for key in ("k", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            store.hash_set(key, {})


@clause("keyvalue.hashes.set-nothing-before-wrong-type", source=OBSERVED)
def test_a_call_without_fields_is_refused_before_the_kind_is_judged(store: KeyValue) -> None:
    store.set("k", b"v")
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
        store.hash_set("k", {})
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
        store.hash_get_many("k")
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
        store.hash_delete("k")


@clause("keyvalue.hashes.set-takes-a-copy", source=HSET, hint="keep the caller's mapping")
def test_a_mapping_that_changes_later_changes_nothing(store: KeyValue) -> None:
    values = {"a": b"1"}
    store.hash_set("k", values)
    values["a"] = b"2"
    values["b"] = b"2"
    assert store.hash_get_all("k") == {"a": b"1"}


@clause("keyvalue.hashes.gives-a-copy", source=HSET, hint="give away the hash itself")
def test_what_was_returned_can_be_changed_without_harm(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1"})
    store.hash_get_all("k")["b"] = b"2"
    store.hash_fields("k").append("b")
    store.hash_values("k").clear()
    assert store.hash_get_all("k") == {"a": b"1"}


@clause("keyvalue.hashes.set-a-thousand", source=HASHES)
def test_a_thousand_fields_are_set_and_read(store: KeyValue) -> None:
    values = {f"f{number}": b"%d" % number for number in range(1000)}
    assert store.hash_set("k", values) == 1000
    assert store.hash_set("k", {"f1": b"new", "g": b"new"}) == 1
    assert store.hash_length("k") == 1001
    assert store.hash_get_all("k") == {**values, "f1": b"new", "g": b"new"}
    assert store.hash_get_many("k", *values) == [b"0", b"new", *list(values.values())[2:]]


@clause("keyvalue.hashes.hashes-are-separate", source=HASHES)
def test_fields_of_the_same_name_in_two_hashes_are_separate(store: KeyValue) -> None:
    store.hash_set("a", {"f": b"1"})
    store.hash_set("b", {"f": b"2"})
    store.hash_delete("a", "f")
    assert (store.hash_get("a", "f"), store.hash_get("b", "f")) == (None, b"2")


@clause("keyvalue.hashes.set-if-absent-sets", source=HSETNX)
def test_an_absent_field_is_set(store: KeyValue) -> None:
    assert store.hash_set_if_absent("k", "a", b"1") is True
    assert store.hash_set_if_absent("k", "b", b"2") is True
    assert store.hash_get_all("k") == {"a": b"1", "b": b"2"}


@clause("keyvalue.hashes.set-if-absent-leaves", source=HSETNX, hint="overwrite, or take an empty value for absent")
@pytest.mark.parametrize("old", [b"v", b""])
def test_a_present_field_is_left(store: KeyValue, old: bytes) -> None:
    store.hash_set("k", {"f": old})
    with unchanged(store, "k"):
        assert store.hash_set_if_absent("k", "f", b"new") is False


@clause("keyvalue.hashes.set-if-absent-after-delete", source=HSETNX)
def test_a_deleted_field_is_absent_again(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1", "b": b"2"})
    store.hash_delete("k", "a")
    assert store.hash_set_if_absent("k", "a", b"3") is True


@clause("keyvalue.hashes.delete-counts", source=HDEL, hint="count what was asked for")
def test_delete_counts_the_fields_that_existed(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1", "b": b"", "c": b"3"})
    assert store.hash_delete("k", "a", "x", "b") == 2
    assert store.hash_get_all("k") == {"c": b"3"}


@clause("keyvalue.hashes.delete-duplicates", source=OBSERVED, hint="count first and delete afterwards")
def test_a_field_that_is_named_twice_is_deleted_once(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1", "b": b"2"})
    assert store.hash_delete("k", "a", "a") == 1


@clause("keyvalue.hashes.delete-all-and-more", source=HDEL)
def test_fields_may_be_named_that_are_gone_with_the_hash(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1", "b": b"2"})
    assert store.hash_delete("k", "a", "b", "c", "a") == 2
    assert store.type("k") is None


@clause("keyvalue.hashes.delete-absent", source=HDEL)
def test_nothing_is_deleted_where_nothing_is(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1"})
    with unchanged(store, "k", "absent"):
        assert store.hash_delete("k", "x") == 0
        assert store.hash_delete("absent", "x") == 0


@clause("keyvalue.hashes.delete-nothing", source=HDEL, hint="return 0")
def test_delete_needs_a_field(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1"})
    for key in ("k", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            store.hash_delete(key)


@clause("keyvalue.hashes.delete-no-pattern", source=HDEL, hint="take the field for a pattern")
def test_a_field_is_no_pattern(store: KeyValue) -> None:
    store.hash_set("k", {"a1": b"1", "a2": b"2"})
    assert store.hash_delete("k", "a*", "a?", "a[12]", "*") == 0
    assert store.hash_length("k") == 2
