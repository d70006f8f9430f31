"""The facet for sets, over redis-py. What the engine gives as a set comes as a set or as a list, by protocol."""

from __future__ import annotations

from typing import cast

from verifake.adapters.redis._session import Session, decimal
from verifake.ports.keyvalue import Sets
from verifake.ports.keyvalue._arguments import check_integer, checked_elements, checked_value

__all__ = ["RedisSets"]


class RedisSets(Session, Sets):
    """As `verifake.ports.keyvalue.Sets`."""

    def set_add(self, key: str, *members: bytes) -> int:
        return cast("int", self._send("set_add", b"SADD", self._key(key), *checked_elements(members)))

    def set_remove(self, key: str, *members: bytes) -> int:
        return cast("int", self._send("set_remove", b"SREM", self._key(key), *checked_elements(members)))

    def set_contains(self, key: str, member: bytes) -> bool:
        return bool(self._send("set_contains", b"SISMEMBER", self._key(key), checked_value(member)))

    def set_contains_many(self, key: str, *members: bytes) -> list[bool]:
        reply = self._send("set_contains_many", b"SMISMEMBER", self._key(key), *checked_elements(members))
        return [bool(each) for each in reply]

    def set_members(self, key: str) -> set[bytes]:
        return set(self._send("set_members", b"SMEMBERS", self._key(key)))

    def set_size(self, key: str) -> int:
        return cast("int", self._send("set_size", b"SCARD", self._key(key)))

    def set_pop(self, key: str) -> bytes | None:
        return cast("bytes | None", self._send("set_pop", b"SPOP", self._key(key)))

    def set_pop_many(self, key: str, count: int) -> set[bytes]:
        check_integer(count)
        return set(self._send("set_pop_many", b"SPOP", self._key(key), decimal(count)))

    def set_random(self, key: str, count: int) -> list[bytes]:
        check_integer(count)
        return cast("list[bytes]", self._send("set_random", b"SRANDMEMBER", self._key(key), decimal(count)))

    def set_move(self, source: str, destination: str, member: bytes) -> bool:
        words = self._key(source), self._key(destination), checked_value(member)
        return bool(self._send("set_move", b"SMOVE", *words))

    def set_union(self, *keys: str) -> set[bytes]:
        return set(self._send("set_union", b"SUNION", *self._keys(keys)))

    def set_intersection(self, *keys: str) -> set[bytes]:
        return set(self._send("set_intersection", b"SINTER", *self._keys(keys)))

    def set_difference(self, *keys: str) -> set[bytes]:
        return set(self._send("set_difference", b"SDIFF", *self._keys(keys)))

    def set_union_store(self, destination: str, *keys: str) -> int:
        words = self._key(destination), *self._keys(keys)
        return cast("int", self._send("set_union_store", b"SUNIONSTORE", *words))

    def set_intersection_store(self, destination: str, *keys: str) -> int:
        words = self._key(destination), *self._keys(keys)
        return cast("int", self._send("set_intersection_store", b"SINTERSTORE", *words))

    def set_difference_store(self, destination: str, *keys: str) -> int:
        words = self._key(destination), *self._keys(keys)
        return cast("int", self._send("set_difference_store", b"SDIFFSTORE", *words))

    def set_intersection_size(self, *keys: str, limit: int = 0) -> int:
        check_integer(limit)
        # Without keys the limit is left out, so that the engine sees at once that words are missing.
        option = (b"LIMIT", decimal(limit)) if keys and limit else ()
        words = b"%d" % len(keys), *self._keys(keys), *option
        return cast("int", self._send("set_intersection_size", b"SINTERCARD", *words))
