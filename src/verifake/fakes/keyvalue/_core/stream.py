"""The value of a stream: entries in nodes, counters, and groups. It decides nothing that an error could come of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from copy import copy
from operator import attrgetter
from typing import Final

from verifake.fakes.keyvalue._core.stream_group import UNKNOWN, Group, signed
from verifake.fakes.keyvalue._core.stream_ids import MAX_ID, spell_id
from verifake.fakes.keyvalue._core.stream_nodes import Node, Pairs
from verifake.ports.keyvalue import Entry

__all__ = ["Cut", "Stream"]

Cut = tuple[int | None, int | None, bool, int]
"""What is to be left: a length, or a smallest id; whether more may be left; how many to remove at most (0: any)."""

_FIRST: Final = attrgetter("first")


class Stream:
    """A stream. It may be empty.

    Attributes:
        length: how many entries there are.
        last_id: the id that the next entry's must be greater than.
        max_deleted: the greatest id of a deleted entry, 0 if none was; trimming does not count.
        added: how many entries were ever added.
        groups: by name.
    """

    __slots__ = ("_nodes", "added", "groups", "last_id", "length", "max_deleted")

    def __init__(self) -> None:
        self._nodes: list[Node] = []
        self.length = 0
        self.last_id = 0
        self.max_deleted = 0
        self.added = 0
        self.groups: dict[str, Group] = {}

    def append(self, id: int, fields: Pairs) -> str:
        """Add an entry whose id is greater than `last_id`; return that id as text."""
        text = spell_id(id)
        entry = Entry(text, fields)
        if not self._nodes or not self._nodes[-1].append(id, entry, fields):
            self._nodes.append(Node(id, entry, fields))
        self.length += 1
        self.added += 1
        self.last_id = id
        return text

    def delete(self, id: int) -> bool:
        """Delete an entry; return whether it was there."""
        node = self._node_of(id)
        place = node.find(id) if node else None
        if node is None or place is None:
            return False
        node.remove(place)
        if not node.ids:
            self._nodes.remove(node)
        self.length -= 1
        self.max_deleted = max(self.max_deleted, id)
        return True

    def trim(self, cut: Cut) -> int:
        """Remove the oldest entries, whole nodes at a time while that can be; return how many."""
        length, smallest, approximate, limit = cut
        before = self.length
        while self._nodes and (length is None or self.length > length):
            node = self._nodes[0]
            size = len(node.ids)
            if limit and before - self.length + size > limit:
                break
            surplus = size if length is None else self.length - length
            if surplus >= size if smallest is None else node.last < smallest:
                del self._nodes[0]
                self.length -= size
                continue
            if not approximate:
                surplus = surplus if smallest is None else bisect_left(node.ids, smallest)
                node.remove_first(surplus)
                self.length -= surplus
            break
        return before - self.length

    def find(self, id: int) -> Entry | None:
        """Return an entry, or None."""
        node = self._node_of(id)
        place = node.find(id) if node else None
        return None if node is None or place is None else node.entries[place]

    def between(self, start: int, end: int, limit: int = 0) -> list[Entry]:
        """Return the entries from `start` to `end`, the first `limit` of them (0: all)."""
        found: list[Entry] = []
        for node, first, last in self._parts(start, end):
            found += node.entries[first:last]
            if limit and len(found) >= limit:
                return found[:limit]
        return found

    def between_reversed(self, start: int, end: int, limit: int = 0) -> list[Entry]:
        """Return the entries from `end` back to `start`, the first `limit` of them (0: all)."""
        found: list[Entry] = []
        for node, first, last in self._parts_reversed(start, end):
            found += reversed(node.entries[first:last])
            if limit and len(found) >= limit:
                return found[:limit]
        return found

    def after(self, id: int, limit: int = 0) -> tuple[list[int], list[Entry]]:
        """Return the ids and the entries after `id`, the first `limit` of them (0: all)."""
        ids: list[int] = []
        entries: list[Entry] = []
        for node, first, last in self._parts(id + 1, MAX_ID):
            ids += node.ids[first:last]
            entries += node.entries[first:last]
            if limit and len(ids) >= limit:
                return ids[:limit], entries[:limit]
        return ids, entries

    @property
    def first_present(self) -> int:
        """The id of the first entry, 0 if there is none."""
        for node in self._nodes:
            if node.ids:
                return node.ids[0]
        return 0

    @property
    def last_present(self) -> int:
        """The id of the last entry, 0 if there is none."""
        for node in reversed(self._nodes):
            if node.ids:
                return node.ids[-1]
        return 0

    def lag(self, group: Group, careful: bool) -> int | None:
        """Return how many entries `group` has not read yet, or None if that cannot be told.

        Args:
            careful: whether the engine is one that heeds deleted entries before `group` too.
        """
        if not self.added:
            return 0
        if group.entries_read != UNKNOWN and not self._has_gaps_from(group.last_id, careful):
            return signed(self.added - group.entries_read)
        read = self._place_of(group.last_id, careful)
        return None if read == UNKNOWN else signed(self.added - read)

    def advance(self, group: Group, id: int, careful: bool) -> None:
        """Count an entry that `group` reads; `careful` as in `lag`."""
        since = group.last_id if careful else id
        known = group.entries_read != UNKNOWN and (not careful or since >= self.first_present)
        if known and not self._has_gaps_from(since, careful):
            group.entries_read += 1
        else:
            group.entries_read = self._place_of(id, careful)
        group.last_id = id

    def _has_gaps_from(self, id: int, careful: bool) -> bool:
        """Return whether an entry at `id` or behind it was deleted, as far as the engine remembers and heeds it."""
        earliest = id if careful else max(id, self.first_present)
        return bool(self.length) and self.max_deleted >= max(earliest, 1)

    def _place_of(self, id: int, careful: bool) -> int:
        """Return how many entries were ever added up to `id`, or `UNKNOWN`."""
        if not self.added:
            return 0
        if not self.length and id <= self.last_id:
            return self.added
        if careful and 0 < id < self.max_deleted:
            return UNKNOWN
        if id >= self.last_id:
            return self.added if id == self.last_id else UNKNOWN
        first = self.first_present
        if self.max_deleted < first and id <= first:
            return self.added - self.length + (id == first)
        return UNKNOWN

    def __copy__(self) -> Stream:
        stream = Stream()
        stream._nodes = [copy(node) for node in self._nodes]
        stream.length, stream.last_id = self.length, self.last_id
        stream.max_deleted, stream.added = self.max_deleted, self.added
        stream.groups = {name: copy(group) for name, group in self.groups.items()}
        return stream

    def _node_of(self, id: int) -> Node | None:
        """Return the node that an entry is in if it is there."""
        place = bisect_right(self._nodes, id, key=_FIRST) - 1
        return self._nodes[place] if place >= 0 else None

    def _parts(self, start: int, end: int) -> Iterator[tuple[Node, int, int]]:
        """Yield nodes, and from where to where what they have lies between `start` and `end`."""
        nodes = self._nodes
        for place in range(max(bisect_right(nodes, start, key=_FIRST) - 1, 0), len(nodes)):
            node = nodes[place]
            if node.first > end:
                return
            yield node, bisect_left(node.ids, start), bisect_right(node.ids, end)

    def _parts_reversed(self, start: int, end: int) -> Iterator[tuple[Node, int, int]]:
        """As `_parts`, from the end."""
        nodes = self._nodes
        for place in range(bisect_right(nodes, end, key=_FIRST) - 1, -1, -1):
            node = nodes[place]
            yield node, bisect_left(node.ids, start), bisect_right(node.ids, end)
            if node.first <= start:
                return
