"""The facet of the KeyValue port for keys as such, whatever they hold."""

from __future__ import annotations

from abc import ABC, abstractmethod

from verifake.ports.keyvalue._values import KeyType

__all__ = ["Keys"]


class Keys(ABC):
    """What can be done with a key of any kind of value."""

    @abstractmethod
    def delete(self, *keys: str) -> int:
        """Delete `keys` and return how many of them existed.

        Raises:
            InvalidRequest: `NO_KEYS` without a key.

        Source: https://redis.io/docs/latest/commands/del/
        """

    @abstractmethod
    def exists(self, *keys: str) -> int:
        """Return how many of `keys` exist; one that is named twice counts twice.

        Raises:
            InvalidRequest: `NO_KEYS` without a key.

        Source: https://redis.io/docs/latest/commands/exists/
        """

    @abstractmethod
    def rename(self, key: str, new_key: str) -> None:
        """Rename `key` to `new_key`, replacing what was there; value and time to live move along.

        Raises:
            NotFound: `NO_SUCH_KEY` if `key` is absent.

        Source: https://redis.io/docs/latest/commands/rename/
        """

    @abstractmethod
    def rename_if_absent(self, key: str, new_key: str) -> bool:
        """As `rename`, but do nothing and return False if `new_key` exists (also if both are the same key).

        Raises:
            NotFound: `NO_SUCH_KEY` if `key` is absent.

        Source: https://redis.io/docs/latest/commands/renamenx/
        """

    @abstractmethod
    def copy(self, source: str, destination: str, *, replace: bool = False) -> bool:
        """Copy value and time to live; return False if `source` is absent, or `destination` exists unless `replace`.

        Raises:
            InvalidRequest: `SAME_KEY` if both are the same key, existing or not.

        Source: https://redis.io/docs/latest/commands/copy/
        """

    @abstractmethod
    def type(self, key: str) -> KeyType | None:
        """Return what kind of value `key` holds, or None. Source: https://redis.io/docs/latest/commands/type/"""
