"""Where fakeredis, as seen in 2.40, differs from the contract about sets."""

from __future__ import annotations

from functools import partial
from typing import Final

from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue.test_sets_refusals import MEMBER_PLACES
from verifake.contracts.keyvalue.test_too_large import ONE_BYTE_TOO_LONG
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import deviation, rejects

__all__: list[str] = []

_fakeredis: Final = partial(deviation, backend="fakeredis", versions="<2.41")

FIRST: Final = "the size of an intersection is refused where the first set is absent"


@_fakeredis("keyvalue.sets.intersection-size-of-absent", risk="stricter", reason=FIRST)
@_fakeredis(
    "keyvalue.sets.reads-make-nothing",
    risk="stricter",
    reason=FIRST,
    rows=lambda call: call == "set_intersection_size",
)
def an_absent_first_set_is_refused(store: KeyValue) -> None:
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.set_intersection_size("k")


NO_INTEGER: Final = "a number beyond 64 bits is no integer, instead of out of range"


@_fakeredis(
    "keyvalue.sets.intersection-size-limit-out-of-range",
    risk="different",
    reason=NO_INTEGER,
    rows=lambda limit: not -(2**63) <= limit < 2**63,
)
@_fakeredis(
    "keyvalue.sets.pop-many-out-of-range",
    risk="different",
    reason=NO_INTEGER,
    rows=lambda count: not -(2**63) <= count < 2**63,
)
def beyond_64_bits_is_no_integer(store: KeyValue) -> None:
    store.set_add("k", b"m")
    with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.set_intersection_size("k", limit=2**63)
    with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.set_pop_many("k", 2**63)


@_fakeredis("keyvalue.sets.random-out-of-range", risk="laxer", reason="draws for any 64-bit count")
def the_smallest_count_is_taken(store: KeyValue) -> None:
    assert store.set_random("k", -(2**63)) == []


@_fakeredis(
    "keyvalue.sets.count-before-wrong-type", risk="different", reason="the kind of value is judged before the count"
)
def the_kind_is_judged_first(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.set_pop_many("k", -1)
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.set_random("k", -(2**63))


@_fakeredis("keyvalue.sets.copy-is-separate", risk="different", reason="a copy is the same set under two keys")
def a_copy_is_the_same_set(store: KeyValue) -> None:
    store.set_add("k", b"a")
    store.copy("k", "copy")
    store.set_add("k", b"b")
    assert store.set_members("copy") == {b"a", b"b"}


@_fakeredis(
    "keyvalue.sets.watch-reads",
    risk="stricter",
    reason="calls that change nothing break a watch",
    rows=lambda call: call in {"set_union_store of nothing", "set_add of a member", "set_move to itself"},
)
def a_call_that_changes_nothing_breaks_a_watch(store: KeyValue) -> None:
    store.set_add("k", b"a")
    added, stored = store.transaction("k"), store.transaction("absent")
    store.set_add("k", b"a")
    store.set_union_store("absent", "nothing")
    assert (added.execute(), stored.execute()) == (False, False)
    moved = store.transaction("k")
    store.set_move("k", "k", b"a")
    assert moved.execute() is False


@_fakeredis("keyvalue.sets.member-too-large", risk="laxer", reason="a member may be longer than 512 MiB")
def a_member_may_be_too_long(store: KeyValue, place: str) -> None:
    MEMBER_PLACES[place](store, bytes(ONE_BYTE_TOO_LONG))
