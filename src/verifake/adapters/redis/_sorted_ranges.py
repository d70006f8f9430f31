"""Parts of sorted sets, over redis-py."""

from __future__ import annotations

from typing import cast

from verifake.adapters.redis._scores import score_text, scored
from verifake.adapters.redis._session import Session, decimal
from verifake.ports.keyvalue import LexBound, ScoreBound, Scored, SortedSets
from verifake.ports.keyvalue._arguments import check_flags, check_integer
from verifake.ports.keyvalue._sorted_arguments import checked_lex_end, checked_score_end

__all__ = ["RedisSortedRanges"]


class RedisSortedRanges(Session, SortedSets):
    """As `verifake.ports.keyvalue.SortedSets`, where it is about ranges."""

    def sorted_range(self, key: str, start: int, stop: int, *, reverse: bool = False) -> list[Scored]:
        words = _ranks(start, stop, reverse)
        return scored(self._send("sorted_range", b"ZRANGE", self._key(key), *words, b"WITHSCORES"))

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
        words = _part(_scores(minimum, maximum), b"BYSCORE", reverse, offset, limit)
        return scored(self._send("sorted_range_by_score", b"ZRANGE", self._key(key), *words, b"WITHSCORES"))

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
        words = _part(_members(minimum, maximum), b"BYLEX", reverse, offset, limit)
        return cast("list[bytes]", self._send("sorted_range_by_lex", b"ZRANGE", self._key(key), *words))

    def sorted_count(self, key: str, minimum: ScoreBound, maximum: ScoreBound) -> int:
        return self._about_scores("sorted_count", b"ZCOUNT", key, minimum, maximum)

    def sorted_lex_count(self, key: str, minimum: LexBound, maximum: LexBound) -> int:
        return self._about_members("sorted_lex_count", b"ZLEXCOUNT", key, minimum, maximum)

    def sorted_remove_range(self, key: str, start: int, stop: int) -> int:
        words = _ranks(start, stop)
        return cast("int", self._send("sorted_remove_range", b"ZREMRANGEBYRANK", self._key(key), *words))

    def sorted_remove_range_by_score(self, key: str, minimum: ScoreBound, maximum: ScoreBound) -> int:
        return self._about_scores("sorted_remove_range_by_score", b"ZREMRANGEBYSCORE", key, minimum, maximum)

    def sorted_remove_range_by_lex(self, key: str, minimum: LexBound, maximum: LexBound) -> int:
        return self._about_members("sorted_remove_range_by_lex", b"ZREMRANGEBYLEX", key, minimum, maximum)

    def sorted_range_store(self, destination: str, source: str, start: int, stop: int, *, reverse: bool = False) -> int:
        words = self._key(destination), self._key(source), *_ranks(start, stop, reverse)
        return cast("int", self._send("sorted_range_store", b"ZRANGESTORE", *words))

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
        words = _part(_scores(minimum, maximum), b"BYSCORE", reverse, offset, limit)
        keys = self._key(destination), self._key(source)
        return cast("int", self._send("sorted_range_by_score_store", b"ZRANGESTORE", *keys, *words))

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
        words = _part(_members(minimum, maximum), b"BYLEX", reverse, offset, limit)
        keys = self._key(destination), self._key(source)
        return cast("int", self._send("sorted_range_by_lex_store", b"ZRANGESTORE", *keys, *words))

    def _about_scores(self, operation: str, name: bytes, key: str, minimum: ScoreBound, maximum: ScoreBound) -> int:
        return cast("int", self._send(operation, name, self._key(key), *_scores(minimum, maximum)))

    def _about_members(self, operation: str, name: bytes, key: str, minimum: LexBound, maximum: LexBound) -> int:
        return cast("int", self._send(operation, name, self._key(key), *_members(minimum, maximum)))


def _ranks(start: int, stop: int, reverse: bool = False) -> list[bytes]:
    """Return the words for a range of ranks."""
    check_integer(start)
    check_integer(stop)
    check_flags(reverse)
    return [decimal(start), decimal(stop), *([b"REV"] if reverse else [])]


def _scores(minimum: ScoreBound, maximum: ScoreBound) -> list[bytes]:
    """Return the ends of a range of scores."""
    return [_score(minimum), _score(maximum)]


def _score(end: ScoreBound) -> bytes:
    number, outside = checked_score_end(end)
    return b"(" * outside + score_text(number)


def _members(minimum: LexBound, maximum: LexBound) -> list[bytes]:
    """Return the ends of a range of members."""
    return [_member(minimum, b"-"), _member(maximum, b"+")]


def _member(end: LexBound, none: bytes) -> bytes:
    member, outside = checked_lex_end(end)
    if member is None:
        return none
    return (b"(" if outside else b"[") + member


def _part(ends: list[bytes], kind: bytes, reverse: bool, offset: int, limit: int | None) -> list[bytes]:
    """Return the words for a range between two ends; the engine wants the one first at which it begins."""
    check_flags(reverse)
    check_integer(offset)
    if limit is not None:
        check_integer(limit)
    words = [*ends[::-1], kind, b"REV"] if reverse else [*ends, kind]
    if offset or limit is not None:
        words += [b"LIMIT", decimal(offset), decimal(-1 if limit is None else limit)]
    return words
