"""What a command answers.

Source: https://redis.io/docs/latest/develop/reference/protocol-spec/
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from verifake.ports.keyvalue._arguments import key_bytes

__all__ = [
    "NO_ARRAY",
    "NO_SCRIPT",
    "NO_SUCH_KEY",
    "OK",
    "WRONG_TYPE",
    "DoubleText",
    "Keyed",
    "NoArray",
    "Pairs",
    "Push",
    "Refusal",
    "Reply",
    "SetReply",
    "Several",
    "Status",
    "Verbatim",
    "double_text",
    "wrong_number",
]


class Status(bytes):
    """A simple string."""

    __slots__ = ()


class DoubleText(bytes):
    """A double in digits; a string in RESP2."""

    __slots__ = ()


class Verbatim(bytes):
    """Text for people; a string in RESP2."""

    __slots__ = ()


class Refusal(Exception):
    """An error reply; its text begins with the engine's code."""

    @property
    def text(self) -> str:
        """The reply as the engine spells it."""
        return str(self.args[0])

    @property
    def line(self) -> bytes:
        """The reply as it is sent: in one line."""
        return key_bytes(self.text.replace("\r", " ").replace("\n", " "))


class Pairs(list[tuple[Any, Any]]):
    """Pairs that are an array of arrays in RESP3, and one flat array in RESP2."""

    __slots__ = ()


class Keyed(dict[bytes, Any]):
    """A map in RESP3, and an array of arrays of two in RESP2."""

    __slots__ = ()


class NoArray:
    """Nothing where there might have been an array: RESP2 knows two kinds of nothing."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


class SetReply(set[bytes]):
    """Strings without order."""

    __slots__ = ()


class Push(list[Any]):
    """What comes without having been asked for; an ordinary array in RESP2."""

    __slots__ = ()


class Several(list[Push]):
    """Several replies to one command."""

    __slots__ = ()


Reply: TypeAlias = Any
"""`int`, `bytes`, `Status`, `Verbatim`, `DoubleText`, None, `NO_ARRAY`, `float`, `list`, `dict`, `SetReply`, `Pairs`,
`Keyed`, `Push`, `Refusal`: nested at will."""

OK: Final = Status(b"OK")
NO_ARRAY: Final = NoArray()
NO_SCRIPT: Final = "NOSCRIPT No matching script."
NO_SUCH_KEY: Final = "ERR no such key"
WRONG_TYPE: Final = "WRONGTYPE Operation against a key holding the wrong kind of value"


def double_text(number: float) -> bytes:
    """Return a double as RESP2 spells it: the shortest of up to 17 digits that reads back as the same number."""
    if number == int(number) if abs(number) < 1e17 else False:
        return b"-0" if number == 0 and str(number)[0] == "-" else b"%d" % int(number)
    text = repr(number)
    mantissa, _, exponent = text.partition("e")
    return f"{mantissa.removesuffix('.0')}e{exponent}".encode() if exponent else text.encode()


def wrong_number(command: str) -> Refusal:
    """Return the error for too few or too many words behind `command`."""
    return Refusal(f"ERR wrong number of arguments for '{command}' command")
