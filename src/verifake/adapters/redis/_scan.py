"""The facet for iteration, over redis-py."""

from __future__ import annotations

from typing import Any

from verifake.adapters.redis._glob import literal
from verifake.adapters.redis._session import Session, decimal
from verifake.ports.keyvalue import KeyType, Scan
from verifake.ports.keyvalue._arguments import (
    check_kind,
    check_match,
    check_page,
    checked_value,
    key_bytes,
    key_text,
)

__all__ = ["RedisScan"]


class RedisScan(Session, Scan):
    """As `verifake.ports.keyvalue.Scan`. Only keys with the adapter's prefix are seen, and shown without it."""

    def scan(
        self, cursor: int = 0, *, match: str | None = None, count: int | None = None, kind: KeyType | None = None
    ) -> tuple[int, list[str]]:
        check_page(cursor, count)
        check_match(match)
        check_kind(kind)
        pattern = None
        if self._prefix or match is not None:
            pattern = literal(self._prefix) + (b"*" if match is None else key_bytes(match))
        words = _options(pattern, count)
        if kind is not None:
            words += [b"TYPE", kind.value.encode()]
        after, keys = self._send("scan", b"SCAN", decimal(cursor), *words)
        return int(after), [key_text(key[len(self._prefix) :]) for key in keys]

    def hash_scan(
        self, key: str, cursor: int = 0, *, match: str | None = None, count: int | None = None
    ) -> tuple[int, dict[str, bytes]]:
        check_page(cursor, count)
        check_match(match)
        pattern = None if match is None else key_bytes(match)
        after, found = self._scan("hash_scan", b"HSCAN", key, cursor, pattern, count)
        return after, {key_text(field): value for field, value in zip(found[::2], found[1::2], strict=True)}

    def set_scan(
        self, key: str, cursor: int = 0, *, match: bytes | None = None, count: int | None = None
    ) -> tuple[int, list[bytes]]:
        check_page(cursor, count)
        pattern = None if match is None else checked_value(match)
        return self._scan("set_scan", b"SSCAN", key, cursor, pattern, count)

    def sorted_scan(
        self, key: str, cursor: int = 0, *, match: bytes | None = None, count: int | None = None
    ) -> tuple[int, list[tuple[bytes, float]]]:
        check_page(cursor, count)
        pattern = None if match is None else checked_value(match)
        after, found = self._scan("sorted_scan", b"ZSCAN", key, cursor, pattern, count)
        return after, [(member, float(score)) for member, score in zip(found[::2], found[1::2], strict=True)]

    def _scan(
        self, operation: str, command: bytes, key: str, cursor: int, pattern: bytes | None, count: int | None
    ) -> tuple[int, list[Any]]:
        """Send one of the commands that look through a key; return the next cursor and the elements in a row."""
        after, found = self._send(operation, command, self._key(key), decimal(cursor), *_options(pattern, count))
        return int(after), found


def _options(pattern: bytes | None, count: int | None) -> list[bytes]:
    words = [] if pattern is None else [b"MATCH", pattern]
    return words if count is None else [*words, b"COUNT", decimal(count)]
