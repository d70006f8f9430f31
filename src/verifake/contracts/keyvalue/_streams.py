"""What the clauses about streams have in common."""

from __future__ import annotations

from collections.abc import Iterable

from verifake.ports.keyvalue import Entry, KeyValue

__all__ = ["VALUE", "add", "ids", "ids_of", "new", "owners", "whole_stream"]

VALUE = {"f": b"v"}
"""What an entry holds of which only the id matters."""


def add(store: KeyValue, key: str, *new_ids: str) -> None:
    """Append an entry for each id."""
    for id in new_ids:
        store.stream_add(key, VALUE, id=id)


def ids_of(entries: Iterable[Entry]) -> list[str]:
    """Return the ids of entries."""
    return [entry.id for entry in entries]


def ids(store: KeyValue, key: str) -> list[str]:
    """Return the ids of all entries of a stream."""
    return ids_of(store.stream_range(key))


def new(store: KeyValue, consumer: str, *, group: str = "g", key: str = "k", count: int | None = None) -> list[str]:
    """Let a consumer read new entries; return their ids."""
    return ids_of(store.group_read(group, consumer, {key: ">"}, count=count).get(key, []))


def owners(store: KeyValue, key: str = "k", group: str = "g") -> dict[str, tuple[str, int]]:
    """Return for each pending id who has it, and how often it was delivered."""
    found = store.group_pending_entries(key, group, count=1000)
    return {entry.id: (entry.consumer, entry.deliveries) for entry in found}


def whole_stream(store: KeyValue, key: str) -> object:
    """Return all that a stream holds, but for times."""
    groups = store.group_list(key)
    pending = [owners(store, key, group.name) for group in groups]
    consumers = [[(c.name, c.pending) for c in store.group_consumers(key, group.name)] for group in groups]
    return store.stream_info(key), store.stream_range(key), groups, pending, consumers
