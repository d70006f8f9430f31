"""redis-py's asyncio connection, to a store in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, Final

from redis.asyncio.connection import AbstractConnection

from verifake.dropin.redis._socket import Wire
from verifake.ports.keyvalue.commands import NO_ARRAY, Store, encode, take_command

__all__ = ["AsyncStoreConnection"]

_LOOK_SECONDS: Final = 0.0005
"""How often a call that waits looks again. The event loop is free meanwhile, and real time passes."""


class _Writer:
    """Where redis-py writes commands; they are carried out when it waits for them to be gone."""

    def __init__(self, wire: Wire, reader: asyncio.StreamReader) -> None:
        self._wire = wire
        self._reader = reader
        self._received = bytearray()
        self._closed = False

    def writelines(self, parts: Iterable[bytes]) -> None:
        self._received += b"".join(parts)

    async def drain(self) -> None:
        while (words := take_command(self._received)) is not None:
            reply = await self._answer(words)
            self._reader.feed_data(encode(reply, self._wire.session.protocol))

    async def _answer(self, words: list[bytes]) -> Any:
        """Carry out a command; one that waits tries again and again, since nobody may hold up the event loop."""
        session = self._wire.session
        seconds = session.wait_of(words)
        if seconds is None:
            return session.answer(words)
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while True:
            with session.store.atomically():
                reply = session.answer(words)
            if (reply is not None and reply is not NO_ARRAY) or (seconds and loop.time() >= end):
                return reply
            await asyncio.sleep(_LOOK_SECONDS)

    def is_closing(self) -> bool:
        return self._closed

    def close(self) -> None:
        self._closed = True
        self._wire.close()

    async def wait_closed(self) -> None: ...


class AsyncStoreConnection(AbstractConnection):
    """A connection to a store in this process; all but the streams is redis-py's own.

    Args:
        store: what answers.
        settings: as redis-py's connections take them. Where a host or port is given it is only shown.
    """

    def __init__(self, *, store: Store, host: str = "in-process", port: int = 0, **settings: Any) -> None:
        self._store = store
        self.host = host
        self.port = port
        self._wire: Wire | None = None
        super().__init__(**settings)

    def repr_pieces(self) -> list[tuple[str, Any]]:
        return [("store", type(self._store).__name__), ("host", self.host), ("port", self.port), ("db", self.db)]

    async def _connect(self) -> None:
        self._wire = Wire(self._store)
        reader: Any = asyncio.StreamReader()
        self._reader = reader
        writer: Any = _Writer(self._wire, reader)
        self._writer = writer

    async def can_read(self) -> bool:
        self._listen()
        return bool(await super().can_read())

    async def _read_response_from_parser(self, *args: Any, **options: Any) -> Any:
        if not self._listens:
            return await super()._read_response_from_parser(*args, **options)
        listening = asyncio.ensure_future(self._keep_listening())
        try:
            return await super()._read_response_from_parser(*args, **options)
        finally:
            listening.cancel()

    @property
    def _listens(self) -> bool:
        return self._wire is not None and self._wire.session.listener.listens

    async def _keep_listening(self) -> None:
        while self._listens:
            self._listen()
            await asyncio.sleep(_LOOK_SECONDS)

    def _listen(self) -> None:
        """Take a message that has come, if the connection listens to any."""
        if self._wire is None or not self._listens:
            return
        message = self._wire.session.listener.receive(0)
        if message is not None:
            reader: Any = self._reader
            reader.feed_data(encode(message, self._wire.session.protocol))

    def _host_error(self) -> str:
        return f"{self.host}:{self.port}"
