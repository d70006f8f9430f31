"""Where recipes do something else on fakeredis: to it a watched key that expires has not changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from verifake.contracts.keyvalue._interference import meddled
from verifake.contracts.keyvalue._records import a_session
from verifake.contracts.keyvalue.test_recipe_optimistic import add_one
from verifake.contracts.keyvalue.test_recipe_typed_stores import sessions
from verifake.ports.keyvalue import KeyValue
from verifake.proof import ClauseClock, deviation
from verifake.recipes.optimistic import compare_and_set, update
from verifake.recipes.rate_limits import RateLimiter

__all__ = [
    "a_bucket_that_was_read_in_time_counts",
    "a_record_that_expires_is_brought_back",
    "a_value_that_expires_is_brought_back",
    "a_value_that_expires_is_updated",
]

Function = TypeVar("Function", bound=Callable[..., Any])

UNSEEN: Final = "a watched key that expires has not changed"


def _fakeredis(clause: str, risk: str) -> Callable[[Function], Function]:
    """Declare a deviation of fakeredis."""
    return deviation(f"keyvalue.{clause}", backend="fakeredis", versions="<2.41", risk=risk, reason=UNSEEN)


@_fakeredis("compare-and-set.expired-meanwhile", "laxer")
def a_value_that_expires_is_brought_back(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"1", ttl_seconds=0.5)
    assert compare_and_set(meddled(store, "get", lambda: clock.advance(1)), "k", b"1", b"2", keep_ttl=True) is True
    assert store.get("k") == b"2"


@_fakeredis("update.expired-meanwhile", "laxer")
def a_value_that_expires_is_updated(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"7", ttl_seconds=0.5)
    assert update(meddled(store, "get", lambda: clock.advance(1)), "k", add_one, keep_ttl=True) == b"8"


@_fakeredis("typed-store.gone-meanwhile", "laxer")
def a_record_that_expires_is_brought_back(store: KeyValue, clock: ClauseClock) -> None:
    sessions(store, ttl_seconds=0.5).put("7", a_session())
    assert sessions(meddled(store, "get", lambda: clock.advance(1))).update("7", lambda old: old) == a_session()
    assert store.exists("session:7") == 1


@_fakeredis("rate-limit.expired-meanwhile", "stricter")
def a_bucket_that_was_read_in_time_counts(store: KeyValue, clock: ClauseClock) -> None:
    limiter = RateLimiter(store, limit=2, per_seconds=1)
    limiter.try_acquire("u")
    slow = RateLimiter(meddled(store, "get", lambda: clock.advance(1.2)), limit=2, per_seconds=1)
    assert slow.try_acquire("u").remaining == 0
