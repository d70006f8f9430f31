"""What is drawn at random: the same for the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

__all__ = ["drawn"]

T = TypeVar("T")


def drawn(random: Random, pool: Sequence[T], count: int) -> list[T]:
    """Return up to `count` different elements of `pool`, or ``-count`` with repetition (none of an empty one)."""
    if count < 0:
        return random.choices(pool, k=-count) if pool else []
    return list(pool) if count >= len(pool) else random.sample(pool, count)
