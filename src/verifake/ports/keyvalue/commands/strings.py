"""Commands about strings and counters."""

from __future__ import annotations

from typing import Any, Final

from verifake.errors import NotModelled
from verifake.ports.keyvalue import KeyType
from verifake.ports.keyvalue._arguments import key_text
from verifake.ports.keyvalue.commands._floats import long_double
from verifake.ports.keyvalue.commands._integers import MIN_INT64, int64, integer
from verifake.ports.keyvalue.commands._replies import OK, Refusal, Reply, wrong_number
from verifake.ports.keyvalue.commands._session import Session
from verifake.ports.keyvalue.commands._table import command
from verifake.ports.keyvalue.commands._times import seconds_from_now, seconds_of
from verifake.ports.keyvalue.commands._words import FLAG, WORD, Options, keys_of

__all__: list[str] = []

_TIMES: Final = dict.fromkeys((b"EX", b"PX", b"EXAT", b"PXAT"), WORD)
_CONDITIONS: Final = {b"NX": FLAG, b"XX": FLAG, b"IFEQ": WORD}
_SET: Final = {**_TIMES, **_CONDITIONS, b"KEEPTTL": FLAG, b"GET": FLAG}
_GETEX: Final = {**_TIMES, b"PERSIST": FLAG}


@command("GET", 2)
def _get(session: Session, words: list[bytes]) -> Reply:
    return session.store.get(key_text(words[0]))


@command("SET", -3)
def _set(session: Session, words: list[bytes]) -> Reply:
    key, value = key_text(words[0]), words[1]
    if len(words) == 2:
        session.store.set(key, value)
        return OK
    options = Options(words[2:], _SET)
    condition = options.at_most_one(*_CONDITIONS)
    options.at_most_one(*_TIMES, b"KEEPTTL")
    given = {
        **_time(options, "set"),
        "keep_ttl": b"KEEPTTL" in options,
        "only_if_absent": condition == b"NX",
        "only_if_present": condition == b"XX",
    }
    if condition == b"IFEQ":
        raise NotModelled("SET with IFEQ is not charted by the KeyValue port; the nearest: WATCH and MULTI")
    if b"GET" in options:
        return session.store.set_and_get_old(key, value, **given)
    return OK if session.store.set(key, value, **given) else None


def _time(options: Options, name: str) -> dict[str, Any]:
    """Return the option of the port that says what ``EX``, ``PX``, ``EXAT`` or ``PXAT`` says."""
    given = options.at_most_one(*_TIMES)
    if given is None:
        return {}
    number = int64(options.get(given))
    if number <= 0 or (given.startswith(b"EX") and number > (2**63 - 1) // 1000):
        raise Refusal(f"ERR invalid expire time in '{name}' command")
    in_seconds = seconds_of if given.endswith(b"AT") else seconds_from_now
    seconds = number if given.startswith(b"EX") else in_seconds(number)
    return {"expire_at_seconds" if given.endswith(b"AT") else "ttl_seconds": seconds}


@command("SETNX", 3)
def _setnx(session: Session, words: list[bytes]) -> Reply:
    return int(session.store.set(key_text(words[0]), words[1], only_if_absent=True))


@command("SETEX", 4)
def _setex(session: Session, words: list[bytes]) -> Reply:
    session.store.set(key_text(words[0]), words[2], **_time(Options([b"EX", words[1]], _TIMES), "setex"))
    return OK


@command("PSETEX", 4)
def _psetex(session: Session, words: list[bytes]) -> Reply:
    session.store.set(key_text(words[0]), words[2], **_time(Options([b"PX", words[1]], _TIMES), "psetex"))
    return OK


@command("GETSET", 3)
def _getset(session: Session, words: list[bytes]) -> Reply:
    return session.store.set_and_get_old(key_text(words[0]), words[1])


@command("GETDEL", 2)
def _getdel(session: Session, words: list[bytes]) -> Reply:
    return session.store.get_and_delete(key_text(words[0]))


@command("GETEX", -2)
def _getex(session: Session, words: list[bytes]) -> Reply:
    options = Options(words[1:], _GETEX)
    options.at_most_one(*_GETEX)
    return session.store.get_and_touch(key_text(words[0]), **_time(options, "getex"), persist=b"PERSIST" in options)


@command("MGET", -2)
def _mget(session: Session, words: list[bytes]) -> Reply:
    return session.store.get_many(*keys_of(words))


def _pairs(words: list[bytes], name: str) -> dict[str, bytes]:
    if len(words) % 2:
        raise wrong_number(name)
    return dict(zip(keys_of(words[::2]), words[1::2], strict=True))


@command("MSET", -3)
def _mset(session: Session, words: list[bytes]) -> Reply:
    session.store.set_many(_pairs(words, "mset"))
    return OK


@command("MSETNX", -3)
def _msetnx(session: Session, words: list[bytes]) -> Reply:
    return int(session.store.set_many_if_absent(_pairs(words, "msetnx")))


@command("APPEND", 3)
def _append(session: Session, words: list[bytes]) -> Reply:
    return session.store.append(key_text(words[0]), words[1])


@command("STRLEN", 2)
def _strlen(session: Session, words: list[bytes]) -> Reply:
    return session.store.length(key_text(words[0]))


@command("GETRANGE", 4)
@command("SUBSTR", 4)
def _getrange(session: Session, words: list[bytes]) -> Reply:
    return session.store.get_range(key_text(words[0]), integer(words[1]), integer(words[2]))


@command("SETRANGE", 4)
def _setrange(session: Session, words: list[bytes]) -> Reply:
    return session.store.set_range(key_text(words[0]), integer(words[1]), words[2])


@command("INCR", 2)
def _incr(session: Session, words: list[bytes]) -> Reply:
    return session.store.increment(key_text(words[0]))


@command("DECR", 2)
def _decr(session: Session, words: list[bytes]) -> Reply:
    return session.store.decrement(key_text(words[0]))


@command("INCRBY", 3)
def _incrby(session: Session, words: list[bytes]) -> Reply:
    return session.store.increment(key_text(words[0]), integer(words[1]))


@command("DECRBY", 3)
def _decrby(session: Session, words: list[bytes]) -> Reply:
    by = int64(words[1])
    if by == MIN_INT64:
        raise Refusal("ERR decrement would overflow")
    return session.store.decrement(key_text(words[0]), by)


@command("INCRBYFLOAT", 3)
def _incrbyfloat(session: Session, words: list[bytes]) -> Reply:
    """Reply with the digits that are stored, of which a float would lose some."""
    key = key_text(words[0])
    with session.store.atomically():
        session.holds(key, KeyType.STRING)
        session.store.increment_float(key, long_double(words[1]))
        return session.store.get(key)
