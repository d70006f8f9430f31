"""Who watches keys, so that a transaction is executed only if they have not changed."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Watch"]


@dataclass(eq=False, slots=True)
class Watch:
    """What one connection watches.

    Attributes:
        keys: the keys, and for each whether it had expired already when it began to be watched: its removal is then
            no change.
        broken: whether any of them has changed.
    """

    keys: dict[str, bool] = field(default_factory=dict)
    broken: bool = False
