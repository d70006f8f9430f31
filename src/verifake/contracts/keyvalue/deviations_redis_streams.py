"""Where Redis 7.0 differs from the contract for streams, which follows the newest line of engines."""

from __future__ import annotations

from functools import partial
from typing import Final

from verifake.contracts.keyvalue import test_streams_group_waiting as group_waiting
from verifake.contracts.keyvalue import test_streams_waiting as waiting
from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue._streams import VALUE, add, ids, new
from verifake.contracts.keyvalue.test_streams_lag import FOUR, told
from verifake.errors import InvalidRequest, NotFound, TooLarge
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode, Streams, Trim
from verifake.proof import Actors, ClauseClock, deviation, rejects

__all__: list[str] = []

_redis: Final = partial(deviation, backend="redis", versions="==7.0.*")

LAST: Final = 2**64 - 1


def _without_next(before: list[str], id: str) -> bool:  # noqa: ARG001 - rows are given whole
    return id == "5-*"


@_redis(
    "keyvalue.streams-add.too-small",
    risk="different",
    reason="an entry is said to be too large where its id has no next sequence number",
    rows=_without_next,
)
def no_next_sequence_number_is_too_large(store: KeyValue) -> None:
    add(store, "k", f"5-{LAST}")
    with rejects(TooLarge, KeyValueCode.TOO_LARGE):
        store.stream_add("k", VALUE, id="5-*")
    assert ids(store, "k") == [f"5-{LAST}"]


PLUS: Final = "the place before the last entry has no mark of its own"


@_redis("keyvalue.streams-read.last-entry", risk="stricter", reason=PLUS)
@_redis("keyvalue.streams-read.last-entry-deleted", risk="stricter", reason=PLUS)
@_redis("keyvalue.streams-waiting.last-entry", risk="stricter", reason=PLUS)
def plus_is_no_id(store: KeyValue) -> None:
    add(store, "k", "1-1")
    for seconds in (None, 0):
        with rejects(InvalidRequest, KeyValueCode.INVALID_STREAM_ID):
            store.stream_read({"k": "+"}, wait_seconds=seconds)


@_redis(
    "keyvalue.streams-set-last-id.deleted-last",
    risk="laxer",
    reason="the last id may be set to one before that of a deleted entry",
)
def a_last_id_may_be_before_what_was_deleted(store: KeyValue) -> None:
    add(store, "k", "1-1", "2-0")
    store.stream_delete("k", "2-0")
    store.stream_set_last_id("k", "1-9")
    assert store.stream_info("k").last_id == "1-9"


@_redis(
    "keyvalue.streams-group-read.makes-consumers",
    risk="different",
    reason="reading and claiming make a consumer only when it gets something",
)
@_redis(
    "keyvalue.streams-claim.makes-consumers",
    risk="different",
    reason="reading and claiming make a consumer only when it gets something",
)
def a_consumer_that_gets_nothing_is_not_made(store: KeyValue) -> None:
    store.group_create("k", "g", create_stream=True)
    assert new(store, "x") == []
    assert store.group_claim("k", "g", "y", "9-9", min_idle_seconds=0) == []
    assert store.group_claim_automatically("k", "g", "z", min_idle_seconds=0) == ("0-0", [], [])
    assert store.group_consumers("k", "g") == []


@_redis(
    "keyvalue.streams-group-waiting.asked",
    risk="different",
    reason="reading and claiming make a consumer only when it gets something",
)
def a_consumer_that_waits_is_not_made_yet(store: KeyValue, actors: Actors) -> None:
    store.group_create("k", "g", create_stream=True)
    waiter = group_waiting.reads(actors, "x")
    assert store.group_consumers("k", "g") == []
    add(store, "k", "1-2")
    assert waiter.result() == {"k": ["1-2"]}
    assert [consumer.name for consumer in store.group_consumers("k", "g")] == ["x"]


@_redis(
    "keyvalue.streams-times.asking",
    risk="different",
    reason="a consumer that claims in vain does not count as having asked",
    rows=lambda asks: asks in {"claim in vain", "claim automatically"},
)
def who_claims_in_vain_stays_idle(store: KeyValue, clock: ClauseClock) -> None:
    add(store, "k", "1-1")
    store.group_create("k", "g", after="0")
    new(store, "x")
    clock.advance_exactly(5)
    store.group_claim("k", "g", "x", "9-9", min_idle_seconds=0)
    store.group_claim_automatically("k", "g", "x", min_idle_seconds=3600)
    assert [consumer.idle_seconds for consumer in store.group_consumers("k", "g")] == [5.0]


