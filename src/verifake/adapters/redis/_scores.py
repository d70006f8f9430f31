"""Scores, as they are sent to an engine and as it sends them."""

from __future__ import annotations

from typing import Any

from verifake.ports.keyvalue import Scored

__all__ = ["score_text", "scored"]


def score_text(score: float) -> bytes:
    """Return the shortest text that reads back as the same float; infinity is ``inf``."""
    return repr(score).encode()


def scored(reply: list[Any]) -> list[Scored]:
    """Return members with their scores, from pairs (RESP3) or from a flat list with scores as text (RESP2)."""
    if reply and isinstance(reply[0], list):
        return [(member, float(score)) for member, score in reply]
    return [(member, float(score)) for member, score in zip(reply[::2], reply[1::2], strict=True)]
