"""Where fakeredis differs from the contract. One counter-clause a reason, which may explain several clauses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from verifake.contracts.keyvalue._differences import ACCEPTED, Explains, answers, option, time_is_refused
from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue.test_too_large import ONE_BYTE_TOO_LONG, WRITES
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import Difference, deviation, rejects

__all__ = ["fakeredis"]

WRONG_TIME: Final = (KeyValueCode.INVALID_EXPIRE, KeyValueCode.NOT_AN_INTEGER)
INCOMPATIBLE: Final = (KeyValueCode.INCOMPATIBLE_OPTIONS,)
WRONG_TYPE: Final = (KeyValueCode.WRONG_TYPE,)

Function = TypeVar("Function", bound=Callable[..., Any])


def fakeredis(
    clause: str,
    risk: str,
    reason: str,
    *,
    rows: Callable[..., bool] | None = None,
    explains: Explains | None = None,
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


SMALLEST: Final = -(2**63)


def _by_the_smallest(*engine: KeyValueCode | None) -> Explains:
    refused = answers("decrement", fake=(KeyValueCode.OVERFLOW,), engine=engine)
    return lambda difference: refused(difference) and option(difference, "by") == SMALLEST


@fakeredis(
    "counter-limits.decrement-by-the-smallest",
    "laxer",
    "subtracts the smallest integer where the sum fits",
    rows=lambda start: int(start) < 0,
    explains=_by_the_smallest(ACCEPTED),
)
def the_smallest_integer_can_be_subtracted(store: KeyValue) -> None:
    store.set("k", b"-1")
    assert store.decrement("k", SMALLEST) == 2**63 - 1


@fakeredis(
    "counter-limits.decrement-by-the-smallest-before-all",
    "different",
    "looks at the key first",
    explains=_by_the_smallest(KeyValueCode.WRONG_TYPE, KeyValueCode.NOT_AN_INTEGER),
)
def the_key_is_looked_at_first(store: KeyValue, plant: Plant) -> None:
    plant("list", KeyType.LIST)
    store.set("text", b"abc")
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.decrement("list", SMALLEST)
    with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
        store.decrement("text", SMALLEST)


ORDER: Final = "the time is judged before the options"


@fakeredis(
    "expire-condition.incompatible-before-time",
    "different",
    ORDER,
    rows=lambda seconds: abs(seconds) == 10**16,
    explains=answers("expire", "expire_at", fake=INCOMPATIBLE, engine=(KeyValueCode.NOT_AN_INTEGER,)),
)
def expire_judges_the_time_first(store: KeyValue) -> None:
    store.set("k", b"v")
    for expire in (store.expire, store.expire_at):
        with rejects(InvalidRequest, KeyValueCode.NOT_AN_INTEGER):
            expire("k", 10**16, only_if_persistent=True, only_if_volatile=True)


@fakeredis(
    "set-options.incompatible-before-time",
    "different",
    ORDER,
    explains=answers("set", fake=INCOMPATIBLE, engine=WRONG_TIME),
)
def set_judges_the_time_first(store: KeyValue) -> None:
    with rejects(InvalidRequest, KeyValueCode.INVALID_EXPIRE):
        store.set("k", b"v", ttl_seconds=0, only_if_absent=True, only_if_present=True)


@fakeredis(
    "set-and-get-old.incompatible-before-all",
    "different",
    ORDER,
    explains=answers("set_and_get_old", fake=INCOMPATIBLE, engine=WRONG_TIME),
)
def set_and_get_old_judges_the_time_first(store: KeyValue) -> None:
    with rejects(InvalidRequest, KeyValueCode.INVALID_EXPIRE):
        store.set_and_get_old("k", b"v", ttl_seconds=0, only_if_absent=True, only_if_present=True)


def _judges_the_kind_before_the_time(difference: Difference) -> bool:
    judged = answers("get_and_touch", fake=WRONG_TIME, engine=WRONG_TYPE)
    return judged(difference) and time_is_refused(difference)


def _judges_the_kind_before_the_offset(difference: Difference) -> bool:
    judged = answers("set_range", fake=(KeyValueCode.OFFSET_OUT_OF_RANGE,), engine=WRONG_TYPE)
    return judged(difference) and difference.cause.args[1] < 0


KIND: Final = "the kind of value is judged before options and times"


@fakeredis(
    "get-and-touch.time-before-wrong-type",
    "different",
    KIND,
    explains=_judges_the_kind_before_the_time,
)
def get_and_touch_judges_the_kind_first(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    for seconds in (0, 10**16):
        with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
            store.get_and_touch("k", ttl_seconds=seconds)


@fakeredis(
    "get-and-touch.incompatible-before-all",
    "different",
    "the options are judged last, after the kind of value and the time",
    explains=answers("get_and_touch", fake=INCOMPATIBLE, engine=(*WRONG_TYPE, *WRONG_TIME)),
)
def get_and_touch_judges_the_options_last(store: KeyValue, plant: Plant) -> None:
    plant("list", KeyType.LIST)
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.get_and_touch("list", ttl_seconds=5, persist=True)
    with rejects(InvalidRequest, KeyValueCode.INVALID_EXPIRE):
        store.get_and_touch("absent", ttl_seconds=0, persist=True)


@fakeredis(
    "set-range.offset-before-wrong-type",
    "different",
    KIND,
    explains=_judges_the_kind_before_the_offset,
)
def set_range_judges_the_kind_first(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.set_range("k", -1, b"x")


@fakeredis(
    "too-large.value",
    "laxer",
    "a value may be longer than 512 MiB",
    rows=lambda operation: operation not in {"append", "set_range"},
)
def a_value_may_be_too_long(store: KeyValue, operation: str) -> None:
    WRITES[operation](store, bytes(ONE_BYTE_TOO_LONG))
