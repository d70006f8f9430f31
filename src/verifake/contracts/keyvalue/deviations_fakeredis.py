"""Where fakeredis differs from the contract. One counter-clause a reason, which may explain several clauses."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan
from typing import Any, Final, TypeVar

from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue.test_too_large import ONE_BYTE_TOO_LONG, WRITES
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import ClauseClock, Difference, deviation, rejects

__all__ = []

HOUR: Final = 3600

Function = TypeVar("Function", bound=Callable[..., Any])


def _fakeredis(
    clause: str,
    risk: str,
    reason: str,
    *,
    rows: Callable[..., bool] | None = None,
    explains: Callable[[Difference], bool] | None = None,
) -> Callable[[Function], Function]:
    """Declare a deviation of fakeredis, as seen in 2.40."""
    return deviation(
        f"keyvalue.{clause}",
        backend="fakeredis",
        versions="<2.41",
        risk=risk,
        reason=reason,
        rows=rows,
        explains=explains,
    )


def _deletes(options: tuple[str, ...]) -> bool:
    """Whether these conditions let a key with a deadline be given one in the past."""
    return not set(options) & {"only_if_persistent", "only_if_later"}


KEPT: Final = "a deadline of now or earlier is kept like any other, and the key goes with the next tick of the clock"


@_fakeredis("expire.zero-or-less-deletes", "laxer", KEPT, rows=lambda seconds: -0.001 < seconds < 0.001)
@_fakeredis("expire.any-kind", "laxer", KEPT)
@_fakeredis(
    "expire-condition.past-of-volatile",
    "laxer",
    KEPT,
    rows=lambda options, seconds: abs(seconds) < 0.001 and _deletes(options),
)
@_fakeredis(
    "expire-condition.past-of-persistent",
    "laxer",
    KEPT,
    rows=lambda options, seconds: seconds == 0 and set(options) <= {"only_if_persistent", "only_if_sooner"},
)
def expire_now_leaves_the_key_for_an_instant(store: KeyValue) -> None:
    store.set("k", b"v")
    assert store.expire("k", 0) is True
    assert store.get("k") == b"v"


@_fakeredis("clock-jump.past-deadline-deletes-for-good", "laxer", KEPT)
@_fakeredis("clock-jump.set-in-the-past-deletes-for-good", "laxer", KEPT)
def a_past_deadline_is_kept(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v", expire_at_seconds=clock.now() - 10)
    clock.set_back(HOUR)
    assert store.get("k") == b"v"


def _same_as_double(start: str, by: float, stored: str) -> bool:
    """Whether a sum of 64-bit floats has the digits of the engine's."""
    return f"{float(start) + by:.17f}".rstrip("0").rstrip(".") == stored


DOUBLE: Final = "adds in 64-bit floats, with 53 bits of mantissa instead of 64"


@_fakeredis("float-counter.adds", "different", DOUBLE)
@_fakeredis("float-counter.subtracts", "different", DOUBLE)
@_fakeredis(
    "float-counter.long-double-digits",
    "different",
    DOUBLE,
    rows=lambda start, by, stored: not _same_as_double(start, by, stored),
)
@_fakeredis(
    "float-counter.sixty-four-bits-of-mantissa",
    "different",
    DOUBLE,
    rows=lambda start, by, stored: int(float(start) + by) != int(stored),
)
@_fakeredis("float-counter.all-digits-of-large-sums", "different", DOUBLE)
@_fakeredis("float-spelling.argument", "different", DOUBLE)
def sums_are_those_of_a_double(store: KeyValue) -> None:
    store.set("k", b"0.1")
    assert store.increment_float("k", 0.2) == 0.1 + 0.2
    assert store.get("k") == b"0.30000000000000004"


BEYOND: Final = "numbers beyond a 64-bit float are infinite, or no numbers"


@_fakeredis("float-counter.beyond-double", "different", BEYOND)
@_fakeredis("float-counter.back-from-beyond-double", "different", BEYOND)
@_fakeredis("float-counter.sum-is-infinite", "different", BEYOND)
@_fakeredis("float-spelling.largest", "stricter", BEYOND)
def a_number_beyond_a_double_is_none(store: KeyValue) -> None:
    store.set("k", b"1e4932")
    with rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
        store.increment_float("k", 1)


@_fakeredis("float-spelling.smallest", "stricter", "numbers smaller than a 64-bit float are no numbers")
def a_number_below_a_double_is_none(store: KeyValue) -> None:
    store.set("k", b"1e-4932")
    with rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
        store.increment_float("k", 1)


@_fakeredis("float-counter.value-is-infinite", "laxer", "adds to a value of infinity")
def infinity_can_be_added_to(store: KeyValue) -> None:
    store.set("k", b"inf")
    assert store.increment_float("k", 1.5) == float("inf")


@_fakeredis(
    "float-counter.zero-has-no-sign",
    "different",
    "a sum of zero keeps its sign",
    rows=lambda start, by: (start, by) in {("0", -1e-20), ("-1e-18", 0)},
)
def zero_keeps_its_sign(store: KeyValue) -> None:
    store.set("k", b"0")
    assert str(store.increment_float("k", -1e-20)) == "-0.0"


def _hexadecimal(spelling: str, stored: str) -> bool:  # noqa: ARG001 - rows are given whole
    return "x" in spelling.lower()


