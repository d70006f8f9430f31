"""Commands about hashes."""

from __future__ import annotations

from math import inf

from verifake.ports.keyvalue._arguments import key_bytes, key_text
from verifake.ports.keyvalue.commands._floats import long_double
from verifake.ports.keyvalue.commands._integers import int64
from verifake.ports.keyvalue.commands._replies import OK, Pairs, Refusal, Reply, wrong_number
from verifake.ports.keyvalue.commands._session import Session
from verifake.ports.keyvalue.commands._table import command
from verifake.ports.keyvalue.commands._words import keys_of, random_count

__all__: list[str] = []


def _values(words: list[bytes], name: str) -> dict[str, bytes]:
    if len(words) % 2:
        raise wrong_number(name)
    return dict(zip(keys_of(words[::2]), words[1::2], strict=True))


@command("HSET", -4)
def _hset(session: Session, words: list[bytes]) -> Reply:
    return session.store.hash_set(key_text(words[0]), _values(words[1:], "hset"))


@command("HMSET", -4)
def _hmset(session: Session, words: list[bytes]) -> Reply:
    session.store.hash_set(key_text(words[0]), _values(words[1:], "hmset"))
    return OK


@command("HSETNX", 4)
def _hsetnx(session: Session, words: list[bytes]) -> Reply:
    return int(session.store.hash_set_if_absent(key_text(words[0]), key_text(words[1]), words[2]))


@command("HGET", 3)
def _hget(session: Session, words: list[bytes]) -> Reply:
    return session.store.hash_get(*keys_of(words))


@command("HMGET", -3)
def _hmget(session: Session, words: list[bytes]) -> Reply:
    return session.store.hash_get_many(*keys_of(words))


@command("HGETALL", 2)
def _hgetall(session: Session, words: list[bytes]) -> Reply:
    return {key_bytes(field): value for field, value in session.store.hash_get_all(key_text(words[0])).items()}


@command("HKEYS", 2)
def _hkeys(session: Session, words: list[bytes]) -> Reply:
    return [key_bytes(field) for field in session.store.hash_fields(key_text(words[0]))]


@command("HVALS", 2)
def _hvals(session: Session, words: list[bytes]) -> Reply:
    return session.store.hash_values(key_text(words[0]))


@command("HDEL", -3)
def _hdel(session: Session, words: list[bytes]) -> Reply:
    return session.store.hash_delete(*keys_of(words))


@command("HEXISTS", 3)
def _hexists(session: Session, words: list[bytes]) -> Reply:
    return int(session.store.hash_contains(*keys_of(words)))


@command("HLEN", 2)
def _hlen(session: Session, words: list[bytes]) -> Reply:
    return session.store.hash_length(key_text(words[0]))


@command("HSTRLEN", 3)
def _hstrlen(session: Session, words: list[bytes]) -> Reply:
    return session.store.hash_value_length(*keys_of(words))


@command("HINCRBY", 4)
def _hincrby(session: Session, words: list[bytes]) -> Reply:
    return session.store.hash_increment(key_text(words[0]), key_text(words[1]), int64(words[2]))


@command("HINCRBYFLOAT", 4)
def _hincrbyfloat(session: Session, words: list[bytes]) -> Reply:
    """Reply with the digits that are stored, of which a float would lose some."""
    key, field = keys_of(words[:2])
    by = long_double(words[2])
    if by in {inf, -inf}:
        raise Refusal("ERR value is NaN or Infinity")
    with session.store.atomically():
        session.store.hash_increment_float(key, field, by)
        return session.store.hash_get(key, field)


@command("HRANDFIELD", -2)
def _hrandfield(session: Session, words: list[bytes]) -> Reply:
    key = key_text(words[0])
    if len(words) == 1:
        found = session.store.hash_random(key, 1)
        return key_bytes(found[0][0]) if found else None
    count = random_count(words, b"WITHVALUES")
    drawn = [(key_bytes(field), value) for field, value in session.store.hash_random(key, count)]
    return Pairs(drawn) if len(words) == 3 else [field for field, _ in drawn]
