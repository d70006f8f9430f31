"""Values of other kinds, as another program would have left them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from verifake.ports.keyvalue import KeyType, KeyValue

__all__ = ["OTHER_KINDS", "Plant", "hold", "kinds_but"]

OTHER_KINDS: Final = tuple(kind for kind in KeyType if kind is not KeyType.STRING)
"""Every kind of value that the port knows of and cannot write."""

Plant = Callable[[str, KeyType], None]
"""The fixture `plant`: it lets a key hold a value of one of the other kinds."""


def kinds_but(kind: KeyType) -> tuple[KeyType, ...]:
    """Return every kind of value but `kind`."""
    return tuple(each for each in KeyType if each is not kind)


def hold(store: KeyValue, plant: Plant, key: str, kind: KeyType) -> None:
    """Let `key` hold a value of any `kind`, with a deadline: a rejection has to leave that too."""
    if kind is KeyType.STRING:
        store.set(key, b"value")
    else:
        plant(key, kind)
    store.expire(key, 100)