@_redis(
    "keyvalue.streams-lag.deleted-first",
    risk="different",
    reason="an entry that was deleted before all that are there does not count as read",
)
def deleted_first_entries_are_still_to_be_read(store: KeyValue) -> None:
    add(store, "k", *FOUR)
    store.group_create("k", "g", after="0", entries_read=0)
    store.stream_delete("k", "1-1")
    assert told(store) == (0, 4)
    new(store, "x", count=1)
    assert told(store) == (1, 3)


@_redis(
    "keyvalue.streams-lag.trimmed-unread",
    risk="different",
    reason="entries that were trimmed unread do not count as read with the next",
)
def trimmed_entries_are_still_to_be_read(store: KeyValue) -> None:
    add(store, "k", *FOUR)
    store.group_create("k", "g", after="0", entries_read=0)
    store.stream_trim("k", Trim(max_length=2))
    new(store, "x", count=1)
    assert told(store) == (1, 3)


ONE_STREAM: Final = "a call that waits looks at the stream that was filled, and not at its others"


def add_to_both(store: KeyValue) -> None:
    """Add to two streams at once, and to the second first."""
    with store.transaction() as transaction:
        transaction.queue(Streams.stream_add, "b", VALUE, id="2-1")
        transaction.queue(Streams.stream_add, "a", VALUE, id="3-1")
        transaction.execute()


@_redis("keyvalue.streams-waiting.several", risk="different", reason=ONE_STREAM)
def a_read_gets_what_came_first(store: KeyValue, actors: Actors) -> None:
    waiter = waiting.reads(actors, {"a": "$", "b": "$"})
    add_to_both(store)
    assert waiter.result() == {"b": ["2-1"]}


@_redis("keyvalue.streams-group-waiting.several", risk="different", reason=ONE_STREAM)
def a_read_in_a_group_gets_what_came_first(store: KeyValue, actors: Actors) -> None:
    group_waiting.a_group(store, "a", "b")
    waiter = group_waiting.reads(actors, "x", "a", "b")
    add_to_both(store)
    assert waiter.result() == {"b": ["2-1"]}
    assert new(store, "y", key="a") == ["3-1"]


@_redis("keyvalue.streams-waiting.other-kind-beside", risk="laxer", reason=ONE_STREAM)
def a_value_of_another_kind_beside_does_not_matter(store: KeyValue, plant: Plant, actors: Actors) -> None:
    waiter = waiting.reads(actors, {"a": "$", "b": "$"})
    plant("a", KeyType.LIST)
    add(store, "b", "1-1")
    assert waiter.result() == {"b": ["1-1"]}


EMPTY: Final = "an entry that came and went at once wakes who waits, who gets an empty list"


@_redis("keyvalue.streams-waiting.gone", risk="different", reason=EMPTY)
@_redis("keyvalue.streams-group-waiting.gone", risk="different", reason=EMPTY)
def what_is_gone_is_an_empty_list(store: KeyValue, actors: Actors) -> None:
    group_waiting.a_group(store)
    waiters = (waiting.reads(actors, {"k": "$"}), group_waiting.reads(actors, "x"))
    store.stream_add("k", VALUE, id="1-2", trim=Trim(max_length=0))
    assert [waiter.result() for waiter in waiters] == [{"k": []}] * 2


@_redis(
    "keyvalue.streams-group-waiting.other-kind",
    risk="different",
    reason="a stream that is replaced by another kind of value counts as gone",
)
def a_replaced_stream_is_gone(store: KeyValue, actors: Actors) -> None:
    group_waiting.a_group(store)
    waiter = group_waiting.reads(actors, "x")
    store.set("k", b"text")
    with rejects(NotFound, KeyValueCode.NO_SUCH_GROUP):
        waiter.result()


@_redis(
    "keyvalue.streams-waiting.beyond-time",
    risk="laxer",
    reason="a time to wait may end beyond 64 bits",
)
def a_wait_may_end_beyond_time(store: KeyValue) -> None:
    add(store, "k", "1-1")
    assert store.stream_read({"k": "0"}, wait_seconds=9223372036854775).keys() == {"k"}
