"""Values: written, read, measured, deleted."""

from __future__ import annotations

from verifake.contracts.keyvalue._plant import Plant
from verifake.ports.keyvalue import KeyType, KeyValue, NoTtl
from verifake.proof import clause

GET = "https://redis.io/docs/latest/commands/get/"
SET = "https://redis.io/docs/latest/commands/set/"
GETDEL = "https://redis.io/docs/latest/commands/getdel/"
STRLEN = "https://redis.io/docs/latest/commands/strlen/"
STRINGS = "https://redis.io/docs/latest/develop/data-types/strings/"


@clause("keyvalue.get.absent-is-none", source=GET, hint="return b'' for an absent key")
def test_an_absent_key_reads_as_none(store: KeyValue) -> None:
    assert store.get("k") is None


@clause("keyvalue.get.absent-creates-nothing", source=GET, hint="use a defaultdict")
def test_reading_an_absent_key_does_not_create_it(store: KeyValue) -> None:
    store.get("k")
    assert store.exists("k") == 0


@clause("keyvalue.get.deadline-stays", source=GET, hint="renew the time to live on access")
def test_reading_leaves_the_deadline(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    before = store.expires_at("k")
    store.get("k")
    assert store.expires_at("k") == before


@clause("keyvalue.set.then-get", source=SET)
def test_a_value_reads_back(store: KeyValue) -> None:
    store.set("k", b"v")
    assert store.get("k") == b"v"


@clause("keyvalue.set.returns-true", source=SET)
def test_set_says_that_it_was_done(store: KeyValue) -> None:
    assert store.set("k", b"v") is True


@clause("keyvalue.set.returns-true-for-the-same-value", source=SET, hint="report whether the value changed")
def test_setting_the_same_value_again_is_done_too(store: KeyValue) -> None:
    store.set("k", b"v")
    assert store.set("k", b"v") is True


@clause("keyvalue.set.replaces", source=SET)
def test_the_last_value_wins(store: KeyValue) -> None:
    store.set("k", b"first and longer")
    store.set("k", b"second")
    assert store.get("k") == b"second"


@clause("keyvalue.set.persistent-without-options", source=SET)
def test_a_plain_set_has_no_deadline(store: KeyValue) -> None:
    store.set("k", b"v")
    assert store.time_to_live("k") is NoTtl.PERSISTENT


@clause("keyvalue.set.other-keys-stay", source=SET)
def test_a_set_touches_no_other_key(store: KeyValue) -> None:
    store.set("k", b"v")
    store.set("k2", b"w")
    assert store.get("k") == b"v"


@clause("keyvalue.set.empty-value-is-present", source=SET, hint="test the value's truth instead of its presence")
def test_an_empty_value_is_a_value(store: KeyValue) -> None:
    store.set("k", b"")
    assert (store.get("k"), store.exists("k"), store.type("k")) == (b"", 1, KeyType.STRING)


@clause("keyvalue.set.binary-value", source=STRINGS, hint="decode values as text")
def test_every_byte_survives(store: KeyValue) -> None:
    store.set("k", bytes(range(256)))
    assert store.get("k") == bytes(range(256))


@clause("keyvalue.set.protocol-bytes-in-value", source=STRINGS, hint="build the protocol without lengths")
def test_a_value_may_look_like_the_protocol(store: KeyValue) -> None:
    store.set("k", b"+OK\r\n$-1\r\n*0\r\n")
    assert store.get("k") == b"+OK\r\n$-1\r\n*0\r\n"


@clause("keyvalue.set.number-like-value", source=STRINGS, hint="keep numbers as numbers and print them anew")
def test_a_value_that_looks_like_a_number_keeps_its_spelling(store: KeyValue) -> None:
    for spelling in (b"007", b"+1", b"1.50", b"-0", b"1e3", b" 1", b"9223372036854775808"):
        store.set("k", spelling)
        assert store.get("k") == spelling


@clause("keyvalue.set.one-mebibyte", source=STRINGS)
def test_a_mebibyte_survives(store: KeyValue) -> None:
    value = bytes(range(256)) * 4096
    store.set("k", value)
    assert store.get("k") == value


@clause("keyvalue.set.replaces-another-kind", source=SET, hint="reject a key that holds a list")
def test_set_replaces_a_value_of_another_kind(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    assert store.set("k", b"v") is True
    assert (store.type("k"), store.get("k")) == (KeyType.STRING, b"v")


@clause("keyvalue.get-and-delete.returns-the-value", source=GETDEL)
def test_get_and_delete_returns_the_value(store: KeyValue) -> None:
    store.set("k", b"v")
    assert store.get_and_delete("k") == b"v"


@clause("keyvalue.get-and-delete.deletes", source=GETDEL)
def test_get_and_delete_deletes(store: KeyValue) -> None:
    store.set("k", b"v")
    store.get_and_delete("k")
    assert (store.get("k"), store.exists("k")) == (None, 0)


@clause("keyvalue.get-and-delete.empty-value", source=GETDEL, hint="test the value's truth instead of its presence")
def test_get_and_delete_deletes_an_empty_value(store: KeyValue) -> None:
    store.set("k", b"")
    assert store.get_and_delete("k") == b""
    assert store.exists("k") == 0


@clause("keyvalue.get-and-delete.absent-is-none", source=GETDEL)
def test_get_and_delete_of_an_absent_key_is_none(store: KeyValue) -> None:
    assert store.get_and_delete("k") is None


@clause("keyvalue.get-and-delete.with-deadline", source=GETDEL)
def test_get_and_delete_returns_a_value_that_has_a_deadline(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    assert store.get_and_delete("k") == b"v"
    assert store.time_to_live("k") is NoTtl.ABSENT


@clause("keyvalue.length.counts-bytes", source=STRLEN, hint="count characters")
def test_length_counts_bytes(store: KeyValue) -> None:
    store.set("k", "äö€".encode())
    assert store.length("k") == 7


@clause("keyvalue.length.empty-is-zero", source=STRLEN)
def test_an_empty_value_has_length_zero(store: KeyValue) -> None:
    store.set("k", b"")
    assert store.length("k") == 0


@clause("keyvalue.length.absent-is-zero", source=STRLEN, hint="raise for an absent key")
def test_an_absent_key_has_length_zero_and_stays_absent(store: KeyValue) -> None:
    assert store.length("k") == 0
    assert store.exists("k") == 0


@clause("keyvalue.length.of-a-number", source=STRLEN, hint="measure the encoding instead of the digits")
def test_the_length_of_a_counter_is_its_digits(store: KeyValue) -> None:
    store.increment("k", -1234)
    assert store.length("k") == 5
