"""Commands about sorted sets: their members, scores and ends."""

from __future__ import annotations

from typing import Any, Final

from verifake.ports.keyvalue import Scored
from verifake.ports.keyvalue._arguments import key_bytes, key_text
from verifake.ports.keyvalue.commands._floats import double
from verifake.ports.keyvalue.commands._integers import OUT_OF_RANGE, integer, positive_count
from verifake.ports.keyvalue.commands._replies import NO_ARRAY, Pairs, Refusal, Reply, wrong_number
from verifake.ports.keyvalue.commands._session import Session
from verifake.ports.keyvalue.commands._table import Handler, command
from verifake.ports.keyvalue.commands._times import first_word, last_word, timeout
from verifake.ports.keyvalue.commands._words import Options, keys_of, numbered_keys, random_count, syntax_error

__all__: list[str] = []

_ADD: Final = {
    b"NX": "only_if_absent",
    b"XX": "only_if_present",
    b"GT": "only_if_greater",
    b"LT": "only_if_less",
    b"CH": "count_changed",
    b"INCR": "",
}


@command("ZADD", -4)
def _zadd(session: Session, words: list[bytes]) -> Reply:
    place = 1
    while place < len(words) and words[place].upper() in _ADD:
        place += 1
    names = {word.upper() for word in words[1:place]}
    scored = words[place:]
    if not scored or len(scored) % 2:
        raise syntax_error()
    _judge(names, len(scored) // 2)
    pairs = [(member, double(score)) for score, member in zip(scored[::2], scored[1::2], strict=True)]
    options: dict[str, Any] = {_ADD[name]: True for name in names if _ADD[name]}
    key = key_text(words[0])
    if b"INCR" in names:
        options.pop("count_changed", None)
        return session.store.sorted_increment(key, *pairs[0], **options)
    if len(dict(pairs)) == len(pairs):
        return session.store.sorted_add(key, dict(pairs), **options)
    with session.store.atomically():  # A member that is named twice is added and then changed.
        return sum(session.store.sorted_add(key, dict([pair]), **options) for pair in pairs)


def _judge(names: set[bytes], pairs: int) -> None:
    if names >= {b"NX", b"XX"}:
        raise Refusal("ERR XX and NX options at the same time are not compatible")
    if (b"NX" in names and names & {b"GT", b"LT"}) or names >= {b"GT", b"LT"}:
        raise Refusal("ERR GT, LT, and/or NX options at the same time are not compatible")
    if b"INCR" in names and pairs > 1:
        raise Refusal("ERR INCR option supports a single increment-element pair")


@command("ZINCRBY", 4)
def _zincrby(session: Session, words: list[bytes]) -> Reply:
    return session.store.sorted_increment(key_text(words[0]), words[2], double(words[1]))


@command("ZREM", -3)
def _zrem(session: Session, words: list[bytes]) -> Reply:
    return session.store.sorted_remove(key_text(words[0]), *words[1:])


@command("ZSCORE", 3)
def _zscore(session: Session, words: list[bytes]) -> Reply:
    return session.store.sorted_score(key_text(words[0]), words[1])


@command("ZMSCORE", -3)
def _zmscore(session: Session, words: list[bytes]) -> Reply:
    return session.store.sorted_scores(key_text(words[0]), *words[1:])


@command("ZCARD", 2)
def _zcard(session: Session, words: list[bytes]) -> Reply:
    return session.store.sorted_size(key_text(words[0]))


def _rank(name: str, *, reverse: bool) -> Handler:
    def run(session: Session, words: list[bytes]) -> Reply:
        key, member = key_text(words[0]), words[1]
        if len(words) == 2:
            return session.store.sorted_rank(key, member, reverse=reverse)
        if len(words) > 3:
            raise wrong_number(name)
        if words[2].upper() != b"WITHSCORE":
            raise syntax_error()
        with session.store.atomically():
            rank = session.store.sorted_rank(key, member, reverse=reverse)
            return NO_ARRAY if rank is None else [rank, session.store.sorted_score(key, member)]

    return run


command("ZRANK", -3)(_rank("zrank", reverse=False))
command("ZREVRANK", -3)(_rank("zrevrank", reverse=True))


def _pop(*, highest: bool) -> Handler:
    def run(session: Session, words: list[bytes]) -> Reply:
        if len(words) > 2:
            raise syntax_error()
        if len(words) == 1:
            found = session.store.sorted_pop(key_text(words[0]), highest=highest)
            return list(found[0]) if found else []
        return Pairs(session.store.sorted_pop(key_text(words[0]), integer(words[1], OUT_OF_RANGE), highest=highest))

    return run


command("ZPOPMIN", -2)(_pop(highest=False))
command("ZPOPMAX", -2)(_pop(highest=True))


def _blocking_pop(*, highest: bool) -> Handler:
    def run(session: Session, words: list[bytes]) -> Reply:
        seconds = timeout(words[-1])
        found = session.store.sorted_pop_waiting(*keys_of(words[:-1]), timeout_seconds=seconds, highest=highest)
        return NO_ARRAY if found is None else [key_bytes(found[0]), *found[1:]]

    return run


command("BZPOPMIN", -3, wait=last_word)(_blocking_pop(highest=False))
command("BZPOPMAX", -3, wait=last_word)(_blocking_pop(highest=True))


def _pop_first(words: list[bytes]) -> tuple[list[str], dict[str, Any]]:
    """Return keys and options of ``ZMPOP`` and ``BZMPOP``."""
    keys, rest = numbered_keys(words, "ERR numkeys should be greater than 0")
    if not rest or rest[0].upper() not in {b"MIN", b"MAX"}:
        raise syntax_error()
    options: dict[str, Any] = {"highest": rest[0].upper() == b"MAX"}
    count = Options(rest[1:], {b"COUNT": (positive_count,)}, once=({b"COUNT"},)).get(b"COUNT")
    if count is not None:
        options["count"] = count
    return keys, options


def _popped(found: tuple[str, list[Scored]] | None) -> Reply:
    return NO_ARRAY if found is None else [key_bytes(found[0]), [list(pair) for pair in found[1]]]


@command("ZMPOP", -4)
def _zmpop(session: Session, words: list[bytes]) -> Reply:
    keys, options = _pop_first(words)
    return _popped(session.store.sorted_pop_first(*keys, **options))


@command("BZMPOP", -5, wait=first_word)
def _bzmpop(session: Session, words: list[bytes]) -> Reply:
    keys, options = _pop_first(words[1:])
    seconds = timeout(words[0])
    return _popped(session.store.sorted_pop_first_waiting(*keys, timeout_seconds=seconds, **options))


@command("ZRANDMEMBER", -2)
def _zrandmember(session: Session, words: list[bytes]) -> Reply:
    key = key_text(words[0])
    if len(words) == 1:
        found = session.store.sorted_random(key, 1)
        return found[0][0] if found else None
    count = random_count(words, b"WITHSCORES")
    drawn = session.store.sorted_random(key, count)
    return Pairs(drawn) if len(words) == 3 else [member for member, _ in drawn]
