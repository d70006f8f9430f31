"""What one of several clients in a program does by recipes, all in plain data."""

from __future__ import annotations

from collections.abc import Callable

from verifake.ports.keyvalue import KeyValue
from verifake.recipes.errors import LeaseLost
from verifake.recipes.locks import Lease, Lock
from verifake.recipes.optimistic import update
from verifake.recipes.rate_limits import RateLimiter

__all__ = ["Recipes"]


class Recipes:
    """A client that holds locks, is limited, and counts. Of each lock it remembers the lease that it had last.

    Args:
        store: what it is a client of.
    """

    def __init__(self, store: KeyValue) -> None:
        self._store = store
        self._leases: dict[str, Lease] = {}

    def acquire(self, name: str, lease_seconds: float) -> int | None:
        """Take a lock; return its fencing number, or None."""
        lease = Lock(self._store, name, lease_seconds=lease_seconds).acquire()
        if lease is None:
            return None
        self._leases[name] = lease
        return lease.fencing_number

    def release(self, name: str) -> bool | None:
        """Release the lease; return whether it still ran, None if there never was one."""
        return self._done(name, Lease.release)

    def extend(self, name: str) -> bool | None:
        """Extend the lease; return as `release`."""
        return self._done(name, Lease.extend)

    def remaining(self, name: str) -> float | None:
        """Return for how long the lease still runs, None if there never was one."""
        lease = self._leases.get(name)
        return None if lease is None else lease.remaining_seconds()

    def admit(self, key: str, cost: int) -> tuple[bool, int, float, float]:
        """Ask a limiter; return what it says."""
        decision = RateLimiter(self._store, limit=3, per_seconds=2, burst=4).try_acquire(key, cost)
        return decision.allowed, decision.remaining, decision.retry_after_seconds, decision.reset_after_seconds

    def count(self, key: str, keep_ttl: bool) -> bytes | None:
        """Add a letter to a string."""
        return update(self._store, key, lambda old: (old or b"")[-5:] + b"x", keep_ttl=keep_ttl)

    def _done(self, name: str, operation: Callable[[Lease], None]) -> bool | None:
        lease = self._leases.get(name)
        if lease is None:
            return None
        try:
            operation(lease)
        except LeaseLost:
            return False
        return True
