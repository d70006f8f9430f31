"""The core of the facet for hashes. The order of checks is the engine's: it decides which error is seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from verifake.fakes.keyvalue._core import long_double
from verifake.fakes.keyvalue._core.drawing import drawn
from verifake.fakes.keyvalue._core.long_double import INFINITY, LongDouble
from verifake.fakes.keyvalue._core.numerals import integer_of
from verifake.fakes.keyvalue._core.rejections import (
    nan_or_infinity,
    no_keys,
    not_a_float,
    not_an_integer,
    out_of_range,
    overflow,
    too_large,
)
from verifake.fakes.keyvalue._core.state import MAX_INT64, MIN_INT64, Keyspace, check_int64
from verifake.fakes.keyvalue._core.values import Hash

__all__ = ["HashesCore"]

_EMPTY: Final = Hash()
"""Stands for an absent hash where one is only read."""

_MOST_DRAWN: Final = MAX_INT64 // 2
"""The engine refuses to draw more, since each field brings its value along."""


class HashesCore(Keyspace):
    """As `verifake.ports.keyvalue.Hashes`, with the time of the call given."""

    __slots__ = ()

    def hash_set(self, key: str, values: Mapping[str, bytes], now_ms: int) -> int:
        for value in values.values():
            if len(value) > self._limit:
                raise too_large("hash_set", self._limit)
        if not values:
            raise no_keys("hash_set", "field")
        found = self._find_as(Hash, key, now_ms, "hash_set")
        if found is None:
            self._store(key, Hash(values), now_ms)
            return len(values)
        before = len(found)
        found.update(values)
        if self._watches:
            self._changed(key)
        return len(found) - before

    def hash_set_if_absent(self, key: str, field: str, value: bytes, now_ms: int) -> bool:
        self._check_size(len(value), "hash_set_if_absent")
        found = self._find_as(Hash, key, now_ms, "hash_set_if_absent")
        if found is not None and field in found:
            return False
        self._set_field(key, found, field, value, now_ms)
        return True

    def hash_get(self, key: str, field: str, now_ms: int) -> bytes | None:
        found = self._find_as(Hash, key, now_ms, "hash_get")
        return None if found is None else found.get(field)

    def hash_get_many(self, key: str, fields: tuple[str, ...], now_ms: int) -> list[bytes | None]:
        if not fields:
            raise no_keys("hash_get_many", "field")
        found = self._find_as(Hash, key, now_ms, "hash_get_many") or _EMPTY
        return list(map(found.get, fields))

    def hash_get_all(self, key: str, now_ms: int) -> dict[str, bytes]:
        return dict(self._find_as(Hash, key, now_ms, "hash_get_all") or _EMPTY)

    def hash_fields(self, key: str, now_ms: int) -> list[str]:
        return list(self._find_as(Hash, key, now_ms, "hash_fields") or _EMPTY)

    def hash_values(self, key: str, now_ms: int) -> list[bytes]:
        return list((self._find_as(Hash, key, now_ms, "hash_values") or _EMPTY).values())

    def hash_delete(self, key: str, fields: tuple[str, ...], now_ms: int) -> int:
        if not fields:
            raise no_keys("hash_delete", "field")
        found = self._find_as(Hash, key, now_ms, "hash_delete")
        if found is None:
            return 0
        before = len(found)
        for field in fields:
            found.pop(field, None)
        if len(found) < before:
            self._changed(key)
            self._remove_if_empty(key, found)
        return before - len(found)

    def hash_contains(self, key: str, field: str, now_ms: int) -> bool:
        return field in (self._find_as(Hash, key, now_ms, "hash_contains") or _EMPTY)

    def hash_length(self, key: str, now_ms: int) -> int:
        return len(self._find_as(Hash, key, now_ms, "hash_length") or _EMPTY)

    def hash_value_length(self, key: str, field: str, now_ms: int) -> int:
        return len((self._find_as(Hash, key, now_ms, "hash_value_length") or _EMPTY).get(field, b""))

    def hash_increment(self, key: str, field: str, by: int, now_ms: int) -> int:
        check_int64(by, "hash_increment", "the increment")
        found = self._find_as(Hash, key, now_ms, "hash_increment")
        number = integer_of((found or _EMPTY).get(field, b"0"))
        if number is None:
            raise not_an_integer("hash_increment", f"field {field!r} of key {key!r}")
        total = number + by
        if not MIN_INT64 <= total <= MAX_INT64:
            raise overflow("hash_increment", "the sum")
        self._set_field(key, found, field, b"%d" % total, now_ms)
        return total

    def hash_increment_float(self, key: str, field: str, by: bytes, now_ms: int) -> bytes:
        """Add the number that `by` spells and return the digits that are stored."""
        increment = _float(by, "the increment")
        if increment is INFINITY:
            raise nan_or_infinity("hash_increment_float")
        found = self._find_as(Hash, key, now_ms, "hash_increment_float")
        number = _float((found or _EMPTY).get(field, b"0"), f"field {field!r} of key {key!r}")
        total = long_double.plus(number, increment)
        if total is None:
            raise nan_or_infinity("hash_increment_float")
        digits = long_double.spell(total)
        self._set_field(key, found, field, digits, now_ms)
        return digits

    def hash_random(self, key: str, count: int, now_ms: int) -> list[tuple[str, bytes]]:
        check_int64(count, "hash_random", "the count")
        if not -_MOST_DRAWN <= count <= _MOST_DRAWN:
            raise out_of_range("hash_random", f"the count {count}")
        found = self._find_as(Hash, key, now_ms, "hash_random") or _EMPTY
        return drawn(self._random, list(found.items()), count)

    def _set_field(self, key: str, found: Hash | None, field: str, value: bytes, now_ms: int) -> None:
        """Set one field of `found`, which is what `key` holds; make a hash where that is nothing."""
        if found is None:
            self._store(key, Hash({field: value}), now_ms)
        else:
            found[field] = value
            if self._watches:
                self._changed(key)


def _float(text: bytes, what: str) -> LongDouble:
    """Return what `text` spells.

    Raises:
        InvalidRequest: `NOT_A_FLOAT` unless it is a number.
    """
    number = long_double.read(text)
    if number is None:
        raise not_a_float("hash_increment_float", what)
    return number
