"""Watched keys with deadlines: one that expires has changed, unless it had expired before it was watched."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verifake.ports.keyvalue import KeyValue, Strings
from verifake.proof import ClauseClock, clause

WATCH = "https://redis.io/docs/latest/commands/watch/"
OBSERVED = "observed: valkey 9.1.2, redis 7.0.15"
SEEN_ON_VALKEY = "observed: valkey 9.1.2"

Change = Callable[[KeyValue], object]


@clause("keyvalue.watch.expires", source=WATCH, needs=("time.exact",), hint="look at changes only, not at deadlines")
def test_a_key_that_expires_while_it_is_watched_has_changed(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=1)
    with store.transaction("k") as transaction:
        clock.advance_exactly(1.001)
        transaction.queue(Strings.set, "other", b"v")
        assert transaction.execute() is False
    assert store.get("other") is None


@clause("keyvalue.watch.at-its-deadline", source=OBSERVED, needs=("time.exact",))
def test_a_key_has_not_changed_at_its_deadline(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=1)
    with store.transaction("k") as transaction:
        clock.advance_exactly(1)
        assert transaction.execute() is True


@clause("keyvalue.watch.expires-and-is-found", source=WATCH, needs=("time.exact",))
def test_a_watched_key_that_is_found_expired_has_changed(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=1)
    with store.transaction("k") as transaction:
        clock.advance_exactly(1.001)
        assert store.get("k") is None
        assert transaction.execute() is False


@clause("keyvalue.watch.expired-and-unfound", source=OBSERVED, needs=("time.exact",), hint="look at deadlines only")
def test_a_key_that_had_expired_when_it_was_watched_does_not_expire_again(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=1)
    clock.advance_exactly(1.001)
    with store.transaction("k") as transaction:
        clock.advance_exactly(1)
        assert transaction.execute() is True


@clause("keyvalue.watch.expired-before", source=OBSERVED, needs=("time.exact",), hint="let its removal count")
def test_a_key_that_had_expired_when_it_was_watched_may_be_removed(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=1)
    clock.advance_exactly(1.001)
    with store.transaction("k") as transaction:
        assert store.get("k") is None
        assert store.delete("k") == 0
        assert transaction.execute() is True


WRITES: dict[str, Change] = {
    "set": lambda store: store.set("k", b"v"),
    "set_if_absent": lambda store: store.set("k", b"v", only_if_absent=True),
    "set_keeping_ttl": lambda store: store.set("k", b"v", keep_ttl=True),
    "set_and_get_old": lambda store: store.set_and_get_old("k", b"v"),
    "set_many": lambda store: store.set_many({"k": b"v"}),
    "set_many_if_absent": lambda store: store.set_many_if_absent({"k": b"v"}),
    "append": lambda store: store.append("k", b"v"),
    "set_range": lambda store: store.set_range("k", 0, b"v"),
    "increment": lambda store: store.increment("k"),
    "increment_float": lambda store: store.increment_float("k", 1),
    "rename": lambda store: store.rename("source", "k"),
    "rename_if_absent": lambda store: store.rename_if_absent("source", "k"),
    "copy": lambda store: store.copy("source", "k"),
}


@clause(
    "keyvalue.watch.written-after-expiry",
    source=OBSERVED,
    needs=("time.exact",),
    hint="ignore a write to a key that had expired when it was watched",
)
@pytest.mark.parametrize("write", WRITES)
def test_a_key_that_had_expired_and_is_written_has_changed(store: KeyValue, clock: ClauseClock, write: str) -> None:
    store.set("source", b"v")
    store.set("k", b"v", ttl_seconds=1)
    clock.advance_exactly(1.001)
    with store.transaction("k") as transaction:
        WRITES[write](store)
        assert transaction.execute() is False


@clause("keyvalue.watch.expires-unwatched", source=OBSERVED, needs=("time.exact",))
def test_a_deadline_set_inside_of_the_transaction_is_none_of_its_watch(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v")
    with store.transaction("k") as transaction:
        clock.advance_exactly(10)
        written = transaction.queue(Strings.set, "k", b"w", ttl_seconds=1)
        read = transaction.queue(Strings.get, "k")
        assert transaction.execute() is True
    assert (written.value, read.value) == (True, b"w")


@clause("keyvalue.watch.clock-back-after-expiry", source=SEEN_ON_VALKEY, needs=("time.exact", "time.back"))
def test_a_key_that_is_found_expired_has_changed_though_the_clock_is_set_back(
    store: KeyValue, clock: ClauseClock
) -> None:
    store.set("k", b"v", ttl_seconds=1)
    with store.transaction("k") as transaction:
        clock.advance_exactly(1.001)
        store.get("k")
        clock.set_back(1)
        assert transaction.execute() is False


@clause("keyvalue.watch.clock-back-unfound", source=SEEN_ON_VALKEY, needs=("time.exact", "time.back"))
def test_a_key_that_had_expired_when_watched_and_lives_again_has_not_changed(
    store: KeyValue, clock: ClauseClock
) -> None:
    store.set("k", b"v", ttl_seconds=1)
    clock.advance_exactly(1.001)
    with store.transaction("k") as transaction:
        clock.set_back(1)
        assert store.get("k") == b"v"
        assert transaction.execute() is True


@clause("keyvalue.watch.clock-back-written", source=SEEN_ON_VALKEY, needs=("time.exact", "time.back"))
@pytest.mark.parametrize("write", ["set", "append", "increment_float"])
def test_a_key_that_had_expired_and_lives_again_may_be_written(store: KeyValue, clock: ClauseClock, write: str) -> None:
    store.set("k", b"1", ttl_seconds=1)
    clock.advance_exactly(1.001)
    with store.transaction("k") as first, store.transaction("k") as second:
        clock.set_back(1)
        third = store.transaction("k")
        WRITES[write](store)
        assert (first.execute(), second.execute(), third.execute()) == (True, True, True)


@clause("keyvalue.watch.clock-back-removed", source=SEEN_ON_VALKEY, needs=("time.exact", "time.back"))
def test_its_removal_is_no_change_yet_and_what_follows_is(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", ttl_seconds=1)
    clock.advance_exactly(1.001)
    with store.transaction("k") as first, store.transaction("k") as second:
        clock.set_back(1)
        store.delete("k")
        assert first.execute() is True
        store.set("k", b"w")
        assert second.execute() is False
