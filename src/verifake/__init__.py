"""verifake: in-memory fakes that are proven against the real engines."""

from __future__ import annotations

__version__ = "0.1.0"
