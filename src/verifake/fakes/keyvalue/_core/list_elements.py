"""The core of the facet for lists, where it is about any of their elements. The order of checks is the engine's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from verifake.fakes.keyvalue._core.lists import ListsCore
from verifake.fakes.keyvalue._core.rejections import index_out_of_range, no_such_key, out_of_range
from verifake.fakes.keyvalue._core.state import MAX_INT64, MIN_INT64, check_int64, check_range
from verifake.fakes.keyvalue._core.values import List

__all__ = ["ListElementsCore"]

_INT32_MIN: Final = -(2**31)
_INT32_VALUES: Final = 2**32


class ListElementsCore(ListsCore):
    """As `verifake.ports.keyvalue.Lists`, with the time of the call given."""

    __slots__ = ()

    def list_get(self, key: str, index: int, now_ms: int) -> bytes | None:
        elements = self._find_as(List, key, now_ms, "list_get")
        if elements is None:
            return None
        check_int64(index, "list_get", "the index")
        return elements[index] if -len(elements) <= index < len(elements) else None

    def list_set(self, key: str, index: int, value: bytes, now_ms: int) -> None:
        self._check_size(len(value), "list_set")
        elements = self._find_as(List, key, now_ms, "list_set")
        if elements is None:
            raise no_such_key("list_set", key)
        check_int64(index, "list_set", "the index")
        place = (index - _INT32_MIN) % _INT32_VALUES + _INT32_MIN if self._line.list_set_wraps else index
        if not -len(elements) <= place < len(elements):
            raise index_out_of_range("list_set", index)
        elements[place] = value
        self._changed(key)

    def list_insert(self, key: str, pivot: bytes, value: bytes, after: bool, now_ms: int) -> int:
        self._check_size(max(len(pivot), len(value)), "list_insert")
        elements = self._find_as(List, key, now_ms, "list_insert")
        if elements is None:
            return 0
        if pivot not in elements:
            return -1
        elements.insert(elements.index(pivot) + after, value)
        self._changed(key)
        return len(elements)

    def list_remove(self, key: str, value: bytes, count: int, now_ms: int) -> int:
        self._check_size(len(value), "list_remove")
        self._check_signed(count, "list_remove", "the count")
        elements = self._find_as(List, key, now_ms, "list_remove")
        if elements is None or value not in elements:
            return 0
        before = len(elements)
        kept = list(_without(reversed(elements) if count < 0 else elements, value, abs(count) or before))
        elements.clear()
        elements.extend(reversed(kept) if count < 0 else kept)
        self._shrunk(key, elements)
        return before - len(kept)

    def list_trim(self, key: str, start: int, stop: int, now_ms: int) -> None:
        check_range(start, stop, "list_trim")
        elements = self._find_as(List, key, now_ms, "list_trim")
        if elements is None:
            return
        first, end = _bounds(start, stop, len(elements))
        if first == 0 and end == len(elements) and not self._line.every_trim_changes:
            return
        for _ in range(len(elements) - end):
            elements.pop()
        for _ in range(min(first, len(elements))):
            elements.popleft()
        self._shrunk(key, elements)

    def list_range(self, key: str, start: int, stop: int, now_ms: int) -> list[bytes]:
        check_range(start, stop, "list_range")
        elements = self._find_as(List, key, now_ms, "list_range")
        if elements is None:
            return []
        first, end = _bounds(start, stop, len(elements))
        if first <= len(elements) // 2:
            return list(islice(elements, first, end))
        found = list(islice(reversed(elements), len(elements) - end, max(len(elements) - first, 0)))
        found.reverse()
        return found

    def list_length(self, key: str, now_ms: int) -> int:
        return len(self._find_as(List, key, now_ms, "list_length") or ())

    def list_position(self, key: str, value: bytes, rank: int, max_length: int, now_ms: int) -> int | None:
        self._check_search(value, rank, 0, max_length, "list_position")
        elements = self._find_as(List, key, now_ms, "list_position") or List()
        return next(_positions(elements, value, rank, max_length), None)

    def list_positions(self, key: str, value: bytes, count: int, rank: int, max_length: int, now_ms: int) -> list[int]:
        self._check_search(value, rank, count, max_length, "list_positions")
        elements = self._find_as(List, key, now_ms, "list_positions") or List()
        # Where the smallest rank is taken, the engine counts from so far below zero that it never gets to `count`.
        most = count if count and rank != MIN_INT64 else None
        return list(islice(_positions(elements, value, rank, max_length), most))

    def _check_search(self, value: bytes, rank: int, count: int, max_length: int, operation: str) -> None:
        """Check what is searched for, and where."""
        self._check_size(len(value), operation)
        self._check_signed(rank, operation, "the rank")
        if not rank:
            raise out_of_range(operation, "the rank")
        for number, what in ((count, "the count"), (max_length, "the length")):
            if not 0 <= number <= MAX_INT64:
                raise out_of_range(operation, what)

    def _check_signed(self, number: int, operation: str, what: str) -> None:
        """Check a number that is counted from the right if it is negative: the smallest one has no counterpart."""
        check_int64(number, operation, what)
        if number == MIN_INT64 and not self._line.smallest_count_is_taken:
            raise out_of_range(operation, what)


def _bounds(start: int, stop: int, length: int) -> tuple[int, int]:
    """Return the first index of a range that includes `stop`, and the one behind the last; it may be empty."""
    first = start if start >= 0 else max(length + start, 0)
    if 0 <= stop < length:
        return first, stop + 1
    return first, length if stop >= 0 else max(length + stop + 1, 0)


def _without(elements: Iterable[bytes], value: bytes, count: int) -> Iterator[bytes]:
    """Give `elements` without the first `count` that equal `value`."""
    for element in elements:
        if count and element == value:
            count -= 1
        else:
            yield element


def _positions(elements: List, value: bytes, rank: int, max_length: int) -> Iterator[int]:
    """Give the indices of the elements that equal `value`, from the `rank`-th on, in the direction of `rank`."""
    last = len(elements) - 1
    searched = islice(elements if rank > 0 else reversed(elements), max_length or None)
    found = (place for place, element in enumerate(searched) if element == value)
    skipped = abs(rank) - 1 if rank != MIN_INT64 else 0
    return (place if rank > 0 else last - place for place in islice(found, min(skipped, last + 1), None))
