"""Lists grow at their ends."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import End, KeyType, KeyValue, KeyValueCode, NoTtl
from verifake.proof import ClauseClock, clause, rejects

RPUSH = "https://redis.io/docs/latest/commands/rpush/"
LPUSH = "https://redis.io/docs/latest/commands/lpush/"
RPUSHX = "https://redis.io/docs/latest/commands/rpushx/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

ENDS = (End.LEFT, End.RIGHT)


@clause("keyvalue.lists-push.right", source=RPUSH)
def test_values_are_pushed_at_the_right_one_after_the_other(store: KeyValue) -> None:
    assert store.list_push("k", b"a") == 1
    assert store.list_push("k", b"b", b"c") == 3
    assert store.list_push("k", b"d", end=End.RIGHT) == 4
    assert store.list_range("k", 0, -1) == [b"a", b"b", b"c", b"d"]
    assert store.type("k") is KeyType.LIST


@clause("keyvalue.lists-push.left", source=LPUSH, hint="keep the order in which the values were given")
def test_values_pushed_at_the_left_end_up_in_reverse(store: KeyValue) -> None:
    assert store.list_push("k", b"a", b"b", end=End.LEFT) == 2
    assert store.list_push("k", b"c", b"d", end=End.LEFT) == 4
    assert store.list_range("k", 0, -1) == [b"d", b"c", b"b", b"a"]


@clause("keyvalue.lists-push.any-bytes", source=RPUSH, hint="drop what is empty or was pushed before")
def test_elements_are_any_bytes_and_may_be_equal(store: KeyValue) -> None:
    elements = [b"", b"\0\r\n\xff", b"a", b"a", b"", b"17", b"017", b"x" * 100_000]
    assert store.list_push("k", *elements) == 8
    assert store.list_range("k", 0, -1) == elements


@clause("keyvalue.lists-push.many", source=RPUSH)
def test_a_list_holds_thousands(store: KeyValue) -> None:
    elements = [b"%d" % number for number in range(3000)]
    assert store.list_push("k", *elements) == 3000
    assert store.list_push("k", *elements, end=End.LEFT) == 6000
    assert store.list_range("k", 0, -1) == elements[::-1] + elements
    assert store.list_get("k", 2999) == b"0"
    assert store.list_get("k", -2) == b"2998"


@clause("keyvalue.lists-push.only-if-present", source=RPUSHX, hint="make the list, or return its length of one")
@pytest.mark.parametrize("end", ENDS)
def test_only_if_present_makes_no_list(store: KeyValue, end: End) -> None:
    with unchanged(store, "k"):
        assert store.list_push("k", b"a", b"b", end=end, only_if_present=True) == 0


@clause("keyvalue.lists-push.only-if-present-pushes", source=RPUSHX)
def test_only_if_present_pushes_to_a_list_that_is_there(store: KeyValue) -> None:
    store.list_push("k", b"a")
    assert store.list_push("k", b"b", b"c", only_if_present=True) == 3
    assert store.list_push("k", b"d", b"e", end=End.LEFT, only_if_present=True) == 5
    assert store.list_range("k", 0, -1) == [b"e", b"d", b"a", b"b", b"c"]


@clause("keyvalue.lists-push.nothing", source=RPUSH, hint="return the length")
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("only_if_present", [False, True])
def test_nothing_cannot_be_pushed(store: KeyValue, end: End, only_if_present: bool) -> None:
    store.list_push("k", b"a")
    store.set("text", b"v")
    for key in ("k", "absent", "text"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            store.list_push(key, end=end, only_if_present=only_if_present)


@clause("keyvalue.lists-push.keeps-deadline", source=OBSERVED, hint="make the list anew")
def test_a_push_keeps_the_deadline(store: KeyValue) -> None:
    store.list_push("k", b"a")
    store.expire("k", 100)
    at = store.expires_at("k")
    store.list_push("k", b"b")
    store.list_push("k", b"c", end=End.LEFT, only_if_present=True)
    assert store.expires_at("k") == at


@clause("keyvalue.lists-push.after-expiry", source=OBSERVED, hint="push to the list that has expired")
def test_a_push_to_an_expired_list_begins_a_new_one(store: KeyValue, clock: ClauseClock) -> None:
    store.list_push("k", b"old")
    store.expire("k", 1)
    clock.advance(2)
    assert store.list_push("k", b"no", only_if_present=True) == 0
    assert store.list_push("k", b"new") == 1
    assert store.list_range("k", 0, -1) == [b"new"]
    assert store.time_to_live("k") is NoTtl.PERSISTENT


@clause("keyvalue.lists-push.copy", source="https://redis.io/docs/latest/commands/copy/", hint="share the elements")
def test_a_copy_of_a_list_lives_its_own_life(store: KeyValue) -> None:
    store.list_push("k", b"a", b"b")
    store.copy("k", "k2")
    store.list_push("k", b"c")
    store.list_pop("k2")
    store.list_set("k", 0, b"x")
    assert store.list_range("k", 0, -1) == [b"x", b"b", b"c"]
    assert store.list_range("k2", 0, -1) == [b"b"]


@clause("keyvalue.lists-push.set-replaces", source=OBSERVED)
def test_a_list_is_replaced_by_a_value(store: KeyValue) -> None:
    store.list_push("k", b"a")
    store.set("k", b"v")
    assert store.type("k") is KeyType.STRING
    store.delete("k")
    assert store.list_push("k", b"b") == 1
