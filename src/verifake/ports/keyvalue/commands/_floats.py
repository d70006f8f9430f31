"""Reading and writing floats, as the engine does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from math import isinf, isnan
from typing import Final

from verifake.errors import NotModelled
from verifake.ports.keyvalue.commands._replies import Refusal, double_text
from verifake.ports.keyvalue.commands._words import c_text

__all__ = ["NOT_A_FLOAT", "decimals", "double", "double_words", "hexadecimals", "long_double", "score_bound"]

NOT_A_FLOAT: Final = "ERR value is not a valid float"
_DIGIT: Final = re.compile("[1-9]")
_WHOLE: Final = re.compile("[+-]?[0-9]{1,4000}")
_WHOLE_HEXADECIMAL: Final = re.compile(r"[+-]?0x[0-9a-f]+")


def double(word: bytes, refusal: str = NOT_A_FLOAT) -> float:
    """Return the double that `word` spells in decimals, or an infinity.

    Raises:
        Refusal: it spells none, or one that is too large or too small for a double.
    """
    text = word.decode("latin-1").lower()
    number = decimals(text, refusal)
    if isnan(number) or (isinf(number) and "n" not in text):
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
        return hexadecimals(text, refusal)
    number = decimals(text, refusal)
    if isnan(number):
        raise Refusal(refusal)
    if "n" not in text and (isinf(number) or Decimal(text) != Decimal(repr(number))):
        raise NotModelled(f"{text} has more digits than a float; the KeyValue port takes floats")
    return number


def score_bound(word: bytes, refusal: str) -> float:
    """Return the double that `word` spells as the end of a range: nothing is 0, and what is too large is an infinity.

    Raises:
        Refusal: it spells none.
    """
    text = c_text(word)
    number = decimals(text.lower(), refusal) if text else 0.0
    if isnan(number):
        raise Refusal(refusal)
    return number


def decimals(text: str, refusal: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise Refusal(refusal) from None
    if "_" in text or text != text.strip():
        raise Refusal(refusal)
    return number


def hexadecimals(text: str, refusal: str) -> float:
    try:
        return float.fromhex(text)
    except (ValueError, OverflowError):
        raise Refusal(refusal) from None


def double_words(scored: Iterable[tuple[bytes, float]]) -> list[bytes]:
    """Return members and their scores in a row, the scores spelled in digits."""
    return [part for member, score in scored for part in (member, double_text(score))]
