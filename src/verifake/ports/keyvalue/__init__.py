"""The KeyValue port: what services use of Redis and its kin.

A service may depend on the whole of `KeyValue`, or on one facet alone.
"""

from __future__ import annotations

from verifake.ports.keyvalue._values import KeyType, KeyValueCode, NoTtl
from verifake.ports.keyvalue.counters import Counters
from verifake.ports.keyvalue.expiry import Expiry
from verifake.ports.keyvalue.keys import Keys
from verifake.ports.keyvalue.strings import Strings

__all__ = ["Counters", "Expiry", "KeyType", "KeyValue", "KeyValueCode", "Keys", "NoTtl", "Strings"]


class KeyValue(Strings, Counters, Expiry, Keys):
    """All facets: strings, counters, deadlines and keys as such. Implementations are thread safe."""
