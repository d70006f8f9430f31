"""The shell of the fake for hashes."""

from __future__ import annotations

from collections.abc import Mapping

from verifake.fakes.keyvalue._shell import Shell
from verifake.ports.keyvalue import Hashes
from verifake.ports.keyvalue._arguments import (
    check_integer,
    check_key,
    check_keys,
    checked_value,
    checked_values,
    float_text,
)

__all__ = ["FakeHashes"]


class FakeHashes(Shell, Hashes):
    """As `verifake.ports.keyvalue.Hashes`."""

    def hash_set(self, key: str, values: Mapping[str, bytes]) -> int:
        check_key(key)
        copied = checked_values(values)
        with self._turn as now_ms:
            return self._core.hash_set(key, copied, now_ms)

    def hash_set_if_absent(self, key: str, field: str, value: bytes) -> bool:
        check_key(key)
        check_key(field)
        value = checked_value(value)
        with self._turn as now_ms:
            return self._core.hash_set_if_absent(key, field, value, now_ms)

    def hash_get(self, key: str, field: str) -> bytes | None:
        check_key(key)
        check_key(field)
        with self._turn as now_ms:
            return self._core.hash_get(key, field, now_ms)

    def hash_get_many(self, key: str, *fields: str) -> list[bytes | None]:
        check_key(key)
        check_keys(fields)
        with self._turn as now_ms:
            return self._core.hash_get_many(key, fields, now_ms)

    def hash_get_all(self, key: str) -> dict[str, bytes]:
        check_key(key)
        with self._turn as now_ms:
            return self._core.hash_get_all(key, now_ms)

    def hash_fields(self, key: str) -> list[str]:
        check_key(key)
        with self._turn as now_ms:
            return self._core.hash_fields(key, now_ms)

    def hash_values(self, key: str) -> list[bytes]:
        check_key(key)
        with self._turn as now_ms:
            return self._core.hash_values(key, now_ms)

    def hash_delete(self, key: str, *fields: str) -> int:
        check_key(key)
        check_keys(fields)
        with self._turn as now_ms:
            return self._core.hash_delete(key, fields, now_ms)

    def hash_contains(self, key: str, field: str) -> bool:
        check_key(key)
        check_key(field)
        with self._turn as now_ms:
            return self._core.hash_contains(key, field, now_ms)

    def hash_length(self, key: str) -> int:
        check_key(key)
        with self._turn as now_ms:
            return self._core.hash_length(key, now_ms)

    def hash_value_length(self, key: str, field: str) -> int:
        check_key(key)
        check_key(field)
        with self._turn as now_ms:
            return self._core.hash_value_length(key, field, now_ms)

    def hash_increment(self, key: str, field: str, by: int = 1) -> int:
        check_key(key)
        check_key(field)
        check_integer(by)
        with self._turn as now_ms:
            return self._core.hash_increment(key, field, by, now_ms)

    def hash_increment_float(self, key: str, field: str, by: float) -> float:
        check_key(key)
        check_key(field)
        text = float_text(by).encode()
        with self._turn as now_ms:
            return float(self._core.hash_increment_float(key, field, text, now_ms))

    def hash_random(self, key: str, count: int) -> list[tuple[str, bytes]]:
        check_key(key)
        check_integer(count)
        with self._turn as now_ms:
            return self._core.hash_random(key, count, now_ms)
