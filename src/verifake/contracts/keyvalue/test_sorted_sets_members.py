"""Members: taken out, looked up, counted, ranked."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyValue, KeyValueCode
from verifake.proof import clause, rejects

ZREM = "https://redis.io/docs/latest/commands/zrem/"
ZSCORE = "https://redis.io/docs/latest/commands/zscore/"
ZMSCORE = "https://redis.io/docs/latest/commands/zmscore/"
ZCARD = "https://redis.io/docs/latest/commands/zcard/"
ZRANK = "https://redis.io/docs/latest/commands/zrank/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"


@clause("keyvalue.sorted-sets.remove", source=ZREM)
def test_members_are_removed_and_counted(store: KeyValue) -> None:
    store.sorted_add("k", {b"w": 1, b"x": 2, b"y": 3, b"z": 4})
    assert store.sorted_remove("k", b"x") == 1
    assert store.sorted_remove("k", b"y", b"absent", b"w") == 2
    assert store.sorted_range("k", 0, -1) == [(b"z", 4.0)]


@clause("keyvalue.sorted-sets.remove-absent", source=ZREM)
def test_an_absent_member_is_not_counted(store: KeyValue) -> None:
    store.sorted_add("k", {b"m": 1})
    with unchanged(store, "k", "absent"):
        assert store.sorted_remove("k", b"absent", b"", b"M") == 0
        assert store.sorted_remove("absent", b"m") == 0


@clause("keyvalue.sorted-sets.remove-twice", source=OBSERVED, hint="count a member as often as it is given")
def test_a_member_given_twice_is_removed_once(store: KeyValue) -> None:
    store.sorted_add("k", {b"x": 1, b"y": 2})
    assert store.sorted_remove("k", b"x", b"x", b"x") == 1


@clause("keyvalue.sorted-sets.remove-after-the-last", source=OBSERVED, hint="stop at the last member without counting")
def test_members_behind_the_last_one_are_absent(store: KeyValue) -> None:
    store.sorted_add("k", {b"x": 1})
    assert store.sorted_remove("k", b"x", b"y", b"x") == 1
    assert store.exists("k") == 0


@clause("keyvalue.sorted-sets.remove-and-add-again", source=OBSERVED, hint="remember the old place in the order")
def test_a_member_that_was_removed_comes_back_with_its_new_score(store: KeyValue) -> None:
    store.sorted_add("k", {b"x": 1, b"y": 2})
    assert store.sorted_rank("k", b"x") == 0
    store.sorted_remove("k", b"x")
    assert store.sorted_rank("k", b"x") is None
    assert store.sorted_add("k", {b"x": 3}) == 1
    assert (store.sorted_rank("k", b"x"), store.sorted_rank("k", b"y")) == (1, 0)


@clause("keyvalue.sorted-sets.no-member", source=OBSERVED, hint="return nothing")
@pytest.mark.parametrize("operation", ["sorted_remove", "sorted_scores"])
def test_a_member_has_to_be_given(store: KeyValue, operation: str) -> None:
    store.sorted_add("k", {b"m": 1})
    store.set("string", b"v")
    for key in ("k", "absent", "string"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            getattr(store, operation)(key)


@clause("keyvalue.sorted-sets.score", source=ZSCORE)
def test_the_score_of_a_member_or_none(store: KeyValue) -> None:
    store.sorted_add("k", {b"x": 1.5, b"": 0})
    assert [store.sorted_score("k", member) for member in (b"x", b"", b"X", b"y")] == [1.5, 0.0, None, None]
    assert store.sorted_score("absent", b"x") is None


@clause("keyvalue.sorted-sets.scores", source=ZMSCORE, hint="leave absent members out")
def test_scores_are_in_the_order_of_the_request(store: KeyValue) -> None:
    store.sorted_add("k", {b"x": 1.5, b"y": 0})
    assert store.sorted_scores("k", b"y", b"absent", b"x", b"y") == [0.0, None, 1.5, 0.0]


@clause("keyvalue.sorted-sets.scores-of-absent", source=ZMSCORE, hint="return an empty list")
def test_an_absent_key_has_no_scores(store: KeyValue) -> None:
    assert store.sorted_scores("absent", b"x", b"y") == [None, None]


@clause("keyvalue.sorted-sets.size", source=ZCARD)
def test_the_size_is_the_number_of_members(store: KeyValue) -> None:
    assert store.sorted_size("k") == 0
    store.sorted_add("k", {b"x": 1, b"y": 1})
    assert store.sorted_size("k") == 2
    store.sorted_add("k", {b"x": 5, b"z": 1})
    assert store.sorted_size("k") == 3
    store.sorted_remove("k", b"x")
    assert store.sorted_size("k") == 2


@clause("keyvalue.sorted-sets.rank", source=ZRANK, hint="count from one")
def test_the_rank_is_the_number_of_members_before(store: KeyValue) -> None:
    store.sorted_add("k", {b"x": 1, b"y": 2, b"z": 2, b"w": -3})
    ranks = {member: store.sorted_rank("k", member) for member in (b"w", b"x", b"y", b"z")}
    assert ranks == {b"w": 0, b"x": 1, b"y": 2, b"z": 3}


@clause("keyvalue.sorted-sets.rank-reverse", source=ZRANK, hint="keep the order of equal scores")
def test_the_reverse_rank_counts_from_the_highest_score(store: KeyValue) -> None:
    store.sorted_add("k", {b"x": 1, b"y": 2, b"z": 2, b"w": -3})
    ranks = {member: store.sorted_rank("k", member, reverse=True) for member in (b"w", b"x", b"y", b"z")}
    assert ranks == {b"w": 3, b"x": 2, b"y": 1, b"z": 0}


@clause("keyvalue.sorted-sets.rank-of-absent", source=ZRANK, hint="return -1")
def test_what_is_absent_has_no_rank(store: KeyValue) -> None:
    store.sorted_add("k", {b"x": 1})
    for reverse in (False, True):
        assert store.sorted_rank("k", b"y", reverse=reverse) is None
        assert store.sorted_rank("absent", b"x", reverse=reverse) is None
