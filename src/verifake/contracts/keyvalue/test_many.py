"""Several keys at once."""

from __future__ import annotations

from verifake.contracts.keyvalue._plant import OTHER_KINDS, Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

MGET = "https://redis.io/docs/latest/commands/mget/"
MSET = "https://redis.io/docs/latest/commands/mset/"
MSETNX = "https://redis.io/docs/latest/commands/msetnx/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"


@clause("keyvalue.get-many.in-order", source=MGET, hint="answer in the order of a set or dict")
def test_values_come_in_the_order_of_their_keys(store: KeyValue) -> None:
    store.set_many({"a": b"1", "b": b"2", "c": b"3"})
    assert store.get_many("c", "a", "b") == [b"3", b"1", b"2"]


@clause("keyvalue.get-many.one-key", source=MGET)
def test_one_key_gives_a_list_of_one(store: KeyValue) -> None:
    store.set("a", b"1")
    assert store.get_many("a") == [b"1"]


@clause("keyvalue.get-many.absent-is-none", source=MGET, hint="leave absent keys out")
def test_absent_keys_keep_their_place_as_none(store: KeyValue) -> None:
    store.set("a", b"1")
    store.set("empty", b"")
    assert store.get_many("zz", "a", "yy", "empty") == [None, b"1", None, b""]


@clause("keyvalue.get-many.duplicates", source=MGET, hint="answer each key once")
def test_a_key_that_is_named_twice_is_answered_twice(store: KeyValue) -> None:
    store.set("a", b"1")
    assert store.get_many("a", "zz", "a", "zz") == [b"1", None, b"1", None]


@clause("keyvalue.get-many.another-kind-is-none", source=MGET, hint="raise the wrong type, as get does")
def test_a_key_of_another_kind_reads_as_none(store: KeyValue, plant: Plant) -> None:
    others = [kind.value for kind in OTHER_KINDS]
    for kind in OTHER_KINDS:
        plant(kind.value, kind)
    store.set("a", b"1")
    assert store.get_many("a", *others, "a") == [b"1", *[None] * len(others), b"1"]


@clause("keyvalue.get-many.no-keys", source=MGET, hint="answer an empty list")
def test_get_many_needs_a_key(store: KeyValue) -> None:
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
        store.get_many()


@clause("keyvalue.set-many.sets-all", source=MSET)
def test_all_keys_are_set(store: KeyValue) -> None:
    store.set_many({"a": b"1", "b": b"", "c": bytes(range(256))})
    assert store.get_many("a", "b", "c") == [b"1", b"", bytes(range(256))]


@clause("keyvalue.set-many.replaces", source=MSET)
def test_present_keys_are_replaced_and_others_stay(store: KeyValue) -> None:
    store.set_many({"a": b"1", "b": b"2", "c": b"3"})
    store.set_many({"a": b"new", "c": b"newer"})
    assert store.get_many("a", "b", "c") == [b"new", b"2", b"newer"]


@clause("keyvalue.set-many.replaces-another-kind", source=OBSERVED, hint="raise the wrong type")
def test_a_value_of_another_kind_is_replaced(store: KeyValue, plant: Plant) -> None:
    plant("a", KeyType.SORTED_SET)
    store.set_many({"a": b"1", "b": b"2"})
    assert store.get_many("a", "b") == [b"1", b"2"]


@clause("keyvalue.set-many.no-keys", source=MSET, hint="do nothing")
def test_set_many_needs_a_key(store: KeyValue) -> None:
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
        store.set_many({})


@clause("keyvalue.set-many.takes-a-copy", source=MSET, hint="keep the caller's mapping")
def test_a_mapping_that_changes_later_changes_nothing(store: KeyValue) -> None:
    values = {"a": b"1"}
    store.set_many(values)
    values["a"] = b"2"
    values["b"] = b"2"
    assert store.get_many("a", "b") == [b"1", None]


@clause("keyvalue.set-many.a-thousand", source=MSET)
def test_a_thousand_keys_are_set_and_read_at_once(store: KeyValue) -> None:
    values = {f"k{number}": str(number).encode() for number in range(1000)}
    store.set_many(values)
    assert store.get_many(*values) == list(values.values())
    assert store.delete(*values) == 1000


@clause("keyvalue.set-many-if-absent.sets-all", source=MSETNX)
def test_all_are_set_where_none_exists(store: KeyValue) -> None:
    assert store.set_many_if_absent({"a": b"1", "b": b"2"}) is True
    assert store.get_many("a", "b") == [b"1", b"2"]


@clause("keyvalue.set-many-if-absent.all-or-nothing", source=MSETNX, hint="set the keys that are absent")
def test_none_is_set_where_one_exists(store: KeyValue) -> None:
    store.set("b", b"old")
    with unchanged(store, "a", "b", "c"):
        assert store.set_many_if_absent({"a": b"1", "b": b"2", "c": b"3"}) is False


@clause("keyvalue.set-many-if-absent.last-exists", source=MSETNX, hint="set keys while looking for present ones")
def test_none_is_set_where_the_last_exists(store: KeyValue) -> None:
    store.set("c", b"")
    with unchanged(store, "a", "b", "c"):
        assert store.set_many_if_absent({"a": b"1", "b": b"2", "c": b"3"}) is False


@clause("keyvalue.set-many-if-absent.another-kind-exists", source=OBSERVED, hint="look at strings only")
def test_a_key_of_another_kind_exists(store: KeyValue, plant: Plant) -> None:
    plant("a", KeyType.STREAM)
    with unchanged(store, "a", "b"):
        assert store.set_many_if_absent({"b": b"2", "a": b"1"}) is False


@clause("keyvalue.set-many-if-absent.no-keys", source=MSETNX, hint="answer True")
def test_set_many_if_absent_needs_a_key(store: KeyValue) -> None:
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
        store.set_many_if_absent({})
