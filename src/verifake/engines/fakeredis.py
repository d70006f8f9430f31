"""fakeredis, an emulator of Redis in the client's own process: https://fakeredis.readthedocs.io/"""

from __future__ import annotations

from typing import Final

from verifake.engines import Embedded, Engine

__all__ = ["ENGINE"]

ENGINE: Final = Engine("fakeredis", (Embedded("fakeredis"),))
