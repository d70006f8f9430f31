"""How a drop-in client is made."""

from __future__ import annotations

from typing import Any, TypeVar

import redis
import redis.asyncio
from redis.maint_notifications import MaintNotificationsConfig

from verifake.dropin.redis._asyncio import AsyncStoreConnection
from verifake.dropin.redis._connection import StoreConnection
from verifake.ports.keyvalue import KeyValue
from verifake.ports.keyvalue.atomic import Store

__all__ = ["async_client", "client", "in_process"]

Client = TypeVar("Client", bound=redis.Redis)


def client(store: KeyValue, *, client_class: type[Client] | None = None, **settings: Any) -> Any:
    """Return a real `redis.Redis` that `store` answers; no socket is opened.

    Args:
        store: a KeyValue in this process, such as `FakeKeyValue`. Clients of one store share its data.
        client_class: a subclass of `redis.Redis` to make.
        settings: as `redis.Redis` and its connections take them (``decode_responses=True``, ``protocol=2`` …).

    Raises:
        TypeError: `store` is not in this process.
    """
    pool = redis.ConnectionPool(connection_class=StoreConnection, store=in_process(store), **_quiet(settings))
    return (client_class or redis.Redis).from_pool(pool)


def async_client(store: KeyValue, **settings: Any) -> redis.asyncio.Redis:
    """Return a real `redis.asyncio.Redis` that `store` answers; no socket is opened.

    Calls that wait take real time, and the event loop is free meanwhile.

    Args:
        store: as `client` takes it.
        settings: as `redis.asyncio.Redis` and its connections take them.

    Raises:
        TypeError: `store` is not in this process.
    """
    settings = {"connection_class": AsyncStoreConnection, "store": in_process(store), **_quiet(settings)}
    pool = redis.asyncio.ConnectionPool(**settings)
    return redis.asyncio.Redis.from_pool(pool)


def in_process(store: KeyValue) -> Store:
    """Return `store`, if it is in this process.

    Raises:
        TypeError: it is not.
    """
    if not isinstance(store, Store):
        raise TypeError(f"expected a store in this process, such as FakeKeyValue, not {type(store).__name__}")
    return store


def _quiet(settings: dict[str, Any]) -> dict[str, Any]:
    """Return `settings` that let redis-py ask for no news of maintenance, for which it would look the host up."""
    return {"maint_notifications_config": MaintNotificationsConfig(enabled=False), **settings}
