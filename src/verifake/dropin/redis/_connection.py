"""redis-py's connection, to a store in this process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from redis.connection import AbstractConnection
from redis.exceptions import ResponseError
from redis.utils import SENTINEL

from verifake.dropin.redis._shapes import shaped
from verifake.dropin.redis._socket import StoreSocket
from verifake.ports.keyvalue.commands import Store

__all__ = ["StoreConnection"]


def _name_words(name: Any) -> list[bytes]:
    """Return a command's name as words: it may be a command and a subcommand."""
    return (name if isinstance(name, bytes) else str(name).encode()).split()


class _Unspelled(list[list[bytes]]):
    """The words of several commands, not spelled in the protocol's bytes."""

    __slots__ = ()


class StoreConnection(AbstractConnection):
    """A connection to a store in this process.

    All but the socket is redis-py's own. Commands take a shorter way: they are answered without being spelled in
    bytes and read from bytes again, and replies have the shape that redis-py's parser would have given them.

    Args:
        store: what answers.
        settings: as redis-py's connections take them. Where a host or port is given it is only shown.
    """

    _sock: Any

    def __init__(self, *, store: Store, host: str = "in-process", port: int = 0, **settings: Any) -> None:
        self._store = store
        self._host = host
        self.port = port
        self._buffered = False  # Whether the parser may hold bytes that nobody has read.
        super().__init__(**settings)

    def repr_pieces(self) -> list[tuple[str, Any]]:
        return [("store", type(self._store).__name__), ("host", self._host), ("port", self.port), ("db", self.db)]

    @property
    def host(self) -> str:
        return self._host

    @host.setter
    def host(self, value: str) -> None:
        self._host = value

    def connect(self) -> None:
        # redis-py looks too, but only behind its retries; its pool calls this before each command.
        if self._sock is None:
            super().connect()  # type: ignore[no-untyped-call]

    def send_command(self, *args: Any, **options: Any) -> None:
        sock = self._sock or self._opened()
        if self.health_check_interval and options.get("check_health", True):
            self.check_health()  # type: ignore[no-untyped-call]
        try:
            sock.answer(self._words(args))
        except ConnectionResetError:
            # Meets the same, and raises what redis-py makes of it.
            super().send_command(*args, **options)  # type: ignore[no-untyped-call]

    def pack_commands(self, commands: Iterable[tuple[Any, ...]]) -> Any:
        return _Unspelled(map(self._words, commands))

    def send_packed_command(self, command: Any, check_health: bool = True) -> None:
        if type(command) is _Unspelled:
            self._send_unspelled(command, check_health)
            return
        if self._sock is not None:
            self._sock.spell_answers()
        super().send_packed_command(command, check_health)  # type: ignore[no-untyped-call]

    def _send_unspelled(self, commands: _Unspelled, check_health: bool) -> None:
        """Have `commands` answered; where one cannot be, end the connection, as redis-py does."""
        sock = self._sock or self._opened()
        if check_health:
            self.check_health()  # type: ignore[no-untyped-call]
        try:
            for words in commands:
                sock.answer(words)
        except ConnectionResetError:
            # Meets the same, and raises what redis-py makes of it.
            super().send_packed_command(super().pack_commands([words]), check_health=False)  # type: ignore[no-untyped-call]
        except BaseException:
            self.disconnect()  # type: ignore[no-untyped-call]
            raise

    def can_read(self, timeout: float = 0) -> bool:
        sock = self._sock or self._opened()
        if sock.answers:
            return True
        if not (self._buffered or sock.has_bytes or sock.listens):
            return False
        self._buffered = bool(super().can_read(timeout))
        return self._buffered

    def read_response(
        self,
        disable_decoding: bool = False,
        *,
        timeout: float | object = SENTINEL,
        disconnect_on_error: bool = True,
        push_request: bool = False,
    ) -> Any:
        sock = self._sock
        if sock is None or not sock.answers:
            self._buffered = True
            return super().read_response(
                disable_decoding,
                timeout=timeout,
                disconnect_on_error=disconnect_on_error,
                push_request=push_request,
            )
        decode = None if disable_decoding or not self.encoder.decode_responses else self.encoder.decode
        reply = shaped(sock.answers.popleft(), sock.protocol, decode)
        if self.health_check_interval:
            self.next_health_check = int(time.monotonic()) + self.health_check_interval
        if isinstance(reply, ResponseError):
            raise reply
        return reply

    def _connect(self) -> StoreSocket:
        return StoreSocket(self._store)

    def _opened(self) -> StoreSocket:
        self.connect_check_health(check_health=False)
        assert isinstance(self._sock, StoreSocket)
        return self._sock

    def _words(self, args: tuple[Any, ...]) -> list[bytes]:
        """Return what redis-py would send; its first argument may be a command and a subcommand."""
        encode: Callable[[Any], Any] = self.encoder.encode
        words = _name_words(args[0])
        for word in args[1:]:
            words.append(word if type(word) is bytes else bytes(encode(word)))
        return words

    def _host_error(self) -> str:
        return f"{self._host}:{self.port}"
