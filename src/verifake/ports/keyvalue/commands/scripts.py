"""Commands that run scripts."""

from __future__ import annotations

from typing import Final

from verifake.ports.keyvalue._arguments import key_text
from verifake.ports.keyvalue.commands._integers import int64
from verifake.ports.keyvalue.commands._replies import NO_SCRIPT, OK, Refusal, Reply
from verifake.ports.keyvalue.commands._session import Session
from verifake.ports.keyvalue.commands._table import command
from verifake.ports.keyvalue.commands._words import keys_of

__all__: list[str] = []

_DIGEST_LENGTH: Final = 40


def _arguments(words: list[bytes]) -> tuple[tuple[str, ...], tuple[bytes, ...]]:
    """Return keys and arguments: the number of keys stands before them."""
    count = int64(words[0])
    if count > len(words) - 1:
        raise Refusal("ERR Number of keys can't be greater than number of args")
    if count < 0:
        raise Refusal("ERR Number of keys can't be negative")
    return tuple(keys_of(words[1 : count + 1])), tuple(words[count + 1 :])


@command("EVAL", -3, in_scripts=False)
def _eval(session: Session, words: list[bytes]) -> Reply:
    keys, args = _arguments(words[1:])
    return session.store.script_run_as_replied(key_text(words[0]), keys, args)


@command("EVALSHA", -3, in_scripts=False)
def _evalsha(session: Session, words: list[bytes]) -> Reply:
    if len(words[0]) != _DIGEST_LENGTH:
        raise Refusal(NO_SCRIPT)
    keys, args = _arguments(words[1:])
    return session.store.script_run_loaded_as_replied(key_text(words[0]), keys, args)


@command("SCRIPT LOAD", 3, in_scripts=False)
def _load(session: Session, words: list[bytes]) -> Reply:
    return session.store.script_load(key_text(words[0])).encode()


@command("SCRIPT EXISTS", -3, in_scripts=False)
def _exists(session: Session, words: list[bytes]) -> Reply:
    return [int(found) for found in session.store.script_exists(*keys_of(words))]


@command("SCRIPT FLUSH", -2, in_scripts=False)
def _flush(session: Session, words: list[bytes]) -> Reply:
    if len(words) > 1 or (words and words[0].upper() not in {b"ASYNC", b"SYNC"}):
        raise Refusal("ERR SCRIPT FLUSH only support SYNC|ASYNC option")
    session.store.forget_scripts()
    return OK
