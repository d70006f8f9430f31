"""Where fakeredis differs from the contract in times: what it takes, keeps, and calls over."""

from __future__ import annotations

from math import inf, nextafter
from typing import Final

from verifake.contracts.keyvalue._differences import ACCEPTED, Explains, answers, before, deadline_ms, now_ms, option
from verifake.contracts.keyvalue.deviations_fakeredis import fakeredis
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import ADVANCE, ClauseClock, Difference, rejects

__all__ = []

HOUR: Final = 3600


def _deletes(options: tuple[str, ...]) -> bool:
    """Whether these conditions let a key with a deadline be given one in the past."""
    return not set(options) & {"only_if_persistent", "only_if_later"}


def _keeps_what_expires_now(difference: Difference) -> bool:
    there = difference.operation.name == "type" and isinstance(difference.engine.value, KeyType)
    return there and difference.fake.value is None and deadline_ms(difference) == now_ms(difference)


KEPT: Final = "a deadline of now or earlier is kept like any other, and the key goes with the next tick of the clock"


@fakeredis(
    "expire.zero-or-less-deletes",
    "laxer",
    KEPT,
    rows=lambda seconds: -0.001 < seconds < 0.001,
    explains=_keeps_what_expires_now,
)
@fakeredis("expire.any-kind", "laxer", KEPT)
@fakeredis(
    "expire-condition.past-of-volatile",
    "laxer",
    KEPT,
    rows=lambda options, seconds: abs(seconds) < 0.001 and _deletes(options),
)
@fakeredis(
    "expire-condition.past-of-persistent",
    "laxer",
    KEPT,
    rows=lambda options, seconds: seconds == 0 and set(options) <= {"only_if_persistent", "only_if_sooner"},
)
def expire_now_leaves_the_key_for_an_instant(store: KeyValue) -> None:
    store.set("k", b"v")
    assert store.expire("k", 0) is True
    assert store.get("k") == b"v"


