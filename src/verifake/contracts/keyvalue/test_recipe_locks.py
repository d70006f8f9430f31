"""The recipe for locks: who holds one, for how long, and with which number."""

from __future__ import annotations

from math import inf, nan
from random import Random

import pytest

from verifake.contracts.keyvalue._interference import answers_lost, meddled, untouched
from verifake.contracts.keyvalue._plant import OTHER_KINDS, Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest, TimedOut
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode, NoTtl
from verifake.proof import TIME_EXACT, ClauseClock, clause, rejects
from verifake.recipes.errors import LeaseLost, LockBusy, RecipeCode
from verifake.recipes.locks import Lease, Lock

ONE_INSTANCE = "https://redis.io/docs/latest/develop/clients/patterns/distributed-locks/"
FENCING = "https://martin.kleppmann.com/2016/02/08/how-to-do-distributed-locking.html"
WATCH = "https://redis.io/docs/latest/commands/watch/"
EXPIRE = "https://redis.io/docs/latest/commands/expire/"
PORT = "https://docs.python.org/3/library/exceptions.html#TypeError"

KEYS = ("lock:{l}", "lock:{l}:fence", "lock:{l}:signal")


def a_lock(store: KeyValue, name: str = "l", lease_seconds: float = 100) -> Lock:
    return Lock(store, name, lease_seconds=lease_seconds)


def taken(lock: Lock) -> Lease:
    """Return a lease of a lock that is free."""
    lease = lock.acquire()
    assert lease is not None
    return lease


@clause("keyvalue.lock.one-holder", source=ONE_INSTANCE, hint="set the token whether or not there is one")
def test_one_at_a_time_holds_a_lock(store: KeyValue) -> None:
    taken(a_lock(store))
    with unchanged(store, *KEYS):
        assert a_lock(store).acquire() is None


@clause("keyvalue.lock.not-reentrant", source=ONE_INSTANCE)
def test_a_holder_does_not_get_it_again(store: KeyValue) -> None:
    lock = a_lock(store)
    lease = taken(lock)
    assert lock.acquire() is None
    lease.release()


@clause("keyvalue.lock.released", source=ONE_INSTANCE)
def test_a_lock_that_was_released_is_free(store: KeyValue) -> None:
    taken(a_lock(store)).release()
    assert store.exists(KEYS[0]) == 0
    taken(a_lock(store))


@clause("keyvalue.lock.leaves-nothing", source=EXPIRE, hint="leave a signal that nobody has heard")
def test_in_the_end_only_the_number_is_left(store: KeyValue, clock: ClauseClock) -> None:
    taken(a_lock(store, lease_seconds=0.5)).release()
    clock.advance(1)
    assert [store.exists(key) for key in KEYS] == [0, 1, 0]
    assert store.expires_at(KEYS[1]) is NoTtl.PERSISTENT


@clause("keyvalue.lock.names", source=ONE_INSTANCE, hint="lock everything at once")
def test_locks_of_different_names_have_nothing_to_do_with_each_other(store: KeyValue) -> None:
    first, other = taken(a_lock(store)), taken(a_lock(store, "other"))
    first.release()
    assert a_lock(store, "other").acquire() is None
    other.release()


@clause("keyvalue.lock.numbers-grow", source=FENCING, hint="count in the key that expires")
def test_each_lease_has_a_larger_fencing_number(store: KeyValue, clock: ClauseClock) -> None:
    numbers = []
    for _ in range(3):
        lease = taken(a_lock(store))
        numbers.append(lease.fencing_number)
        lease.release()
    numbers.append(taken(a_lock(store, lease_seconds=0.5)).fencing_number)
    clock.advance(1)
    numbers.append(taken(a_lock(store)).fencing_number)
    assert numbers == sorted(set(numbers))


@clause("keyvalue.lock.stale-holder", source=FENCING, hint="release or extend without a look at the token")
def test_who_is_late_does_not_touch_the_next_holders_lock(store: KeyValue, clock: ClauseClock) -> None:
    late = taken(a_lock(store, lease_seconds=0.5))
    clock.advance(1)
    holder = taken(a_lock(store))
    with unchanged(store, *KEYS):
        with rejects(LeaseLost, RecipeCode.LEASE_LOST):
            late.release()
        with rejects(LeaseLost, RecipeCode.LEASE_LOST):
            late.extend()
        assert late.remaining_seconds() == 0
    assert late.fencing_number < holder.fencing_number
    assert a_lock(store).acquire() is None
    holder.release()


