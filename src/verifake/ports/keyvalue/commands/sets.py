"""Commands about sets."""

from __future__ import annotations

from typing import Final

from verifake.ports.keyvalue._arguments import key_text
from verifake.ports.keyvalue.commands._integers import OUT_OF_RANGE, integer, not_negative, signed
from verifake.ports.keyvalue.commands._replies import Reply, SetReply
from verifake.ports.keyvalue.commands._session import Session
from verifake.ports.keyvalue.commands._table import command
from verifake.ports.keyvalue.commands._words import Options, keys_of, numbered_keys, syntax_error

__all__ = ["LIMIT"]


@command("SADD", -3)
def _sadd(session: Session, words: list[bytes]) -> Reply:
    return session.store.set_add(key_text(words[0]), *words[1:])


@command("SREM", -3)
def _srem(session: Session, words: list[bytes]) -> Reply:
    return session.store.set_remove(key_text(words[0]), *words[1:])


@command("SISMEMBER", 3)
def _sismember(session: Session, words: list[bytes]) -> Reply:
    return int(session.store.set_contains(key_text(words[0]), words[1]))


@command("SMISMEMBER", -3)
def _smismember(session: Session, words: list[bytes]) -> Reply:
    return [int(found) for found in session.store.set_contains_many(key_text(words[0]), *words[1:])]


@command("SMEMBERS", 2)
def _smembers(session: Session, words: list[bytes]) -> Reply:
    return SetReply(session.store.set_members(key_text(words[0])))


@command("SCARD", 2)
def _scard(session: Session, words: list[bytes]) -> Reply:
    return session.store.set_size(key_text(words[0]))


@command("SPOP", -2)
def _spop(session: Session, words: list[bytes]) -> Reply:
    key = key_text(words[0])
    if len(words) == 1:
        return session.store.set_pop(key)
    if len(words) > 2:
        raise syntax_error()
    return SetReply(session.store.set_pop_many(key, integer(words[1], OUT_OF_RANGE)))


@command("SRANDMEMBER", -2)
def _srandmember(session: Session, words: list[bytes]) -> Reply:
    key = key_text(words[0])
    if len(words) == 1:
        found = session.store.set_random(key, 1)
        return found[0] if found else None
    if len(words) > 2:
        raise syntax_error()
    return session.store.set_random(key, signed(words[1]))


@command("SMOVE", 4)
def _smove(session: Session, words: list[bytes]) -> Reply:
    return int(session.store.set_move(key_text(words[0]), key_text(words[1]), words[2]))


@command("SUNION", -2)
def _sunion(session: Session, words: list[bytes]) -> Reply:
    return SetReply(session.store.set_union(*keys_of(words)))


@command("SINTER", -2)
def _sinter(session: Session, words: list[bytes]) -> Reply:
    return SetReply(session.store.set_intersection(*keys_of(words)))


@command("SDIFF", -2)
def _sdiff(session: Session, words: list[bytes]) -> Reply:
    return SetReply(session.store.set_difference(*keys_of(words)))


@command("SUNIONSTORE", -3)
def _sunionstore(session: Session, words: list[bytes]) -> Reply:
    return session.store.set_union_store(*keys_of(words))


@command("SINTERSTORE", -3)
def _sinterstore(session: Session, words: list[bytes]) -> Reply:
    return session.store.set_intersection_store(*keys_of(words))


@command("SDIFFSTORE", -3)
def _sdiffstore(session: Session, words: list[bytes]) -> Reply:
    return session.store.set_difference_store(*keys_of(words))


LIMIT: Final = {b"LIMIT": (not_negative("ERR LIMIT can't be negative"),)}
"""The option of ``SINTERCARD`` and ``ZINTERCARD``."""


@command("SINTERCARD", -3)
def _sintercard(session: Session, words: list[bytes]) -> Reply:
    keys, rest = numbered_keys(
        words, "ERR numkeys should be greater than 0", too_few="ERR Number of keys can't be greater than number of args"
    )
    return session.store.set_intersection_size(*keys, limit=Options(rest, LIMIT).get(b"LIMIT") or 0)
