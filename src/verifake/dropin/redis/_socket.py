"""What redis-py reads and writes instead of a socket."""

from __future__ import annotations

import errno
import itertools
from collections import deque
from typing import Final

from verifake.ports.keyvalue.commands import Push, Reply, Session, Several, Store, encode, take_command

__all__ = ["StoreSocket", "Wire"]

_LONGEST_WORD: Final = 512 * 1024 * 1024
"""``proto-max-bulk-len``: https://redis.io/docs/latest/develop/data-types/strings/#limits"""

_IDS: Final = itertools.count(1)


class Wire:
    """The far end of a connection: bytes of commands in, bytes of replies out."""

    def __init__(self, store: Store) -> None:
        self.session: Final = Session(store, next(_IDS))
        self._received = bytearray()
        self.replies = bytearray()
        self.answers: deque[Reply] = deque()
        """Replies to `answer` that are not spelled in bytes."""

    def send(self, data: bytes) -> None:
        """Carry out the commands that `data` completes; their replies are added to `replies`."""
        self._received += data
        while (words := take_command(self._received)) is not None:
            if words:
                self.replies += encode(self._answered(words), self.session.protocol)

    def answer(self, words: list[bytes]) -> None:
        """Carry out a command; its reply is added to `answers`, or to `replies` where others have to go before it."""
        reply = self._answered(words)
        if self.replies or isinstance(reply, (Several, Push)):
            self.replies += encode(reply, self.session.protocol)
        else:
            self.answers.append(reply)

    def _answered(self, words: list[bytes]) -> Reply:
        """Return the reply to a command, all messages that came before it being in `replies`.

        Raises:
            ConnectionResetError: a word is too long: the engine closes the connection in the middle of it.
        """
        for word in words:
            if len(word) > _LONGEST_WORD:
                raise ConnectionResetError(errno.ECONNRESET, "Connection reset by peer")
        while self.session.listener.listens and self.listen(0):
            pass
        return self.session.answer(words)

    def spell_answers(self) -> None:
        """Spell what nobody has read in bytes, for what is to come will be."""
        while self.answers:
            self.replies += encode(self.answers.popleft(), self.session.protocol)

    def listen(self, timeout_seconds: float | None) -> bool:
        """Wait for a message that the connection listens to; return whether one came."""
        message = self.session.listener.receive(timeout_seconds)
        if message is not None:
            self.replies += encode(message, self.session.protocol)
        return message is not None

    def close(self) -> None:
        """End the connection."""
        self.session.reset()


class StoreSocket:
    """The part of a `socket.socket` that redis-py uses, in front of a store in this process."""

    def __init__(self, store: Store) -> None:
        self._wire = Wire(store)
        self._timeout: float | None = None
        self.answers = self._wire.answers
        self.answer = self._wire.answer
        self.spell_answers = self._wire.spell_answers

    @property
    def protocol(self) -> int:
        """The version of the protocol that was agreed on."""
        return self._wire.session.protocol

    @property
    def has_bytes(self) -> bool:
        """Whether there is something to `recv`."""
        return bool(self._wire.replies)

    @property
    def listens(self) -> bool:
        """Whether messages may come."""
        return self._wire.session.listener.listens

    def settimeout(self, seconds: float | None) -> None:
        """Set how long `recv` waits."""
        self._timeout = seconds

    def gettimeout(self) -> float | None:
        """Return how long `recv` waits."""
        return self._timeout

    def sendall(self, data: bytes) -> None:
        """Carry out commands: when this returns, they have been answered."""
        self._wire.send(data)

    def recv(self, size: int) -> bytes:
        """Return what was answered, or a message; wait for one as long as the time-out says.

        Raises:
            BlockingIOError: there is nothing, and the time-out is 0.
            TimeoutError: nothing came in time.
        """
        replies = self._wire.replies
        if not replies and not self._wire.listen(self._timeout):
            if self._timeout == 0:
                raise BlockingIOError(errno.EWOULDBLOCK, "nothing was answered")
            raise TimeoutError("nothing was answered in time")
        data = bytes(replies[:size])
        del replies[:size]
        return data

    def shutdown(self, how: int) -> None:
        """End the connection, whichever direction `how` names."""
        del how
        self._wire.close()

    def close(self) -> None:
        """End the connection."""
        self._wire.close()
