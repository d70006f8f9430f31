"""The shell of the fake for sets."""

from __future__ import annotations

from verifake.fakes.keyvalue._shell import Shell
from verifake.ports.keyvalue import Sets
from verifake.ports.keyvalue._arguments import check_integer, check_key, check_keys, checked_elements, checked_value

__all__ = ["FakeSets"]


class FakeSets(Shell, Sets):
    """As `verifake.ports.keyvalue.Sets`."""

    def set_add(self, key: str, *members: bytes) -> int:
        check_key(key)
        members = checked_elements(members)
        with self._turn as now_ms:
            return self._core.set_add(key, members, now_ms)

    def set_remove(self, key: str, *members: bytes) -> int:
        check_key(key)
        members = checked_elements(members)
        with self._turn as now_ms:
            return self._core.set_remove(key, members, now_ms)

    def set_contains(self, key: str, member: bytes) -> bool:
        check_key(key)
        member = checked_value(member)
        with self._turn as now_ms:
            return self._core.set_contains(key, member, now_ms)

    def set_contains_many(self, key: str, *members: bytes) -> list[bool]:
        check_key(key)
        members = checked_elements(members)
        with self._turn as now_ms:
            return self._core.set_contains_many(key, members, now_ms)

    def set_members(self, key: str) -> set[bytes]:
        check_key(key)
        with self._turn as now_ms:
            return self._core.set_members(key, now_ms)

    def set_size(self, key: str) -> int:
        check_key(key)
        with self._turn as now_ms:
            return self._core.set_size(key, now_ms)

    def set_pop(self, key: str) -> bytes | None:
        check_key(key)
        with self._turn as now_ms:
            return self._core.set_pop(key, now_ms)

    def set_pop_many(self, key: str, count: int) -> set[bytes]:
        check_key(key)
        check_integer(count)
        with self._turn as now_ms:
            return self._core.set_pop_many(key, count, now_ms)

    def set_random(self, key: str, count: int) -> list[bytes]:
        check_key(key)
        check_integer(count)
        with self._turn as now_ms:
            return self._core.set_random(key, count, now_ms)

    def set_move(self, source: str, destination: str, member: bytes) -> bool:
        check_key(source)
        check_key(destination)
        member = checked_value(member)
        with self._turn as now_ms:
            return self._core.set_move(source, destination, member, now_ms)

    def set_union(self, *keys: str) -> set[bytes]:
        check_keys(keys)
        with self._turn as now_ms:
            return self._core.set_union(keys, now_ms)

    def set_intersection(self, *keys: str) -> set[bytes]:
        check_keys(keys)
        with self._turn as now_ms:
            return self._core.set_intersection(keys, now_ms)

    def set_difference(self, *keys: str) -> set[bytes]:
        check_keys(keys)
        with self._turn as now_ms:
            return self._core.set_difference(keys, now_ms)

    def set_union_store(self, destination: str, *keys: str) -> int:
        check_key(destination)
        check_keys(keys)
        with self._turn as now_ms:
            return self._core.set_union_store(destination, keys, now_ms)

    def set_intersection_store(self, destination: str, *keys: str) -> int:
        check_key(destination)
        check_keys(keys)
        with self._turn as now_ms:
            return self._core.set_intersection_store(destination, keys, now_ms)

    def set_difference_store(self, destination: str, *keys: str) -> int:
        check_key(destination)
        check_keys(keys)
        with self._turn as now_ms:
            return self._core.set_difference_store(destination, keys, now_ms)

    def set_intersection_size(self, *keys: str, limit: int = 0) -> int:
        check_keys(keys)
        check_integer(limit)
        with self._turn as now_ms:
            return self._core.set_intersection_size(keys, limit, now_ms)
