"""Keys as such: counted, deleted, named, of some kind."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._plant import OTHER_KINDS, Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

DEL = "https://redis.io/docs/latest/commands/del/"
EXISTS = "https://redis.io/docs/latest/commands/exists/"
TYPE = "https://redis.io/docs/latest/commands/type/"
KEYS = "https://redis.io/docs/latest/develop/using-commands/keyspace/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"


@clause("keyvalue.delete.present", source=DEL)
def test_a_deleted_key_is_absent(store: KeyValue) -> None:
    store.set("k", b"v")
    assert store.delete("k") == 1
    assert (store.get("k"), store.exists("k")) == (None, 0)


@clause("keyvalue.delete.absent", source=DEL, hint="raise, or count what was asked for")
def test_an_absent_key_is_not_counted_as_deleted(store: KeyValue) -> None:
    assert store.delete("k") == 0


@clause("keyvalue.delete.several", source=DEL)
def test_delete_counts_the_keys_that_existed(store: KeyValue) -> None:
    store.set_many({"a": b"1", "b": b"2", "c": b"3"})
    assert store.delete("a", "zz", "b") == 2
    assert store.get_many("a", "b", "c") == [None, None, b"3"]


@clause("keyvalue.delete.duplicates", source=OBSERVED, hint="count first and delete afterwards")
def test_a_key_that_is_named_twice_is_deleted_once(store: KeyValue) -> None:
    store.set("k", b"v")
    assert store.delete("k", "k") == 1


@clause("keyvalue.delete.twice", source=DEL)
def test_a_second_delete_finds_nothing(store: KeyValue) -> None:
    store.set("k", b"v")
    assert [store.delete("k"), store.delete("k")] == [1, 0]


@clause("keyvalue.delete.another-kind", source=DEL)
@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_every_kind_of_value_is_deleted(store: KeyValue, plant: Plant, kind: KeyType) -> None:
    plant("k", kind)
    assert store.delete("k") == 1
    assert store.type("k") is None


@clause("keyvalue.delete.no-keys", source=DEL, hint="return 0")
def test_delete_needs_a_key(store: KeyValue) -> None:
    store.set("k", b"v")
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
        store.delete()


@clause("keyvalue.delete.no-pattern", source=DEL, hint="take the key for a pattern")
def test_a_key_is_no_pattern(store: KeyValue) -> None:
    store.set_many({"a1": b"1", "a2": b"2"})
    assert store.delete("a*", "a?", "a[12]", "*") == 0
    assert store.exists("a1", "a2") == 2


@clause("keyvalue.exists.counts", source=EXISTS, hint="return a bool")
def test_exists_counts_present_keys(store: KeyValue) -> None:
    store.set_many({"a": b"1", "b": b""})
    assert store.exists("a") == 1
    assert store.exists("zz") == 0
    assert store.exists("a", "zz", "b") == 2


@clause("keyvalue.exists.duplicates", source=EXISTS, hint="count each key once")
def test_a_key_that_is_named_twice_counts_twice(store: KeyValue) -> None:
    store.set("a", b"1")
    assert store.exists("a", "zz", "a", "zz", "a") == 3


@clause("keyvalue.exists.no-keys", source=EXISTS, hint="return 0")
def test_exists_needs_a_key(store: KeyValue) -> None:
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
        store.exists()


@clause("keyvalue.exists.another-kind", source=EXISTS)
@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_every_kind_of_value_exists(store: KeyValue, plant: Plant, kind: KeyType) -> None:
    plant("k", kind)
    assert store.exists("k") == 1


@clause("keyvalue.type.kinds", source=TYPE)
@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_type_names_the_kind(store: KeyValue, plant: Plant, kind: KeyType) -> None:
    plant("k", kind)
    assert store.type("k") is kind


@clause("keyvalue.type.absent", source=TYPE, hint="return a member called none")
def test_an_absent_key_has_no_type(store: KeyValue) -> None:
    with unchanged(store, "k"):
        assert store.type("k") is None


@clause("keyvalue.type.of-written", source=TYPE)
def test_every_write_makes_a_string(store: KeyValue) -> None:
    store.set("set", b"v")
    store.append("append", b"v")
    store.set_range("set_range", 0, b"v")
    store.increment("increment")
    store.increment_float("increment_float", 0.5)
    names = ("set", "append", "set_range", "increment", "increment_float")
    assert {store.type(name) for name in names} == {KeyType.STRING}


NAMES = {
    "empty": "",
    "blank": " ",
    "leading blank": " k",
    "trailing blank": "k ",
    "newline": "k\n",
    "line of protocol": "k\r\n$3\r\nfoo",
    "zero byte": "\0",
    "zero byte inside": "k\0k",
    "umlaut": "käse",
    "decomposed umlaut": "ka\u0308se",
    "right to left": "\u05de\u05e4\u05ea\u05d7",
    "outside of the basic plane": "\U0001f511",
    "last code point": "\U0010ffff",
    "byte order mark": "\ufeffk",
    "braces": "{k}:1",
    "pattern": "*?[a-z]\\",
    "quotes": '"k"\'',
    "number": "0",
    "percent": "%s%(k)s",
    "none": "None",
    "long": "k" * 65_536,
}


@clause("keyvalue.key.any-text", source=KEYS, hint="quote, trim, cut or normalise keys")
@pytest.mark.parametrize("name", NAMES)
def test_any_text_is_a_key(store: KeyValue, name: str) -> None:
    key = NAMES[name]
    assert store.set(key, b"v") is True
    assert (store.get(key), store.exists(key), store.delete(key), store.get(key)) == (b"v", 1, 1, None)


@clause("keyvalue.key.any-text-in-every-place", source=KEYS)
@pytest.mark.parametrize("name", NAMES)
def test_any_text_is_a_key_in_every_place(store: KeyValue, name: str) -> None:
    key = NAMES[name]
    store.set_many({key: b"1", "other": b"2"})
    assert store.get_many("other", key) == [b"2", b"1"]
    assert store.increment(key) == 2
    assert store.copy(key, "copy") is True
    store.rename(key, "renamed")
    store.rename("renamed", key)
    assert store.get_many(key, "copy") == [b"2", b"2"]


@clause("keyvalue.key.all-different", source=KEYS, hint="fold case, trim, or normalise")
def test_keys_that_look_alike_are_different(store: KeyValue) -> None:
    alike = ["k", "K", " k", "k ", "k\0", "\0k", "k\n", "", "\ufeffk", "\uff4b", "ä", "a\u0308", "Ä"]
    store.set_many({key: str(number).encode() for number, key in enumerate(alike)})
    assert store.get_many(*alike) == [str(number).encode() for number in range(len(alike))]


@clause("keyvalue.key.utf-8", source=KEYS, hint="use another encoding")
def test_keys_of_the_same_bytes_in_other_encodings_are_different(store: KeyValue) -> None:
    store.set("ä", b"1")
    assert store.get("Ã¤") is None
