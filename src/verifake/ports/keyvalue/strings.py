"""The facet of the KeyValue port for plain values."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping

__all__ = ["Strings"]


class Strings(ABC):
    """Byte strings under text keys.

    Keys are `str` and are sent as UTF-8; surrogates from U+DC80 to U+DCFF stand for single bytes that are none, as
    ``surrogateescape`` has it, so that every key of an engine can be named. Values are `bytes`. Any other type is a
    `TypeError` before anything is sent. Every operation is atomic, `get_many` and `set_many` included. An operation
    that reads or changes a string raises `InvalidRequest` (`WRONG_TYPE`) on a key that holds another kind of value,
    unless its docstring says otherwise.

    Durations are seconds, kept to the millisecond: a fraction of a millisecond is dropped.
    A key is there up to and including the instant of its deadline, and absent one millisecond later.

    Not guaranteed: that an expired key's memory is freed at its deadline (it is absent all the same).
    """

    @abstractmethod
    def get(self, key: str) -> bytes | None:
        """Return the value of `key`, or None if it is absent. Source: https://redis.io/docs/latest/commands/get/"""

    @abstractmethod
    def set(
        self,
        key: str,
        value: bytes,
        *,
        ttl_seconds: float | None = None,
        expire_at_seconds: float | None = None,
        keep_ttl: bool = False,
        only_if_absent: bool = False,
        only_if_present: bool = False,
    ) -> bool:
        """Set `key` to `value`, whatever kind of value it held, and return whether that was done.

        Without `ttl_seconds`, `expire_at_seconds` or `keep_ttl` a former time to live is discarded.

        Args:
            ttl_seconds: time to live from now, at least a millisecond.
            expire_at_seconds: Unix time of the deadline; one of now or earlier leaves the key absent.
            keep_ttl: keep the deadline that the key has.
            only_if_absent: do nothing and return False if the key exists.
            only_if_present: do nothing and return False if the key is absent.

        Raises:
            InvalidRequest: `INVALID_EXPIRE` for a time of zero or less, or one that leaves the 64-bit range;
                `NOT_AN_INTEGER` for one that is outside of that range in milliseconds;
                `INCOMPATIBLE_OPTIONS` for more than one of the first three options or both of the last two.
            TooLarge: `TOO_LARGE` for a value over 512 MiB.

        Source: https://redis.io/docs/latest/commands/set/
        """

    @abstractmethod
    def set_and_get_old(
        self,
        key: str,
        value: bytes,
        *,
        ttl_seconds: float | None = None,
        expire_at_seconds: float | None = None,
        keep_ttl: bool = False,
        only_if_absent: bool = False,
        only_if_present: bool = False,
    ) -> bytes | None:
        """As `set`, but return the value that the key had before, or None if it was absent.

        The old value comes back whether or not the new one was set. Unlike `set` this refuses a key that
        holds another kind of value (`WRONG_TYPE`), and leaves it as it was.

        Raises: as `set`, and `InvalidRequest` (`WRONG_TYPE`).

        Source: https://redis.io/docs/latest/commands/set/ (``GET``; with ``NX`` since 7.0)
        """

    @abstractmethod
    def get_and_delete(self, key: str) -> bytes | None:
        """Delete `key` and return the value it had, or None. Source: https://redis.io/docs/latest/commands/getdel/"""

    @abstractmethod
    def get_and_touch(
        self,
        key: str,
        *,
        ttl_seconds: float | None = None,
        expire_at_seconds: float | None = None,
        persist: bool = False,
    ) -> bytes | None:
        """Return the value of `key`, or None, and change its deadline. With no option this is `get`.

        Args:
            ttl_seconds: the new time to live from now, at least a millisecond.
            expire_at_seconds: Unix time of the new deadline; one of now or earlier deletes the key.
            persist: take the deadline away.

        Raises:
            InvalidRequest: `INVALID_EXPIRE` and `NOT_AN_INTEGER` as `set`, even where the key is absent (Redis 7.0
                looks at the key first);
                `INCOMPATIBLE_OPTIONS` for more than one option.

        Source: https://redis.io/docs/latest/commands/getex/
        """

    @abstractmethod
    def get_many(self, *keys: str) -> list[bytes | None]:
        """Return the value of each of `keys`, in their order; None for one that is absent *or of another kind*.

        Raises:
            InvalidRequest: `NO_KEYS` without a key.

        Source: https://redis.io/docs/latest/commands/mget/
        """

    @abstractmethod
    def set_many(self, values: Mapping[str, bytes]) -> None:
        """Set all of `values` at once, whatever the keys held; their times to live are discarded.

        Raises:
            InvalidRequest: `NO_KEYS` for an empty mapping.
            TooLarge: `TOO_LARGE` for a value over 512 MiB.

        Source: https://redis.io/docs/latest/commands/mset/
        """

    @abstractmethod
    def set_many_if_absent(self, values: Mapping[str, bytes]) -> bool:
        """Set all of `values` if none of their keys exists, else change nothing; return which it was.

        Raises:
            InvalidRequest: `NO_KEYS` for an empty mapping.
            TooLarge: `TOO_LARGE` for a value over 512 MiB.

        Source: https://redis.io/docs/latest/commands/msetnx/
        """

    @abstractmethod
    def append(self, key: str, value: bytes) -> int:
        """Append `value` to the string at `key` (absent counts as empty) and return the new length in bytes.

        The time to live stays.

        Raises:
            TooLarge: `TOO_LARGE` if the string would be longer than 512 MiB.

        Source: https://redis.io/docs/latest/commands/append/
        """

    @abstractmethod
    def length(self, key: str) -> int:
        """Return the length of the value in bytes, 0 if absent. Source: https://redis.io/docs/latest/commands/strlen/"""

    @abstractmethod
    def get_range(self, key: str, start: int, end: int) -> bytes:
        """Return the bytes from `start` to `end`, both included; negative offsets count from the end.

        Offsets beyond the string are moved to its ends, an end before it to its first byte; an empty range or absent
        key gives ``b""``.

        Raises:
            InvalidRequest: `NOT_AN_INTEGER` for an offset that is no 64-bit integer.

        Source: https://redis.io/docs/latest/commands/getrange/
        """

    @abstractmethod
    def set_range(self, key: str, offset: int, value: bytes) -> int:
        """Overwrite the string from `offset` on, filling a gap with zero bytes; return its new length in bytes.

        An empty `value` changes nothing and creates nothing. The time to live stays.

        Raises:
            InvalidRequest: `OFFSET_OUT_OF_RANGE` for a negative offset; `NOT_AN_INTEGER` for one outside of 64 bits.
            TooLarge: `TOO_LARGE` if the string would be longer than 512 MiB.

        Source: https://redis.io/docs/latest/commands/setrange/
        """