@clause("keyvalue.lock.deadline", source=EXPIRE, needs=(TIME_EXACT,))
def test_a_lease_runs_out_after_the_instant_of_its_deadline(store: KeyValue, clock: ClauseClock) -> None:
    taken(a_lock(store, lease_seconds=10))
    clock.advance_exactly(10)
    assert a_lock(store).acquire() is None
    clock.advance_exactly(0.001)
    taken(a_lock(store))


@clause("keyvalue.lock.lost", source=ONE_INSTANCE, hint="make the key anew")
def test_a_lease_that_has_run_out_is_lost_even_if_nobody_took_the_lock(store: KeyValue, clock: ClauseClock) -> None:
    lease = taken(a_lock(store, lease_seconds=0.5))
    clock.advance(1)
    with unchanged(store, *KEYS), rejects(LeaseLost, RecipeCode.LEASE_LOST):
        lease.extend()
    with unchanged(store, *KEYS), rejects(LeaseLost, RecipeCode.LEASE_LOST):
        lease.release()


@clause("keyvalue.lock.released-twice", source=ONE_INSTANCE)
def test_a_lease_is_released_once(store: KeyValue) -> None:
    lease = taken(a_lock(store))
    lease.release()
    with unchanged(store, *KEYS), rejects(LeaseLost, RecipeCode.LEASE_LOST):
        lease.release()
    with unchanged(store, *KEYS), rejects(LeaseLost, RecipeCode.LEASE_LOST):
        lease.extend()


@clause("keyvalue.lock.extended", source=ONE_INSTANCE, hint="add the time to what remains")
def test_an_extended_lease_runs_for_its_whole_time_from_then(store: KeyValue, clock: ClauseClock) -> None:
    lease = taken(a_lock(store, lease_seconds=2))
    clock.advance(1)
    lease.extend()
    clock.advance(1.5)
    assert a_lock(store).acquire() is None
    clock.advance(1)
    taken(a_lock(store))


@clause("keyvalue.lock.remaining", source=ONE_INSTANCE, needs=(TIME_EXACT,))
def test_a_lease_says_for_how_long_it_runs(store: KeyValue, clock: ClauseClock) -> None:
    lease = taken(a_lock(store, lease_seconds=10))
    clock.advance_exactly(4)
    assert lease.remaining_seconds() == 6
    lease.extend()
    assert lease.remaining_seconds() == 10
    lease.release()
    assert lease.remaining_seconds() == 0


@clause("keyvalue.lock.held", source=ONE_INSTANCE)
def test_a_block_holds_the_lock_and_gives_it_back(store: KeyValue) -> None:
    with a_lock(store).hold() as lease:
        assert lease.remaining_seconds() > 0
        assert a_lock(store).acquire() is None
    taken(a_lock(store))


@clause("keyvalue.lock.held-busy", source=ONE_INSTANCE, hint="enter the block all the same")
def test_a_block_is_not_entered_without_the_lock(store: KeyValue) -> None:
    taken(a_lock(store))
    entered = False
    with unchanged(store, *KEYS), rejects(LockBusy, RecipeCode.LOCK_BUSY), a_lock(store).hold():
        entered = True
    assert not entered


@clause("keyvalue.lock.held-error", source=ONE_INSTANCE)
def test_a_block_that_fails_gives_the_lock_back(store: KeyValue) -> None:
    with pytest.raises(KeyError), a_lock(store).hold():
        raise KeyError
    taken(a_lock(store))


@clause("keyvalue.lock.held-too-long", source=FENCING, hint="leave the block as if all were well")
def test_a_block_that_took_too_long_is_told(store: KeyValue, clock: ClauseClock) -> None:
    with rejects(LeaseLost, RecipeCode.LEASE_LOST), a_lock(store, lease_seconds=0.5).hold():
        clock.advance(1)
        holder = taken(a_lock(store))
    assert holder.remaining_seconds() > 0


@clause("keyvalue.lock.held-too-long-error", source=FENCING)
def test_what_a_block_raises_goes_before_its_loss(store: KeyValue, clock: ClauseClock) -> None:
    def fails_late() -> None:
        clock.advance(1)
        raise KeyError

    with pytest.raises(KeyError), a_lock(store, lease_seconds=0.5).hold():
        fails_late()


@clause("keyvalue.lock.taken-meanwhile", source=WATCH, hint="write without having watched")
def test_of_two_who_find_it_free_one_takes_it(store: KeyValue) -> None:
    taken_meanwhile = []
    hasty = meddled(store, "get", lambda: taken_meanwhile.append(taken(a_lock(store))))
    assert a_lock(hasty).acquire() is None
    (holder,) = taken_meanwhile
    with unchanged(store, *KEYS):
        assert holder.remaining_seconds() > 0
    holder.release()


