"""Sorted sets on the Redis adapter: what is sent, and what is made of replies in either version of the protocol."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

import pytest

from tests.redis_server import Server
from tests.test_redis_collections import Answered
from verifake.adapters.redis import RedisKeyValue
from verifake.ports.keyvalue import Aggregate, Exclusive

SENT: list[tuple[Callable[[RedisKeyValue], object], str, bytes]] = [
    (lambda kv: kv.sorted_add("k", {b"a": 1, b"b": 0.1}), ":2", b"ZADD p:k 1.0 a 0.1 b"),
    (lambda kv: kv.sorted_add("k", {b"a": inf, b"b": -inf, b"c": -0.0}), ":3", b"ZADD p:k inf a -inf b 0.0 c"),
    (lambda kv: kv.sorted_add("k", {b"a": 2**53 + 1}), ":1", b"ZADD p:k 9007199254740992.0 a"),
    (
        lambda kv: kv.sorted_add("k", {b"a": 5e-324}, only_if_present=True, only_if_less=True, count_changed=True),
        ":1",
        b"ZADD p:k XX LT CH 5e-324 a",
    ),
    (lambda kv: kv.sorted_add("k", {}, only_if_absent=True, count_changed=True), ":0", b"ZADD p:k"),
    (lambda kv: kv.sorted_increment("k", b"a", 1, only_if_absent=True), "$-1", b"ZADD p:k NX INCR 1.0 a"),
    (lambda kv: kv.sorted_remove("k", b"a", b"b"), ":1", b"ZREM p:k a b"),
    (lambda kv: kv.sorted_score("k", b"a"), "$-1", b"ZSCORE p:k a"),
    (lambda kv: kv.sorted_scores("k", b"a", b"b"), "*2\r\n$-1\r\n$-1", b"ZMSCORE p:k a b"),
    (lambda kv: kv.sorted_size("k"), ":0", b"ZCARD p:k"),
    (lambda kv: kv.sorted_rank("k", b"a"), "$-1", b"ZRANK p:k a"),
    (lambda kv: kv.sorted_rank("k", b"a", reverse=True), "$-1", b"ZREVRANK p:k a"),
    (lambda kv: kv.sorted_range("k", 0, -(2**70)), "*0", b"ZRANGE p:k 0 -18446744073709551616 WITHSCORES"),
    (lambda kv: kv.sorted_range("k", 0, -1, reverse=True), "*0", b"ZRANGE p:k 0 -1 REV WITHSCORES"),
    (
        lambda kv: kv.sorted_range_by_score("k", Exclusive(1), 10**400),
        "*0",
        b"ZRANGE p:k (1.0 inf BYSCORE WITHSCORES",
    ),
    (
        lambda kv: kv.sorted_range_by_score("k", -inf, Exclusive(2), reverse=True, offset=3),
        "*0",
        b"ZRANGE p:k (2.0 -inf BYSCORE REV LIMIT 3 -1 WITHSCORES",
    ),
    (lambda kv: kv.sorted_range_by_lex("k", b"a", None), "*0", b"ZRANGE p:k [a + BYLEX"),
    (
        lambda kv: kv.sorted_range_by_lex("k", None, Exclusive(b"-"), reverse=True, limit=0),
        "*0",
        b"ZRANGE p:k (- - BYLEX REV LIMIT 0 0",
    ),
    (lambda kv: kv.sorted_count("k", Exclusive(-1), inf), ":0", b"ZCOUNT p:k (-1.0 inf"),
    (lambda kv: kv.sorted_lex_count("k", Exclusive(b""), b""), ":0", b"ZLEXCOUNT p:k ( ["),
    (lambda kv: kv.sorted_remove_range("k", 1, 2), ":0", b"ZREMRANGEBYRANK p:k 1 2"),
    (lambda kv: kv.sorted_remove_range_by_score("k", 1, 2), ":0", b"ZREMRANGEBYSCORE p:k 1.0 2.0"),
    (lambda kv: kv.sorted_remove_range_by_lex("k", None, b"+"), ":0", b"ZREMRANGEBYLEX p:k - [+"),
    (lambda kv: kv.sorted_pop("k"), "*0", b"ZPOPMIN p:k 1"),
    (lambda kv: kv.sorted_pop("k", 3, highest=True), "*0", b"ZPOPMAX p:k 3"),
    (lambda kv: kv.sorted_pop_first("a", "b", highest=True), "*-1", b"ZMPOP 2 p:a p:b MAX COUNT 1"),
    (lambda kv: kv.sorted_pop_waiting("a", "b", timeout_seconds=0.25), "*-1", b"BZPOPMIN p:a p:b 0.25"),
    (lambda kv: kv.sorted_pop_waiting("a", timeout_seconds=5, highest=True), "*-1", b"BZPOPMAX p:a 5"),
    (
        lambda kv: kv.sorted_pop_first_waiting("a", "b", timeout_seconds=1e-05, count=2),
        "*-1",
        b"BZMPOP 1e-05 2 p:a p:b MIN COUNT 2",
    ),
    (lambda kv: kv.sorted_random("k", -2), "*0", b"ZRANDMEMBER p:k -2 WITHSCORES"),
    (lambda kv: kv.sorted_union(["a", "b"]), "*0", b"ZUNION 2 p:a p:b AGGREGATE SUM WITHSCORES"),
    (
        lambda kv: kv.sorted_intersection({"a": 2, "b": -inf}, aggregate=Aggregate.MAX),
        "*0",
        b"ZINTER 2 p:a p:b WEIGHTS 2.0 -inf AGGREGATE MAX WITHSCORES",
    ),
    (lambda kv: kv.sorted_difference("a", "b"), "*0", b"ZDIFF 2 p:a p:b WITHSCORES"),
    (
        lambda kv: kv.sorted_union_store("d", {"a": 0.5}, aggregate=Aggregate.MIN),
        ":0",
        b"ZUNIONSTORE p:d 1 p:a WEIGHTS 0.5 AGGREGATE MIN",
    ),
    (lambda kv: kv.sorted_intersection_store("d", ("a",)), ":0", b"ZINTERSTORE p:d 1 p:a AGGREGATE SUM"),
    (lambda kv: kv.sorted_difference_store("d", "a"), ":0", b"ZDIFFSTORE p:d 1 p:a"),
    (lambda kv: kv.sorted_intersection_size("a", "b", limit=5), ":0", b"ZINTERCARD 2 p:a p:b LIMIT 5"),
    (lambda kv: kv.sorted_range_store("d", "k", 0, 1, reverse=True), ":0", b"ZRANGESTORE p:d p:k 0 1 REV"),
    (
        lambda kv: kv.sorted_range_by_score_store("d", "k", 0, 1, reverse=True),
        ":0",
        b"ZRANGESTORE p:d p:k 1.0 0.0 BYSCORE REV",
    ),
    (
        lambda kv: kv.sorted_range_by_lex_store("d", "k", b"a", b"b", limit=2),
        ":0",
        b"ZRANGESTORE p:d p:k [a [b BYLEX LIMIT 0 2",
    ),
]


@pytest.mark.parametrize(("call", "reply", "command"), SENT, ids=[row[2].decode() for row in SENT])
def test_an_operation_is_one_command_with_prefixed_keys(
    server: Server, call: Callable[[RedisKeyValue], object], reply: str, command: bytes
) -> None:
    server.replies(reply)
    with RedisKeyValue.from_url(server.url(), prefix="p:", timeout_seconds=5) as store:
        call(store)
    assert server.commands == [command.split(b" ")]


FLAT = [b"a", b"0.1", b"b", b"-inf", b"c", b"1.7976931348623157e+308"]
NESTED = [[b"a", 0.1], [b"b", -inf], [b"c", 1.7976931348623157e308]]
TEXT_IN_PAIRS = [[b"a", b"0.10000000000000001"], [b"b", b"-inf"], [b"c", b"1.7976931348623157e+308"]]
SCORED = [(b"a", 0.1), (b"b", -inf), (b"c", 1.7976931348623157e308)]

LISTS: dict[str, Callable[[RedisKeyValue], object]] = {
    "sorted_range": lambda store: store.sorted_range("k", 0, -1),
    "sorted_range_by_score": lambda store: store.sorted_range_by_score("k", 0, 1),
    "sorted_pop": lambda store: store.sorted_pop("k", 3),
    "sorted_random": lambda store: store.sorted_random("k", 3),
    "sorted_union": lambda store: store.sorted_union(["k"]),
    "sorted_intersection": lambda store: store.sorted_intersection(["k"]),
    "sorted_difference": lambda store: store.sorted_difference("k"),
}


@pytest.mark.parametrize("operation", LISTS)
@pytest.mark.parametrize(("reply", "members"), [(FLAT, SCORED), (NESTED, SCORED), (TEXT_IN_PAIRS, SCORED), ([], [])])
def test_members_come_flat_with_text_or_in_pairs_with_floats(operation: str, reply: Any, members: list[Any]) -> None:
    assert LISTS[operation](Answered(reply)) == members


@pytest.mark.parametrize(("reply", "score"), [(b"0.1", 0.1), (0.1, 0.1), (b"inf", inf), (b"-0", 0.0), (None, None)])
def test_a_score_comes_as_text_or_as_a_float(reply: Any, score: float | None) -> None:
    assert Answered(reply).sorted_score("k", b"m") == score
    assert Answered(reply).sorted_increment("k", b"m", 1) == score
    assert Answered([reply, None]).sorted_scores("k", b"m", b"n") == [score, None]


@pytest.mark.parametrize("pairs", [NESTED, TEXT_IN_PAIRS])
def test_what_is_popped_comes_with_its_key(pairs: Any) -> None:
    assert Answered([b"\xffk", pairs]).sorted_pop_first("k") == ("\udcffk", SCORED)
    assert Answered(None).sorted_pop_first("k") is None
