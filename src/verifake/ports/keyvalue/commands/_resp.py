"""The protocol in bytes: commands in, replies out.

Source: https://redis.io/docs/latest/develop/reference/protocol-spec/
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from verifake.ports.keyvalue.commands._replies import (
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

__all__ = ["ProtocolError", "encode", "take_command"]

_RESP3: Final = 3


class ProtocolError(Exception):
    """What came is no command; the connection cannot go on."""


def take_command(data: bytearray) -> list[bytes] | None:
    """Take the first command off `data` and return its words; None if it is not there as a whole yet.

    Raises:
        ProtocolError: it is no array of bulk strings.
    """
    words: list[bytes] = []
    end = data.find(b"\r\n")
    if end < 0:
        return None
    place = end + 2
    for _ in range(_number(data, 0, end, b"*")):
        end = data.find(b"\r\n", place)
        if end < 0:
            return None
        start = end + 2
        place = start + _number(data, place, end, b"$") + 2
        if place > len(data):
            return None
        words.append(bytes(data[start : place - 2]))
    del data[:place]
    return words


def _number(data: bytearray, start: int, end: int, mark: bytes) -> int:
    if data[start : start + 1] != mark:
        raise ProtocolError(f"expected {mark!r}, got {bytes(data[start : start + 1])!r}")
    return int(data[start + 1 : end])


def encode(reply: Reply, protocol: int) -> bytes:
    """Return `reply` in version 2 or 3 of the protocol."""
    if type(reply) is bytes:
        return b"$%d\r\n%b\r\n" % (len(reply), reply)
    if type(reply) is int:
        return b":%d\r\n" % reply
    if reply is None:
        return b"_\r\n" if protocol == _RESP3 else b"$-1\r\n"
    return _ENCODERS[type(reply)](reply, protocol)


def _array(reply: list[Reply], protocol: int) -> bytes:
    return b"*%d\r\n%b" % (len(reply), b"".join([encode(each, protocol) for each in reply]))


def _pairs(reply: Pairs, protocol: int) -> bytes:
    if protocol == _RESP3:
        return _array([list(pair) for pair in reply], protocol)
    return _array([part for pair in reply for part in pair], protocol)


def _map(reply: dict[Any, Reply], protocol: int) -> bytes:
    parts = b"".join([encode(part, protocol) for pair in reply.items() for part in pair])
    return b"%%%d\r\n%b" % (len(reply), parts) if protocol == _RESP3 else b"*%d\r\n%b" % (2 * len(reply), parts)


def _keyed(reply: Keyed, protocol: int) -> bytes:
    return _map(reply, protocol) if protocol == _RESP3 else _array([list(pair) for pair in reply.items()], protocol)


def _set(reply: SetReply, protocol: int) -> bytes:
    body = _array(sorted(reply), protocol)
    return b"~" + body[1:] if protocol == _RESP3 else body


def _push(reply: Push, protocol: int) -> bytes:
    body = _array(list(reply), protocol)
    return b">" + body[1:] if protocol == _RESP3 else body


def _double(reply: float, protocol: int) -> bytes:
    return _digits(double_text(reply), protocol)


def _digits(reply: bytes, protocol: int) -> bytes:
    return b",%b\r\n" % reply if protocol == _RESP3 else b"$%d\r\n%b\r\n" % (len(reply), reply)


def _verbatim(reply: Verbatim, protocol: int) -> bytes:
    return b"=%d\r\ntxt:%b\r\n" % (len(reply) + 4, reply) if protocol == _RESP3 else encode(bytes(reply), protocol)


_ENCODERS: Final[dict[type, Callable[[Any, int], bytes]]] = {
    list: _array,
    Pairs: _pairs,
    dict: _map,
    Keyed: _keyed,
    Push: _push,
    SetReply: _set,
    float: _double,
    DoubleText: _digits,
    NoArray: lambda _, protocol: b"_\r\n" if protocol == _RESP3 else b"*-1\r\n",
    Verbatim: _verbatim,
    Status: lambda reply, _: b"+%b\r\n" % bytes(reply),
    Refusal: lambda reply, _: b"-%b\r\n" % reply.line,
    Several: lambda reply, protocol: b"".join([encode(each, protocol) for each in reply]),
}
