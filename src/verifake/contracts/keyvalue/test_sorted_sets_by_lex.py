"""Members by their bytes, where all scores are equal."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.ports.keyvalue import Exclusive, KeyValue, LexBound
from verifake.proof import clause

ZRANGE = "https://redis.io/docs/latest/commands/zrange/"
ZLEXCOUNT = "https://redis.io/docs/latest/commands/zlexcount/"
ZREMRANGEBYLEX = "https://redis.io/docs/latest/commands/zremrangebylex/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

ALL = [b"", b"+", b"-", b"B", b"a", b"aa", b"b", b"c", b"\xff"]

BOUNDS: list[tuple[LexBound, LexBound, list[bytes]]] = [
    (None, None, ALL),
    (b"a", b"b", [b"a", b"aa", b"b"]),
    (Exclusive(b"a"), b"b", [b"aa", b"b"]),
    (b"a", Exclusive(b"b"), [b"a", b"aa"]),
    (Exclusive(b"a"), Exclusive(b"b"), [b"aa"]),
    (b"a", b"a", [b"a"]),
    (Exclusive(b"a"), b"a", []),
    (b"a", Exclusive(b"a"), []),
    (Exclusive(b"a"), Exclusive(b"a"), []),
    (b"b", b"a", []),
    (None, b"B", [b"", b"+", b"-", b"B"]),
    (None, Exclusive(b""), []),
    (None, b"", [b""]),
    (b"", None, ALL),
    (Exclusive(b""), None, ALL[1:]),
    (b"c", None, [b"c", b"\xff"]),
    (b"\xff", None, [b"\xff"]),
    (Exclusive(b"\xff"), None, []),
    (b"\xff\xff", None, []),
    (b"+", b"-", [b"+", b"-"]),
    (b"ab", b"az", []),
    (b"0", b"Z", [b"B"]),
]
by_bounds = pytest.mark.parametrize(("minimum", "maximum", "names"), BOUNDS, ids=range(len(BOUNDS)))
by_score = pytest.mark.parametrize("score", [0, -2.5])


@clause("keyvalue.sorted-sets.by-lex", source=ZRANGE, hint="compare as text, or take + and - for no end")
@by_bounds
@by_score
def test_members_between_two_others(
    store: KeyValue, minimum: LexBound, maximum: LexBound, names: list[bytes], score: float
) -> None:
    store.sorted_add("k", dict.fromkeys(ALL, score))
    with unchanged(store, "k"):
        assert store.sorted_range_by_lex("k", minimum, maximum) == names


@clause("keyvalue.sorted-sets.by-lex-reverse", source=ZRANGE, hint="take the bounds for the other way round")
@by_bounds
def test_in_reverse_they_come_from_the_last(
    store: KeyValue, minimum: LexBound, maximum: LexBound, names: list[bytes]
) -> None:
    store.sorted_add("k", dict.fromkeys(ALL, 0))
    assert store.sorted_range_by_lex("k", minimum, maximum, reverse=True) == names[::-1]


@clause("keyvalue.sorted-sets.lex-count", source=ZLEXCOUNT)
@by_bounds
def test_members_between_two_others_are_counted(
    store: KeyValue, minimum: LexBound, maximum: LexBound, names: list[bytes]
) -> None:
    store.sorted_add("k", dict.fromkeys(ALL, 0))
    with unchanged(store, "k"):
        assert store.sorted_lex_count("k", minimum, maximum) == len(names)


@clause("keyvalue.sorted-sets.remove-by-lex", source=ZREMRANGEBYLEX)
@by_bounds
def test_members_between_two_others_are_removed(
    store: KeyValue, minimum: LexBound, maximum: LexBound, names: list[bytes]
) -> None:
    store.sorted_add("k", dict.fromkeys(ALL, 0))
    assert store.sorted_remove_range_by_lex("k", minimum, maximum) == len(names)
    left = [member for member in ALL if member not in names]
    assert store.sorted_range_by_lex("k", None, None) == left
    assert store.exists("k") == (1 if left else 0)


@clause("keyvalue.sorted-sets.by-lex-of-absent", source=ZRANGE)
def test_an_absent_key_has_no_members(store: KeyValue) -> None:
    assert store.sorted_range_by_lex("absent", None, None) == []
    assert store.sorted_range_by_lex("absent", None, None, reverse=True, limit=3) == []
    assert store.sorted_lex_count("absent", None, None) == 0
    assert store.sorted_remove_range_by_lex("absent", None, None) == 0


@clause("keyvalue.sorted-sets.by-lex-everything", source=OBSERVED, hint="sort by bytes alone")
def test_without_ends_all_members_come_in_the_order_of_their_scores(store: KeyValue) -> None:
    store.sorted_add("k", {b"c": 1, b"a": 2, b"b": 2})
    assert store.sorted_range_by_lex("k", None, None) == [b"c", b"a", b"b"]
    assert store.sorted_range_by_lex("k", None, None, reverse=True) == [b"b", b"a", b"c"]
    assert store.sorted_lex_count("k", None, None) == 3
    assert store.sorted_remove_range_by_lex("k", None, None) == 3


WALKS: list[tuple[LexBound, LexBound, list[bytes], list[bytes]]] = [
    (b"a", b"b", [b"b", b"a"], [b"a", b"b"]),
    (Exclusive(b"a"), b"c", [b"b", b"a"], [b"c", b"d"]),
    (b"b", Exclusive(b"d"), [b"b", b"a"], [b"c", b"d"]),
    (b"c", None, [b"d", b"c"], [b"c", b"d"]),
    (None, Exclusive(b"b"), [], []),
    (None, b"a", [], []),
    (b"a", b"a", [], []),
    (b"d", b"d", [], []),
    (b"e", None, [], []),
]


@clause("keyvalue.sorted-sets.by-lex-of-different-scores", source=OBSERVED, hint="sort by bytes, or search by halves")
@pytest.mark.parametrize(("minimum", "maximum", "forward", "backward"), WALKS, ids=range(len(WALKS)))
def test_a_small_set_of_different_scores_is_walked_from_an_end(
    store: KeyValue, minimum: LexBound, maximum: LexBound, forward: list[bytes], backward: list[bytes]
) -> None:
    """The documentation leaves it open; as long as the set is small, both engines do this."""
    store.sorted_add("k", {b"b": 1, b"a": 2, b"d": 3, b"c": 4})
    with unchanged(store, "k"):
        assert store.sorted_range_by_lex("k", minimum, maximum) == forward
        assert store.sorted_range_by_lex("k", minimum, maximum, reverse=True) == backward
        assert store.sorted_range_by_lex("k", minimum, maximum, offset=1, limit=1) == forward[1:2]
        assert store.sorted_lex_count("k", minimum, maximum) == len(forward)
    assert store.sorted_remove_range_by_lex("k", minimum, maximum) == len(forward)
    left = [member for member in (b"b", b"a", b"d", b"c") if member not in forward]
    assert store.sorted_range_by_lex("k", None, None) == left
