"""Commands that look through everything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from verifake.ports.keyvalue import KeyType
from verifake.ports.keyvalue._arguments import key_bytes, key_text
from verifake.ports.keyvalue.commands._replies import OK, Reply
from verifake.ports.keyvalue.commands._session import Session, Store
from verifake.ports.keyvalue.commands._table import command
from verifake.ports.keyvalue.commands._words import Options, double_words, syntax_error, unsigned

__all__: list[str] = []

_KINDS: Final = {kind.value.encode(): kind for kind in KeyType}
_PAGE: Final = 1000


def _page(words: list[bytes]) -> tuple[int, Options]:
    return unsigned(words[0], "ERR invalid cursor"), Options(words[1:], {b"MATCH": 1, b"COUNT": 1, b"TYPE": 1})


def _texts(options: Options) -> dict[str, Any]:
    match = options.word(b"MATCH")
    return {"match": None if match is None else key_text(match), "count": options.integer(b"COUNT")}


@command("SCAN", -2)
def _scan(session: Session, words: list[bytes]) -> Reply:
    cursor, options = _page(words)
    wanted = options.word(b"TYPE")
    kind = None if wanted is None else _KINDS.get(wanted.lower())
    after, keys = session.store.scan(cursor, kind=kind, **_texts(options))
    unknown = wanted is not None and kind is None
    return [b"%d" % after, [] if unknown else [key_bytes(key) for key in keys]]


@command("HSCAN", -3)
def _hscan(session: Session, words: list[bytes]) -> Reply:
    cursor, options = _page(words[1:])
    after, found = session.store.hash_scan(key_text(words[0]), cursor, **_texts(options))
    return [b"%d" % after, [part for field, value in found.items() for part in (key_bytes(field), value)]]


@command("SSCAN", -3)
def _sscan(session: Session, words: list[bytes]) -> Reply:
    cursor, options = _page(words[1:])
    count = options.integer(b"COUNT")
    after, found = session.store.set_scan(key_text(words[0]), cursor, match=options.word(b"MATCH"), count=count)
    return [b"%d" % after, found]


@command("ZSCAN", -3)
def _zscan(session: Session, words: list[bytes]) -> Reply:
    cursor, options = _page(words[1:])
    count = options.integer(b"COUNT")
    after, found = session.store.sorted_scan(key_text(words[0]), cursor, match=options.word(b"MATCH"), count=count)
    return [b"%d" % after, double_words(found)]


def _all_keys(store: Store, match: str | None = None) -> Iterator[str]:
    """Yield every key, in a block in which none comes or goes."""
    cursor, keys = store.scan(match=match, count=_PAGE)
    yield from keys
    while cursor:
        cursor, keys = store.scan(cursor, match=match, count=_PAGE)
        yield from keys


@command("KEYS", 2)
def _keys(session: Session, words: list[bytes]) -> Reply:
    with session.store.atomically():
        return [key_bytes(key) for key in _all_keys(session.store, key_text(words[0]))]


@command("DBSIZE", 1)
def _dbsize(session: Session, _: list[bytes]) -> Reply:
    with session.store.atomically():
        return sum(1 for _ in _all_keys(session.store))


@command("FLUSHDB", -1)
@command("FLUSHALL", -1)
def _flush(session: Session, words: list[bytes]) -> Reply:
    if len(words) > 1 or (words and words[0].upper() not in {b"ASYNC", b"SYNC"}):
        raise syntax_error()
    with session.store.atomically():
        keys = list(_all_keys(session.store))
        if keys:
            session.store.delete(*keys)
    return OK
