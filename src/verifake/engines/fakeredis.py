"""fakeredis, an emulator of Redis in the client's own process: https://fakeredis.readthedocs.io/"""

from __future__ import annotations

from typing import Final

from verifake.engines import Embedded, Engine

__all__ = ["ENGINE"]

# It asks the Python process for the time, so that whoever has it in process can move it.
ENGINE: Final = Engine("fakeredis", (Embedded("fakeredis", time="moved"),))
