"""What the fake holds: values, deadlines, and the rule by which a key is present."""

from __future__ import annotations

from typing import Final

from verifake.fakes.keyvalue._limits import Limits, Line
from verifake.fakes.keyvalue._rejections import not_an_integer, too_large, wrong_type
from verifake.ports.keyvalue import KeyType

__all__ = ["MAX_INT64", "MIN_INT64", "Keyspace", "check_int64"]

MIN_INT64: Final = -(2**63)
MAX_INT64: Final = 2**63 - 1

_NEVER: Final = MAX_INT64
_KEYS_PER_WRITE: Final = 4
"""How many deadlines a write looks at while expired keys may be about. With n of them the expired keys that
nobody has read are at most about a share of 1 / (n - 1) of the others."""


def check_int64(number: int, operation: str, what: str) -> None:
    """Raise `InvalidRequest` (`NOT_AN_INTEGER`) unless `number` has at most 64 bits."""
    if not MIN_INT64 <= number <= MAX_INT64:
        raise not_an_integer(operation, what)


class Keyspace:
    """Values and deadlines by key: no lock, no clock; whoever calls says what time it is.

    A key is present up to and including its deadline. One that is found later is removed for good: it stays
    absent even where the clock jumps back. Keys that expire unread are removed by later writes, a few at a time.
    """

    __slots__ = ("_deadlines", "_limit", "_line", "_soonest", "_to_check", "_values")

    def __init__(self, limits: Limits, line: Line) -> None:
        self._limit = limits.max_string_bytes
        self._line = line
        self._values: dict[str, bytes | KeyType] = {}
        self._deadlines: dict[str, int] = {}
        self._to_check: list[str] = []
        self._soonest = _NEVER

    def plant(self, key: str, kind: KeyType, now_ms: int) -> None:
        """Let `key` hold a value of `kind`, without a deadline."""
        self._deadlines.pop(key, None)
        self._store(key, kind, now_ms)

    def _find(self, key: str, now_ms: int) -> bytes | KeyType | None:
        """Return what `key` holds, or None; remove it if its deadline has passed."""
        value = self._values.get(key)
        if value is not None and key in self._deadlines and self._deadlines[key] < now_ms:
            self._remove(key)
            return None
        return value

    def _find_string(self, key: str, now_ms: int, operation: str) -> bytes | None:
        """As `_find`, but raise `InvalidRequest` (`WRONG_TYPE`) on anything but a string."""
        value = self._values.get(key)
        if value is None:
            return None
        if key in self._deadlines and self._deadlines[key] < now_ms:
            self._remove(key)
            return None
        if isinstance(value, KeyType):
            raise wrong_type(operation, key, value)
        return value

    def _store(self, key: str, value: bytes | KeyType, now_ms: int) -> None:
        """Let `key` hold `value`, and its deadline be."""
        self._values[key] = value
        if now_ms > self._soonest or self._to_check:
            self._reclaim(now_ms)

    def _let_expire(self, key: str, deadline: int) -> None:
        """Give a present key a deadline."""
        self._deadlines[key] = deadline
        if deadline < self._soonest:  # noqa: PLR1730  # min() would double what this method costs
            self._soonest = deadline

    def _expire(self, key: str, deadline: int, now_ms: int) -> None:
        """Give a present key a deadline, or remove it at once where that is now or earlier."""
        if deadline <= now_ms:
            self._remove(key)
        else:
            self._let_expire(key, deadline)

    def _discard(self, key: str) -> None:
        """Remove a key if it is there."""
        if key in self._values:
            self._remove(key)

    def _remove(self, key: str) -> None:
        """Remove a present key."""
        del self._values[key]
        self._deadlines.pop(key, None)

    def _check_size(self, size: int, operation: str) -> None:
        """Raise `TooLarge` for a string of more than the limit."""
        if size > self._limit:
            raise too_large(operation, self._limit)

    def _reclaim(self, now_ms: int) -> None:
        """Look at a few deadlines and remove the keys that have expired.

        A round goes once through all keys that had a deadline when it began. While it lasts, `_soonest` collects
        the earliest of those that stay, so that no round begins before something can have expired.
        """
        waiting, deadlines = self._to_check, self._deadlines
        if not waiting:
            waiting.extend(deadlines)
            self._soonest = _NEVER
        for _ in range(min(_KEYS_PER_WRITE, len(waiting))):
            key = waiting.pop()
            deadline = deadlines.get(key)
            if deadline is None:
                continue
            if deadline < now_ms:
                self._remove(key)
            elif deadline < self._soonest:
                self._soonest = deadline
