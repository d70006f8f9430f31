"""The facet of the KeyValue port for sorted sets."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from verifake.ports.keyvalue._values import Aggregate, Exclusive

__all__ = ["LexBound", "ScoreBound", "Scored", "SortedSets", "Weighted"]

Scored = tuple[bytes, float]
"""A member with its score."""

ScoreBound = float | Exclusive[float]
"""An end of a range of scores: included, or `Exclusive`; the infinities are ends too, and so is what an `int` beyond
all floats becomes."""

LexBound = bytes | Exclusive[bytes] | None
"""An end of a range of members: included, `Exclusive`, or None where there is no end."""

Weighted = Sequence[str] | Mapping[str, float]
"""Keys, or keys with the factors that their scores are multiplied by. A sequence may name a key more than once."""


class SortedSets(ABC):
    """Sets of byte strings, each with a 64-bit float as score, ordered by score and then by bytes.

    A sorted set exists as long as it has a member: the last one that goes takes the key and its deadline along.
    Whatever else happens to it leaves its deadline. Scores may be infinite, but are never NaN; zero has no sign that
    could be relied on. An `int` becomes the nearest float.

    Every operation raises `InvalidRequest` (`WRONG_TYPE`) on a key that holds another kind of value, the destination
    of a ``…_store`` excepted: whatever it held is replaced, its deadline too, and an empty result deletes it. Every
    one that is given a member raises `TooLarge` (`TOO_LARGE`) for one of more than 512 MiB. What is wrong with an
    argument is judged before the key is looked at, except where an operation says otherwise.

    Ranks count from 0 at the lowest score, or from -1 at the highest; `reverse` looks from the highest.

    Operations that wait (``…_waiting``) behave as those of `Lists`: they wait until a sorted set comes to one of their
    keys. An addition of several members is seen as a whole, so that the lowest of them is popped.
    """

    @abstractmethod
    def sorted_add(
        self,
        key: str,
        scores: Mapping[bytes, float],
        *,
        only_if_absent: bool = False,
        only_if_present: bool = False,
        only_if_greater: bool = False,
        only_if_less: bool = False,
        count_changed: bool = False,
    ) -> int:
        """Give the members in `scores` their scores; return how many are new, or new or changed (`count_changed`).

        Each member is judged by itself.

        Args:
            only_if_absent: leave members that are there.
            only_if_present: add none; an absent key stays absent.
            only_if_greater: change a score only to a greater one; members are added all the same.
            only_if_less: change a score only to a smaller one; members are added all the same.

        Raises:
            InvalidRequest: `NO_KEYS` for an empty mapping; `INCOMPATIBLE_OPTIONS` for more than one of
                `only_if_absent`, `only_if_greater` and `only_if_less`, and for `only_if_absent` with
                `only_if_present`; `NOT_A_FLOAT` for NaN and an `int` beyond all floats. In this order.

        Source: https://redis.io/docs/latest/commands/zadd/
        """

    @abstractmethod
    def sorted_increment(
        self,
        key: str,
        member: bytes,
        by: float,
        *,
        only_if_absent: bool = False,
        only_if_present: bool = False,
        only_if_greater: bool = False,
        only_if_less: bool = False,
    ) -> float | None:
        """Add `by` to the score of `member` (absent counts as 0); return the score, or None if a condition forbade it.

        The conditions are those of `sorted_add`; a sum that equals the score is neither greater nor less. A sum
        may be infinite.

        Raises:
            InvalidRequest: `INCOMPATIBLE_OPTIONS`, as `sorted_add`; `NOT_A_FLOAT` for NaN and an `int` beyond all
                floats; `NAN_OR_INFINITY` if the sum is NaN, whatever it is compared with.

        Source: https://redis.io/docs/latest/commands/zadd/ (``INCR``), …/zincrby/
        """

    @abstractmethod
    def sorted_remove(self, key: str, *members: bytes) -> int:
        """Remove `members` and return how many of them were there.

        Raises:
            InvalidRequest: `NO_KEYS` without a member.

        Source: https://redis.io/docs/latest/commands/zrem/
        """

    @abstractmethod
    def sorted_score(self, key: str, member: bytes) -> float | None:
        """Return the score of `member`, or None. Source: https://redis.io/docs/latest/commands/zscore/"""

    @abstractmethod
    def sorted_scores(self, key: str, *members: bytes) -> list[float | None]:
        """Return the score of each of `members`, in their order; None for one that is absent.

        Raises:
            InvalidRequest: `NO_KEYS` without a member.

        Source: https://redis.io/docs/latest/commands/zmscore/
        """

    @abstractmethod
    def sorted_size(self, key: str) -> int:
        """Return how many members there are, 0 if absent. Source: https://redis.io/docs/latest/commands/zcard/"""

    @abstractmethod
    def sorted_rank(self, key: str, member: bytes, *, reverse: bool = False) -> int | None:
        """Return how many members come before `member`, or None if absent.

        Source: https://redis.io/docs/latest/commands/zrank/, …/zrevrank/
        """

    @abstractmethod
    def sorted_range(self, key: str, start: int, stop: int, *, reverse: bool = False) -> list[Scored]:
        """Return the members with ranks from `start` to `stop`, both included.

        Raises:
            InvalidRequest: `NOT_AN_INTEGER` for a rank outside of 64 bits.

        Source: https://redis.io/docs/latest/commands/zrange/
        """

    @abstractmethod
    def sorted_range_by_score(
        self,
        key: str,
        minimum: ScoreBound,
        maximum: ScoreBound,
        *,
        reverse: bool = False,
        offset: int = 0,
        limit: int | None = None,
    ) -> list[Scored]:
        """Return the members with scores between the bounds, `offset` of them left out, at most `limit`.

        With `reverse` they come from the `maximum` down, and so does the offset count. A negative limit is none. A
        negative offset gives nothing, but do not rely on it: in a large sorted set (more than 128 members, unless the
        engine is told otherwise) Valkey 9 counts it from the far end of the range.

        Raises:
            InvalidRequest: `NOT_AN_INTEGER` for an offset or a limit outside of 64 bits; `INVALID_RANGE` for NaN as a
                bound. In this order.

        Source: https://redis.io/docs/latest/commands/zrange/ (``BYSCORE``)
        """

    @abstractmethod
    def sorted_range_by_lex(
        self,
        key: str,
        minimum: LexBound,
        maximum: LexBound,
        *,
        reverse: bool = False,
        offset: int = 0,
        limit: int | None = None,
    ) -> list[bytes]:
        """Return the members between the bounds in the order of their bytes, but for `offset`, at most `limit`.

        Where not all scores are equal, members come in the order of their scores and which of them are found is not
        defined, unless there are no bounds. Offset and limit are those of `sorted_range_by_score`.

        Raises:
            InvalidRequest: `NOT_AN_INTEGER` for an offset or a limit outside of 64 bits.

        Source: https://redis.io/docs/latest/commands/zrange/ (``BYLEX``)
        """

    @abstractmethod
    def sorted_count(self, key: str, minimum: ScoreBound, maximum: ScoreBound) -> int:
        """Return how many scores lie between the bounds.

        Raises:
            InvalidRequest: `INVALID_RANGE` for NaN as a bound.

        Source: https://redis.io/docs/latest/commands/zcount/
        """

    @abstractmethod
    def sorted_lex_count(self, key: str, minimum: LexBound, maximum: LexBound) -> int:
        """Return how many members lie between the bounds. Source: https://redis.io/docs/latest/commands/zlexcount/"""

    @abstractmethod
    def sorted_remove_range(self, key: str, start: int, stop: int) -> int:
        """Remove what `sorted_range` gives; return how many.

        Raises:
            InvalidRequest: `NOT_AN_INTEGER` for a rank outside of 64 bits.

        Source: https://redis.io/docs/latest/commands/zremrangebyrank/
        """

    @abstractmethod
    def sorted_remove_range_by_score(self, key: str, minimum: ScoreBound, maximum: ScoreBound) -> int:
        """Remove what `sorted_count` counts; return how many.

        Raises:
            InvalidRequest: `INVALID_RANGE` for NaN as a bound.

        Source: https://redis.io/docs/latest/commands/zremrangebyscore/
        """

    @abstractmethod
    def sorted_remove_range_by_lex(self, key: str, minimum: LexBound, maximum: LexBound) -> int:
        """Remove what `sorted_lex_count` counts; return how many.

        Source: https://redis.io/docs/latest/commands/zremrangebylex/
        """

    @abstractmethod
    def sorted_pop(self, key: str, count: int = 1, *, highest: bool = False) -> list[Scored]:
        """Remove and return up to `count` members, from the lowest score on or from the `highest`.

        Raises:
            InvalidRequest: `OUT_OF_RANGE` for a count that is negative or outside of 64 bits.

        Source: https://redis.io/docs/latest/commands/zpopmin/, …/zpopmax/
        """

    @abstractmethod
    def sorted_pop_first(self, *keys: str, count: int = 1, highest: bool = False) -> tuple[str, list[Scored]] | None:
        """As `sorted_pop` on the first of `keys` that is not empty; return that key too, or None if all are.

        Keys behind the first that is not empty are not looked at, whatever they hold.

        Raises:
            InvalidRequest: `NO_KEYS` without a key; `OUT_OF_RANGE` for a count of zero or less, or outside of 64
                bits. In this order.

        Source: https://redis.io/docs/latest/commands/zmpop/
        """

    @abstractmethod
    def sorted_pop_waiting(
        self, *keys: str, timeout_seconds: float, highest: bool = False
    ) -> tuple[str, bytes, float] | None:
        """As `sorted_pop` of one member of the first of `keys` that is not empty, waiting for one.

        Raises:
            InvalidRequest: `NO_KEYS` without a key; `INVALID_TIMEOUT` for a negative time-out or one out of range. In
                this order.

        Source: https://redis.io/docs/latest/commands/bzpopmin/, …/bzpopmax/
        """

    @abstractmethod
    def sorted_pop_first_waiting(
        self, *keys: str, timeout_seconds: float, count: int = 1, highest: bool = False
    ) -> tuple[str, list[Scored]] | None:
        """As `sorted_pop_first`, waiting for a member; it pops what is there, though it be less than `count`.

        Raises:
            InvalidRequest: as `sorted_pop_first`, and then `INVALID_TIMEOUT`.

        Source: https://redis.io/docs/latest/commands/bzmpop/
        """

    @abstractmethod
    def sorted_random(self, key: str, count: int) -> list[Scored]:
        """Return members drawn at random: up to `count` different ones, or exactly ``-count`` with repetition.

        The order is not defined. From an absent key nothing is drawn.

        Raises:
            InvalidRequest: `NOT_AN_INTEGER` for a count outside of 64 bits; `OUT_OF_RANGE` for one beyond half of
                their range.

        Source: https://redis.io/docs/latest/commands/zrandmember/
        """

    @abstractmethod
    def sorted_union(self, keys: Weighted, *, aggregate: Aggregate = Aggregate.SUM) -> list[Scored]:
        """Return what is in any of the sorted sets or sets (whose scores are 1), with the aggregate of its scores.

        Infinity times zero counts as 0, and so does the sum of infinities of both signs. Sums are rounded step by
        step, from the smallest set to the largest; between sets of the same size the order is not defined.

        Raises:
            InvalidRequest: `NO_KEYS` without a key; `WRONG_TYPE` for any of the keys; `NOT_A_FLOAT` for a weight that
                is NaN or an `int` beyond all floats. In this order.

        Source: https://redis.io/docs/latest/commands/zunion/
        """

    @abstractmethod
    def sorted_intersection(self, keys: Weighted, *, aggregate: Aggregate = Aggregate.SUM) -> list[Scored]:
        """As `sorted_union`, of what is in all of them.

        One difference: infinity times zero, in any but the smallest set, makes a sum 0, and neither the least nor the
        greatest.

        Raises:
            InvalidRequest: as `sorted_union`.

        Source: https://redis.io/docs/latest/commands/zinter/
        """

    @abstractmethod
    def sorted_difference(self, *keys: str) -> list[Scored]:
        """Return what is in the first and in none of the others, with its score there.

        Raises:
            InvalidRequest: `NO_KEYS` without a key.

        Source: https://redis.io/docs/latest/commands/zdiff/
        """

    @abstractmethod
    def sorted_union_store(self, destination: str, keys: Weighted, *, aggregate: Aggregate = Aggregate.SUM) -> int:
        """Store `sorted_union`; return its size.

        Raises:
            InvalidRequest: as `sorted_union`; the destination stays as it was.

        Source: https://redis.io/docs/latest/commands/zunionstore/
        """

    @abstractmethod
    def sorted_intersection_store(
        self, destination: str, keys: Weighted, *, aggregate: Aggregate = Aggregate.SUM
    ) -> int:
        """Store `sorted_intersection`; return its size.

        Raises:
            InvalidRequest: as `sorted_intersection`; the destination stays as it was.

        Source: https://redis.io/docs/latest/commands/zinterstore/
        """

    @abstractmethod
    def sorted_difference_store(self, destination: str, *keys: str) -> int:
        """Store `sorted_difference`; return its size.

        Raises:
            InvalidRequest: as `sorted_difference`; the destination stays as it was.

        Source: https://redis.io/docs/latest/commands/zdiffstore/
        """

    @abstractmethod
    def sorted_intersection_size(self, *keys: str, limit: int = 0) -> int:
        """Return the size of `sorted_intersection`, counted up to `limit` (0: to the end).

        Raises:
            InvalidRequest: `NO_KEYS` without a key; `WRONG_TYPE` for any of the keys; `OUT_OF_RANGE` for a limit that
                is negative or outside of 64 bits. In this order.

        Source: https://redis.io/docs/latest/commands/zintercard/
        """

    @abstractmethod
    def sorted_range_store(self, destination: str, source: str, start: int, stop: int, *, reverse: bool = False) -> int:
        """Store `sorted_range` at `destination`; return its size.

        Raises:
            InvalidRequest: as `sorted_range`; the destination stays as it was.

        Source: https://redis.io/docs/latest/commands/zrangestore/
        """

    @abstractmethod
    def sorted_range_by_score_store(
        self,
        destination: str,
        source: str,
        minimum: ScoreBound,
        maximum: ScoreBound,
        *,
        reverse: bool = False,
        offset: int = 0,
        limit: int | None = None,
    ) -> int:
        """Store `sorted_range_by_score` at `destination`; return its size.

        Raises:
            InvalidRequest: as `sorted_range_by_score`; the destination stays as it was.

        Source: https://redis.io/docs/latest/commands/zrangestore/
        """

    @abstractmethod
    def sorted_range_by_lex_store(
        self,
        destination: str,
        source: str,
        minimum: LexBound,
        maximum: LexBound,
        *,
        reverse: bool = False,
        offset: int = 0,
        limit: int | None = None,
    ) -> int:
        """Store `sorted_range_by_lex`, with the scores that the members have; return its size.

        Raises:
            InvalidRequest: as `sorted_range_by_lex`; the destination stays as it was.

        Source: https://redis.io/docs/latest/commands/zrangestore/
        """
