"""A limit on how often something is done, for all who share the store.

The algorithm is GCRA, the generic cell rate algorithm: a bucket of `burst` tokens that is filled with `limit` tokens
every `per_seconds`, evenly, and of which only one instant is kept: when it will be full again. All is computed in
fractions, so that nothing is lost to rounding, and by the engine's clock, in milliseconds.

In any `w` seconds at most ``burst + w * limit / per_seconds`` are admitted, whoever asks. Who needs at most so many in
*any* stretch of time lets `burst` be 1, and `limit` evenly spread.

Source: ITU-T I.371 (https://www.itu.int/rec/T-REC-I.371), https://brandur.org/rate-limiting
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Final

from verifake.ports.keyvalue import KeyValue, Strings
from verifake.ports.keyvalue._arguments import check_key, milliseconds
from verifake.recipes._checks import check_count, check_span
from verifake.recipes.errors import Contended, InvalidRecord
from verifake.recipes.optimistic import MAX_ATTEMPTS, attempts

__all__ = ["Decision", "RateLimiter"]

_MS_PER_SECOND: Final = 1000


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a request.

    Attributes:
        allowed: whether it was admitted. One that was not has cost nothing.
        remaining: how much would be admitted at this moment.
        retry_after_seconds: after how long the same would be admitted if nobody else came; 0.0 if it was.
        reset_after_seconds: after how long all is as if nobody had ever come.
    """

    allowed: bool
    remaining: int
    retry_after_seconds: float
    reset_after_seconds: float


class RateLimiter:
    """Admits `limit` requests a key every `per_seconds`, up to `burst` of them at once. Thread safe.

    Under contention it is exact and needs no lock: whoever comes in between was admitted, so that one is soon
    refused. An admission takes five round trips, and those of one key exclude each other: it is made for limits of up
    to some hundred a second and key.

    Args:
        store: where there is one key for whoever was admitted, until its bucket is full again.
        limit: how many every `per_seconds`.
        per_seconds: kept to the millisecond.
        burst: how many at once; `limit` unless given.
        prefix: what the store's keys begin with. Limiters with the same prefix share what they count.
    """

    def __init__(
        self, store: KeyValue, *, limit: int, per_seconds: float, burst: int | None = None, prefix: str = "rate:"
    ) -> None:
        check_count(limit, "limit")
        check_span(per_seconds, "per_seconds")
        if burst is not None:
            check_count(burst, "burst")
        check_key(prefix)
        self._store = store
        self._prefix = prefix
        self._burst = limit if burst is None else burst
        self._token_ms = Fraction(milliseconds(per_seconds), limit)
        self._bucket_ms = self._burst * self._token_ms

    def try_acquire(self, key: str, cost: int = 1) -> Decision:
        """Admit a request of `key` that costs so many tokens, or refuse it; never wait.

        Raises:
            ValueError: `cost` is less than 1, or more than the bucket ever holds.
            InvalidRecord: the key in the store holds something else.
            Contended: others were admitted all the time.
            TimedOut: as ever; with ``maybe_applied`` the tokens may be spent.
        """
        check_key(key)
        check_count(cost, "cost", self._burst)
        name = f"{self._prefix}{key}"
        for transaction in attempts(self._store, name):
            with transaction:
                now_ms = round(self._store.now() * _MS_PER_SECOND)
                full_at_ms = self._full_at_ms(name, now_ms)
                next_ms = full_at_ms + cost * self._token_ms
                early_ms = next_ms - self._bucket_ms - now_ms
                if early_ms > 0:
                    return self._decision(full_at_ms - now_ms, early_ms)
                deadline = ceil(next_ms) / _MS_PER_SECOND
                transaction.queue(Strings.set, name, str(next_ms).encode(), expire_at_seconds=deadline)
                if transaction.execute():
                    return self._decision(next_ms - now_ms)
        raise Contended(name, "try_acquire", MAX_ATTEMPTS)

    def _full_at_ms(self, name: str, now_ms: int) -> Fraction:
        """Return when the bucket will be full, in milliseconds of Unix time.

        That is never later than for an empty one: so a clock that was set back, or a smaller bucket than before,
        locks nobody out for longer than it takes to fill it.
        """
        stored = self._store.get(name)
        full_at_ms = Fraction(now_ms) if stored is None else _fraction(stored)
        if full_at_ms is None:
            raise InvalidRecord(name, "try_acquire", "no time: is its prefix used for other keys too?")
        return min(max(full_at_ms, Fraction(now_ms)), now_ms + self._bucket_ms)

    def _decision(self, filling_ms: Fraction, early_ms: Fraction | int = 0) -> Decision:
        """Return what is said of a bucket that needs `filling_ms` to be full, to who came `early_ms` too early."""
        return Decision(
            allowed=not early_ms,
            remaining=floor((self._bucket_ms - filling_ms) / self._token_ms),
            retry_after_seconds=ceil(early_ms) / _MS_PER_SECOND,
            reset_after_seconds=ceil(filling_ms) / _MS_PER_SECOND,
        )


def _fraction(text: bytes) -> Fraction | None:
    """Return the number that ``str(Fraction(...))`` spelled, or None for anything else."""
    numerator, _, denominator = text.partition(b"/")
    try:
        return Fraction(int(numerator), int(denominator or 1))
    except (ValueError, ZeroDivisionError):
        return None
