"""The fake of the KeyValue port."""

from __future__ import annotations

from verifake.fakes.keyvalue._core import Limits
from verifake.fakes.keyvalue._fake import FakeKeyValue

__all__ = ["FakeKeyValue", "Limits"]
