"""The facet of the KeyValue port for hashes: fields with values under one key."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping

__all__ = ["Hashes"]


class Hashes(ABC):
    """Hashes: fields are `str` and are sent as keys are; values are `bytes`.

    A hash exists as long as it has a field: the last one that goes takes the key and its deadline along. No write
    to a field changes the deadline of the key. Every operation raises `InvalidRequest` (`WRONG_TYPE`) on a key that
    holds another kind of value, once the arguments themselves are accepted. Reading an absent hash is like reading an
    empty one. The order of fields is not guaranteed, nor that it is the same twice. What is returned is the
    caller's own.
    """

    @abstractmethod
    def hash_set(self, key: str, values: Mapping[str, bytes]) -> int:
        """Set the fields in `values`, all at once, and return how many of them are new; others get a new value.

        Raises:
            InvalidRequest: `NO_KEYS` for an empty mapping.
            TooLarge: a value exceeds the engine's limit.

        Source: https://redis.io/docs/latest/commands/hset/
        """

    @abstractmethod
    def hash_set_if_absent(self, key: str, field: str, value: bytes) -> bool:
        """Set `field` if it is absent; return whether that was done.

        Raises:
            TooLarge: the value exceeds the engine's limit, whether or not the field is absent.

        Source: https://redis.io/docs/latest/commands/hsetnx/
        """

    @abstractmethod
    def hash_get(self, key: str, field: str) -> bytes | None:
        """Return the value of `field`, or None. Source: https://redis.io/docs/latest/commands/hget/"""

    @abstractmethod
    def hash_get_many(self, key: str, *fields: str) -> list[bytes | None]:
        """Return the value of each of `fields`, in their order and as often; None for one that is absent.

        Raises:
            InvalidRequest: `NO_KEYS` without a field.

        Source: https://redis.io/docs/latest/commands/hmget/
        """

    @abstractmethod
    def hash_get_all(self, key: str) -> dict[str, bytes]:
        """Return all fields with their values; empty if absent. Source: https://redis.io/docs/latest/commands/hgetall/"""

    @abstractmethod
    def hash_fields(self, key: str) -> list[str]:
        """Return all fields; none if absent. Source: https://redis.io/docs/latest/commands/hkeys/"""

    @abstractmethod
    def hash_values(self, key: str) -> list[bytes]:
        """Return the values of all fields, equal ones each for itself; none if absent.

        Source: https://redis.io/docs/latest/commands/hvals/
        """

    @abstractmethod
    def hash_delete(self, key: str, *fields: str) -> int:
        """Delete `fields` and return how many of them existed.

        Raises:
            InvalidRequest: `NO_KEYS` without a field.

        Source: https://redis.io/docs/latest/commands/hdel/
        """

    @abstractmethod
    def hash_contains(self, key: str, field: str) -> bool:
        """Return whether `field` exists. Source: https://redis.io/docs/latest/commands/hexists/"""

    @abstractmethod
    def hash_length(self, key: str) -> int:
        """Return how many fields there are, 0 if absent. Source: https://redis.io/docs/latest/commands/hlen/"""

    @abstractmethod
    def hash_value_length(self, key: str, field: str) -> int:
        """Return the length of a value in bytes, 0 if the field is absent.

        Source: https://redis.io/docs/latest/commands/hstrlen/
        """

    @abstractmethod
    def hash_increment(self, key: str, field: str, by: int = 1) -> int:
        """Add `by` to the integer in `field` (absent counts as 0) and return the sum.

        Raises:
            InvalidRequest: `NOT_AN_INTEGER` if the value or `by` is no 64-bit integer (as `Counters` reads them);
                `OVERFLOW` if the sum is none. `by` is judged before the kind of value, the field afterwards.

        Source: https://redis.io/docs/latest/commands/hincrby/
        """

    @abstractmethod
    def hash_increment_float(self, key: str, field: str, by: float) -> float:
        """Add `by` to the number in `field` (absent counts as 0) and return the sum, as `increment_float` does.

        Raises:
            InvalidRequest: `NOT_A_FLOAT` if the value or `by` is no number; `NAN_OR_INFINITY` if the sum or `by` is
                no finite one. Unlike in `increment_float`, `by` is judged before the kind of value.

        Source: https://redis.io/docs/latest/commands/hincrbyfloat/
        """

    @abstractmethod
    def hash_random(self, key: str, count: int) -> list[tuple[str, bytes]]:
        """Return fields with their values, drawn at random: up to `count` different ones, or exactly ``-count`` with
        repetition where it is negative (none of an absent hash). Where all come, they need not come in random order.

        Raises:
            InvalidRequest: `OUT_OF_RANGE` for a count beyond half of the 64-bit range (4611686018427387903 on either
                side of zero); `NOT_AN_INTEGER` for one beyond all of it. Both are judged before the kind of value.

        Source: https://redis.io/docs/latest/commands/hrandfield/
        """
