"""The facet of the KeyValue port for lists."""

from __future__ import annotations

from abc import ABC, abstractmethod

from verifake.ports.keyvalue._values import End

__all__ = ["Lists"]


class Lists(ABC):
    """Lists of byte strings. An index counts from 0 at the left, or from -1 at the right.

    A list exists as long as it has an element: the last one that goes takes the key and its deadline along. Whatever
    else happens to a list leaves its deadline. Elements are compared byte by byte.

    Every operation raises `InvalidRequest` (`WRONG_TYPE`) on a key that holds another kind of value, and every one
    that takes an element `TooLarge` (`TOO_LARGE`) for one of more than 512 MiB. What is wrong with an argument is
    judged before the key is looked at, except where an operation says otherwise.

    Operations that wait (``…_waiting``) return what they find at once, and otherwise block their caller until a list
    comes to one of their keys. A part of a millisecond of `timeout_seconds` counts as a whole one (the engine's
    arithmetic makes one more of some others, such as 0.253), and 0 is for ever; when the time is over they return
    None. Who has waited longest for a key is served first. A push is seen as a whole, and so is a transaction or a
    script: its elements are given out when it is done, key by key in the order in which they were filled. A call that
    can go on looks at all its keys anew, in their order. A key that comes with another kind of value is waited out.
    Inside a transaction or a script nothing waits: where there is no element, None comes back at once.
    """

    @abstractmethod
    def list_push(self, key: str, *values: bytes, end: End = End.RIGHT, only_if_present: bool = False) -> int:
        """Push `values` one after the other at `end` and return the new length.

        Args:
            only_if_present: do nothing and return 0 if the key is absent.

        Raises:
            InvalidRequest: `NO_KEYS` without a value.

        Source: https://redis.io/docs/latest/commands/rpush/, …/lpush/, …/rpushx/, …/lpushx/
        """

    @abstractmethod
    def list_pop(self, key: str, *, end: End = End.LEFT) -> bytes | None:
        """Remove and return the element at `end`, or None if the key is absent.

        Source: https://redis.io/docs/latest/commands/lpop/, …/rpop/
        """

    @abstractmethod
    def list_pop_many(self, key: str, count: int, *, end: End = End.LEFT) -> list[bytes] | None:
        """Remove and return up to `count` elements from `end` inwards, or None if the key is absent.

        Raises:
            InvalidRequest: `OUT_OF_RANGE` for a count that is negative or beyond 64 bits.

        Source: https://redis.io/docs/latest/commands/lpop/, …/rpop/
        """

    @abstractmethod
    def list_pop_first(self, *keys: str, count: int = 1, end: End = End.LEFT) -> tuple[str, list[bytes]] | None:
        """As `list_pop_many` on the first of `keys` that is there; return that key too, or None if none is.

        What the keys behind it hold does not matter.

        Raises:
            InvalidRequest: `NO_KEYS` without a key; `OUT_OF_RANGE` for a count of zero or less, or beyond 64 bits.

        Source: https://redis.io/docs/latest/commands/lmpop/
        """

    @abstractmethod
    def list_move(self, source: str, destination: str, *, take: End = End.LEFT, put: End = End.RIGHT) -> bytes | None:
        """Move an element from one end of `source` to one of `destination`, atomically; return it, or None.

        Both may be the same list, which is then rotated. If `source` is absent, nothing is moved, whatever
        `destination` holds.

        Source: https://redis.io/docs/latest/commands/lmove/
        """

    @abstractmethod
    def list_get(self, key: str, index: int) -> bytes | None:
        """Return the element at `index`, or None if there is none.

        Raises:
            InvalidRequest: `NOT_AN_INTEGER` for an index beyond 64 bits, if there is a list.

        Source: https://redis.io/docs/latest/commands/lindex/
        """

    @abstractmethod
    def list_set(self, key: str, index: int, value: bytes) -> None:
        """Replace the element at `index`.

        The engine takes the index modulo 2**32 here: at 2**32 is the first element, as at 0 (Redis 7.0 does not).

        Raises:
            NotFound: `NO_SUCH_KEY` if the key is absent.
            InvalidRequest: `NOT_AN_INTEGER` for an index beyond 64 bits, if there is a list; `INDEX_OUT_OF_RANGE`.

        Source: https://redis.io/docs/latest/commands/lset/
        """

    @abstractmethod
    def list_insert(self, key: str, pivot: bytes, value: bytes, *, after: bool = False) -> int:
        """Insert `value` before (or `after`) the first element that equals `pivot`.

        Returns the new length, 0 if the key is absent, -1 if there is no `pivot`.

        Source: https://redis.io/docs/latest/commands/linsert/
        """

    @abstractmethod
    def list_remove(self, key: str, value: bytes, *, count: int = 0) -> int:
        """Remove elements equal to `value` and return how many: all (0), the first `count`, or the last ``-count``.

        Raises:
            InvalidRequest: `NOT_AN_INTEGER` for a count beyond 64 bits; `OUT_OF_RANGE` for the smallest of 64 bits.

        Source: https://redis.io/docs/latest/commands/lrem/
        """

    @abstractmethod
    def list_trim(self, key: str, start: int, stop: int) -> None:
        """Keep the elements from `start` to `stop`, both included; where there are none, the key goes.

        Raises:
            InvalidRequest: `NOT_AN_INTEGER` for an index beyond 64 bits.

        Source: https://redis.io/docs/latest/commands/ltrim/
        """

    @abstractmethod
    def list_range(self, key: str, start: int, stop: int) -> list[bytes]:
        """Return the elements from `start` to `stop`, both included; those of an absent key are none.

        Raises:
            InvalidRequest: `NOT_AN_INTEGER` for an index beyond 64 bits.

        Source: https://redis.io/docs/latest/commands/lrange/
        """

    @abstractmethod
    def list_length(self, key: str) -> int:
        """Return how many elements there are, 0 if absent. Source: https://redis.io/docs/latest/commands/llen/"""

    @abstractmethod
    def list_position(self, key: str, value: bytes, *, rank: int = 1, max_length: int = 0) -> int | None:
        """Return the index of the `rank`-th element equal to `value`, or None.

        Args:
            rank: counts from the left from 1, or from the right from -1.
            max_length: how many elements to compare at most; 0 for all.

        Raises:
            InvalidRequest: `NOT_AN_INTEGER` for a rank beyond 64 bits; `OUT_OF_RANGE` for a rank of zero or the
                smallest of 64 bits, and for a `max_length` that is negative or beyond 64 bits.

        Source: https://redis.io/docs/latest/commands/lpos/
        """

    @abstractmethod
    def list_positions(
        self, key: str, value: bytes, *, count: int = 0, rank: int = 1, max_length: int = 0
    ) -> list[int]:
        """As `list_position`, from there on: up to `count` indices (0: all), in the direction of `rank`.

        Raises:
            InvalidRequest: as `list_position`; `OUT_OF_RANGE` for a count that is negative or beyond 64 bits.

        Source: https://redis.io/docs/latest/commands/lpos/
        """

    @abstractmethod
    def list_pop_waiting(self, *keys: str, timeout_seconds: float, end: End = End.LEFT) -> tuple[str, bytes] | None:
        """As `list_pop` on the first of `keys` that is there, waiting for one; return that key too.

        Raises:
            InvalidRequest: `NO_KEYS` without a key; `INVALID_TIMEOUT` for a time-out that is a millisecond or more
                below zero, is NaN or infinite, or would end beyond 64 bits of milliseconds.

        Source: https://redis.io/docs/latest/commands/blpop/, …/brpop/
        """

    @abstractmethod
    def list_pop_first_waiting(
        self, *keys: str, timeout_seconds: float, count: int = 1, end: End = End.LEFT
    ) -> tuple[str, list[bytes]] | None:
        """As `list_pop_first`, waiting for a list. It does not wait for more than one element.

        Raises:
            InvalidRequest: as `list_pop_first`; then `INVALID_TIMEOUT` as `list_pop_waiting`.

        Source: https://redis.io/docs/latest/commands/blmpop/
        """

    @abstractmethod
    def list_move_waiting(
        self, source: str, destination: str, *, timeout_seconds: float, take: End = End.LEFT, put: End = End.RIGHT
    ) -> bytes | None:
        """As `list_move`, waiting for an element in `source`.

        What `destination` holds is looked at when there is one: if it is of another kind, the wait ends with
        `WRONG_TYPE`, and the element stays.

        Raises:
            InvalidRequest: `INVALID_TIMEOUT` as `list_pop_waiting`.

        Source: https://redis.io/docs/latest/commands/blmove/
        """
