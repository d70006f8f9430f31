"""Commands about lists."""

from __future__ import annotations

from typing import Any, Final

from verifake.ports.keyvalue import End, KeyType
from verifake.ports.keyvalue._arguments import key_bytes, key_text
from verifake.ports.keyvalue.commands._integers import OUT_OF_RANGE, integer, not_negative, positive_count, signed
from verifake.ports.keyvalue.commands._replies import NO_ARRAY, NO_SUCH_KEY, OK, Refusal, Reply, wrong_number
from verifake.ports.keyvalue.commands._session import Session
from verifake.ports.keyvalue.commands._table import Handler, command
from verifake.ports.keyvalue.commands._times import first_word, last_word, timeout
from verifake.ports.keyvalue.commands._words import Options, keys_of, numbered_keys, syntax_error

__all__: list[str] = []

_ENDS: Final = {b"LEFT": End.LEFT, b"RIGHT": End.RIGHT}


def _end(word: bytes) -> End:
    end = _ENDS.get(word.upper())
    if end is None:
        raise syntax_error()
    return end


def _push(end: End, *, only_if_present: bool) -> Handler:
    def run(session: Session, words: list[bytes]) -> Reply:
        return session.store.list_push(key_text(words[0]), *words[1:], end=end, only_if_present=only_if_present)

    return run


command("LPUSH", -3)(_push(End.LEFT, only_if_present=False))
command("RPUSH", -3)(_push(End.RIGHT, only_if_present=False))
command("LPUSHX", -3)(_push(End.LEFT, only_if_present=True))
command("RPUSHX", -3)(_push(End.RIGHT, only_if_present=True))


def _pop(name: str, end: End) -> Handler:
    def run(session: Session, words: list[bytes]) -> Reply:
        if len(words) > 2:
            raise wrong_number(name)
        if len(words) == 1:
            return session.store.list_pop(key_text(words[0]), end=end)
        popped = session.store.list_pop_many(key_text(words[0]), integer(words[1], OUT_OF_RANGE), end=end)
        return NO_ARRAY if popped is None else popped

    return run


command("LPOP", -2)(_pop("lpop", End.LEFT))
command("RPOP", -2)(_pop("rpop", End.RIGHT))


def _blocking_pop(end: End) -> Handler:
    def run(session: Session, words: list[bytes]) -> Reply:
        found = session.store.list_pop_waiting(*keys_of(words[:-1]), timeout_seconds=timeout(words[-1]), end=end)
        return NO_ARRAY if found is None else [key_bytes(found[0]), found[1]]

    return run


command("BLPOP", -3, wait=last_word)(_blocking_pop(End.LEFT))
command("BRPOP", -3, wait=last_word)(_blocking_pop(End.RIGHT))


def _pop_first(words: list[bytes]) -> tuple[list[str], dict[str, Any]]:
    """Return keys and options of ``LMPOP`` and ``BLMPOP``."""
    keys, rest = numbered_keys(words, "ERR numkeys should be greater than 0")
    if not rest:
        raise syntax_error()
    options: dict[str, Any] = {"end": _end(rest[0])}
    count = Options(rest[1:], {b"COUNT": (positive_count,)}, once=({b"COUNT"},)).get(b"COUNT")
    if count is not None:
        options["count"] = count
    return keys, options


def _popped(found: tuple[str, list[bytes]] | None) -> Reply:
    return NO_ARRAY if found is None else [key_bytes(found[0]), found[1]]


@command("LMPOP", -4)
def _lmpop(session: Session, words: list[bytes]) -> Reply:
    keys, options = _pop_first(words)
    return _popped(session.store.list_pop_first(*keys, **options))


@command("BLMPOP", -5, wait=first_word)
def _blmpop(session: Session, words: list[bytes]) -> Reply:
    keys, options = _pop_first(words[1:])
    seconds = timeout(words[0])
    return _popped(session.store.list_pop_first_waiting(*keys, timeout_seconds=seconds, **options))


@command("LMOVE", 5)
def _lmove(session: Session, words: list[bytes]) -> Reply:
    source, destination = keys_of(words[:2])
    return session.store.list_move(source, destination, take=_end(words[2]), put=_end(words[3]))


@command("RPOPLPUSH", 3)
def _rpoplpush(session: Session, words: list[bytes]) -> Reply:
    return session.store.list_move(*keys_of(words), take=End.RIGHT, put=End.LEFT)


@command("BLMOVE", 6, wait=last_word)
def _blmove(session: Session, words: list[bytes]) -> Reply:
    take, put = _end(words[2]), _end(words[3])
    return _moved(session, words, timeout(words[4]), take, put)


@command("BRPOPLPUSH", 4, wait=last_word)
def _brpoplpush(session: Session, words: list[bytes]) -> Reply:
    return _moved(session, words, timeout(words[2]), End.RIGHT, End.LEFT)


def _moved(session: Session, words: list[bytes], seconds: float, take: End, put: End) -> Reply:
    moved = session.store.list_move_waiting(*keys_of(words[:2]), timeout_seconds=seconds, take=take, put=put)
    return moved if moved is not None or session.executing else NO_ARRAY


@command("LINDEX", 3)
def _lindex(session: Session, words: list[bytes]) -> Reply:
    key = key_text(words[0])
    return session.store.list_get(key, integer(words[1])) if session.holds(key, KeyType.LIST) else None


@command("LSET", 4)
def _lset(session: Session, words: list[bytes]) -> Reply:
    key = key_text(words[0])
    if not session.holds(key, KeyType.LIST):
        raise Refusal(NO_SUCH_KEY)
    session.store.list_set(key, integer(words[1]), words[2])
    return OK


@command("LINSERT", 5)
def _linsert(session: Session, words: list[bytes]) -> Reply:
    where = words[1].upper()
    if where not in {b"BEFORE", b"AFTER"}:
        raise syntax_error()
    return session.store.list_insert(key_text(words[0]), words[2], words[3], after=where == b"AFTER")


@command("LREM", 4)
def _lrem(session: Session, words: list[bytes]) -> Reply:
    return session.store.list_remove(key_text(words[0]), words[2], count=signed(words[1]))


@command("LTRIM", 4)
def _ltrim(session: Session, words: list[bytes]) -> Reply:
    session.store.list_trim(key_text(words[0]), integer(words[1]), integer(words[2]))
    return OK


@command("LRANGE", 4)
def _lrange(session: Session, words: list[bytes]) -> Reply:
    return session.store.list_range(key_text(words[0]), integer(words[1]), integer(words[2]))


@command("LLEN", 2)
def _llen(session: Session, words: list[bytes]) -> Reply:
    return session.store.list_length(key_text(words[0]))


def _rank(word: bytes) -> int:
    rank = signed(word)
    if rank == 0:
        raise Refusal(
            "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... "
            "or use negative to start from the end of the list"
        )
    return rank


_POSITION: Final = {
    b"RANK": (_rank,),
    b"COUNT": (not_negative("ERR COUNT can't be negative"),),
    b"MAXLEN": (not_negative("ERR MAXLEN can't be negative"),),
}


@command("LPOS", -3)
def _lpos(session: Session, words: list[bytes]) -> Reply:
    key, value = key_text(words[0]), words[1]
    options = Options(words[2:], _POSITION)
    given = {"rank": options.get(b"RANK") or 1, "max_length": options.get(b"MAXLEN") or 0}
    count = options.get(b"COUNT")
    if count is None:
        return session.store.list_position(key, value, **given)
    return session.store.list_positions(key, value, count=count, **given)
