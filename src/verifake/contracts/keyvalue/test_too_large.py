"""Values over the engine's limit.

The values are made of memory that nobody touches: they cost address space only.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import TooLarge
from verifake.ports.keyvalue import KeyValue, KeyValueCode
from verifake.proof import clause, rejects

STRINGS = "https://redis.io/docs/latest/develop/data-types/strings/"

LONGEST = 512 * 2**20
ONE_BYTE_TOO_LONG = LONGEST + 1

WRITES: dict[str, Callable[[KeyValue, bytes], object]] = {
    "set": lambda store, value: store.set("k", value),
    "set_and_get_old": lambda store, value: store.set_and_get_old("k", value),
    "set_many": lambda store, value: store.set_many({"k2": b"v", "k": value}),
    "set_many_if_absent": lambda store, value: store.set_many_if_absent({"k3": b"v", "k4": value}),
    "append": lambda store, value: store.append("k", value),
    "set_range": lambda store, value: store.set_range("k", 0, value),
}


@clause(
    "keyvalue.too-large.value", source=STRINGS, hint="send it, and report the connection that the engine then breaks"
)
@pytest.mark.parametrize("operation", WRITES)
def test_a_value_one_byte_over_512_mebibytes_is_rejected(store: KeyValue, operation: str) -> None:
    store.set("k", b"v", ttl_seconds=100)
    with unchanged(store, "k", "k2", "k3", "k4"), rejects(TooLarge, KeyValueCode.TOO_LARGE):
        WRITES[operation](store, bytes(ONE_BYTE_TOO_LONG))


@clause("keyvalue.too-large.sum", source=STRINGS, hint="check only what is added")
def test_a_string_cannot_grow_past_512_mebibytes(store: KeyValue) -> None:
    assert store.set_range("k", LONGEST - 1, b"x") == LONGEST
    with rejects(TooLarge, KeyValueCode.TOO_LARGE):
        store.append("k", b"y")
    with rejects(TooLarge, KeyValueCode.TOO_LARGE):
        store.set_range("k", LONGEST, b"y")
    assert store.length("k") == LONGEST
    assert store.get_range("k", -2, -1) == b"\0x"