@_fakeredis(
    "float-spelling.numbers",
    "stricter",
    "hexadecimal numbers are none",
    rows=_hexadecimal,
)
def hexadecimal_is_no_number(store: KeyValue) -> None:
    store.set("k", b"0x10")
    with rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
        store.increment_float("k", 1)


@_fakeredis(
    "float-spelling.no-numbers",
    "laxer",
    "digits may be grouped by underscores, as in Python",
    rows=lambda spelling: spelling == "underscore",
)
def underscores_are_accepted(store: KeyValue) -> None:
    store.set("k", b"1_0")
    assert store.increment_float("k", 1) == 11


@_fakeredis("float-spelling.too-long", "laxer", "a number may be of any length")
def a_number_of_any_length_is_accepted(store: KeyValue) -> None:
    store.set("k", b"1" + b"0" * 10_000)
    store.set("k", b"0." + b"0" * 10_000)
    assert store.increment_float("k", 1) == 1


@_fakeredis(
    "float-counter.wrong-type-before-argument",
    "different",
    "the number is judged before the kind of value",
    rows=lambda by: isnan(by),  # noqa: PLW0108 - rows are given by name,
)
def the_number_is_judged_first(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    with rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
        store.increment_float("k", float("nan"))


SMALLEST: Final = -(2**63)


@_fakeredis(
    "counter-limits.decrement-by-the-smallest",
    "laxer",
    "subtracts the smallest integer where the sum fits",
    rows=lambda start: int(start) < 0,
)
def the_smallest_integer_can_be_subtracted(store: KeyValue) -> None:
    store.set("k", b"-1")
    assert store.decrement("k", SMALLEST) == 2**63 - 1


@_fakeredis("counter-limits.decrement-by-the-smallest-before-all", "different", "looks at the key first")
def the_key_is_looked_at_first(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.decrement("k", SMALLEST)


ENDLESS: Final = "the sum of now and a time to live may leave 64 bits"


@_fakeredis("expire.deadline-beyond-64-bits", "laxer", ENDLESS)
@_fakeredis("expire-condition.time-before-condition", "laxer", ENDLESS)
@_fakeredis("instant.last-millisecond", "laxer", ENDLESS)
def a_deadline_beyond_64_bits_is_accepted(store: KeyValue) -> None:
    store.set("k", b"v")
    assert store.expire("k", 9223372036854775) is True


ORDER: Final = "the time is judged before the options"


@_fakeredis(
    "expire-condition.incompatible-before-time", "different", ORDER, rows=lambda seconds: abs(seconds) == 10**16
)
def expire_judges_the_time_first(store: KeyValue) -> None:
    store.set("k", b"v")
    with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.expire("k", 10**16, only_if_persistent=True, only_if_volatile=True)


@_fakeredis("set-options.incompatible-before-time", "different", ORDER)
def set_judges_the_time_first(store: KeyValue) -> None:
    with rejects(InvalidRequest, KeyValueCode.INVALID_EXPIRE):
        store.set("k", b"v", ttl_seconds=0, only_if_absent=True, only_if_present=True)


KIND: Final = "the kind of value is judged before options and times"


@_fakeredis("get-and-touch.incompatible-before-all", "different", KIND)
@_fakeredis("get-and-touch.time-before-wrong-type", "different", KIND)
def get_and_touch_judges_the_kind_first(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.get_and_touch("k", ttl_seconds=0)


@_fakeredis("set-and-get-old.incompatible-before-all", "different", ORDER)
def set_and_get_old_judges_the_time_first(store: KeyValue) -> None:
    with rejects(InvalidRequest, KeyValueCode.INVALID_EXPIRE):
        store.set_and_get_old("k", b"v", ttl_seconds=0, only_if_absent=True, only_if_present=True)


@_fakeredis("set-range.offset-before-wrong-type", "different", KIND)
def set_range_judges_the_kind_first(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.set_range("k", -1, b"x")


SECONDS: Final = "get_and_touch keeps whole seconds only"


@_fakeredis("get-and-touch.deadline", "different", SECONDS)
@_fakeredis("instant.a-millisecond-from-now", "different", SECONDS)
@_fakeredis("instant.fraction-dropped", "different", SECONDS)
def get_and_touch_drops_milliseconds(store: KeyValue, clock: ClauseClock) -> None:
    at = round(clock.now()) + 100.25
    store.set("k", b"v")
    store.get_and_touch("k", expire_at_seconds=at)
    assert store.expires_at("k") == at - 0.25


@_fakeredis("get-and-touch.latest-time-to-live", "stricter", "get_and_touch refuses a deadline near the end of time")
def get_and_touch_refuses_the_end_of_time(store: KeyValue, clock: ClauseClock) -> None:
    store.set("k", b"v")
    with rejects(InvalidRequest, KeyValueCode.INVALID_EXPIRE):
        store.get_and_touch("k", ttl_seconds=9223372036854775 - int(clock.now()))


@_fakeredis(
    "too-large.value",
    "laxer",
    "a value may be longer than 512 MiB",
    rows=lambda operation: operation not in {"append", "set_range"},
)
def a_value_may_be_too_long(store: KeyValue, operation: str) -> None:
    WRITES[operation](store, bytes(ONE_BYTE_TOO_LONG))
