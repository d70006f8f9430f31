"""Keys before and after their deadline: an expired key is absent for every operation."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.contracts.keyvalue._plant import OTHER_KINDS, Plant
from verifake.errors import NotFound
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode, NoTtl
from verifake.proof import ClauseClock, clause, rejects

EXPIRE = "https://redis.io/docs/latest/commands/expire/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"

SHORT = 0.1
OVER = 0.7
"""So much later a key with a time to live of `SHORT` is gone, also where time really passes."""

ROUTES: dict[str, Callable[[KeyValue, str, float], object]] = {
    "set ttl": lambda store, key, _: store.set(key, b"v", ttl_seconds=2),
    "set deadline": lambda store, key, now: store.set(key, b"v", expire_at_seconds=now + 2),
    "set_and_get_old ttl": lambda store, key, _: store.set_and_get_old(key, b"v", ttl_seconds=2),
    "set_and_get_old deadline": lambda store, key, now: store.set_and_get_old(key, b"v", expire_at_seconds=now + 2),
    "get_and_touch ttl": lambda store, key, _: store.get_and_touch(key, ttl_seconds=2),
    "get_and_touch deadline": lambda store, key, now: store.get_and_touch(key, expire_at_seconds=now + 2),
    "expire": lambda store, key, _: store.expire(key, 2),
    "expire_at": lambda store, key, now: store.expire_at(key, now + 2),
    "keep_ttl": lambda store, key, _: (store.expire(key, 2), store.set(key, b"v", keep_ttl=True)),
    "append": lambda store, key, _: (store.expire(key, 2), store.append(key, b"v")),
    "set_range": lambda store, key, _: (store.expire(key, 2), store.set_range(key, 0, b"v")),
    "rename": lambda store, key, _: (store.set("from", b"v", ttl_seconds=2), store.rename("from", key)),
    "copy": lambda store, key, _: (store.set("from", b"v", ttl_seconds=2), store.copy("from", key, replace=True)),
}


@clause("keyvalue.deadline.every-route", source=EXPIRE, hint="keep a deadline and never look at it")
def test_a_key_is_there_before_its_deadline_and_absent_after(store: KeyValue, clock: ClauseClock) -> None:
    for route, give_deadline in ROUTES.items():
        store.set(route, b"v")
        give_deadline(store, route, clock.now())
    clock.advance(1)
    assert [route for route in ROUTES if not store.exists(route)] == []
    clock.advance(1.5)
    assert [route for route in ROUTES if store.exists(route)] == []


@clause("keyvalue.deadline.discarded", source=EXPIRE, hint="delete by a timer that nobody stops")
def test_a_discarded_deadline_deletes_nothing(store: KeyValue, clock: ClauseClock) -> None:
    for key in ("set", "set_many", "persist", "touched", "prolonged"):
        store.set(key, b"v", ttl_seconds=1)
    store.set("set", b"w")
    store.set_many({"set_many": b"w"})
    store.persist("persist")
    store.get_and_touch("touched", persist=True)
    store.expire("prolonged", 100)
    clock.advance(1.6)
    assert store.get_many("set", "set_many", "persist", "touched", "prolonged") == [b"w", b"w", b"v", b"v", b"v"]


@clause("keyvalue.deadline.made-anew", source=EXPIRE, hint="delete by a timer that nobody stops")
def test_a_deadline_dies_with_its_key(store: KeyValue, clock: ClauseClock) -> None:
    for key in ("deleted", "taken", "moved"):
        store.set(key, b"v", ttl_seconds=1)
    store.delete("deleted")
    store.get_and_delete("taken")
    store.rename("moved", "elsewhere")
    for key in ("deleted", "taken", "moved"):
        store.append(key, b"new")
    clock.advance(1.6)
    assert store.get_many("deleted", "taken", "moved", "elsewhere") == [b"new", b"new", b"new", None]


@clause("keyvalue.deadline.of-another-kind", source=EXPIRE)
def test_every_kind_of_value_expires(store: KeyValue, plant: Plant, clock: ClauseClock) -> None:
    for kind in OTHER_KINDS:
        plant(kind.value, kind)
        store.expire(kind.value, SHORT)
    clock.advance(OVER)
    assert [kind for kind in OTHER_KINDS if store.type(kind.value) is not None] == []


@clause("keyvalue.expired.reads", source=EXPIRE, hint="check the deadline in get alone")
def test_every_read_finds_an_expired_key_absent(store: KeyValue, clock: ClauseClock) -> None:
    keys = [f"k{number}" for number in range(9)]
    for key in keys:
        store.set(key, b"v", ttl_seconds=SHORT)
    clock.advance(OVER)
    assert store.get("k0") is None
    assert store.get_many("k1", "k2") == [None, None]
    assert store.exists("k3") == 0
    assert store.type("k4") is None
    assert store.length("k5") == 0
    assert store.get_range("k6", 0, -1) == b""
    assert store.time_to_live("k7") is NoTtl.ABSENT
    assert store.expires_at("k8") is NoTtl.ABSENT


@clause("keyvalue.expired.read-twice", source=EXPIRE)
def test_an_expired_key_stays_absent(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=SHORT)
    clock.advance(OVER)
    assert [store.get("k"), store.get("k"), store.exists("k")] == [None, None, 0]


@clause("keyvalue.expired.changes", source=EXPIRE, hint="let the change find the old value")
def test_every_change_of_a_present_key_finds_an_expired_key_absent(store: KeyValue, clock: ClauseClock) -> None:
    keys = [f"k{number}" for number in range(10)]
    for key in keys:
        store.set(key, b"v", ttl_seconds=SHORT)
    clock.advance(OVER)
    assert store.get_and_delete("k0") is None
    assert store.get_and_touch("k1", ttl_seconds=100) is None
    assert store.get_and_touch("k2", persist=True) is None
    assert store.delete("k3") == 0
    assert store.persist("k4") is False
    assert store.expire("k5", 100) is False
    assert store.expire("k6", -1) is False
    assert store.expire_at("k7", clock.now() + 100) is False
    assert store.set("k8", b"w", only_if_present=True) is False
    assert store.set_and_get_old("k9", b"w", only_if_present=True) is None
    assert store.exists(*keys) == 0


@clause("keyvalue.expired.conditions-of-expire", source=EXPIRE, hint="compare with the deadline that has passed")
@pytest.mark.parametrize("option", ["only_if_persistent", "only_if_volatile", "only_if_later", "only_if_sooner"])
def test_no_condition_of_expire_holds_for_an_expired_key(store: KeyValue, clock: ClauseClock, option: str) -> None:
    store.set("k", b"v", ttl_seconds=SHORT)
    clock.advance(OVER)
    assert store.expire("k", 100, **{option: True}) is False
    assert store.exists("k") == 0


MAKES_ANEW: dict[str, tuple[Callable[[KeyValue], object], object, bytes]] = {
    "set": (lambda store: store.set("k", b"w"), True, b"w"),
    "set only_if_absent": (lambda store: store.set("k", b"w", only_if_absent=True), True, b"w"),
    "set keep_ttl": (lambda store: store.set("k", b"w", keep_ttl=True), True, b"w"),
    "set_and_get_old": (lambda store: store.set_and_get_old("k", b"w"), None, b"w"),
    "set_and_get_old only_if_absent": (
        lambda store: store.set_and_get_old("k", b"w", only_if_absent=True),
        None,
        b"w",
    ),
    "set_many": (lambda store: store.set_many({"k": b"w"}), None, b"w"),
    "set_many_if_absent": (lambda store: store.set_many_if_absent({"k": b"w", "k2": b"w"}), True, b"w"),
    "append": (lambda store: store.append("k", b"w"), 1, b"w"),
    "set_range": (lambda store: store.set_range("k", 2, b"w"), 3, b"\x00\x00w"),
    "increment": (lambda store: store.increment("k", 5), 5, b"5"),
    "decrement": (lambda store: store.decrement("k", 5), -5, b"-5"),
    "increment_float": (lambda store: store.increment_float("k", 0.5), 0.5, b"0.5"),
}


@clause("keyvalue.expired.made-anew", source=OBSERVED, hint="let the write find the old value or its deadline")
@pytest.mark.parametrize("operation", MAKES_ANEW)
def test_a_write_makes_an_expired_key_anew_without_deadline(
    store: KeyValue, clock: ClauseClock, operation: str
) -> None:
    write, answer, value = MAKES_ANEW[operation]
    store.set("k", b"12345", ttl_seconds=SHORT)
    clock.advance(OVER)
    assert write(store) == answer
    assert (store.get("k"), store.time_to_live("k")) == (value, NoTtl.PERSISTENT)


@clause("keyvalue.expired.another-kind", source=OBSERVED, hint="reject the kind that is no longer there")
def test_an_expired_key_of_another_kind_is_in_nobodys_way(store: KeyValue, plant: Plant, clock: ClauseClock) -> None:
    keys = ("got", "counted", "appended", "swapped")
    for key in keys:
        plant(key, KeyType.LIST)
        store.expire(key, SHORT)
    clock.advance(OVER)
    assert store.get("got") is None
    assert store.increment("counted") == 1
    assert store.append("appended", b"v") == 1
    assert store.set_and_get_old("swapped", b"v") is None


@clause("keyvalue.expired.renamed", source=OBSERVED, hint="move the expired value")
def test_an_expired_key_cannot_be_renamed(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=SHORT)
    store.set("k2", b"v", ttl_seconds=SHORT)
    store.set("there", b"v")
    clock.advance(OVER)
    with rejects(NotFound, KeyValueCode.NO_SUCH_KEY):
        store.rename("k", "there")
    with rejects(NotFound, KeyValueCode.NO_SUCH_KEY):
        store.rename_if_absent("k2", "elsewhere")
    assert store.get_many("there", "elsewhere") == [b"v", None]


@clause("keyvalue.expired.copied", source=OBSERVED, hint="copy the expired value")
def test_an_expired_key_cannot_be_copied(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=SHORT)
    store.set("there", b"v")
    clock.advance(OVER)
    assert store.copy("k", "elsewhere") is False
    assert store.copy("k", "there", replace=True) is False
    assert store.get_many("there", "elsewhere") == [b"v", None]


@clause("keyvalue.expired.destination", source=OBSERVED, hint="take the expired destination for present")
def test_an_expired_destination_counts_as_absent(store: KeyValue, clock: ClauseClock) -> None:
    for key in ("renamed", "copied"):
        store.set(key, b"old", ttl_seconds=SHORT)
    store.set("k", b"v")
    clock.advance(OVER)
    assert store.copy("k", "copied") is True
    assert store.rename_if_absent("k", "renamed") is True
    assert store.get_many("copied", "renamed") == [b"v", b"v"]
    assert (store.time_to_live("copied"), store.time_to_live("renamed")) == (NoTtl.PERSISTENT, NoTtl.PERSISTENT)


@clause("keyvalue.expired.many-written-again", source=OBSERVED, hint="let what clears expired keys up meet new values")
def test_many_expired_keys_can_be_written_again(store: KeyValue, clock: ClauseClock) -> None:
    keys = [f"k{number}" for number in range(20)]
    for key in keys:
        store.set(key, b"old", ttl_seconds=SHORT)
    clock.advance(OVER)
    for key in keys:
        store.set(key, b"new")
    assert store.get_many(*keys) == [b"new"] * len(keys)
    assert {store.time_to_live(key) for key in keys} == {NoTtl.PERSISTENT}
