"""Checks of Python types and conversions of units, the same for every implementation of the port.

They run before any input or output. Everything else about an argument is the engine's to judge.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, isfinite
from typing import Final

from verifake.ports.keyvalue._values import End, KeyType

__all__ = [
    "check_end",
    "check_ends",
    "check_flag",
    "check_flags",
    "check_float",
    "check_integer",
    "check_key",
    "check_keys",
    "check_kind",
    "check_match",
    "check_page",
    "check_patience",
    "checked_elements",
    "checked_value",
    "checked_values",
    "float_text",
    "key_bytes",
    "key_text",
    "milliseconds",
]

_LONGEST_DECIMAL_BITS: Final = 13_000
"""Integers of up to so many bits are spelled in decimals; Python refuses to spell them from 4300 digits on."""


def check_key(key: object) -> None:
    """Raise `TypeError` unless `key` is a `str`, `ValueError` unless it is what `key_text` makes of its bytes."""
    if type(key) is not str and not isinstance(key, str):
        raise TypeError(f"a key must be str, not {type(key).__name__}")
    if not key.isascii() and key_text(key_bytes(key)) != key:
        raise ValueError("a key that spells UTF-8 with surrogates: write the characters that they stand for")


def key_bytes(key: str) -> bytes:
    """Return how an engine has `key`: UTF-8, surrogates from U+DC80 to U+DCFF standing for bytes that are none.

    Source: https://docs.python.org/3/library/codecs.html#error-handlers (``surrogateescape``)
    """
    return key.encode("utf-8", "surrogateescape")


def key_text(data: bytes) -> str:
    """Return the key that an engine has as `data`, whatever bytes these are."""
    return data.decode("utf-8", "surrogateescape")


def check_keys(keys: tuple[object, ...]) -> None:
    """Check each of `keys` as `check_key` does."""
    try:
        plain = all(map(str.isascii, keys))  # type: ignore[arg-type]  # what is no str is why there is a check
    except TypeError:
        plain = False
    if not plain:
        for key in keys:
            check_key(key)


def checked_value(value: object) -> bytes:
    """Return `value` as plain `bytes`; raise `TypeError` unless it is `bytes` or a subclass of it."""
    if type(value) is bytes:
        return value
    if not isinstance(value, bytes):
        raise TypeError(f"a value must be bytes, not {type(value).__name__}")
    return bytes(value)


def checked_elements(values: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Return each of `values` as `checked_value` does."""
    for value in values:
        if type(value) is not bytes:
            return tuple([checked_value(value) for value in values])
    return values


def checked_values(values: object) -> dict[str, bytes]:
    """Return a copy of `values`; raise `TypeError` unless it is a mapping, and check each key and value."""
    if type(values) is not dict and not isinstance(values, Mapping):
        raise TypeError(f"expected a mapping of keys to values, not {type(values).__name__}")
    copied = dict(values)
    for key, value in copied.items():
        check_key(key)
        copied[key] = checked_value(value)
    return copied


def check_integer(number: object) -> None:
    """Raise `TypeError` unless `number` is an `int` and no `bool`."""
    if type(number) is not int:
        raise TypeError(f"expected int, not {type(number).__name__}")


def check_float(number: object) -> None:
    """Raise `TypeError` unless `number` is a `float` or an `int` and no `bool`."""
    if type(number) is not float and type(number) is not int:
        raise TypeError(f"expected float, not {type(number).__name__}")


def check_end(end: object) -> None:
    """Raise `TypeError` unless `end` is an `End`."""
    if type(end) is not End:
        raise TypeError(f"an end must be End, not {type(end).__name__}")


def check_ends(*ends: object) -> None:
    """Check each of `ends` as `check_end` does."""
    for end in ends:
        check_end(end)


def check_patience(seconds: float | None) -> None:
    """Raise `TypeError` unless `seconds` is None or a number, `ValueError` unless it is finite and not negative.

    It is how long the caller itself waits: no engine hears of it.
    """
    if seconds is None:
        return
    check_float(seconds)
    if not 0 <= seconds < inf:
        raise ValueError(f"seconds must be finite and not negative, not {seconds}")


def check_page(cursor: object, count: object) -> None:
    """Raise `TypeError` unless `cursor` is an `int`, and `count` too or None."""
    check_integer(cursor)
    if count is not None:
        check_integer(count)


def check_match(match: str | None) -> None:
    """Raise as `check_key` unless `match` is None or a glob about keys."""
    if match is not None:
        check_key(match)


def check_kind(kind: object) -> None:
    """Raise `TypeError` unless `kind` is a `KeyType` or None."""
    if kind is not None and type(kind) is not KeyType:
        raise TypeError(f"a kind must be KeyType, not {type(kind).__name__}")


def check_flag(flag: object) -> None:
    """Raise `TypeError` unless `flag` is a `bool`."""
    if flag is not True and flag is not False:
        raise TypeError(f"an option must be bool, not {type(flag).__name__}")


def check_flags(*flags: object) -> None:
    """Check each of `flags` as `check_flag` does."""
    for flag in flags:
        check_flag(flag)


def float_text(number: float) -> str:
    """Return how `number` is spelled to an engine: the shortest form that reads back as the same float.

    An `int` keeps all its digits (hexadecimal ones, if it has thousands).

    Raises:
        TypeError: for anything but an `int` or `float`.
    """
    check_float(number)
    if type(number) is int and number.bit_length() > _LONGEST_DECIMAL_BITS:
        return hex(number)
    return repr(number)


def milliseconds(seconds: float) -> int:
    """Return whole milliseconds; what is left of one is dropped, towards zero.

    A float that is the nearest one to a whole number of milliseconds counts as that number: 1.001 is 1001.

    Raises:
        TypeError: for anything but an `int` or `float`.
        ValueError: for NaN and the infinities, which no engine can be sent.
    """
    if type(seconds) is int:
        return seconds * 1000
    check_float(seconds)
    if not isfinite(seconds):
        raise ValueError(f"seconds must be finite, not {seconds}")
    scaled = seconds * 1000.0
    if not isfinite(scaled):
        return int(seconds) * 1000
    nearest = round(scaled)
    if abs(scaled - nearest) <= abs(scaled) * 2.0**-51:
        return nearest
    return int(scaled)
