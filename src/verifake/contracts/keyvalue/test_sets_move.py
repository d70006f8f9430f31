"""A member that moves from one set to another."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._plant import Plant, hold, kinds_but
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode, NoTtl
from verifake.proof import clause, rejects

SMOVE = "https://redis.io/docs/latest/commands/smove/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"


@clause("keyvalue.sets.move", source=SMOVE)
def test_a_member_moves(store: KeyValue) -> None:
    store.set_add("from", b"a", b"b")
    store.set_add("to", b"c")
    assert store.set_move("from", "to", b"a") is True
    assert (store.set_members("from"), store.set_members("to")) == ({b"b"}, {b"a", b"c"})


@clause("keyvalue.sets.move-makes-the-destination", source=SMOVE)
def test_an_absent_destination_is_made(store: KeyValue) -> None:
    store.set_add("from", b"a", b"b")
    store.expire("from", 100)
    assert store.set_move("from", "to", b"a") is True
    assert (store.set_members("to"), store.expires_at("to")) == ({b"a"}, NoTtl.PERSISTENT)


@clause("keyvalue.sets.move-the-last", source=OBSERVED, hint="leave an empty set")
def test_the_source_goes_with_its_last_member(store: KeyValue) -> None:
    store.set_add("from", b"a")
    assert store.set_move("from", "to", b"a") is True
    assert (store.type("from"), store.set_members("to")) == (None, {b"a"})


@clause("keyvalue.sets.move-to-where-it-is", source=SMOVE, hint="answer False, or leave it in both")
def test_a_member_of_both_is_removed_from_the_source(store: KeyValue) -> None:
    store.set_add("from", b"a", b"b")
    store.set_add("to", b"a")
    with unchanged(store, "to"):
        assert store.set_move("from", "to", b"a") is True
    assert store.set_members("from") == {b"b"}


@clause("keyvalue.sets.move-absent-member", source=SMOVE, hint="add it to the destination")
@pytest.mark.parametrize("destination", ["to", "absent"])
def test_what_is_not_in_the_source_does_not_move(store: KeyValue, destination: str) -> None:
    store.set_add("from", b"a")
    store.set_add("to", b"x")
    with unchanged(store, "from", "to", "absent"):
        assert store.set_move("from", destination, b"x") is False


@clause("keyvalue.sets.move-from-absent", source=SMOVE)
def test_nothing_moves_from_an_absent_set(store: KeyValue) -> None:
    store.set_add("to", b"x")
    with unchanged(store, "absent", "to", "none"):
        assert store.set_move("absent", "to", b"x") is False
        assert store.set_move("absent", "none", b"x") is False
        assert store.set_move("absent", "absent", b"x") is False


@clause("keyvalue.sets.move-to-itself", source=OBSERVED, hint="remove it first, and with it the set")
def test_a_move_to_the_same_set_tells_whether_the_member_is_there(store: KeyValue) -> None:
    store.set_add("k", b"a")
    store.expire("k", 100)
    with unchanged(store, "k"):
        assert store.set_move("k", "k", b"a") is True
        assert store.set_move("k", "k", b"x") is False


@clause("keyvalue.sets.move-deadlines", source=OBSERVED, hint="let the deadline move along")
def test_deadlines_do_not_move(store: KeyValue) -> None:
    for key, seconds in (("from", 100), ("to", 200)):
        store.set_add(key, b"%d" % seconds, b"x")
        store.expire(key, seconds)
    before = store.expires_at("from"), store.expires_at("to")
    assert store.set_move("from", "to", b"100") is True
    assert (store.expires_at("from"), store.expires_at("to")) == before


@clause("keyvalue.sets.move-from-wrong-type", source=SMOVE)
@pytest.mark.parametrize("kind", kinds_but(KeyType.SET))
@pytest.mark.parametrize("destination", ["to", "absent", "from"])
def test_a_source_of_another_kind_is_refused(store: KeyValue, plant: Plant, destination: str, kind: KeyType) -> None:
    hold(store, plant, "from", kind)
    store.set_add("to", b"a")
    with unchanged(store, "from", "to", "absent"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.set_move("from", destination, b"a")


@clause(
    "keyvalue.sets.move-to-wrong-type", source=OBSERVED, hint="replace the destination, or look for the member first"
)
@pytest.mark.parametrize("kind", kinds_but(KeyType.SET))
@pytest.mark.parametrize("member", [b"a", b"x"])
def test_a_destination_of_another_kind_is_refused(store: KeyValue, plant: Plant, member: bytes, kind: KeyType) -> None:
    store.set_add("from", b"a")
    hold(store, plant, "to", kind)
    with unchanged(store, "from", "to"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.set_move("from", "to", member)


@clause("keyvalue.sets.move-from-absent-to-wrong-type", source=OBSERVED, hint="judge the destination first")
@pytest.mark.parametrize("kind", kinds_but(KeyType.SET))
def test_the_kind_of_the_destination_does_not_matter_without_a_source(
    store: KeyValue, plant: Plant, kind: KeyType
) -> None:
    hold(store, plant, "to", kind)
    with unchanged(store, "absent", "to"):
        assert store.set_move("absent", "to", b"a") is False
