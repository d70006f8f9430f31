"""What every rejection must leave behind: nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from verifake.contracts.keyvalue._streams import whole_stream
from verifake.ports.keyvalue import KeyType, KeyValue, NoTtl

__all__ = ["unchanged"]

State = tuple[KeyType | None, object, float | NoTtl]

_CONTENTS: Final[Mapping[KeyType, Callable[[KeyValue, str], object]]] = {
    KeyType.STRING: lambda store, key: store.get(key),
    KeyType.LIST: lambda store, key: store.list_range(key, 0, -1),
    KeyType.HASH: lambda store, key: store.hash_get_all(key),
    KeyType.SET: lambda store, key: store.set_members(key),
    KeyType.SORTED_SET: lambda store, key: store.sorted_range(key, 0, -1),
    KeyType.STREAM: whole_stream,
}
"""How all that a value of a kind holds is read."""


@contextmanager
def unchanged(store: KeyValue, key: str, *more: str) -> Iterator[None]:
    """Assert that kind, value and deadline of the keys are after the block what they were before."""
    keys = (key, *more)
    before = {each: _state(store, each) for each in keys}
    yield
    after = {each: _state(store, each) for each in keys}
    assert after == before, f"a call that should change nothing left {after}, and found {before}"


def _state(store: KeyValue, key: str) -> State:
    kind = store.type(key)
    read = _CONTENTS.get(kind) if kind else None
    return kind, read(store, key) if read else None, store.expires_at(key)
