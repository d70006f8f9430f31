"""Checks of the Python types that the facet for streams takes, the same for every implementation of the port."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from verifake.ports.keyvalue._arguments import check_flags, check_integer, check_key, checked_value, milliseconds
from verifake.ports.keyvalue._stream_values import Trim
from verifake.ports.keyvalue._values import Exclusive

__all__ = [
    "bound_text",
    "check_counts",
    "check_names",
    "check_trim",
    "checked_fields",
    "checked_places",
    "wait_milliseconds",
]


def check_names(what: str, *names: object) -> None:
    """Check each of `names`, ids or names of groups and consumers, as `check_key` checks keys."""
    for name in names:
        if type(name) is not str and not isinstance(name, str):
            raise TypeError(f"{what} must be str, not {type(name).__name__}")
        if not name.isascii():
            check_key(name)


def check_counts(*counts: object) -> None:
    """Raise `TypeError` unless each of `counts` is None, or an `int` and no `bool`."""
    for count in counts:
        if count is not None:
            check_integer(count)


def bound_text(bound: object) -> str:
    """Return how an end of a range is spelled to an engine; check it as `check_names` does."""
    if type(bound) is str and bound.isascii():
        return bound
    if isinstance(bound, Exclusive):
        check_names("an id", bound.value)
        return f"({bound.value}"
    check_names("an id", bound)
    return str(bound)


def check_trim(trim: object) -> None:
    """Raise `TypeError` unless `trim` is a `Trim`, and check what is in it."""
    if not isinstance(trim, Trim):
        raise TypeError(f"expected Trim, not {type(trim).__name__}")
    check_counts(trim.max_length, trim.limit)
    if trim.min_id is not None:
        check_names("an id", trim.min_id)
    check_flags(trim.approximate)


def checked_fields(fields: object) -> tuple[tuple[str, bytes], ...]:
    """Return the fields of an entry as pairs; raise `TypeError` unless that is what they are, and check each."""
    if type(fields) is dict:
        pairs = tuple(fields.items())
        for name, value in pairs:
            if type(name) is not str or type(value) is not bytes or not name.isascii():
                return tuple([_checked_pair(pair) for pair in pairs])
        return pairs
    given = fields.items() if isinstance(fields, Mapping) else fields
    if not isinstance(given, Iterable):
        raise TypeError(f"expected a mapping or pairs of fields and values, not {type(fields).__name__}")
    return tuple([_checked_pair(pair) for pair in given])


def checked_places(after: object) -> dict[str, str]:
    """Return a copy of `after`; raise `TypeError` unless it is a mapping, and check each key and id."""
    if type(after) is not dict and not isinstance(after, Mapping):
        raise TypeError(f"expected a mapping of keys to ids, not {type(after).__name__}")
    copied = dict(after)
    for key, id in copied.items():
        check_key(key)
        check_names("an id", id)
    return copied


def wait_milliseconds(seconds: float) -> int:
    """As `milliseconds`, but what is less than one is one: zero would be for ever. So is what is negative negative."""
    whole = milliseconds(seconds)
    return whole if whole or not seconds else 1 if seconds > 0 else -1


def _checked_pair(pair: object) -> tuple[str, bytes]:
    if not isinstance(pair, tuple) or len(pair) != 2:
        raise TypeError(f"expected a pair of a field and a value, not {type(pair).__name__}")
    name, value = pair
    check_names("a field", name)
    return name, checked_value(value)
