"""The operations of KeyValue that services' tests use most, as calls of the port and of a `redis.Redis`.

Both do the same work on the same data. No collection grows while they go on, however often either is called: what is
put in is taken out again by the same call, and counts as one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

import redis

__all__ = ["COLLECTIONS", "FOLLOWED", "STRINGS", "Call", "Operation", "fill"]

Call = Callable[..., object]

_KEYS: Final = 10
"""How many collections of each kind there are."""

_SIZE: Final = 100
"""How many elements a collection has."""

_ROWS: Final = _KEYS * _SIZE
"""Each element of each collection comes up once."""

_AT_ONCE: Final = 10
"""How many elements are asked for by calls that ask for several."""

_VALUE: Final = b"chapter 12"
_NEW: Final = b"a guest"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation.

    Attributes:
        name: how results call it.
        port: gives the call of a store.
        client: gives the call of a client of redis-py.
        columns: the arguments of either.
    """

    name: str
    port: Callable[[Any], Call]
    client: Callable[[Any], Call]
    columns: tuple[Sequence[Any], ...]


def _keys(kind: str) -> list[str]:
    return [f"{kind}:{row // _SIZE}" for row in range(_ROWS)]


_PLACES: Final = [row * 7 % _SIZE for row in range(_ROWS)]
"""Which element a row is about: a hundred in turn, each far from the one before."""

_FIELDS: Final = [f"field:{place}" for place in _PLACES]
_TEN_FIELDS: Final = [[f"field:{(place + step) % _SIZE}" for step in range(_AT_ONCE)] for place in _PLACES]
_MEMBERS: Final = [b"member:%d" % place for place in _PLACES]
_VALUES: Final = [_VALUE] * _ROWS
_STARTS: Final = [place % (_SIZE - _AT_ONCE) for place in _PLACES]
_STOPS: Final = [start + _AT_ONCE - 1 for start in _STARTS]
_STRINGS, _COUNTERS, _HASHES, _LISTS = _keys("string"), _keys("counter"), _keys("hash"), _keys("list")
_SETS, _SMALL_SETS, _SORTED_SETS = _keys("set"), _keys("small-set"), _keys("sorted-set")
_NEXT_SMALL_SETS: Final = _SMALL_SETS[_SIZE:] + _SMALL_SETS[:_SIZE]

STRINGS: Final = (
    Operation("set", attrgetter("set"), attrgetter("set"), (_STRINGS, _VALUES)),
    Operation("get", attrgetter("get"), attrgetter("get"), (_STRINGS,)),
    Operation("increment", attrgetter("increment"), attrgetter("incr"), (_COUNTERS,)),
)

COLLECTIONS: Final = (
    Operation(
        "hash: set",
        lambda store: lambda key, field, value: store.hash_set(key, {field: value}),
        attrgetter("hset"),
        (_HASHES, _FIELDS, _VALUES),
    ),
    Operation("hash: get", attrgetter("hash_get"), attrgetter("hget"), (_HASHES, _FIELDS)),
    Operation(
        "hash: get ten",
        lambda store: lambda key, fields: store.hash_get_many(key, *fields),
        attrgetter("hmget"),
        (_HASHES, _TEN_FIELDS),
    ),
    Operation("hash: increment", attrgetter("hash_increment"), attrgetter("hincrby"), (_HASHES, ["visits"] * _ROWS)),
    Operation(
        "list: push, pop",
        lambda store: lambda key, value: (store.list_push(key, value), store.list_pop(key)),
        lambda client: lambda key, value: (client.rpush(key, value), client.lpop(key)),
        (_LISTS, _VALUES),
    ),
    Operation("list: range of ten", attrgetter("list_range"), attrgetter("lrange"), (_LISTS, _STARTS, _STOPS)),
    Operation(
        "set: add, remove",
        lambda store: lambda key, member: (store.set_add(key, member), store.set_remove(key, member)),
        lambda client: lambda key, member: (client.sadd(key, member), client.srem(key, member)),
        (_SETS, [_NEW] * _ROWS),
    ),
    Operation("set: contains", attrgetter("set_contains"), attrgetter("sismember"), (_SETS, _MEMBERS)),
    Operation(
        "set: intersection of ten",
        attrgetter("set_intersection"),
        attrgetter("sinter"),
        (_SMALL_SETS, _NEXT_SMALL_SETS),
    ),
    Operation(
        "sorted set: add, remove",
        lambda store: lambda key, score: (store.sorted_add(key, {_NEW: score}), store.sorted_remove(key, _NEW)),
        lambda client: lambda key, score: (client.zadd(key, {_NEW: score}), client.zrem(key, _NEW)),
        (_SORTED_SETS, _PLACES),
    ),
    Operation("sorted set: score", attrgetter("sorted_score"), attrgetter("zscore"), (_SORTED_SETS, _MEMBERS)),
    Operation("sorted set: rank", attrgetter("sorted_rank"), attrgetter("zrank"), (_SORTED_SETS, _MEMBERS)),
    Operation(
        "sorted set: ten by rank",
        attrgetter("sorted_range"),
        lambda client: lambda key, start, stop: client.zrange(key, start, stop, withscores=True),
        (_SORTED_SETS, _STARTS, _STOPS),
    ),
    Operation(
        "sorted set: ten by score",
        attrgetter("sorted_range_by_score"),
        lambda client: lambda key, low, high: client.zrangebyscore(key, low, high, withscores=True),
        (_SORTED_SETS, _STARTS, _STOPS),
    ),
    Operation(
        "sorted set: increment, back",
        lambda store: (
            lambda key, member: (
                store.sorted_increment(key, member, 1.5),
                store.sorted_increment(key, member, -1.5),
            )
        ),
        lambda client: lambda key, member: (client.zincrby(key, 1.5, member), client.zincrby(key, -1.5, member)),
        (_SORTED_SETS, _MEMBERS),
    ),
)

FOLLOWED: Final = Operation(
    "sorted set: increment, rank, back",
    lambda store: (
        lambda key, member: (
            store.sorted_increment(key, member, 1.5),
            store.sorted_rank(key, member),
            store.sorted_increment(key, member, -1.5),
        )
    ),
    lambda client: (
        lambda key, member: (
            client.zincrby(key, 1.5, member),
            client.zrank(key, member),
            client.zincrby(key, -1.5, member),
        )
    ),
    (_SORTED_SETS, _MEMBERS),
)
"""Asks for the order between changes, so that it follows each of them; otherwise it follows when it is asked for."""


def fill(client: redis.Redis) -> None:
    """Put the collections that the operations are about into what `client` talks to."""
    tens = [[b"member:%d" % (number * _AT_ONCE + step) for step in range(_AT_ONCE)] for number in range(_KEYS)]
    for number in range(_KEYS):
        client.hset(f"hash:{number}", mapping={f"field:{place}": _VALUE for place in range(_SIZE)})
        client.rpush(f"list:{number}", *[_VALUE] * _SIZE)
        client.sadd(f"set:{number}", *[b"member:%d" % place for place in range(_SIZE)])
        # Each has half of its members in common with the next.
        client.sadd(f"small-set:{number}", *tens[number], *tens[(number + 1) % _KEYS])
        client.zadd(f"sorted-set:{number}", {b"member:%d" % place: place for place in range(_SIZE)})
