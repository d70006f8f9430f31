"""The core of the facet for deadlines. The order of checks is the engine's: it decides which error is seen."""

from __future__ import annotations

from typing import Final, NamedTuple

from verifake.fakes.keyvalue._core.rejections import incompatible_options, invalid_expire
from verifake.fakes.keyvalue._core.state import MAX_INT64, Keyspace, check_int64
from verifake.ports.keyvalue import NoTtl

__all__ = ["UNCONDITIONAL", "Conditions", "ExpiryCore"]


class Conditions(NamedTuple):
    """What must hold for a deadline to be changed."""

    only_if_persistent: bool = False
    only_if_volatile: bool = False
    only_if_later: bool = False
    only_if_sooner: bool = False

    def exclude_each_other(self) -> bool:
        """Return whether the engine refuses this set of conditions."""
        persistent, volatile, later, sooner = self
        return (persistent and (volatile or later or sooner)) or (later and sooner)

    def allow(self, new: int, old: int | None) -> bool:
        """Return whether the deadline may become `new`; None counts as infinitely late."""
        if old is None:
            return not (self.only_if_volatile or self.only_if_later)
        return not (
            self.only_if_persistent or (self.only_if_later and new <= old) or (self.only_if_sooner and new >= old)
        )


UNCONDITIONAL: Final = Conditions()


class ExpiryCore(Keyspace):
    """As `verifake.ports.keyvalue.Expiry`, in milliseconds and with the time of the call given."""

    __slots__ = ()

    def expire(self, key: str, ttl_ms: int, conditions: Conditions, now_ms: int) -> bool:
        if conditions.exclude_each_other():
            raise incompatible_options("expire")
        check_int64(ttl_ms, "expire", "the time")
        if ttl_ms + now_ms > MAX_INT64:
            raise invalid_expire("expire", ttl_ms)
        return self._change_deadline(key, ttl_ms + now_ms, conditions, now_ms)

    def expire_at(self, key: str, at_ms: int, conditions: Conditions, now_ms: int) -> bool:
        if conditions.exclude_each_other():
            raise incompatible_options("expire_at")
        check_int64(at_ms, "expire_at", "the time")
        return self._change_deadline(key, at_ms, conditions, now_ms)

    def persist(self, key: str, now_ms: int) -> bool:
        return self._find(key, now_ms) is not None and self._persist(key)

    def time_to_live(self, key: str, now_ms: int) -> int | NoTtl:
        deadline = self.expires_at(key, now_ms)
        return deadline - now_ms if isinstance(deadline, int) else deadline

    def expires_at(self, key: str, now_ms: int) -> int | NoTtl:
        if self._find(key, now_ms) is None:
            return NoTtl.ABSENT
        return self._deadlines.get(key, NoTtl.PERSISTENT)

    def _change_deadline(self, key: str, deadline: int, conditions: Conditions, now_ms: int) -> bool:
        """Give `key` a deadline if it is there and `conditions` hold; return whether that was done."""
        if self._find(key, now_ms) is None or not conditions.allow(deadline, self._deadlines.get(key)):
            return False
        self._expire(key, deadline, now_ms)
        return True
