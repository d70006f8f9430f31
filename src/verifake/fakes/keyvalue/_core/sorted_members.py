"""The value of a sorted set: scores by member, and the order of the members."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Final, TypeAlias

from sortedcontainers import SortedKeyList

from verifake.ports.keyvalue import Scored

__all__ = ["Order", "SortedMembers", "by_score"]

Order: TypeAlias = "SortedKeyList[Scored, tuple[float, bytes]]"

by_score: Final[Callable[[Scored], tuple[float, bytes]]] = itemgetter(1, 0)
"""The key of the order: the score, and then the member's bytes."""

_FEW: Final = 4
"""Members are put in order one by one as long as at most one in so many has moved, and `_HANDFUL` more."""

_HANDFUL: Final = 4


class SortedMembers:
    """Members and their scores.

    The order is made when it is first asked for, so that a set of which nobody asks it costs no more than a
    dictionary. Once made, it is kept: changes are noted, and brought into it when it is asked for again. So it answers
    in logarithmic time, and takes changes in logarithmic time.

    Attributes:
        scores: the score of each member, never NaN; to read only.
    """

    __slots__ = ("_moved", "_order", "scores")

    def __init__(self, scores: dict[bytes, float]) -> None:
        """Take over `scores`; the giver must not change them any more."""
        self.scores = scores
        self._order: Order | None = None
        self._moved: dict[bytes, float | None] = {}
        """Members that have changed since the order was asked for, and the scores that it has them under."""

    def __len__(self) -> int:
        return len(self.scores)

    def __copy__(self) -> SortedMembers:
        return SortedMembers(self.scores.copy())

    def order(self) -> Order:
        """Return members with scores, from the lowest score on, those of equal score in the order of their bytes."""
        order = self._order
        if order is None:
            order = self._order = SortedKeyList(self.scores.items(), by_score)
        elif self._moved:
            self._catch_up(order)
        return order

    def put(self, member: bytes, score: float) -> None:
        """Give a member its score, whether it is there or not."""
        self._note(member)
        self.scores[member] = score

    def update(self, scores: Mapping[bytes, float]) -> None:
        """Give several members their scores."""
        for member in scores:
            self._note(member)
        self.scores.update(scores)

    def drop(self, member: bytes) -> None:
        """Remove a member that is there."""
        self._note(member)
        del self.scores[member]

    def take(self, first: int, beyond: int) -> list[Scored]:
        """Remove the members with ranks from `first` up to and without `beyond`; return them in their order."""
        order = self.order()
        if beyond - first == 1 and first < len(order):
            taken = [order.pop(first)]
        else:
            taken = order[first:beyond]
            del order[first:beyond]
        for member, _ in taken:
            del self.scores[member]
        return taken

    def _note(self, member: bytes) -> None:
        """Note that a member is about to come, move or go; where many have, give the order up."""
        if self._order is None or member in self._moved:
            return
        self._moved[member] = self.scores.get(member)
        if len(self._moved) > _HANDFUL + len(self.scores) // _FEW:
            self._order = None
            self._moved.clear()

    def _catch_up(self, order: Order) -> None:
        """Bring into the order what has changed since it was asked for."""
        for member, old in self._moved.items():
            new = self.scores.get(member)
            if old != new:
                if old is not None:
                    order.remove((member, old))
                if new is not None:
                    order.add((member, new))
        self._moved.clear()
