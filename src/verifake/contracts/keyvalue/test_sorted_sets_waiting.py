"""Members that are waited for: who is served, with what, and when."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, nan

import pytest

from verifake.contracts.keyvalue._plant import Plant, kinds_but
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode, SortedSets, Strings
from verifake.proof import ACTORS, Actor, Actors, ClauseClock, clause, rejects

BZPOPMIN = "https://redis.io/docs/latest/commands/bzpopmin/"
BZMPOP = "https://redis.io/docs/latest/commands/bzmpop/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

NEEDS = (ACTORS,)
LARGEST = 2**63 - 1

Popped = tuple[str, bytes, float] | None


def pops(actors: Actors, *keys: str, seconds: float = 0, highest: bool = False) -> Actor[Popped]:
    """Begin a call that waits for a member of `keys`."""
    return actors.start(lambda store: _pop(store, keys, seconds, highest))


def _pop(store: KeyValue, keys: tuple[str, ...], seconds: float, highest: bool) -> Popped:
    return store.sorted_pop_waiting(*keys, timeout_seconds=seconds, highest=highest)


@clause("keyvalue.sorted-sets-waiting.at-once", source=BZPOPMIN, hint="wait although there is a member")
@pytest.mark.parametrize("seconds", [0, 0.001, 5])
def test_a_member_that_is_there_is_popped_at_once(store: KeyValue, seconds: float) -> None:
    store.sorted_add("k", {b"a": 1, b"b": 2, b"c": 3})
    assert store.sorted_pop_waiting("absent", "k", timeout_seconds=seconds) == ("k", b"a", 1.0)
    assert store.sorted_pop_waiting("k", "absent", timeout_seconds=seconds, highest=True) == ("k", b"c", 3.0)
    assert store.sorted_pop_first_waiting("k", timeout_seconds=seconds) == ("k", [(b"b", 2.0)])
    assert store.exists("k") == 0


@clause("keyvalue.sorted-sets-waiting.several-at-once", source=BZMPOP, hint="wait until there are as many")
@pytest.mark.parametrize("count", [1, 2, 3, 4, LARGEST])
def test_up_to_so_many_that_are_there_are_popped_at_once(store: KeyValue, count: int) -> None:
    items = [(b"a", 1.0), (b"b", 2.0), (b"c", 3.0)]
    store.sorted_add("k", dict(items))
    store.sorted_add("k2", dict(items))
    found = store.sorted_pop_first_waiting("absent", "k", "k2", timeout_seconds=5, count=count)
    highest = store.sorted_pop_first_waiting("k2", "k", timeout_seconds=5, count=count, highest=True)
    assert (found, highest) == (("k", items[:count]), ("k2", items[::-1][:count]))


@clause("keyvalue.sorted-sets-waiting.served", source=BZPOPMIN, needs=NEEDS, hint="pop the first that was added")
@pytest.mark.parametrize("highest", [False, True])
def test_a_call_waits_until_members_come(store: KeyValue, actors: Actors, highest: bool) -> None:
    waiter = pops(actors, "j", "k", highest=highest)
    assert waiter.waits
    assert store.sorted_add("k", {b"b": 2, b"a": 1, b"c": inf}) == 3
    assert waiter.result() == (("k", b"c", inf) if highest else ("k", b"a", 1.0))
    assert store.sorted_size("k") == 2


@clause("keyvalue.sorted-sets-waiting.several-served", source=BZMPOP, needs=NEEDS, hint="serve one an addition")
def test_who_has_waited_longest_is_served_first(store: KeyValue, actors: Actors) -> None:
    first = pops(actors, "k")
    second = actors.start(lambda store: store.sorted_pop_first_waiting("k", timeout_seconds=0, count=2, highest=True))
    third, fourth = pops(actors, "k"), pops(actors, "k")
    store.sorted_add("k", {b"a": 1, b"b": 2, b"c": 3, b"d": 4})
    assert (first.result(), second.result()) == (("k", b"a", 1.0), ("k", [(b"d", 4.0), (b"c", 3.0)]))
    assert third.result() == ("k", b"b", 2.0)
    assert fourth.waits
    assert store.exists("k") == 0


FILLS: dict[str, Callable[[KeyValue], object]] = {
    "sorted_add": lambda store: store.sorted_add("k", {b"a": 1}),
    "sorted_increment": lambda store: store.sorted_increment("k", b"a", 1),
    "sorted_union_store": lambda store: store.sorted_union_store("k", ["source"]),
    "sorted_intersection_store": lambda store: store.sorted_intersection_store("k", ["source"]),
    "sorted_difference_store": lambda store: store.sorted_difference_store("k", "source"),
    "sorted_range_store": lambda store: store.sorted_range_store("k", "source", 0, 0),
    "sorted_range_by_score_store": lambda store: store.sorted_range_by_score_store("k", "source", 1, 1),
    "sorted_range_by_lex_store": lambda store: store.sorted_range_by_lex_store("k", "source", b"a", b"a"),
    "rename": lambda store: store.rename("source", "k"),
    "copy": lambda store: store.copy("source", "k"),
}


@clause("keyvalue.sorted-sets-waiting.filled-by", source=OBSERVED, needs=NEEDS, hint="serve after additions only")
@pytest.mark.parametrize("operation", FILLS)
def test_whatever_brings_a_sorted_set_serves(store: KeyValue, actors: Actors, operation: str) -> None:
    store.sorted_add("source", {b"a": 1})
    waiter = pops(actors, "k")
    FILLS[operation](store)
    assert waiter.result() == ("k", b"a", 1.0)
    assert store.exists("k") == 0


@clause("keyvalue.sorted-sets-waiting.not-filled", source=OBSERVED, needs=NEEDS, hint="serve with nothing")
def test_what_brings_no_member_serves_nobody(store: KeyValue, actors: Actors) -> None:
    waiter = pops(actors, "k")
    store.sorted_add("k", {b"a": 1}, only_if_present=True)
    store.sorted_increment("k", b"a", 1, only_if_present=True)
    store.sorted_union_store("k", ["absent"])
    store.sorted_range_store("k", "absent", 0, -1)
    assert waiter.waits
    store.sorted_add("k", {b"a": 1})
    assert waiter.result() == ("k", b"a", 1.0)


@clause("keyvalue.sorted-sets-waiting.other-kind-comes", source=OBSERVED, needs=NEEDS, hint="refuse it, or pop from it")
@pytest.mark.parametrize("kind", kinds_but(KeyType.SORTED_SET))
def test_another_kind_that_comes_is_waited_out(store: KeyValue, plant: Plant, actors: Actors, kind: KeyType) -> None:
    waiter = pops(actors, "k", "k2")
    if kind is KeyType.STRING:
        store.set("k", b"v")
    else:
        plant("k", kind)
    assert waiter.waits
    store.delete("k")
    store.sorted_add("k", {b"a": 1})
    assert waiter.result() == ("k", b"a", 1.0)


@clause(
    "keyvalue.sorted-sets-waiting.beside-lists", source=OBSERVED, needs=NEEDS, hint="serve who waits for another kind"
)
def test_who_waits_for_a_list_is_not_served_with_a_sorted_set(store: KeyValue, actors: Actors) -> None:
    for_list = actors.start(lambda store: store.list_pop_waiting("k", timeout_seconds=0))
    for_member = pops(actors, "k")
    store.sorted_add("k", {b"a": 1, b"b": 2})
    assert for_member.result() == ("k", b"a", 1.0)
    assert for_list.waits
    assert store.sorted_size("k") == 1


@clause("keyvalue.sorted-sets-waiting.time-out", source=BZPOPMIN, needs=NEEDS, hint="raise")
def test_a_call_that_waits_in_vain_returns_nothing(store: KeyValue, actors: Actors, clock: ClauseClock) -> None:
    one = pops(actors, "k", "k2", seconds=1)
    several = actors.start(lambda store: store.sorted_pop_first_waiting("k", timeout_seconds=1, count=3))
    clock.advance(0.5)
    assert one.waits
    assert several.waits
    clock.advance(1)
    assert (one.result(), several.result(), store.exists("k", "k2")) == (None, None, 0)


@clause("keyvalue.sorted-sets-waiting.transaction", source=BZPOPMIN, needs=NEEDS, hint="wait, or serve within it")
def test_a_transaction_waits_for_nothing_and_is_seen_as_a_whole(store: KeyValue, actors: Actors) -> None:
    waiter = pops(actors, "k")
    with store.transaction() as transaction:
        nothing = transaction.queue(SortedSets.sorted_pop_waiting, "k", timeout_seconds=0)
        nothing_first = transaction.queue(SortedSets.sorted_pop_first_waiting, "k", timeout_seconds=5)
        transaction.queue(SortedSets.sorted_add, "k", {b"b": 2})
        transaction.queue(SortedSets.sorted_add, "k", {b"a": 1, b"c": 3})
        top = transaction.queue(SortedSets.sorted_pop_waiting, "k", timeout_seconds=0, highest=True)
        transaction.queue(Strings.set, "done", b"1")
        assert transaction.execute() is True
    assert (nothing.value, nothing_first.value, top.value) == (None, None, ("k", b"c", 3.0))
    assert waiter.result() == ("k", b"a", 1.0)
    assert store.sorted_range("k", 0, -1) == [(b"b", 2.0)]


@clause("keyvalue.sorted-sets-waiting.invalid-timeout", source=BZPOPMIN, hint="wait for ever, or not at all")
@pytest.mark.parametrize("seconds", [-1, -0.002, nan, inf, -inf, 2**64, -(10**40), 1e300])
def test_a_time_out_is_neither_negative_nor_out_of_range(store: KeyValue, plant: Plant, seconds: float) -> None:
    store.sorted_add("k", {b"a": 1})
    plant("list", KeyType.LIST)
    for key in ("k", "absent", "list"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.INVALID_TIMEOUT):
            store.sorted_pop_waiting(key, timeout_seconds=seconds)
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.INVALID_TIMEOUT):
            store.sorted_pop_first_waiting(key, timeout_seconds=seconds, count=2, highest=True)


@clause("keyvalue.sorted-sets-waiting.order-of-checks", source=OBSERVED, hint="judge the time-out first")
@pytest.mark.parametrize("seconds", [1, -1, nan])
def test_keys_win_over_the_count_and_that_over_the_time_out(store: KeyValue, seconds: float) -> None:
    store.sorted_add("k", {b"a": 1})
    with rejects(InvalidRequest, KeyValueCode.NO_KEYS):
        store.sorted_pop_waiting(timeout_seconds=seconds)
    for count in (1, 0, LARGEST + 1):
        with rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            store.sorted_pop_first_waiting(timeout_seconds=seconds, count=count)
    for count in (0, -1, LARGEST + 1):
        with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.OUT_OF_RANGE):
            store.sorted_pop_first_waiting("k", timeout_seconds=seconds, count=count)


@clause("keyvalue.sorted-sets-waiting.wrong-type-in-order", source=OBSERVED, hint="look for a sorted set first")
def test_a_key_of_another_kind_matters_only_before_the_first_sorted_set(store: KeyValue, plant: Plant) -> None:
    plant("list", KeyType.LIST)
    store.sorted_add("k", {b"a": 1, b"b": 2})
    assert store.sorted_pop_waiting("absent", "k", "list", timeout_seconds=5) == ("k", b"a", 1.0)
    with unchanged(store, "k", "list"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.sorted_pop_waiting("absent", "list", "k", timeout_seconds=5)
    with unchanged(store, "k", "list"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.sorted_pop_first_waiting("list", "k", timeout_seconds=5)
