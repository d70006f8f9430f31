"""The recipe for limits: how much is admitted, when, and to whom."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, inf, nan

import pytest

from verifake.contracts.keyvalue._interference import answers_lost, meddled, untouched
from verifake.contracts.keyvalue._plant import OTHER_KINDS, Plant
from verifake.contracts.keyvalue._unchanged import unchanged
from verifake.errors import InvalidRequest, TimedOut
from verifake.ports.keyvalue import KeyValue, KeyValueCode, NoTtl
from verifake.proof import TIME_BACK, TIME_EXACT, ClauseClock, clause, rejects
from verifake.recipes.errors import Contended, InvalidRecord, RecipeCode
from verifake.recipes.optimistic import MAX_ATTEMPTS
from verifake.recipes.rate_limits import Decision, RateLimiter

GCRA = "https://www.itu.int/rec/T-REC-I.371"
RATE_LIMITING = "https://brandur.org/rate-limiting"
WATCH = "https://redis.io/docs/latest/commands/watch/"
PORT = "https://docs.python.org/3/library/exceptions.html#TypeError"

EXACT = (TIME_EXACT,)
"""These clauses move the clock by nothing first, so that one that cannot be moved says so before it is looked at."""


def admitted(limiter: RateLimiter, times: int = 20, cost: int = 1) -> int:
    """Return how many of so many requests in a row are admitted."""
    return sum(limiter.try_acquire("u", cost).allowed for _ in range(times))


@clause("keyvalue.rate-limit.burst", source=RATE_LIMITING, hint="admit one too many, or one too few")
@pytest.mark.parametrize(("limit", "burst"), [(5, None), (5, 5), (5, 1), (5, 12), (1, None), (1, 3)])
def test_so_many_are_admitted_at_once(store: KeyValue, limit: int, burst: int | None) -> None:
    limiter = RateLimiter(store, limit=limit, per_seconds=3600, burst=burst)
    assert admitted(limiter) == (burst or limit)


@clause("keyvalue.rate-limit.refilled", source=RATE_LIMITING, hint="fill the bucket only when it is empty")
def test_time_admits_more(store: KeyValue, clock: ClauseClock) -> None:
    limiter = RateLimiter(store, limit=4, per_seconds=8)
    assert admitted(limiter, 8) == 4
    clock.advance(3)
    assert admitted(limiter, 8) == 1
    clock.advance(2)
    assert admitted(limiter, 8) == 1


@clause("keyvalue.rate-limit.decision", source=GCRA, needs=EXACT, hint="give the time until the bucket is full")
def test_a_decision_says_what_remains_and_until_when(store: KeyValue, clock: ClauseClock) -> None:
    clock.advance_exactly(0)
    limiter = RateLimiter(store, limit=3, per_seconds=30)
    assert limiter.try_acquire("u") == Decision(True, 2, 0, 10)
    assert limiter.try_acquire("u", 2) == Decision(True, 0, 0, 30)
    assert limiter.try_acquire("u") == Decision(False, 0, 10, 30)
    clock.advance_exactly(4)
    assert limiter.try_acquire("u") == Decision(False, 0, 6, 26)
    assert limiter.try_acquire("u", 2) == Decision(False, 0, 16, 26)
    clock.advance_exactly(7)
    assert limiter.try_acquire("u", 3) == Decision(False, 1, 19, 19)
    assert limiter.try_acquire("u") == Decision(True, 0, 0, 29)


@clause("keyvalue.rate-limit.instant", source=GCRA, needs=EXACT, hint="compare with the wrong side of the boundary")
@pytest.mark.parametrize(
    ("limit", "per_seconds"), [(1, 0.001), (1, 5), (3, 1), (7, 2), (1000, 1), (3000, 1), (7, 3600)]
)
def test_the_next_is_admitted_at_the_very_millisecond(
    store: KeyValue, clock: ClauseClock, limit: int, per_seconds: float
) -> None:
    clock.advance_exactly(0)
    limiter = RateLimiter(store, limit=limit, per_seconds=per_seconds, burst=2)
    token_ms = ceil(Fraction(round(per_seconds * 1000), limit))
    assert admitted(limiter, 3) == 2
    assert limiter.try_acquire("u").retry_after_seconds == token_ms / 1000
    clock.advance_exactly((token_ms - 1) / 1000)
    assert not limiter.try_acquire("u").allowed
    clock.advance_exactly(0.001)
    assert limiter.try_acquire("u").allowed


@clause("keyvalue.rate-limit.nothing-rounded", source=GCRA, needs=EXACT, hint="round a token's time")
def test_thirds_of_a_second_make_a_second(store: KeyValue, clock: ClauseClock) -> None:
    clock.advance_exactly(0)
    limiter = RateLimiter(store, limit=3, per_seconds=1)
    for _ in range(5):
        assert admitted(limiter, 5) == 3
        clock.advance_exactly(1)
    assert [_admitted_after(limiter, clock, 0.001) for _ in range(1000)].count(True) == 3 + 2


def _admitted_after(limiter: RateLimiter, clock: ClauseClock, seconds: float) -> bool:
    clock.advance_exactly(seconds)
    return limiter.try_acquire("u").allowed


@clause("keyvalue.rate-limit.retry-after", source=RATE_LIMITING, needs=EXACT, hint="leave the cost out")
@pytest.mark.parametrize("cost", [1, 2, 5])
def test_who_comes_back_when_told_is_admitted(store: KeyValue, clock: ClauseClock, cost: int) -> None:
    clock.advance_exactly(0)
    limiter = RateLimiter(store, limit=5, per_seconds=7)
    limiter.try_acquire("u", 4)
    limiter.try_acquire("u")
    refused = limiter.try_acquire("u", cost)
    clock.advance_exactly(refused.retry_after_seconds - 0.001)
    assert not limiter.try_acquire("u", cost).allowed
    clock.advance_exactly(0.001)
    assert limiter.try_acquire("u", cost).allowed


@clause("keyvalue.rate-limit.reset-after", source=RATE_LIMITING, needs=EXACT)
def test_in_the_end_all_is_as_if_nobody_had_come(store: KeyValue, clock: ClauseClock) -> None:
    clock.advance_exactly(0)
    limiter = RateLimiter(store, limit=3, per_seconds=1)
    limiter.try_acquire("u")
    decision = limiter.try_acquire("u")
    clock.advance_exactly(decision.reset_after_seconds)
    assert limiter.try_acquire("u") == Decision(True, 2, 0, 0.334)
    clock.advance_exactly(0.335)
    assert store.exists("rate:u") == 0


@clause("keyvalue.rate-limit.refused-for-nothing", source=RATE_LIMITING, hint="count first, and decide then")
def test_who_is_refused_pays_nothing(store: KeyValue) -> None:
    limiter = RateLimiter(store, limit=3, per_seconds=3600)
    limiter.try_acquire("u", 2)
    with unchanged(store, "rate:u"):
        for cost in (2, 3, 2):
            refused = limiter.try_acquire("u", cost)
            assert (refused.allowed, refused.remaining) == (False, 1)
    assert limiter.try_acquire("u", 1).allowed


@clause("keyvalue.rate-limit.keys", source=RATE_LIMITING)
def test_keys_and_prefixes_are_limited_apart(store: KeyValue) -> None:
    limiter = RateLimiter(store, limit=1, per_seconds=3600)
    other = RateLimiter(store, limit=1, per_seconds=3600, prefix="other:")
    assert [each.try_acquire(key).allowed for each in (limiter, other) for key in ("u", "v", "u")] == [
        True,
        True,
        False,
    ] * 2


@clause("keyvalue.rate-limit.shared", source=RATE_LIMITING, hint="count in this process")
def test_all_who_share_the_store_share_the_limit(store: KeyValue) -> None:
    limiters = [RateLimiter(store, limit=4, per_seconds=3600) for _ in range(3)]
    assert sum(limiter.try_acquire("u").allowed for _ in range(3) for limiter in limiters) == 4


@clause("keyvalue.rate-limit.meanwhile", source=WATCH, hint="write what was computed from an older count")
@pytest.mark.parametrize("free", [1, 2, 3])
def test_who_comes_in_between_is_counted(store: KeyValue, free: int) -> None:
    limiter = RateLimiter(store, limit=free, per_seconds=3600)
    seen: list[bool] = []
    others = [lambda: seen.append(limiter.try_acquire("u").allowed)] * 2
    slow = RateLimiter(meddled(store, "get", *others), limit=free, per_seconds=3600)
    decision = slow.try_acquire("u")
    assert [*seen, decision.allowed].count(True) == min(free, 3)
    assert admitted(limiter) == 0


@clause("keyvalue.rate-limit.time-meanwhile", source=WATCH, needs=EXACT)
def test_the_time_of_an_admission_is_one_at_which_it_was_due(store: KeyValue, clock: ClauseClock) -> None:
    clock.advance_exactly(0)
    limiter = RateLimiter(store, limit=1, per_seconds=10)
    slow = RateLimiter(meddled(store, "get", lambda: clock.advance_exactly(4)), limit=1, per_seconds=10)
    assert slow.try_acquire("u").allowed
    assert limiter.try_acquire("u").retry_after_seconds == 6


@clause("keyvalue.rate-limit.expired-meanwhile", source=WATCH, hint="count on from a time that is over")
def test_a_bucket_that_is_full_meanwhile_is_full(store: KeyValue, clock: ClauseClock) -> None:
    limiter = RateLimiter(store, limit=2, per_seconds=1)
    limiter.try_acquire("u")
    slow = RateLimiter(meddled(store, "get", lambda: clock.advance(1.2)), limit=2, per_seconds=1)
    assert slow.try_acquire("u").remaining == 1


@clause("keyvalue.rate-limit.set-back", source=GCRA, needs=(TIME_BACK, TIME_EXACT), hint="trust a time that is to come")
def test_a_clock_that_is_set_back_locks_nobody_out(store: KeyValue, clock: ClauseClock) -> None:
    clock.advance_exactly(0)
    limiter = RateLimiter(store, limit=3, per_seconds=30)
    assert admitted(limiter) == 3
    clock.set_back(86_400)
    assert limiter.try_acquire("u").retry_after_seconds == 10
    clock.advance_exactly(10)
    assert limiter.try_acquire("u").allowed is False
    clock.advance_exactly(10)


@clause("keyvalue.rate-limit.other-limit", source=GCRA, needs=EXACT)
def test_a_limit_may_change_while_it_counts(store: KeyValue, clock: ClauseClock) -> None:
    clock.advance_exactly(0)
    assert admitted(RateLimiter(store, limit=7, per_seconds=60)) == 7
    smaller = RateLimiter(store, limit=3, per_seconds=30)
    assert smaller.try_acquire("u").retry_after_seconds == 10
    larger = RateLimiter(store, limit=120, per_seconds=60)
    assert admitted(larger, 100) == 0
    clock.advance_exactly(1)
    assert admitted(larger, 100) == 2


@clause("keyvalue.rate-limit.deadline", source=GCRA, hint="leave a key for ever, or let it go too early")
def test_a_key_is_there_until_its_bucket_is_full(store: KeyValue) -> None:
    limiter = RateLimiter(store, limit=3, per_seconds=90)
    before = store.now()
    reset = limiter.try_acquire("u", 2).reset_after_seconds
    deadline = store.expires_at("rate:u")
    assert not isinstance(deadline, NoTtl)
    assert before + reset <= deadline + 0.001
    assert deadline <= store.now() + reset + 0.001


@clause("keyvalue.rate-limit.contended", source=WATCH)
def test_who_is_overtaken_all_the_time_is_told(store: KeyValue) -> None:
    others = [lambda: store.delete("rate:u"), lambda: store.set("rate:u", b"0")] * MAX_ATTEMPTS
    store.set("rate:u", b"0")
    slow = RateLimiter(meddled(store, "get", *others), limit=1, per_seconds=1)
    with rejects(Contended, RecipeCode.CONTENDED):
        slow.try_acquire("u")


@clause("keyvalue.rate-limit.answer-lost", source=WATCH, hint="try again by itself")
@pytest.mark.parametrize("applied", [True, False])
def test_an_answer_that_is_lost_leaves_open_what_is_spent(store: KeyValue, applied: bool) -> None:
    with rejects(TimedOut, KeyValueCode.TIMED_OUT):
        RateLimiter(answers_lost(store, applied=applied), limit=3, per_seconds=3600).try_acquire("u")
    assert admitted(RateLimiter(store, limit=3, per_seconds=3600)) == 3 - applied


@clause("keyvalue.rate-limit.other-value", source="observed: valkey 9.1.2, redis 7.0.15")
def test_what_is_no_time_is_refused(store: KeyValue, plant: Plant) -> None:
    limiter = RateLimiter(store, limit=3, per_seconds=1)
    for text in (b"", b"text", b"1.5", b"1/0", b"/", b"1e9", b"1/2/3", b"secret"):
        store.set("rate:u", text, ttl_seconds=100)
        with unchanged(store, "rate:u"), pytest.raises(InvalidRecord) as refused:
            limiter.try_acquire("u")
        assert (refused.value.code, refused.value.key) == (RecipeCode.INVALID_RECORD, "rate:u")
        assert "secret" not in str(refused.value)
    for kind in OTHER_KINDS:
        plant("rate:u", kind)
        with unchanged(store, "rate:u"), rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            limiter.try_acquire("u")


@clause("keyvalue.rate-limit.arguments", source=PORT)
def test_wrong_arguments_are_refused_before_anything_is_sent(store: KeyValue) -> None:
    nothing = untouched(store)
    for limit, per_seconds, burst in (
        (0, 1, 1),
        (-1, 1, 1),
        (1, 1, 0),
        (1, 0, 1),
        (1, 1e300, 1),
        (1, nan, 1),
        (1, inf, 1),
    ):
        with pytest.raises(ValueError, match="must be"):
            RateLimiter(nothing, limit=limit, per_seconds=per_seconds, burst=burst)
    for wrong in ({"limit": 1.5}, {"limit": True}, {"per_seconds": "1"}, {"burst": "1"}, {"prefix": b"rate:"}):
        with pytest.raises(TypeError):
            RateLimiter(nothing, **{"limit": 1, "per_seconds": 1, **wrong})  # type: ignore[arg-type]
    limiter = RateLimiter(nothing, limit=3, per_seconds=1)
    for cost in (0, -1, 4):
        with pytest.raises(ValueError, match="cost must be at least 1 and at most 3"):
            limiter.try_acquire("u", cost)
    for key, tokens in (("u", 1.5), ("u", True), ("u", None), (b"u", 1), (7, 1)):
        with pytest.raises(TypeError):
            limiter.try_acquire(key, tokens)  # type: ignore[arg-type]
