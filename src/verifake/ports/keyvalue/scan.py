"""The facet of the KeyValue port for looking through everything, a little at a time."""

from __future__ import annotations

from abc import ABC, abstractmethod

from verifake.ports.keyvalue._values import KeyType

__all__ = ["Scan"]


class Scan(ABC):
    """Iteration with a cursor: begin with 0, go on with the cursor that came back, end when that is 0.

    Guaranteed: what is there from the first call to the last is returned, at least once; what is not there at any
    moment in between is not. Not guaranteed: an order, that nothing is returned twice, how many come at a time
    (`count` is a wish, and a call may return nothing and yet not be the last). The state is in the cursor alone: any
    number of iterations may go on at a time, and each may be left unfinished.

    `match` is a glob: ``*``, ``?``, ``[a-c]``, ``[^a]``, and a backslash before what is meant literally. It is applied
    to what was looked at, so that a call may return nothing. Every operation raises `InvalidRequest`: `INVALID_CURSOR`
    for a cursor outside of unsigned 64 bits, `INCOMPATIBLE_OPTIONS` for a count of zero or less, `NOT_AN_INTEGER` for
    one outside of 64 bits; those with a key `WRONG_TYPE`, and nothing (cursor 0) for an absent key.
    """

    @abstractmethod
    def scan(
        self, cursor: int = 0, *, match: str | None = None, count: int | None = None, kind: KeyType | None = None
    ) -> tuple[int, list[str]]:
        """Return the next cursor and some keys, of one `kind` if that is given.

        Source: https://redis.io/docs/latest/commands/scan/
        """

    @abstractmethod
    def hash_scan(
        self, key: str, cursor: int = 0, *, match: str | None = None, count: int | None = None
    ) -> tuple[int, dict[str, bytes]]:
        """Return the next cursor and some fields with their values; `match` is about fields.

        Source: https://redis.io/docs/latest/commands/hscan/
        """

    @abstractmethod
    def set_scan(
        self, key: str, cursor: int = 0, *, match: bytes | None = None, count: int | None = None
    ) -> tuple[int, list[bytes]]:
        """Return the next cursor and some members. Source: https://redis.io/docs/latest/commands/sscan/"""

    @abstractmethod
    def sorted_scan(
        self, key: str, cursor: int = 0, *, match: bytes | None = None, count: int | None = None
    ) -> tuple[int, list[tuple[bytes, float]]]:
        """Return the next cursor and some members with their scores; `match` is about members.

        Source: https://redis.io/docs/latest/commands/zscan/
        """
