"""What counts as a change of a watched key: strings, counters, deadlines, and keys that come and go."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.errors import DependencyError
from verifake.ports.keyvalue import KeyValue
from verifake.proof import clause

OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

Step = Callable[[KeyValue], object]


def present(store: KeyValue) -> None:
    store.set("k", b"1")


def volatile(store: KeyValue) -> None:
    store.set("k", b"1", ttl_seconds=100)


def absent(store: KeyValue) -> None:
    store.set("other", b"1")


CHANGES: dict[str, tuple[Step, Step]] = {
    "set": (present, lambda store: store.set("k", b"2")),
    "set to the same": (present, lambda store: store.set("k", b"1")),
    "set, new": (absent, lambda store: store.set("k", b"1")),
    "set, keeping the deadline": (volatile, lambda store: store.set("k", b"1", keep_ttl=True)),
    "set, if present": (present, lambda store: store.set("k", b"2", only_if_present=True)),
    "set_and_get_old": (present, lambda store: store.set_and_get_old("k", b"1")),
    "get_and_delete": (present, lambda store: store.get_and_delete("k")),
    "get_and_touch, with a time": (present, lambda store: store.get_and_touch("k", ttl_seconds=10)),
    "get_and_touch, persist": (volatile, lambda store: store.get_and_touch("k", persist=True)),
    "set_many": (present, lambda store: store.set_many({"other": b"1", "k": b"1"})),
    "set_many_if_absent": (absent, lambda store: store.set_many_if_absent({"new": b"1", "k": b"1"})),
    "append": (present, lambda store: store.append("k", b"2")),
    "append nothing": (present, lambda store: store.append("k", b"")),
    "append nothing, new": (absent, lambda store: store.append("k", b"")),
    "set_range": (present, lambda store: store.set_range("k", 0, b"1")),
    "increment": (present, lambda store: store.increment("k")),
    "increment by nothing": (present, lambda store: store.increment("k", 0)),
    "decrement by nothing": (present, lambda store: store.decrement("k", 0)),
    "increment_float by nothing": (present, lambda store: store.increment_float("k", 0)),
    "expire": (present, lambda store: store.expire("k", 100)),
    "expire, the same": (volatile, lambda store: store.expire_at("k", float(str(store.expires_at("k"))))),
    "expire, already": (present, lambda store: store.expire("k", -1)),
    "expire_at": (present, lambda store: store.expire_at("k", 4e9)),
    "persist": (volatile, lambda store: store.persist("k")),
    "delete": (present, lambda store: store.delete("other", "k")),
    "rename from": (present, lambda store: store.rename("k", "new")),
    "rename onto, new": (absent, lambda store: store.rename("other", "k")),
    "rename onto": (present, lambda store: (store.set("new", b"1"), store.rename("new", "k"))),
    "rename_if_absent from": (present, lambda store: store.rename_if_absent("k", "new")),
    "rename_if_absent onto": (absent, lambda store: store.rename_if_absent("other", "k")),
    "copy onto, new": (absent, lambda store: store.copy("other", "k")),
    "copy onto": (present, lambda store: (store.set("new", b"1"), store.copy("new", "k", replace=True))),
}


@clause("keyvalue.watch.changes", source=OBSERVED, hint="compare what a key holds, or look at writes only")
@pytest.mark.parametrize("change", CHANGES)
def test_what_writes_a_key_changes_it_though_it_holds_the_same(store: KeyValue, change: str) -> None:
    prepare, act = CHANGES[change]
    prepare(store)
    with store.transaction("k") as transaction:
        act(store)
        assert transaction.execute() is False


NO_CHANGES: dict[str, tuple[Step, Step]] = {
    "get": (present, lambda store: store.get("k")),
    "reads": (volatile, lambda store: (store.get_many("k"), store.length("k"), store.get_range("k", 0, 1))),
    "looks": (volatile, lambda store: (store.exists("k"), store.type("k"), store.time_to_live("k"))),
    "set, not absent": (present, lambda store: store.set("k", b"2", only_if_absent=True)),
    "set, not present": (absent, lambda store: store.set("k", b"2", only_if_present=True)),
    "set_and_get_old, not absent": (present, lambda store: store.set_and_get_old("k", b"2", only_if_absent=True)),
    "get_and_delete, absent": (absent, lambda store: store.get_and_delete("k")),
    "get_and_touch": (volatile, lambda store: store.get_and_touch("k")),
    "get_and_touch, persistent already": (present, lambda store: store.get_and_touch("k", persist=True)),
    "get_and_touch, absent": (absent, lambda store: store.get_and_touch("k", ttl_seconds=10)),
    "set_many_if_absent": (absent, lambda store: store.set_many_if_absent({"k": b"1", "other": b"1"})),
    "set_range of nothing": (present, lambda store: store.set_range("k", 5, b"")),
    "set_range of nothing, absent": (absent, lambda store: store.set_range("k", 5, b"")),
    "expire, absent": (absent, lambda store: store.expire("k", 100)),
    "expire, condition": (volatile, lambda store: store.expire("k", 100, only_if_persistent=True)),
    "expire, sooner already": (volatile, lambda store: store.expire("k", 1000, only_if_sooner=True)),
    "persist, persistent already": (present, lambda store: store.persist("k")),
    "delete, absent": (absent, lambda store: store.delete("k")),
    "rename onto itself": (present, lambda store: store.rename("k", "k")),
    "rename_if_absent, taken": (present, lambda store: (store.set("new", b"1"), store.rename_if_absent("new", "k"))),
    "rename_if_absent onto itself": (present, lambda store: store.rename_if_absent("k", "k")),
    "copy from": (present, lambda store: store.copy("k", "new")),
    "copy, taken": (present, lambda store: (store.set("new", b"1"), store.copy("new", "k"))),
    "copy, absent": (present, lambda store: store.copy("absent", "k", replace=True)),
}


@clause("keyvalue.watch.no-changes", source=OBSERVED, hint="let every command that may write count")
@pytest.mark.parametrize("act", NO_CHANGES)
def test_what_does_nothing_changes_nothing(store: KeyValue, act: str) -> None:
    prepare, step = NO_CHANGES[act]
    prepare(store)
    with store.transaction("k") as transaction:
        step(store)
        assert transaction.execute() is True


REJECTED: dict[str, Step] = {
    "set": lambda store: store.set("k", b"v", ttl_seconds=0),
    "increment": lambda store: store.increment("k"),
    "increment_float": lambda store: store.increment_float("k", 1),
    "set_range": lambda store: store.set_range("k", -1, b"v"),
    "expire": lambda store: store.expire("k", 1, only_if_persistent=True, only_if_volatile=True),
    "rename": lambda store: store.rename("absent", "k"),
    "copy": lambda store: store.copy("k", "k"),
    "set_many": lambda store: store.set_many({}),
}


@clause("keyvalue.watch.rejected", source=OBSERVED)
@pytest.mark.parametrize("call", REJECTED)
def test_a_rejected_call_changes_nothing(store: KeyValue, call: str) -> None:
    store.set("k", b"text")
    with store.transaction("k") as transaction:
        with pytest.raises(DependencyError):
            REJECTED[call](store)
        assert transaction.execute() is True
