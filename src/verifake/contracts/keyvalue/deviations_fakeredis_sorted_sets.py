"""Where fakeredis, as seen in 2.40, differs from the contract about sorted sets."""

from __future__ import annotations

from functools import partial
from math import inf, nan
from typing import Any, Final

import pytest

from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue.test_sorted_sets_refusals import MEMBER_PLACES
from verifake.contracts.keyvalue.test_too_large import ONE_BYTE_TOO_LONG
from verifake.errors import DependencyError, InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import deviation, rejects

__all__: list[str] = []

_fakeredis: Final = partial(deviation, backend="fakeredis", versions="<2.41")

LARGEST: Final = 2**63 - 1
MOST: Final = 2**62 - 1

KIND: Final = "the kind of value is judged before the arguments"


@_fakeredis("keyvalue.sorted-sets.score-order-of-checks", risk="different", reason=KIND)
@_fakeredis("keyvalue.sorted-sets.increment-order-of-checks", risk="different", reason=KIND)
@_fakeredis("keyvalue.sorted-sets.rank-before-wrong-type", risk="different", reason=KIND)
@_fakeredis("keyvalue.sorted-sets.limit-beyond-64-bits", risk="different", reason=KIND)
@_fakeredis("keyvalue.sorted-sets.random-beyond-64-bits", risk="different", reason=KIND)
@_fakeredis(
    "keyvalue.sorted-sets.bound-is-nan",
    risk="different",
    reason=KIND,
    rows=lambda place: place in {"sorted_range_by_score", "reverse", "sorted_range_by_score_store"},
)
def the_kind_is_judged_first(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.sorted_add("k", {b"m": nan}, only_if_absent=True, only_if_greater=True)
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.sorted_increment("k", b"m", nan)
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.sorted_range("k", 0, LARGEST + 1)
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.sorted_range_by_score("k", nan, 1, limit=LARGEST + 1)
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.sorted_random("k", LARGEST + 1)


@_fakeredis(
    "keyvalue.sorted-sets.pop-count-out-of-range",
    risk="different",
    reason="the kind of value is judged before a negative count, and a count beyond 64 bits is called no integer",
)
def counts_to_pop_are_no_integers_or_judged_late(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.sorted_pop("k", -1)
    with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.sorted_pop("k", LARGEST + 1)


ARGUMENTS: Final = "weights and limits are judged before the kind of value"


@_fakeredis("keyvalue.sorted-sets.weight-after-wrong-type", risk="different", reason=ARGUMENTS)
@_fakeredis("keyvalue.sorted-sets.intersection-size-limit", risk="different", reason=ARGUMENTS)
def weights_and_limits_are_judged_first(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    with rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
        store.sorted_union({"k": nan})
    with rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
        store.sorted_intersection_size("k", limit=-1)
    with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.sorted_intersection_size("k", limit=LARGEST + 1)


INTEGER: Final = "a count beyond 64 bits is called no integer, not out of range"


@_fakeredis(
    "keyvalue.sorted-sets.pop-first-count", risk="different", reason=INTEGER, rows=lambda count: count > LARGEST
)
def a_count_beyond_64_bits_is_no_integer(store: KeyValue) -> None:
    store.sorted_add("k", {b"m": 1})
    with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.sorted_pop_first("k", count=LARGEST + 1)


NUMKEYS: Final = "a call without a key is refused with an error that has no code"


@_fakeredis("keyvalue.sorted-sets.pop-first-no-key", risk="different", reason=NUMKEYS)
@_fakeredis("keyvalue.sorted-sets-waiting.order-of-checks", risk="different", reason=NUMKEYS)
def no_key_is_refused_without_a_code(store: KeyValue) -> None:
    with rejects(DependencyError, KeyValueCode.OTHER):
        store.sorted_pop_first()
    with rejects(DependencyError, KeyValueCode.OTHER):
        store.sorted_pop_first_waiting(timeout_seconds=1)


OTHER_KINDS: Final = "popping from the first of several keys takes any kind for a sorted set, and breaks"


def _pops_from_several(operation: str, **_: Any) -> bool:
    return operation in {"sorted_pop_first", "sorted_pop_waiting", "sorted_pop_first_waiting"}


@_fakeredis("keyvalue.sorted-sets.wrong-type", risk="different", reason=OTHER_KINDS, rows=_pops_from_several)
@_fakeredis("keyvalue.sorted-sets.pop-first-wrong-type", risk="different", reason=OTHER_KINDS)
@_fakeredis("keyvalue.sorted-sets-waiting.wrong-type-in-order", risk="different", reason=OTHER_KINDS)
def popping_from_another_kind_breaks(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    with pytest.raises(AttributeError):
        store.sorted_pop_first("k")
    with pytest.raises(AttributeError):
        store.sorted_pop_waiting("k", timeout_seconds=1)


NOTHING: Final = "drawing with repetition from an absent key breaks"


@_fakeredis("keyvalue.sorted-sets.random-of-absent", risk="different", reason=NOTHING, rows=lambda count: count < 0)
@_fakeredis("keyvalue.sorted-sets.reads-create-nothing", risk="different", reason=NOTHING)
def drawing_from_nothing_breaks(store: KeyValue) -> None:
    with pytest.raises(IndexError):
        store.sorted_random("absent", -3)


@_fakeredis("keyvalue.sorted-sets.random-out-of-range", risk="laxer", reason="any number of members may be drawn")
def any_number_may_be_drawn(store: KeyValue) -> None:
    assert store.sorted_random("absent", MOST + 1) == []
    with pytest.raises(IndexError):
        store.sorted_random("absent", -MOST - 1)


LOWEST: Final = "ranges of members are those with the lowest score alone"


@_fakeredis("keyvalue.sorted-sets.by-lex-everything", risk="different", reason=LOWEST)
@_fakeredis("keyvalue.sorted-sets.by-lex-of-different-scores", risk="different", reason=LOWEST)
def members_with_higher_scores_are_left_out(store: KeyValue) -> None:
    store.sorted_add("k", {b"c": 1, b"a": 2, b"b": 2})
    assert store.sorted_range_by_lex("k", None, None) == [b"c"]


@_fakeredis("keyvalue.sorted-sets.copy", risk="different", reason="a copy shares its members with the original")
def a_copy_shares_its_members(store: KeyValue) -> None:
    store.sorted_add("k", {b"a": 1})
    store.copy("k", "k2")
    store.sorted_add("k2", {b"b": 2})
    assert store.sorted_range("k", 0, -1) == [(b"a", 1.0), (b"b", 2.0)]


RANGES: Final = "a stored range replaces nothing but sorted sets, and keeps their deadline"


def _stores_ranges(operation: str, kind: KeyType = KeyType.LIST) -> bool:
    return "range" in operation and kind is not KeyType.SORTED_SET


@_fakeredis(
    "keyvalue.sorted-sets.store-replaces",
    risk="stricter",
    reason=RANGES,
    rows=lambda operation, **_: "range" in operation,
)
@_fakeredis("keyvalue.sorted-sets.store-nothing", risk="stricter", reason=RANGES, rows=_stores_ranges)
@_fakeredis("keyvalue.sorted-sets.store-onto-itself", risk="different", reason=RANGES, rows=_stores_ranges)
def a_range_replaces_sorted_sets_alone(store: KeyValue) -> None:
    store.sorted_add("k", {b"a": 1})
    store.set("string", b"v")
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.sorted_range_store("string", "k", 0, -1)
    store.expire("k", 100)
    store.sorted_range_store("k", "k", 0, -1)
    assert isinstance(store.expires_at("k"), float)


@_fakeredis(
    "keyvalue.sorted-sets-waiting.invalid-timeout",
    risk="laxer",
    reason="a time-out has no upper limit",
    rows=lambda seconds: seconds > LARGEST,
)
def a_time_out_may_be_endless(store: KeyValue) -> None:
    store.sorted_add("k", {b"a": 1})
    assert store.sorted_pop_waiting("k", timeout_seconds=inf) == ("k", b"a", 1.0)


@_fakeredis("keyvalue.sorted-sets.too-large", risk="laxer", reason="a member may be longer than 512 MiB")
def a_member_may_be_too_long(store: KeyValue, operation: str) -> None:
    MEMBER_PLACES[operation](store, bytes(ONE_BYTE_TOO_LONG))