@fakeredis("clock-jump.past-deadline-deletes-for-good", "laxer", KEPT)
@fakeredis("clock-jump.set-in-the-past-deletes-for-good", "laxer", KEPT)
def a_past_deadline_is_kept(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", expire_at_seconds=clock.now() - 10)
    clock.set_back(HOUR)
    assert store.get("k") == b"v"


def _is_over_at_its_deadline(difference: Difference) -> bool:
    gone = difference.operation.name == "type" and difference.engine.value is None
    return gone and difference.cause.name == ADVANCE and before(difference, "expires_at") == now_ms(difference) / 1000


# The moved clock always shows one microsecond; the wall clock nearly always shows some.
MICROSECONDS: Final = "the clock has microseconds, and deadlines are floats of seconds"


@fakeredis("instant.present-at-absolute-deadline", "different", MICROSECONDS, explains=_is_over_at_its_deadline)
def a_key_is_gone_a_microsecond_after_its_deadline(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", expire_at_seconds=round(clock.now()) + 5)
    clock.advance_exactly(5)
    assert store.get("k") is None


def _tells_equal_deadlines_apart(difference: Difference) -> bool:
    deadline = deadline_ms(difference)
    compared = option(difference, "only_if_later") or option(difference, "only_if_sooner")
    changed = (difference.fake.value, difference.engine.value) == (False, True)
    same = deadline is not None and before(difference, "expires_at") == deadline / 1000
    return bool(compared and changed and same)


@fakeredis("instant.equal-deadline", "different", MICROSECONDS, explains=_tells_equal_deadlines_apart)
def a_time_to_live_ends_a_microsecond_after_the_same_deadline(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", expire_at_seconds=round(clock.now()) + HOUR)
    assert store.expire("k", HOUR, only_if_later=True) is True
    assert store.expire_at("k", round(clock.now()) + HOUR, only_if_sooner=True) is True


def _shows_the_float_beside(look: str, side: float) -> Explains:
    """Explain a look at time that shows the nearest float to the fake's, on the side of `side`."""

    def explains(difference: Difference) -> bool:
        fake, engine = difference.fake.value, difference.engine.value
        return difference.operation.name == look and isinstance(fake, float) and engine == nextafter(fake, side)

    return explains


@fakeredis("instant.far-deadline", "different", MICROSECONDS, explains=_shows_the_float_beside("expires_at", inf))
def a_microsecond_takes_a_far_deadline_to_the_next_float(store: KeyValue, clock: ClauseClock) -> None:
    clock.advance_exactly(0.5)
    store.set("k", b"v", ttl_seconds=9 * 10**15)
    assert store.expires_at("k") == nextafter(9 * 10**15 + clock.now(), inf)


@fakeredis(
    "instant.far-remaining-time", "different", MICROSECONDS, explains=_shows_the_float_beside("time_to_live", -inf)
)
def a_microsecond_takes_the_time_to_a_far_deadline_to_the_float_before(store: KeyValue, clock: ClauseClock) -> None:
    clock.advance_exactly(0.5)
    store.set("k", b"v", expire_at_seconds=9 * 10**15)
    assert store.time_to_live("k") == nextafter(9 * 10**15 - clock.now(), -inf)


def _is_beyond_64_bits(difference: Difference) -> bool:
    accepted = answers("expire", fake=(KeyValueCode.INVALID_EXPIRE,), engine=(ACCEPTED,))
    deadline = deadline_ms(difference) if accepted(difference) else None
    return deadline is not None and deadline >= 2**63


ENDLESS: Final = "the sum of now and a time to live may leave 64 bits"


@fakeredis(
    "expire.deadline-beyond-64-bits",
    "laxer",
    ENDLESS,
    explains=_is_beyond_64_bits,
)
@fakeredis("expire-condition.time-before-condition", "laxer", ENDLESS)
@fakeredis("instant.last-millisecond", "laxer", ENDLESS)
def a_deadline_beyond_64_bits_is_accepted(store: KeyValue) -> None:
    store.set("k", b"v")
    assert store.expire("k", 9223372036854775) is True


def _keeps_whole_seconds(difference: Difference) -> bool:
    wanted = deadline_ms(difference)
    if difference.cause.name != "get_and_touch" or wanted is None:
        return False
    kept = wanted // 1000
    fake, engine = difference.fake.value, difference.engine.value
    if difference.operation.name == "expires_at":
        return (fake, engine) == (wanted / 1000, kept)
    gone = isinstance(fake, KeyType) and engine is None
    return gone and kept * 1000 <= now_ms(difference) < wanted


SECONDS: Final = "get_and_touch keeps whole seconds only"


@fakeredis("get-and-touch.deadline", "different", SECONDS, explains=_keeps_whole_seconds)
@fakeredis("instant.a-millisecond-from-now", "different", SECONDS)
@fakeredis("instant.fraction-dropped", "different", SECONDS)
def get_and_touch_drops_milliseconds(store: KeyValue, clock: ClauseClock) -> None:
    at = round(clock.now()) + 100.25
    store.set("k", b"v")
    store.get_and_touch("k", expire_at_seconds=at)
    assert store.expires_at("k") == at - 0.25


LONGEST_MS: Final = 2**63 // 1000


def _is_too_long(difference: Difference) -> bool:
    refused = answers("get_and_touch", fake=(ACCEPTED,), engine=(KeyValueCode.INVALID_EXPIRE,))
    deadline = deadline_ms(difference) if refused(difference) else None
    return deadline is not None and deadline - now_ms(difference) > LONGEST_MS


@fakeredis(
    "get-and-touch.latest-time-to-live",
    "stricter",
    "get_and_touch takes a time to live of at most 64 bits of microseconds",
    explains=_is_too_long,
)
def get_and_touch_refuses_more_microseconds_than_64_bits(store: KeyValue) -> None:
    store.set("k", b"v")
    assert store.get_and_touch("k", ttl_seconds=LONGEST_MS // 1000) == b"v"
    with rejects(InvalidRequest, KeyValueCode.INVALID_EXPIRE):
        store.get_and_touch("k", ttl_seconds=LONGEST_MS // 1000 + 1)
