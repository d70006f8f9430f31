"""The core of the facet for lists, where it is about their ends. The order of checks is the engine's."""

from __future__ import annotations

from typing import Final

from verifake.fakes.keyvalue._core.rejections import no_keys, out_of_range, too_large
from verifake.fakes.keyvalue._core.state import MAX_INT64, Keyspace
from verifake.fakes.keyvalue._core.values import List
from verifake.ports.keyvalue import End

__all__ = ["ListsCore"]

_LEFT: Final = End.LEFT


class ListsCore(Keyspace):
    """As `verifake.ports.keyvalue.Lists`, where it is about ends, with the time of the call given.

    A list that is there is never empty, so nobody waits for it: only one that comes has to be told of.
    """

    __slots__ = ()

    def list_push(self, key: str, values: tuple[bytes, ...], end: End, only_if_present: bool, now_ms: int) -> int:
        for value in values:
            if len(value) > self._limit:
                raise too_large("list_push", self._limit)
        if not values:
            raise no_keys("list_push", "value")
        elements = self._find_as(List, key, now_ms, "list_push")
        if elements is not None:
            self._extend(key, elements, values, end)
        elif only_if_present:
            return 0
        else:
            elements = List(values if end is not _LEFT else values[::-1])
            self._store(key, elements, now_ms)
        return len(elements)

    def list_pop(self, key: str, end: End, now_ms: int) -> bytes | None:
        elements = self._find_as(List, key, now_ms, "list_pop")
        return None if elements is None else self._pop(key, elements, end)

    def list_pop_many(self, key: str, count: int, end: End, now_ms: int) -> list[bytes] | None:
        if not 0 <= count <= MAX_INT64:
            raise out_of_range("list_pop_many", "the count")
        elements = self._find_as(List, key, now_ms, "list_pop_many")
        return None if elements is None else self._pop_many(key, elements, count, end)

    def list_pop_first(
        self, keys: tuple[str, ...], count: int, end: End, now_ms: int
    ) -> tuple[str, list[bytes]] | None:
        _check_pop_first(keys, count, "list_pop_first")
        return self._pop_first(keys, count, end, now_ms, "list_pop_first")

    def list_move(self, source: str, destination: str, take: End, put: End, now_ms: int) -> bytes | None:
        return self._move_element(source, destination, take, put, now_ms, "list_move")

    def list_pop_waiting(
        self, keys: tuple[str, ...], timeout_ms: int, end: End, now_ms: int
    ) -> tuple[str, bytes] | None:
        if not keys:
            raise no_keys("list_pop_waiting")
        self._check_timeout(timeout_ms, "list_pop_waiting", now_ms)
        for key in keys:
            elements = self._find_as(List, key, now_ms, "list_pop_waiting")
            if elements is not None:
                return key, self._pop(key, elements, end)
        return None

    def list_pop_first_waiting(
        self, keys: tuple[str, ...], timeout_ms: int, count: int, end: End, now_ms: int
    ) -> tuple[str, list[bytes]] | None:
        _check_pop_first(keys, count, "list_pop_first_waiting")
        self._check_timeout(timeout_ms, "list_pop_first_waiting", now_ms)
        return self._pop_first(keys, count, end, now_ms, "list_pop_first_waiting")

    def list_move_waiting(
        self, source: str, destination: str, timeout_ms: int, take: End, put: End, now_ms: int
    ) -> bytes | None:
        self._check_timeout(timeout_ms, "list_move_waiting", now_ms)
        return self._move_element(source, destination, take, put, now_ms, "list_move_waiting")

    def _pop_first(
        self, keys: tuple[str, ...], count: int, end: End, now_ms: int, operation: str
    ) -> tuple[str, list[bytes]] | None:
        """Pop from the first list among `keys`."""
        for key in keys:
            elements = self._find_as(List, key, now_ms, operation)
            if elements is not None:
                return key, self._pop_many(key, elements, count, end)
        return None

    def _move_element(
        self, source: str, destination: str, take: End, put: End, now_ms: int, operation: str
    ) -> bytes | None:
        """Move an element; what the destination holds matters only if there is one to move."""
        elements = self._find_as(List, source, now_ms, operation)
        if elements is None:
            return None
        target = self._find_as(List, destination, now_ms, operation)
        element = elements.popleft() if take is _LEFT else elements.pop()
        if target is None:
            self._store(destination, List((element,)), now_ms)
        else:
            self._extend(destination, target, (element,), put)
        self._shrunk(source, elements)
        return element

    def _extend(self, key: str, elements: List, values: tuple[bytes, ...], end: End) -> None:
        """Push `values` to a list that is there."""
        if end is _LEFT:
            elements.extendleft(values)
        else:
            elements.extend(values)
        if self._watches:
            self._changed(key)

    def _pop(self, key: str, elements: List, end: End) -> bytes:
        """Take an element from a list that is there."""
        element = elements.popleft() if end is _LEFT else elements.pop()
        self._shrunk(key, elements)
        return element

    def _pop_many(self, key: str, elements: List, count: int, end: End) -> list[bytes]:
        """Take up to `count` elements from a list that is there."""
        pop = elements.popleft if end is _LEFT else elements.pop
        popped = [pop() for _ in range(min(count, len(elements)))]
        if popped:
            self._shrunk(key, elements)
        return popped

    def _shrunk(self, key: str, elements: List) -> None:
        """Note that a list that is there has lost elements, or has at least been told to."""
        if not elements:
            self._remove(key)
        elif self._watches:
            self._changed(key)


def _check_pop_first(keys: tuple[str, ...], count: int, operation: str) -> None:
    """Raise `InvalidRequest` (`NO_KEYS`, `OUT_OF_RANGE`) without a key, or for a count of zero or less."""
    if not keys:
        raise no_keys(operation)
    if not 1 <= count <= MAX_INT64:
        raise out_of_range(operation, "the count")
