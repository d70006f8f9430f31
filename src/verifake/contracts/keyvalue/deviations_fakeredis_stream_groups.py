"""Where fakeredis, as seen in 2.40, differs from the contract about consumer groups."""

from __future__ import annotations

from functools import partial
from typing import Final

from verifake.contracts.keyvalue._streams import add, new, owners
from verifake.contracts.keyvalue.test_streams_group_read import a_group, history
from verifake.contracts.keyvalue.test_streams_lag import FOUR, told
from verifake.contracts.keyvalue.test_streams_times import idle, pending, silent
from verifake.errors import DependencyError, InvalidRequest, NotFound
from verifake.ports.keyvalue import Entry, KeyValue, KeyValueCode, Trim
from verifake.proof import ClauseClock, deviation, rejects

__all__: list[str] = []

_fakeredis: Final = partial(deviation, backend="fakeredis", versions="<2.41")

LARGEST: Final = 2**63 - 1
LAST: Final = 2**64 - 1


@_fakeredis("keyvalue.streams-groups.exists", risk="different", reason="an existing group is refused with another code")
def an_existing_group_has_another_code(store: KeyValue) -> None:
    add(store, "k", "1-1")
    store.group_create("k", "g")
    with rejects(DependencyError, KeyValueCode.OTHER):
        store.group_create("k", "g")


@_fakeredis(
    "keyvalue.streams-groups.entries-read-refused", risk="different", reason="the key is looked at before the count"
)
def the_key_is_looked_at_before_the_count(store: KeyValue, number: int, code: KeyValueCode) -> None:  # noqa: ARG001
    store.set("text", b"v")
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.group_create("text", "g", entries_read=number)


UNSORTED: Final = "groups and consumers are listed in the order in which they were made"


@_fakeredis("keyvalue.streams-groups.names", risk="different", reason=UNSORTED)
@_fakeredis("keyvalue.streams-claim.makes-consumers", risk="different", reason=UNSORTED)
def names_are_not_sorted(store: KeyValue) -> None:
    store.group_create("k", "b", create_stream=True)
    store.group_create("k", "a")
    for name in ("y", "x"):
        store.group_create_consumer("k", "a", name)
    assert [group.name for group in store.group_list("k")] == ["b", "a"]
    assert [consumer.name for consumer in store.group_consumers("k", "a")] == ["y", "x"]


@_fakeredis(
    "keyvalue.streams-group-read.counts",
    risk="different",
    reason="a count of zero or less is the end of a slice",
    rows=lambda count: count <= 0,
)
def a_count_is_the_end_of_a_slice(store: KeyValue) -> None:
    a_group(store)
    assert new(store, "x", count=0) == []
    assert new(store, "x", count=-1) == ["1-1", "1-2", "1-3"]


@_fakeredis("keyvalue.streams-group-read.history-of-nobody", risk="different", reason="an empty history is waited for")
def an_empty_history_is_waited_for(store: KeyValue) -> None:
    a_group(store)
    assert store.group_read("g", "x", {"k": "9"}, wait_seconds=0.001) == {}


@_fakeredis(
    "keyvalue.streams-group-read.history-deleted",
    risk="different",
    reason="deleted entries in the history count as delivered once more",
)
def deleted_entries_are_delivered_again(store: KeyValue) -> None:
    a_group(store)
    new(store, "x", count=1)
    store.stream_delete("k", "1-1")
    assert history(store, "x") == [Entry("1-1", None)]
    assert owners(store) == {"1-1": ("x", 2)}


@_fakeredis(
    "keyvalue.streams-group-read.largest-id", risk="different", reason="nothing is pending after the largest id"
)
def the_largest_id_is_one_like_any_other(store: KeyValue) -> None:
    a_group(store)
    assert store.group_read("g", "x", {"k": f"{LAST}-{LAST}"}) == {"k": []}


ABSENT_STREAM: Final = "a read in a group needs a stream, which is looked for before all else"


@_fakeredis("keyvalue.streams-group-read.absent", risk="different", reason=ABSENT_STREAM)
@_fakeredis("keyvalue.streams-group-read.all-or-nothing", risk="different", reason=ABSENT_STREAM)
def a_read_in_a_group_needs_a_stream(store: KeyValue) -> None:
    a_group(store)
    with rejects(InvalidRequest, KeyValueCode.NO_SUCH_STREAM):
        store.group_read("g", "x", {"k": "bad", "absent": ">"})


@_fakeredis("keyvalue.streams-group-read.order", risk="different", reason="the count is judged before the time to wait")
def the_count_is_judged_before_the_time(store: KeyValue) -> None:
    with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.group_read("g", "x", {"absent": "bad"}, count=LARGEST + 1, wait_seconds=-1)


NO_LAG: Final = "the lag is not more than there are entries"


