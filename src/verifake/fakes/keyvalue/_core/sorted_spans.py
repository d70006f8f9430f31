"""Which part of a sorted set is meant: by rank, by score or by the bytes of the members."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from math import inf, isnan, nextafter
from typing import Final, TypeAlias

from verifake.fakes.keyvalue._core.rejections import invalid_range
from verifake.fakes.keyvalue._core.sorted_members import Order
from verifake.fakes.keyvalue._core.state import check_int64, check_range

__all__ = ["ByLex", "ByRank", "ByScore", "LexEnd", "Part", "ScoreEnd", "Span"]

Span: TypeAlias = tuple[int, int]
"""Ranks, from the lowest score on: the first that is meant, and the first beyond."""

ScoreEnd: TypeAlias = tuple[float, bool]
"""An end of a range of scores, and whether it is itself outside."""

LexEnd: TypeAlias = tuple[bytes | None, bool]
"""An end of a range of members (None where there is none), and whether it is itself outside."""

_NOTHING: Final[Span] = (0, 0)


class Part(ABC):
    """A part of a sorted set.

    Attributes:
        reverse: whether it is looked at from the highest score.
    """

    __slots__ = ()
    reverse: bool

    @abstractmethod
    def check(self, operation: str) -> None:
        """Raise `InvalidRequest` unless the engine takes it: `NOT_AN_INTEGER` or `INVALID_RANGE`."""

    @abstractmethod
    def span(self, order: Order) -> Span:
        """Return where it is in `order`, which is not empty."""


@dataclass(eq=False, slots=True)
class ByRank(Part):
    """The members with ranks from `start` to `stop`, both included; negative ones count from the end."""

    start: int
    stop: int
    reverse: bool

    def check(self, operation: str) -> None:
        check_range(self.start, self.stop, operation)

    def span(self, order: Order) -> Span:
        size = len(order)
        start = self.start if self.start >= 0 else max(self.start + size, 0)
        stop = min(self.stop if self.stop >= 0 else self.stop + size, size - 1)
        if start > stop:
            return _NOTHING
        return (size - 1 - stop, size - start) if self.reverse else (start, stop + 1)


class _Bounded(Part):
    """A part between two ends, of which `offset` members are left out, and at most `limit` are meant.

    A negative limit is none. A negative offset leaves nothing, as in an engine's small sets.
    """

    __slots__ = ()
    offset: int
    limit: int | None

    def check(self, operation: str) -> None:
        check_int64(self.offset, operation, "the offset")
        if self.limit is not None:
            check_int64(self.limit, operation, "the limit")

    def _without_offset(self, first: int, beyond: int) -> Span:
        """Return what `offset` leaves of a span."""
        if self.offset < 0 or self.offset > beyond - first:
            return _NOTHING
        return (first, beyond - self.offset) if self.reverse else (first + self.offset, beyond)

    def _limited(self, first: int, beyond: int) -> Span:
        """Return what `offset` and `limit` leave of a span."""
        if not self.offset and self.limit is None:
            return (first, beyond) if first < beyond else _NOTHING
        return self._first_of(*self._without_offset(first, beyond))

    def _first_of(self, first: int, beyond: int) -> Span:
        """Return what `limit` leaves of a span."""
        if self.limit is None or self.limit < 0:
            return first, max(first, beyond)
        count = min(max(beyond - first, 0), self.limit)
        return (beyond - count, beyond) if self.reverse else (first, first + count)


@dataclass(eq=False, slots=True)
class ByScore(_Bounded):
    """The members with scores from `minimum` to `maximum`."""

    minimum: ScoreEnd
    maximum: ScoreEnd
    reverse: bool
    offset: int
    limit: int | None

    def check(self, operation: str) -> None:
        if self.offset or self.limit is not None:
            _Bounded.check(self, operation)
        if isnan(self.minimum[0]) or isnan(self.maximum[0]):
            raise invalid_range(operation)

    def span(self, order: Order) -> Span:
        lowest, outside = self.minimum
        first = _up_to(order, lowest) if outside else order.bisect_key_left((lowest, b""))
        highest, outside = self.maximum
        beyond = order.bisect_key_left((highest, b"")) if outside else _up_to(order, highest)
        return self._limited(first, beyond)


@dataclass(eq=False, slots=True)
class ByLex(_Bounded):
    """The members from `minimum` to `maximum`, which is well defined where all scores are equal."""

    minimum: LexEnd
    maximum: LexEnd
    reverse: bool
    offset: int
    limit: int | None

    def span(self, order: Order) -> Span:
        score = order[0][1]
        if score != order[-1][1]:
            return self._first_of(*self._walk([member for member, _ in order]))
        lowest, outside = self.minimum
        find = order.bisect_key_right if outside else order.bisect_key_left
        first = 0 if lowest is None else find((score, lowest))
        highest, outside = self.maximum
        find = order.bisect_key_left if outside else order.bisect_key_right
        beyond = len(order) if highest is None else find((score, highest))
        return self._limited(first, beyond)

    def _walk(self, members: list[bytes]) -> Span:
        """Return what an engine finds in a small set with different scores, in which it goes from end to end."""
        if self.offset < 0 or not self._is_above(members[-1]) or not self._is_below(members[0]):
            return _NOTHING
        if not self.reverse:
            return _stretch(members, self._is_above, self._is_below, self.offset)
        first, beyond = _stretch(members[::-1], self._is_below, self._is_above, self.offset)
        return len(members) - beyond, len(members) - first

    def _is_above(self, member: bytes) -> bool:
        lowest, outside = self.minimum
        return lowest is None or member > lowest or (member == lowest and not outside)

    def _is_below(self, member: bytes) -> bool:
        highest, outside = self.maximum
        return highest is None or member < highest or (member == highest and not outside)


def _up_to(order: Order, score: float) -> int:
    """Return how many members have this score or a lower one."""
    return len(order) if score == inf else order.bisect_key_left((nextafter(score, inf), b""))


def _stretch(
    members: list[bytes], begins: Callable[[bytes], bool], goes_on: Callable[[bytes], bool], offset: int
) -> Span:
    """Return the places from `offset` behind the first member that `begins` on, as long as it `goes_on`."""
    first = next(place for place, member in enumerate(members) if begins(member))
    if not goes_on(members[first]) or first + offset >= len(members):
        return _NOTHING
    ends = (place for place in range(first + offset, len(members)) if not goes_on(members[place]))
    return first + offset, next(ends, len(members))
