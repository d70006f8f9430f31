"""Values of other kinds, as another program would have left them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from verifake.ports.keyvalue import KeyType

__all__ = ["OTHER_KINDS", "Plant"]

OTHER_KINDS: Final = tuple(kind for kind in KeyType if kind is not KeyType.STRING)
"""Every kind of value that the port knows of and cannot write."""

Plant = Callable[[str, KeyType], None]
"""The fixture `plant`: it lets a key hold a value of one of the other kinds."""
