"""The facet of the KeyValue port for streams and their consumer groups."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping

from verifake.ports.keyvalue._stream_values import (
    ConsumerInfo,
    Entry,
    Fields,
    GroupInfo,
    IdBound,
    PendingEntry,
    PendingSummary,
    StreamInfo,
    Trim,
)

__all__ = [
    "ConsumerInfo",
    "Entry",
    "Fields",
    "GroupInfo",
    "IdBound",
    "PendingEntry",
    "PendingSummary",
    "StreamInfo",
    "Streams",
    "Trim",
]


class Streams(ABC):
    """Append-only logs, and groups of consumers that share one.

    A stream exists from its first entry (or group) until it is deleted: an empty one stays. Ids are given in the
    engine's form, ``milliseconds-sequence``, two unsigned numbers of 64 bits; where only milliseconds are given, the
    sequence number is 0, or the largest at the end of a range. Fields and the names of groups and consumers are `str`
    as keys are.

    Every operation raises `InvalidRequest`: `WRONG_TYPE` on a key that holds another kind of value. Those that are
    given ids raise `INVALID_STREAM_ID` for a malformed one, before they look at the key unless it is said otherwise.
    Those that are given numbers raise `NOT_AN_INTEGER` for one of more than 64 bits.

    With `wait_seconds` a read that finds nothing waits for an entry (0: for ever), as the operations of `Lists` do.
    What is left of a millisecond is dropped, but less than one counts as one. `INVALID_TIMEOUT` is for a negative
    time, and one that ends beyond 64 bits. In a transaction nothing waits.
    """

    @abstractmethod
    def stream_add(
        self, key: str, fields: Fields, *, id: str = "*", only_if_present: bool = False, trim: Trim | None = None
    ) -> str | None:
        """Append an entry and return its id; None if the stream is absent and `only_if_present`.

        The stream is trimmed after that, so that a trim may remove the new entry too.

        Args:
            id: ``"*"`` for the engine's own (its clock, and later than the last id also where the clock was set back),
                ``"5-*"`` for the next in 5, or a whole id that is later than all that the stream ever had.

        Raises:
            InvalidRequest: `NO_KEYS` without a field; `OUT_OF_RANGE` for a negative length or limit of `trim`,
                `INCOMPATIBLE_OPTIONS` if it has both a length and an id, or neither, or a limit without being
                approximate; `STREAM_ID_TOO_SMALL` for an id that is not later, for 0-0, and for any id once the
                largest of all was used. In this order.
            TooLarge: `TOO_LARGE` for a value of more than 512 MiB.

        Source: https://redis.io/docs/latest/commands/xadd/
        """

    @abstractmethod
    def stream_length(self, key: str) -> int:
        """Return how many entries there are, 0 if absent. Source: https://redis.io/docs/latest/commands/xlen/"""

    @abstractmethod
    def stream_range(
        self,
        key: str,
        start: IdBound = "-",
        end: IdBound = "+",
        *,
        count: int | None = None,
        reverse: bool = False,
    ) -> list[Entry]:
        """Return the entries from `start` to `end`, at most `count`, the newest first if `reverse`.

        There are none for a count of zero or less, and where `end` is before `start` (also if `reverse`).

        Raises:
            InvalidRequest: `INVALID_STREAM_ID` also for what is after the largest id of all, or before the smallest.

        Source: https://redis.io/docs/latest/commands/xrange/, https://redis.io/docs/latest/commands/xrevrange/
        """

    @abstractmethod
    def stream_read(
        self, after: Mapping[str, str], *, count: int | None = None, wait_seconds: float | None = None
    ) -> dict[str, list[Entry]]:
        """Return for each stream its entries after an id, if there are any; an absent one has none.

        Args:
            after: ids by key; ``"$"`` is the last id at the time of the call, for entries that come from then on, and
                ``"+"`` the place before that id, for the last entry if it is still there (Valkey 9.1; Redis 7.0 takes
                it for no id).
            count: how many entries of each stream at most; zero or less for all.

        Raises:
            InvalidRequest: `NO_KEYS` for an empty mapping, before all else; `INVALID_TIMEOUT`. A key of another kind
                and a malformed id are found in the order of the mapping.

        Source: https://redis.io/docs/latest/commands/xread/
        """

    @abstractmethod
    def stream_delete(self, key: str, *ids: str) -> int:
        """Delete entries and return how many of them existed; the ids are not looked at if the stream is absent.

        What is pending of them stays so.

        Raises:
            InvalidRequest: `NO_KEYS` without an id, before all else.

        Source: https://redis.io/docs/latest/commands/xdel/
        """

    @abstractmethod
    def stream_trim(self, key: str, trim: Trim) -> int:
        """Cut the stream and return how many entries were removed.

        Raises:
            InvalidRequest: for `trim`, as `stream_add`, before the key is looked at.

        Source: https://redis.io/docs/latest/commands/xtrim/
        """

    @abstractmethod
    def stream_set_last_id(
        self, key: str, last_id: str, *, entries_added: int | None = None, max_deleted_id: str | None = None
    ) -> None:
        """Set the id that new entries must be later than, and what else the stream says of itself.

        Args:
            max_deleted_id: ``"0-0"`` leaves it as it is.

        Raises:
            NotFound: `NO_SUCH_KEY`.
            InvalidRequest: `STREAM_ID_TOO_SMALL` for an id below `max_deleted_id`, the stream's own, or the last
                entry's; `OUT_OF_RANGE` for `entries_added` if it is negative, or less than there are entries.

        Source: https://redis.io/docs/latest/commands/xsetid/
        """

    @abstractmethod
    def stream_info(self, key: str) -> StreamInfo:
        """Describe the stream.

        Raises:
            NotFound: `NO_SUCH_KEY`.

        Source: https://redis.io/docs/latest/commands/xinfo-stream/
        """

    @abstractmethod
    def group_create(
        self, key: str, group: str, *, after: str = "$", create_stream: bool = False, entries_read: int | None = None
    ) -> None:
        """Make a group that reads the entries after an id (``"$"``: those that come from now on).

        Args:
            create_stream: make an empty stream if there is none.
            entries_read: how many of all entries there are up to that id, -1 (as None) if that is not known: it is only
                for `GroupInfo`.

        Raises:
            InvalidRequest: `OUT_OF_RANGE` for `entries_read` below -1; `NO_SUCH_STREAM` if the stream is absent and not
                `create_stream`; then `INVALID_STREAM_ID`.
            Conflict: `GROUP_EXISTS`.

        Source: https://redis.io/docs/latest/commands/xgroup-create/
        """

    @abstractmethod
    def group_destroy(self, key: str, group: str) -> bool:
        """Delete a group with all that is pending; return whether it existed.

        Calls that wait in the group end with `NO_SUCH_GROUP`.

        Raises:
            InvalidRequest: `NO_SUCH_STREAM` if the stream is absent.

        Source: https://redis.io/docs/latest/commands/xgroup-destroy/
        """

    @abstractmethod
    def group_set_position(self, key: str, group: str, after: str, *, entries_read: int | None = None) -> None:
        """Let the group go on after an id (``"$"``: after the last, ``"-"``: from the first on, ``"+"``: never again).

        What is pending stays so; calls that wait are not woken. `entries_read` as in `group_create`.

        Raises:
            InvalidRequest: `OUT_OF_RANGE`; `NO_SUCH_STREAM`; last of all `INVALID_STREAM_ID`.
            NotFound: `NO_SUCH_GROUP`.

        Source: https://redis.io/docs/latest/commands/xgroup-setid/
        """

    @abstractmethod
    def group_create_consumer(self, key: str, group: str, consumer: str) -> bool:
        """Make a consumer; return whether it is new. Reading and claiming make one too.

        Raises:
            InvalidRequest: `NO_SUCH_STREAM`.
            NotFound: `NO_SUCH_GROUP`.

        Source: https://redis.io/docs/latest/commands/xgroup-createconsumer/
        """

    @abstractmethod
    def group_delete_consumer(self, key: str, group: str, consumer: str) -> int:
        """Delete a consumer and forget what it has pending; return how many entries that were.

        Raises: as `group_create_consumer`.

        Source: https://redis.io/docs/latest/commands/xgroup-delconsumer/
        """

    @abstractmethod
    def group_read(
        self,
        group: str,
        consumer: str,
        after: Mapping[str, str],
        *,
        count: int | None = None,
        wait_seconds: float | None = None,
        no_ack: bool = False,
    ) -> dict[str, list[Entry]]:
        """Deliver entries to a consumer: new ones for ``">"``, else its own pending ones after an id.

        A stream without new ones is left out. Its own pending ones are given in any case, an empty list if there are
        none, and an entry that was deleted without fields: so such a call never waits. They count as delivered once
        more, at this time. A new entry that is pending already, since the group was set back, goes to this consumer as
        if it had never been delivered.

        While a call waits, its streams and groups must stay: if one is deleted, renamed or replaced it ends with
        `NO_SUCH_GROUP`, or `WRONG_TYPE`. Whether it ends so when a stream expires, before somebody looks at that, is
        not said.

        Args:
            count: how many entries of each stream at most; zero or less for all.
            no_ack: count new entries as acknowledged at once.

        Raises:
            NotFound: `NO_SUCH_GROUP` if a stream or its group is absent.
            InvalidRequest: `NO_KEYS` for an empty mapping, before all else; `INVALID_TIMEOUT`. A key of another kind,
                an absent group and a malformed id (``"$"`` is none here) are found in the order of the mapping, and
                then nothing is read from any.

        Source: https://redis.io/docs/latest/commands/xreadgroup/
        """

    @abstractmethod
    def group_acknowledge(self, key: str, group: str, *ids: str) -> int:
        """Take entries off the pending list; return how many were on it, whichever consumer had them.

        There are none if the stream or the group is absent; then the ids are not looked at.

        Raises:
            InvalidRequest: `NO_KEYS` without an id, before all else.

        Source: https://redis.io/docs/latest/commands/xack/
        """

    @abstractmethod
    def group_pending(self, key: str, group: str) -> PendingSummary:
        """Sum up what is pending.

        Raises:
            NotFound: `NO_SUCH_GROUP` if the stream or the group is absent.

        Source: https://redis.io/docs/latest/commands/xpending/
        """

    @abstractmethod
    def group_pending_entries(
        self,
        key: str,
        group: str,
        *,
        start: IdBound = "-",
        end: IdBound = "+",
        count: int,
        consumer: str | None = None,
        min_idle_seconds: float | None = None,
    ) -> list[PendingEntry]:
        """Return pending entries in the order of their ids, at most `count`; none for a count of zero or less.

        Args:
            consumer: only what this one has; nothing if there is no such consumer.
            min_idle_seconds: only what was delivered so long ago.

        Raises: as `group_pending`, after `NOT_AN_INTEGER` and `INVALID_STREAM_ID`, which is as in `stream_range`.

        Source: https://redis.io/docs/latest/commands/xpending/
        """

    @abstractmethod
    def group_claim(
        self,
        key: str,
        group: str,
        consumer: str,
        *ids: str,
        min_idle_seconds: float,
        idle_seconds: float | None = None,
        idle_since_seconds: float | None = None,
        deliveries: int | None = None,
        force: bool = False,
    ) -> list[Entry]:
        """Take pending entries over from whoever has them, if they have been idle long enough; return them.

        An entry that was deleted is taken off the pending list, and not returned. The consumer is made if it is new (by
        Redis 7.0 only if it gets something).

        Args:
            idle_seconds: let them count as idle for so long (default: 0).
            idle_since_seconds: the same, as Unix time; it wins over `idle_seconds`. A time in the future, and one
                before 1970, is now.
            deliveries: set the count of deliveries instead of adding one; a negative number is as None.
            force: make an entry pending that is not, if it exists: as if delivered once before.

        Raises:
            NotFound: `NO_SUCH_GROUP` if the stream or the group is absent.
            InvalidRequest: `NO_KEYS` without an id, before all else; `NOT_AN_INTEGER` and `INVALID_STREAM_ID` after
                `WRONG_TYPE` and `NO_SUCH_GROUP`.

        Source: https://redis.io/docs/latest/commands/xclaim/
        """

    @abstractmethod
    def group_claim_automatically(
        self,
        key: str,
        group: str,
        consumer: str,
        *,
        min_idle_seconds: float,
        start: IdBound = "0-0",
        count: int = 100,
    ) -> tuple[str, list[Entry], list[str]]:
        """Take over what is idle, from `start` on: return where to go on, the entries, and deleted ids that were
        pending.

        Up to `count` entries are taken over or found deleted (and taken off the pending list), and ten times as many
        are looked at. Where to go on is the next pending id, ``"0-0"`` at the end. The consumer is made as by
        `group_claim`.

        Raises:
            NotFound: `NO_SUCH_GROUP` if the stream or the group is absent.
            InvalidRequest: `OUT_OF_RANGE` for a count of zero or less, or for which the engine's memory is too small
                (sixteen bytes each).

        Source: https://redis.io/docs/latest/commands/xautoclaim/
        """

    @abstractmethod
    def group_list(self, key: str) -> list[GroupInfo]:
        """Describe the groups of a stream, in the order of their names as bytes.

        Raises:
            NotFound: `NO_SUCH_KEY`.

        Source: https://redis.io/docs/latest/commands/xinfo-groups/
        """

    @abstractmethod
    def group_consumers(self, key: str, group: str) -> list[ConsumerInfo]:
        """Describe the consumers of a group, in the order of their names as bytes.

        Raises:
            NotFound: `NO_SUCH_KEY`; `NO_SUCH_GROUP`.

        Source: https://redis.io/docs/latest/commands/xinfo-consumers/
        """
