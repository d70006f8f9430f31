"""Where fakeredis differs from the contract for lists."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any, Final, TypeVar

from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue.test_lists_arguments import ONE_BYTE_TOO_LONG, VALUES
from verifake.contracts.keyvalue.test_lists_transactions import is_executed_after
from verifake.errors import DependencyError, InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import deviation, rejects

__all__ = []

LARGEST: Final = 2**63 - 1
SMALLEST: Final = -(2**63)

Function = TypeVar("Function", bound=Callable[..., Any])


def _fakeredis(
    clause: str, risk: str, reason: str, *, rows: Callable[..., bool] | None = None
) -> Callable[[Function], Function]:
    """Declare a deviation of fakeredis, as seen in 2.40."""
    return deviation(f"keyvalue.{clause}", backend="fakeredis", versions="<2.41", risk=risk, reason=reason, rows=rows)


@_fakeredis("lists-push.copy", "different", "a copy of a list shares its elements with the list")
def copies_share_their_elements(store: KeyValue) -> None:
    store.list_push("k", b"a", b"b")
    store.copy("k", "k2")
    store.list_push("k", b"c")
    assert store.list_range("k2", 0, -1) == [b"a", b"b", b"c"]


@_fakeredis("lists-set.index-wraps", "stricter", "an index beyond 32 bits is out of range")
def indices_do_not_wrap(store: KeyValue) -> None:
    store.list_push("k", b"a", b"b")
    with rejects(InvalidRequest, KeyValueCode.INDEX_OUT_OF_RANGE):
        store.list_set("k", 2**32, b"x")


INTEGER_FIRST: Final = "an integer beyond 64 bits is none, whatever it is for"


@_fakeredis(
    "lists-pop-first.count-out-of-range",
    "different",
    INTEGER_FIRST,
    rows=lambda count: abs(count) > LARGEST + 1 or count > LARGEST,
)
def counts_have_64_bits(store: KeyValue) -> None:
    with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.list_pop_first("k", count=LARGEST + 1)


@_fakeredis(
    "lists-wrong-type.refused",
    "different",
    "the index is judged before the kind of value",
    rows=lambda operation, **_: operation == "list_get, index too large",
)
def the_index_is_judged_before_the_kind(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.SET)
    with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.list_get("k", LARGEST + 1)


KIND_FIRST: Final = "what a key holds is looked at before what is searched for in it"


@_fakeredis("lists-position.refused", "different", KIND_FIRST)
@_fakeredis("lists-positions.count-refused", "different", KIND_FIRST)
@_fakeredis("lists-position.smallest-rank", "different", KIND_FIRST)
def the_kind_is_judged_before_the_search(store: KeyValue) -> None:
    store.set("text", b"v")
    for options in ({"rank": 0}, {"rank": SMALLEST}, {"max_length": -1}):
        with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            store.list_position("text", b"a", **options)
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.list_positions("text", b"a", count=-1)


@_fakeredis("lists-remove.smallest-count", "laxer", "takes the smallest 64-bit integer")
def the_smallest_count_removes_all(store: KeyValue) -> None:
    store.list_push("k", b"x", b"a", b"x")
    assert store.list_remove("k", b"x", count=SMALLEST) == 2


@_fakeredis("lists-pop-first.no-keys", "different", "says that there are no keys in words of its own")
def keys_are_missed_in_other_words(store: KeyValue) -> None:
    with rejects(DependencyError, KeyValueCode.OTHER):
        store.list_pop_first()


TIMEOUT_FIRST: Final = "the time-out is judged before all else"


@_fakeredis("lists-waiting.no-keys", "different", TIMEOUT_FIRST)
@_fakeredis("lists-waiting.count-out-of-range", "different", TIMEOUT_FIRST)
def the_timeout_is_judged_first(store: KeyValue) -> None:
    with rejects(DependencyError, KeyValueCode.OTHER):
        store.list_pop_first_waiting(timeout_seconds=1)
    for keys in ((), ("k",)):
        with rejects(InvalidRequest, KeyValueCode.INVALID_TIMEOUT):
            store.list_pop_first_waiting(*keys, timeout_seconds=-1, count=0)


@_fakeredis(
    "lists-waiting.invalid-timeout",
    "laxer",
    "a time-out has no upper limit, and a move from an absent key judges none",
    rows=lambda operation, seconds: operation == "list_move_waiting" or _is_endless(seconds),
)
@_fakeredis("lists-waiting.beyond-the-end-of-time", "laxer", "a time-out has no upper limit")
def time_outs_may_be_endless(store: KeyValue) -> None:
    store.list_push("k", b"a", b"b")
    assert store.list_pop_waiting("k", timeout_seconds=inf) == ("k", b"a")
    assert store.list_pop_waiting("k", timeout_seconds=9223372036854775) == ("k", b"b")
    assert store.list_move_waiting("absent", "k", timeout_seconds=-1) is None


def _is_endless(seconds: float) -> bool:
    """Whether a time-out is longer than the engine takes, and spelled so that fakeredis can read it."""
    return seconds > 9e15 and seconds != 10**6000


@_fakeredis(
    "lists-waiting.almost-negative",
    "stricter",
    "a time-out of less than a millisecond below zero is negative",
    rows=lambda seconds, **_: seconds < 0,
)
def time_outs_are_not_rounded(store: KeyValue) -> None:
    store.list_push("k", b"a")
    with rejects(InvalidRequest, KeyValueCode.INVALID_TIMEOUT):
        store.list_pop_waiting("k", timeout_seconds=-0.0001)


UNNOTICED: Final = "popping from the first of several lists is no change for who watches"


@_fakeredis(
    "lists-transaction.watched",
    "laxer",
    UNNOTICED,
    rows=lambda operation: operation in {"list_pop_first", "list_pop_first_waiting"},
)
def popping_from_the_first_is_no_change(store: KeyValue) -> None:
    assert is_executed_after(store, lambda store: store.list_pop_first("k")) is True


NO_CHANGE: Final = "what removes nothing is a change for who watches"


@_fakeredis(
    "lists-transaction.watched-in-vain",
    "stricter",
    NO_CHANGE,
    rows=lambda operation: operation == "list_pop_many none",
)
@_fakeredis("lists-transaction.trim-to-all", "stricter", NO_CHANGE)
def removing_nothing_is_a_change(store: KeyValue) -> None:
    assert is_executed_after(store, lambda store: store.list_pop_many("k", 0)) is False
    assert is_executed_after(store, lambda store: store.list_trim("k", 0, -1)) is False


@_fakeredis("lists-argument.too-large", "laxer", "an element may be longer than 512 MiB")
def an_element_may_be_too_long(store: KeyValue, place: str) -> None:
    store.list_push("k", b"a")
    VALUES[place](store, bytes(ONE_BYTE_TOO_LONG))
