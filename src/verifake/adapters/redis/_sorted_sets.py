"""The facet for sorted sets, over redis-py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from verifake.adapters.redis._scores import score_text, scored
from verifake.adapters.redis._session import decimal
from verifake.adapters.redis._sorted_combinations import RedisSortedCombinations
from verifake.adapters.redis._sorted_ranges import RedisSortedRanges
from verifake.ports.keyvalue import Scored
from verifake.ports.keyvalue._arguments import (
    check_flags,
    check_integer,
    checked_elements,
    checked_value,
    float_text,
)
from verifake.ports.keyvalue._sorted_arguments import checked_score, checked_scores

__all__ = ["RedisSortedSets"]


class RedisSortedSets(RedisSortedRanges, RedisSortedCombinations):
    """As `verifake.ports.keyvalue.SortedSets`."""

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
        pairs = [part for member, score in checked_scores(scores).items() for part in (score_text(score), member)]
        check_flags(count_changed)
        words = _conditions(only_if_absent, only_if_present, only_if_greater, only_if_less)
        if count_changed:
            words.append(b"CH")
        if not pairs:
            words.clear()  # With several options, the engine calls the lack of a member a syntax error.
        return cast("int", self._send("sorted_add", b"ZADD", self._key(key), *words, *pairs))

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
        words = _conditions(only_if_absent, only_if_present, only_if_greater, only_if_less)
        pair = score_text(checked_score(by)), checked_value(member)
        return _score(self._send("sorted_increment", b"ZADD", self._key(key), *words, b"INCR", *pair))

    def sorted_remove(self, key: str, *members: bytes) -> int:
        return cast("int", self._send("sorted_remove", b"ZREM", self._key(key), *checked_elements(members)))

    def sorted_score(self, key: str, member: bytes) -> float | None:
        return _score(self._send("sorted_score", b"ZSCORE", self._key(key), checked_value(member)))

    def sorted_scores(self, key: str, *members: bytes) -> list[float | None]:
        reply = self._send("sorted_scores", b"ZMSCORE", self._key(key), *checked_elements(members))
        return [_score(score) for score in reply]

    def sorted_size(self, key: str) -> int:
        return cast("int", self._send("sorted_size", b"ZCARD", self._key(key)))

    def sorted_rank(self, key: str, member: bytes, *, reverse: bool = False) -> int | None:
        member = checked_value(member)
        check_flags(reverse)
        name = b"ZREVRANK" if reverse else b"ZRANK"
        return cast("int | None", self._send("sorted_rank", name, self._key(key), member))

    def sorted_random(self, key: str, count: int) -> list[Scored]:
        check_integer(count)
        return scored(self._send("sorted_random", b"ZRANDMEMBER", self._key(key), decimal(count), b"WITHSCORES"))

    def sorted_pop(self, key: str, count: int = 1, *, highest: bool = False) -> list[Scored]:
        check_integer(count)
        check_flags(highest)
        name = b"ZPOPMAX" if highest else b"ZPOPMIN"
        return scored(self._send("sorted_pop", name, self._key(key), decimal(count)))

    def sorted_pop_first(self, *keys: str, count: int = 1, highest: bool = False) -> tuple[str, list[Scored]] | None:
        words = self._first_sorted(keys, count, highest)
        return self._popped_scores(self._send("sorted_pop_first", b"ZMPOP", *words))

    def sorted_pop_waiting(
        self, *keys: str, timeout_seconds: float, highest: bool = False
    ) -> tuple[str, bytes, float] | None:
        check_flags(highest)
        words = *self._keys(keys), float_text(timeout_seconds).encode()
        name = b"BZPOPMAX" if highest else b"BZPOPMIN"
        reply = self._send_waiting("sorted_pop_waiting", timeout_seconds, name, *words)
        if reply is None:
            return None
        key, member, score = reply
        return self._unprefixed(key), member, float(score)

    def sorted_pop_first_waiting(
        self, *keys: str, timeout_seconds: float, count: int = 1, highest: bool = False
    ) -> tuple[str, list[Scored]] | None:
        words = float_text(timeout_seconds).encode(), *self._first_sorted(keys, count, highest)
        return self._popped_scores(self._send_waiting("sorted_pop_first_waiting", timeout_seconds, b"BZMPOP", *words))

    def _first_sorted(self, keys: tuple[str, ...], count: int, highest: bool) -> list[bytes]:
        """Return the words for how many are to be popped from which end of the first of `keys`."""
        check_integer(count)
        check_flags(highest)
        end = b"MAX" if highest else b"MIN"
        return [decimal(len(keys)), *self._keys(keys), end, b"COUNT", decimal(count)]

    def _popped_scores(self, reply: list[Any] | None) -> tuple[str, list[Scored]] | None:
        """Return the key and what was popped from it."""
        if reply is None:
            return None
        key, members = reply
        return self._unprefixed(key), scored(members)


def _conditions(absent: bool, present: bool, greater: bool, less: bool) -> list[bytes]:
    """Return the words for what must hold."""
    check_flags(absent, present, greater, less)
    given = ((absent, b"NX"), (present, b"XX"), (greater, b"GT"), (less, b"LT"))
    return [word for wanted, word in given if wanted]


def _score(reply: bytes | float | None) -> float | None:
    """Return a score, from text (RESP2) or from a float (RESP3)."""
    return None if reply is None else float(reply)
