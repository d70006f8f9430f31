"""Replies without what is free in them: an order, what was drawn at random, what only a server knows of itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from tests.wire.connection import Message

__all__ = ["RANDOM", "comparable", "name_of"]

RANDOM: Final = {"SPOP", "SRANDMEMBER", "HRANDFIELD", "ZRANDMEMBER"}
"""Commands that draw members."""

_UNORDERED: Final = {"SMEMBERS", "SUNION", "SINTER", "SDIFF", "HKEYS", "HVALS", "KEYS", "PUBSUB CHANNELS"}
_SCANS: Final = {"SCAN", "HSCAN", "SSCAN", "ZSCAN"}
_WITH_SUBCOMMANDS: Final = {"XGROUP", "XINFO", "PUBSUB", "CLIENT", "SCRIPT"}
_TIMES: Final = {"PTTL", "PEXPIRETIME"}
_EXACT_MS: Final = 2**53
_OF_MEMORY: Final = {b"radix-tree-keys", b"radix-tree-nodes", b"inactive"}
"""What ``XINFO`` says of an engine's memory, or only of some engines'."""
_OF_THE_SERVER: Final = {b"server", b"version", b"availability_zone", b"modules"}


def name_of(words: list[bytes]) -> str:
    """Return the name of a command in capitals, with its subcommand."""
    name = words[0].decode("latin-1").upper()
    return f"{name} {words[1].decode('latin-1').upper()}" if name in _WITH_SUBCOMMANDS and len(words) > 1 else name


def comparable(words: list[bytes], reply: Message) -> Message:
    """Return what must be the same in every reply to a command that was sent in `words`."""
    name, (kind, value) = name_of(words), reply
    if kind in "-+" or value is None:
        return reply
    if name in _TIMES and int(value) > _EXACT_MS:
        return (kind, "more milliseconds than a float of seconds tells apart")
    if name == "INFO":
        return (kind, None)
    if name in RANDOM:
        return _shape(reply)
    if name[0] in "ZB" and name != "ZSCAN":
        return _without_minus_zero(reply)
    rule = _RULES.get(name)
    return reply if rule is None or kind not in "*~%" else (kind, rule(words, value))


def _shape(reply: Message) -> Message:
    kind, value = reply
    return (kind, [_shape(each) for each in value]) if kind in "*~" and value is not None else (kind, None)


def _without_minus_zero(reply: Message) -> Message:
    """The port does not know the sign of a score of zero, and an engine keeps it in large sorted sets only."""
    kind, value = reply
    if kind in "*~" and value is not None:
        value = [_without_minus_zero(each) for each in value]
    return (kind, b"0" if value == b"-0" and kind in ",$" else value)


def _scanned(words: list[bytes], items: list[Any]) -> Any:
    """A page: all of it if it is the only one, in any order."""
    cursor, (kind, found) = items
    if cursor != ("$", b"0") or name_of(words) == "SCAN" or b"COUNT" in map(bytes.upper, words):
        return "some"
    in_pairs = name_of(words) != "SSCAN" and not {b"NOVALUES", b"NOSCORES"} & set(map(bytes.upper, words))
    return (kind, _in_pairs(words, found) if in_pairs else sorted(found))


def _in_pairs(_: list[bytes], items: list[Any]) -> list[Any]:
    return sorted(_paired(items))


def _paired(items: list[Any]) -> list[Any]:
    """Return pairs: they come in twos, or as many singly."""
    return items if items and isinstance(items[0][0], tuple) else list(zip(items[::2], items[1::2], strict=True))


def _without(names: set[bytes]) -> Callable[[list[bytes], list[Any]], list[Any]]:
    return lambda _, items: [pair for pair in _paired(items) if pair[0][1] not in names]


def _consumers(words: list[bytes], items: list[Any]) -> list[Any]:
    return [_without(_OF_MEMORY)(words, each[1]) for each in items]


def _in_milliseconds(_: list[bytes], items: list[Any]) -> list[Any]:
    """Of the engine's time: it goes on within a millisecond while its clock stands still."""
    (_, seconds), (_, microseconds) = items
    return [seconds, int(microseconds) // 1000]


_RULES: Final[dict[str, Callable[[list[bytes], list[Any]], Any]]] = {
    **dict.fromkeys(_UNORDERED, lambda _, items: sorted(items)),
    **dict.fromkeys(_SCANS, _scanned),
    "HGETALL": _in_pairs,
    "XINFO STREAM": _without(_OF_MEMORY),
    "XINFO CONSUMERS": _consumers,
    "TIME": _in_milliseconds,
    "HELLO": _without(_OF_THE_SERVER),
}
