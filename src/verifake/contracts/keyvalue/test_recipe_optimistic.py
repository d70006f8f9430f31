"""The recipes that change a key by what it holds: compare-and-set, and update."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, nan

import pytest

from verifake.contracts.keyvalue._interference import answers_lost, meddled, untouched
from verifake.contracts.keyvalue._plant import OTHER_KINDS, Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest, TimedOut
from verifake.ports.keyvalue import KeyValue, KeyValueCode, NoTtl
from verifake.proof import ClauseClock, clause, rejects
from verifake.recipes.errors import Contended, RecipeCode
from verifake.recipes.optimistic import MAX_ATTEMPTS, compare_and_set, update

TRANSACTIONS = "https://redis.io/docs/latest/develop/using-commands/transactions/"
SET = "https://redis.io/docs/latest/commands/set/"
PORT = "https://docs.python.org/3/library/exceptions.html#TypeError"


def add_one(value: bytes | None) -> bytes:
    return b"%d" % (int(value or 0) + 1)


CHANGES: dict[str, Callable[..., object]] = {
    "compare_and_set": lambda store, **options: compare_and_set(store, "k", b"1", b"2", **options),
    "update": lambda store, **options: update(store, "k", add_one, **options),
}
"""Changes of what holds ``1``."""


@clause("keyvalue.compare-and-set.equal", source=TRANSACTIONS)
@pytest.mark.parametrize("expected", [None, b"", b"1", b"\x00\xff"])
@pytest.mark.parametrize("new", [None, b"", b"1", b"new"])
def test_what_is_as_expected_is_changed(store: KeyValue, expected: bytes | None, new: bytes | None) -> None:
    if expected is not None:
        store.set("k", expected)
    assert compare_and_set(store, "k", expected, new) is True
    assert store.get("k") == new


@clause("keyvalue.compare-and-set.different", source=TRANSACTIONS, hint="take an absent key for an empty one")
@pytest.mark.parametrize("expected", [None, b"", b"1", b"\x00\xff"])
@pytest.mark.parametrize("held", [None, b"", b"1", b"\x00\xff"])
def test_what_is_not_as_expected_stays(store: KeyValue, expected: bytes | None, held: bytes | None) -> None:
    if held == expected:
        return
    if held is not None:
        store.set("k", held, ttl_seconds=100)
    for new in (b"new", None):
        with unchanged(store, "k"):
            assert compare_and_set(store, "k", expected, new) is False


@clause("keyvalue.compare-and-set.expired", source=SET)
def test_what_has_expired_is_absent(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"1", ttl_seconds=0.5)
    clock.advance(1)
    assert compare_and_set(store, "k", b"1", b"2") is False
    assert compare_and_set(store, "k", None, b"2") is True


@clause("keyvalue.compare-and-set.changed-meanwhile", source=TRANSACTIONS, hint="write what was decided a moment ago")
def test_a_change_in_between_is_not_overwritten(store: KeyValue) -> None:
    store.set("k", b"1")
    assert compare_and_set(meddled(store, "get", lambda: store.set("k", b"9")), "k", b"1", b"2") is False
    assert store.get("k") == b"9"


@clause("keyvalue.compare-and-set.came-meanwhile", source=TRANSACTIONS, hint="overwrite what has come")
def test_what_comes_in_between_is_not_overwritten(store: KeyValue) -> None:
    assert compare_and_set(meddled(store, "get", lambda: store.set("k", b"9")), "k", None, b"2") is False
    assert store.get("k") == b"9"


@clause("keyvalue.compare-and-set.expired-meanwhile", source=TRANSACTIONS, hint="bring it back to life")
def test_what_expires_in_between_is_not_brought_back(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"1", ttl_seconds=0.5)
    late = meddled(store, "get", lambda: clock.advance(1))
    assert compare_and_set(late, "k", b"1", b"2", keep_ttl=True) is False
    assert store.exists("k") == 0


@clause("keyvalue.compare-and-set.same-again", source=TRANSACTIONS, hint="take any write for a difference")
def test_what_holds_the_same_again_is_as_expected(store: KeyValue) -> None:
    store.set("k", b"1")

    def there_and_back() -> None:
        store.set("k", b"9")
        store.set("k", b"1")

    assert compare_and_set(meddled(store, "get", there_and_back), "k", b"1", b"2") is True
    assert store.get("k") == b"2"


@clause("keyvalue.update.absent", source=TRANSACTIONS)
def test_an_absent_key_is_updated_from_nothing(store: KeyValue) -> None:
    assert update(store, "k", add_one) == b"1"
    assert update(store, "k", add_one) == b"2"
    assert store.get("k") == b"2"


@clause("keyvalue.update.deleted", source=TRANSACTIONS)
def test_an_update_may_delete(store: KeyValue) -> None:
    store.set("k", b"1", ttl_seconds=100)
    assert update(store, "k", lambda _: None, keep_ttl=True) is None
    assert store.exists("k") == 0
    assert update(store, "k", lambda _: None) is None
    assert store.exists("k") == 0


@clause("keyvalue.update.nothing-lost", source=TRANSACTIONS, hint="write what was made of an older value")
def test_no_update_is_lost(store: KeyValue) -> None:
    store.set("k", b"1")
    others = [lambda: update(store, "k", add_one)] * 3
    assert update(meddled(store, "get", *others), "k", add_one) == b"5"
    assert store.get("k") == b"5"


@clause("keyvalue.update.expired-meanwhile", source=TRANSACTIONS, hint="bring it back to life")
def test_what_expires_before_its_update_counts_as_absent(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"7", ttl_seconds=0.5)
    late = meddled(store, "get", lambda: clock.advance(1))
    assert update(late, "k", add_one, keep_ttl=True) == b"1"
    assert store.expires_at("k") is NoTtl.PERSISTENT


@clause("keyvalue.update.function-fails", source=TRANSACTIONS)
def test_what_the_function_raises_comes_through(store: KeyValue) -> None:
    store.set("k", b"text", ttl_seconds=100)
    with unchanged(store, "k"), pytest.raises(ValueError, match="text"):
        update(store, "k", add_one)
    for wrong in ("text", 1, bytearray(b"v")):
        with unchanged(store, "k"), pytest.raises(TypeError):
            update(store, "k", lambda _, wrong=wrong: wrong)  # type: ignore[misc]


@clause("keyvalue.compare-and-set.deadline-kept", source=SET, hint="discard the deadline")
@pytest.mark.parametrize("change", CHANGES)
def test_a_deadline_is_kept_if_asked(store: KeyValue, change: str) -> None:
    store.set("k", b"1", ttl_seconds=100)
    deadline = store.expires_at("k")
    CHANGES[change](store, keep_ttl=True)
    assert (store.get("k"), store.expires_at("k")) == (b"2", deadline)


@clause("keyvalue.compare-and-set.deadline-discarded", source=SET)
@pytest.mark.parametrize("change", CHANGES)
def test_a_deadline_is_discarded_unless_asked(store: KeyValue, change: str) -> None:
    store.set("k", b"1", ttl_seconds=100)
    CHANGES[change](store)
    assert (store.get("k"), store.expires_at("k")) == (b"2", NoTtl.PERSISTENT)


@clause("keyvalue.compare-and-set.deadline-new", source=SET)
@pytest.mark.parametrize("change", CHANGES)
def test_a_new_time_to_live_may_be_given(store: KeyValue, clock: ClauseClock, change: str) -> None:
    store.set("k", b"1")
    CHANGES[change](store, ttl_seconds=1)
    clock.advance(0.4)
    assert store.get("k") == b"2"
    clock.advance(1.2)
    assert store.exists("k") == 0


@clause("keyvalue.compare-and-set.contended", source=TRANSACTIONS, hint="go on for ever, or write at last")
@pytest.mark.parametrize("change", CHANGES)
def test_who_is_overtaken_all_the_time_is_told(store: KeyValue, change: str) -> None:
    store.set("k", b"1")
    others = [lambda: store.set("k", b"1")] * MAX_ATTEMPTS
    with rejects(Contended, RecipeCode.CONTENDED):
        CHANGES[change](meddled(store, "get", *others))
    assert store.get("k") == b"1"
    CHANGES[change](meddled(store, "get", *others[1:]))
    assert store.get("k") == b"2"


@clause("keyvalue.compare-and-set.answer-lost", source=TRANSACTIONS, hint="try again by itself")
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("applied", [True, False])
def test_an_answer_that_is_lost_leaves_it_open(store: KeyValue, change: str, applied: bool) -> None:
    store.set("k", b"1")
    with rejects(TimedOut, KeyValueCode.TIMED_OUT):
        CHANGES[change](answers_lost(store, applied=applied))
    assert store.get("k") == (b"2" if applied else b"1")


@clause("keyvalue.compare-and-set.other-kind", source=TRANSACTIONS)
@pytest.mark.parametrize("change", CHANGES)
def test_a_key_of_another_kind_is_refused(store: KeyValue, plant: Plant, change: str) -> None:
    for kind in OTHER_KINDS:
        plant("k", kind)
        with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            CHANGES[change](store)


@clause("keyvalue.compare-and-set.arguments", source=PORT)
def test_wrong_arguments_are_refused_before_anything_is_sent(store: KeyValue) -> None:
    nothing = untouched(store)
    for key in (b"k", 7, None):
        with pytest.raises(TypeError):
            compare_and_set(nothing, key, None, None)  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            update(nothing, key, add_one)  # type: ignore[arg-type]
    for value in ("v", 7, True, bytearray()):
        with pytest.raises(TypeError):
            compare_and_set(nothing, "k", value, None)  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            compare_and_set(nothing, "k", None, value)  # type: ignore[arg-type]
    for change in CHANGES.values():
        for seconds in (0, -1, 0.0009, 1e300, nan, inf):
            with pytest.raises(ValueError, match="seconds"):
                change(nothing, ttl_seconds=seconds)
        with pytest.raises(ValueError, match="not both"):
            change(nothing, ttl_seconds=5, keep_ttl=True)
        for wrong in ({"ttl_seconds": "5"}, {"ttl_seconds": True}, {"keep_ttl": 1}, {"keep_ttl": None}):
            with pytest.raises(TypeError):
                change(nothing, **wrong)
