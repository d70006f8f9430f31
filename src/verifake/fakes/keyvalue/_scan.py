"""The shell of the fake for iteration."""

from __future__ import annotations

from verifake.fakes.keyvalue._shell import Shell
from verifake.ports.keyvalue import KeyType, Scan
from verifake.ports.keyvalue._arguments import check_key, check_kind, check_match, check_page, checked_value

__all__ = ["FakeScan"]


class FakeScan(Shell, Scan):
    """As `verifake.ports.keyvalue.Scan`.

    Keys come in the order of a checksum of their names, about `count` at a time; a collection of up to 128 elements
    comes at once, whatever the count.
    """

    def scan(
        self, cursor: int = 0, *, match: str | None = None, count: int | None = None, kind: KeyType | None = None
    ) -> tuple[int, list[str]]:
        check_page(cursor, count)
        check_match(match)
        check_kind(kind)
        with self._turn as now_ms:
            return self._core.scan(cursor, match, count, kind, now_ms)

    def hash_scan(
        self, key: str, cursor: int = 0, *, match: str | None = None, count: int | None = None
    ) -> tuple[int, dict[str, bytes]]:
        check_key(key)
        check_page(cursor, count)
        check_match(match)
        with self._turn as now_ms:
            return self._core.hash_scan(key, cursor, match, count, now_ms)

    def set_scan(
        self, key: str, cursor: int = 0, *, match: bytes | None = None, count: int | None = None
    ) -> tuple[int, list[bytes]]:
        check_key(key)
        check_page(cursor, count)
        match = None if match is None else checked_value(match)
        with self._turn as now_ms:
            return self._core.set_scan(key, cursor, match, count, now_ms)

    def sorted_scan(
        self, key: str, cursor: int = 0, *, match: bytes | None = None, count: int | None = None
    ) -> tuple[int, list[tuple[bytes, float]]]:
        check_key(key)
        check_page(cursor, count)
        match = None if match is None else checked_value(match)
        with self._turn as now_ms:
            return self._core.sorted_scan(key, cursor, match, count, now_ms)
