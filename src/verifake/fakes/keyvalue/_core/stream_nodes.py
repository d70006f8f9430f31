"""How a stream's entries lie in the engine: in nodes, which approximate trimming removes as a whole or not at all.

A node takes entries until it has 100 (``stream-node-max-entries``), removed ones included, or the next would bring it
to 4096 bytes (``stream-node-max-bytes``). The bytes are those of the engine's own format, in which numbers are short
and an entry with the same names as the node's first does not repeat them.

Sources: https://redis.io/docs/latest/commands/xtrim/, https://github.com/antirez/listpack/blob/master/listpack.md
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final, TypeAlias

from verifake.ports.keyvalue import Entry
from verifake.ports.keyvalue._arguments import key_bytes

__all__ = ["NODE_ENTRIES", "Node", "Pairs"]

Pairs: TypeAlias = tuple[tuple[str, bytes], ...]

NODE_ENTRIES: Final = 100
_NODE_BYTES: Final = 4096
_FRAME_BYTES: Final = 13
"""Header and end of a node, its two counters, and the mark behind the names."""
_FLAGS_BYTES: Final = 2

_BITS: Final = 64
_HALF: Final = 1 << (_BITS - 1)
_SEQUENCE: Final = (1 << _BITS) - 1
_LONGEST_NUMBER: Final = 20
_SHORT_TEXT, _TEXT = 64, 4096
_NUMBER_BYTES: Final = (2,) * 8 + (3,) * 5 + (4,) * 3 + (5,) * 8 + (6,) * 8 + (10,) * 32
"""How many bytes a number takes, by the count of its bits; a negative one always more than two."""
_TAIL_BYTES: Final = ((128, 1), (16_383, 2), (2_097_151, 3), (268_435_455, 4))
"""Up to which size an element's size, which is noted behind it, takes how many bytes itself."""


class Node:
    """Some entries that follow each other.

    Attributes:
        first: the id of the first entry that it ever had.
        last: the id of the last one.
        ids: those of the entries that are there.
        entries: these entries.
        removed: how many entries are gone.
    """

    __slots__ = ("_bytes", "_names", "_names_bytes", "entries", "first", "ids", "last", "removed")

    def __init__(self, id: int, entry: Entry, fields: Pairs) -> None:
        self.first = self.last = id
        self.ids = [id]
        self.entries = [entry]
        self.removed = 0
        self._names = tuple([name for name, _ in fields])
        self._names_bytes = sum(map(_name_bytes, self._names))
        self._bytes = _FRAME_BYTES + _names_size(self._names) + self._size(id, fields, 0)

    def append(self, id: int, entry: Entry, fields: Pairs) -> bool:
        """Take an entry, if there is room for it; return whether there is."""
        if len(self.ids) + self.removed >= NODE_ENTRIES:
            return False
        names = tuple([name for name, _ in fields])
        same = names == self._names
        raw = self._names_bytes if same else sum(map(_name_bytes, names))
        for _, value in fields:
            raw += len(value)
        if self._bytes + raw >= _NODE_BYTES:
            return False
        self._bytes += (
            self._size(id, fields, 0) if same else self._size(id, fields, len(names) + 1) + _names_size(names)
        )
        self.ids.append(id)
        self.entries.append(entry)
        self.last = id
        return True

    def find(self, id: int) -> int | None:
        """Return the place of an entry that is there, or None."""
        place = bisect_left(self.ids, id)
        return place if place < len(self.ids) and self.ids[place] == id else None

    def remove(self, place: int) -> None:
        """Remove the entry at `place`."""
        del self.ids[place]
        del self.entries[place]
        self.removed += 1

    def remove_first(self, count: int) -> None:
        """Remove the first `count` entries."""
        del self.ids[:count]
        del self.entries[:count]
        self.removed += count

    def __copy__(self) -> Node:
        node = object.__new__(Node)
        node.first, node.last, node.removed = self.first, self.last, self.removed
        node.ids, node.entries = self.ids.copy(), self.entries.copy()
        node._names, node._names_bytes, node._bytes = self._names, self._names_bytes, self._bytes
        return node

    def _size(self, id: int, fields: Pairs, more: int) -> int:
        """Return how many bytes an entry takes, without its names, but with the count of its parts: `more` of them."""
        first = self.first
        size = _FLAGS_BYTES + _number_size(len(fields) + 3 + more)
        size += _number_size(_wrapped((id >> _BITS) - (first >> _BITS)))
        size += _number_size(_wrapped((id & _SEQUENCE) - (first & _SEQUENCE)))
        for _, value in fields:
            length = len(value)
            size += length + 2 if length < _SHORT_TEXT and not value[-1:].isdigit() else _value_size(value)
        return size


def _name_bytes(name: str) -> int:
    return len(name) if name.isascii() else len(key_bytes(name))


def _names_size(names: tuple[str, ...]) -> int:
    """Return how many bytes names and their count take."""
    return _number_size(len(names)) + sum([_value_size(key_bytes(name)) for name in names])


def _wrapped(difference: int) -> int:
    """Return a difference as the engine has it, in 64 bits of which one is the sign."""
    return difference if -_HALF <= difference < _HALF else ((difference + _HALF) & (2 * _HALF - 1)) - _HALF


def _number_size(number: int) -> int:
    """Return how many bytes a signed number of 64 bits takes."""
    return _NUMBER_BYTES[number.bit_length()] if number >= 0 else max(_NUMBER_BYTES[(~number).bit_length()], 3)


def _value_size(data: bytes) -> int:
    """Return how many bytes a name or value takes: as a number if it spells one, else as text."""
    length = len(data)
    if length <= _LONGEST_NUMBER and data[-1:].isdigit():
        number = int(data) if data.removeprefix(b"-").isdigit() else _HALF
        if -_HALF <= number < _HALF and b"%d" % number == data:
            return _number_size(number)
    size = length + (1 if length < _SHORT_TEXT else 2 if length < _TEXT else 5)
    return size + next((tail for limit, tail in _TAIL_BYTES if size < limit), 5)
