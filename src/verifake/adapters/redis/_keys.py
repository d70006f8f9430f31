"""The facet for keys as such, over redis-py."""

from __future__ import annotations

from typing import cast

from verifake.adapters.redis._session import Session
from verifake.errors import DependencyError
from verifake.ports.keyvalue import Keys, KeyType, KeyValueCode
from verifake.ports.keyvalue._arguments import check_flags

__all__ = ["RedisKeys"]

_KINDS = {kind.value.encode(): kind for kind in KeyType}


class RedisKeys(Session, Keys):
    """As `verifake.ports.keyvalue.Keys`."""

    def delete(self, *keys: str) -> int:
        return cast("int", self._send("delete", b"DEL", *self._keys(keys)))

    def exists(self, *keys: str) -> int:
        return cast("int", self._send("exists", b"EXISTS", *self._keys(keys)))

    def rename(self, key: str, new_key: str) -> None:
        self._send("rename", b"RENAME", self._key(key), self._key(new_key))

    def rename_if_absent(self, key: str, new_key: str) -> bool:
        return bool(self._send("rename_if_absent", b"RENAMENX", self._key(key), self._key(new_key)))

    def copy(self, source: str, destination: str, *, replace: bool = False) -> bool:
        check_flags(replace)
        words = (b"REPLACE",) if replace else ()
        return bool(self._send("copy", b"COPY", self._key(source), self._key(destination), *words))

    def type(self, key: str) -> KeyType | None:
        reply = self._send("type", b"TYPE", self._key(key))
        if reply == b"none":
            return None
        if reply not in _KINDS:
            message = f"key {key!r} holds a {reply.decode()}, a kind that this port does not chart"
            raise DependencyError(message, code=KeyValueCode.OTHER, operation="type")
        return _KINDS[reply]
