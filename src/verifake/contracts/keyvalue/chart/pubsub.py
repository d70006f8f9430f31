"""What the operations of `PubSub` can answer with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from verifake.ports.keyvalue import KeyValueCode as Code

__all__ = ["ERRORS"]

ERRORS: Final[Mapping[str, frozenset[Code]]] = {
    "publish": frozenset({Code.TOO_LARGE}),
    "subscribe": frozenset(),
    "subscriber_counts": frozenset(),
    "active_channels": frozenset(),
}
