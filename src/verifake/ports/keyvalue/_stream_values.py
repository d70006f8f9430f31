"""Value objects of the facet for streams."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from verifake.ports.keyvalue._values import Exclusive

__all__ = [
    "ConsumerInfo",
    "Entry",
    "Fields",
    "GroupInfo",
    "IdBound",
    "PendingEntry",
    "PendingSummary",
    "StreamInfo",
    "Trim",
]

Fields = Mapping[str, bytes] | Iterable[tuple[str, bytes]]
"""What an entry holds: as a mapping, or as pairs where a field comes more than once."""

IdBound = str | Exclusive[str]
"""An end of a range of entries: an id (``"5-3"``; ``"5"`` is all of 5), ``"-"`` for the first of all, ``"+"`` for the
last, or an `Exclusive` id (also spelled ``"(5-3"``)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a stream.

    Attributes:
        id: milliseconds and a sequence number, ``"1893456000000-0"``.
        fields: pairs in the order in which they were added; None where the entry was deleted and only its id is left
            (in a group's list of pending entries).
    """

    id: str
    fields: tuple[tuple[str, bytes], ...] | None


@dataclass(frozen=True, slots=True)
class Trim:
    """How a stream is cut: to a length or from an id, and not both.

    With `approximate` the engine removes the oldest entries in nodes of up to a hundred (fewer, if they are large; its
    settings say how many) and keeps a node of which something is to stay. So what is left is at least what was asked
    for, and at most the rest of one node more, unless `limit` ends it sooner.

    Attributes:
        max_length: keep the newest so many.
        min_id: keep those with this id or a later one.
        approximate: let the engine keep more than that, for speed (never less).
        limit: with `approximate`, how many entries to remove at most, 0 for any number; None for the engine's own
            limit, a hundred full nodes.

    Source: https://redis.io/docs/latest/commands/xtrim/
    """

    max_length: int | None = None
    min_id: str | None = None
    approximate: bool = False
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class PendingSummary:
    """What a group has delivered and not had acknowledged.

    Attributes:
        count: how many entries.
        smallest: the first id, or None if there are none.
        largest: the last id, or None.
        consumers: how many of them each consumer has.
    """

    count: int
    smallest: str | None
    largest: str | None
    consumers: dict[str, int]


@dataclass(frozen=True, slots=True)
class PendingEntry:
    """An entry that was delivered and not acknowledged.

    Attributes:
        id: the entry's.
        consumer: who has it.
        idle_seconds: how long ago it was delivered last.
        deliveries: how often.
    """

    id: str
    consumer: str
    idle_seconds: float
    deliveries: int


@dataclass(frozen=True, slots=True)
class StreamInfo:
    """What a stream says of itself.

    Attributes:
        length: how many entries there are.
        groups: how many groups.
        last_id: the last that an entry was added with, or that was set.
        max_deleted_id: the latest that was deleted by `Streams.stream_delete`, ``"0-0"`` if none was. Trimming does
            not count.
        entries_added: how many entries were ever added.
        first: the first entry, or None.
        last: the last one, or None.

    Source: https://redis.io/docs/latest/commands/xinfo-stream/
    """

    length: int
    groups: int
    last_id: str
    max_deleted_id: str
    entries_added: int
    first: Entry | None
    last: Entry | None


@dataclass(frozen=True, slots=True)
class GroupInfo:
    """What is known of a group.

    Attributes:
        name: its name.
        consumers: how many there are.
        pending: how many entries were delivered and not acknowledged.
        last_delivered_id: up to where it has read.
        entries_read: how many of all entries that were ever added that is, or None where it cannot be told: the group
            began somewhere in the middle, or entries were deleted.
        lag: how many entries it has still to read, or None where that cannot be told for the same reasons.

    Source: https://redis.io/docs/latest/commands/xinfo-groups/
    """

    name: str
    consumers: int
    pending: int
    last_delivered_id: str
    entries_read: int | None
    lag: int | None


@dataclass(frozen=True, slots=True)
class ConsumerInfo:
    """What is known of a consumer.

    Attributes:
        name: its name.
        pending: how many entries it has not acknowledged.
        idle_seconds: how long ago it last tried to read or claim, whether or not it got anything; to the millisecond.

    Source: https://redis.io/docs/latest/commands/xinfo-consumers/
    """

    name: str
    pending: int
    idle_seconds: float
