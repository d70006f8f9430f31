"""The commands of the wire in terms of the port: what drop-ins and scripts speak.

A `Session` is one connection: it is given the words of commands and returns replies, as the engine would, from any
`KeyValue` in this process. A command that the port does not chart raises `NotModelled`.
"""

from __future__ import annotations

from verifake.ports.keyvalue.commands import (
    connection,
    hashes,
    keys,
    lists,
    pubsub,
    scan,
    scripts,
    sets,
    sorted_algebra,
    sorted_ranges,
    sorted_sets,
    stream_claims,
    stream_groups,
    stream_infos,
    stream_reading,
    streams,
    strings,
    transactions,
)
from verifake.ports.keyvalue.commands._replies import (
    NO_ARRAY,
    DoubleText,
    Keyed,
    NoArray,
    Pairs,
    Push,
    Refusal,
    Reply,
    SetReply,
    Several,
    Status,
    Verbatim,
    double_text,
)
from verifake.ports.keyvalue.commands._resp import ProtocolError, encode, take_command
from verifake.ports.keyvalue.commands._session import Session, Store, find
from verifake.ports.keyvalue.commands._table import COMMANDS, Command

__all__ = [
    "COMMANDS",
    "NO_ARRAY",
    "Command",
    "DoubleText",
    "Keyed",
    "NoArray",
    "Pairs",
    "ProtocolError",
    "Push",
    "Refusal",
    "Reply",
    "Session",
    "SetReply",
    "Several",
    "Status",
    "Store",
    "Verbatim",
    "connection",
    "double_text",
    "encode",
    "find",
    "hashes",
    "keys",
    "lists",
    "pubsub",
    "scan",
    "scripts",
    "sets",
    "sorted_algebra",
    "sorted_ranges",
    "sorted_sets",
    "stream_claims",
    "stream_groups",
    "stream_infos",
    "stream_reading",
    "streams",
    "strings",
    "take_command",
    "transactions",
]
