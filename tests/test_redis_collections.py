"""Hashes and sets on the Redis adapter: replies have other shapes in either version of the protocol."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from verifake.adapters.redis import RedisKeyValue


class Answered(RedisKeyValue):
    """An adapter whose client gives one reply to whatever is sent."""

    def __init__(self, reply: Any) -> None:
        super().__init__(redis.Redis(retry=Retry(NoBackoff(), 0)))
        self.reply = reply

    def _send(self, *_: Any) -> Any:
        return self.reply


PAIRS = [("f", b"1"), ("\udcff", b"2")]
FLAT = [b"f", b"1", b"\xff", b"2"]
NESTED = [[b"f", b"1"], [b"\xff", b"2"]]
MAP = {b"f": b"1", b"\xff": b"2"}


@pytest.mark.parametrize(("reply", "fields"), [(FLAT, PAIRS), (MAP, PAIRS), ([], []), ({}, [])])
def test_all_fields_come_flat_or_as_a_map(reply: Any, fields: list[Any]) -> None:
    assert Answered(reply).hash_get_all("k") == dict(fields)


@pytest.mark.parametrize(("reply", "fields"), [(FLAT, PAIRS), (NESTED, PAIRS), ([], [])])
def test_fields_that_are_drawn_come_flat_or_in_pairs(reply: Any, fields: list[Any]) -> None:
    assert Answered(reply).hash_random("k", 2) == fields


SETS: dict[str, Callable[[RedisKeyValue], set[bytes]]] = {
    "set_members": lambda store: store.set_members("k"),
    "set_pop_many": lambda store: store.set_pop_many("k", 2),
    "set_union": lambda store: store.set_union("k"),
    "set_intersection": lambda store: store.set_intersection("k"),
    "set_difference": lambda store: store.set_difference("k"),
}


@pytest.mark.parametrize("operation", SETS)
def test_sets_come_as_lists_or_as_sets(operation: str) -> None:
    for reply in ([b"a", b"b"], {b"a", b"b"}):
        assert SETS[operation](Answered(reply)) == {b"a", b"b"}
