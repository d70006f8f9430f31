"""The core of the facet for sets. The order of checks is the engine's: it decides which error is seen.

Results are put together in the order of the members' coming, never in that of a Python set, which differs from
process to process: so that what is drawn later by seed does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from itertools import chain, filterfalse, islice, repeat
from typing import Final

from verifake.fakes.keyvalue._core.drawing import drawn
from verifake.fakes.keyvalue._core.rejections import no_keys, out_of_range
from verifake.fakes.keyvalue._core.state import MAX_INT64, Keyspace, check_int64
from verifake.fakes.keyvalue._core.values import Members

__all__ = ["SetsCore"]

_EMPTY: Final = Members()
"""Stands for an absent set where one is only read."""


class SetsCore(Keyspace):
    """As `verifake.ports.keyvalue.Sets`, with the time of the call given."""

    __slots__ = ()

    def set_add(self, key: str, members: tuple[bytes, ...], now_ms: int) -> int:
        self._check_members(members, "set_add")
        found = self._find_as(Members, key, now_ms, "set_add")
        if found is None:
            made = Members(zip(members, repeat(None)))
            self._store(key, made, now_ms)
            return len(made)
        before = len(found)
        for member in members:
            found[member] = None
        if self._watches and len(found) > before:
            self._changed(key)
        return len(found) - before

    def set_remove(self, key: str, members: tuple[bytes, ...], now_ms: int) -> int:
        self._check_members(members, "set_remove")
        found = self._find_as(Members, key, now_ms, "set_remove")
        if found is None:
            return 0
        return self._take(key, found, members)

    def set_contains(self, key: str, member: bytes, now_ms: int) -> bool:
        self._check_size(len(member), "set_contains")
        return member in (self._find_as(Members, key, now_ms, "set_contains") or _EMPTY)

    def set_contains_many(self, key: str, members: tuple[bytes, ...], now_ms: int) -> list[bool]:
        self._check_members(members, "set_contains_many")
        found = self._find_as(Members, key, now_ms, "set_contains_many") or _EMPTY
        return [member in found for member in members]

    def set_members(self, key: str, now_ms: int) -> set[bytes]:
        return set(self._find_as(Members, key, now_ms, "set_members") or _EMPTY)

    def set_size(self, key: str, now_ms: int) -> int:
        return len(self._find_as(Members, key, now_ms, "set_size") or _EMPTY)

    def set_pop(self, key: str, now_ms: int) -> bytes | None:
        found = self._find_as(Members, key, now_ms, "set_pop")
        if found is None:
            return None
        member = next(islice(found, self._random.randrange(len(found)), None))
        self._take(key, found, (member,))
        return member

    def set_pop_many(self, key: str, count: int, now_ms: int) -> set[bytes]:
        if not 0 <= count <= MAX_INT64:
            raise out_of_range("set_pop_many", f"the count {count}")
        found = self._find_as(Members, key, now_ms, "set_pop_many") or _EMPTY
        members = drawn(self._random, list(found), count)
        self._take(key, found, members)
        return set(members)

    def set_random(self, key: str, count: int, now_ms: int) -> list[bytes]:
        check_int64(count, "set_random", "the count")
        if count < -MAX_INT64:
            raise out_of_range("set_random", f"the count {count}")
        found = self._find_as(Members, key, now_ms, "set_random") or _EMPTY
        return drawn(self._random, list(found), count)

    def set_move(self, source: str, destination: str, member: bytes, now_ms: int) -> bool:
        self._check_size(len(member), "set_move")
        origin = self._find_as(Members, source, now_ms, "set_move")
        if origin is None:
            return False
        target = self._find_as(Members, destination, now_ms, "set_move")
        if member not in origin or source == destination:
            return member in origin
        self._take(source, origin, (member,))
        if target is None:
            self._store(destination, Members({member: None}), now_ms)
        elif member not in target:
            target[member] = None
            self._changed(destination)
        return True

    def set_union(self, keys: tuple[str, ...], now_ms: int) -> set[bytes]:
        return set(_united(self._sets(keys, now_ms, "set_union")))

    def set_intersection(self, keys: tuple[str, ...], now_ms: int) -> set[bytes]:
        return set(_common(self._sets(keys, now_ms, "set_intersection")))

    def set_difference(self, keys: tuple[str, ...], now_ms: int) -> set[bytes]:
        return set(_rest(self._sets(keys, now_ms, "set_difference")))

    def set_union_store(self, destination: str, keys: tuple[str, ...], now_ms: int) -> int:
        return self._replace(destination, _united(self._sets(keys, now_ms, "set_union_store")), now_ms)

    def set_intersection_store(self, destination: str, keys: tuple[str, ...], now_ms: int) -> int:
        sets = self._sets(keys, now_ms, "set_intersection_store")
        return self._replace(destination, filter(_common(sets).__contains__, sets[0]), now_ms)

    def set_difference_store(self, destination: str, keys: tuple[str, ...], now_ms: int) -> int:
        return self._replace(destination, _rest(self._sets(keys, now_ms, "set_difference_store")), now_ms)

    def set_intersection_size(self, keys: tuple[str, ...], limit: int, now_ms: int) -> int:
        if keys and not 0 <= limit <= MAX_INT64:
            raise out_of_range("set_intersection_size", f"the limit {limit}")
        size = len(_common(self._sets(keys, now_ms, "set_intersection_size")))
        return min(size, limit) if limit else size

    def _sets(self, keys: tuple[str, ...], now_ms: int, operation: str) -> list[Members]:
        """Return what `keys` hold, at least one; they are not to be changed."""
        if not keys:
            raise no_keys(operation)
        return [self._find_as(Members, key, now_ms, operation) or _EMPTY for key in keys]

    def _take(self, key: str, found: Members, members: tuple[bytes, ...] | list[bytes]) -> int:
        """Remove `members` from what `key` holds, the key with the last; return how many were there."""
        before = len(found)
        for member in members:
            found.pop(member, None)
        if len(found) < before:
            if self._watches:
                self._changed(key)
            self._remove_if_empty(key, found)
        return before - len(found)

    def _replace(self, key: str, members: Iterable[bytes], now_ms: int) -> int:
        """Let `key` hold `members` and nothing of what it had, not even the key if there are none."""
        made = Members(zip(members, repeat(None)))
        if made:
            self._overwrite(key, made, now_ms)
        else:
            self._discard(key)
        return len(made)


def _united(sets: list[Members]) -> Iterable[bytes]:
    """Return what is in any."""
    return dict.fromkeys(chain.from_iterable(sets))


def _common(sets: list[Members]) -> AbstractSet[bytes]:
    """Return what is in all, in no order."""
    common: AbstractSet[bytes] = sets[0].keys()
    for each in sets[1:]:
        common = each.keys() & common
    return common


def _rest(sets: list[Members]) -> Iterable[bytes]:
    """Return what is in the first and in no other."""
    rest: Iterable[bytes] = sets[0]
    for each in sets[1:]:
        rest = filterfalse(each.__contains__, rest)
    return rest
