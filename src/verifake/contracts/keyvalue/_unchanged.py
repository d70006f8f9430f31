"""What every rejection must leave behind: nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from verifake.ports.keyvalue import KeyType, KeyValue, NoTtl

__all__ = ["unchanged"]

State = tuple[KeyType | None, bytes | None, float | NoTtl]


@contextmanager
def unchanged(store: KeyValue, key: str, *more: str) -> Iterator[None]:
    """Assert that kind, value and deadline of the keys are after the block what they were before.

    The value is compared for strings only: the port reads no other kind.
    """
    keys = (key, *more)
    before = {each: _state(store, each) for each in keys}
    yield
    after = {each: _state(store, each) for each in keys}
    assert after == before, f"a call that should change nothing left {after}, and found {before}"


def _state(store: KeyValue, key: str) -> State:
    kind = store.type(key)
    value = store.get(key) if kind is KeyType.STRING else None
    return kind, value, store.expires_at(key)