@clause("keyvalue.lock.lost-meanwhile", source=WATCH, hint="delete what was looked at a moment ago")
@pytest.mark.parametrize("operation", ["release", "extend"])
def test_a_lease_may_be_lost_between_look_and_write(store: KeyValue, clock: ClauseClock, operation: str) -> None:
    taken_meanwhile = []

    def another_takes_it() -> None:
        clock.advance(1)
        taken_meanwhile.append(taken(a_lock(store)))

    lease = taken(a_lock(meddled(store, "get", lambda: None, another_takes_it), lease_seconds=0.5))
    with rejects(LeaseLost, RecipeCode.LEASE_LOST):
        getattr(lease, operation)()
    assert taken_meanwhile[0].remaining_seconds() > 50


@clause("keyvalue.lock.extended-meanwhile", source=WATCH)
def test_a_lease_that_is_extended_meanwhile_is_released(store: KeyValue) -> None:
    leases: list[Lease] = []
    busy = meddled(store, "get", lambda: None, lambda: store.expire(KEYS[0], 50))
    leases.append(taken(a_lock(busy)))
    leases[0].release()
    assert store.exists(KEYS[0]) == 0


@clause("keyvalue.lock.answer-lost", source=FENCING, hint="forget the token, or take the old number for granted")
@pytest.mark.parametrize("applied", [True, False])
def test_a_lock_whose_taking_was_not_answered_is_not_lost(store: KeyValue, applied: bool) -> None:
    lock = a_lock(answers_lost(store, applied=applied))
    with rejects(TimedOut, KeyValueCode.TIMED_OUT):
        lock.acquire()
    number = int(store.get(KEYS[1]) or b"0")
    assert number == applied
    lease = taken(lock)
    assert lease.fencing_number > number
    assert a_lock(store).acquire() is None
    lease.release()
    taken(lock)


@clause("keyvalue.lock.answer-lost-others", source=ONE_INSTANCE)
def test_who_does_not_know_that_it_holds_a_lock_holds_it_for_a_lease(store: KeyValue, clock: ClauseClock) -> None:
    lock = a_lock(answers_lost(store, applied=True), lease_seconds=0.5)
    with rejects(TimedOut, KeyValueCode.TIMED_OUT):
        lock.acquire()
    assert a_lock(store).acquire() is None
    clock.advance(1)
    holder = taken(a_lock(store))
    assert lock.acquire() is None
    holder.release()


@clause("keyvalue.lock.tokens", source=ONE_INSTANCE, hint="use the name of the host, or a counter")
def test_tokens_are_drawn_from_the_given_source(store: KeyValue) -> None:
    for seed in (1, 2):
        taken(Lock(store, "l", lease_seconds=9, random=Random(seed)))  # noqa: S311 - it has to be repeatable
        assert store.get_and_delete(KEYS[0]) == Random(seed).randbytes(16).hex().encode()  # noqa: S311 - as above


@clause("keyvalue.lock.other-kind", source="observed: valkey 9.1.2, redis 7.0.15")
def test_a_key_of_another_kind_is_no_lock(store: KeyValue, plant: Plant) -> None:
    for kind in OTHER_KINDS:
        plant(KEYS[0], kind)
        with unchanged(store, *KEYS), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            a_lock(store).acquire()


@clause("keyvalue.lock.number-broken", source=FENCING, hint="hold a lock without a number")
def test_a_lock_whose_number_is_none_is_not_taken(store: KeyValue, plant: Plant) -> None:
    store.set(KEYS[1], b"text")
    with unchanged(store, *KEYS), rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        a_lock(store).acquire()
    plant(KEYS[1], KeyType.LIST)
    with unchanged(store, *KEYS), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        a_lock(store).acquire()


@clause("keyvalue.lock.arguments", source=PORT)
def test_wrong_arguments_are_refused_before_anything_is_sent(store: KeyValue) -> None:
    nothing = untouched(store)
    for seconds in (0, -1, 0.0009, 1e300, nan, inf, 10_000_000_001):
        with pytest.raises(ValueError, match="seconds"):
            a_lock(nothing, lease_seconds=seconds)
    for value in ("5", None, True):
        with pytest.raises(TypeError):
            a_lock(nothing, lease_seconds=value)  # type: ignore[arg-type]
    for name in (b"l", 7, None):
        with pytest.raises(TypeError):
            Lock(nothing, name, lease_seconds=1)  # type: ignore[arg-type]
    for wait in (-1, nan, inf):
        with unchanged(store, *KEYS), pytest.raises(ValueError, match="seconds"):
            a_lock(store).acquire(wait_seconds=wait)
    for wrong in ("5", b"5", True):
        with unchanged(store, *KEYS), pytest.raises(TypeError):
            a_lock(store).acquire(wait_seconds=wrong)  # type: ignore[arg-type]
