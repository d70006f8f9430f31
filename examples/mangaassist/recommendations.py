"""A recommendation service, once with the mistake that mocks hid, once without."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from verifake.ports.keyvalue import KeyValue

__all__ = ["CarefulRecommender", "HastyRecommender", "PreferencesLost", "Rank"]

Rank = Callable[[str], Sequence[str]]
"""The ranking model: titles for a reader, the best first. It takes a while."""


class PreferencesLost(Exception):
    """A reader has preferences, and yet there are none to filter by."""


class HastyRecommender:
    """Looks whether there is a record, ranks, and then reads it: by then its time may have run out."""

    def __init__(self, store: KeyValue, rank: Rank) -> None:
        self._store = store
        self._rank = rank

    def recommend(self, reader: str) -> list[str]:
        """Return titles without what the reader does not want.

        Raises:
            PreferencesLost: there was a record when the request came, and none when it was needed.
        """
        known = self._store.exists(_key(reader)) == 1
        titles = self._rank(reader)
        unwanted = self._store.get(_key(reader))
        if known and unwanted is None:
            raise PreferencesLost(reader)
        return _without(titles, unwanted)


class CarefulRecommender:
    """Reads the record once, when the request comes."""

    def __init__(self, store: KeyValue, rank: Rank) -> None:
        self._store = store
        self._rank = rank

    def recommend(self, reader: str) -> list[str]:
        """Return titles without what the reader did not want when the request came."""
        unwanted = self._store.get(_key(reader))
        return _without(self._rank(reader), unwanted)


def _key(reader: str) -> str:
    return f"preferences:{reader}"


def _without(titles: Sequence[str], unwanted: bytes | None) -> list[str]:
    return [title for title in titles if unwanted is None or unwanted.decode() not in title]
