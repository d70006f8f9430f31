"""Operations on strings, met with another kind of value."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue._plant import OTHER_KINDS, Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import clause, rejects

STRINGS = "https://redis.io/docs/latest/develop/data-types/strings/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

REFUSED: dict[str, Callable[[KeyValue], object]] = {
    "get": lambda store: store.get("k"),
    "get_and_delete": lambda store: store.get_and_delete("k"),
    "get_and_touch": lambda store: store.get_and_touch("k"),
    "set_and_get_old": lambda store: store.set_and_get_old("k", b"v"),
    "append": lambda store: store.append("k", b"v"),
    "append nothing": lambda store: store.append("k", b""),
    "length": lambda store: store.length("k"),
    "get_range": lambda store: store.get_range("k", 0, -1),
    "get_range, empty": lambda store: store.get_range("k", 1, 0),
    "set_range": lambda store: store.set_range("k", 0, b"v"),
    "set_range nothing": lambda store: store.set_range("k", 0, b""),
    "increment": lambda store: store.increment("k"),
    "increment by zero": lambda store: store.increment("k", 0),
    "decrement": lambda store: store.decrement("k"),
    "increment_float": lambda store: store.increment_float("k", 0.5),
    "increment_float by zero": lambda store: store.increment_float("k", 0),
}


@clause("keyvalue.wrong-type.refused", source=STRINGS, hint="read the other kind as empty, or replace it")
@pytest.mark.parametrize("kind", OTHER_KINDS)
@pytest.mark.parametrize("operation", REFUSED)
def test_an_operation_on_strings_refuses_any_other_kind(
    store: KeyValue, plant: Plant, operation: str, kind: KeyType
) -> None:
    plant("k", kind)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        REFUSED[operation](store)


@clause("keyvalue.wrong-type.refused-with-deadline", source=STRINGS)
@pytest.mark.parametrize("operation", REFUSED)
def test_a_refused_operation_leaves_the_deadline(store: KeyValue, plant: Plant, operation: str) -> None:
    plant("k", KeyType.LIST)
    store.expire("k", 100)
    with unchanged(store, "k"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        REFUSED[operation](store)


REPLACED: dict[str, Callable[[KeyValue], object]] = {
    "set": lambda store: store.set("k", b"v"),
    "set only_if_present": lambda store: store.set("k", b"v", only_if_present=True),
    "set keep_ttl": lambda store: store.set("k", b"v", keep_ttl=True),
    "set ttl": lambda store: store.set("k", b"v", ttl_seconds=100),
    "set_many": lambda store: store.set_many({"k": b"v"}),
}


@clause("keyvalue.wrong-type.replaced", source=OBSERVED, hint="refuse another kind wherever a string is written")
@pytest.mark.parametrize("kind", OTHER_KINDS)
@pytest.mark.parametrize("operation", REPLACED)
def test_an_operation_that_sets_replaces_any_other_kind(
    store: KeyValue, plant: Plant, operation: str, kind: KeyType
) -> None:
    plant("k", kind)
    REPLACED[operation](store)
    assert store.get("k") == b"v"


@clause("keyvalue.wrong-type.gone", source=OBSERVED)
def test_a_deleted_value_of_another_kind_is_forgotten(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    store.delete("k")
    assert store.get("k") is None
    assert store.increment("k") == 1


@clause("keyvalue.wrong-type.others-go-on", source=OBSERVED)
def test_a_rejection_spoils_nothing(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    store.set("k2", b"v")
    with unchanged(store, "k", "k2"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.append("k", b"v")
    assert store.append("k2", b"w") == 2
