"""Operations that say nothing: which the engine refuses to queue, and which it rejects when they are executed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import Hashes, Keys, KeyValue, KeyValueCode, Lists, Sets, SortedSets, Streams, Strings
from verifake.proof import clause, rejects

TRANSACTIONS = "https://redis.io/docs/latest/develop/using-commands/transactions/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

Call = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]

REFUSED: dict[str, Call] = {
    "delete": (Keys.delete, (), {}),
    "exists": (Keys.exists, (), {}),
    "get_many": (Strings.get_many, (), {}),
    "set_many": (Strings.set_many, ({},), {}),
    "set_many_if_absent": (Strings.set_many_if_absent, ({},), {}),
    "hash_set": (Hashes.hash_set, ("k", {}), {}),
    "hash_get_many": (Hashes.hash_get_many, ("k",), {}),
    "hash_delete": (Hashes.hash_delete, ("k",), {}),
    "list_push": (Lists.list_push, ("k",), {}),
    "list_push, if present": (Lists.list_push, ("k",), {"only_if_present": True}),
    "list_pop_waiting": (Lists.list_pop_waiting, (), {"timeout_seconds": 0}),
    "set_add": (Sets.set_add, ("k",), {}),
    "set_remove": (Sets.set_remove, ("k",), {}),
    "set_contains_many": (Sets.set_contains_many, ("k",), {}),
    "set_union": (Sets.set_union, (), {}),
    "set_intersection": (Sets.set_intersection, (), {}),
    "set_difference": (Sets.set_difference, (), {}),
    "set_union_store": (Sets.set_union_store, ("k",), {}),
    "set_intersection_store": (Sets.set_intersection_store, ("k",), {}),
    "set_difference_store": (Sets.set_difference_store, ("k",), {}),
    "set_intersection_size": (Sets.set_intersection_size, (), {}),
    "set_intersection_size, limited": (Sets.set_intersection_size, (), {"limit": 1}),
    "sorted_add": (SortedSets.sorted_add, ("k", {}), {}),
    "sorted_add, conditions": (SortedSets.sorted_add, ("k", {}), {"only_if_absent": True, "count_changed": True}),
    "sorted_remove": (SortedSets.sorted_remove, ("k",), {}),
    "sorted_scores": (SortedSets.sorted_scores, ("k",), {}),
    "sorted_pop_waiting": (SortedSets.sorted_pop_waiting, (), {"timeout_seconds": 0}),
    "sorted_difference_store": (SortedSets.sorted_difference_store, ("k",), {}),
    "stream_add": (Streams.stream_add, ("k", {}), {}),
    "stream_add, with an id": (Streams.stream_add, ("k", ()), {"id": "5-1", "only_if_present": True}),
    "stream_delete": (Streams.stream_delete, ("k",), {}),
    "stream_read": (Streams.stream_read, ({},), {}),
    "stream_read, waiting": (Streams.stream_read, ({},), {"wait_seconds": 1, "count": 1}),
    "group_read": (Streams.group_read, ("g", "c", {}), {"count": 1}),
    "group_acknowledge": (Streams.group_acknowledge, ("k", "g"), {}),
    "group_claim": (Streams.group_claim, ("k", "g", "c"), {"min_idle_seconds": 0}),
}

REJECTED: dict[str, Call] = {
    "list_pop_first": (Lists.list_pop_first, (), {}),
    "list_pop_first, several": (Lists.list_pop_first, (), {"count": 2}),
    "list_pop_first_waiting": (Lists.list_pop_first_waiting, (), {"timeout_seconds": 0}),
    "sorted_pop_first": (SortedSets.sorted_pop_first, (), {}),
    "sorted_pop_first_waiting": (SortedSets.sorted_pop_first_waiting, (), {"timeout_seconds": 0}),
    "sorted_union": (SortedSets.sorted_union, ((),), {}),
    "sorted_intersection": (SortedSets.sorted_intersection, ({},), {}),
    "sorted_difference": (SortedSets.sorted_difference, (), {}),
    "sorted_union_store": (SortedSets.sorted_union_store, ("k", ()), {}),
    "sorted_intersection_store": (SortedSets.sorted_intersection_store, ("k", {}), {}),
    "sorted_intersection_size": (SortedSets.sorted_intersection_size, (), {}),
    "sorted_intersection_size, limited": (SortedSets.sorted_intersection_size, (), {"limit": 1}),
}


@clause("keyvalue.transaction.refused-when-queued", source=TRANSACTIONS, hint="execute what was queued all the same")
@pytest.mark.parametrize("row", REFUSED)
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_command_with_words_missing_lets_nothing_be_executed(store: KeyValue, row: str, place: str) -> None:
    operation, args, options = REFUSED[row]
    with store.transaction() as transaction:
        if place == "first":
            transaction.queue(operation, *args, **options)
        good = transaction.queue(Strings.set, "other", b"v")
        if place == "last":
            transaction.queue(operation, *args, **options)
        with rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            transaction.execute()
    assert store.exists("k", "other") == 0
    with pytest.raises(RuntimeError):
        _ = good.value


@clause("keyvalue.transaction.rejected-when-executed", source=OBSERVED, hint="refuse to queue it")
@pytest.mark.parametrize("row", REJECTED)
def test_a_command_that_counts_no_keys_is_queued_and_rejected_by_itself(store: KeyValue, row: str) -> None:
    operation, args, options = REJECTED[row]
    with store.transaction() as transaction:
        bad = transaction.queue(operation, *args, **options)
        good = transaction.queue(Strings.set, "other", b"v")
        assert transaction.execute() is True
    with rejects(InvalidRequest, KeyValueCode.NO_KEYS):
        _ = bad.value
    assert good.value is True
    assert store.exists("k") == 0
