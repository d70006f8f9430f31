"""The fake of the KeyValue port."""

from __future__ import annotations

from verifake.fakes.keyvalue._fake import FakeKeyValue
from verifake.fakes.keyvalue._limits import Limits

__all__ = ["FakeKeyValue", "Limits"]
