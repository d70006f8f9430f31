"""A stream's groups of consumers, and what they have pending."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass, field
from typing import Final

__all__ = ["UNKNOWN", "Consumer", "Delivery", "Group", "Pending", "signed"]

UNKNOWN: Final = -1
"""The count of entries that a group has read, where it cannot be told."""

_HALF: Final = 1 << 63


def signed(count: int) -> int:
    """Return how the engine shows a count: in 64 bits, of which one is the sign."""
    return count if -_HALF <= count < _HALF else ((count + _HALF) & (2 * _HALF - 1)) - _HALF


@dataclass(eq=False, slots=True)
class Delivery:
    """An entry that was delivered and not acknowledged.

    Attributes:
        consumer: who has it.
        at_ms: when it was delivered last.
        count: how often.
    """

    consumer: Consumer
    at_ms: int
    count: int


class Pending:
    """Deliveries by id, in the order of the ids."""

    __slots__ = ("_by_id", "_order")

    def __init__(self) -> None:
        self._by_id: dict[int, Delivery] = {}
        self._order: list[int] = []

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, id: int) -> Delivery:
        return self._by_id[id]

    def get(self, id: int) -> Delivery | None:
        """Return the delivery of an id, or None."""
        return self._by_id.get(id)

    def add(self, id: int, delivery: Delivery) -> None:
        """Note a delivery, in the place of one that there may be of the same id."""
        order = self._order
        if id not in self._by_id:
            if not order or id > order[-1]:
                order.append(id)
            else:
                insort(order, id)
        self._by_id[id] = delivery

    def remove(self, id: int) -> None:
        """Forget a delivery that is there."""
        del self._by_id[id]
        del self._order[bisect_left(self._order, id)]

    @property
    def ends(self) -> tuple[int, int] | None:
        """The first and the last id, or None."""
        return (self._order[0], self._order[-1]) if self._order else None

    def between(self, start: int, end: int, count: int | None = None) -> list[int]:
        """Return the ids from `start` to `end`, at most `count`."""
        first, last = bisect_left(self._order, start), bisect_right(self._order, end)
        return self._order[first : last if count is None else min(last, first + count)]

    def all_ids(self) -> list[int]:
        """Return all ids."""
        return self._order.copy()


@dataclass(eq=False, slots=True)
class Consumer:
    """A consumer.

    Attributes:
        name: its name.
        seen_ms: when it last asked for something.
        pending: what was delivered to it.
    """

    name: str
    seen_ms: int
    pending: Pending = field(default_factory=Pending)


@dataclass(eq=False, slots=True)
class Group:
    """A group of consumers.

    Attributes:
        last_id: the id that it has read up to.
        entries_read: how many entries of all that the stream ever had are up to there, or `UNKNOWN`.
        pending: what was delivered to any of its consumers.
        consumers: by name.
    """

    last_id: int
    entries_read: int
    pending: Pending = field(default_factory=Pending)
    consumers: dict[str, Consumer] = field(default_factory=dict)

    def consumer(self, name: str, now_ms: int) -> Consumer:
        """Return a consumer that asks for something now; it is made if it is new."""
        consumer = self.consumers.get(name)
        if consumer is None:
            consumer = self.consumers[name] = Consumer(name, now_ms)
        consumer.seen_ms = now_ms
        return consumer

    def deliver(self, id: int, consumer: Consumer, now_ms: int) -> None:
        """Note that an entry was delivered for the first time, or as if it were."""
        old = self.pending.get(id)
        if old is not None:
            old.consumer.pending.remove(id)
        delivery = Delivery(consumer, now_ms, 1)
        self.pending.add(id, delivery)
        consumer.pending.add(id, delivery)

    def hand_over(self, id: int, consumer: Consumer) -> Delivery:
        """Give what is pending to `consumer`."""
        delivery = self.pending[id]
        if delivery.consumer is not consumer:
            delivery.consumer.pending.remove(id)
            delivery.consumer = consumer
            consumer.pending.add(id, delivery)
        return delivery

    def forget(self, id: int) -> bool:
        """Take an entry off the pending list; return whether it was on it."""
        delivery = self.pending.get(id)
        if delivery is None:
            return False
        self.pending.remove(id)
        delivery.consumer.pending.remove(id)
        return True

    def remove(self, name: str) -> int:
        """Remove a consumer with what it has pending; return how many entries that were."""
        consumer = self.consumers.pop(name, None)
        ids = [] if consumer is None else consumer.pending.all_ids()
        for id in ids:
            self.pending.remove(id)
        return len(ids)

    def __copy__(self) -> Group:
        group = Group(self.last_id, self.entries_read)
        group.consumers = {name: Consumer(name, each.seen_ms) for name, each in self.consumers.items()}
        for id in self.pending.all_ids():
            old = self.pending[id]
            consumer = group.consumers[old.consumer.name]
            delivery = Delivery(consumer, old.at_ms, old.count)
            group.pending.add(id, delivery)
            consumer.pending.add(id, delivery)
        return group
