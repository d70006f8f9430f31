"""The library ``cjson`` that the engine gives its scripts.

Source: https://redis.io/docs/latest/develop/programmability/lua-api/#cjson-library; what is not there was observed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from lupa.lua51 import lua_type

__all__ = ["NULL", "cjson"]

_DEEPEST: Final = 1000
_SPARSE_RATIO: Final = 2
_SPARSE_SAFE: Final = 10


class _Null:
    """JSON's null."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "userdata: (nil)"


NULL: Final = _Null()


def cjson(lua: Any) -> dict[bytes, Any]:
    """Return the library for one interpreter."""
    decode = _decoder(lua)
    return {
        b"encode": lambda value: _judged(_encode, value),
        b"decode": lambda text: _judged(decode, text),
        b"null": NULL,
    }


def _judged(convert: Callable[[Any], Any], value: Any) -> tuple[Any, bytes | None]:
    """Return what `convert` makes of `value`, or why it cannot, for Lua to raise where the script stands."""
    try:
        return convert(value), None
    except ValueError as error:
        return None, str(error).encode()


def _encode(value: Any, depth: int = 0) -> bytes:
    if depth > _DEEPEST:
        raise ValueError("Cannot serialise, excessive depth")
    if value is None or value is NULL:
        return b"null"
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, bytes):
        return _text(value)
    if isinstance(value, (int, float)):
        return f"{value:.14g}".encode()
    if lua_type(value) != "table":
        raise ValueError(f"Cannot serialise {lua_type(value) or 'userdata'}: type not supported")
    return _table(value, depth)


def _text(value: bytes) -> bytes:
    text = json.dumps(value.decode("utf-8", "surrogateescape"), ensure_ascii=False)
    return text.replace("/", "\\/").replace("\x7f", "\\u007f").encode("utf-8", "surrogateescape")


def _table(table: Any, depth: int) -> bytes:
    keys = list(table.keys())
    if keys and all(isinstance(key, int) and key > 0 for key in keys):
        length = max(keys)
        if length > _SPARSE_SAFE and length > len(keys) * _SPARSE_RATIO:
            raise ValueError("Cannot serialise table: excessively sparse array")
        return b"[%b]" % b",".join(_encode(table[place], depth + 1) for place in range(1, length + 1))
    return b"{%b}" % b",".join(b"%b:%b" % (_name(key), _encode(table[key], depth + 1)) for key in keys)


def _name(key: Any) -> bytes:
    if isinstance(key, bytes):
        return _text(key)
    if isinstance(key, (int, float)) and not isinstance(key, bool):
        return f'"{key:.14g}"'.encode()
    raise ValueError("Cannot serialise table: table key must be a number or string")


def _decoder(lua: Any) -> Callable[[bytes], Any]:
    def decode(text: bytes) -> Any:
        try:
            return value_of(json.loads(text.decode("utf-8", "surrogateescape")))
        except json.JSONDecodeError as error:
            place = error.pos + 1
            token = "T_END" if error.pos >= len(text) else "invalid token"
            raise ValueError(f"Expected value but found {token} at character {place}") from None

    def value_of(found: Any) -> Any:
        if found is None:
            return NULL
        if isinstance(found, str):
            return _bytes(found)
        if isinstance(found, list):
            return lua.table_from([value_of(each) for each in found])
        if isinstance(found, dict):
            return lua.table_from({_bytes(key): value_of(each) for key, each in found.items()})
        return found if isinstance(found, bool) else float(found)

    return decode


def _bytes(text: str) -> bytes:
    """Return `text` in UTF-8; what was no UTF-8 stays as it was, and half a surrogate pair is a question mark."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")
