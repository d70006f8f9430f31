"""Where Redis iterates otherwise than the contract says, which follows the newest line of engines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from verifake.ports.keyvalue import KeyValue
from verifake.proof import deviation

__all__ = ["negative_cursors_are_taken"]

Function = TypeVar("Function", bound=Callable[..., None])


def _redis(clause: str) -> Callable[[Function], Function]:
    """Declare that Redis 7.0 deviates where the cursor is negative."""
    return deviation(
        f"keyvalue.{clause}",
        backend="redis",
        versions="<7.2",
        risk="laxer",
        reason="a negative cursor is taken modulo 2**64",
        rows=lambda cursor, **_: cursor == -1,
    )


@_redis("scan.invalid-cursor")
@_redis("scan-elements.invalid")
def negative_cursors_are_taken(store: KeyValue) -> None:
    store.set_add("k", b"member")
    for scanned in (store.scan(-1), store.set_scan("k", -1)):
        assert 0 <= scanned[0] < 2**64
