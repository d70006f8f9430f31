"""What the engine's clock says: the one that deadlines are compared with."""

from __future__ import annotations

from typing import Any

import pytest

from verifake.ports.keyvalue import Expiry, KeyValue, NoTtl, Strings
from verifake.proof import TIME_BACK, TIME_EXACT, ClauseClock, clause

TIME = "https://redis.io/docs/latest/commands/time/"
PORT = "https://docs.python.org/3/library/exceptions.html#TypeError"
OBSERVED_EXACT = "observed: valkey 9.1.2"


@clause("keyvalue.engine-time.unix-seconds", source=TIME, hint="ask the clock of this process")
def test_the_time_is_unix_time_in_seconds(store: KeyValue, clock: ClauseClock) -> None:
    before = clock.now()
    now = store.now()
    assert before - 0.001 < now <= clock.now()
    assert type(now) is float


@clause("keyvalue.engine-time.passes", source=TIME, hint="keep the time of the start")
def test_it_moves_as_time_passes(store: KeyValue, clock: ClauseClock) -> None:
    began = store.now()
    clock.advance(1.5)
    passed = store.now() - began
    # Where time really passes, `advance` makes up for what went by before `began` was read.
    assert abs(passed - 1.5) <= clock.grain_seconds + 0.01


@clause("keyvalue.engine-time.milliseconds", source=OBSERVED_EXACT, needs=(TIME_EXACT,), hint="give whole seconds")
@pytest.mark.parametrize("milliseconds", [1, 500, 999, 1_000, 1_001])
def test_it_is_exact_to_the_millisecond(store: KeyValue, clock: ClauseClock, milliseconds: int) -> None:
    began = round(store.now() * 1000)
    clock.advance_exactly(milliseconds / 1000)
    assert store.now() * 1000 == began + milliseconds


@clause("keyvalue.engine-time.fractions", source=OBSERVED_EXACT, needs=(TIME_EXACT,), hint="round to the nearest")
def test_a_fraction_of_a_millisecond_is_dropped(store: KeyValue, clock: ClauseClock) -> None:
    began = store.now()
    clock.advance_exactly(0.000_9)
    assert store.now() == began


@clause("keyvalue.engine-time.deadlines", source=TIME, needs=(TIME_EXACT,))
def test_deadlines_are_compared_with_it(store: KeyValue, clock: ClauseClock) -> None:
    clock.advance_exactly(0)
    store.set("k", b"v", expire_at_seconds=store.now() + 5)
    assert store.time_to_live("k") == 5
    store.set("l", b"v", ttl_seconds=5)
    assert store.expires_at("l") == store.now() + 5
    clock.advance_exactly(5.001)
    assert store.time_to_live("k") is NoTtl.ABSENT


@clause("keyvalue.engine-time.set-back", source=TIME, needs=(TIME_BACK,), hint="never go back")
def test_it_goes_back_with_the_clock(store: KeyValue, clock: ClauseClock) -> None:
    began = store.now()
    clock.set_back(10)
    assert store.now() == began - 10


@clause("keyvalue.engine-time.in-a-transaction", source=TIME)
def test_it_may_be_asked_for_in_a_transaction(store: KeyValue, clock: ClauseClock) -> None:
    before = clock.now()
    with store.transaction() as transaction:
        first = transaction.queue(Expiry.now)
        transaction.queue(Strings.set, "k", b"v")
        second = transaction.queue(Expiry.now)
        transaction.execute()
    assert before - 0.001 < first.value <= second.value <= clock.now()


@clause("keyvalue.engine-time.in-a-script", source=TIME)
def test_a_script_sees_it_too(store: KeyValue) -> None:
    before = store.now()
    reply = store.script_run("return redis.call('TIME')")
    assert isinstance(reply, list)
    seconds, microseconds = (int(word) for word in reply if isinstance(word, bytes))
    assert before <= seconds + microseconds / 1_000_000 < store.now() + 0.001


@clause("keyvalue.engine-time.no-argument", source=PORT)
def test_it_takes_no_argument(store: Any) -> None:
    for argument in ("k", 1, None):
        with pytest.raises(TypeError):
            store.now(argument)
