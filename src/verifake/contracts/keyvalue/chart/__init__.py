"""The chart of the KeyValue port: which operation can answer with which code.

It is the denominator of the generated coverage figure: every pair has a clause. Codes that concern the
connection or the engine as a whole (`UNREACHABLE` to `OTHER`) can come from any operation and are not in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from verifake.contracts.keyvalue.chart import (
    hashes,
    lists,
    pubsub,
    scan,
    scripts,
    sets,
    sorted_sets,
    streams,
    strings,
    transactions,
)
from verifake.ports.keyvalue import KeyValueCode

__all__ = ["ERRORS"]

_FACETS: Final = (strings, hashes, lists, sets, sorted_sets, streams, scan, transactions, scripts, pubsub)

ERRORS: Final[Mapping[str, frozenset[KeyValueCode]]] = {
    operation: codes for facet in _FACETS for operation, codes in facet.ERRORS.items()
}
