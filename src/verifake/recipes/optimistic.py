"""Changes of one key that depend on what it holds: no lock is held, and a change of somebody else is never lost.

They watch the key, read it, and write in a transaction that does nothing if the key has changed in between; then they
look again. Whoever comes in between has made progress, so that somebody always does; who does is a matter of luck.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from verifake.ports.keyvalue import Keys, KeyValue, Strings, Transaction
from verifake.ports.keyvalue._arguments import check_flags, check_key, checked_value
from verifake.recipes._checks import check_span
from verifake.recipes.errors import Contended

__all__ = ["MAX_ATTEMPTS", "attempts", "committed", "compare_and_set", "update"]

MAX_ATTEMPTS: Final = 1000
"""How often a change is attempted. Were it left to luck which of a hundred clients comes first, each time anew, then
one of 20000 calls would be refused."""


def attempts(store: KeyValue, *keys: str) -> Iterator[Transaction]:
    """Give transactions that watch `keys`, one after the other; leave the loop when one was executed."""
    for _ in range(MAX_ATTEMPTS):
        yield store.transaction(*keys)


def committed(transaction: Transaction, key: str, new: bytes | None, **options: Any) -> bool:
    """Execute `transaction` and in it a write of `new`, or a deletion; return False if a watched key has changed.

    Neither of the two is ever rejected by itself, whatever the key holds: what is raised stands for the whole.

    Args:
        options: as `Strings.set` takes them.
    """
    if new is None:
        transaction.queue(Keys.delete, key)
    else:
        transaction.queue(Strings.set, key, new, **options)
    return transaction.execute()


def compare_and_set(
    store: KeyValue,
    key: str,
    expected: bytes | None,
    new: bytes | None,
    *,
    ttl_seconds: float | None = None,
    keep_ttl: bool = False,
) -> bool:
    """Let `key` hold `new` if it holds `expected`; None stands for an absent key. Return whether that was done.

    Only values are compared: a key that held another value meanwhile and holds `expected` again is as good as one that
    never changed. Where that matters, put a number that only grows into the value.

    Args:
        ttl_seconds: time to live of `new` from now. Without it or `keep_ttl` a former one is discarded, as by `set`.
        keep_ttl: keep the deadline that the key has.

    Raises:
        Contended: others changed the key, to what is `expected` again, all the time.
        InvalidRequest: `WRONG_TYPE` if the key holds another kind of value.
        TimedOut: as ever; with ``maybe_applied`` the key may hold `new`.
    """
    check_key(key)
    expected, new = _checked(expected), _checked(new)
    _check_lifetime(ttl_seconds, keep_ttl)
    for transaction in attempts(store, key):
        with transaction:
            if store.get(key) != expected:
                return False
            if committed(transaction, key, new, ttl_seconds=ttl_seconds, keep_ttl=keep_ttl):
                return True
    raise Contended(key, "compare_and_set", MAX_ATTEMPTS)


def update(
    store: KeyValue,
    key: str,
    function: Callable[[bytes | None], bytes | None],
    *,
    ttl_seconds: float | None = None,
    keep_ttl: bool = False,
) -> bytes | None:
    """Let `key` hold what `function` makes of what it holds, and return that; None stands for an absent key.

    `function` may be called several times, each time with what the key holds then: it must have no effects.

    Args:
        ttl_seconds, keep_ttl: as `compare_and_set` takes them.

    Raises:
        TypeError: `function` returned neither `bytes` nor None; nothing has changed. What it raises comes through.
        Contended, InvalidRequest, TimedOut: as `compare_and_set`.
    """
    check_key(key)
    _check_lifetime(ttl_seconds, keep_ttl)
    for transaction in attempts(store, key):
        with transaction:
            new = _checked(function(store.get(key)))
            if committed(transaction, key, new, ttl_seconds=ttl_seconds, keep_ttl=keep_ttl):
                return new
    raise Contended(key, "update", MAX_ATTEMPTS)


def _checked(value: bytes | None) -> bytes | None:
    """Return `value` as plain `bytes`, or None; raise `TypeError` for anything else."""
    return None if value is None else checked_value(value)


def _check_lifetime(ttl_seconds: float | None, keep_ttl: bool) -> None:
    """Raise `TypeError` or `ValueError` unless at most one of the two is given, and makes sense."""
    check_flags(keep_ttl)
    if ttl_seconds is None:
        return
    check_span(ttl_seconds, "ttl_seconds")
    if keep_ttl:
        raise ValueError("give ttl_seconds or keep_ttl, not both")
