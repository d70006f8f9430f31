"""Commands that make others one."""

from __future__ import annotations

from verifake.ports.keyvalue.commands._replies import NO_ARRAY, OK, Refusal, Reply
from verifake.ports.keyvalue.commands._session import Session
from verifake.ports.keyvalue.commands._table import command
from verifake.ports.keyvalue.commands._words import keys_of

__all__: list[str] = []


@command("MULTI", 1, opens=True, in_scripts=False)
def _multi(session: Session, _: list[bytes]) -> Reply:
    session.queue, session.aborted = [], False
    return OK


@command("EXEC", 1, control=True, in_scripts=False)
def _exec(session: Session, _: list[bytes]) -> Reply:
    if session.queue is None:
        raise Refusal("ERR EXEC without MULTI")
    if session.aborted:
        session.end_transaction()
        raise Refusal("EXECABORT Transaction discarded because of previous errors.")
    queue, watch = session.queue, session.watch
    session.queue, session.watch = None, None
    with session.store.atomically():
        if watch is not None and not watch.execute():
            return NO_ARRAY
        session.executing = True
        try:
            return [session.run(command, words) for command, words in queue]
        finally:
            session.executing = False


@command("DISCARD", 1, control=True, in_scripts=False)
def _discard(session: Session, _: list[bytes]) -> Reply:
    if session.queue is None:
        raise Refusal("ERR DISCARD without MULTI")
    session.end_transaction()
    return OK


@command("WATCH", -2, opens=True, in_scripts=False)
def _watch(session: Session, words: list[bytes]) -> Reply:
    if session.watch is None:
        session.watch = session.store.transaction()
    session.watch.watch(*keys_of(words))
    return OK


@command("UNWATCH", 1, in_scripts=False)
def _unwatch(session: Session, _: list[bytes]) -> Reply:
    watch, session.watch = session.watch, None
    if watch is not None:
        watch.discard()
    return OK
