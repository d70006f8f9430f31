"""How ids are spelled, and what is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue._streams import VALUE, add, ids, new
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import Exclusive, KeyValue, KeyValueCode, Trim
from verifake.proof import clause, rejects

STREAMS = "https://redis.io/docs/latest/develop/data-types/streams/#entry-ids"
STRTOULL = "https://en.cppreference.com/w/c/string/byte/strtoul"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

LAST = 2**64 - 1

SPELLED = {
    "5-3": "5-3",
    "5": "5-0",
    " 5-3": "5-3",
    "\t\n5-3": "5-3",
    "+5-3": "5-3",
    "05-03": "5-3",
    "5- 3": "5-3",
    "5-+3": "5-3",
    "5--03": f"5-{LAST - 2}",
    "5- -3": f"5-{LAST - 2}",
    "5--0": "5-0",
    "5-3\0": "5-3",
    "5\0-3": "5-0",
    "0" * 126 + "5": "5-0",
    f"{LAST}-{LAST}": f"{LAST}-{LAST}",
    f"5--{2**63 + 1}": f"5-{2**63 - 1}",
}


@clause("keyvalue.streams-ids.spellings", source=STRTOULL, hint="take digits and one hyphen only")
@pytest.mark.parametrize("text", SPELLED, ids=ascii)
def test_ids_are_read_as_the_engines_c_library_reads_numbers(store: KeyValue, text: str) -> None:
    assert store.stream_add("k", VALUE, id=text) == SPELLED[text]


NO_IDS = [
    "",
    "-",
    "+",
    "$",
    ">",
    "x",
    "5-x",
    "x-5",
    "5-",
    "-5",
    "5--3",
    "5-3-1",
    "5.0",
    "5 ",
    "5-3 ",
    "5-3\n",
    "(5-3",
    "5 -3",
    "٥-٣",
    "5_0-1",
    "0x5",
    f"{LAST + 1}",
    f"5-{LAST + 1}",
    "0" * 127 + "5",
    "5-3" + "\0" * 125,
    "IDLE",
    "maxlen",
]

Call = Callable[[KeyValue, str], object]

STRICT: dict[str, Call] = {
    "stream_add": lambda store, text: store.stream_add("k", VALUE, id=text),
    "stream_add trim": lambda store, text: store.stream_add("k", VALUE, id="9-9", trim=Trim(min_id=text)),
    "stream_trim": lambda store, text: store.stream_trim("k", Trim(min_id=text)),
    "stream_delete": lambda store, text: store.stream_delete("k", text),
    "stream_delete last": lambda store, text: store.stream_delete("k", "1-1", text),
    "stream_set_last_id": lambda store, text: store.stream_set_last_id("k", text),
    "stream_set_last_id deleted": lambda store, text: store.stream_set_last_id("k", "9-9", max_deleted_id=text),
    "stream_range start": lambda store, text: store.stream_range("k", Exclusive(text)),
    "stream_range end": lambda store, text: store.stream_range("k", end=Exclusive(text), reverse=True),
    "group_acknowledge": lambda store, text: store.group_acknowledge("k", "g", "1-1", text),
    "group_claim": lambda store, text: store.group_claim("k", "g", "x", text, min_idle_seconds=0),
    "group_claim last": lambda store, text: store.group_claim(
        "k", "g", "x", "1-1", text, min_idle_seconds=0, force=True
    ),
    "group_pending_entries start": lambda store, text: store.group_pending_entries(
        "k", "g", start=Exclusive(text), count=9
    ),
    "group_pending_entries end": lambda store, text: store.group_pending_entries(
        "k", "g", end=Exclusive(text), count=9
    ),
    "group_claim_automatically": lambda store, text: store.group_claim_automatically(
        "k", "g", "x", min_idle_seconds=0, start=Exclusive(text)
    ),
}


def pending_entry(store: KeyValue) -> None:
    """Let a stream have a group, and one of its entries be pending there."""
    add(store, "k", "1-1", "1-2")
    store.group_create("k", "g", after="0")
    new(store, "x", count=1)


@clause("keyvalue.streams-ids.refused", source=STREAMS, hint="read as much as there is of an id")
@pytest.mark.parametrize("operation", STRICT)
def test_what_is_no_id_is_rejected(store: KeyValue, operation: str) -> None:
    pending_entry(store)
    for text in NO_IDS:
        with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INVALID_STREAM_ID):
            STRICT[operation](store, text)


@clause("keyvalue.streams-ids.partial-elsewhere", source=OBSERVED, hint="take it for the whole of 5")
@pytest.mark.parametrize("operation", [operation for operation in STRICT if operation != "stream_add"])
def test_a_sequence_number_can_be_left_to_the_engine_in_new_ids_only(store: KeyValue, operation: str) -> None:
    pending_entry(store)
    for text in ("5-*", "*"):
        with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INVALID_STREAM_ID):
            STRICT[operation](store, text)


READS: dict[str, tuple[Call, set[str]]] = {
    "stream_read": (lambda store, text: store.stream_read({"k": text}), {"$", "+"}),
    "group_read": (lambda store, text: store.group_read("g", "x", {"k": text}), {">"}),
    "group_create": (lambda store, text: store.group_create("k", "h", after=text), {"$"}),
    "group_set_position": (lambda store, text: store.group_set_position("k", "g", text), {"$", "-", "+"}),
    "stream_range start": (lambda store, text: store.stream_range("k", text), {"-", "+", "(5-3"}),
    "stream_range end": (lambda store, text: store.stream_range("k", end=text), {"-", "+", "(5-3"}),
}


@clause("keyvalue.streams-ids.marks", source=OBSERVED, hint="let every mark stand for an id everywhere")
@pytest.mark.parametrize("operation", READS)
def test_each_mark_stands_for_an_id_in_some_places_only(store: KeyValue, operation: str) -> None:
    pending_entry(store)
    call, marks = READS[operation]
    for text in NO_IDS:
        if text not in marks:
            with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INVALID_STREAM_ID):
                call(store, text)


@clause("keyvalue.streams-ids.all-or-nothing", source=OBSERVED, hint="delete up to the malformed id")
def test_ids_are_read_before_anything_is_done(store: KeyValue) -> None:
    pending_entry(store)
    calls: list[Callable[[], object]] = [
        lambda: store.stream_delete("k", "1-1", "1-2", "bad"),
        lambda: store.group_acknowledge("k", "g", "1-1", "bad"),
        lambda: store.group_claim("k", "g", "y", "1-1", "bad", min_idle_seconds=0),
    ]
    for call in calls:
        with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INVALID_STREAM_ID):
            call()


@clause("keyvalue.streams-ids.before-the-key", source=OBSERVED, hint="look at the key first")
def test_a_malformed_id_wins_over_an_absent_stream_where_it_is_read_first(store: KeyValue) -> None:
    calls: list[Callable[[], object]] = [
        lambda: store.stream_add("absent", VALUE, id="bad", only_if_present=True),
        lambda: store.stream_range("absent", "bad"),
        lambda: store.stream_trim("absent", Trim(min_id="bad")),
        lambda: store.stream_set_last_id("absent", "bad"),
        lambda: store.group_pending_entries("absent", "g", start="bad", count=1),
        lambda: store.group_claim_automatically("absent", "g", "x", min_idle_seconds=0, start="bad"),
        lambda: store.stream_read({"absent": "bad"}),
    ]
    for call in calls:
        with unchanged(store, "absent"), rejects(InvalidRequest, KeyValueCode.INVALID_STREAM_ID):
            call()


@clause("keyvalue.streams-ids.not-looked-at", source=OBSERVED, hint="read ids first")
def test_a_malformed_id_is_not_looked_at_where_there_is_nothing_to_do(store: KeyValue) -> None:
    assert store.stream_delete("absent", "bad") == 0
    assert store.group_acknowledge("absent", "g", "bad") == 0
    add(store, "k", "1-1")
    assert store.group_acknowledge("k", "absent", "bad") == 0
    assert ids(store, "k") == ["1-1"]
