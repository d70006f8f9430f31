"""The facet of the KeyValue port for deadlines."""

from __future__ import annotations

from abc import ABC, abstractmethod

from verifake.ports.keyvalue._values import NoTtl

__all__ = ["Expiry"]


class Expiry(ABC):
    """Deadlines of keys, of any kind of value.

    Durations and Unix times are seconds, kept to the millisecond: a fraction of a millisecond is dropped.
    A key is there up to and including the instant of its deadline, and absent one millisecond later. The
    deadline is a point on the *engine's* wall clock: where that jumps, remaining times jump with it.
    """

    @abstractmethod
    def expire(
        self,
        key: str,
        ttl_seconds: float,
        *,
        only_if_persistent: bool = False,
        only_if_volatile: bool = False,
        only_if_later: bool = False,
        only_if_sooner: bool = False,
    ) -> bool:
        """Let `key` expire `ttl_seconds` from now; return whether that was done (False if absent or refused).

        Zero or a negative time deletes the key at once and returns True.

        Args:
            only_if_persistent: only if the key has no deadline (``NX``).
            only_if_volatile: only if the key has a deadline (``XX``).
            only_if_later: only if the new deadline is later (``GT``); no deadline counts as infinitely late.
            only_if_sooner: only if the new deadline is sooner (``LT``); no deadline counts as infinitely late.

        Raises:
            InvalidRequest: `INCOMPATIBLE_OPTIONS` for `only_if_persistent` with another, or later with sooner;
                `INVALID_EXPIRE` if the deadline would leave the 64-bit range of milliseconds;
                `NOT_AN_INTEGER` if the time itself does.

        Source: https://redis.io/docs/latest/commands/pexpire/
        """

    @abstractmethod
    def expire_at(
        self,
        key: str,
        at_seconds: float,
        *,
        only_if_persistent: bool = False,
        only_if_volatile: bool = False,
        only_if_later: bool = False,
        only_if_sooner: bool = False,
    ) -> bool:
        """As `expire`, with the deadline as Unix time. A deadline of now or earlier deletes the key at once.

        Raises:
            InvalidRequest: as `expire`, but never `INVALID_EXPIRE`.

        Source: https://redis.io/docs/latest/commands/pexpireat/
        """

    @abstractmethod
    def persist(self, key: str) -> bool:
        """Take the deadline away; return whether there was one. Source: https://redis.io/docs/latest/commands/persist/"""

    @abstractmethod
    def time_to_live(self, key: str) -> float | NoTtl:
        """Return the remaining time in seconds, or which kind of none. Source: https://redis.io/docs/latest/commands/pttl/"""

    @abstractmethod
    def expires_at(self, key: str) -> float | NoTtl:
        """Return the deadline as Unix time in seconds, or which kind of none.

        Source: https://redis.io/docs/latest/commands/pexpiretime/
        """

    @abstractmethod
    def now(self) -> float:
        """Return what the engine's wall clock says: Unix time in seconds, its milliseconds begun.

        Deadlines are compared with it. Who goes by the time of several clients asks for it, since their clocks differ.

        Not guaranteed: that it never goes back; that it moves, or stands still, within a transaction.

        Source: https://redis.io/docs/latest/commands/time/
        """
