"""Two models whose records are stored: a session, and what a reader likes."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Genre", "Preferences", "Session", "a_session"]


class Session(BaseModel):
    """Who is there, since when, and what is in the basket."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    user: str
    began: datetime
    secret: bytes
    basket: Decimal = Decimal(0)
    volumes: dict[str, int] = Field(default_factory=dict)
    referrer: str | None = None


class Genre(Enum):
    """What a manga is about."""

    HORROR = "horror"
    COMEDY = "comedy"
    SPORTS = "sports"


class Preferences(BaseModel):
    """What a reader likes, and does not."""

    liked: frozenset[Genre] = frozenset()
    unwanted: set[Genre] = Field(default_factory=set)
    weights: dict[Genre, float] = Field(default_factory=dict)
    note: str | None = None


def a_session(user: str = "aki") -> Session:
    """Return a session."""
    return Session(user=user, began=datetime(2030, 1, 1, tzinfo=UTC), secret=b"\x00\xff")
