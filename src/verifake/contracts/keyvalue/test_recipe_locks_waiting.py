"""The recipe for locks: who waits for one, and until when."""

from __future__ import annotations

from verifake.contracts.keyvalue._interference import meddled
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.contracts.keyvalue.test_recipe_locks import KEYS, a_lock, taken
from verifake.ports.keyvalue import KeyValue
from verifake.proof import ACTORS, TIME_EXACT, Actor, Actors, ClauseClock, clause
from verifake.recipes.locks import Lease

BLPOP = "https://redis.io/docs/latest/commands/blpop/"
ONE_INSTANCE = "https://redis.io/docs/latest/develop/clients/patterns/distributed-locks/"

NEEDS = (ACTORS,)


def waits(actors: Actors, seconds: float | None) -> Actor[Lease | None]:
    """Begin to wait for the lock."""
    return actors.start(lambda store: a_lock(store).acquire(wait_seconds=seconds))


def lease_of(actor: Actor[Lease | None]) -> Lease:
    """Return what somebody who waits no more was given."""
    lease = actor.result()
    assert lease is not None
    return lease


@clause("keyvalue.lock-waiting.woken", source=BLPOP, needs=NEEDS, hint="look again only when the lease runs out")
def test_who_waits_is_woken_when_the_lock_is_released(store: KeyValue, actors: Actors) -> None:
    holder = taken(a_lock(store))
    waiting = waits(actors, 50)
    assert waiting.waits
    holder.release()
    lease = lease_of(waiting)
    assert lease.fencing_number > holder.fencing_number
    assert a_lock(store).acquire() is None


@clause("keyvalue.lock-waiting.lease-runs-out", source=ONE_INSTANCE, needs=NEEDS, hint="wait for a release alone")
def test_who_waits_gets_a_lock_whose_lease_runs_out(store: KeyValue, actors: Actors, clock: ClauseClock) -> None:
    taken(a_lock(store, lease_seconds=1))
    waiting = waits(actors, None)
    clock.advance(0.5)
    assert waiting.waits
    clock.advance(1)
    assert lease_of(waiting).remaining_seconds() > 50


@clause("keyvalue.lock-waiting.instant", source=ONE_INSTANCE, needs=(ACTORS, TIME_EXACT))
def test_who_waits_gets_it_a_millisecond_after_the_deadline(
    store: KeyValue, actors: Actors, clock: ClauseClock
) -> None:
    taken(a_lock(store, lease_seconds=10))
    waiting = waits(actors, None)
    clock.advance_exactly(10)
    assert waiting.waits
    clock.advance_exactly(0.001)
    assert lease_of(waiting).remaining_seconds() == 100


@clause("keyvalue.lock-waiting.gives-up", source=BLPOP, needs=NEEDS, hint="wait for the whole lease")
def test_who_waits_gives_up_in_time(store: KeyValue, actors: Actors, clock: ClauseClock) -> None:
    holder = taken(a_lock(store))
    with unchanged(store, *KEYS[1:]):
        waiting = waits(actors, 1)
        clock.advance(0.5)
        assert waiting.waits
        clock.advance(1)
        assert waiting.result() is None
    assert holder.remaining_seconds() > 50


@clause("keyvalue.lock-waiting.in-turn", source=BLPOP, needs=NEEDS, hint="wake all who wait")
def test_who_has_waited_longest_is_woken_first(store: KeyValue, actors: Actors) -> None:
    lease = taken(a_lock(store))
    waiting = [waits(actors, 50) for _ in range(3)]
    numbers = [lease.fencing_number]
    while waiting:
        lease.release()
        assert [each.waits for each in waiting] == [False, *(True for _ in waiting[1:])]
        lease = lease_of(waiting.pop(0))
        numbers.append(lease.fencing_number)
    assert numbers == sorted(set(numbers))


@clause("keyvalue.lock-waiting.one-gets-it", source=ONE_INSTANCE, needs=NEEDS)
def test_of_many_who_wait_for_a_lease_to_run_out_one_gets_the_lock(
    store: KeyValue, actors: Actors, clock: ClauseClock
) -> None:
    taken(a_lock(store, lease_seconds=1))
    waiting = [waits(actors, 50) for _ in range(4)]
    clock.advance(1.5)
    while waiting:
        (served,) = [each for each in waiting if not each.waits]
        waiting.remove(served)
        lease_of(served).release()


