"""What differs between engines, and between configurations of one: limits, and rules of engine lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["LINES", "Limits", "Line"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much fits in.

    Attributes:
        max_string_bytes: the longest value (``proto-max-bulk-len``), 512 MiB unless the engine is told otherwise.
            Source: https://redis.io/docs/latest/develop/data-types/strings/#limits
    """

    max_string_bytes: int = 512 * 1024 * 1024

    def __post_init__(self) -> None:
        if self.max_string_bytes < 1:
            raise ValueError(f"max_string_bytes must be at least 1, not {self.max_string_bytes}")


@dataclass(frozen=True, slots=True)
class Line:
    """The rules that one line of engines has and another has not; all were observed on the engines themselves.

    Attributes:
        name: what the fake is told to stand for.
        set_deletes_at_deadline: whether setting a value with a deadline of now or earlier leaves no key at all.
            Otherwise the key is stored with that deadline: there for the rest of a deadline that is now, and
            found expired (or found again, if the clock has jumped back) by whoever looks next.
        touch_judges_time_first: whether `get_and_touch` refuses an impossible time before it looks at the key.
            Otherwise an absent key is None, and one of another kind `WRONG_TYPE`, whatever the time.
    """

    name: str
    set_deletes_at_deadline: bool
    touch_judges_time_first: bool


LINES: Final = {
    line.name: line
    for line in (
        Line("redis-7.0", set_deletes_at_deadline=False, touch_judges_time_first=False),
        Line("valkey-9.1", set_deletes_at_deadline=True, touch_judges_time_first=True),
    )
}
"""Every line that the fake can stand for, by name."""
