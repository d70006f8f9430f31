"""Where fakeredis, as seen in 2.40, differs from the contract about claiming pending entries."""

from __future__ import annotations

from functools import partial
from typing import Final

from verifake.contracts.keyvalue import test_streams_claim as claims
from verifake.contracts.keyvalue import test_streams_claim_automatically as automatic
from verifake.contracts.keyvalue._streams import add, ids_of, new, owners
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import Exclusive, IdBound, KeyValue, KeyValueCode
from verifake.proof import deviation, rejects

__all__: list[str] = []

_fakeredis: Final = partial(deviation, backend="fakeredis", versions="<2.41")

LARGEST: Final = 2**63 - 1

IN_ORDER: Final = "entries are claimed in the order of their ids"


@_fakeredis("keyvalue.streams-claim.takes-over", risk="different", reason=IN_ORDER)
@_fakeredis("keyvalue.streams-claim.force", risk="different", reason=IN_ORDER)
def entries_are_claimed_in_order(store: KeyValue) -> None:
    claims.pending(store)
    claimed = store.group_claim("k", "g", "y", "1-4", "1-1", min_idle_seconds=0, force=True)
    assert ids_of(claimed) == ["1-1", "1-4"]


@_fakeredis(
    "keyvalue.streams-claim.deleted-not-idle",
    risk="different",
    reason="a deleted entry stays pending until it is idle for long enough",
)
@_fakeredis(
    "keyvalue.streams-claim-automatically.deleted-count",
    risk="different",
    reason="a deleted entry stays pending until it is idle for long enough",
)
def deleted_entries_have_to_be_idle(store: KeyValue) -> None:
    claims.pending(store)
    store.stream_delete("k", "1-1")
    assert store.group_claim("k", "g", "y", "1-1", min_idle_seconds=3600) == []
    assert automatic.claim(store, seconds=3600) == ("0-0", [], [])
    assert "1-1" in owners(store)


NUMBERS_FIRST: Final = "numbers are judged before all else"


@_fakeredis("keyvalue.streams-claim.absent", risk="different", reason=NUMBERS_FIRST)
@_fakeredis("keyvalue.streams-claim.order", risk="different", reason=NUMBERS_FIRST)
def numbers_are_judged_first(store: KeyValue) -> None:
    with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.group_claim("absent", "g", "y", "bad", min_idle_seconds=9.3e15)
    claims.pending(store)
    with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.group_claim("k", "g", "y", "1-1", "bad", min_idle_seconds=0, idle_seconds=9.3e15)


@_fakeredis(
    "keyvalue.streams-claim-automatically.start",
    risk="stricter",
    reason="claiming begins at an id, and at nothing else that stands for one",
    rows=lambda start, found: start in {"-", "+"} or isinstance(start, Exclusive),  # noqa: ARG005
)
def claiming_begins_at_an_id_only(store: KeyValue, start: IdBound, found: list[str]) -> None:  # noqa: ARG001
    automatic.pending(store)
    with rejects(InvalidRequest, KeyValueCode.INVALID_STREAM_ID):
        automatic.claim(store, start=start)


@_fakeredis("keyvalue.streams-claim-automatically.looks", risk="different", reason="all that is pending is looked at")
def all_that_is_pending_is_looked_at(store: KeyValue) -> None:
    add(store, "k", *(f"{number}-0" for number in range(1, 31)))
    store.group_create("k", "g", after="0")
    new(store, "x")
    store.group_claim("k", "g", "x", "30-0", min_idle_seconds=0, idle_seconds=60)
    assert automatic.claim(store, seconds=50, count=1) == ("0-0", ["30-0"], [])


ANY_COUNT: Final = "any count of 64 bits is taken"


@_fakeredis("keyvalue.streams-claim-automatically.count", risk="laxer", reason=ANY_COUNT)
@_fakeredis("keyvalue.streams-claim-automatically.memory", risk="laxer", reason=ANY_COUNT)
def any_count_is_taken(store: KeyValue, count: int) -> None:
    automatic.pending(store)
    if abs(count) > LARGEST:
        with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            automatic.claim(store, count=count)
    else:
        assert automatic.claim(store, count=count)[2] == []
