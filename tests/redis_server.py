"""A server that says what a test tells it to say, for what an adapter makes of answers that no engine gives at will."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from typing import BinaryIO

__all__ = ["SECRET", "Server"]

Answer = Callable[[list[bytes]], bytes | None]
SECRET = "s3cret"
"""The password in its URL."""


class Server:
    """A server of one's own making: it answers each command as it is told, and counts them.

    The commands by which a client introduces itself are answered with OK, and not counted.
    """

    def __init__(self) -> None:
        self.commands: list[list[bytes]] = []
        self.answer: Answer = lambda _: b"+OK\r\n"
        self.introductions: set[bytes] = {b"CLIENT", b"AUTH", b"SELECT"}
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._connections: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def url(self, options: str = "protocol=2") -> str:
        return f"redis://:{SECRET}@127.0.0.1:{self.port}/3?{options}"

    def replies(self, text: str) -> None:
        """Answer every command from now on with `text`."""
        self.answer = lambda _: text.encode() + b"\r\n"

    def hang_up(self) -> None:
        """End all connections that there are."""
        for connection in tuple(self._connections):
            connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End all connections and wait for all threads; may be called twice."""
        if self._listener.fileno() < 0:
            return
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._threads[0].join()
        for connection in self._connections:
            connection.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._connections.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as stream:
            while command := _read(stream):
                if command[0] in self.introductions:
                    reply: bytes | None = b"+OK\r\n"
                else:
                    self.commands.append(command)
                    reply = self.answer(command)
                if reply is None:
                    return
                connection.sendall(reply)


def _read(stream: BinaryIO) -> list[bytes]:
    """Return the next command, or nothing once the client has gone."""
    try:
        count = int(stream.readline()[1:] or 0)
        return [stream.read(int(stream.readline()[1:]) + 2)[:-2] for _ in range(count)]
    except (OSError, ValueError):
        return []
