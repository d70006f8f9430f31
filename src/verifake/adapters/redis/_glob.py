"""Patterns as the engine reads them."""

from __future__ import annotations

from typing import Final

__all__ = ["literal"]

_SPECIAL: Final = b"*?[]\\^-"
"""What means something in a glob: https://redis.io/docs/latest/commands/keys/"""


def literal(text: bytes) -> bytes:
    """Return the glob that matches `text` alone."""
    return b"".join(b"\\%c" % byte if byte in _SPECIAL else b"%c" % byte for byte in text)
