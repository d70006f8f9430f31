"""The shell of the fake for keys as such."""

from __future__ import annotations

from verifake.fakes.keyvalue._shell import Shell
from verifake.ports.keyvalue import Keys, KeyType
from verifake.ports.keyvalue._arguments import check_flags, check_key, check_keys

__all__ = ["FakeKeys"]


class FakeKeys(Shell, Keys):
    """As `verifake.ports.keyvalue.Keys`."""

    def delete(self, *keys: str) -> int:
        check_keys(keys)
        with self._turn as now_ms:
            return self._core.delete(keys, now_ms)

    def exists(self, *keys: str) -> int:
        check_keys(keys)
        with self._turn as now_ms:
            return self._core.exists(keys, now_ms)

    def rename(self, key: str, new_key: str) -> None:
        check_keys((key, new_key))
        with self._turn as now_ms:
            self._core.rename(key, new_key, now_ms)

    def rename_if_absent(self, key: str, new_key: str) -> bool:
        check_keys((key, new_key))
        with self._turn as now_ms:
            return self._core.rename_if_absent(key, new_key, now_ms)

    def copy(self, source: str, destination: str, *, replace: bool = False) -> bool:
        check_keys((source, destination))
        check_flags(replace)
        with self._turn as now_ms:
            return self._core.copy(source, destination, now_ms, replace=replace)

    def type(self, key: str) -> KeyType | None:
        check_key(key)
        with self._turn as now_ms:
            return self._core.type(key, now_ms)
