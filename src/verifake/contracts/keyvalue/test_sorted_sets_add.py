"""Members that are given scores: what is counted, and under which conditions it happens."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

ZADD = "https://redis.io/docs/latest/commands/zadd/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

NX = "only_if_absent"
XX = "only_if_present"
GT = "only_if_greater"
LT = "only_if_less"

LEGAL = [(), (NX,), (XX,), (GT,), (LT,), (XX, GT), (XX, LT)]
ILLEGAL = [
    (NX, XX),
    (NX, GT),
    (NX, LT),
    (GT, LT),
    (NX, XX, GT),
    (NX, XX, LT),
    (NX, GT, LT),
    (XX, GT, LT),
    (NX, XX, GT, LT),
]

by_options = pytest.mark.parametrize("options", LEGAL, ids="+".join)


def given(options: tuple[str, ...]) -> dict[str, bool]:
    return dict.fromkeys(options, True)


@clause("keyvalue.sorted-sets.add-creates", source=ZADD)
def test_the_first_member_creates_the_sorted_set(store: KeyValue) -> None:
    assert store.sorted_add("k", {b"m": 1.5}) == 1
    assert (store.type("k"), store.sorted_range("k", 0, -1)) == (KeyType.SORTED_SET, [(b"m", 1.5)])


@clause("keyvalue.sorted-sets.add-several", source=ZADD)
def test_several_members_are_added_at_once(store: KeyValue) -> None:
    assert store.sorted_add("k", {b"x": 3, b"y": 1, b"z": 2}) == 3
    assert store.sorted_range("k", 0, -1) == [(b"y", 1.0), (b"z", 2.0), (b"x", 3.0)]


@clause("keyvalue.sorted-sets.add-counts-new", source=ZADD, hint="count all members that were given")
def test_only_new_members_are_counted(store: KeyValue) -> None:
    store.sorted_add("k", {b"x": 1, b"y": 2})
    assert store.sorted_add("k", {b"x": 5, b"y": 2, b"z": 3}) == 1
    assert store.sorted_range("k", 0, -1) == [(b"y", 2.0), (b"z", 3.0), (b"x", 5.0)]


@clause("keyvalue.sorted-sets.add-moves", source=ZADD, hint="keep the old place in the order")
def test_a_member_that_is_there_moves_to_its_new_score(store: KeyValue) -> None:
    store.sorted_add("k", {b"x": 1, b"y": 2, b"z": 3})
    assert [store.sorted_rank("k", member) for member in (b"x", b"y", b"z")] == [0, 1, 2]
    assert store.sorted_add("k", {b"x": 4}) == 0
    assert [store.sorted_rank("k", member) for member in (b"x", b"y", b"z")] == [2, 0, 1]
    assert store.sorted_range_by_score("k", 1, 3) == [(b"y", 2.0), (b"z", 3.0)]


@clause("keyvalue.sorted-sets.add-same-score", source=ZADD)
def test_the_score_that_a_member_has_changes_nothing(store: KeyValue) -> None:
    store.sorted_add("k", {b"x": 1, b"y": 2})
    with unchanged(store, "k"):
        assert store.sorted_add("k", {b"x": 1.0}) == 0
        assert store.sorted_add("k", {b"x": 1, b"y": 2}, count_changed=True) == 0


@clause("keyvalue.sorted-sets.add-count-changed", source=ZADD, hint="count members whose score stays")
def test_new_and_changed_members_are_counted_on_demand(store: KeyValue) -> None:
    store.sorted_add("k", {b"x": 1, b"y": 2})
    assert store.sorted_add("k", {b"x": 1, b"y": 5, b"z": 3, b"w": 4}, count_changed=True) == 3


@clause("keyvalue.sorted-sets.add-any-bytes", source=ZADD, hint="decode members")
def test_a_member_is_any_bytes(store: KeyValue) -> None:
    members = {b"": 1, b"\0": 2, b"\xff\xfe": 3, "ключ".encode(): 4, b"a b\r\nc": 5}
    assert store.sorted_add("k", members) == 5
    assert dict(store.sorted_range("k", 0, -1)) == members


@clause("keyvalue.sorted-sets.add-of-absent", source=ZADD, hint="create an empty sorted set")
@by_options
def test_conditions_on_an_absent_key(store: KeyValue, options: tuple[str, ...]) -> None:
    added = 0 if XX in options else 2
    assert store.sorted_add("k", {b"x": 1, b"y": 2}, **given(options)) == added
    assert (store.exists("k"), store.sorted_size("k")) == (int(added > 0), added)


@clause("keyvalue.sorted-sets.add-condition", source=ZADD, hint="let GT or LT keep new members out")
@by_options
@pytest.mark.parametrize("change", [-1, 0, 1])
def test_conditions_on_members(store: KeyValue, options: tuple[str, ...], change: int) -> None:
    allowed = NX not in options and not (GT in options and change < 0) and not (LT in options and change > 0)
    store.sorted_add("k", {b"there": 5})
    added = store.sorted_add("k", {b"there": 5 + change, b"new": 9}, **given(options))
    assert added == (0 if XX in options else 1)
    assert store.sorted_score("k", b"there") == (5 + change if allowed else 5)
    assert store.sorted_score("k", b"new") == (None if XX in options else 9)


@clause("keyvalue.sorted-sets.add-condition-counts", source=ZADD, hint="count what the condition forbade")
@by_options
@pytest.mark.parametrize("change", [-1, 0, 1])
def test_what_a_condition_forbids_is_no_change(store: KeyValue, options: tuple[str, ...], change: int) -> None:
    store.sorted_add("k", {b"there": 5})
    added = store.sorted_add("k", {b"there": 5 + change, b"new": 9}, **given(options), count_changed=True)
    changed = store.sorted_score("k", b"there") != 5
    assert added == changed + (XX not in options)


@clause("keyvalue.sorted-sets.add-each-by-itself", source=ZADD, hint="reject all when one is forbidden")
def test_each_member_is_judged_by_itself(store: KeyValue) -> None:
    store.sorted_add("k", {b"x": 1, b"y": 5})
    assert store.sorted_add("k", {b"x": 3, b"y": 3, b"z": 3}, only_if_greater=True, count_changed=True) == 2
    assert store.sorted_range("k", 0, -1) == [(b"x", 3.0), (b"z", 3.0), (b"y", 5.0)]


@clause("keyvalue.sorted-sets.add-incompatible", source=ZADD, hint="let one of them win")
@pytest.mark.parametrize("options", ILLEGAL, ids="+".join)
def test_options_that_exclude_each_other_are_rejected(store: KeyValue, options: tuple[str, ...]) -> None:
    store.sorted_add("k", {b"m": 1})
    for key in ("k", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS):
            store.sorted_add(key, {b"m": 2, b"n": 2}, **given(options))
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS):
            store.sorted_increment(key, b"m", 2, **given(options))


@clause("keyvalue.sorted-sets.add-nothing", source=OBSERVED, hint="return 0")
@pytest.mark.parametrize("options", [*LEGAL, (NX, XX), (GT, LT)], ids="+".join)
def test_no_member_is_rejected(store: KeyValue, options: tuple[str, ...]) -> None:
    store.sorted_add("k", {b"m": 1})
    for key in ("k", "absent"):
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            store.sorted_add(key, {}, **given(options))
        with unchanged(store, key), rejects(InvalidRequest, KeyValueCode.NO_KEYS):
            store.sorted_add(key, {}, **given(options), count_changed=True)


@clause("keyvalue.sorted-sets.add-copies", source=OBSERVED, hint="keep the caller's mapping")
def test_a_mapping_that_changes_afterwards_changes_nothing(store: KeyValue) -> None:
    scores = {b"x": 1.0}
    store.sorted_add("k", scores)
    scores[b"x"] = 2.0
    scores[b"y"] = 2.0
    assert store.sorted_range("k", 0, -1) == [(b"x", 1.0)]
