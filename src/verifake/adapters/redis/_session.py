"""How commands are sent: keys with their prefix, whole numbers as text, errors translated."""

from __future__ import annotations

from typing import Any, Final

import redis
from redis.exceptions import RedisError

from verifake.adapters.redis._errors import translated
from verifake.ports.keyvalue._arguments import check_key

__all__ = ["Session", "decimal"]

_FIRST_BEYOND: Final = 2**64


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
        self._prefix = prefix.encode()
        settings = client.connection_pool.connection_kwargs
        self._engine = _address(settings)
        self._secret: str | None = settings.get("password")

    def _key(self, key: str) -> bytes:
        """Return `key` as the engine has it."""
        check_key(key)
        return self._prefix + key.encode()

    def _keys(self, keys: tuple[str, ...]) -> list[bytes]:
        """Return `keys` as the engine has them."""
        return [self._key(key) for key in keys]

    def _send(self, operation: str, *command: bytes) -> Any:
        """Send `command` once and return the reply as it came.

        Its name is given as bytes: so redis-py applies none of its response callbacks, whose results differ
        between versions of its protocol and of itself, nor those that the client's owner has set.
        """
        try:
            return self._client.execute_command(*command)  # type: ignore[no-untyped-call]
        except RedisError as error:
            self._conceal(error)
            raise translated(error, operation, self._engine, max(map(len, command))) from error

    def _conceal(self, error: RedisError) -> None:
        """Take the password out of an exception: engines before Redis 6 echo a login that they do not understand."""
        if self._secret:
            error.args = tuple(str(part).replace(self._secret, "***") for part in error.args)


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
