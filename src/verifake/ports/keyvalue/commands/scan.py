"""Commands that look through everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from verifake.ports.keyvalue import KeyType
from verifake.ports.keyvalue._arguments import key_bytes, key_text
from verifake.ports.keyvalue.commands._floats import double_words
from verifake.ports.keyvalue.commands._integers import int64, unsigned
from verifake.ports.keyvalue.commands._replies import OK, Refusal, Reply
from verifake.ports.keyvalue.commands._session import Session, Store
from verifake.ports.keyvalue.commands._table import Handler, command
from verifake.ports.keyvalue.commands._words import FLAG, WORD, Options, Reader, c_text, syntax_error

__all__: list[str] = []

_KINDS: Final = {kind.value.encode(): kind for kind in KeyType}
_PAGE: Final = 1000


def _kind(word: bytes) -> KeyType:
    kind = _KINDS.get(word.lower())
    if kind is None:
        raise Refusal(f"ERR unknown type name '{c_text(word)}'")
    return kind


def _count(word: bytes) -> int:
    count = int64(word)
    if count < 1:
        raise syntax_error()
    return count


_PAGE_OF_ANY: Final = {b"MATCH": WORD, b"COUNT": (_count,)}
_PAGE_OF_KEYS: Final = {**_PAGE_OF_ANY, b"TYPE": (_kind,)}
_PAGE_OF_FIELDS: Final = {**_PAGE_OF_ANY, b"NOVALUES": FLAG}
_PAGE_OF_MEMBERS: Final = {**_PAGE_OF_ANY, b"NOSCORES": FLAG}


def _cursor(word: bytes) -> int:
    return unsigned(word, "ERR invalid cursor")


def _match(options: Options) -> str | None:
    match = options.get(b"MATCH")
    return None if match is None else key_text(match)


@command("SCAN", -2)
def _scan(session: Session, words: list[bytes]) -> Reply:
    cursor, options = _cursor(words[0]), Options(words[1:], _PAGE_OF_KEYS)
    kind, count = options.get(b"TYPE"), options.get(b"COUNT")
    after, keys = session.store.scan(cursor, kind=kind, match=_match(options), count=count)
    return [b"%d" % after, [key_bytes(key) for key in keys]]


def _of_key(kind: KeyType, readers: Mapping[bytes, Reader], scan: Callable[..., Reply]) -> Handler:
    """Return what scans a key of one kind: where there is none, the engine does not look at the options."""

    def run(session: Session, words: list[bytes]) -> Reply:
        key, cursor = key_text(words[0]), _cursor(words[1])
        if not session.holds(key, kind):
            return [b"0", []]
        return scan(session.store, key, cursor, Options(words[2:], readers))

    return run


def _hscan(store: Store, key: str, cursor: int, options: Options) -> Reply:
    after, found = store.hash_scan(key, cursor, match=_match(options), count=options.get(b"COUNT"))
    if b"NOVALUES" in options:
        return [b"%d" % after, [key_bytes(field) for field in found]]
    return [b"%d" % after, [part for field, value in found.items() for part in (key_bytes(field), value)]]


def _sscan(store: Store, key: str, cursor: int, options: Options) -> Reply:
    after, found = store.set_scan(key, cursor, match=options.get(b"MATCH"), count=options.get(b"COUNT"))
    return [b"%d" % after, found]


def _zscan(store: Store, key: str, cursor: int, options: Options) -> Reply:
    after, found = store.sorted_scan(key, cursor, match=options.get(b"MATCH"), count=options.get(b"COUNT"))
    return [b"%d" % after, [member for member, _ in found] if b"NOSCORES" in options else double_words(found)]


command("HSCAN", -3)(_of_key(KeyType.HASH, _PAGE_OF_FIELDS, _hscan))
command("SSCAN", -3)(_of_key(KeyType.SET, _PAGE_OF_ANY, _sscan))
command("ZSCAN", -3)(_of_key(KeyType.SORTED_SET, _PAGE_OF_MEMBERS, _zscan))


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
