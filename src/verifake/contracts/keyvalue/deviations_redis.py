"""Where Redis differs from the contract, which follows the newest line of engines."""

from __future__ import annotations

from typing import Final

from verifake.contracts.keyvalue._plant import Plant
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import ClauseClock, deviation, rejects

__all__ = []

KEY_FIRST: Final = "get_and_touch looks at the key before it judges the time"


@deviation(
    "keyvalue.get-and-touch.invalid-time-of-absent",
    backend="redis",
    versions="==7.0.*",
    risk="laxer",
    reason=KEY_FIRST,
)
def absent_keys_take_any_time(store: KeyValue, option: str) -> None:
    assert store.get_and_touch("k", **{option: 0}) is None  # type: ignore[arg-type]
    assert store.get_and_touch("k", **{option: 10**16}) is None  # type: ignore[arg-type]


@deviation(
    "keyvalue.get-and-touch.time-before-wrong-type",
    backend="redis",
    versions="==7.0.*",
    risk="different",
    reason=KEY_FIRST,
)
def the_kind_wins_over_the_time(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    for seconds in (0, 10**16):
        with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            store.get_and_touch("k", ttl_seconds=seconds)


STORED: Final = "set stores a key whose deadline is now or earlier, for the next look at it to find it expired"


@deviation("keyvalue.instant.set-at-now", backend="redis", versions="==7.0.*", risk="different", reason=STORED)
def a_key_set_to_expire_now_is_there_to_the_end_of_the_millisecond(store: KeyValue, clock: ClauseClock) -> None:
    clock.advance_exactly(0.123)
    assert store.set("k", b"v", expire_at_seconds=clock.now()) is True
    assert store.get("k") == b"v"
    clock.advance_exactly(0.001)
    assert store.get("k") is None


@deviation(
    "keyvalue.clock-jump.set-in-the-past-deletes-for-good",
    backend="redis",
    versions="==7.0.*",
    risk="different",
    reason=STORED,
)
def a_key_set_in_the_past_comes_back_with_the_clock(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", expire_at_seconds=clock.now() - 10)
    clock.set_back(3600)
    assert store.get("k") == b"v"
