"""The KeyValue port: what services use of Redis and its kin.

A service may depend on the whole of `KeyValue`, or on one facet alone.
"""

from __future__ import annotations

from verifake.ports.keyvalue._values import Aggregate, End, Exclusive, KeyType, KeyValueCode, NoTtl
from verifake.ports.keyvalue.counters import Counters
from verifake.ports.keyvalue.expiry import Expiry
from verifake.ports.keyvalue.hashes import Hashes
from verifake.ports.keyvalue.keys import Keys
from verifake.ports.keyvalue.lists import Lists
from verifake.ports.keyvalue.pubsub import Message, PubSub, Subscription
from verifake.ports.keyvalue.scan import Scan
from verifake.ports.keyvalue.scripts import ScriptReply, Scripts
from verifake.ports.keyvalue.sets import Sets
from verifake.ports.keyvalue.sorted_sets import LexBound, ScoreBound, Scored, SortedSets, Weighted
from verifake.ports.keyvalue.streams import (
    ConsumerInfo,
    Entry,
    Fields,
    GroupInfo,
    IdBound,
    PendingEntry,
    PendingSummary,
    StreamInfo,
    Streams,
    Trim,
)
from verifake.ports.keyvalue.strings import Strings
from verifake.ports.keyvalue.transactions import Queued, Transaction, Transactions

__all__ = [
    "Aggregate",
    "ConsumerInfo",
    "Counters",
    "End",
    "Entry",
    "Exclusive",
    "Expiry",
    "Fields",
    "GroupInfo",
    "Hashes",
    "IdBound",
    "KeyType",
    "KeyValue",
    "KeyValueCode",
    "Keys",
    "LexBound",
    "Lists",
    "Message",
    "NoTtl",
    "PendingEntry",
    "PendingSummary",
    "PubSub",
    "Queued",
    "Scan",
    "ScoreBound",
    "Scored",
    "ScriptReply",
    "Scripts",
    "Sets",
    "SortedSets",
    "StreamInfo",
    "Streams",
    "Strings",
    "Subscription",
    "Transaction",
    "Transactions",
    "Trim",
    "Weighted",
]


class KeyValue(
    Strings,
    Counters,
    Expiry,
    Keys,
    Hashes,
    Lists,
    Sets,
    SortedSets,
    Streams,
    Scan,
    Transactions,
    Scripts,
    PubSub,
):
    """All facets. Implementations are thread safe."""
