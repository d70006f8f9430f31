"""Where fakeredis' transactions and messages differ from the contract."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from verifake.contracts.keyvalue.test_too_large import ONE_BYTE_TOO_LONG
from verifake.contracts.keyvalue.test_transaction_refusals import REFUSED, REJECTED
from verifake.contracts.keyvalue.test_watch_changes import NO_CHANGES
from verifake.contracts.keyvalue.test_watch_lists_and_hashes import CHANGES as LIST_CHANGES
from verifake.contracts.keyvalue.test_watch_lists_and_hashes import NO_CHANGES as LIST_NO_CHANGES
from verifake.contracts.keyvalue.test_watch_sets import NO_CHANGES as SET_NO_CHANGES
from verifake.contracts.keyvalue.test_watch_streams import CHANGES as STREAM_CHANGES
from verifake.contracts.keyvalue.test_watch_streams import NO_CHANGES as STREAM_NO_CHANGES
from verifake.contracts.keyvalue.test_watch_streams import a_stream
from verifake.errors import DependencyError
from verifake.ports.keyvalue import KeyValue, KeyValueCode, Scripts, Strings
from verifake.proof import ClauseClock, deviation, rejects

__all__ = []

Function = TypeVar("Function", bound=Callable[..., Any])


def _fakeredis(
    clause: str, risk: str, reason: str, *, rows: Callable[..., bool] | None = None
) -> Callable[[Function], Function]:
    """Declare a deviation of fakeredis, as seen in 2.40."""
    return deviation(f"keyvalue.{clause}", backend="fakeredis", versions="<2.41", risk=risk, reason=reason, rows=rows)


UNSEEN = "a watched key that expires has not changed"


@_fakeredis("watch.expires", "laxer", UNSEEN)
@_fakeredis("watch.expires-and-is-found", "laxer", UNSEEN)
@_fakeredis("watch.clock-back-after-expiry", "laxer", UNSEEN)
def an_expiry_is_no_change(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=1)
    with store.transaction("k") as transaction:
        clock.advance_exactly(1.001)
        assert store.get("k") is None
        assert transaction.execute() is True


REMOVED = "to watch a key that has expired removes it"


@_fakeredis("watch.clock-back-unfound", "different", REMOVED)
@_fakeredis("watch.clock-back-written", "different", REMOVED)
def an_expired_key_is_removed_when_it_is_watched(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=1)
    clock.advance_exactly(1.001)
    with store.transaction("k"):
        clock.set_back(1)
        assert store.get("k") is None


COUNTED = "a command that does nothing counts as a change"


@_fakeredis(
    "watch.no-changes",
    "stricter",
    COUNTED,
    rows=lambda act: act in {"get_and_touch, persistent already", "get_and_touch, absent"},
)
def a_touch_that_does_nothing_is_a_change(store: KeyValue, act: str) -> None:
    prepare, step = NO_CHANGES[act]
    prepare(store)
    with store.transaction("k") as transaction:
        step(store)
        assert transaction.execute() is False


@_fakeredis("watch.collection-no-changes", "stricter", COUNTED, rows=lambda act: act == "list_pop_many, none")
def to_pop_nothing_is_a_change(store: KeyValue, act: str) -> None:
    prepare, step = LIST_NO_CHANGES[act]
    prepare(store)
    with store.transaction("k") as transaction:
        step(store)
        assert transaction.execute() is False


@_fakeredis("watch.trim-of-nothing", "stricter", COUNTED)
def to_trim_nothing_is_a_change(store: KeyValue) -> None:
    store.list_push("k", b"a")
    with store.transaction("k") as transaction:
        store.list_trim("k", 0, -1)
        assert transaction.execute() is False


@_fakeredis(
    "watch.set-no-changes",
    "stricter",
    COUNTED,
    rows=lambda act: act in {"set_add, member", "set_move onto itself", "sorted_increment by nothing"},
)
def to_add_what_is_there_is_a_change(store: KeyValue, act: str) -> None:
    prepare, step = SET_NO_CHANGES[act]
    prepare(store)
    with store.transaction("k") as transaction:
        step(store)
        assert transaction.execute() is False


@_fakeredis("watch.stream-no-changes", "stricter", COUNTED, rows=lambda act: act == "group_create")
def a_new_group_is_a_change(store: KeyValue, act: str) -> None:
    a_stream(store)
    with store.transaction("k") as transaction:
        STREAM_NO_CHANGES[act](store)
        assert transaction.execute() is False


MISSED = "a command that takes something counts as no change"


@_fakeredis("watch.collection-changes", "laxer", MISSED, rows=lambda change: change == "list_pop_first")
def to_pop_from_the_first_of_several_is_no_change(store: KeyValue, change: str) -> None:
    prepare, act = LIST_CHANGES[change]
    prepare(store)
    with store.transaction("k") as transaction:
        act(store)
        assert transaction.execute() is True


@_fakeredis("watch.stream-changes", "laxer", MISSED, rows=lambda change: change == "stream_delete")
def to_delete_an_entry_is_no_change(store: KeyValue, change: str) -> None:
    a_stream(store)
    with store.transaction("k") as transaction:
        STREAM_CHANGES[change](store)
        assert transaction.execute() is True


@_fakeredis("transaction.too-large", "laxer", "a value may be longer than 512 MiB")
def a_queued_value_may_be_too_long(store: KeyValue) -> None:
    with store.transaction() as transaction:
        transaction.queue(Strings.set, "k", bytes(ONE_BYTE_TOO_LONG))
        assert transaction.execute() is True


@_fakeredis("pubsub.too-large", "laxer", "a message may be longer than 512 MiB")
def a_message_may_be_too_long(store: KeyValue) -> None:
    assert store.publish("a", bytes(ONE_BYTE_TOO_LONG)) == 0


@_fakeredis(
    "transaction.refused-when-queued",
    "laxer",
    "a stream's command is queued though words are missing, and rejected by itself when it is executed",
    rows=lambda row, **_: row.startswith(("stream_", "group_")) and row != "group_claim",
)
def missing_words_are_missed_late(store: KeyValue, row: str) -> None:
    operation, args, options = REFUSED[row]
    with store.transaction() as transaction:
        bad = transaction.queue(operation, *args, **options)
        transaction.queue(Strings.set, "other", b"v")
        assert transaction.execute() is True
    assert store.get("other") == b"v"
    with pytest.raises(DependencyError):
        _ = bad.value


@_fakeredis(
    "transaction.rejected-when-executed",
    "different",
    "the rejection has no code",
    rows=lambda row: "pop_first" in row,
)
def a_rejection_has_no_code(store: KeyValue, row: str) -> None:
    operation, args, options = REJECTED[row]
    with store.transaction() as transaction:
        bad = transaction.queue(operation, *args, **options)
        assert transaction.execute() is True
    with rejects(DependencyError, KeyValueCode.OTHER):
        _ = bad.value


@_fakeredis("transaction-script.refused", "laxer", "it is queued, and rejected by itself without a code")
def to_ask_for_no_script_is_rejected_late(store: KeyValue) -> None:
    with store.transaction() as transaction:
        nothing = transaction.queue(Scripts.script_exists)
        assert transaction.execute() is True
    with rejects(DependencyError, KeyValueCode.OTHER):
        _ = nothing.value


@_fakeredis(
    "pubsub-pattern.glob",
    "different",
    "in a range, bytes from 128 on are the largest, not the smallest",
    rows=lambda pattern, **_: "\udcff" in pattern,
)
def bytes_are_unsigned_in_ranges(store: KeyValue) -> None:
    with store.subscribe() as subscription:
        subscription.subscribe_patterns("[\x01-\udcff]")
        assert store.publish("a", b"v") == 1
