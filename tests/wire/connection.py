"""A raw connection to an engine, and replies in a form in which they can be compared."""

from __future__ import annotations

import io
import socket
from typing import Any, BinaryIO, Final, TypeAlias
from urllib.parse import urlsplit

from verifake.engines import EngineUnavailable, catalogue
from verifake.engines.valkey import time_travel_missing
from verifake.ports.keyvalue.commands import Reply, Session, Several, encode

__all__ = ["Message", "RawConnection", "ask_session", "heard", "missing"]

Message: TypeAlias = tuple[str, Any]
"""The sign of a reply's type in the protocol, and what it holds: messages again where it holds several."""

_SINGLE: Final = b"+-:_,#("
_LONG: Final = b"$="
_MANY: Final = b"*~>"


class RawConnection:
    """Sends words and reads replies, without any client in between."""

    def __init__(self, url: str) -> None:
        place = urlsplit(url)
        self._socket = socket.create_connection((place.hostname, place.port), timeout=10)
        self._replies = self._socket.makefile("rb")

    def ask(self, *words: bytes) -> Message:
        """Send a command; return the reply."""
        self.send(*words)
        return self.read()

    def send(self, *words: bytes) -> None:
        """Send a command."""
        self._socket.sendall(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%b\r\n" % (len(w), w) for w in words))

    def read(self) -> Message:
        """Return the next reply, or the next message that comes unasked."""
        return _read(self._replies)

    def close(self) -> None:
        """End the connection."""
        self._replies.close()
        self._socket.close()


def missing() -> str | None:
    """Return why there is no Valkey whose time stands still, or None."""
    tried = catalogue()["valkey"].missing("process")
    if tried:
        return str(EngineUnavailable("valkey", tried))
    without_time = time_travel_missing()
    return None if without_time is None else str(without_time)


def _read(replies: BinaryIO) -> Message:
    """Return a reply with its type: what RESP2 and RESP3 tell apart is told apart."""
    line = replies.readline()[:-2]
    kind, rest = line[:1], line[1:]
    if kind and kind in _SINGLE:
        return (kind.decode(), rest)
    size = int(rest)
    if size < 0:
        return (kind.decode(), None)
    if kind in _LONG:
        return (kind.decode(), replies.read(size + 2)[:-2])
    if kind == b"%":
        return ("%", [(_read(replies), _read(replies)) for _ in range(size)])
    assert kind in _MANY, line
    return (kind.decode(), [_read(replies) for _ in range(size)])


def ask_session(session: Session, words: list[bytes]) -> list[Message]:
    """Return what a session answers, read back from the bytes that would be sent: one reply, or several."""
    reply = session.answer(words)
    return [_read_back(each, session) for each in (reply if isinstance(reply, Several) else [reply])]


def heard(session: Session) -> list[Message]:
    """Return the messages that have come for a session."""
    messages = iter(lambda: session.listener.receive(0), None)
    return [_read_back(message, session) for message in messages]


def _read_back(reply: Reply, session: Session) -> Message:
    return _read(io.BytesIO(encode(reply, session.protocol)))
