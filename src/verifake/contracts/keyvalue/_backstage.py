"""Clients beside the one that a clause has: how they come in, and which of them wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from verifake.clock import VirtualClock
from verifake.errors import NotOffered
from verifake.fakes.keyvalue import FakeKeyValue
from verifake.ports.keyvalue import KeyValue
from verifake.proof import ACTORS, Backstage

if TYPE_CHECKING:
    import redis

__all__ = ["ClientBackstage", "FakeBackstage"]


class FakeBackstage(Backstage):
    """Clients of a fake: the fake itself, unless another way to it is given.

    Args:
        fake: the fake.
        clock: its clock.
        client: makes one more client.
    """

    def __init__(self, fake: FakeKeyValue, clock: VirtualClock, client: Callable[[], KeyValue] | None = None) -> None:
        self._fake = fake
        self._clock = clock
        self._client = client

    def enter(self) -> KeyValue:
        return self._client() if self._client else self._fake

    def waiting(self) -> int:
        return self._fake.waiting

    def taking_part(self, count: int) -> None:
        self._clock.actors(count + 1)  # The clause itself takes part, and never waits on the clock.

    def release(self) -> None:
        self._fake.release()


class ClientBackstage(Backstage):
    """Clients of a server: their connections have a name by which the server can be asked for them.

    https://redis.io/docs/latest/commands/client-list/

    Args:
        client: a client of the server.
        prefix: what the keys of this world begin with.
        store: makes a port object of a client and the prefix.
        says_who_waits: whether the server can be asked that.
    """

    def __init__(
        self,
        client: redis.Redis,
        prefix: str,
        store: Callable[[redis.Redis, str], Any],
        *,
        says_who_waits: bool,
    ) -> None:
        self._says_who_waits = says_who_waits
        self._client = client
        self._prefix = prefix
        self._store = store
        self._name = prefix.replace(" ", "-")
        self._entered: redis.Redis | None = None

    def enter(self) -> Any:
        if not self._says_who_waits:
            raise NotOffered(ACTORS, "this backend cannot be asked which of its clients wait")
        if self._entered is None:
            self._entered = self._named()
        return self._store(self._entered, self._prefix)

    def waiting(self) -> int:
        return len(self._blocked())

    def taking_part(self, count: int) -> None:
        """Nothing has to be told to a server."""

    def release(self) -> None:
        for client in self._blocked():
            self._client.client_unblock(int(client["id"]))

    def close(self) -> None:
        if self._entered is not None:
            self._entered.connection_pool.disconnect()

    def _named(self) -> redis.Redis:
        """Return a client whose connections have the name; each of its calls has a connection to itself."""
        import redis  # noqa: PLC0415

        pool = self._client.connection_pool
        settings = {**pool.connection_kwargs, "client_name": self._name}
        return redis.Redis(connection_pool=redis.ConnectionPool(pool.connection_class, **settings))

    def _blocked(self) -> list[dict[str, str]]:
        """Return what the server says of each of the clients that waits."""
        if self._entered is None:
            return []
        listed: Any = self._client.client_list()
        return [client for client in listed if client["name"] == self._name and "b" in client["flags"]]
