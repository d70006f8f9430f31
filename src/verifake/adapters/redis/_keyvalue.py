"""The adapter of the KeyValue port: how it is made and closed."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from verifake.adapters.redis._counters import RedisCounters
from verifake.adapters.redis._expiry import RedisExpiry
from verifake.adapters.redis._hashes import RedisHashes
from verifake.adapters.redis._keys import RedisKeys
from verifake.adapters.redis._lists import RedisLists
from verifake.adapters.redis._pubsub import RedisPubSub
from verifake.adapters.redis._scan import RedisScan
from verifake.adapters.redis._scripts import RedisScripts
from verifake.adapters.redis._sets import RedisSets
from verifake.adapters.redis._sorted_sets import RedisSortedSets
from verifake.adapters.redis._streams import RedisStreams
from verifake.adapters.redis._strings import RedisStrings
from verifake.adapters.redis._transactions import RedisTransactions
from verifake.ports.keyvalue import KeyValue

__all__ = ["RedisKeyValue"]


class RedisKeyValue(
    RedisStrings,
    RedisCounters,
    RedisExpiry,
    RedisKeys,
    RedisHashes,
    RedisLists,
    RedisSets,
    RedisSortedSets,
    RedisStreams,
    RedisScan,
    RedisTransactions,
    RedisScripts,
    RedisPubSub,
    KeyValue,
):
    """The KeyValue port on Redis 7.0 or later, Valkey, and what else speaks their protocol. Thread safe.

    Each operation is one command, sent once: whether to repeat it is the caller's decision. Every key is given
    `prefix` on its way out. A context manager: leaving it closes what `from_url` has opened.

    Args:
        client: a client that neither repeats commands nor decodes replies; it stays its giver's to close.
        prefix: what stands before every key.

    Raises:
        TypeError: the client is no `redis.Redis` (a pipeline, a cluster client or an asyncio client is none).
        ValueError: the client repeats commands by itself, or decodes replies.
    """

    def __init__(self, client: redis.Redis, *, prefix: str = "") -> None:
        super().__init__(client, prefix=prefix)
        self._owns_client = False

    @classmethod
    def from_url(
        cls,
        url: str,
        *,
        prefix: str = "",
        timeout_seconds: float = 5.0,
        connect_timeout_seconds: float = 5.0,
        max_connections: int | None = None,
    ) -> RedisKeyValue:
        """Return an adapter with a client and a pool of its own. No connection is made yet.

        Args:
            url: ``redis://[[user]:[password]]@host:port/database``, ``rediss://`` for TLS or ``unix://``. Settings
                in its query (``?protocol=2``) go before the arguments here.
            prefix: what stands before every key.
            timeout_seconds: how long a reply may take.
            connect_timeout_seconds: how long a connection may take.
            max_connections: how many threads may be served at once; redis-py's default is 100.

        Raises:
            ValueError: the URL is malformed (it is not quoted, since it may hold a password), or asks for a
                client that the adapter does not take.

        Source: https://redis.readthedocs.io/en/stable/connections.html
        """
        if max_connections is not None and max_connections < 1:
            raise ValueError(f"max_connections must be at least 1, not {max_connections}")
        client = _client(
            url,
            socket_timeout=timeout_seconds,
            socket_connect_timeout=connect_timeout_seconds,
            max_connections=max_connections,
            retry=Retry(NoBackoff(), 0),
        )
        if client is None:
            raise ValueError(
                "the URL is malformed: write redis://, rediss:// or unix://, a number as port, "
                "and percent-encode what is special in user and password"
            )
        adapter = cls(client, prefix=prefix)
        adapter._owns_client = True
        return adapter

    @property
    def client(self) -> redis.Redis:
        """The vendor's client, for what the port leaves out; `prefix` is not applied to what it sends."""
        return self._client

    def close(self) -> None:
        """Close the connections that `from_url` has opened; a client that was given stays as it is."""
        if self._owns_client:
            self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"RedisKeyValue({self._engine}, prefix={self._prefix.decode()!r})"


def _client(url: str, **settings: Any) -> redis.Redis | None:
    """Return a client, or None for a malformed URL.

    redis-py's own exception goes no further, not even as context: of a password with a slash it quotes a part.
    """
    try:
        return redis.Redis.from_url(url, **settings)
    except ValueError:
        return None
