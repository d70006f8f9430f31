"""Locks with a lease and a fencing number.

At any instant of the engine's clock at most one holder's lease runs. That is all: a holder that is delayed may go on
when its lease has run out, and nobody can tell it in time. So every lease has a *fencing number*, larger than those of
all leases of this lock before it. What is protected by the lock compares: it refuses a number that is smaller than one
it has seen. With that, an old holder does no harm; without, a lock saves double work and proves nothing.

Not guaranteed, as the engine does not: anything across the loss of acknowledged writes, as when a replica takes over
that had not received them, or keys are evicted. Nor that who has waited longest comes first, though who releases wakes
that one; if it is gone by then, the others wait until the lease would have run out.

Source: https://redis.io/docs/latest/develop/clients/patterns/distributed-locks/ (one instance, random token),
https://martin.kleppmann.com/2016/02/08/how-to-do-distributed-locking.html (fencing)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from random import Random, SystemRandom
from typing import Final, NamedTuple

from verifake.errors import DependencyError, InvalidRequest, TimedOut
from verifake.ports.keyvalue import Counters, Expiry, Keys, KeyValue, Lists, NoTtl, Strings
from verifake.ports.keyvalue._arguments import check_key, check_patience
from verifake.recipes._checks import check_span
from verifake.recipes.errors import Contended, LeaseLost, LockBusy
from verifake.recipes.optimistic import MAX_ATTEMPTS, attempts

__all__ = ["Lease", "Lock"]

_TOKEN_BYTES: Final = 16
_SHORTEST_WAIT_SECONDS: Final = 0.001
"""A time-out of zero would be none."""

_FREE: Final = b"free"


class _Keys(NamedTuple):
    """The keys of one lock; the braces let a cluster keep them together.

    Attributes:
        lock: holds the holder's token, until the lease runs out.
        fence: holds the last fencing number, for ever.
        signal: a list that wakes one of those who wait.
    """

    lock: str
    fence: str
    signal: str


class Lock:
    """A lock by name, for all who share the store. Thread safe; not reentrant.

    Nothing is asked of the clocks of those who use it: leases and waits are measured by the engine's.

    Args:
        store: where the lock is kept, in three keys that begin with ``lock:{name}``. The one with the fencing number
            has no deadline: while it is there, numbers grow.
        name: the lock's name.
        lease_seconds: how long a holder has; longer than what it does ever takes, or it extends the lease in time.
        random: where tokens come from, by which a lease is known; they must never repeat.
    """

    def __init__(self, store: KeyValue, name: str, *, lease_seconds: float, random: Random | None = None) -> None:
        check_key(name)
        check_span(lease_seconds, "lease_seconds")
        self._store = store
        self._name = name
        self._keys = _Keys(f"lock:{{{name}}}", f"lock:{{{name}}}:fence", f"lock:{{{name}}}:signal")
        self._lease_seconds = lease_seconds
        self._random = SystemRandom() if random is None else random
        self._unsettled: list[bytes] = []

    def acquire(self, *, wait_seconds: float | None = 0.0) -> Lease | None:
        """Return a lease, or None if somebody else holds the lock until `wait_seconds` are over (None: for ever).

        Who waits is woken when the lock is released, or its lease runs out.

        Raises:
            TimedOut: with ``maybe_applied`` the lock may be held by nobody who knows of it, for `lease_seconds` at
                most. The next call on this object finds that out, and takes it over.
        """
        check_patience(wait_seconds)
        token = self._token()
        lease = self._take(token)
        if lease or wait_seconds == 0:
            return lease
        give_up_at = None if wait_seconds is None else self._store.now() + wait_seconds
        while not lease and self._wait(give_up_at):
            lease = self._take(token)
        return lease

    @contextmanager
    def hold(self, *, wait_seconds: float | None = 0.0) -> Iterator[Lease]:
        """Hold the lock during a block, which is given the lease and leaves its release to this.

        Raises:
            LockBusy: somebody else holds it; the block is not entered.
            LeaseLost: the lease had run out when the block ended. What the block raises itself goes first.
            TimedOut: as `acquire`.
        """
        lease = self.acquire(wait_seconds=wait_seconds)
        if lease is None:
            raise LockBusy(self._name)
        try:
            yield lease
        except BaseException:
            with suppress(DependencyError):
                lease.release()
            raise
        lease.release()

    def _token(self) -> bytes:
        """Return the token of an attempt whose outcome is not known, or a new one."""
        try:
            return self._unsettled.pop()
        except IndexError:
            return self._random.randbytes(_TOKEN_BYTES).hex().encode()

    def _take(self, token: bytes) -> Lease | None:
        """Take the lock under `token` if it is free, or held under it already."""
        try:
            number = self._take_number(token)
        except TimedOut:
            self._unsettled.append(token)
            raise
        return (
            None if number is None else Lease(self._name, number, self._store, self._keys, token, self._lease_seconds)
        )

    def _take_number(self, token: bytes) -> int | None:
        """As `_take`, but return the fencing number."""
        with self._store.transaction(self._keys.lock) as transaction:
            if self._store.get(self._keys.lock) not in (None, token):
                return None
            transaction.queue(Strings.set, self._keys.lock, token, ttl_seconds=self._lease_seconds)
            number = transaction.queue(Counters.increment, self._keys.fence)
            transaction.queue(Keys.delete, self._keys.signal)
            # Where this does nothing somebody else has taken the lock meanwhile.
            if not transaction.execute():
                return None
        try:
            return number.value
        except InvalidRequest:
            # Somebody else's value stands where the number should. A transaction undoes nothing by itself.
            self._store.delete(self._keys.lock)
            raise

    def _wait(self, give_up_at: float | None) -> bool:
        """Wait until the lock may be free or `give_up_at`; return False at once if that is over."""
        now = self._store.now()
        if give_up_at is not None and now >= give_up_at:
            return False
        held_for = self._store.time_to_live(self._keys.lock)
        if held_for is NoTtl.ABSENT:
            return True
        patience = self._lease_seconds if isinstance(held_for, NoTtl) else held_for
        if give_up_at is not None:
            patience = min(patience, give_up_at - now)
        self._store.list_pop_waiting(self._keys.signal, timeout_seconds=max(patience, _SHORTEST_WAIT_SECONDS))
        return True


@dataclass(frozen=True, slots=True, eq=False)
class Lease:
    """A lock that is held. `Lock.acquire` makes it.

    Attributes:
        name: the lock's.
        fencing_number: larger than that of every lease of this lock before.
    """

    name: str
    fencing_number: int
    _store: KeyValue = field(repr=False)
    _keys: _Keys = field(repr=False)
    _token: bytes = field(repr=False)
    _lease_seconds: float = field(repr=False)

    def release(self) -> None:
        """Give the lock back, and wake who has waited longest.

        Raises:
            LeaseLost: it is not held under this lease any more, and was left alone.
            TimedOut: as ever; called again after one with ``maybe_applied``, this raises `LeaseLost` if it was done.
        """
        for transaction in attempts(self._store, self._keys.lock):
            with transaction:
                self._check_held("release")
                transaction.queue(Keys.delete, self._keys.lock, self._keys.signal)
                transaction.queue(Lists.list_push, self._keys.signal, _FREE)
                # Nobody may be there to hear it; the next who takes the lock deletes it too.
                transaction.queue(Expiry.expire, self._keys.signal, self._lease_seconds)
                if transaction.execute():
                    return
        raise Contended(self._keys.lock, "release", MAX_ATTEMPTS)

    def extend(self) -> None:
        """Let the lease run for its whole time from now.

        Raises:
            LeaseLost: it is not held under this lease any more, and was left alone.
        """
        for transaction in attempts(self._store, self._keys.lock):
            with transaction:
                self._check_held("extend")
                transaction.queue(Expiry.expire, self._keys.lock, self._lease_seconds)
                if transaction.execute():
                    return
        raise Contended(self._keys.lock, "extend", MAX_ATTEMPTS)

    def remaining_seconds(self) -> float:
        """Return for how long the lease still runs, by the engine's clock; 0.0 if the lock is not held under it."""
        with self._store.transaction() as transaction:
            token = transaction.queue(Strings.get, self._keys.lock)
            remaining = transaction.queue(Expiry.time_to_live, self._keys.lock)
            transaction.execute()
        seconds = remaining.value
        return 0.0 if token.value != self._token or isinstance(seconds, NoTtl) else seconds

    def _check_held(self, operation: str) -> None:
        """Raise `LeaseLost` unless the lock is held under this lease."""
        if self._store.get(self._keys.lock) != self._token:
            raise LeaseLost(self.name, operation)
