"""Why commands and options that the engine has are not charted by the KeyValue port."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from verifake.contracts.keyvalue.engine_table import EngineCommand

__all__ = ["COMMANDS", "GROUPS", "OPTIONS", "PARTLY", "reason_of"]

_NOT_YET: Final = "not yet"
_FIELD_DEADLINES: Final = "not yet: fields with deadlines of their own, which Redis 7.0 has not got"
_CLUSTER: Final = "of a cluster: the port speaks to one server"
_OF_ALL: Final = "about a database as a whole: nothing global is charted"
_ADMINISTRATION: Final = "administration: of the server, not of what a service keeps there"

GROUPS: Final[Mapping[str, str]] = {
    "bitmap": _NOT_YET,
    "cluster": _CLUSTER,
    "connection": "administration: of connections, which the adapter's client has",
    "geo": _NOT_YET,
    "hash": _FIELD_DEADLINES,
    "hyperloglog": _NOT_YET,
    "server": _ADMINISTRATION,
}
"""By the engine's groups, for commands that have no reason of their own."""

COMMANDS: Final[Mapping[str, str]] = {
    "DELIFEQ": "not yet: Redis 7.0 has not got it; a script does the same",
    "DUMP": "moves keys between servers",
    "EVALSHA_RO": _NOT_YET,
    "EVAL_RO": _NOT_YET,
    "FCALL": _NOT_YET,
    "FCALL_RO": _NOT_YET,
    "LCS": _NOT_YET,
    "MIGRATE": "moves keys between servers",
    "MOVE": "of other databases than 0: one store is one database",
    "MSETEX": "not yet: Redis 7.0 has not got it",
    "PUBSUB NUMPAT": _OF_ALL,
    "PUBSUB SHARDCHANNELS": _CLUSTER,
    "PUBSUB SHARDNUMSUB": _CLUSTER,
    "RANDOMKEY": _OF_ALL,
    "RESTORE": "moves keys between servers",
    "SORT": _NOT_YET,
    "SORT_RO": _NOT_YET,
    "SPUBLISH": _CLUSTER,
    "SSUBSCRIBE": _CLUSTER,
    "SUNSUBSCRIBE": _CLUSTER,
    "SWAPDB": _OF_ALL,
    "WAIT": "of replicas: the port speaks to one server",
    "WAITAOF": "of replicas: the port speaks to one server",
}
"""Of single commands."""

_CONTAINERS: Final[Mapping[str, str]] = {
    "FUNCTION": _NOT_YET,
    "OBJECT": "tells how the engine keeps a value, not what it is",
    "SCRIPT": _ADMINISTRATION,
}
"""Of what stands behind these."""

OPTIONS: Final[Mapping[tuple[str, str], str]] = {
    ("SET", "IFEQ"): "not yet: Redis 7.0 has not got it; WATCH and MULTI do the same",
    ("XCLAIM", "LASTID"): "between a server and its replicas",
    ("XINFO STREAM", "COUNT"): "belongs to FULL",
    ("XINFO STREAM", "FULL"): "not yet: XINFO GROUPS, XINFO CONSUMERS and XPENDING say the same",
}
"""Of the options of commands that are charted."""


PARTLY: Final[Mapping[str, str]] = {
    "AUTH": "only as where no password is set",
    "COPY": "only with `DB 0`",
    "EVAL": "not if the script returns a map, a set, a big number or a verbatim string, or asks for version 3 of the "
    "protocol",
    "HELLO": "it names Redis and the version whose commands these are",
    "INFO": "the first few lines of the section `server` alone",
    "INCRBYFLOAT": "not with more digits than a float has, nor `HINCRBYFLOAT`",
    "PEXPIREAT": "not to a millisecond that no float of seconds holds, after the year 287396; nor its kin",
    "PTTL": "only as exact as a float of seconds is, after the year 287396; so its kin",
    "SELECT": "only database 0",
    "XCLAIM": "not without an id",
    "XREAD": "not of the same stream twice, nor `XREADGROUP`",
    "ZUNIONSTORE": "not with weights for a key that is named twice, nor its kin",
}
"""What is not charted of commands that are: there the command layer raises `NotModelled`, or says less."""


def reason_of(command: EngineCommand) -> str | None:
    """Return why a command is not charted, or None if nobody has said so."""
    container, _, part = command.name.partition(" ")
    if part == "HELP":
        return "text for people"
    if command.replaced_by is not None:
        return f"deprecated: {command.replaced_by.replace('`', '')} takes its place"
    return COMMANDS.get(command.name) or _CONTAINERS.get(container) or GROUPS.get(command.group)
