"""Where fakeredis, as seen in 2.40, differs from the contract about streams, their groups aside."""

from __future__ import annotations

from functools import partial
from typing import Final

import pytest

from verifake.contracts.keyvalue._plant import Plant, hold
from verifake.contracts.keyvalue._streams import VALUE, add, ids
from verifake.contracts.keyvalue.test_streams_ids import READS, STRICT, pending_entry
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import Exclusive, KeyType, KeyValue, KeyValueCode
from verifake.proof import deviation, rejects

__all__: list[str] = []

_fakeredis: Final = partial(deviation, backend="fakeredis", versions="<2.41")

LARGEST: Final = 2**63 - 1
LAST: Final = 2**64 - 1


@_fakeredis("keyvalue.streams-add.too-large", risk="laxer", reason="a value may be longer than 512 MiB")
def a_value_may_be_too_long(store: KeyValue) -> None:
    assert store.stream_add("k", {"f": bytes(512 * 2**20 + 1)}, id="1-1") == "1-1"


PLAIN: Final = "ids are digits and a hyphen, and may be of any length"


@_fakeredis(
    "keyvalue.streams-ids.spellings",
    risk="stricter",
    reason=PLAIN,
    rows=lambda text: "--" in text or not text.replace("-", "").isdigit(),
)
def ids_are_spelled_plainly(store: KeyValue, text: str) -> None:
    with rejects(InvalidRequest, KeyValueCode.INVALID_STREAM_ID):
        store.stream_add("k", VALUE, id=text)
    assert store.stream_add("k", VALUE, id="0" * 200 + "5-3") == "5-3"


NO_SETTING: Final = "there is no command to set what a stream says of itself"


@_fakeredis("keyvalue.streams-set-last-id.sets", risk="stricter", reason=NO_SETTING)
@_fakeredis("keyvalue.streams-set-last-id.next", risk="stricter", reason=NO_SETTING)
@_fakeredis("keyvalue.streams-set-last-id.back", risk="stricter", reason=NO_SETTING)
@_fakeredis("keyvalue.streams-set-last-id.counters", risk="stricter", reason=NO_SETTING)
@_fakeredis("keyvalue.streams-set-last-id.empty", risk="stricter", reason=NO_SETTING)
@_fakeredis("keyvalue.streams-set-last-id.too-small", risk="different", reason=NO_SETTING)
@_fakeredis("keyvalue.streams-set-last-id.deleted-last", risk="different", reason=NO_SETTING)
@_fakeredis("keyvalue.streams-set-last-id.out-of-range", risk="different", reason=NO_SETTING)
@_fakeredis("keyvalue.streams-set-last-id.order", risk="different", reason=NO_SETTING)
@_fakeredis("keyvalue.streams-lag.added-before", risk="stricter", reason=NO_SETTING)
def the_last_id_cannot_be_set(store: KeyValue) -> None:
    add(store, "k", "1-1")
    with rejects(InvalidRequest, KeyValueCode.OTHER):
        store.stream_set_last_id("k", "5-5")


ANY_TEXT: Final = "ids are judged one after the other, in groups not at all, and some marks everywhere"


def _taken(operation: str) -> bool:
    return operation != "group_claim_automatically"


@_fakeredis("keyvalue.streams-ids.refused", risk="laxer", reason=ANY_TEXT, rows=_taken)
@_fakeredis(
    "keyvalue.streams-ids.partial-elsewhere",
    risk="laxer",
    reason=ANY_TEXT,
    rows=lambda operation: (
        operation.startswith(("stream_delete last", "stream_set", "group_ack", "group_claim")) and _taken(operation)
    ),
)
def ids_may_be_too_long_or_any_text(store: KeyValue, operation: str) -> None:
    pending_entry(store)
    if operation.startswith("stream_set_last_id"):
        with rejects(InvalidRequest, KeyValueCode.OTHER):
            STRICT[operation](store, "bad")
    elif operation.startswith("group_") and "pending" not in operation:
        STRICT[operation](store, "bad")
    else:
        STRICT[operation](store, "0" * 200 + "5-3")


@_fakeredis("keyvalue.streams-ids.marks", risk="laxer", reason=PLAIN)
def read_ids_may_be_of_any_length(store: KeyValue, operation: str) -> None:
    pending_entry(store)
    READS[operation][0](store, "0" * 200 + "1-1")


@_fakeredis("keyvalue.streams-ids.all-or-nothing", risk="different", reason=ANY_TEXT)
def entries_before_a_malformed_id_are_deleted(store: KeyValue) -> None:
    pending_entry(store)
    with rejects(InvalidRequest, KeyValueCode.INVALID_STREAM_ID):
        store.stream_delete("k", "1-1", "bad")
    assert ids(store, "k") == ["1-2"]
    assert store.group_acknowledge("k", "g", "1-1", "bad") == 1


