"""What type checkers know of the public API: mypy reads this file in ``make lint``, and pytest runs it too."""

from __future__ import annotations

from typing import assert_type

import pytest

from verifake.adapters.redis import RedisKeyValue
from verifake.clock import Clock, SystemClock, VirtualClock
from verifake.errors import DependencyError, InvalidRequest, TimedOut
from verifake.fakes.keyvalue import FakeKeyValue, Limits
from verifake.ports.keyvalue import Counters, Expiry, Keys, KeyType, KeyValue, KeyValueCode, NoTtl, Strings
from verifake.proof import Clause, ClauseClock, Contract, clause, clause_of, load_contracts


def test_strings() -> None:
    store: Strings = FakeKeyValue()
    assert_type(store.get("k"), bytes | None)
    assert_type(store.set("k", b"v"), bool)
    assert_type(store.set_and_get_old("k", b"v"), bytes | None)
    assert_type(store.get_many("k", "l"), list[bytes | None])
    assert_type(store.append("k", b"v"), int)
    assert_type(store.length("k"), int)


def test_counters() -> None:
    store: Counters = FakeKeyValue()
    assert_type(store.increment("k"), int)
    assert_type(store.decrement("k", 2), int)
    assert_type(store.increment_float("f", 0.5), float)


def test_deadlines() -> None:
    store: Expiry = FakeKeyValue()
    assert_type(store.expire("k", 1.5, only_if_later=True), bool)
    assert_type(store.persist("k"), bool)
    remaining = assert_type(store.time_to_live("k"), float | NoTtl)
    if not isinstance(remaining, NoTtl):
        assert_type(remaining, float)


def test_keys() -> None:
    store: Keys = FakeKeyValue()
    assert_type(store.delete("k"), int)
    assert_type(store.exists("k", "l"), int)
    assert_type(store.type("k"), KeyType | None)
    assert_type(store.copy("k", "l", replace=True), bool)


def test_the_fake_and_the_adapter_are_each_facet() -> None:
    with RedisKeyValue.from_url("redis://localhost") as adapter:
        whole: list[KeyValue] = [FakeKeyValue(), adapter]
    strings: list[Strings] = [*whole]
    counters: list[Counters] = [*whole]
    deadlines: list[Expiry] = [*whole]
    keys: list[Keys] = [*whole]
    made = {type(each) for each in (*strings, *counters, *deadlines, *keys)}
    assert made == {FakeKeyValue, RedisKeyValue}


def test_a_facet_is_not_the_whole() -> None:
    def facet() -> Counters:
        return FakeKeyValue()

    store: KeyValue = facet()  # type: ignore[assignment]
    assert store.get("k") is None


def test_a_fake_and_an_adapter_are_what_their_makers_say() -> None:
    assert_type(FakeKeyValue(clock=VirtualClock(), limits=Limits(), stands_for="redis-7.0"), FakeKeyValue)
    assert_type(FakeKeyValue(clock=SystemClock()).clock, Clock)
    with RedisKeyValue.from_url("redis://localhost", prefix="p:") as store:
        assert_type(store, RedisKeyValue)


def test_a_subclass_that_forgets_an_operation_cannot_be_made() -> None:
    class Forgetful(Counters):
        def increment(self, key: str, by: int = 1) -> int:
            return len(key) + by

        def decrement(self, key: str, by: int = 1) -> int:
            return len(key) - by

    with pytest.raises(TypeError, match="increment_float"):
        Forgetful()  # type: ignore[abstract]


def test_a_key_that_is_bytes_and_an_option_by_position_are_errors() -> None:
    store = FakeKeyValue()
    with pytest.raises(TypeError):
        store.get(b"k")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        store.set("k", "v")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        store.expire("k", 1, True)  # type: ignore[call-arg]


def test_an_error_has_a_code_and_says_which_operation() -> None:
    def reads(error: DependencyError) -> None:
        assert_type(error.operation, str)
        assert_type(error.vendor_code, str | None)
        if isinstance(error, TimedOut):
            assert_type(error.maybe_applied, bool)

    reads(InvalidRequest("no", code=KeyValueCode.OVERFLOW, operation="increment"))
    reads(TimedOut("late", code=KeyValueCode.TIMED_OUT, operation="get"))


def test_a_clause_keeps_its_signature() -> None:
    @clause("keyvalue.a.b", source="https://example.org")
    def statement(store: KeyValue) -> int:
        return store.delete("k")

    assert_type(statement(FakeKeyValue()), int)
    with pytest.raises(AttributeError):
        statement(7)  # type: ignore[arg-type]
    assert_type(clause_of(statement), Clause | None)


def test_the_mechanism() -> None:
    contracts = assert_type(load_contracts(), dict[str, Contract])
    assert_type(contracts["keyvalue"].backend("fake").open(None, "label").world().clock, ClauseClock)
    assert_type(VirtualClock().wait_until(lambda: True, None), bool)
