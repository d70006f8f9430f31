"""The core of the facet for keys as such."""

from __future__ import annotations

from verifake.fakes.keyvalue._core.rejections import no_keys, no_such_key, same_key
from verifake.fakes.keyvalue._core.state import Keyspace
from verifake.fakes.keyvalue._core.values import KIND_OF, Value, copied
from verifake.ports.keyvalue import KeyType

__all__ = ["KeysCore"]


class KeysCore(Keyspace):
    """As `verifake.ports.keyvalue.Keys`, with the time of the call given."""

    __slots__ = ()

    def delete(self, keys: tuple[str, ...], now_ms: int) -> int:
        if not keys:
            raise no_keys("delete")
        deleted = 0
        for key in keys:
            if self._find(key, now_ms) is not None:
                self._remove(key)
                deleted += 1
        return deleted

    def exists(self, keys: tuple[str, ...], now_ms: int) -> int:
        if not keys:
            raise no_keys("exists")
        return sum(self._find(key, now_ms) is not None for key in keys)

    def rename(self, key: str, new_key: str, now_ms: int) -> None:
        if self._find(key, now_ms) is None:
            raise no_such_key("rename", key)
        if key != new_key:
            self._move(key, new_key, now_ms)

    def rename_if_absent(self, key: str, new_key: str, now_ms: int) -> bool:
        if self._find(key, now_ms) is None:
            raise no_such_key("rename_if_absent", key)
        if self._find(new_key, now_ms) is not None:
            return False
        self._move(key, new_key, now_ms)
        return True

    def copy(self, source: str, destination: str, now_ms: int, *, replace: bool) -> bool:
        if source == destination:
            raise same_key("copy")
        if self._find(source, now_ms) is None:
            return False
        if self._find(destination, now_ms) is not None and not replace:
            return False
        self._duplicate(source, destination, now_ms)
        return True

    def type(self, key: str, now_ms: int) -> KeyType | None:
        value = self._find(key, now_ms)
        return None if value is None else KIND_OF[type(value)]

    def _move(self, key: str, new_key: str, now_ms: int) -> None:
        """Let `new_key` hold what the present `key` held, with its deadline; `key` is gone."""
        value, deadline = self._values[key], self._deadlines.get(key)
        self._remove(key)
        self._put(new_key, value, deadline, now_ms)

    def _duplicate(self, key: str, new_key: str, now_ms: int) -> None:
        """Let `new_key` hold a copy of what the present `key` holds, with its deadline."""
        self._put(new_key, copied(self._values[key]), self._deadlines.get(key), now_ms)

    def _put(self, key: str, value: Value, deadline: int | None, now_ms: int) -> None:
        """Let `key` hold `value` with `deadline`, and nothing of what it had."""
        self._discard(key)
        self._store(key, value, now_ms)
        if deadline is not None:
            self._let_expire(key, deadline)
