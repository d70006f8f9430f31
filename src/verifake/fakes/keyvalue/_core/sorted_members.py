"""The value of a sorted set: scores by member, and the order of the members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from sortedcontainers import SortedList

from verifake.ports.keyvalue import Scored

__all__ = ["SortedMembers", "paired"]

_FEW: Final = 4
"""Scores that change at once go into the order one by one only if they are at most one in so many."""


class SortedMembers:
    """Members and their scores.

    The order is made when it is first asked for and kept from then on, so that a set of which nobody asks it costs
    no more than a dictionary. Made, it answers in logarithmic time, and takes changes in logarithmic time.

    Attributes:
        scores: the score of each member, never NaN; to read only.
    """

    __slots__ = ("_order", "scores")

    def __init__(self, scores: dict[bytes, float]) -> None:
        """Take over `scores`; the giver must not change them any more."""
        self.scores = scores
        self._order: SortedList[tuple[float, bytes]] | None = None

    def __len__(self) -> int:
        return len(self.scores)

    def __copy__(self) -> SortedMembers:
        return SortedMembers(self.scores.copy())

    @property
    def order(self) -> SortedList[tuple[float, bytes]]:
        """Scores with their members, from the lowest score on, equal scores in the order of the members' bytes."""
        if self._order is None:
            self._order = SortedList(zip(self.scores.values(), self.scores, strict=True))
        return self._order

    def put(self, member: bytes, score: float) -> None:
        """Give a member its score, whether it is there or not."""
        if self._order is not None:
            old = self.scores.get(member)
            if old is not None:
                self._order.remove((old, member))
            self._order.add((score, member))
        self.scores[member] = score

    def update(self, scores: Mapping[bytes, float]) -> None:
        """Give several members their scores."""
        if self._order is not None and len(scores) * _FEW > len(self.scores):
            self._order = None
        if self._order is None:
            self.scores.update(scores)
            return
        for member, score in scores.items():
            self.put(member, score)

    def drop(self, member: bytes) -> None:
        """Remove a member that is there."""
        score = self.scores.pop(member)
        if self._order is not None:
            self._order.remove((score, member))

    def take(self, first: int, beyond: int) -> list[tuple[float, bytes]]:
        """Remove the members with ranks from `first` up to and without `beyond`; return them in their order."""
        order = self.order
        if beyond - first == 1 and first < len(order):
            taken = [order.pop(first)]
        else:
            taken = order[first:beyond]
            del order[first:beyond]
        for _, member in taken:
            del self.scores[member]
        return taken


def paired(found: Iterable[tuple[float, bytes]]) -> list[Scored]:
    """Return members with their scores, of scores with their members."""
    return [(member, score) for score, member in found]
