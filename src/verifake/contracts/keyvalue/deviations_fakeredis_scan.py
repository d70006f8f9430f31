"""Where fakeredis iterates otherwise than the engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyValue, KeyValueCode
from verifake.proof import deviation, rejects

__all__ = ["cursors_are_signed", "options_of_absent_keys_are_judged"]

Function = TypeVar("Function", bound=Callable[..., None])


def _fakeredis(
    clause: str, risk: str, reason: str, rows: Callable[..., bool] | None = None
) -> Callable[[Function], Function]:
    """Declare a deviation of fakeredis, as seen in 2.40."""
    return deviation(f"keyvalue.{clause}", backend="fakeredis", versions="<2.41", risk=risk, reason=reason, rows=rows)


SIGNED = "takes any signed 64-bit integer for a cursor, and no other"


@_fakeredis("scan.invalid-cursor", "different", SIGNED)
@_fakeredis("scan-elements.invalid", "different", SIGNED, lambda cursor, **_: cursor != 0)
@_fakeredis("scan-elements.cursor-before-type", "different", SIGNED)
@_fakeredis("scan.any-cursor", "stricter", SIGNED, lambda cursor: cursor >= 2**63)
def cursors_are_signed(store: KeyValue) -> None:
    assert store.scan(-1)[0] >= 0
    with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.scan(2**63)


@_fakeredis("scan-elements.absent-judges-no-option", "stricter", "judges the options before it looks at the key")
def options_of_absent_keys_are_judged(store: KeyValue, operation: str) -> None:
    with rejects(InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS):
        getattr(store, operation)("k", 0, count=0)
