"""Where Redis differs from the contract, which follows the newest line of engines."""

from __future__ import annotations

from typing import Final

from verifake.contracts.keyvalue._plant import Plant
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import deviation, rejects

__all__ = ["absent_keys_take_any_time", "the_kind_wins_over_the_time"]

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