@clause("keyvalue.lock-waiting.extended", source=ONE_INSTANCE, needs=NEEDS, hint="trust the deadline of before")
def test_who_waits_goes_on_when_the_lease_is_extended(store: KeyValue, actors: Actors, clock: ClauseClock) -> None:
    holder = taken(a_lock(store, lease_seconds=1.5))
    waiting = waits(actors, 50)
    clock.advance(0.5)
    holder.extend()
    clock.advance(1.2)
    assert waiting.waits
    holder.release()
    lease_of(waiting)


@clause("keyvalue.lock-waiting.not-missed", source=BLPOP, needs=NEEDS, hint="wake those alone who wait already")
def test_a_release_before_the_wait_begins_is_not_missed(store: KeyValue, actors: Actors) -> None:
    holder = taken(a_lock(store))

    def late(other: KeyValue) -> Lease | None:
        return a_lock(meddled(other, "time_to_live", holder.release)).acquire(wait_seconds=None)

    lease_of(actors.start(late))


@clause("keyvalue.lock-waiting.free-meanwhile", source=BLPOP, needs=NEEDS)
def test_a_lock_that_is_free_before_the_wait_begins_is_taken(store: KeyValue, actors: Actors) -> None:
    holder = taken(a_lock(store))

    def late(other: KeyValue) -> Lease | None:
        return a_lock(meddled(other, "now", holder.release)).acquire(wait_seconds=50)

    lease_of(actors.start(late))


@clause(
    "keyvalue.lock-waiting.over-meanwhile",
    source=BLPOP,
    needs=NEEDS,
    hint="wait for the release of a lease that is over",
)
def test_a_lease_that_runs_out_before_the_wait_begins_is_not_waited_for(
    store: KeyValue, actors: Actors, clock: ClauseClock
) -> None:
    taken(a_lock(store, lease_seconds=0.5))
    lease_of(
        actors.start(lambda other: a_lock(meddled(other, "now", lambda: clock.advance(1))).acquire(wait_seconds=50))
    )


@clause(
    "keyvalue.lock-waiting.from-the-deadline", source=BLPOP, needs=(ACTORS, TIME_EXACT), hint="wait for zero seconds"
)
def test_a_wait_may_begin_at_the_instant_of_the_deadline(store: KeyValue, actors: Actors, clock: ClauseClock) -> None:
    taken(a_lock(store, lease_seconds=10))
    clock.advance_exactly(10)
    waiting = waits(actors, 50)
    assert waiting.waits
    clock.advance_exactly(0.002)
    lease_of(waiting)


@clause("keyvalue.lock-waiting.overtaken", source=BLPOP, needs=NEEDS, hint="give up when somebody else was faster")
def test_who_is_overtaken_waits_again(store: KeyValue, actors: Actors) -> None:
    holder = taken(a_lock(store))
    faster: list[Lease] = []

    def overtake() -> None:
        faster.append(taken(a_lock(store)))

    waiting = actors.start(lambda other: a_lock(meddled(other, "list_pop_waiting", overtake)).acquire(wait_seconds=50))
    holder.release()
    assert waiting.waits
    faster[0].release()
    assert lease_of(waiting).fencing_number > faster[0].fencing_number


@clause("keyvalue.lock-waiting.stale-signal", source=BLPOP, needs=NEEDS, hint="leave a signal for who comes later")
def test_an_old_release_wakes_nobody(store: KeyValue, actors: Actors) -> None:
    taken(a_lock(store)).release()
    holder = taken(a_lock(store))
    assert store.exists(KEYS[2]) == 0
    waiting = waits(actors, 50)
    assert waiting.waits
    holder.release()
    lease_of(waiting)


@clause("keyvalue.lock-waiting.no-wait", source=ONE_INSTANCE, hint="ask for the time first")
def test_who_finds_it_free_or_need_not_wait_does_not_ask_for_the_time(store: KeyValue) -> None:
    asked: list[str] = []
    lock = a_lock(meddled(store, "now", lambda: asked.append("now")))
    for seconds in (0, 0.001, 50, None):
        lease = lock.acquire(wait_seconds=seconds)
        assert lease is not None
        lease.release()
    taken(a_lock(store))
    assert lock.acquire() is None
    assert asked == []


@clause("keyvalue.lock-waiting.foreign-key", source=ONE_INSTANCE, needs=NEEDS)
def test_a_lock_without_a_deadline_is_waited_for(store: KeyValue, actors: Actors, clock: ClauseClock) -> None:
    store.set(KEYS[0], b"somebody who knows no leases")
    waiting = waits(actors, 1)
    assert waiting.waits
    clock.advance(1.5)
    assert waiting.result() is None
