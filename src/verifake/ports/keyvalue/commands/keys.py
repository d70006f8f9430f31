"""Commands about keys as such and their deadlines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from verifake.ports.keyvalue import NoTtl
from verifake.ports.keyvalue._arguments import key_text
from verifake.ports.keyvalue._arguments import milliseconds as milliseconds_of
from verifake.ports.keyvalue.commands._integers import int64
from verifake.ports.keyvalue.commands._replies import OK, Refusal, Reply, Status
from verifake.ports.keyvalue.commands._session import Session, Store
from verifake.ports.keyvalue.commands._table import Handler, command
from verifake.ports.keyvalue.commands._times import seconds_from_now, seconds_of
from verifake.ports.keyvalue.commands._words import FLAG, Options, database, keys_of

__all__: list[str] = []

_MAX_SECONDS: Final = (2**63 - 1) // 1000
_CONDITIONS: Final = {
    b"NX": "only_if_persistent",
    b"XX": "only_if_volatile",
    b"GT": "only_if_later",
    b"LT": "only_if_sooner",
}
_NO_TTL: Final = {NoTtl.PERSISTENT: -1, NoTtl.ABSENT: -2}


@command("DEL", -2)
@command("UNLINK", -2)
def _del(session: Session, words: list[bytes]) -> Reply:
    return session.store.delete(*keys_of(words))


@command("EXISTS", -2)
@command("TOUCH", -2)
def _exists(session: Session, words: list[bytes]) -> Reply:
    return session.store.exists(*keys_of(words))


@command("TYPE", 2)
def _type(session: Session, words: list[bytes]) -> Reply:
    kind = session.store.type(key_text(words[0]))
    return Status(kind.value.encode() if kind else b"none")


@command("RENAME", 3)
def _rename(session: Session, words: list[bytes]) -> Reply:
    session.store.rename(*keys_of(words))
    return OK


@command("RENAMENX", 3)
def _renamenx(session: Session, words: list[bytes]) -> Reply:
    return int(session.store.rename_if_absent(*keys_of(words)))


@command("COPY", -3)
def _copy(session: Session, words: list[bytes]) -> Reply:
    options = Options(words[2:], {b"REPLACE": FLAG, b"DB": (database,)})
    return int(session.store.copy(*keys_of(words[:2]), replace=b"REPLACE" in options))


@command("PERSIST", 2)
def _persist(session: Session, words: list[bytes]) -> Reply:
    return int(session.store.persist(key_text(words[0])))


def _conditions(words: list[bytes]) -> dict[str, bool]:
    unknown = [word for word in words if word.upper() not in _CONDITIONS]
    if unknown:
        raise Refusal(f"ERR Unsupported option {unknown[0].decode('utf-8', 'replace')}")
    names = {word.upper() for word in words}
    if b"NX" in names and names & {b"XX", b"GT", b"LT"}:
        raise Refusal("ERR NX and XX, GT or LT options at the same time are not compatible")
    if names >= {b"GT", b"LT"}:
        raise Refusal("ERR GT and LT options at the same time are not compatible")
    return {_CONDITIONS[name]: True for name in names}


def _expire(
    name: str, deadline: Callable[[Store], Callable[..., bool]], in_seconds: Callable[[int], float] | None = None
) -> Handler:
    """Return what sets a deadline that is given in seconds, or in what `in_seconds` makes seconds of."""

    def run(session: Session, words: list[bytes]) -> Reply:
        conditions = _conditions(words[2:])
        key, number = key_text(words[0]), int64(words[1])
        if in_seconds is None and abs(number) > _MAX_SECONDS:
            raise Refusal(f"ERR invalid expire time in '{name}' command")
        seconds = number if in_seconds is None else in_seconds(number)
        return int(deadline(session.store)(key, seconds, **conditions))

    return run


command("EXPIRE", -3)(_expire("expire", lambda store: store.expire))
command("PEXPIRE", -3)(_expire("pexpire", lambda store: store.expire, seconds_from_now))
command("EXPIREAT", -3)(_expire("expireat", lambda store: store.expire_at))
command("PEXPIREAT", -3)(_expire("pexpireat", lambda store: store.expire_at, seconds_of))


def _remaining(ask: Callable[[Store], Callable[[str], float | NoTtl]], *, milliseconds: bool) -> Handler:
    def run(session: Session, words: list[bytes]) -> Reply:
        found = ask(session.store)(key_text(words[0]))
        if isinstance(found, NoTtl):
            return _NO_TTL[found]
        whole = milliseconds_of(found)
        return whole if milliseconds else (whole + 500) // 1000

    return run


command("TTL", 2)(_remaining(lambda store: store.time_to_live, milliseconds=False))
command("PTTL", 2)(_remaining(lambda store: store.time_to_live, milliseconds=True))
command("EXPIRETIME", 2)(_remaining(lambda store: store.expires_at, milliseconds=False))
command("PEXPIRETIME", 2)(_remaining(lambda store: store.expires_at, milliseconds=True))


@command("TIME", 1)
def _time(session: Session, words: list[bytes]) -> Reply:  # noqa: ARG001 - there are none
    seconds, milliseconds = divmod(round(session.store.now() * 1000), 1000)
    return [b"%d" % seconds, b"%d" % (milliseconds * 1000)]
