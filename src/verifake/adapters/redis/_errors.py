"""From redis-py's exceptions to the errors of the KeyValue port: one table, and what can be known of a lost reply."""

from __future__ import annotations

from dataclasses import dataclass
from traceback import walk_tb
from typing import Final

import redis
from redis.exceptions import AuthenticationError, MaxConnectionsError, RedisError, ResponseError

from verifake.errors import (
    AccessDenied,
    Conflict,
    DependencyError,
    InvalidRequest,
    NotFound,
    Throttled,
    TimedOut,
    TooLarge,
    Unavailable,
)
from verifake.ports.keyvalue import KeyValueCode

__all__ = ["RULES", "Rule", "translated"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What an error reply means.

    Attributes:
        prefix: how the reply begins, the vendor's code included.
        error: the class that is raised.
        code: its code.
        advice: what to check next, where the reply alone does not say.
    """

    prefix: str
    error: type[DependencyError]
    code: KeyValueCode
    advice: str = ""


_LOGIN: Final = "check the user and password that the client was given, and the user's ACL rules"
_CLUSTER: Final = "this adapter speaks to a single engine: give it the node that serves the key"

RULES: Final = (
    Rule("WRONGTYPE", InvalidRequest, KeyValueCode.WRONG_TYPE),
    Rule("ERR value is not an integer or out of range", InvalidRequest, KeyValueCode.NOT_AN_INTEGER),
    Rule("ERR hash value is not an integer", InvalidRequest, KeyValueCode.NOT_AN_INTEGER),
    Rule("ERR value is not a valid float", InvalidRequest, KeyValueCode.NOT_A_FLOAT),
    Rule("ERR hash value is not a float", InvalidRequest, KeyValueCode.NOT_A_FLOAT),
    Rule("ERR increment or decrement would overflow", InvalidRequest, KeyValueCode.OVERFLOW),
    Rule("ERR decrement would overflow", InvalidRequest, KeyValueCode.OVERFLOW),
    Rule("ERR increment would produce NaN or Infinity", InvalidRequest, KeyValueCode.NAN_OR_INFINITY),
    Rule("ERR value is NaN or Infinity", InvalidRequest, KeyValueCode.NAN_OR_INFINITY),
    Rule("ERR value is out of range", InvalidRequest, KeyValueCode.OUT_OF_RANGE),
    Rule("ERR LIMIT can't be negative", InvalidRequest, KeyValueCode.OUT_OF_RANGE),
    Rule("ERR count should be greater than 0", InvalidRequest, KeyValueCode.OUT_OF_RANGE),
    Rule("ERR RANK can't be zero", InvalidRequest, KeyValueCode.OUT_OF_RANGE),
    Rule("ERR COUNT can't be negative", InvalidRequest, KeyValueCode.OUT_OF_RANGE),
    Rule("ERR MAXLEN can't be negative", InvalidRequest, KeyValueCode.OUT_OF_RANGE),
    Rule("ERR index out of range", InvalidRequest, KeyValueCode.INDEX_OUT_OF_RANGE),
    Rule("ERR timeout is", InvalidRequest, KeyValueCode.INVALID_TIMEOUT),
    Rule("ERR invalid expire time", InvalidRequest, KeyValueCode.INVALID_EXPIRE),
    Rule("ERR syntax error", InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS, "the port needs Redis 7.0 or later"),
    Rule("ERR NX and XX, GT or LT options", InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS),
    Rule("ERR GT and LT options", InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS),
    Rule("ERR offset is out of range", InvalidRequest, KeyValueCode.OFFSET_OUT_OF_RANGE),
    Rule("ERR source and destination objects are the same", InvalidRequest, KeyValueCode.SAME_KEY),
    Rule("ERR XX and NX options", InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS),
    Rule("ERR GT, LT, and/or NX options", InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS),
    Rule("ERR resulting score is not a number", InvalidRequest, KeyValueCode.NAN_OR_INFINITY),
    Rule("ERR weight value is not a float", InvalidRequest, KeyValueCode.NOT_A_FLOAT),
    Rule("ERR min or max is not a float", InvalidRequest, KeyValueCode.INVALID_RANGE),
    Rule("ERR at least 1 input key is needed", InvalidRequest, KeyValueCode.NO_KEYS),
    Rule("ERR numkeys should be greater than 0", InvalidRequest, KeyValueCode.NO_KEYS),
    Rule("ERR wrong number of arguments", InvalidRequest, KeyValueCode.NO_KEYS),
    Rule("ERR Elements are too large to be stored", TooLarge, KeyValueCode.TOO_LARGE),
    Rule("ERR string exceeds maximum allowed size", TooLarge, KeyValueCode.TOO_LARGE),
    Rule("ERR Protocol error: invalid bulk length", TooLarge, KeyValueCode.TOO_LARGE),
    Rule("ERR invalid cursor", InvalidRequest, KeyValueCode.INVALID_CURSOR),
    Rule("ERR no such key", NotFound, KeyValueCode.NO_SUCH_KEY),
    Rule("NOSCRIPT", NotFound, KeyValueCode.NO_SUCH_SCRIPT),
    Rule("ERR unknown command", InvalidRequest, KeyValueCode.OTHER, "the port needs Redis 7.0 or later"),
    Rule("ERR max number of clients reached", Throttled, KeyValueCode.TOO_MANY_CLIENTS, "see the engine's maxclients"),
    Rule("ERR DB index is out of range", InvalidRequest, KeyValueCode.OTHER, "check the database number of the client"),
    Rule("ERR AUTH", AccessDenied, KeyValueCode.ACCESS_DENIED, _LOGIN),
    Rule("ERR invalid password", AccessDenied, KeyValueCode.ACCESS_DENIED, _LOGIN),
    Rule("ERR Client sent AUTH", AccessDenied, KeyValueCode.ACCESS_DENIED, _LOGIN),
    Rule("NOAUTH", AccessDenied, KeyValueCode.ACCESS_DENIED, _LOGIN),
    Rule("WRONGPASS", AccessDenied, KeyValueCode.ACCESS_DENIED, _LOGIN),
    Rule("NOPERM", AccessDenied, KeyValueCode.ACCESS_DENIED, _LOGIN),
    Rule("DENIED", AccessDenied, KeyValueCode.ACCESS_DENIED, "see the engine's protected-mode"),
    Rule("LOADING", Unavailable, KeyValueCode.LOADING),
    Rule("READONLY", Unavailable, KeyValueCode.READ_ONLY, "write to the primary"),
    Rule("OOM", Throttled, KeyValueCode.OUT_OF_MEMORY, "see the engine's maxmemory"),
    Rule("MISCONF", Unavailable, KeyValueCode.OTHER, "the engine cannot write to its disk: see its log"),
    Rule("NOREPLICAS", Unavailable, KeyValueCode.OTHER, "see the engine's min-replicas-to-write"),
    Rule("MASTERDOWN", Unavailable, KeyValueCode.OTHER),
    Rule("NOGROUP", NotFound, KeyValueCode.NO_SUCH_GROUP),
    Rule("UNBLOCKED the stream key no longer exists", NotFound, KeyValueCode.NO_SUCH_GROUP),
    Rule("BUSYGROUP", Conflict, KeyValueCode.GROUP_EXISTS),
    Rule("ERR The XGROUP subcommand requires the key to exist", InvalidRequest, KeyValueCode.NO_SUCH_STREAM),
    Rule("ERR Invalid stream ID", InvalidRequest, KeyValueCode.INVALID_STREAM_ID),
    Rule("ERR invalid start ID", InvalidRequest, KeyValueCode.INVALID_STREAM_ID),
    Rule("ERR invalid end ID", InvalidRequest, KeyValueCode.INVALID_STREAM_ID),
    Rule("ERR Unrecognized XCLAIM option", InvalidRequest, KeyValueCode.INVALID_STREAM_ID),
    Rule("ERR The $ ID is meaningless", InvalidRequest, KeyValueCode.INVALID_STREAM_ID),
    Rule("ERR The + ID is meaningless", InvalidRequest, KeyValueCode.INVALID_STREAM_ID),
    Rule("ERR The > ID can be specified only", InvalidRequest, KeyValueCode.INVALID_STREAM_ID),
    Rule("ERR The ID specified in X", InvalidRequest, KeyValueCode.STREAM_ID_TOO_SMALL),
    Rule("ERR The stream has exhausted the last possible ID", InvalidRequest, KeyValueCode.STREAM_ID_TOO_SMALL),
    Rule("ERR The MAXLEN argument must be", InvalidRequest, KeyValueCode.OUT_OF_RANGE),
    Rule("ERR The LIMIT argument must be", InvalidRequest, KeyValueCode.OUT_OF_RANGE),
    Rule("ERR COUNT must be > 0", InvalidRequest, KeyValueCode.OUT_OF_RANGE),
    Rule("ERR Insufficient memory", InvalidRequest, KeyValueCode.OUT_OF_RANGE, "ask for fewer at once"),
    Rule("ERR value for ENTRIESREAD must be", InvalidRequest, KeyValueCode.OUT_OF_RANGE),
    Rule("ERR entries_added must be", InvalidRequest, KeyValueCode.OUT_OF_RANGE),
    Rule("ERR The entries_added specified", InvalidRequest, KeyValueCode.OUT_OF_RANGE),
    Rule("ERR Invalid min-idle-time argument", InvalidRequest, KeyValueCode.NOT_AN_INTEGER),
    Rule("ERR Invalid IDLE option", InvalidRequest, KeyValueCode.NOT_AN_INTEGER),
    Rule("ERR Invalid TIME option", InvalidRequest, KeyValueCode.NOT_AN_INTEGER),
    Rule("ERR Invalid RETRYCOUNT option", InvalidRequest, KeyValueCode.NOT_AN_INTEGER),
    Rule("BUSY", Unavailable, KeyValueCode.OTHER, "a script runs on the engine"),
    Rule("CLUSTERDOWN", Unavailable, KeyValueCode.OTHER, "see CLUSTER INFO on the engine"),
    Rule("TRYAGAIN", Unavailable, KeyValueCode.OTHER),
    Rule("MOVED", Conflict, KeyValueCode.OTHER, _CLUSTER),
    Rule("ASK", Conflict, KeyValueCode.OTHER, _CLUSTER),
    Rule("CROSSSLOT", InvalidRequest, KeyValueCode.OTHER, "keys of one operation need one hash tag in a cluster"),
)
"""Every error reply that is known, as Redis 7.0 and Valkey 9.1 spell it; the first prefix that fits counts."""

_NOT_EXECUTED: Final = "EXECABORT Transaction discarded because of: "
"""What stands before the reason for which a transaction as a whole was refused."""

_UNKNOWN: Final = Rule("", DependencyError, KeyValueCode.OTHER)

_BEFORE_SENT: Final = frozenset({"get_connection", "send_packed_command"})
"""redis-py's functions in which the last byte of a command is still here, so that nothing can have been applied."""

_MAX_VALUE_BYTES: Final = 512 * 1024 * 1024
"""Longer values are a protocol error, after which the engine closes the connection in the middle of the command.

Source: https://redis.io/docs/latest/develop/data-types/strings/#limits
"""


def translated(error: RedisError, operation: str, engine: str, longest_value_bytes: int) -> DependencyError:
    """Return the port's error for what redis-py raised.

    A connection that was lost after the command had been sent is a `TimedOut` with ``maybe_applied`` (its code is
    `UNREACHABLE`): whether the engine did it cannot be known. Lost before, it is `Unavailable`.

    Args:
        error: the exception.
        operation: the port's name of the operation.
        engine: the address, without credentials.
        longest_value_bytes: the size of the longest value that was to be sent.
    """
    if isinstance(error, ResponseError) or getattr(error, "status_code", None):
        return _refused(error, operation, engine)
    if isinstance(error, AuthenticationError):
        return AccessDenied(f"{engine}: {error}; {_LOGIN}", code=KeyValueCode.ACCESS_DENIED, operation=operation)
    if isinstance(error, MaxConnectionsError):
        message = f"{engine}: all connections of the client are in use; raise max_connections"
        return Throttled(message, code=KeyValueCode.TOO_MANY_CLIENTS, operation=operation)
    return _lost(error, operation, engine, longest_value_bytes)


def _refused(error: RedisError, operation: str, engine: str) -> DependencyError:
    """Return the port's error for an error reply."""
    # redis-py cuts off the codes that it knows.
    reply = f"{error.status_code} {error}" if getattr(error, "status_code", None) else str(error)
    reply = reply.removeprefix(_NOT_EXECUTED)
    rule = next((rule for rule in RULES if reply.startswith(rule.prefix)), _UNKNOWN)
    word = reply.partition(" ")[0]
    return rule.error(
        f"{engine}: {reply}" + (rule.advice and f"; {rule.advice}"),
        code=rule.code,
        operation=operation,
        vendor_code=word if word.isupper() else None,
    )


def _lost(error: RedisError, operation: str, engine: str, longest_value_bytes: int) -> DependencyError:
    """Return the port's error for a reply that did not come, or could not be read."""
    sent = not any(frame.f_code.co_name in _BEFORE_SENT for frame, _ in walk_tb(error.__traceback__))
    if longest_value_bytes > _MAX_VALUE_BYTES and not sent:
        message = f"{engine}: a value of {longest_value_bytes} bytes was refused; the limit is proto-max-bulk-len"
        return TooLarge(message, code=KeyValueCode.TOO_LARGE, operation=operation)
    if isinstance(error, redis.TimeoutError):
        message = f"{engine}: {error}; raise the time-out, or see the engine's SLOWLOG"
        return TimedOut(message, code=KeyValueCode.TIMED_OUT, operation=operation, maybe_applied=sent)
    if sent:
        message = f"{engine}: {error}; read the key before you repeat this"
        return TimedOut(message, code=KeyValueCode.UNREACHABLE, operation=operation)
    message = f"{engine}: {error}; check that the engine runs there and that host, port and TLS are right"
    return Unavailable(message, code=KeyValueCode.UNREACHABLE, operation=operation)
