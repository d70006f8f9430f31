"""Value objects and error codes of the KeyValue port."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, unique
from typing import Generic, TypeVar

__all__ = ["Aggregate", "End", "Exclusive", "KeyType", "KeyValueCode", "NoTtl"]

T = TypeVar("T", bound="float | bytes | str")


@unique
class KeyType(Enum):
    """What kind of value a key holds, as ``TYPE`` names it. Source: https://redis.io/docs/latest/commands/type/"""

    STRING = "string"
    LIST = "list"
    SET = "set"
    SORTED_SET = "zset"
    HASH = "hash"
    STREAM = "stream"


@unique
class End(Enum):
    """An end of a list."""

    LEFT = "left"
    RIGHT = "right"


@unique
class Aggregate(Enum):
    """What becomes of the scores of a member that is in several sorted sets."""

    SUM = "sum"
    MIN = "min"
    MAX = "max"


@dataclass(frozen=True, slots=True)
class Exclusive(Generic[T]):
    """An end of a range that is itself not in it."""

    value: T


@unique
class NoTtl(Enum):
    """Why there is no remaining time: two answers that must not be mixed up.

    Source: https://redis.io/docs/latest/commands/pttl/ (replies -1 and -2).
    """

    PERSISTENT = "the key exists and never expires"
    ABSENT = "the key does not exist"


@unique
class KeyValueCode(Enum):
    """Every reason for which a KeyValue operation can fail. The enum is closed: callers may match on it."""

    # What the request asks for is wrong (`InvalidRequest`).
    WRONG_TYPE = "the key holds another kind of value"
    NOT_AN_INTEGER = "a value or argument is not a 64-bit signed integer in its shortest decimal form"
    NOT_A_FLOAT = "a value or argument is not a floating point number"
    OVERFLOW = "the counter would leave the range of 64-bit signed integers"
    NAN_OR_INFINITY = "the float counter would become NaN or infinite"
    INVALID_EXPIRE = "the time to live or the expiry time is not allowed here"
    INCOMPATIBLE_OPTIONS = "these options exclude each other"
    OFFSET_OUT_OF_RANGE = "the offset is negative"
    SAME_KEY = "source and destination are the same key"
    NO_KEYS = "the operation needs at least one key, field, member, value or id"
    OUT_OF_RANGE = "a count, limit, rank or number is outside of what this operation takes"
    INDEX_OUT_OF_RANGE = "the list has no such index"
    INVALID_RANGE = "an end of the range is not a number"
    INVALID_TIMEOUT = "the time-out is negative or out of range"
    INVALID_CURSOR = "the cursor is not an unsigned 64-bit integer"
    INVALID_STREAM_ID = "this is not the id of a stream's entry"
    STREAM_ID_TOO_SMALL = "the id is not later than what the stream has had"
    NO_SUCH_STREAM = "the stream does not exist, and was not to be made"
    SCRIPT_FAILED = "the script does not compile, or raised an error"
    # A size limit (`TooLarge`).
    TOO_LARGE = "the string would exceed the engine's maximum length"
    # What the operation needs is not there (`NotFound`).
    NO_SUCH_KEY = "the key does not exist"
    NO_SUCH_GROUP = "the stream or its consumer group does not exist"
    NO_SUCH_SCRIPT = "no script is remembered under this digest"
    # What is there forbids it (`Conflict`).
    GROUP_EXISTS = "there is a consumer group of this name already"
    # The engine as a whole (`Unavailable`, `TimedOut`, `Throttled`, `AccessDenied`, `Conflict`).
    UNREACHABLE = "no connection to the engine, or it was lost"
    TIMED_OUT = "no answer in time"
    LOADING = "the engine is loading its data"
    READ_ONLY = "the engine is a read-only replica"
    OUT_OF_MEMORY = "the engine's memory limit is reached"
    TOO_MANY_CLIENTS = "the engine's connection limit is reached"
    ACCESS_DENIED = "authentication or permission is missing"
    OTHER = "an error that this port does not chart; the vendor's own is chained"
