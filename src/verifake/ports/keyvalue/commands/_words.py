"""Reading the words of a command, as strictly as the engine does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from math import isinf
from typing import Final

from verifake.errors import NotModelled
from verifake.ports.keyvalue._arguments import key_text
from verifake.ports.keyvalue.commands._replies import Refusal, double_text

__all__ = [
    "NOT_AN_INTEGER",
    "NOT_A_FLOAT",
    "OUT_OF_RANGE",
    "SYNTAX_ERROR",
    "Options",
    "double",
    "double_words",
    "first_word",
    "int64",
    "integer",
    "keys_of",
    "last_word",
    "long_double",
    "milliseconds_timeout",
    "numbered_keys",
    "seconds_of",
    "syntax_error",
    "timeout",
    "unsigned",
]

NOT_AN_INTEGER: Final = "ERR value is not an integer or out of range"
NOT_A_FLOAT: Final = "ERR value is not a valid float"
OUT_OF_RANGE: Final = "ERR value is out of range, must be positive"
SYNTAX_ERROR: Final = "ERR syntax error"

_NEGATIVE_TIMEOUT: Final = "ERR timeout is negative"

_MIN: Final = -(2**63)
_MAX: Final = 2**63 - 1
_DIGIT: Final = re.compile("[1-9]")
_WHOLE: Final = re.compile("[+-]?[0-9]{1,4000}")
_WHOLE_HEXADECIMAL: Final = re.compile(r"[+-]?0x[0-9a-f]+")


def keys_of(words: list[bytes]) -> list[str]:
    """Return `words` as keys."""
    return [key_text(word) for word in words]


def syntax_error() -> Refusal:
    """Return the error for words that fit no syntax."""
    return Refusal(SYNTAX_ERROR)


def integer(word: bytes, refusal: str = NOT_AN_INTEGER) -> int:
    """Return the integer that `word` spells in its shortest form; whether it fits into 64 bits is the store's to judge.

    Raises:
        Refusal: it spells none.
    """
    try:
        number = int(word)
    except ValueError:
        raise Refusal(refusal) from None
    if b"%d" % number != word:
        raise Refusal(refusal)
    return number


def int64(word: bytes, refusal: str = NOT_AN_INTEGER) -> int:
    """Return the 64-bit integer that `word` spells, for commands that judge it further.

    Raises:
        Refusal: it spells none.
    """
    number = integer(word, refusal)
    if not _MIN <= number <= _MAX:
        raise Refusal(refusal)
    return number


def double(word: bytes, refusal: str = NOT_A_FLOAT) -> float:
    """Return the double that `word` spells in decimals, or an infinity.

    Raises:
        Refusal: it spells none, or one that is too large or too small for a double.
    """
    text = word.decode("latin-1").lower()
    number = _decimals(text, refusal)
    if isinf(number) and "n" not in text:
        raise Refusal(refusal)
    if not number and _DIGIT.search(text.partition("e")[0]):
        raise Refusal(refusal)
    return number


def long_double(word: bytes, refusal: str = NOT_A_FLOAT) -> float:
    """Return the number that `word` spells in decimals or hexadecimal digits.

    Raises:
        Refusal: it spells none.
        NotModelled: it has more digits than a float has: the engine would keep them.
    """
    text = word.decode("latin-1").lower()
    if _WHOLE.fullmatch(text):
        return int(text)
    if _WHOLE_HEXADECIMAL.fullmatch(text):
        return int(text, 16)
    if "0x" in text:
        return _hexadecimals(text, refusal)
    number = _decimals(text, refusal)
    if "n" not in text and (isinf(number) or Decimal(text) != Decimal(repr(number))):
        raise NotModelled(f"{text} has more digits than a float; the KeyValue port takes floats")
    return number


def _decimals(text: str, refusal: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise Refusal(refusal) from None
    if "_" in text or text != text.strip():
        raise Refusal(refusal)
    return number


def _hexadecimals(text: str, refusal: str) -> float:
    try:
        return float.fromhex(text)
    except (ValueError, OverflowError):
        raise Refusal(refusal) from None


def seconds_of(milliseconds: int) -> float:
    """Return whole milliseconds in the port's unit: an int where that is exact, since a float has only 53 bits."""
    seconds, rest = divmod(milliseconds, 1000)
    return milliseconds / 1000 if rest else seconds


class Options:
    """The words behind a command's fixed arguments, read one after the other; names in upper case.

    Args:
        words: what is left to read.
        arity: how many words follow each option's name.
    """

    __slots__ = ("_given",)

    def __init__(self, words: list[bytes], arity: Mapping[bytes, int]) -> None:
        self._given: dict[bytes, list[bytes]] = {}
        place = 0
        while place < len(words):
            name = words[place].upper()
            if name not in arity or place + arity[name] >= len(words):
                raise syntax_error()
            if arity[name] and name in self._given:
                raise syntax_error()
            self._given[name] = words[place + 1 : place + 1 + arity[name]]
            place += 1 + arity[name]

    def __contains__(self, name: bytes) -> bool:
        return name in self._given

    def at_most_one(self, *names: bytes) -> bytes | None:
        """Return which of `names` was given.

        Raises:
            Refusal: more than one was.
        """
        found = [name for name in names if name in self._given]
        if len(found) > 1:
            raise syntax_error()
        return found[0] if found else None

    def word(self, name: bytes) -> bytes | None:
        """Return the word behind `name`, or None."""
        found = self._given.get(name)
        return found[0] if found else None

    def words(self, name: bytes) -> list[bytes] | None:
        """Return all words behind `name`, or None."""
        return self._given.get(name)

    def integer(self, name: bytes) -> int | None:
        """Return the integer behind `name`, or None."""
        word = self.word(name)
        return None if word is None else integer(word)


def timeout(word: bytes) -> float:
    """Return the seconds that `word` spells.

    Raises:
        Refusal: it spells no number.
    """
    refusal = "ERR timeout is not a float or out of range"
    text = word.decode("latin-1").lower()
    return _hexadecimals(text, refusal) if "0x" in text else _decimals(text, refusal)


def milliseconds_timeout(word: bytes) -> float:
    """Return in seconds the milliseconds that `word` spells.

    Raises:
        Refusal: it spells no number, or a negative one.
    """
    number = integer(word, "ERR timeout is not an integer or out of range")
    if number < 0:
        raise Refusal(_NEGATIVE_TIMEOUT)
    return seconds_of(number)


def first_word(words: list[bytes]) -> float:
    """Return the time-out that stands first."""
    return timeout(words[0])


def last_word(words: list[bytes]) -> float:
    """Return the time-out that stands last."""
    return timeout(words[-1])


def numbered_keys(words: list[bytes], refusal: str) -> tuple[list[str], list[bytes]]:
    """Return the keys whose number stands before them, and the words behind them.

    Raises:
        Refusal: the number is less than 1, in the words of `refusal`, or there are fewer words.
    """
    count = integer(words[0], refusal)
    if count < 1:
        raise Refusal(refusal)
    if count >= len(words):
        raise syntax_error()
    return keys_of(words[1 : count + 1]), words[count + 1 :]


def unsigned(word: bytes, refusal: str) -> int:
    """Return the unsigned integer that `word` spells, as ``strtoull`` reads it.

    Raises:
        Refusal: it spells none.
    """
    if not word.strip().removeprefix(b"+").isdigit() or word != word.rstrip():
        raise Refusal(refusal)
    return int(word)


def double_words(scored: Iterable[tuple[bytes, float]]) -> list[bytes]:
    """Return members and their scores in a row, the scores spelled in digits."""
    return [part for member, score in scored for part in (member, double_text(score))]