KEY_FIRST: Final = "what concerns groups looks at the key first, and then at ids"


@_fakeredis("keyvalue.streams-ids.before-the-key", risk="different", reason=KEY_FIRST)
def the_key_is_looked_at_first(store: KeyValue) -> None:
    with pytest.raises(Exception, match="NOGROUP"):
        store.group_pending_entries("absent", "g", start="bad", count=1)


@_fakeredis(
    "keyvalue.streams-ids.not-looked-at", risk="stricter", reason="ids are judged where there is nothing to delete"
)
def ids_to_delete_are_always_judged(store: KeyValue) -> None:
    with rejects(InvalidRequest, KeyValueCode.INVALID_STREAM_ID):
        store.stream_delete("absent", "bad")


@_fakeredis("keyvalue.streams-range.beyond", risk="laxer", reason="a range outside of all ids is empty")
def a_range_outside_of_all_ids_is_empty(store: KeyValue) -> None:
    add(store, "k", "1-1")
    assert store.stream_range("k", Exclusive(f"{LAST}-{LAST}")) == []
    assert store.stream_range("k", "-", Exclusive("0-0")) == []


@_fakeredis("keyvalue.streams-read.last-entry", risk="different", reason="nothing is after the mark for the last entry")
def plus_reads_nothing(store: KeyValue) -> None:
    add(store, "k", "1-1", "2-0")
    assert store.stream_read({"k": "+"}) == {}


NO_STREAM: Final = "a read of no stream is a syntax error"


@_fakeredis("keyvalue.streams-read.no-keys", risk="different", reason=NO_STREAM)
@_fakeredis("keyvalue.streams-group-read.no-keys", risk="different", reason=NO_STREAM)
def a_read_of_nothing_is_a_syntax_error(store: KeyValue) -> None:
    with rejects(InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS):
        store.stream_read({})
    with rejects(InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS):
        store.group_read("g", "x", {})


@_fakeredis("keyvalue.streams-read.order-of-checks", risk="different", reason="all ids are judged before all keys")
def ids_are_judged_before_keys(store: KeyValue) -> None:
    store.set("text", b"v")
    with rejects(InvalidRequest, KeyValueCode.INVALID_STREAM_ID):
        store.stream_read({"text": "0", "absent": "bad"})


ANY_TIME: Final = "a negative time to wait is none, and one beyond 64 bits is no integer"


@_fakeredis("keyvalue.streams-waiting.impossible", risk="laxer", reason=ANY_TIME)
@_fakeredis("keyvalue.streams-group-waiting.impossible", risk="laxer", reason=ANY_TIME)
def any_time_can_be_waited(store: KeyValue, seconds: float) -> None:
    add(store, "k", "1-1")
    if abs(seconds) > 1:
        with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            store.stream_read({"k": "0"}, wait_seconds=seconds)
    else:
        assert store.stream_read({"absent": "0"}, wait_seconds=seconds) == {}


@_fakeredis("keyvalue.streams-waiting.beyond-time", risk="laxer", reason="a time to wait may end beyond 64 bits")
def a_wait_may_end_beyond_time(store: KeyValue) -> None:
    add(store, "k", "1-1")
    assert store.stream_read({"k": "0"}, wait_seconds=9223372036854775).keys() == {"k"}


NO_ARGUMENTS: Final = "the kind of value is judged before the count of arguments"


@_fakeredis("keyvalue.streams-delete.no-ids", risk="different", reason=NO_ARGUMENTS)
@_fakeredis("keyvalue.streams-acknowledge.no-ids", risk="different", reason=NO_ARGUMENTS)
def the_kind_is_judged_before_the_arguments(store: KeyValue) -> None:
    store.set("text", b"v")
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.stream_delete("text")
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.group_acknowledge("text", "g")


def _unready(operation: str, kind: KeyType) -> bool:  # noqa: ARG001 - rows are given whole
    return operation.startswith(("stream_read", "group_read", "stream_set_last_id"))


@_fakeredis(
    "keyvalue.streams-life.wrong-type",
    risk="different",
    reason="reading from another kind of value is an error of Python",
    rows=_unready,
)
def reading_another_kind_fails_in_python(store: KeyValue, plant: Plant, operation: str, kind: KeyType) -> None:
    hold(store, plant, "k", kind)
    if operation.startswith("stream_set_last_id"):
        with rejects(InvalidRequest, KeyValueCode.OTHER):
            store.stream_set_last_id("k", "0")
    else:
        with pytest.raises(AttributeError):
            store.stream_read({"k": "0"})
