"""Commands about ranges of sorted sets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from verifake.ports.keyvalue import Exclusive, LexBound, ScoreBound, Scored
from verifake.ports.keyvalue._arguments import key_text
from verifake.ports.keyvalue.commands._floats import score_bound
from verifake.ports.keyvalue.commands._integers import int64, integer
from verifake.ports.keyvalue.commands._replies import Pairs, Refusal, Reply
from verifake.ports.keyvalue.commands._session import Session
from verifake.ports.keyvalue.commands._table import Handler, command
from verifake.ports.keyvalue.commands._words import FLAG, Options, keys_of

__all__: list[str] = []

_NO_SCORE: Final = "ERR min or max is not a float"
_ONLY_WITH_BOUNDS: Final = "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX"
_NOT_BY_LEX: Final = "ERR syntax error, WITHSCORES not supported in combination with BYLEX"
_NO_LEX: Final = "ERR min or max not valid string range item"
_LIMIT: Final = {b"WITHSCORES": FLAG, b"LIMIT": (int64, int64)}
_RANGE: Final = {**_LIMIT, b"BYSCORE": FLAG, b"BYLEX": FLAG, b"REV": FLAG}
_STORE: Final = {name: reader for name, reader in _RANGE.items() if name != b"WITHSCORES"}
_NOTHING: Final = Exclusive(b"")
"""A bound that nothing is beyond: what a range from ``+`` on, or up to ``-``, comes to."""


def _score(word: bytes) -> ScoreBound:
    if word.startswith(b"("):
        return Exclusive(score_bound(word[1:], _NO_SCORE))
    return score_bound(word, _NO_SCORE)


def _lex(word: bytes) -> LexBound:
    if word.startswith(b"["):
        return word[1:]
    if word.startswith(b"("):
        return Exclusive(word[1:])
    raise Refusal(_NO_LEX)


def _lex_bounds(minimum: bytes, maximum: bytes) -> tuple[LexBound, LexBound] | None:
    """Return the bounds, or None where they are the wrong way round: nothing comes after ``+`` or before ``-``."""
    low = None if minimum in {b"-", b"+"} else _lex(minimum)
    high = None if maximum in {b"-", b"+"} else _lex(maximum)
    return None if minimum == b"+" or maximum == b"-" else (low, high)


def _limit(options: Options) -> dict[str, int]:
    given = options.all(b"LIMIT")
    return {} if given is None else {"offset": given[0], "limit": given[1]}


def _is_limited(options: Options) -> bool:
    """Whether there is a limit: one of -1 is none, whatever the offset."""
    return _limit(options).get("limit", -1) != -1


def _members(found: list[Scored], *, with_scores: bool) -> Reply:
    return Pairs(found) if with_scores else [member for member, _ in found]


def _by_rank(*, reverse: bool) -> Handler:
    def run(session: Session, words: list[bytes]) -> Reply:
        options = Options(words[3:], _LIMIT)
        if _is_limited(options):
            raise Refusal(_ONLY_WITH_BOUNDS)
        found = session.store.sorted_range(key_text(words[0]), integer(words[1]), integer(words[2]), reverse=reverse)
        return _members(found, with_scores=b"WITHSCORES" in options)

    return run


def _by_score(*, reverse: bool) -> Handler:
    def run(session: Session, words: list[bytes]) -> Reply:
        options = Options(words[3:], _LIMIT)
        low, high = (_score(word) for word in (words[2:0:-1] if reverse else words[1:3]))
        found = session.store.sorted_range_by_score(key_text(words[0]), low, high, reverse=reverse, **_limit(options))
        return _members(found, with_scores=b"WITHSCORES" in options)

    return run


def _by_lex(*, reverse: bool) -> Handler:
    def run(session: Session, words: list[bytes]) -> Reply:
        options = Options(words[3:], _LIMIT)
        if b"WITHSCORES" in options:
            raise Refusal(_NOT_BY_LEX)
        bounds = _lex_bounds(*(words[2:0:-1] if reverse else words[1:3]))
        limit = _limit(options)
        key = key_text(words[0])
        return _lex_range(session.store.sorted_range_by_lex, session, key, bounds, reverse=reverse, **limit) or []

    return run


def _lex_range(
    act: Callable[..., Any], session: Session, key: str, bounds: tuple[LexBound, LexBound] | None, **options: Any
) -> Any:
    """Return what `act` gives for a range of members; for no bounds 0, if the key is no other kind."""
    if bounds is not None:
        return act(key, *bounds, **options)
    session.store.sorted_size(key)
    return 0


command("ZREVRANGE", -4)(_by_rank(reverse=True))
command("ZRANGEBYSCORE", -4)(_by_score(reverse=False))
command("ZREVRANGEBYSCORE", -4)(_by_score(reverse=True))
command("ZRANGEBYLEX", -4)(_by_lex(reverse=False))
command("ZREVRANGEBYLEX", -4)(_by_lex(reverse=True))


def _range_options(words: list[bytes], *, store: bool) -> Options:
    options = Options(words, _STORE if store else _RANGE, once=({b"BYSCORE", b"BYLEX"}, {b"REV"}))
    by = options.at_most_one(b"BYSCORE", b"BYLEX")
    if by is None and _is_limited(options):
        raise Refusal(_ONLY_WITH_BOUNDS)
    if b"WITHSCORES" in options and by == b"BYLEX":
        raise Refusal(_NOT_BY_LEX)
    return options


@command("ZRANGE", -4)
def _zrange(session: Session, words: list[bytes]) -> Reply:
    options = _range_options(words[3:], store=False)
    key, reverse = key_text(words[0]), b"REV" in options
    ends = words[2:0:-1] if reverse else words[1:3]
    with_scores = b"WITHSCORES" in options
    if b"BYLEX" in options:
        bounds, limit = _lex_bounds(*ends), _limit(options)
        return _lex_range(session.store.sorted_range_by_lex, session, key, bounds, reverse=reverse, **limit) or []
    if b"BYSCORE" in options:
        low, high = (_score(word) for word in ends)
        found = session.store.sorted_range_by_score(key, low, high, reverse=reverse, **_limit(options))
        return _members(found, with_scores=with_scores)
    found = session.store.sorted_range(key, integer(words[1]), integer(words[2]), reverse=reverse)
    return _members(found, with_scores=with_scores)


@command("ZRANGESTORE", -5)
def _zrangestore(session: Session, words: list[bytes]) -> Reply:
    options = _range_options(words[4:], store=True)
    destination, source = keys_of(words[:2])
    reverse = b"REV" in options
    ends = words[3:1:-1] if reverse else words[2:4]
    if b"BYLEX" in options:
        lowest, highest = _lex_bounds(*ends) or (_NOTHING, b"")
        return session.store.sorted_range_by_lex_store(
            destination, source, lowest, highest, reverse=reverse, **_limit(options)
        )
    if b"BYSCORE" in options:
        low, high = (_score(word) for word in ends)
        limit = _limit(options)
        return session.store.sorted_range_by_score_store(destination, source, low, high, reverse=reverse, **limit)
    start, stop = integer(words[2]), integer(words[3])
    return session.store.sorted_range_store(destination, source, start, stop, reverse=reverse)


@command("ZCOUNT", 4)
def _zcount(session: Session, words: list[bytes]) -> Reply:
    return session.store.sorted_count(key_text(words[0]), _score(words[1]), _score(words[2]))


@command("ZLEXCOUNT", 4)
def _zlexcount(session: Session, words: list[bytes]) -> Reply:
    return _lex_range(session.store.sorted_lex_count, session, key_text(words[0]), _lex_bounds(words[1], words[2]))


@command("ZREMRANGEBYRANK", 4)
def _zremrangebyrank(session: Session, words: list[bytes]) -> Reply:
    return session.store.sorted_remove_range(key_text(words[0]), integer(words[1]), integer(words[2]))


@command("ZREMRANGEBYSCORE", 4)
def _zremrangebyscore(session: Session, words: list[bytes]) -> Reply:
    return session.store.sorted_remove_range_by_score(key_text(words[0]), _score(words[1]), _score(words[2]))


@command("ZREMRANGEBYLEX", 4)
def _zremrangebylex(session: Session, words: list[bytes]) -> Reply:
    bounds = _lex_bounds(words[1], words[2])
    return _lex_range(session.store.sorted_remove_range_by_lex, session, key_text(words[0]), bounds)
