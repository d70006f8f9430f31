"""Checks of the arguments of `SortedSets`, the same for every implementation of the port."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf, nan

from verifake.ports.keyvalue._arguments import check_float, check_key, check_keys, checked_value
from verifake.ports.keyvalue._values import Aggregate, Exclusive

__all__ = [
    "check_aggregate",
    "checked_lex_end",
    "checked_score",
    "checked_score_end",
    "checked_scores",
    "checked_sources",
]


def checked_score(number: float) -> float:
    """Return `number` as a float without the sign of zero; raise `TypeError` unless it is an `int` or `float`.

    An `int` beyond all floats becomes NaN: no engine takes either of them as a score.
    """
    if type(number) is not float and type(number) is not int:
        check_float(number)
    try:
        return number + 0.0
    except OverflowError:
        return nan


def checked_scores(scores: object) -> dict[bytes, float]:
    """Return a copy of `scores`, each as `checked_score`; raise `TypeError` unless it is a mapping of `bytes`."""
    if type(scores) is not dict and not isinstance(scores, Mapping):
        raise TypeError(f"expected a mapping of members to scores, not {type(scores).__name__}")
    copied = {}
    for member, score in scores.items():
        copied[member if type(member) is bytes else checked_value(member)] = checked_score(score)
    return copied


def checked_score_end(end: float | Exclusive[float]) -> tuple[float, bool]:
    """Return an end of a range of scores, and whether it is `Exclusive`; raise `TypeError` unless it is one.

    An `int` beyond all floats becomes infinity: there is no score in between.
    """
    outside = isinstance(end, Exclusive)
    number = end.value if isinstance(end, Exclusive) else end
    if type(number) is not float and type(number) is not int:
        check_float(number)
    try:
        return float(number), outside
    except OverflowError:
        return (inf if number > 0 else -inf), outside


def checked_lex_end(end: object) -> tuple[bytes | None, bool]:
    """Return an end of a range of members, and whether it is `Exclusive`; raise `TypeError` unless it is one."""
    if isinstance(end, Exclusive):
        return checked_value(end.value), True
    return (None if end is None else checked_value(end)), False


def checked_sources(keys: object) -> tuple[tuple[str, ...], tuple[float, ...] | None]:
    """Return the keys, and their factors if they have some; raise `TypeError` unless it is a sequence or a mapping."""
    if isinstance(keys, Mapping):
        check_keys(tuple(keys))
        return tuple(keys), tuple(map(checked_score, keys.values()))
    if isinstance(keys, str) or not isinstance(keys, Sequence):
        raise TypeError(f"expected a sequence of keys, or a mapping of keys to factors, not {type(keys).__name__}")
    for key in keys:
        check_key(key)
    return tuple(keys), None


def check_aggregate(aggregate: object) -> None:
    """Raise `TypeError` unless `aggregate` is an `Aggregate`."""
    if not isinstance(aggregate, Aggregate):
        raise TypeError(f"expected Aggregate, not {type(aggregate).__name__}")
