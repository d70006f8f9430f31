"""Commands that put sorted sets together."""

from __future__ import annotations

from typing import Final

from verifake.errors import NotModelled
from verifake.ports.keyvalue import Aggregate, KeyType, Scored, Weighted
from verifake.ports.keyvalue._arguments import key_text
from verifake.ports.keyvalue.commands._floats import double
from verifake.ports.keyvalue.commands._integers import NOT_AN_INTEGER
from verifake.ports.keyvalue.commands._replies import Pairs, Reply
from verifake.ports.keyvalue.commands._session import Session
from verifake.ports.keyvalue.commands._table import command
from verifake.ports.keyvalue.commands._words import Options, numbered_keys, syntax_error
from verifake.ports.keyvalue.commands.sets import LIMIT

__all__: list[str] = []

_AGGREGATES: Final = {b"SUM": Aggregate.SUM, b"MIN": Aggregate.MIN, b"MAX": Aggregate.MAX}


def combined_keys(session: Session, words: list[bytes], name: str) -> tuple[list[str], list[bytes]]:
    """Return the keys whose number stands before them, which the engine looks at first, and what follows them.

    Raises:
        Refusal: the number is wrong, or there is something else than a set behind one of the keys.
    """
    keys, rest = numbered_keys(
        words, f"ERR at least 1 input key is needed for '{name}' command", no_number=NOT_AN_INTEGER
    )
    for key in keys:
        session.holds(key, KeyType.SORTED_SET, KeyType.SET)
    return keys, rest


class _Combination:
    """Keys, weights, aggregate, and whether scores are wanted, as the words of ``ZUNION`` and its kin say."""

    def __init__(
        self, session: Session, words: list[bytes], name: str, *, weighted: bool = True, scored: bool = False
    ) -> None:
        self.keys, rest = combined_keys(session, words, name)
        self.weights: list[float] | None = None
        self.aggregate = Aggregate.SUM
        self.with_scores = False
        while rest:
            option = rest[0].upper()
            if scored and option == b"WITHSCORES":
                self.with_scores, rest = True, rest[1:]
            elif weighted and option == b"WEIGHTS" and len(rest) > len(self.keys):
                given = rest[1 : len(self.keys) + 1]
                self.weights = [double(word, "ERR weight value is not a float") for word in given]
                rest = rest[len(self.keys) + 1 :]
            elif weighted and option == b"AGGREGATE" and len(rest) > 1 and rest[1].upper() in _AGGREGATES:
                self.aggregate, rest = _AGGREGATES[rest[1].upper()], rest[2:]
            else:
                raise syntax_error()

    @property
    def weighted(self) -> Weighted:
        """The keys, with their weights where they have any."""
        if self.weights is None:
            return self.keys
        if len(set(self.keys)) < len(self.keys):
            raise NotModelled("a key that is named twice with weights is not charted by the KeyValue port")
        return dict(zip(self.keys, self.weights, strict=True))

    def reply(self, found: list[Scored]) -> Reply:
        """Return the members, with their scores if they were asked for."""
        return Pairs(found) if self.with_scores else [member for member, _ in found]


@command("ZUNION", -3)
def _zunion(session: Session, words: list[bytes]) -> Reply:
    what = _Combination(session, words, "zunion", scored=True)
    return what.reply(session.store.sorted_union(what.weighted, aggregate=what.aggregate))


@command("ZINTER", -3)
def _zinter(session: Session, words: list[bytes]) -> Reply:
    what = _Combination(session, words, "zinter", scored=True)
    return what.reply(session.store.sorted_intersection(what.weighted, aggregate=what.aggregate))


@command("ZDIFF", -3)
def _zdiff(session: Session, words: list[bytes]) -> Reply:
    what = _Combination(session, words, "zdiff", weighted=False, scored=True)
    return what.reply(session.store.sorted_difference(*what.keys))


@command("ZUNIONSTORE", -4)
def _zunionstore(session: Session, words: list[bytes]) -> Reply:
    what = _Combination(session, words[1:], "zunionstore")
    return session.store.sorted_union_store(key_text(words[0]), what.weighted, aggregate=what.aggregate)


@command("ZINTERSTORE", -4)
def _zinterstore(session: Session, words: list[bytes]) -> Reply:
    what = _Combination(session, words[1:], "zinterstore")
    return session.store.sorted_intersection_store(key_text(words[0]), what.weighted, aggregate=what.aggregate)


@command("ZDIFFSTORE", -4)
def _zdiffstore(session: Session, words: list[bytes]) -> Reply:
    what = _Combination(session, words[1:], "zdiffstore", weighted=False)
    return session.store.sorted_difference_store(key_text(words[0]), *what.keys)


@command("ZINTERCARD", -3)
def _zintercard(session: Session, words: list[bytes]) -> Reply:
    keys, rest = combined_keys(session, words, "zintercard")
    return session.store.sorted_intersection_size(*keys, limit=Options(rest, LIMIT).get(b"LIMIT") or 0)
