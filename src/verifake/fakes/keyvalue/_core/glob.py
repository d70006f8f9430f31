"""Patterns as the engine reads them, byte by byte.

Source: https://redis.io/docs/latest/commands/keys/ for the syntax; what is malformed was observed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

__all__ = ["matcher"]

_STAR: Final = ord("*")
_ANY: Final = ord("?")
_CLASS: Final = ord("[")
_CLASS_END: Final = ord("]")
_TO: Final = ord("-")
_ESCAPE: Final = ord("\\")
_ALL_BYTES: Final = frozenset(range(256))


@lru_cache(maxsize=256)
def matcher(pattern: bytes) -> Callable[[bytes], object]:
    """Return a function that says whether bytes match `pattern` as a whole.

    ``*`` matches the empty string too. (The engine says no to that alone, of the empty string as a whole: a name that
    an adapter has given a prefix is never empty.)
    """
    parts: list[list[bytes]] = [[]]
    at = 0
    while at < len(pattern):
        if pattern[at] == _STAR:
            parts.append([])
            at += 1
        else:
            one, at = _one(pattern, at)
            parts[-1].append(one)
    return re.compile(_expression([b"".join(part) for part in parts]), re.DOTALL).fullmatch


def _expression(parts: list[bytes]) -> bytes:
    """Return the regular expression for `parts` with anything in between.

    Each part but the last is taken where it comes first, for good: so no pattern takes more than quadratic time.
    """
    first, *others = parts
    if not others:
        return first
    *middle, last = others
    return first + b"".join(b"(?>.*?" + part + b")" for part in middle if part) + b".*" + last


def _one(pattern: bytes, at: int) -> tuple[bytes, int]:
    """Return the expression for the single byte that `pattern` describes at `at`, and where the pattern goes on."""
    code = pattern[at]
    if code == _ANY:
        return b".", at + 1
    if code == _CLASS:
        return _class(pattern, at + 1)
    if code == _ESCAPE and at + 1 < len(pattern):
        at += 1
    return re.escape(pattern[at : at + 1]), at + 1


def _class(pattern: bytes, at: int) -> tuple[bytes, int]:
    """As `_one`, for a class whose bracket is just before `at`; one that is not closed ends with the pattern."""
    negated = pattern[at : at + 1] == b"^"
    at += negated
    members: set[int] = set()
    while at < len(pattern) and (pattern[at] != _CLASS_END):
        if pattern[at] == _ESCAPE and at + 1 < len(pattern):
            members.add(pattern[at + 1])
            at += 2
        elif at + 2 < len(pattern) and pattern[at + 1] == _TO:
            members |= _range(pattern[at], pattern[at + 2])
            at += 3
        else:
            members.add(pattern[at])
            at += 1
    return _any_of(_ALL_BYTES - members if negated else members), at + 1


def _range(first: int, last: int) -> set[int]:
    """Return the bytes from one to another, in either order; to the engine those from 128 on are negative."""
    low, high = sorted(_signed(byte) for byte in (first, last))
    return {byte % 256 for byte in range(low, high + 1)}


def _signed(byte: int) -> int:
    return byte - 256 if byte > 127 else byte


def _any_of(members: frozenset[int] | set[int]) -> bytes:
    """Return the expression for a byte that is one of `members`."""
    if not members:
        return b"(?!)"
    return b"[" + b"".join(re.escape(bytes([byte])) for byte in sorted(members)) + b"]"
