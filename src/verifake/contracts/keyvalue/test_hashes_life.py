"""Hashes as a whole: how long they exist, their deadline, their copies, and what counts as a change."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.ports.keyvalue import KeyType, KeyValue, NoTtl
from verifake.proof import ClauseClock, clause

HDEL = "https://redis.io/docs/latest/commands/hdel/"
HASHES = "https://redis.io/docs/latest/develop/data-types/hashes/"
EXPIRE = "https://redis.io/docs/latest/commands/expire/"
COPY = "https://redis.io/docs/latest/commands/copy/"
RENAME = "https://redis.io/docs/latest/commands/rename/"
WATCH = "https://redis.io/docs/latest/commands/watch/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

Call = Callable[[KeyValue], object]


@clause("keyvalue.hashes.gone-with-its-last-field", source=HDEL, hint="leave an empty hash")
def test_a_hash_goes_with_its_last_field(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1", "b": b"2"})
    store.hash_delete("k", "a")
    assert store.exists("k") == 1
    store.hash_delete("k", "b")
    assert (store.exists("k"), store.type("k"), store.hash_length("k")) == (0, None, 0)


@clause("keyvalue.hashes.gone-with-its-deadline", source=HDEL, hint="keep the deadline for the next hash")
def test_the_deadline_goes_with_the_last_field(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1"})
    store.expire("k", 100)
    store.hash_delete("k", "a")
    store.hash_set("k", {"a": b"1"})
    assert store.expires_at("k") is NoTtl.PERSISTENT


@clause("keyvalue.hashes.free-for-another-kind", source=HASHES)
def test_a_key_whose_hash_is_gone_takes_another_kind(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1"})
    store.hash_delete("k", "a")
    store.set_add("k", b"m")
    assert store.type("k") is KeyType.SET


WRITES: dict[str, Call] = {
    "hash_set": lambda store: store.hash_set("k", {"n": b"2", "new": b"v"}),
    "hash_set_if_absent": lambda store: store.hash_set_if_absent("k", "new", b"v"),
    "hash_delete": lambda store: store.hash_delete("k", "other"),
    "hash_increment": lambda store: store.hash_increment("k", "n"),
    "hash_increment of an absent field": lambda store: store.hash_increment("k", "new", 0),
    "hash_increment_float": lambda store: store.hash_increment_float("k", "n", 0.5),
    "hash_increment_float of an absent field": lambda store: store.hash_increment_float("k", "new", 0),
}


@clause("keyvalue.hashes.deadline-stays", source=EXPIRE, hint="clear the deadline as set does")
@pytest.mark.parametrize("write", WRITES)
def test_a_write_to_a_field_leaves_the_deadline(store: KeyValue, write: str) -> None:
    store.hash_set("k", {"n": b"1", "other": b"v"})
    store.expire("k", 100)
    deadline = store.expires_at("k")
    WRITES[write](store)
    assert store.expires_at("k") == deadline


@clause("keyvalue.hashes.expires", source=EXPIRE)
def test_an_expired_hash_is_absent_with_all_its_fields(store: KeyValue, clock: ClauseClock) -> None:
    store.hash_set("k", {"a": b"1"})
    store.expire("k", 1)
    clock.advance(2)
    assert (store.hash_get("k", "a"), store.hash_length("k"), store.type("k")) == (None, 0, None)
    assert store.hash_set("k", {"b": b"2"}) == 1
    assert (store.hash_get_all("k"), store.expires_at("k")) == ({"b": b"2"}, NoTtl.PERSISTENT)


@clause("keyvalue.hashes.copy-is-separate", source=COPY, hint="let both keys hold the same object")
def test_a_copy_is_a_hash_of_its_own(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1"})
    assert store.copy("k", "copy") is True
    store.hash_set("k", {"b": b"2"})
    store.hash_delete("copy", "a")
    assert (store.hash_get_all("k"), store.type("copy")) == ({"a": b"1", "b": b"2"}, None)


@clause("keyvalue.hashes.renamed", source=RENAME)
def test_a_renamed_hash_keeps_fields_and_deadline(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1"})
    store.expire("k", 100)
    deadline = store.expires_at("k")
    store.rename("k", "new")
    assert (store.hash_get_all("new"), store.expires_at("new"), store.hash_get_all("k")) == ({"a": b"1"}, deadline, {})


@clause("keyvalue.hashes.set-replaces", source=HASHES)
def test_a_string_replaces_a_hash(store: KeyValue) -> None:
    store.hash_set("k", {"a": b"1"})
    store.set("k", b"v")
    assert store.type("k") is KeyType.STRING


@clause("keyvalue.hashes.watch-writes", source=WATCH, hint="change the hash in place and tell nobody")
@pytest.mark.parametrize("write", WRITES)
def test_a_write_changes_a_watched_hash(store: KeyValue, write: str) -> None:
    store.hash_set("k", {"n": b"1", "other": b"v"})
    with store.transaction("k") as transaction:
        WRITES[write](store)
        assert transaction.execute() is False


@clause("keyvalue.hashes.watch-same-value", source=OBSERVED, hint="compare values")
def test_setting_a_field_to_what_it_holds_changes_a_watched_hash(store: KeyValue) -> None:
    store.hash_set("k", {"f": b"v"})
    with store.transaction("k") as transaction:
        store.hash_set("k", {"f": b"v"})
        assert transaction.execute() is False


@clause("keyvalue.hashes.watch-last-field", source=WATCH)
def test_a_watched_hash_that_goes_has_changed(store: KeyValue) -> None:
    store.hash_set("k", {"f": b"v"})
    with store.transaction("k") as transaction:
        store.hash_delete("k", "f")
        assert transaction.execute() is False


READS: dict[str, Call] = {
    "hash_get": lambda store: store.hash_get("k", "f"),
    "hash_get_many": lambda store: store.hash_get_many("k", "f", "x"),
    "hash_get_all": lambda store: store.hash_get_all("k"),
    "hash_fields": lambda store: store.hash_fields("k"),
    "hash_values": lambda store: store.hash_values("k"),
    "hash_contains": lambda store: store.hash_contains("k", "f"),
    "hash_length": lambda store: store.hash_length("k"),
    "hash_value_length": lambda store: store.hash_value_length("k", "f"),
    "hash_random": lambda store: store.hash_random("k", 2),
    "hash_set_if_absent of a present field": lambda store: store.hash_set_if_absent("k", "f", b"w"),
    "hash_delete of an absent field": lambda store: store.hash_delete("k", "x"),
}


@clause("keyvalue.hashes.watch-reads", source=OBSERVED, hint="take every call of a writing operation for a change")
@pytest.mark.parametrize("read", READS)
def test_what_changes_nothing_is_no_change_of_a_watched_hash(store: KeyValue, read: str) -> None:
    store.hash_set("k", {"f": b"v"})
    with unchanged(store, "k"), store.transaction("k", "absent") as transaction:
        READS[read](store)
        assert transaction.execute() is True


@clause("keyvalue.hashes.reads-make-nothing", source=OBSERVED, hint="make an empty hash to read from")
@pytest.mark.parametrize("read", sorted(set(READS) - {"hash_set_if_absent of a present field"}))
def test_reading_an_absent_hash_makes_nothing(store: KeyValue, read: str) -> None:
    with unchanged(store, "k"):
        READS[read](store)
