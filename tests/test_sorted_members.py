"""The value of a sorted set: its order stays true through all changes, and costs little in a large set."""

from __future__ import annotations

import time
from collections.abc import Callable
from copy import copy
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifake.fakes.keyvalue import FakeKeyValue
from verifake.fakes.keyvalue._core.sorted_members import SortedMembers, by_score
from verifake.ports.keyvalue import Exclusive

MEMBERS = st.sampled_from([b"%d" % number for number in range(12)])
SCORES = st.sampled_from([-inf, -1.0, 0.0, 0.5, 1.0, inf])
CHANGES = st.one_of(
    st.tuples(st.just("order")),
    st.tuples(st.just("put"), MEMBERS, SCORES),
    st.tuples(st.just("update"), st.dictionaries(MEMBERS, SCORES)),
    st.tuples(st.just("drop"), MEMBERS),
    st.tuples(st.just("take"), st.integers(0, 12), st.integers(0, 12)),
)


@given(st.dictionaries(MEMBERS, SCORES), st.lists(CHANGES, max_size=30))
def test_the_order_is_that_of_the_scores_after_any_changes(scores: dict[bytes, float], changes: list[tuple]) -> None:  # type: ignore[type-arg]
    members, model = SortedMembers(dict(scores)), dict(scores)
    for name, *arguments in changes:
        change(members, model, name, *arguments)
        assert members.scores == model
        assert len(members) == len(model)
    assert list(members.order()) == sorted(model.items(), key=by_score)


def change(members: SortedMembers, model: dict[bytes, float], name: str, *arguments: object) -> None:
    """Change both in the same way."""
    ordered = sorted(model.items(), key=by_score)
    match name, *arguments:
        case "order", *_:
            assert list(members.order()) == ordered
        case "put", bytes(member), float(score):
            members.put(member, score)
            model[member] = score
        case "update", dict(scores):
            members.update(scores)
            model.update(scores)
        case "drop", bytes(member) if member in model:
            members.drop(member)
            del model[member]
        case "take", int(first), int(beyond) if first <= beyond:
            taken = members.take(first, beyond)
            assert taken == ordered[first:beyond]
            for member, _ in taken:
                del model[member]


def test_a_copy_shares_nothing() -> None:
    members = SortedMembers({b"a": 1.0, b"b": 2.0})
    assert list(members.order()) == [(b"a", 1.0), (b"b", 2.0)]
    twin = copy(members)
    members.put(b"a", 3.0)
    twin.drop(b"b")
    assert list(members.order()) == [(b"b", 2.0), (b"a", 3.0)]
    assert list(twin.order()) == [(b"a", 1.0)]


def test_what_comes_and_goes_while_nobody_asks_for_the_order_leaves_nothing_behind() -> None:
    members = SortedMembers({b"a": 1.0})
    assert list(members.order()) == [(b"a", 1.0)]
    for number in range(1_000):
        members.put(b"%d" % number, 2.0)
        members.drop(b"%d" % number)
    assert len(members._moved) < 10
    assert list(members.order()) == [(b"a", 1.0)]


SMALL, LARGE = 2_000, 200_000
SLOWER = 12
"""How much slower a call may be on a hundred times as many members: far more than logarithms make of it, and far
less than walking through them would."""

CALLS: dict[str, Callable[[FakeKeyValue, int], object]] = {
    "rank": lambda store, size: store.sorted_rank("k", b"%d" % (size // 2)),
    "reverse rank": lambda store, size: store.sorted_rank("k", b"%d" % (size // 3), reverse=True),
    "range": lambda store, size: store.sorted_range("k", size // 2, size // 2 + 10),
    "range by score": lambda store, size: store.sorted_range_by_score("k", size // 2, inf, offset=size // 4, limit=10),
    "count": lambda store, size: store.sorted_count("k", size // 4, Exclusive(size // 2)),
    "range by lex": lambda store, _: store.sorted_range_by_lex("lex", b"5", None, limit=10),
    "lex count": lambda store, _: store.sorted_lex_count("lex", b"3", b"7"),
    "add and pop": lambda store, _: (store.sorted_add("k", {b"x": -1}), store.sorted_pop("k")),
    "move": lambda store, size: (store.sorted_increment("k", b"7", size), store.sorted_rank("k", b"7")),
}


@pytest.fixture(scope="module")
def stores() -> dict[int, FakeKeyValue]:
    made = {size: FakeKeyValue() for size in (SMALL, LARGE)}
    for size, store in made.items():
        store.sorted_add("k", {b"%d" % number: number for number in range(size)})
        store.sorted_add("lex", {b"%d" % number: 0 for number in range(size)})
    return made


@pytest.mark.parametrize("name", CALLS)
def test_a_large_set_answers_in_logarithmic_time(stores: dict[int, FakeKeyValue], name: str) -> None:
    seconds = {size: fastest(CALLS[name], store, size) for size, store in stores.items()}
    assert seconds[LARGE] < SLOWER * seconds[SMALL]


def fastest(call: Callable[[FakeKeyValue, int], object], store: FakeKeyValue, size: int) -> float:
    """Return how long a call takes, at best, once the order has been made."""
    call(store, size)
    seconds = []
    for _ in range(50):
        began = time.perf_counter()
        call(store, size)
        seconds.append(time.perf_counter() - began)
    return min(seconds)
