"""Commands, drawn from a grammar of all that the port charts: right ones, wrong ones, and those in between."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from tests.wire.words import ALL_KEYS, KEYS, ODD, PLAIN

__all__ = ["FORMS", "Pick", "Speaker", "programs"]

Pick = Callable[[Sequence[Any]], Any]
"""Draws one of several."""

_TOKEN: Final = re.compile(r"\[[^\]]*\]|\{[^}]*\}\+?|\S+")
FORMS: Final = Path(__file__).with_name("grammar.txt").read_text(encoding="ascii").splitlines()
"""Every form that a command can have, one a line: words in capitals stand for themselves, others for what is drawn."""

COMMANDS_A_PROGRAM: Final = 40
SELDOM: Final = (0,) * 5 + (1,)
"""Of these, one in six is true."""


class Speaker:
    """Speaks commands as they are drawn.

    Args:
        pick: draws one of several.
    """

    def __init__(self, pick: Pick) -> None:
        self._pick = pick

    def command(self, form: str) -> list[bytes]:
        """Return a command of this form, perhaps with a mistake in it."""
        name, *tokens = _TOKEN.findall(form)
        words = [name, *(word for token in tokens for word in self._words(token))]
        return [word.encode("latin-1") for word in self._spoiled(words)]

    def _words(self, token: str) -> list[str]:
        if token[0] == "[":
            return self._phrase(token[1:-1]) if self._pick((0, 0, 1)) else []
        if token[0] == "{":
            return [word for _ in range(self._pick((1, 1, 2, 3))) for word in self._phrase(token.strip("{}+"))]
        if token.startswith("keys("):
            return self._numbered(token[5:-1])
        if token[-1] == "+" and len(token) > 1:
            return [self._word(token[:-1]) for _ in range(self._pick((1, 1, 2, 3)))]
        return [self._word(token)]

    def _phrase(self, phrase: str) -> list[str]:
        return [word for token in phrase.split() for word in self._words(token)]

    def _numbered(self, kind: str) -> list[str]:
        keys = [self._word(kind) for _ in range(self._pick((1, 2, 2, 3)))]
        count = self._pick([str(len(keys))] * 8 + ["0", "-1", "1", "4", "abc"])
        return [count, *keys]

    def _word(self, token: str) -> str:
        if "|" in token and token != "|":
            return str(self._pick(token.split("|")))
        if token in KEYS:
            return str(self._pick(ALL_KEYS if self._pick(SELDOM) else KEYS[token]))
        if token in ODD and self._pick(SELDOM):
            return str(self._pick(ODD[token]))
        return str(self._pick(PLAIN[token])) if token in PLAIN else token

    def _spoiled(self, words: list[str]) -> list[str]:
        """Return the words as they are, mostly; or with one too many, too few, or in another case."""
        how = self._pick(("",) * 12 + ("drop", "more", "lower", "swap", "again"))
        place = self._pick(range(len(words)))
        if how == "drop" and len(words) > 1:
            return words[:-1] if place == 0 else [*words[:place], *words[place + 1 :]]
        if how == "more":
            return [*words, self._pick(["a", "NX", "COUNT", "1", "WITHSCORES"])]
        if how == "lower":
            return [word.lower() if word in ("GET", words[0]) or word.isupper() else word for word in words]
        if how == "again" and place:
            return [*words, *words[place:]]
        if how == "swap" and place > 1:
            return [*words[: place - 1], words[place], words[place - 1], *words[place + 1 :]]
        return words


def programs(seed: int, rounds: int) -> Iterator[list[list[bytes]]]:
    """Yield programs of commands in which every form comes up as often as every other."""
    chance = random.Random(seed)
    speaker = Speaker(chance.choice)
    for _ in range(rounds):
        forms = chance.sample(FORMS, len(FORMS))
        for start in range(0, len(forms), COMMANDS_A_PROGRAM):
            yield [speaker.command(form) for form in forms[start : start + COMMANDS_A_PROGRAM]]
