"""How the fake says no: the same classes, codes and vendor codes as the adapter on an engine."""

from __future__ import annotations

from typing import Final

from verifake.errors import InvalidRequest, NotFound, TooLarge
from verifake.ports.keyvalue import KeyType, KeyValueCode

__all__ = [
    "incompatible_options",
    "index_out_of_range",
    "invalid_expire",
    "invalid_range",
    "invalid_timeout",
    "nan_or_infinity",
    "no_keys",
    "no_such_key",
    "not_a_float",
    "not_an_integer",
    "offset_out_of_range",
    "out_of_range",
    "overflow",
    "rejected",
    "same_key",
    "too_large",
    "wrong_type",
]

_VENDOR_CODE: Final = "ERR"


def rejected(operation: str, code: KeyValueCode, message: str) -> InvalidRequest:
    """Return the error for a request that is wrong and stays wrong."""
    return InvalidRequest(message, code=code, operation=operation, vendor_code=_VENDOR_CODE)


def wrong_type(operation: str, key: str, kind: KeyType, wanted: KeyType) -> InvalidRequest:
    """Return the error for a key that holds a `kind` where a `wanted` is needed."""
    message = f"key {key!r} holds a {kind.value}, not a {wanted.value}"
    return InvalidRequest(message, code=KeyValueCode.WRONG_TYPE, operation=operation, vendor_code="WRONGTYPE")


def not_an_integer(operation: str, what: str) -> InvalidRequest:
    """Return the error for `what`, which is no 64-bit integer in its shortest decimal form."""
    message = f"{what} is not a 64-bit signed integer in its shortest decimal form"
    return rejected(operation, KeyValueCode.NOT_AN_INTEGER, message)


def not_a_float(operation: str, what: str) -> InvalidRequest:
    """Return the error for `what`, which spells no finite number."""
    return rejected(operation, KeyValueCode.NOT_A_FLOAT, f"{what} is not a valid float")


def nan_or_infinity(operation: str) -> InvalidRequest:
    """Return the error for a sum that is no finite number."""
    return rejected(operation, KeyValueCode.NAN_OR_INFINITY, "the sum would be NaN or infinite")


def overflow(operation: str, what: str) -> InvalidRequest:
    """Return the error for `what`, which would leave the range of a counter."""
    return rejected(operation, KeyValueCode.OVERFLOW, f"{what} would not be a 64-bit signed integer")


def invalid_expire(operation: str, milliseconds: int) -> InvalidRequest:
    """Return the error for a time that is not allowed where it was given."""
    message = f"{milliseconds} ms is no time that this operation accepts"
    return rejected(operation, KeyValueCode.INVALID_EXPIRE, message)


def invalid_timeout(operation: str) -> InvalidRequest:
    """Return the error for a time that no call can wait."""
    message = "the time-out is negative, no number, or beyond the end of time"
    return rejected(operation, KeyValueCode.INVALID_TIMEOUT, message)


def incompatible_options(operation: str) -> InvalidRequest:
    """Return the error for options that exclude each other."""
    return rejected(operation, KeyValueCode.INCOMPATIBLE_OPTIONS, "options exclude each other; give one of them")


def offset_out_of_range(operation: str, offset: int) -> InvalidRequest:
    """Return the error for an offset that counts from the end."""
    return rejected(operation, KeyValueCode.OFFSET_OUT_OF_RANGE, f"the offset must not be negative, as {offset} is")


def index_out_of_range(operation: str, index: int) -> InvalidRequest:
    """Return the error for an index that a list has not got."""
    return rejected(operation, KeyValueCode.INDEX_OUT_OF_RANGE, f"the list has no index {index}")


def out_of_range(operation: str, what: str) -> InvalidRequest:
    """Return the error for `what`, a count, limit, rank or number that the operation does not take."""
    return rejected(operation, KeyValueCode.OUT_OF_RANGE, f"{what} is outside of what this operation takes")


def invalid_range(operation: str) -> InvalidRequest:
    """Return the error for NaN as an end of a range."""
    return rejected(operation, KeyValueCode.INVALID_RANGE, "an end of the range is not a number")


def no_keys(operation: str, what: str = "key") -> InvalidRequest:
    """Return the error for a call without a key, or without any of `what` it needs one of."""
    return rejected(operation, KeyValueCode.NO_KEYS, f"give at least one {what}")


def same_key(operation: str) -> InvalidRequest:
    """Return the error for a source that is the destination too."""
    return rejected(operation, KeyValueCode.SAME_KEY, "source and destination are the same key")


def no_such_key(operation: str, key: str) -> NotFound:
    """Return the error for an absent source."""
    message = f"key {key!r} does not exist"
    return NotFound(message, code=KeyValueCode.NO_SUCH_KEY, operation=operation, vendor_code=_VENDOR_CODE)


def too_large(operation: str, limit: int) -> TooLarge:
    """Return the error for a string that would be longer than `limit` bytes."""
    message = f"the string would be longer than {limit} bytes (proto-max-bulk-len)"
    return TooLarge(message, code=KeyValueCode.TOO_LARGE, operation=operation, vendor_code=_VENDOR_CODE)
