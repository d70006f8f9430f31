"""The kinds of value that a key can hold."""

from __future__ import annotations

from collections import deque
from copy import copy
from typing import Final, TypeAlias

from verifake.fakes.keyvalue._core.sorted_members import SortedMembers
from verifake.fakes.keyvalue._core.stream import Stream
from verifake.ports.keyvalue import KeyType

__all__ = ["KIND_OF", "Hash", "List", "Members", "SortedMembers", "Stream", "Value", "copied", "planted"]


class Hash(dict[str, bytes]):
    """A hash: fields and their values."""

    __slots__ = ()


class Members(dict[bytes, None]):
    """A set, in the order in which its members came: so that what is drawn by seed is the same everywhere."""

    __slots__ = ()


class List(deque[bytes]):
    """A list."""

    __slots__ = ()


Value: TypeAlias = bytes | Hash | List | Members | SortedMembers | Stream

KIND_OF: Final[dict[type, KeyType]] = {
    bytes: KeyType.STRING,
    Hash: KeyType.HASH,
    List: KeyType.LIST,
    Members: KeyType.SET,
    SortedMembers: KeyType.SORTED_SET,
    Stream: KeyType.STREAM,
}


def copied(value: Value) -> Value:
    """Return a value like `value` that shares nothing with it that can change."""
    return copy(value)


def planted(kind: KeyType) -> Value:
    """Return a small value of `kind`."""
    made: dict[KeyType, Value] = {
        KeyType.HASH: Hash(field=b"value"),
        KeyType.LIST: List([b"element"]),
        KeyType.SET: Members({b"member": None}),
        KeyType.SORTED_SET: SortedMembers({b"member": 1.0}),
        KeyType.STREAM: _planted_stream(),
    }
    return made[kind]


def _planted_stream() -> Stream:
    stream = Stream()
    stream.append(1, (("field", b"value"),))
    return stream
