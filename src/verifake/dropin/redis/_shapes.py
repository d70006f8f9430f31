"""Replies in the shapes that redis-py's own parsers give them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from redis._parsers.base import BaseParser
from redis.exceptions import ConnectionError as RedisConnectionError

from verifake.ports.keyvalue.commands import (
    DoubleText,
    Keyed,
    NoArray,
    Pairs,
    Refusal,
    Reply,
    SetReply,
    Status,
    Verbatim,
    double_text,
)

__all__ = ["Decode", "shaped"]

Decode = Callable[[bytes], Any]
"""Decodes a string, or leaves it as it is."""

_RESP3: Final = 3


def shaped(reply: Reply, protocol: int, decode: Decode | None) -> Any:
    """Return what redis-py's parser makes of `reply`; an error is returned, not raised, as there.

    Args:
        protocol: the version that the connection speaks.
        decode: applied to every string; None leaves them as bytes.

    Raises:
        redis.ConnectionError: for the errors that redis-py takes for the end of the connection.
    """
    kind = type(reply)
    if kind is bytes:
        return reply if decode is None else decode(reply)
    if kind is int or reply is None:
        return reply
    return _SHAPES[kind](reply, protocol, decode)


def _array(reply: list[Reply], protocol: int, decode: Decode | None) -> Any:
    return [shaped(each, protocol, decode) for each in reply]


def _pairs(reply: Pairs, protocol: int, decode: Decode | None) -> Any:
    if protocol == _RESP3:
        return [[shaped(first, protocol, decode), shaped(second, protocol, decode)] for first, second in reply]
    return [shaped(part, protocol, decode) for pair in reply for part in pair]


def _map(reply: dict[Any, Reply], protocol: int, decode: Decode | None) -> Any:
    if protocol == _RESP3:
        return {shaped(key, protocol, decode): shaped(value, protocol, decode) for key, value in reply.items()}
    return [shaped(part, protocol, decode) for pair in reply.items() for part in pair]


def _keyed(reply: Keyed, protocol: int, decode: Decode | None) -> Any:
    if protocol == _RESP3:
        return _map(reply, protocol, decode)
    return _array([list(pair) for pair in reply.items()], protocol, decode)


def _double(reply: float, protocol: int, decode: Decode | None) -> Any:
    return reply if protocol == _RESP3 else shaped(double_text(reply), protocol, decode)


def _error(reply: Refusal, protocol: int, decode: Decode | None) -> Any:
    del protocol, decode
    parse: Callable[[str], Exception] = BaseParser.parse_error
    error = parse(reply.line.decode(errors="replace"))
    if isinstance(error, RedisConnectionError):
        raise error
    return error


_SHAPES: Final[dict[type, Callable[[Any, int, Decode | None], Any]]] = {
    list: _array,
    Pairs: _pairs,
    dict: _map,
    Keyed: _keyed,
    NoArray: lambda _reply, _protocol, _decode: None,
    float: _double,
    DoubleText: lambda reply, protocol, decode: _double(float(reply), protocol, decode),
    SetReply: lambda reply, protocol, decode: _array(sorted(reply), protocol, decode),
    Status: lambda reply, protocol, decode: shaped(bytes(reply), protocol, decode),
    Verbatim: lambda reply, protocol, decode: shaped(bytes(reply), protocol, decode),
    Refusal: _error,
}
