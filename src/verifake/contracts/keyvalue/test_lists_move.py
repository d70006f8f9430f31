"""Elements that move from one end of a list to one of another, or of the same."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._plant import Plant, hold, kinds_but
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import End, KeyType, KeyValue, KeyValueCode, NoTtl
from verifake.proof import ClauseClock, clause, rejects

LMOVE = "https://redis.io/docs/latest/commands/lmove/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

LEFT, RIGHT = End.LEFT, End.RIGHT
NOT_LISTS = kinds_but(KeyType.LIST)


@clause("keyvalue.lists-move.ends", source=LMOVE)
@pytest.mark.parametrize(
    ("take", "put", "moved", "source", "destination"),
    [
        (LEFT, RIGHT, b"a", [b"b"], [b"x", b"y", b"a"]),
        (LEFT, LEFT, b"a", [b"b"], [b"a", b"x", b"y"]),
        (RIGHT, RIGHT, b"b", [b"a"], [b"x", b"y", b"b"]),
        (RIGHT, LEFT, b"b", [b"a"], [b"b", b"x", b"y"]),
    ],
)
def test_an_element_moves_from_one_end_to_another(
    store: KeyValue, take: End, put: End, moved: bytes, source: list[bytes], destination: list[bytes]
) -> None:
    store.list_push("k", b"a", b"b")
    store.list_push("k2", b"x", b"y")
    assert store.list_move("k", "k2", take=take, put=put) == moved
    assert store.list_range("k", 0, -1) == source
    assert store.list_range("k2", 0, -1) == destination


@clause("keyvalue.lists-move.default-ends", source=LMOVE)
def test_from_left_to_right_unless_told_otherwise(store: KeyValue) -> None:
    store.list_push("k", b"a", b"b")
    store.list_push("k2", b"x")
    store.list_move("k", "k2")
    assert store.list_range("k2", 0, -1) == [b"x", b"a"]


@clause("keyvalue.lists-move.makes-and-removes", source=LMOVE)
def test_the_last_element_leaves_no_source_and_the_first_makes_the_destination(store: KeyValue) -> None:
    store.list_push("k", b"a")
    store.expire("k", 100)
    assert store.list_move("k", "k2") == b"a"
    assert store.exists("k") == 0
    assert store.list_range("k2", 0, -1) == [b"a"]
    assert store.time_to_live("k2") is NoTtl.PERSISTENT


@clause("keyvalue.lists-move.keeps-deadlines", source=OBSERVED, hint="move the deadline along")
def test_both_lists_keep_their_deadlines(store: KeyValue) -> None:
    for key, ttl in (("k", 100), ("k2", 900)):
        store.list_push(key, b"a", b"b")
        store.expire(key, ttl)
    before = [store.expires_at("k"), store.expires_at("k2")]
    store.list_move("k", "k2")
    assert [store.expires_at("k"), store.expires_at("k2")] == before


@clause("keyvalue.lists-move.rotates", source=LMOVE)
@pytest.mark.parametrize(
    ("take", "put", "moved", "after"),
    [
        (LEFT, RIGHT, b"a", [b"b", b"c", b"a"]),
        (RIGHT, LEFT, b"c", [b"c", b"a", b"b"]),
        (LEFT, LEFT, b"a", [b"a", b"b", b"c"]),
        (RIGHT, RIGHT, b"c", [b"a", b"b", b"c"]),
    ],
)
def test_a_list_moved_to_itself_is_rotated(
    store: KeyValue, take: End, put: End, moved: bytes, after: list[bytes]
) -> None:
    store.list_push("k", b"a", b"b", b"c")
    assert store.list_move("k", "k", take=take, put=put) == moved
    assert store.list_range("k", 0, -1) == after


@clause("keyvalue.lists-move.rotates-one", source=OBSERVED, hint="remove the key in between, and its deadline")
def test_a_list_of_one_element_survives_its_rotation(store: KeyValue) -> None:
    store.list_push("k", b"a")
    store.expire("k", 100)
    with unchanged(store, "k"):
        assert store.list_move("k", "k") == b"a"


@clause("keyvalue.lists-move.absent", source=LMOVE, hint="make an empty destination")
def test_nothing_moves_from_an_absent_source(store: KeyValue) -> None:
    store.list_push("k2", b"a")
    for destination in ("k2", "k3", "k"):
        with unchanged(store, "k", destination):
            assert store.list_move("k", destination) is None


@clause("keyvalue.lists-move.absent-before-wrong-type", source=OBSERVED, hint="look at the destination first")
@pytest.mark.parametrize("kind", NOT_LISTS)
def test_what_the_destination_holds_matters_only_if_there_is_an_element(
    store: KeyValue, plant: Plant, kind: KeyType
) -> None:
    hold(store, plant, "k2", kind)
    with unchanged(store, "k", "k2"):
        assert store.list_move("k", "k2") is None


@clause("keyvalue.lists-move.wrong-type", source=LMOVE, hint="take the element before looking at the destination")
@pytest.mark.parametrize("kind", NOT_LISTS)
def test_a_destination_of_another_kind_is_refused(store: KeyValue, plant: Plant, kind: KeyType) -> None:
    store.list_push("k", b"a")
    hold(store, plant, "k2", kind)
    with unchanged(store, "k", "k2"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.list_move("k", "k2")


@clause("keyvalue.lists-move.expired", source=OBSERVED, hint="add to the list that has expired")
def test_expired_lists_are_absent(store: KeyValue, clock: ClauseClock) -> None:
    for key in ("k", "k2"):
        store.list_push(key, b"old")
        store.expire(key, 1)
    store.list_push("k3", b"a")
    clock.advance(2)
    assert store.list_move("k3", "k2") == b"a"
    assert store.list_range("k2", 0, -1) == [b"a"]
    assert store.list_move("k", "k2") is None
