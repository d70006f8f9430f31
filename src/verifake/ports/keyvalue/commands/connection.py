"""Commands about the connection and the server."""

from __future__ import annotations

from typing import Final

from verifake.ports.keyvalue.commands._integers import integer
from verifake.ports.keyvalue.commands._replies import OK, Refusal, Reply, Status, Verbatim, wrong_number
from verifake.ports.keyvalue.commands._session import Session
from verifake.ports.keyvalue.commands._table import command
from verifake.ports.keyvalue.commands._words import c_text, database, syntax_error

__all__: list[str] = []

_PONG: Final = Status(b"PONG")
_VERSION: Final = b"7.2.4"
"""The version of Redis that the port's commands are those of, as Valkey states it: https://valkey.io/commands/info/"""


@command("PING", -1, in_subscription=True)
def _ping(session: Session, words: list[bytes]) -> Reply:
    if len(words) > 1:
        raise wrong_number("ping")
    if session.listener.listens and session.protocol == 2:
        return [b"pong", words[0] if words else b""]
    return words[0] if words else _PONG


@command("ECHO", 2)
def _echo(_: Session, words: list[bytes]) -> Reply:
    return words[0]


@command("QUIT", -1, control=True, in_scripts=False, in_subscription=True)
def _quit(_: Session, __: list[bytes]) -> Reply:
    return OK


@command("RESET", 1, control=True, in_scripts=False, in_subscription=True)
def _reset(session: Session, _: list[bytes]) -> Reply:
    session.reset()
    return Status(b"RESET")


@command("SELECT", 2)
def _select(_: Session, words: list[bytes]) -> Reply:
    database(words[0])
    return OK


@command("AUTH", -2, in_scripts=False)
def _auth(_: Session, words: list[bytes]) -> Reply:
    if len(words) == 1:
        raise Refusal(
            "ERR AUTH <password> called without any password configured for the default user. "
            "Are you sure your configuration is correct?"
        )
    if len(words) > 2:
        raise syntax_error()
    if words[0] != b"default":
        raise Refusal("WRONGPASS invalid username-password pair or user is disabled.")
    return OK


@command("HELLO", -1, in_scripts=False)
def _hello(session: Session, words: list[bytes]) -> Reply:
    if words:
        version = integer(words[0], "ERR Protocol version is not an integer or out of range")
        if version not in {2, 3}:
            raise Refusal("NOPROTO unsupported protocol version")
        _hello_options(session, words[1:])
        session.protocol = version
    return {
        b"server": b"redis",
        b"version": _VERSION,
        b"proto": session.protocol,
        b"id": session.id,
        b"mode": b"standalone",
        b"role": b"master",
        b"modules": [],
    }


def _hello_options(session: Session, words: list[bytes]) -> None:
    """Do what stands behind the version, or nothing if any of it is wrong."""
    who, name = None, None
    while words:
        option = words[0].upper()
        if option == b"AUTH" and len(words) > 2:
            who, words = words[1:3], words[3:]
        elif option == b"SETNAME" and len(words) > 1:
            name, words = _client_name(words[1]), words[2:]
        else:
            raise Refusal(f"ERR Syntax error in HELLO option '{c_text(words[0])}'")
    if who is not None:
        _auth(session, who)
    if name is not None:
        session.name = name


@command("CLIENT SETNAME", 3, in_scripts=False)
def _setname(session: Session, words: list[bytes]) -> Reply:
    session.name = _client_name(words[0])
    return OK


def _client_name(word: bytes) -> bytes:
    _check_plain(word, "Client names")
    return word


def _check_plain(word: bytes, what: str) -> None:
    if any(not "!" <= character <= "~" for character in c_text(word)):
        raise Refusal(f"ERR {what} cannot contain spaces, newlines or special characters.")


@command("CLIENT GETNAME", 2, in_scripts=False)
def _getname(session: Session, _: list[bytes]) -> Reply:
    return session.name or None


@command("CLIENT ID", 2, in_scripts=False)
def _id(session: Session, _: list[bytes]) -> Reply:
    return session.id


@command("CLIENT SETINFO", 4, in_scripts=False)
def _setinfo(_: Session, words: list[bytes]) -> Reply:
    name = words[0].lower()
    if name not in {b"lib-name", b"lib-ver"}:
        raise Refusal(f"ERR Unrecognized option '{c_text(words[0])}'")
    _check_plain(words[1], name.decode())
    return OK


def _on_or_off(_: Session, words: list[bytes]) -> Reply:
    """Agree to what shows in nothing that is charted: which keys are evicted first."""
    if words[0].upper() not in {b"ON", b"OFF"}:
        raise syntax_error()
    return OK


command("CLIENT NO-EVICT", 3, in_scripts=False)(_on_or_off)
command("CLIENT NO-TOUCH", 3, in_scripts=False)(_on_or_off)


@command("INFO", -1)
def _info(_: Session, words: list[bytes]) -> Reply:
    sections = {word.lower() for word in words} or {b"default"}
    if not sections & {b"server", b"default", b"all", b"everything"}:
        return Verbatim(b"")
    return Verbatim(b"# Server\r\nredis_version:%s\r\nredis_mode:standalone\r\narch_bits:64\r\n" % _VERSION)
