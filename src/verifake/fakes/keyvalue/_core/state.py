"""What the fake holds: values, deadlines, the rule by which a key is present, and who is told of a change."""

from __future__ import annotations

from collections.abc import Collection
from random import Random
from typing import Final, TypeVar

from verifake.fakes.keyvalue._core.limits import Limits, Line
from verifake.fakes.keyvalue._core.rejections import invalid_timeout, no_keys, not_an_integer, too_large, wrong_type
from verifake.fakes.keyvalue._core.values import KIND_OF, Value, planted
from verifake.fakes.keyvalue._core.waiting import Waiting
from verifake.fakes.keyvalue._core.watching import Watch
from verifake.ports.keyvalue import KeyType

__all__ = ["MAX_INT64", "MIN_INT64", "Keyspace", "check_int64", "check_range"]

Container = TypeVar("Container", bound=Value)

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


def check_range(start: int, stop: int, operation: str) -> None:
    """Check the ends of a range as `check_int64` does."""
    if not MIN_INT64 <= start <= MAX_INT64:
        raise not_an_integer(operation, "start")
    if not MIN_INT64 <= stop <= MAX_INT64:
        raise not_an_integer(operation, "stop")


class Keyspace(Waiting):
    """Values and deadlines by key: no lock, no clock; whoever calls says what time it is.

    A key is present up to and including its deadline. One that is found later is removed for good: it stays
    absent even where the clock jumps back. Keys that expire unread are removed by later writes, a few at a time.

    Every change goes through `_store`, `_remove`, `_let_expire` or `_persist`; what changes a container in place calls
    `_changed`, and what gives it elements that somebody may wait for calls `_filled`.
    """

    __slots__ = (
        "_deadlines",
        "_limit",
        "_line",
        "_places",
        "_random",
        "_soonest",
        "_to_check",
        "_values",
        "_watches",
    )

    def __init__(self, limits: Limits, line: Line, seed: int) -> None:
        super().__init__()
        self._limit = limits.max_string_bytes
        self._line = line
        self._random = Random(seed)  # noqa: S311 - what an engine draws at random is no secret
        self._values: dict[str, Value] = {}
        self._deadlines: dict[str, int] = {}
        self._watches: dict[str, list[Watch]] = {}
        self._places: list[tuple[int, str]] | None = None
        """Where `scan` finds each key; None since a key came or went."""
        self._to_check: list[str] = []
        self._soonest = _NEVER

    def plant(self, key: str, kind: KeyType, now_ms: int) -> None:
        """Let `key` hold a value of `kind`, without a deadline."""
        self._discard(key)
        self._store(key, planted(kind), now_ms)

    def _find(self, key: str, now_ms: int) -> Value | None:
        """Return what `key` holds, or None; remove it if its deadline has passed."""
        value = self._values.get(key)
        if value is not None and key in self._deadlines and self._deadlines[key] < now_ms:
            self._remove(key)
            return None
        return value

    def _find_as(self, kind: type[Container], key: str, now_ms: int, operation: str) -> Container | None:
        """As `_find`, but raise `InvalidRequest` (`WRONG_TYPE`) on anything but a `kind`."""
        value = self._values.get(key)
        if value is None:
            return None
        if key in self._deadlines and self._deadlines[key] < now_ms:
            self._remove(key)
            return None
        if type(value) is not kind:
            raise wrong_type(operation, key, KIND_OF[type(value)], KIND_OF[kind])
        return value

    def _find_string(self, key: str, now_ms: int, operation: str) -> bytes | None:
        """As `_find_as` for strings."""
        value = self._values.get(key)
        if value is None:
            return None
        if key in self._deadlines and self._deadlines[key] < now_ms:
            self._remove(key)
            return None
        if type(value) is not bytes:
            raise wrong_type(operation, key, KIND_OF[type(value)], KeyType.STRING)
        return value

    def _store(self, key: str, value: Value, now_ms: int) -> None:
        """Let `key` hold `value`, and its deadline be.

        Those who wait hear of a key that comes, and not of one that only holds something else from now on.
        """
        if key not in self._values:
            self._places = None
            if self._waiters:
                self._filled(key)
        elif self._waiters and type(self._values[key]) is not type(value):
            self._lost(key)
        self._values[key] = value
        if self._watches:
            self._changed(key)
        if now_ms > self._soonest or self._to_check:
            self._reclaim(now_ms)

    def _overwrite(self, key: str, value: Value, now_ms: int) -> None:
        """Let `key` hold `value`, without a deadline."""
        deadline = self._deadlines.pop(key, None)
        if deadline is not None and deadline < now_ms:
            self._remove(key)
        self._store(key, value, now_ms)

    def _let_expire(self, key: str, deadline: int) -> None:
        """Give a present key a deadline."""
        self._deadlines[key] = deadline
        if self._watches:
            self._changed(key)
        if deadline < self._soonest:  # noqa: PLR1730  # min() would double what this method costs
            self._soonest = deadline

    def _persist(self, key: str) -> bool:
        """Take the deadline of a present key away; return whether it had one."""
        if self._deadlines.pop(key, None) is None:
            return False
        self._changed(key)
        return True

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
        self._places = None
        self._deadlines.pop(key, None)
        if self._watches:
            self._changed(key)
        if self._waiters:
            self._lost(key)

    def _remove_if_empty(self, key: str, value: Value) -> None:
        """Remove a present key whose last element is gone."""
        if not value:
            self._remove(key)

    def _changed(self, key: str) -> None:
        """Tell those who watch `key` that it has changed, the longest watching first.

        Who had begun when the key had expired already hears of its removal first, and of no change before that.
        """
        for watch in tuple(self._watches.get(key, ())):
            if not watch.keys[key]:
                watch.broken = True
                self._forget(watch)
            elif key not in self._values:
                watch.keys[key] = False
            else:
                # Only where the clock was set back. The engine's loop ends here too.
                break

    def _forget(self, watch: Watch) -> None:
        """Let `watch` hear of nothing more."""
        for key in watch.keys:
            self._watches[key].remove(watch)
            if not self._watches[key]:
                del self._watches[key]
        watch.keys.clear()

    def _has_expired(self, key: str, now_ms: int) -> bool:
        """Whether `key` holds something whose deadline has passed, and which nobody has found yet."""
        return key in self._deadlines and self._deadlines[key] < now_ms

    def _check_size(self, size: int, operation: str) -> None:
        """Raise `TooLarge` for a string of more than the limit."""
        if size > self._limit:
            raise too_large(operation, self._limit)

    def _check_members(self, members: Collection[bytes], operation: str) -> None:
        """Raise `TooLarge` for a member that is too long, `InvalidRequest` (`NO_KEYS`) if there is none."""
        for member in members:
            if len(member) > self._limit:
                raise too_large(operation, self._limit)
        if not members:
            raise no_keys(operation, "member")

    def _check_timeout(self, timeout_ms: int, operation: str, now_ms: int) -> None:
        """Raise `InvalidRequest` (`INVALID_TIMEOUT`) for a time that no call can wait, as `timeout_ms` gives it."""
        latest = MAX_INT64 if self._line.timeout_may_end_time else MAX_INT64 - now_ms
        if not 0 <= timeout_ms <= latest:
            raise invalid_timeout(operation)

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
