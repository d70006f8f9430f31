"""The core of the facet for sorted sets: scores and members. The order of checks is the engine's."""

from __future__ import annotations

from math import isnan
from typing import Final, TypeAlias

from verifake.fakes.keyvalue._core.drawing import drawn
from verifake.fakes.keyvalue._core.rejections import (
    incompatible_options,
    nan_or_infinity,
    not_a_float,
    out_of_range,
)
from verifake.fakes.keyvalue._core.sorted_members import SortedMembers
from verifake.fakes.keyvalue._core.state import MAX_INT64, Keyspace, check_int64
from verifake.ports.keyvalue import Scored

__all__ = ["UNCONDITIONAL", "Conditions", "SortedSetsCore"]

Conditions: TypeAlias = tuple[bool, bool, bool, bool]
"""`only_if_absent`, `only_if_present`, `only_if_greater`, `only_if_less`; a bare tuple for speed."""

UNCONDITIONAL: Final[Conditions] = (False, False, False, False)

_MOST_RANDOM: Final = MAX_INT64 // 2
"""The engine answers with two words for each member that it draws."""


class SortedSetsCore(Keyspace):
    """As `verifake.ports.keyvalue.SortedSets`, where it is about single members, with the time of the call given.

    A sorted set that is there is never empty, so nobody waits for it: only one that comes calls `_filled`.
    """

    __slots__ = ()

    def sorted_add(
        self, key: str, scores: dict[bytes, float], conditions: Conditions, count_changed: bool, now_ms: int
    ) -> int:
        self._check_members(scores, "sorted_add")
        if conditions is not UNCONDITIONAL:
            _check_conditions(conditions, "sorted_add")
        if any(map(isnan, scores.values())):
            raise not_a_float("sorted_add", "a score")
        members = self._find_as(SortedMembers, key, now_ms, "sorted_add")
        if members is None:
            return 0 if conditions[1] else self._store_scores(key, scores, now_ms)
        old = members.scores
        if conditions is not UNCONDITIONAL:
            scores = {member: score for member, score in scores.items() if _holds(conditions, old.get(member), score)}
        changed = {member: score for member, score in scores.items() if old.get(member) != score}
        if not changed:
            return 0
        before = len(old)
        members.update(changed)
        if self._watches:
            self._changed(key)
        return len(changed) if count_changed else len(old) - before

    def sorted_increment(self, key: str, member: bytes, by: float, conditions: Conditions, now_ms: int) -> float | None:
        self._check_size(len(member), "sorted_increment")
        if conditions is not UNCONDITIONAL:
            _check_conditions(conditions, "sorted_increment")
        if isnan(by):
            raise not_a_float("sorted_increment", "the increment")
        members = self._find_as(SortedMembers, key, now_ms, "sorted_increment")
        old = None if members is None else members.scores.get(member)
        if conditions[1] if old is None else conditions[0]:
            return None
        new = by if old is None else old + by
        if isnan(new):
            raise nan_or_infinity("sorted_increment")
        if conditions is not UNCONDITIONAL and not _holds(conditions, old, new):
            return None
        if members is None:
            self._store(key, SortedMembers({member: new}), now_ms)
        elif new != old:
            members.put(member, new)
            if self._watches:
                self._changed(key)
        return new

    def sorted_remove(self, key: str, members: tuple[bytes, ...], now_ms: int) -> int:
        self._check_members(members, "sorted_remove")
        found = self._find_as(SortedMembers, key, now_ms, "sorted_remove")
        if found is None:
            return 0
        scores = found.scores
        before = len(scores)
        for member in members:
            if member in scores:
                found.drop(member)
        removed = before - len(scores)
        if removed:
            self._sorted_set_shrank(key, found)
        return removed

    def sorted_score(self, key: str, member: bytes, now_ms: int) -> float | None:
        self._check_size(len(member), "sorted_score")
        found = self._find_as(SortedMembers, key, now_ms, "sorted_score")
        return None if found is None else found.scores.get(member)

    def sorted_scores(self, key: str, members: tuple[bytes, ...], now_ms: int) -> list[float | None]:
        self._check_members(members, "sorted_scores")
        found = self._find_as(SortedMembers, key, now_ms, "sorted_scores")
        scores = {} if found is None else found.scores
        return [scores.get(member) for member in members]

    def sorted_size(self, key: str, now_ms: int) -> int:
        found = self._find_as(SortedMembers, key, now_ms, "sorted_size")
        return 0 if found is None else len(found)

    def sorted_rank(self, key: str, member: bytes, reverse: bool, now_ms: int) -> int | None:
        self._check_size(len(member), "sorted_rank")
        found = self._find_as(SortedMembers, key, now_ms, "sorted_rank")
        score = None if found is None else found.scores.get(member)
        if found is None or score is None:
            return None
        rank = found.order().bisect_key_left((score, member))
        return len(found) - 1 - rank if reverse else rank

    def sorted_random(self, key: str, count: int, now_ms: int) -> list[Scored]:
        check_int64(count, "sorted_random", "the count")
        if abs(count) > _MOST_RANDOM:
            raise out_of_range("sorted_random", f"a count of {count}")
        found = self._find_as(SortedMembers, key, now_ms, "sorted_random")
        if found is None:
            return []
        ranks = drawn(self._random, range(len(found)), count)
        return list(map(found.order().__getitem__, ranks))

    def _store_scores(self, destination: str, scores: dict[bytes, float], now_ms: int) -> int:
        """Let `destination` hold a sorted set of `scores` and nothing of what it had; return the size."""
        if scores:
            self._overwrite(destination, SortedMembers(scores), now_ms)
        else:
            self._discard(destination)
        return len(scores)

    def _sorted_set_shrank(self, key: str, members: SortedMembers) -> None:
        """Tell that members went, and remove the key if they were the last ones."""
        if self._watches:
            self._changed(key)
        if not members.scores:
            self._remove(key)


def _check_conditions(conditions: Conditions, operation: str) -> None:
    """Raise `InvalidRequest` (`INCOMPATIBLE_OPTIONS`) for conditions that exclude each other."""
    absent, present, greater, less = conditions
    if absent + greater + less > 1 or (absent and present):
        raise incompatible_options(operation)


def _holds(conditions: Conditions, old: float | None, new: float) -> bool:
    """Whether a member may be given the score `new` in place of `old`, None if it is absent."""
    absent, present, greater, less = conditions
    if old is None:
        return not present
    return not (absent or (greater and new <= old) or (less and new >= old))
