"""Iteration over keys, with its guarantees and without what it does not promise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from verifake.contracts.keyvalue._plant import OTHER_KINDS, Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import ClauseClock, clause, rejects

SCAN = "https://redis.io/docs/latest/commands/scan/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"


def all_keys(store: KeyValue, between: Callable[[], object] = lambda: None, **options: Any) -> list[str]:
    """Iterate from the first call to the last; do something `between` any two."""
    found: list[str] = []
    cursor, keys = store.scan(**options)
    found += keys
    while cursor:
        between()
        cursor, keys = store.scan(cursor, **options)
        found += keys
    return found


def fill(store: KeyValue, count: int = 300) -> list[str]:
    """Set `count` keys and return their names."""
    names = [f"key:{number}" for number in range(count)]
    store.set_many(dict.fromkeys(names, b"v"))
    return names


@clause("keyvalue.scan.nothing", source=SCAN)
def test_where_there_is_nothing_nothing_is_found(store: KeyValue) -> None:
    assert all_keys(store) == []


@clause("keyvalue.scan.everything", source=SCAN, hint="lose what does not fit on a page")
@pytest.mark.parametrize("count", [None, 1, 7, 10_000])
def test_an_iteration_finds_every_key(store: KeyValue, count: int | None) -> None:
    names = fill(store)
    assert set(all_keys(store, count=count)) == set(names)


@clause("keyvalue.scan.own-keys-only", source=SCAN, hint="look at the keys of others")
def test_names_come_as_they_were_given(store: KeyValue) -> None:
    names = {"", "plain", "with space", "ключ", "a\0b", "*", "[x]", "\udcff"}
    for name in names:
        store.set(name, b"v")
    assert set(all_keys(store)) == names


@clause("keyvalue.scan.stays-while-others-come", source=SCAN, hint="let the cursor be an index")
def test_what_stays_is_found_though_others_come(store: KeyValue) -> None:
    names = fill(store)
    more = iter(range(1000))
    found = all_keys(store, lambda: store.set(f"more:{next(more)}", b"v"), count=20)
    assert set(names) <= set(found)


@clause("keyvalue.scan.stays-while-others-go", source=SCAN, hint="let the cursor be an index")
def test_what_stays_is_found_though_others_go(store: KeyValue) -> None:
    names = fill(store)
    going = iter(names[::2])
    found = all_keys(store, lambda: store.delete(*(next(going, "none") for _ in range(5))), count=20)
    assert set(names[1::2]) <= set(found)


@clause("keyvalue.scan.gone-before", source=SCAN, hint="remember the keys of the first call")
def test_what_is_gone_before_a_call_is_not_in_it(store: KeyValue) -> None:
    names = fill(store)
    cursor, first = store.scan(count=10)
    assert cursor
    rest = set(names) - set(first)
    store.delete(*rest)
    while cursor:
        cursor, keys = store.scan(cursor, count=10)
        assert not rest & set(keys)


@clause("keyvalue.scan.two-at-a-time", source=SCAN, hint="keep the place of one iteration")
def test_two_iterations_do_not_disturb_each_other(store: KeyValue) -> None:
    names = fill(store)
    inner: list[str] = []

    def look() -> None:
        if not inner:
            inner.extend(all_keys(store, count=50))

    assert set(all_keys(store, look, count=20)) == set(inner) == set(names)


@clause("keyvalue.scan.match", source=SCAN, hint="match a part of the name")
@pytest.mark.parametrize(
    ("match", "found"),
    [
        ("*", {"a", "ab", "abc", "b*", "b[", "B"}),
        ("a", {"a"}),
        ("a*", {"a", "ab", "abc"}),
        ("*b*", {"ab", "abc", "b*", "b["}),
        ("a?", {"ab"}),
        ("?", {"a", "B"}),
        ("a[b-c]*", {"ab", "abc"}),
        ("[^a]*", {"b*", "b[", "B"}),
        ("[a-bB]", {"a", "B"}),
        ("b\\*", {"b*"}),
        ("b[[]", {"b["}),
        ("", set()),
        ("none", set()),
    ],
)
def test_only_names_that_match_as_a_whole_are_found(store: KeyValue, match: str, found: set[str]) -> None:
    store.set_many(dict.fromkeys(["a", "ab", "abc", "b*", "b[", "B"], b"v"))
    assert set(all_keys(store, match=match)) == found


@clause("keyvalue.scan.match-is-no-index", source=SCAN, hint="count what matches instead of what is looked at")
def test_a_call_may_find_nothing_and_not_be_the_last(store: KeyValue) -> None:
    fill(store)
    store.set("needle", b"v")
    cursor, keys = store.scan(match="needle", count=1)
    calls = 1
    while not keys and cursor:
        cursor, keys = store.scan(cursor, match="needle", count=1)
        calls += 1
    assert keys == ["needle"]
    assert calls > 1 or not cursor or keys


@clause("keyvalue.scan.kind", source=SCAN)
def test_only_keys_of_the_kind_are_found(store: KeyValue, plant: Plant) -> None:
    store.set("string", b"v")
    for kind in OTHER_KINDS:
        plant(kind.value, kind)
    for kind in OTHER_KINDS:
        assert all_keys(store, kind=kind) == [kind.value]
    assert all_keys(store, kind=KeyType.STRING) == ["string"]
    assert all_keys(store, kind=KeyType.LIST, match="s*") == []


@clause("keyvalue.scan.expired", source=OBSERVED, hint="show keys whose deadline has passed")
def test_an_expired_key_is_not_found(store: KeyValue, clock: ClauseClock) -> None:
    store.set("gone", b"v", ttl_seconds=1)
    store.set("there", b"v", ttl_seconds=100)
    clock.advance(2)
    assert all_keys(store) == ["there"]


@clause("keyvalue.scan.changes-nothing", source=SCAN)
def test_looking_changes_nothing(store: KeyValue) -> None:
    store.set("k", b"v", ttl_seconds=100)
    with unchanged(store, "k"):
        all_keys(store)


@clause("keyvalue.scan.any-cursor", source=SCAN, hint="refuse a cursor that was never given out")
@pytest.mark.parametrize("cursor", [1, 12345, 2**63, 2**64 - 1])
def test_a_cursor_that_nobody_gave_is_no_error(store: KeyValue, cursor: int) -> None:
    store.set("k", b"v")
    after, keys = store.scan(cursor)
    assert 0 <= after < 2**64
    assert set(keys) <= {"k"}


@clause("keyvalue.scan.invalid-cursor", source=OBSERVED)
@pytest.mark.parametrize("cursor", [-1, 2**64, 10**30])
def test_a_cursor_is_an_unsigned_64_bit_integer(store: KeyValue, cursor: int) -> None:
    store.set("k", b"v")
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INVALID_CURSOR):
        store.scan(cursor)
    with rejects(InvalidRequest, KeyValueCode.INVALID_CURSOR):
        store.scan(cursor, count=0)


@clause("keyvalue.scan.invalid-count", source=OBSERVED, hint="take zero for no limit")
@pytest.mark.parametrize("count", [0, -1, -(2**63)])
def test_a_count_is_at_least_one(store: KeyValue, count: int) -> None:
    store.set("k", b"v")
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.INCOMPATIBLE_OPTIONS):
        store.scan(count=count)


@clause("keyvalue.scan.count-beyond-64-bits", source=OBSERVED)
@pytest.mark.parametrize("count", [2**63, -(2**63) - 1, 10**30])
def test_a_count_has_at_most_64_bits(store: KeyValue, count: int) -> None:
    store.set("k", b"v")
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.scan(count=count)


@clause("keyvalue.scan.types", source="https://docs.python.org/3/library/exceptions.html#TypeError")
@pytest.mark.parametrize(
    "options",
    [
        {"cursor": "0"},
        {"cursor": 1.0},
        {"cursor": True},
        {"match": b"*"},
        {"match": 1},
        {"count": "10"},
        {"count": 1.0},
        {"kind": "string"},
    ],
    ids=str,
)
def test_types_are_checked_first(store: Any, options: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        store.scan(**options)
