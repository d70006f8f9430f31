"""The shell of the fake for parts of sorted sets."""

from __future__ import annotations

from verifake.fakes.keyvalue._core.sorted_spans import ByLex, ByRank, ByScore
from verifake.fakes.keyvalue._shell import Shell
from verifake.ports.keyvalue import LexBound, ScoreBound, Scored, SortedSets
from verifake.ports.keyvalue._arguments import check_flag, check_integer, check_key, check_keys
from verifake.ports.keyvalue._sorted_arguments import checked_lex_end, checked_score_end

__all__ = ["FakeSortedRanges"]


class FakeSortedRanges(Shell, SortedSets):
    """As `verifake.ports.keyvalue.SortedSets`, where it is about ranges."""

    def sorted_range(self, key: str, start: int, stop: int, *, reverse: bool = False) -> list[Scored]:
        check_key(key)
        part = _by_rank(start, stop, reverse)
        with self._turn as now_ms:
            return self._core.sorted_range("sorted_range", key, part, now_ms)

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
        check_key(key)
        part = _by_score(minimum, maximum, reverse, offset, limit)
        with self._turn as now_ms:
            return self._core.sorted_range("sorted_range_by_score", key, part, now_ms)

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
        check_key(key)
        part = _by_lex(minimum, maximum, reverse, offset, limit)
        with self._turn as now_ms:
            return [member for member, _ in self._core.sorted_range("sorted_range_by_lex", key, part, now_ms)]

    def sorted_count(self, key: str, minimum: ScoreBound, maximum: ScoreBound) -> int:
        check_key(key)
        part = _by_score(minimum, maximum)
        with self._turn as now_ms:
            return self._core.sorted_count("sorted_count", key, part, now_ms)

    def sorted_lex_count(self, key: str, minimum: LexBound, maximum: LexBound) -> int:
        check_key(key)
        part = _by_lex(minimum, maximum)
        with self._turn as now_ms:
            return self._core.sorted_count("sorted_lex_count", key, part, now_ms)

    def sorted_remove_range(self, key: str, start: int, stop: int) -> int:
        check_key(key)
        part = _by_rank(start, stop)
        with self._turn as now_ms:
            return self._core.sorted_remove_range("sorted_remove_range", key, part, now_ms)

    def sorted_remove_range_by_score(self, key: str, minimum: ScoreBound, maximum: ScoreBound) -> int:
        check_key(key)
        part = _by_score(minimum, maximum)
        with self._turn as now_ms:
            return self._core.sorted_remove_range("sorted_remove_range_by_score", key, part, now_ms)

    def sorted_remove_range_by_lex(self, key: str, minimum: LexBound, maximum: LexBound) -> int:
        check_key(key)
        part = _by_lex(minimum, maximum)
        with self._turn as now_ms:
            return self._core.sorted_remove_range("sorted_remove_range_by_lex", key, part, now_ms)

    def sorted_range_store(self, destination: str, source: str, start: int, stop: int, *, reverse: bool = False) -> int:
        check_keys((destination, source))
        part = _by_rank(start, stop, reverse)
        with self._turn as now_ms:
            return self._core.sorted_range_store("sorted_range_store", destination, source, part, now_ms)

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
        check_keys((destination, source))
        part = _by_score(minimum, maximum, reverse, offset, limit)
        with self._turn as now_ms:
            return self._core.sorted_range_store("sorted_range_by_score_store", destination, source, part, now_ms)

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
        check_keys((destination, source))
        part = _by_lex(minimum, maximum, reverse, offset, limit)
        with self._turn as now_ms:
            return self._core.sorted_range_store("sorted_range_by_lex_store", destination, source, part, now_ms)


def _by_rank(start: int, stop: int, reverse: bool = False) -> ByRank:
    check_integer(start)
    check_integer(stop)
    check_flag(reverse)
    return ByRank(start, stop, reverse)


def _by_score(
    minimum: ScoreBound, maximum: ScoreBound, reverse: bool = False, offset: int = 0, limit: int | None = None
) -> ByScore:
    _check_limits(reverse, offset, limit)
    return ByScore(checked_score_end(minimum), checked_score_end(maximum), reverse, offset, limit)


def _by_lex(
    minimum: LexBound, maximum: LexBound, reverse: bool = False, offset: int = 0, limit: int | None = None
) -> ByLex:
    _check_limits(reverse, offset, limit)
    return ByLex(checked_lex_end(minimum), checked_lex_end(maximum), reverse, offset, limit)


def _check_limits(reverse: bool, offset: int, limit: int | None) -> None:
    check_flag(reverse)
    check_integer(offset)
    if limit is not None:
        check_integer(limit)
