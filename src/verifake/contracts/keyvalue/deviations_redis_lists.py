"""Where Redis 7.0 differs from the contract for lists, which follows the newest line of engines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from verifake.contracts.keyvalue.test_lists_transactions import at_once, is_executed_after, pops
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyValue, KeyValueCode, Lists
from verifake.proof import Actors, deviation, rejects

__all__ = [
    "a_trim_to_all_is_a_change",
    "an_element_comes_from_the_key_that_was_filled",
    "each_call_is_served_from_the_key_that_was_filled_first",
    "indices_do_not_wrap",
    "keys_before_the_filled_one_do_not_matter",
    "the_smallest_count_removes_all",
    "the_smallest_rank_is_the_last",
    "time_outs_may_end_beyond_the_end_of_time",
]

SMALLEST: Final = -(2**63)

Function = TypeVar("Function", bound=Callable[..., Any])


def _redis(clause: str, risk: str, reason: str) -> Callable[[Function], Function]:
    """Declare a deviation of Redis 7.0."""
    return deviation(f"keyvalue.{clause}", backend="redis", versions="==7.0.*", risk=risk, reason=reason)


ONE_KEY: Final = "a call that waits takes from the key that was filled, without a look at its others"


@_redis("lists-serving.all-keys-anew", "different", ONE_KEY)
def keys_before_the_filled_one_do_not_matter(store: KeyValue, actors: Actors) -> None:
    waiter = pops(actors, "a", "b")
    store.set("a", b"v")
    store.list_push("b", b"1")
    assert waiter.result() == ("b", b"1")


@_redis("lists-transaction.order-of-keys", "different", ONE_KEY)
def an_element_comes_from_the_key_that_was_filled(store: KeyValue, actors: Actors) -> None:
    waiter = pops(actors, "a", "b")
    at_once(store, (Lists.list_push, ("b", b"1")), (Lists.list_push, ("a", b"2")))
    assert waiter.result() == ("b", b"1")
    assert store.list_range("a", 0, -1) == [b"2"]


@_redis("lists-transaction.who-is-looked-at-first", "different", ONE_KEY)
def each_call_is_served_from_the_key_that_was_filled_first(store: KeyValue, actors: Actors) -> None:
    longest, middle, last = pops(actors, "a"), pops(actors, "a", "b"), pops(actors, "b")
    at_once(store, (Lists.list_push, ("b", b"1")), (Lists.list_push, ("a", b"2")))
    assert (longest.result(), middle.result()) == (("a", b"2"), ("b", b"1"))
    assert last.waits


@_redis("lists-set.index-wraps", "stricter", "an index beyond 32 bits is out of range, as any other that is not there")
def indices_do_not_wrap(store: KeyValue) -> None:
    store.list_push("k", b"a", b"b")
    for index in (2**32, -(2**32), SMALLEST):
        with rejects(InvalidRequest, KeyValueCode.INDEX_OUT_OF_RANGE):
            store.list_set("k", index, b"x")


@_redis("lists-transaction.trim-to-all", "different", "every trim of a list is a change for who watches")
def a_trim_to_all_is_a_change(store: KeyValue) -> None:
    assert is_executed_after(store, lambda store: store.list_trim("k", 0, -1)) is False


TAKEN: Final = "takes the smallest 64-bit integer"


@_redis("lists-remove.smallest-count", "laxer", TAKEN)
def the_smallest_count_removes_all(store: KeyValue) -> None:
    store.list_push("k", b"x", b"a", b"x")
    assert store.list_remove("k", b"x", count=SMALLEST) == 2
    assert store.list_range("k", 0, -1) == [b"a"]


@_redis("lists-position.smallest-rank", "laxer", TAKEN)
def the_smallest_rank_is_the_last(store: KeyValue) -> None:
    store.list_push("k", b"x", b"a", b"x")
    assert store.list_position("k", b"x", rank=SMALLEST) == 2
    assert store.list_positions("k", b"x", rank=SMALLEST) == [2, 0]
    assert store.list_positions("k", b"x", rank=SMALLEST, count=1) == [2, 0]


@_redis("lists-waiting.beyond-the-end-of-time", "laxer", "a time-out may end beyond 64 bits of milliseconds")
def time_outs_may_end_beyond_the_end_of_time(store: KeyValue) -> None:
    store.list_push("k", b"a")
    assert store.list_pop_waiting("k", timeout_seconds=9223372036854775) == ("k", b"a")
    with rejects(InvalidRequest, KeyValueCode.INVALID_TIMEOUT):
        store.list_pop_waiting("k", timeout_seconds=9223372036854776)
