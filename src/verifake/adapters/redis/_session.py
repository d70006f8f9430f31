"""How commands are sent: keys with their prefix, whole numbers as text, errors translated."""

from __future__ import annotations

from typing import Any, Final

import redis
from redis.exceptions import RedisError

from verifake.adapters.redis._errors import translated
from verifake.errors import DependencyError
from verifake.ports.keyvalue._arguments import check_key, key_bytes, key_text

__all__ = ["Session", "decimal"]

_FIRST_BEYOND: Final = 2**64

_LONGEST_WAIT_SECONDS: Final = 1_000_000
"""Waiting for longer is waiting without a limit here; a socket's own limit is some 24 days."""


def decimal(number: int) -> bytes:
    """Return the digits of `number`; far beyond 64 bits, those of another number that the engine refuses alike."""
    if -_FIRST_BEYOND <= number <= _FIRST_BEYOND:
        return b"%d" % number
    return b"%d" % (_FIRST_BEYOND if number > 0 else -_FIRST_BEYOND)


class Session:
    """A vendor's client and a prefix; the facets of the adapter are built on it.

    Raises:
        TypeError: the client is no `redis.Redis`.
        ValueError: the client repeats commands by itself, or decodes replies.
    """

    def __init__(self, client: redis.Redis, *, prefix: str = "") -> None:
        check_key(prefix)
        _check_client(client)
        self._client = client
        self._prefix = key_bytes(prefix)
        settings = client.connection_pool.connection_kwargs
        self._engine = _address(settings)
        self._secret: str | None = settings.get("password")

    def _key(self, key: str) -> bytes:
        """Return `key` as the engine has it."""
        check_key(key)
        return self._prefix + key_bytes(key)

    def _keys(self, keys: tuple[str, ...]) -> list[bytes]:
        """Return `keys` as the engine has them."""
        return [self._key(key) for key in keys]

    def _unprefixed(self, key: bytes) -> str:
        """Return a key that the engine named, as the port has it."""
        return key_text(key.removeprefix(self._prefix))

    def _send(self, operation: str, *command: bytes) -> Any:
        """Send `command` once and return the reply as it came.

        Its name is given as bytes: so redis-py applies none of its response callbacks, whose results differ
        between versions of its protocol and of itself, nor those that the client's owner has set.
        """
        try:
            return self._client.execute_command(*command)  # type: ignore[no-untyped-call]
        except RedisError as error:
            raise self._error(error, operation, *command) from error

    def _send_waiting(self, operation: str, wait_seconds: float, *command: bytes) -> Any:
        """As `_send`, for a command whose reply the engine may keep back for `wait_seconds` (0: for ever).

        So long it is waited for, and then as long as for any other.
        """
        pool = self._client.connection_pool
        try:
            connection: Any = pool.get_connection()
            try:
                connection.send_command(*command)
                return connection.read_response(timeout=_patience(connection.socket_timeout, wait_seconds))
            finally:
                pool.release(connection)
        except RedisError as error:
            raise self._error(error, operation, *command) from error

    def _error(self, error: RedisError, operation: str, *command: bytes) -> DependencyError:
        """Return the port's error for what redis-py raised when `command` was sent."""
        self._conceal(error)
        return translated(error, operation, self._engine, max(map(len, command), default=0))

    def _conceal(self, error: RedisError) -> None:
        """Take the password out of an exception: engines before Redis 6 echo a login that they do not understand."""
        if self._secret:
            error.args = tuple(str(part).replace(self._secret, "***") for part in error.args)


def _patience(reply_seconds: float | None, wait_seconds: float) -> float | None:
    """Return how long to read for the reply to a command that waits; None for ever."""
    if reply_seconds is None or not 0 < wait_seconds <= _LONGEST_WAIT_SECONDS:
        return None
    return reply_seconds + wait_seconds


def _check_client(client: object) -> None:
    """Raise `TypeError` or `ValueError` unless `client` sends each command once and returns bytes."""
    if not isinstance(client, redis.Redis) or isinstance(client, redis.client.Pipeline):
        raise TypeError(f"expected a redis.Redis, not {type(client).__module__}.{type(client).__qualname__}")
    settings = client.connection_pool.connection_kwargs
    retry = settings.get("retry")
    if retry.get_retries() if retry else settings.get("retry_on_error") or settings.get("retry_on_timeout"):
        raise ValueError(
            "the client repeats commands by itself and may apply one twice: "
            "give redis.Redis(retry=Retry(NoBackoff(), 0)), or use RedisKeyValue.from_url()"
        )
    if settings.get("decode_responses"):
        raise ValueError("the client decodes replies, but values are bytes: give one with decode_responses=False")


def _address(settings: dict[str, Any]) -> str:
    """Return where the engine is, without credentials."""
    place = settings.get("path") or f"{settings.get('host', 'localhost')}:{settings.get('port', 6379)}"
    return f"{place}/{settings.get('db', 0)}"
