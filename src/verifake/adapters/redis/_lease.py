"""A connection that one object has to itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import redis
from redis.exceptions import ResponseError

__all__ = ["Lease"]


class Lease:
    """A connection from a client's pool, until it is given back or broken off; one of the two must be called.

    All methods raise `RedisError` if the connection is lost. It is broken off then: it would come back without the
    state for which it was leased.

    Args:
        client: the client.

    Attributes:
        ended: whether it was given back or broken off.
    """

    def __init__(self, client: redis.Redis) -> None:
        self._pool = client.connection_pool
        self._connection: Any = self._pool.get_connection()
        self.ended = False

    def exchange(self, *commands: tuple[bytes, ...]) -> list[Any]:
        """Send commands at once and return their replies, error replies too."""
        self.send(*commands)
        return [self.read() for _ in commands]

    def send(self, *commands: tuple[bytes, ...]) -> None:
        """Send commands at once."""
        with self._intact():
            self._connection.send_packed_command(self._connection.pack_commands(commands), check_health=False)

    def read(self, **options: Any) -> Any:
        """Return the next reply, also if it is an error.

        Args:
            options: as redis-py's ``read_response`` takes them.
        """
        with self._intact():
            try:
                return self._connection.read_response(**options)
            except ResponseError as error:
                return error

    def has_reply(self, timeout_seconds: float) -> bool:
        """Wait for a reply, and return whether there is one."""
        with self._intact():
            return bool(self._connection.can_read(timeout=timeout_seconds))

    def give_back(self) -> None:
        """Give the connection back to the pool, in the state in which it came."""
        self.ended = True
        self._pool.release(self._connection)

    def break_off(self) -> None:
        """Close the connection, whatever state it is in: so the engine forgets that state."""
        self._connection.disconnect()
        self.give_back()

    @contextmanager
    def _intact(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.break_off()
            raise
