"""The port's errors as the engine spells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from verifake.errors import DependencyError
from verifake.ports.keyvalue import KeyValueCode as Code
from verifake.ports.keyvalue._arguments import key_text
from verifake.ports.keyvalue.commands._entries import INVALID_ID
from verifake.ports.keyvalue.commands._floats import NOT_A_FLOAT
from verifake.ports.keyvalue.commands._integers import NOT_AN_INTEGER, OUT_OF_RANGE
from verifake.ports.keyvalue.commands._replies import NO_SCRIPT, NO_SUCH_KEY, WRONG_TYPE, Refusal
from verifake.ports.keyvalue.commands._table import Command
from verifake.ports.keyvalue.commands._times import LONG_TIMEOUT, NEGATIVE_TIMEOUT
from verifake.ports.keyvalue.commands._words import SYNTAX_ERROR

__all__ = ["refusal_of"]

_TEXTS: Final[Mapping[Code, str]] = {
    Code.WRONG_TYPE: WRONG_TYPE,
    Code.NOT_AN_INTEGER: NOT_AN_INTEGER,
    Code.NOT_A_FLOAT: NOT_A_FLOAT,
    Code.OVERFLOW: "ERR increment or decrement would overflow",
    Code.NAN_OR_INFINITY: "ERR increment would produce NaN or Infinity",
    Code.INVALID_EXPIRE: "ERR invalid expire time in '{command}' command",
    Code.INCOMPATIBLE_OPTIONS: SYNTAX_ERROR,
    Code.OFFSET_OUT_OF_RANGE: "ERR offset is out of range",
    Code.SAME_KEY: "ERR source and destination objects are the same",
    Code.NO_KEYS: "ERR wrong number of arguments for '{command}' command",
    Code.OUT_OF_RANGE: OUT_OF_RANGE,
    Code.INDEX_OUT_OF_RANGE: "ERR index out of range",
    Code.INVALID_RANGE: "ERR min or max is not a float",
    Code.INVALID_TIMEOUT: LONG_TIMEOUT,
    Code.INVALID_CURSOR: "ERR invalid cursor",
    Code.INVALID_STREAM_ID: INVALID_ID,
    Code.NO_SUCH_STREAM: "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to "
    "use the MKSTREAM option to create an empty stream automatically.",
    Code.TOO_LARGE: "ERR string exceeds maximum allowed size (proto-max-bulk-len)",
    Code.NO_SUCH_KEY: NO_SUCH_KEY,
    Code.NO_SUCH_GROUP: "NOGROUP No such key '{0}' or consumer group '{1}'",
    Code.GROUP_EXISTS: "BUSYGROUP Consumer Group name already exists",
    Code.NO_SUCH_SCRIPT: NO_SCRIPT,
}
"""How most commands put it; in braces the command, or the place of a word behind it."""

_NO_GROUP_OF_KEY: Final = "NOGROUP No such consumer group '{1}' for key name '{0}'"
_COUNT: Final = "ERR count should be greater than 0"

_LIMIT: Final = "ERR LIMIT can't be negative"

_SPECIAL: Final[Mapping[tuple[str, Code], str]] = {
    ("LMPOP", Code.OUT_OF_RANGE): _COUNT,
    ("BLMPOP", Code.OUT_OF_RANGE): _COUNT,
    ("ZMPOP", Code.OUT_OF_RANGE): _COUNT,
    ("BZMPOP", Code.OUT_OF_RANGE): _COUNT,
    ("SINTERCARD", Code.OUT_OF_RANGE): _LIMIT,
    ("ZINTERCARD", Code.OUT_OF_RANGE): _LIMIT,
    ("HINCRBY", Code.NOT_AN_INTEGER): "ERR hash value is not an integer",
    ("HINCRBYFLOAT", Code.NOT_A_FLOAT): "ERR hash value is not a float",
    ("XSETID", Code.OUT_OF_RANGE): "ERR The entries_added specified in XSETID is smaller than the target stream length",
    ("XAUTOCLAIM", Code.OUT_OF_RANGE): "ERR Insufficient memory, failed allocating transient memory, COUNT too high.",
    ("XGROUP SETID", Code.NO_SUCH_GROUP): _NO_GROUP_OF_KEY,
    ("XGROUP CREATECONSUMER", Code.NO_SUCH_GROUP): _NO_GROUP_OF_KEY,
    ("XGROUP DELCONSUMER", Code.NO_SUCH_GROUP): _NO_GROUP_OF_KEY,
    ("XINFO CONSUMERS", Code.NO_SUCH_GROUP): _NO_GROUP_OF_KEY,
}
"""Where one command has words of its own for a code."""


def refusal_of(error: DependencyError, command: Command, words: list[bytes]) -> Refusal:
    """Return the error reply of `command` that means `error`.

    Args:
        words: what stands behind the command's name.
    """
    code = error.code
    assert isinstance(code, Code)
    if code is Code.INVALID_TIMEOUT and command.wait is not None and (command.wait(words) or 0) < 0:
        return Refusal(NEGATIVE_TIMEOUT)
    text = _SPECIAL.get((command.name, code)) or _TEXTS.get(code)
    if text is None:
        return Refusal(str(error.args[0]))
    return Refusal(text.format(*map(key_text, words), command=command.label) if "{" in text else text)
