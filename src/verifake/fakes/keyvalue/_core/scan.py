"""The core of the facet for iteration.

Everything has a place that depends on its name alone, and a cursor is a place: so whatever stays while others come and
go is met, however many iterations are under way, and nothing has to be remembered between two calls.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Final, TypeVar
from zlib import crc32

from verifake.fakes.keyvalue._core.glob import matcher
from verifake.fakes.keyvalue._core.rejections import rejected
from verifake.fakes.keyvalue._core.state import Keyspace, check_int64
from verifake.fakes.keyvalue._core.values import KIND_OF, Hash, Members, SortedMembers
from verifake.ports.keyvalue import KeyType, KeyValueCode
from verifake.ports.keyvalue._arguments import key_bytes

__all__ = ["ScanCore"]

DEFAULT_COUNT: Final = 10
SMALL: Final = 128
"""A collection of up to so many elements comes at once, as the engine's compact encodings do."""

PAGES: Final = 64
"""The most calls that an iteration takes, however small the pages that are asked for: each looks at everything."""

_CURSORS: Final = 2**64

Name = TypeVar("Name", str, bytes)
Places = list[tuple[int, Name]]


class ScanCore(Keyspace):
    """As `verifake.ports.keyvalue.Scan`, with the time of the call given."""

    __slots__ = ()

    def scan(
        self, cursor: int, match: str | None, count: int | None, kind: KeyType | None, now_ms: int
    ) -> tuple[int, list[str]]:
        cursor = self._cursor("scan", cursor)
        wanted = checked_count("scan", count)
        after, names = _page(self._all_places(), cursor, wanted)
        found = [name for name in _matching(names, match) if self._is_a(name, kind, now_ms)]
        return after, found

    def hash_scan(
        self, key: str, cursor: int, match: str | None, count: int | None, now_ms: int
    ) -> tuple[int, dict[str, bytes]]:
        cursor = self._cursor("hash_scan", cursor)
        value = self._find_as(Hash, key, now_ms, "hash_scan")
        if value is None:
            return 0, {}
        after, names = _some(value, cursor, checked_count("hash_scan", count))
        return after, {name: value[name] for name in _matching(names, match)}

    def set_scan(
        self, key: str, cursor: int, match: bytes | None, count: int | None, now_ms: int
    ) -> tuple[int, list[bytes]]:
        cursor = self._cursor("set_scan", cursor)
        value = self._find_as(Members, key, now_ms, "set_scan")
        if value is None:
            return 0, []
        after, names = _some(value, cursor, checked_count("set_scan", count))
        return after, _matching(names, match)

    def sorted_scan(
        self, key: str, cursor: int, match: bytes | None, count: int | None, now_ms: int
    ) -> tuple[int, list[tuple[bytes, float]]]:
        cursor = self._cursor("sorted_scan", cursor)
        value = self._find_as(SortedMembers, key, now_ms, "sorted_scan")
        if value is None:
            return 0, []
        scores = value.scores
        after, names = _some(scores, cursor, checked_count("sorted_scan", count))
        return after, [(name, scores[name]) for name in _matching(names, match)]

    def _cursor(self, operation: str, cursor: int) -> int:
        """Return a cursor as an unsigned 64-bit integer.

        Raises:
            InvalidRequest: `INVALID_CURSOR` if it is none.
        """
        lowest = 1 - _CURSORS if self._line.cursors_wrap else 0
        if not lowest <= cursor < _CURSORS:
            raise rejected(operation, KeyValueCode.INVALID_CURSOR, f"{cursor} is no cursor")
        return cursor % _CURSORS

    def _all_places(self) -> Places[str]:
        """Return all keys by their places, sorted again only if a key came or went."""
        if self._places is None:
            self._places = sorted((_place(name), name) for name in self._values)
        return self._places

    def _is_a(self, key: str, kind: KeyType | None, now_ms: int) -> bool:
        """Return whether `key` is there and of `kind` (None: of any)."""
        value = self._find(key, now_ms)
        return value is not None and kind in {None, KIND_OF[type(value)]}


def checked_count(operation: str, count: int | None) -> int:
    """Return how many are wished for at a time.

    Raises:
        InvalidRequest: `NOT_AN_INTEGER` beyond 64 bits, `INCOMPATIBLE_OPTIONS` for zero or less.
    """
    if count is None:
        return DEFAULT_COUNT
    check_int64(count, operation, "the count")
    if count < 1:
        raise rejected(operation, KeyValueCode.INCOMPATIBLE_OPTIONS, f"the count must be at least 1, not {count}")
    return count


def _place(name: str | bytes) -> int:
    """Return where `name` has its place, the same in every process."""
    return crc32(_bytes(name))


def _some(collection: Iterable[Name], cursor: int, count: int) -> tuple[int, list[Name]]:
    """Return the next cursor and the elements between this one and it."""
    names = list(collection)
    if len(names) <= SMALL:
        return 0, names
    return _page(sorted((_place(name), name) for name in names), cursor, count)


def _page(places: Places[Name], cursor: int, count: int) -> tuple[int, list[Name]]:
    """Return the next cursor and about `count` names from `cursor` on; those that share a place come together."""
    first = bisect_left(places, cursor, key=lambda each: each[0])
    last = min(first + max(count, len(places) // PAGES), len(places))
    while 0 < last < len(places) and places[last][0] == places[last - 1][0]:
        last += 1
    return (places[last][0] if last < len(places) else 0), [name for _, name in places[first:last]]


def _matching(names: list[Name], match: Name | None) -> list[Name]:
    """Return those of `names` that match a glob, if one is given."""
    if match is None:
        return names
    matches = matcher(_bytes(match))
    return [name for name in names if matches(_bytes(name))]


def _bytes(name: str | bytes) -> bytes:
    return key_bytes(name) if isinstance(name, str) else name
