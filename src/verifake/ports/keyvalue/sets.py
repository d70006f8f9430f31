"""The facet of the KeyValue port for sets."""

from __future__ import annotations

from abc import ABC, abstractmethod

__all__ = ["Sets"]


class Sets(ABC):
    """Sets of byte strings, without order.

    A set exists as long as it has a member: the last one that goes takes the key and its deadline along. No change
    of members changes the deadline. An absent set is an empty one. Every operation raises `InvalidRequest`
    (`WRONG_TYPE`) on a key that holds another kind of value, once the arguments themselves are accepted, the
    destination of a ``…_store`` excepted: whatever it held is replaced, its deadline too, and an empty result
    deletes it. It may be among the sources. Each operation that takes members raises `TooLarge` for one that
    exceeds the engine's limit. What is returned is the caller's own.
    """

    @abstractmethod
    def set_add(self, key: str, *members: bytes) -> int:
        """Add `members` and return how many are new.

        Raises:
            InvalidRequest: `NO_KEYS` without a member.

        Source: https://redis.io/docs/latest/commands/sadd/
        """

    @abstractmethod
    def set_remove(self, key: str, *members: bytes) -> int:
        """Remove `members` and return how many of them were there.

        Raises:
            InvalidRequest: `NO_KEYS` without a member.

        Source: https://redis.io/docs/latest/commands/srem/
        """

    @abstractmethod
    def set_contains(self, key: str, member: bytes) -> bool:
        """Return whether `member` is in the set. Source: https://redis.io/docs/latest/commands/sismember/"""

    @abstractmethod
    def set_contains_many(self, key: str, *members: bytes) -> list[bool]:
        """Return for each of `members`, in their order and as often, whether it is in the set.

        Raises:
            InvalidRequest: `NO_KEYS` without a member.

        Source: https://redis.io/docs/latest/commands/smismember/
        """

    @abstractmethod
    def set_members(self, key: str) -> set[bytes]:
        """Return all members. Source: https://redis.io/docs/latest/commands/smembers/"""

    @abstractmethod
    def set_size(self, key: str) -> int:
        """Return how many members there are, 0 if absent. Source: https://redis.io/docs/latest/commands/scard/"""

    @abstractmethod
    def set_pop(self, key: str) -> bytes | None:
        """Remove and return a member drawn at random, or None. Source: https://redis.io/docs/latest/commands/spop/"""

    @abstractmethod
    def set_pop_many(self, key: str, count: int) -> set[bytes]:
        """Remove and return up to `count` members drawn at random.

        Raises:
            InvalidRequest: `OUT_OF_RANGE` for a count that is negative or beyond 64 bits, judged before the kind
                of value.

        Source: https://redis.io/docs/latest/commands/spop/
        """

    @abstractmethod
    def set_random(self, key: str, count: int) -> list[bytes]:
        """Return members drawn at random: up to `count` different ones, or exactly ``-count`` with repetition where
        it is negative (none of an absent set). Where all come, they need not come in random order.

        Raises:
            InvalidRequest: `OUT_OF_RANGE` for the smallest 64-bit integer, which cannot be negated; `NOT_AN_INTEGER`
                for a count beyond 64 bits. Both are judged before the kind of value.

        Source: https://redis.io/docs/latest/commands/srandmember/
        """

    @abstractmethod
    def set_move(self, source: str, destination: str, member: bytes) -> bool:
        """Move `member` from one set to another, atomically; return False if it is not in `source`.

        The kind of `destination` matters (`WRONG_TYPE`) as soon as `source` is a set, even one without `member`.
        Where both are the same key, nothing changes.

        Source: https://redis.io/docs/latest/commands/smove/
        """

    @abstractmethod
    def set_union(self, *keys: str) -> set[bytes]:
        """Return what is in any of the sets.

        Raises:
            InvalidRequest: `NO_KEYS` without a key.

        Source: https://redis.io/docs/latest/commands/sunion/
        """

    @abstractmethod
    def set_intersection(self, *keys: str) -> set[bytes]:
        """Return what is in all of the sets; nothing as soon as one is absent, yet every kind is judged.

        Raises:
            InvalidRequest: `NO_KEYS` without a key.

        Source: https://redis.io/docs/latest/commands/sinter/
        """

    @abstractmethod
    def set_difference(self, *keys: str) -> set[bytes]:
        """Return what is in the first of the sets and in none of the others.

        Raises:
            InvalidRequest: `NO_KEYS` without a key.

        Source: https://redis.io/docs/latest/commands/sdiff/
        """

    @abstractmethod
    def set_union_store(self, destination: str, *keys: str) -> int:
        """Store `set_union` at `destination`; return its size.

        Raises:
            InvalidRequest: `NO_KEYS` without a key to read.

        Source: https://redis.io/docs/latest/commands/sunionstore/
        """

    @abstractmethod
    def set_intersection_store(self, destination: str, *keys: str) -> int:
        """Store `set_intersection` at `destination`; return its size.

        Raises:
            InvalidRequest: `NO_KEYS` without a key to read.

        Source: https://redis.io/docs/latest/commands/sinterstore/
        """

    @abstractmethod
    def set_difference_store(self, destination: str, *keys: str) -> int:
        """Store `set_difference` at `destination`; return its size.

        Raises:
            InvalidRequest: `NO_KEYS` without a key to read.

        Source: https://redis.io/docs/latest/commands/sdiffstore/
        """

    @abstractmethod
    def set_intersection_size(self, *keys: str, limit: int = 0) -> int:
        """Return the size of `set_intersection`, counted up to `limit` (0: to the end).

        Raises:
            InvalidRequest: `NO_KEYS` without a key; `OUT_OF_RANGE` for a limit that is negative or beyond 64 bits,
                judged before the kinds of value.

        Source: https://redis.io/docs/latest/commands/sintercard/
        """