@_fakeredis("keyvalue.streams-lag.trimmed", risk="different", reason=NO_LAG)
@_fakeredis("keyvalue.streams-lag.trimmed-unread", risk="different", reason=NO_LAG)
@_fakeredis("keyvalue.streams-lag.deleted", risk="different", reason=NO_LAG, rows=lambda deletion: deletion == "all")
def the_lag_of_an_empty_stream_is_nothing(store: KeyValue) -> None:
    add(store, "k", *FOUR)
    store.group_create("k", "g", after="0", entries_read=0)
    store.stream_trim("k", Trim(max_length=2))
    assert told(store) == (0, 2)
    store.stream_trim("k", Trim(max_length=0))
    assert told(store) == (0, 0)


@_fakeredis(
    "keyvalue.streams-life.copy-is-independent", risk="different", reason="a copy shares its groups' pending lists"
)
def a_copy_shares_what_is_pending(store: KeyValue) -> None:
    a_group(store)
    new(store, "x", count=1)
    store.copy("k", "copy")
    assert store.group_acknowledge("copy", "g", "1-1") == 1
    assert store.group_pending("k", "g").count == 0


KEY_FIRST: Final = "the key is looked at before the arguments"


@_fakeredis("keyvalue.streams-pending.order", risk="different", reason=KEY_FIRST)
@_fakeredis("keyvalue.streams-claim-automatically.order", risk="different", reason=KEY_FIRST)
def the_key_is_looked_at_first(store: KeyValue) -> None:
    with rejects(NotFound, KeyValueCode.NO_SUCH_GROUP):
        store.group_pending_entries("absent", "g", start="bad", count=LARGEST + 1)
    store.set("text", b"v")
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.group_claim_automatically("text", "g", "y", min_idle_seconds=0, start="bad", count=0)


@_fakeredis(
    "keyvalue.streams-pending.count",
    risk="different",
    reason="a negative count is the end of a slice",
    rows=lambda count, found: count == -1,  # noqa: ARG005 - rows are given whole
)
def a_negative_count_of_pending_entries_is_the_end_of_a_slice(store: KeyValue) -> None:
    pending(store)
    assert len(store.group_pending_entries("k", "g", count=-1)) == 1


LONGER: Final = "an entry has to be idle for longer than was asked for"


@_fakeredis(
    "keyvalue.streams-pending.not-idle",
    risk="different",
    reason=LONGER,
    rows=lambda seconds, found: 0 <= seconds < 1,  # noqa: ARG005 - rows are given whole
)
@_fakeredis("keyvalue.streams-times.min-idle", risk="different", reason=LONGER)
def an_entry_has_to_be_idle_for_longer(store: KeyValue, clock: ClauseClock) -> None:
    pending(store)
    clock.advance_exactly(1.5)
    assert store.group_pending_entries("k", "g", count=9, min_idle_seconds=1.5) == []
    assert len(store.group_pending_entries("k", "g", count=9, min_idle_seconds=1.499)) == 2


@_fakeredis(
    "keyvalue.streams-times.history", risk="different", reason="reading the history leaves the time of the delivery"
)
def the_history_leaves_the_time(store: KeyValue, clock: ClauseClock) -> None:
    pending(store)
    clock.advance_exactly(5)
    history(store, "x")
    assert idle(store) == {"1-1": 5.0, "1-2": 5.0}


ANY_INSTANT: Final = "an entry can have been delivered in the future, or before 1970"


@_fakeredis("keyvalue.streams-times.claim-since-1970", risk="laxer", reason=ANY_INSTANT)
@_fakeredis("keyvalue.streams-times.clock-set-back", risk="different", reason=ANY_INSTANT)
@_fakeredis(
    "keyvalue.streams-times.claim-since",
    risk="laxer",
    reason=ANY_INSTANT,
    rows=lambda ago, after: ago < 0,  # noqa: ARG005 - rows are given whole
)
@_fakeredis(
    "keyvalue.streams-times.claim",
    risk="laxer",
    reason=ANY_INSTANT,
    rows=lambda options, after: options == {"idle_seconds": 9e15},  # noqa: ARG005 - rows are given whole
)
def an_entry_can_be_of_the_future(store: KeyValue, clock: ClauseClock) -> None:
    pending(store)
    store.group_claim("k", "g", "y", "1-1", min_idle_seconds=0, idle_since_seconds=round(clock.now() + 60, 3))
    assert idle(store)["1-1"] == -60.0


@_fakeredis(
    "keyvalue.streams-times.asking",
    risk="different",
    reason="claiming is not taken for a consumer's asking",
    rows=lambda asks: asks.startswith("claim"),
)
def claiming_is_no_asking(store: KeyValue, clock: ClauseClock) -> None:
    pending(store)
    clock.advance_exactly(5)
    store.group_claim("k", "g", "x", "1-1", min_idle_seconds=0)
    assert silent(store) == {"x": 5.0}
