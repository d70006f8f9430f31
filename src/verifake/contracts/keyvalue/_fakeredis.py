"""fakeredis' time, moved: the modules of it that ask for the time are given a clock that stands still."""

from __future__ import annotations

import time
from importlib import import_module
from typing import Any, Final

__all__ = ["MovedFakeredis"]

_READERS: Final = (
    "fakeredis._helpers",
    "fakeredis._socket._base",
    "fakeredis.commands_mixins.server_mixin",
    "fakeredis.model._stream",
)

_ROUNDING_NS: Final = 1000
"""fakeredis multiplies float seconds by 1000 and cuts off: a microsecond more, and no millisecond is lost."""


class MovedFakeredis:
    """A stand-in for the module `time` in fakeredis, for the whole process.

    Args:
        unix_ns: where it stands at first.
    """

    def __init__(self, unix_ns: int) -> None:
        self._unix_ns = unix_ns
        for name in _READERS:
            vars(import_module(name))["time"] = self

    def set_ns(self, unix_ns: int) -> None:
        """Move to a Unix time in nanoseconds."""
        self._unix_ns = unix_ns

    def time(self) -> float:
        """Return the Unix time in seconds, where it stands."""
        return (self._unix_ns + _ROUNDING_NS) / 1_000_000_000

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)
