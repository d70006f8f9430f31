"""How the fake says no to what is asked of a stream."""

from __future__ import annotations

from verifake.errors import Conflict, InvalidRequest, NotFound
from verifake.fakes.keyvalue._core.rejections import rejected
from verifake.ports.keyvalue import KeyValueCode

__all__ = ["group_exists", "invalid_stream_id", "no_such_group", "no_such_stream", "stream_id_too_small"]


def invalid_stream_id(operation: str, text: str) -> InvalidRequest:
    """Return the error for a text that is no id where it stands."""
    return rejected(operation, KeyValueCode.INVALID_STREAM_ID, f"{text!r} is no id of an entry that can stand here")


def stream_id_too_small(operation: str, what: str) -> InvalidRequest:
    """Return the error for an id that is not later than what the stream has had."""
    return rejected(operation, KeyValueCode.STREAM_ID_TOO_SMALL, what)


def no_such_stream(operation: str, key: str) -> InvalidRequest:
    """Return the error for an absent stream whose groups are to be changed."""
    return rejected(operation, KeyValueCode.NO_SUCH_STREAM, f"key {key!r} does not exist")


def no_such_group(operation: str, key: str, group: str) -> NotFound:
    """Return the error for a stream without that group, or no stream at all."""
    message = f"there is no stream at key {key!r} with a consumer group {group!r}"
    return NotFound(message, code=KeyValueCode.NO_SUCH_GROUP, operation=operation, vendor_code="NOGROUP")


def group_exists(operation: str, key: str, group: str) -> Conflict:
    """Return the error for a group that is there already."""
    message = f"the stream at key {key!r} has a consumer group {group!r} already"
    return Conflict(message, code=KeyValueCode.GROUP_EXISTS, operation=operation, vendor_code="BUSYGROUP")
