"""Iteration over what one key holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

SCAN = "https://redis.io/docs/latest/commands/scan/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

Scan = Callable[..., Any]

OPERATIONS: dict[str, tuple[KeyType, Callable[[Any], Scan]]] = {
    "hash_scan": (KeyType.HASH, lambda store: store.hash_scan),
    "set_scan": (KeyType.SET, lambda store: store.set_scan),
    "sorted_scan": (KeyType.SORTED_SET, lambda store: store.sorted_scan),
}

each_operation = pytest.mark.parametrize("operation", OPERATIONS)


def fill(store: KeyValue, operation: str, count: int) -> list[Any]:
    """Let ``k`` hold `count` elements; return them as the operation gives them."""
    if operation == "hash_scan":
        fields = {f"f{number}": b"%d" % number for number in range(count)}
        store.hash_set("k", fields)
        return sorted(fields.items())
    members = [b"m%d" % number for number in range(count)]
    if operation == "set_scan":
        store.set_add("k", *members)
        return sorted(members)
    store.sorted_add("k", {member: number / 4 for number, member in enumerate(members)})
    return sorted((member, number / 4) for number, member in enumerate(members))


def collect(scan: Scan, between: Callable[[], object] = lambda: None, **options: Any) -> list[Any]:
    """Iterate from the first call to the last; return what came, once each."""
    found: dict[Any, None] = {}
    cursor = None
    while cursor != 0:
        cursor, part = scan("k", cursor or 0, **options)
        found |= dict.fromkeys(part.items() if isinstance(part, dict) else part)
        between()
    return sorted(found)


@clause("keyvalue.scan-elements.absent", source=OBSERVED)
@each_operation
def test_an_absent_key_has_no_elements(store: KeyValue, operation: str) -> None:
    cursor, found = OPERATIONS[operation][1](store)("k")
    assert (cursor, len(found)) == (0, 0)


@clause("keyvalue.scan-elements.absent-judges-no-option", source=OBSERVED, hint="judge the options first")
@each_operation
def test_of_an_absent_key_the_options_are_not_judged(store: KeyValue, operation: str) -> None:
    cursor, found = OPERATIONS[operation][1](store)("k", 0, count=0)
    assert (cursor, len(found)) == (0, 0)


@clause("keyvalue.scan-elements.small", source=SCAN, hint="page what the engine keeps in one piece")
@each_operation
@pytest.mark.parametrize("count", [1, 5, 60])
def test_an_iteration_finds_every_element_of_a_small_collection(store: KeyValue, operation: str, count: int) -> None:
    held = fill(store, operation, count)
    assert collect(OPERATIONS[operation][1](store), count=10) == held


@clause("keyvalue.scan-elements.large", source=SCAN, hint="lose what does not fit on a page")
@each_operation
@pytest.mark.parametrize("count", [None, 1, 100, 5000])
def test_an_iteration_finds_every_element_of_a_large_collection(
    store: KeyValue, operation: str, count: int | None
) -> None:
    held = fill(store, operation, 1000)
    assert collect(OPERATIONS[operation][1](store), count=count) == held


@clause("keyvalue.scan-elements.stays", source=SCAN, hint="let the cursor be an index")
@each_operation
def test_what_stays_is_found_though_others_go(store: KeyValue, operation: str) -> None:
    held = fill(store, operation, 1000)
    going = iter(range(1, 1000, 2))

    def drop() -> None:
        numbers = [next(going, 1) for _ in range(40)]
        if operation == "hash_scan":
            store.hash_delete("k", *(f"f{number}" for number in numbers))
        elif operation == "set_scan":
            store.set_remove("k", *(b"m%d" % number for number in numbers))
        else:
            store.sorted_remove("k", *(b"m%d" % number for number in numbers))

    found = collect(OPERATIONS[operation][1](store), drop, count=20)
    staying = [each for each in held if int((each[0] if isinstance(each, tuple) else each)[1:]) % 2 == 0]
    assert set(staying) <= set(found)


@clause("keyvalue.scan-elements.match", source=SCAN, hint="match values or scores too")
@each_operation
def test_only_names_that_match_are_found(store: KeyValue, operation: str) -> None:
    held = fill(store, operation, 20)
    match: Any = "?1*" if operation == "hash_scan" else b"?1*"
    names = [(each[0] if isinstance(each, tuple) else each) for each in held]
    wanted = [each for each, name in zip(held, names, strict=True) if name[1:2] in {"1", b"1"}]
    assert collect(OPERATIONS[operation][1](store), match=match) == wanted


@clause("keyvalue.scan-elements.wrong-type", source=OBSERVED)
@each_operation
def test_another_kind_has_no_such_elements(store: KeyValue, plant: Plant, operation: str) -> None:
    for kind in (KeyType.LIST, KeyType.STREAM):
        plant("k", kind)
        with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            OPERATIONS[operation][1](store)("k")


@clause("keyvalue.scan-elements.invalid", source=OBSERVED)
@each_operation
@pytest.mark.parametrize(
    ("cursor", "count", "code"),
    [
        (-1, None, KeyValueCode.INVALID_CURSOR),
        (2**64, 0, KeyValueCode.INVALID_CURSOR),
        (0, 0, KeyValueCode.INCOMPATIBLE_OPTIONS),
        (0, -1, KeyValueCode.INCOMPATIBLE_OPTIONS),
        (0, 2**63, KeyValueCode.NOT_AN_INTEGER),
    ],
)
def test_cursor_and_count_are_judged(
    store: KeyValue, operation: str, cursor: int, count: int | None, code: KeyValueCode
) -> None:
    fill(store, operation, 1)
    with unchanged(store, "k"), rejects(InvalidRequest, code):
        OPERATIONS[operation][1](store)("k", cursor, count=count)


@clause("keyvalue.scan-elements.cursor-before-type", source=OBSERVED, hint="look at the key first")
@each_operation
def test_the_cursor_is_judged_before_the_key(store: KeyValue, plant: Plant, operation: str) -> None:
    plant("k", KeyType.LIST)
    for key in ("k", "absent"):
        with rejects(InvalidRequest, KeyValueCode.INVALID_CURSOR):
            OPERATIONS[operation][1](store)(key, 2**64)


@clause("keyvalue.scan-elements.types", source="https://docs.python.org/3/library/exceptions.html#TypeError")
@each_operation
@pytest.mark.parametrize("options", [{"cursor": "0"}, {"match": 1}, {"count": 1.0}, {"key": b"k"}], ids=str)
def test_types_are_checked_first(store: KeyValue, operation: str, options: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        OPERATIONS[operation][1](store)(**{"key": "k", **options})
