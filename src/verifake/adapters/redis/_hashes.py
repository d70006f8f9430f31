"""The facet for hashes, over redis-py."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from verifake.adapters.redis._session import Session, decimal
from verifake.ports.keyvalue import Hashes
from verifake.ports.keyvalue._arguments import (
    check_integer,
    check_key,
    checked_value,
    checked_values,
    float_text,
    key_bytes,
    key_text,
)

__all__ = ["RedisHashes"]


class RedisHashes(Session, Hashes):
    """As `verifake.ports.keyvalue.Hashes`."""

    def hash_set(self, key: str, values: Mapping[str, bytes]) -> int:
        pairs = [part for field, value in checked_values(values).items() for part in (key_bytes(field), value)]
        return cast("int", self._send("hash_set", b"HSET", self._key(key), *pairs))

    def hash_set_if_absent(self, key: str, field: str, value: bytes) -> bool:
        value = checked_value(value)
        return bool(self._send("hash_set_if_absent", b"HSETNX", self._key(key), _field(field), value))

    def hash_get(self, key: str, field: str) -> bytes | None:
        return cast("bytes | None", self._send("hash_get", b"HGET", self._key(key), _field(field)))

    def hash_get_many(self, key: str, *fields: str) -> list[bytes | None]:
        reply = self._send("hash_get_many", b"HMGET", self._key(key), *map(_field, fields))
        return cast("list[bytes | None]", reply)

    def hash_get_all(self, key: str) -> dict[str, bytes]:
        return dict(_pairs(self._send("hash_get_all", b"HGETALL", self._key(key))))

    def hash_fields(self, key: str) -> list[str]:
        return [key_text(field) for field in self._send("hash_fields", b"HKEYS", self._key(key))]

    def hash_values(self, key: str) -> list[bytes]:
        return cast("list[bytes]", self._send("hash_values", b"HVALS", self._key(key)))

    def hash_delete(self, key: str, *fields: str) -> int:
        return cast("int", self._send("hash_delete", b"HDEL", self._key(key), *map(_field, fields)))

    def hash_contains(self, key: str, field: str) -> bool:
        return bool(self._send("hash_contains", b"HEXISTS", self._key(key), _field(field)))

    def hash_length(self, key: str) -> int:
        return cast("int", self._send("hash_length", b"HLEN", self._key(key)))

    def hash_value_length(self, key: str, field: str) -> int:
        return cast("int", self._send("hash_value_length", b"HSTRLEN", self._key(key), _field(field)))

    def hash_increment(self, key: str, field: str, by: int = 1) -> int:
        check_integer(by)
        return cast("int", self._send("hash_increment", b"HINCRBY", self._key(key), _field(field), decimal(by)))

    def hash_increment_float(self, key: str, field: str, by: float) -> float:
        words = self._key(key), _field(field), float_text(by).encode()
        return float(self._send("hash_increment_float", b"HINCRBYFLOAT", *words))

    def hash_random(self, key: str, count: int) -> list[tuple[str, bytes]]:
        check_integer(count)
        reply = self._send("hash_random", b"HRANDFIELD", self._key(key), decimal(count), b"WITHVALUES")
        return list(_pairs(reply))


def _field(field: str) -> bytes:
    """Return `field` as the engine has it: like a key, but without the prefix."""
    check_key(field)
    return key_bytes(field)


def _pairs(reply: Any) -> Iterable[tuple[str, bytes]]:
    """Return fields with their values, from a map or pairs (RESP3) or from a flat list (RESP2)."""
    if isinstance(reply, dict):
        pairs: Iterable[Any] = reply.items()
    elif reply and isinstance(reply[0], list):
        pairs = reply
    else:
        pairs = zip(reply[::2], reply[1::2], strict=True)
    return ((key_text(field), value) for field, value in pairs)
