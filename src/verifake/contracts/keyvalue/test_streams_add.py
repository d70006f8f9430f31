"""Appending to a stream: what an entry holds, which id it gets, and which ids are refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue._streams import VALUE, add, ids
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest, TooLarge
from verifake.ports.keyvalue import Entry, Fields, KeyType, KeyValue, KeyValueCode, NoTtl, Trim
from verifake.proof import ClauseClock, clause, rejects

XADD = "https://redis.io/docs/latest/commands/xadd/"
STREAMS = "https://redis.io/docs/latest/develop/data-types/streams/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

LAST = 2**64 - 1
LAST_ID = f"{LAST}-{LAST}"


@clause("keyvalue.streams-add.makes-a-stream", source=XADD)
def test_the_first_entry_makes_a_stream_without_a_deadline(store: KeyValue) -> None:
    assert store.stream_add("k", {"field": b"value"}, id="1-1") == "1-1"
    assert store.type("k") is KeyType.STREAM
    assert store.time_to_live("k") is NoTtl.PERSISTENT
    assert store.stream_range("k") == [Entry("1-1", (("field", b"value"),))]


@clause("keyvalue.streams-add.keeps-the-deadline", source=XADD, hint="discard the deadline, as set does")
def test_a_further_entry_leaves_the_deadline(store: KeyValue) -> None:
    add(store, "k", "1-1")
    store.expire("k", 100)
    before = store.expires_at("k")
    add(store, "k", "1-2")
    assert store.expires_at("k") == before


FIELDS: dict[str, tuple[tuple[str, bytes], ...]] = {
    "two": (("b", b"1"), ("a", b"2")),
    "field twice": (("a", b"1"), ("a", b"2"), ("a", b"1")),
    "empty": (("", b""),),
    "any bytes": (("\udcff\0ключ", b"\x00\xff\r\n"),),
    "numbers": (("7", b"7"), ("007", b"007"), ("-0", b"-0"), ("n", b"-9223372036854775808")),
}


@clause("keyvalue.streams-add.fields", source=XADD, hint="keep the fields as a mapping")
@pytest.mark.parametrize("fields", FIELDS)
def test_an_entry_holds_its_fields_in_their_order(store: KeyValue, fields: str) -> None:
    pairs = FIELDS[fields]
    given: list[Fields] = [list(pairs), iter(pairs), *([dict(pairs)] if len(dict(pairs)) == len(pairs) else [])]
    for number, each in enumerate(given, 1):
        store.stream_add("k", each, id=f"{number}-0")
    assert store.stream_range("k") == [Entry(f"{number}-0", pairs) for number in range(1, len(given) + 1)]


@clause("keyvalue.streams-add.different-fields", source=STREAMS)
def test_entries_of_a_stream_may_have_different_fields(store: KeyValue) -> None:
    store.stream_add("k", {"a": b"1"}, id="1-1")
    store.stream_add("k", {"b": b"2", "a": b"3"}, id="1-2")
    store.stream_add("k", {"a": b"4"}, id="1-3")
    assert [entry.fields for entry in store.stream_range("k")] == [
        (("a", b"1"),),
        (("b", b"2"), ("a", b"3")),
        (("a", b"4"),),
    ]


@clause("keyvalue.streams-add.copied", source=OBSERVED, hint="keep the caller's own mapping")
def test_an_entry_does_not_change_with_what_it_was_made_of(store: KeyValue) -> None:
    fields = {"a": b"1"}
    store.stream_add("k", fields, id="1-1")
    fields["a"] = b"2"
    assert store.stream_range("k")[0].fields == (("a", b"1"),)


@clause("keyvalue.streams-add.no-fields", source=XADD, hint="judge the id or the trim first")
def test_an_entry_without_fields_is_rejected_before_all_else(store: KeyValue) -> None:
    add(store, "k", "1-1")
    store.set("text", b"v")
    calls: list[Callable[[], object]] = [
        lambda: store.stream_add("k", {}),
        lambda: store.stream_add("k", [], id="bad"),
        lambda: store.stream_add("text", {}),
        lambda: store.stream_add("absent", {}, only_if_present=True, trim=Trim(max_length=-1)),
    ]
    for call in calls:
        with unchanged(store, "k", "absent"), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            call()


@clause("keyvalue.streams-add.only-if-present", source=XADD)
def test_only_if_present_makes_no_stream(store: KeyValue) -> None:
    with unchanged(store, "k"):
        assert store.stream_add("k", VALUE, id="1-1", only_if_present=True) is None
    add(store, "k", "1-1")
    assert store.stream_add("k", VALUE, id="1-2", only_if_present=True) == "1-2"
    assert ids(store, "k") == ["1-1", "1-2"]


@clause("keyvalue.streams-add.only-if-present-empty", source=OBSERVED, hint="take an empty stream for none")
def test_only_if_present_appends_to_an_empty_stream(store: KeyValue) -> None:
    store.group_create("k", "g", create_stream=True)
    assert store.stream_add("k", VALUE, id="1-2", only_if_present=True) == "1-2"


@clause("keyvalue.streams-add.engine-id", source=XADD, needs=("time.exact",))
def test_the_engines_id_is_its_clock_in_milliseconds(store: KeyValue, clock: ClauseClock) -> None:
    clock.advance_exactly(0.123)
    now = round(clock.now() * 1000)
    assert store.stream_add("k", VALUE) == f"{now}-0"
    assert store.stream_add("k", VALUE) == f"{now}-1"
    clock.advance_exactly(0.001)
    assert store.stream_add("k", VALUE) == f"{now + 1}-0"


@clause("keyvalue.streams-add.engine-id-increases", source=XADD)
def test_the_engines_ids_increase(store: KeyValue) -> None:
    given = [store.stream_add("k", VALUE) for _ in range(20)]
    assert ids(store, "k") == given
    assert len(set(given)) == len(given)


@clause(
    "keyvalue.streams-add.clock-set-back",
    source=STREAMS,
    needs=("time.back", "time.exact"),
    hint="take the clock as it is",
)
def test_the_engines_id_is_later_than_the_last_when_the_clock_was_set_back(store: KeyValue, clock: ClauseClock) -> None:
    clock.advance_exactly(0)
    now = round(clock.now() * 1000)
    assert store.stream_add("k", VALUE) == f"{now}-0"
    clock.set_back(3600)
    assert store.stream_add("k", VALUE) == f"{now}-1"
    assert store.stream_add("other", VALUE) == f"{now - 3_600_000}-0"


@clause("keyvalue.streams-add.engine-id-after-a-future-one", source=STREAMS)
@pytest.mark.parametrize(
    ("last", "following"), [(f"{LAST - 1}-5", f"{LAST - 1}-6"), (f"{LAST - 1}-{LAST}", f"{LAST}-0")]
)
def test_the_engines_id_follows_one_in_the_future(store: KeyValue, last: str, following: str) -> None:
    add(store, "k", last)
    assert store.stream_add("k", VALUE) == following


PARTIAL: list[tuple[list[str], str, str]] = [
    ([], "5-*", "5-0"),
    (["5-0"], "5-*", "5-1"),
    (["5-7"], "5-*", "5-8"),
    (["4-7"], "5-*", "5-0"),
    ([], "0-*", "0-1"),
    ([], "5", "5-0"),
    (["4-7"], "5", "5-0"),
    ([], f"{LAST}-*", f"{LAST}-0"),
]


@clause("keyvalue.streams-add.partial-id", source=XADD, hint="begin at 1")
@pytest.mark.parametrize(("before", "id", "given"), PARTIAL)
def test_the_sequence_number_may_be_left_to_the_engine(store: KeyValue, before: list[str], id: str, given: str) -> None:
    add(store, "k", *before)
    assert store.stream_add("k", VALUE, id=id) == given


TOO_SMALL: list[tuple[list[str], str]] = [
    (["5-5"], "5-5"),
    (["5-5"], "5-4"),
    (["5-5"], "4-9"),
    (["5-5"], "5"),
    (["5-5"], "4-*"),
    (["5-5"], "0-*"),
    ([f"5-{LAST}"], "5-*"),
    ([], "0-0"),
    ([], "0"),
    (["5-5"], "0-0"),
    ([LAST_ID], "*"),
    ([LAST_ID], LAST_ID),
    ([LAST_ID], "1-1"),
    ([LAST_ID], f"{LAST}-*"),
]


@clause("keyvalue.streams-add.too-small", source=XADD, hint="sort the entry in, or make an empty stream")
@pytest.mark.parametrize(("before", "id"), TOO_SMALL)
def test_an_id_that_is_not_later_is_rejected(store: KeyValue, before: list[str], id: str) -> None:
    add(store, "k", *before)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.STREAM_ID_TOO_SMALL):
        store.stream_add("k", VALUE, id=id)


@clause("keyvalue.streams-add.later-than-deleted", source=XADD, hint="compare with the last entry that is there")
def test_an_id_has_to_be_later_than_those_of_deleted_entries(store: KeyValue) -> None:
    add(store, "k", "1-1", "2-2")
    store.stream_delete("k", "2-2", "1-1")
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.STREAM_ID_TOO_SMALL):
        store.stream_add("k", VALUE, id="2-2")
    assert store.stream_add("k", VALUE, id="2-*") == "2-3"


@clause("keyvalue.streams-add.zero-before-all", source=OBSERVED, hint="look at the key first")
def test_the_id_of_no_entry_wins_over_what_the_key_holds(store: KeyValue) -> None:
    store.set("k", b"text")
    for only_if_present in (False, True):
        with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.STREAM_ID_TOO_SMALL):
            store.stream_add("k", VALUE, id="0-0", only_if_present=only_if_present)
    with unchanged(store, "absent"), rejects(InvalidRequest, KeyValueCode.STREAM_ID_TOO_SMALL):
        store.stream_add("absent", VALUE, id="0", only_if_present=True)


@clause("keyvalue.streams-add.length", source="https://redis.io/docs/latest/commands/xlen/")
def test_the_length_counts_entries(store: KeyValue) -> None:
    assert store.stream_length("k") == 0
    add(store, "k", "1-1", "1-2")
    assert store.stream_length("k") == 2
    store.stream_delete("k", "1-1", "1-2")
    assert store.stream_length("k") == 0
    assert store.exists("k") == 1


@clause("keyvalue.streams-add.too-large", source="https://redis.io/docs/latest/develop/data-types/strings/#limits")
def test_a_value_of_more_than_512_mebibytes_is_rejected(store: KeyValue) -> None:
    too_long = bytes(512 * 2**20 + 1)
    with unchanged(store, "k"), rejects(TooLarge, KeyValueCode.TOO_LARGE):
        store.stream_add("k", {"f": b"v", "g": too_long}, id="1-1")
