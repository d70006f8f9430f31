"""Operations on lists, met with another kind of value."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue._plant import Plant, hold, kinds_but
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import End, KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

LISTS = "https://redis.io/docs/latest/develop/data-types/lists/"

LARGEST = 2**63 - 1

REFUSED: dict[str, Callable[[KeyValue], object]] = {
    "list_push": lambda store: store.list_push("k", b"v"),
    "list_push left": lambda store: store.list_push("k", b"v", end=End.LEFT),
    "list_push only_if_present": lambda store: store.list_push("k", b"v", only_if_present=True),
    "list_pop": lambda store: store.list_pop("k"),
    "list_pop right": lambda store: store.list_pop("k", end=End.RIGHT),
    "list_pop_many": lambda store: store.list_pop_many("k", 2),
    "list_pop_many none": lambda store: store.list_pop_many("k", 0),
    "list_pop_first": lambda store: store.list_pop_first("absent", "k"),
    "list_move": lambda store: store.list_move("k", "k2"),
    "list_move to itself": lambda store: store.list_move("k", "k"),
    "list_get": lambda store: store.list_get("k", 0),
    "list_get, index too large": lambda store: store.list_get("k", LARGEST + 1),
    "list_set": lambda store: store.list_set("k", 0, b"v"),
    "list_set, index too large": lambda store: store.list_set("k", LARGEST + 1, b"v"),
    "list_insert": lambda store: store.list_insert("k", b"p", b"v"),
    "list_remove": lambda store: store.list_remove("k", b"v"),
    "list_trim": lambda store: store.list_trim("k", 0, -1),
    "list_trim, empty": lambda store: store.list_trim("k", 1, 0),
    "list_range": lambda store: store.list_range("k", 0, -1),
    "list_range, empty": lambda store: store.list_range("k", 1, 0),
    "list_length": lambda store: store.list_length("k"),
    "list_position": lambda store: store.list_position("k", b"v"),
    "list_positions": lambda store: store.list_positions("k", b"v"),
    "list_pop_waiting": lambda store: store.list_pop_waiting("absent", "k", timeout_seconds=1),
    "list_pop_first_waiting": lambda store: store.list_pop_first_waiting("absent", "k", timeout_seconds=1),
    "list_move_waiting": lambda store: store.list_move_waiting("k", "k2", timeout_seconds=1),
}


@clause("keyvalue.lists-wrong-type.refused", source=LISTS, hint="read the other kind as empty, or replace it")
@pytest.mark.parametrize("kind", kinds_but(KeyType.LIST))
@pytest.mark.parametrize("operation", REFUSED)
def test_an_operation_on_lists_refuses_any_other_kind(
    store: KeyValue, plant: Plant, operation: str, kind: KeyType
) -> None:
    hold(store, plant, "k", kind)
    with unchanged(store, "k", "k2"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        REFUSED[operation](store)
