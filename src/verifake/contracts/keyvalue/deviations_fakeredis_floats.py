"""Where fakeredis differs from the contract in float counters: it reads, adds and spells 64-bit floats."""

from __future__ import annotations

from math import isfinite, isinf, isnan, ulp
from typing import Final

from verifake.contracts.keyvalue._differences import ACCEPTED, answers, before
from verifake.contracts.keyvalue._plant import Plant
from verifake.contracts.keyvalue.deviations_fakeredis import fakeredis
from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValue, KeyValueCode
from verifake.proof import Difference, rejects

__all__ = []


def _adds(difference: Difference) -> bool:
    return difference.cause.name == "increment_float"


def _start(difference: Difference) -> bytes:
    """Return the value that was added to, as it was spelled."""
    found = before(difference, "get")
    return found if isinstance(found, bytes) else b"0"


def _float(spelling: bytes) -> float | None:
    """Return the 64-bit float that fakeredis reads, or None if it reads none."""
    try:
        return float(spelling)
    except ValueError:
        return None


def _total(difference: Difference) -> float | None:
    """Return the sum in 64-bit floats, or None if the value is none."""
    start = _float(_start(difference))
    return None if start is None else start + difference.cause.args[1]


def _spelled(total: float) -> str:
    return f"{total:.17f}".rstrip("0").rstrip(".")


def _is_negative_zero(difference: Difference) -> bool:
    return _adds(difference) and (difference.fake.value, difference.engine.value) == (b"0", b"-0")


@fakeredis(
    "float-counter.zero-has-no-sign",
    "different",
    "a sum of zero keeps its sign",
    rows=lambda start, by: (start, by) in {("0", -1e-20), ("-1e-18", 0)},
    explains=_is_negative_zero,
)
def zero_keeps_its_sign(store: KeyValue) -> None:
    store.set("k", b"0")
    assert str(store.increment_float("k", -1e-20)) == "-0.0"


def _same_as_double(start: str, by: float, stored: str) -> bool:
    """Whether a sum of 64-bit floats has the digits of the engine's."""
    return _spelled(float(start) + by) == stored


def _is_sum_of_doubles(difference: Difference) -> bool:
    total = _total(difference) if _adds(difference) and not difference.fake.rejected else None
    if total is None or not isfinite(total) or _is_negative_zero(difference):
        return False
    near = abs(float(difference.fake.value) - total) <= _most_apart(difference)
    return near and difference.engine.value in (_spelled(total).encode(), float(_spelled(total)))


def _most_apart(difference: Difference) -> float:
    """Return how far a sum of 64-bit floats may be from the engine's: what they lose, and the last decimal."""
    return 2 * ulp(abs(float(_start(difference))) + abs(difference.cause.args[1])) + 1e-17


DOUBLE: Final = "adds in 64-bit floats, with 53 bits of mantissa instead of 64"


@fakeredis("float-counter.adds", "different", DOUBLE, explains=_is_sum_of_doubles)
@fakeredis("float-counter.subtracts", "different", DOUBLE)
@fakeredis(
    "float-counter.long-double-digits",
    "different",
    DOUBLE,
    rows=lambda start, by, stored: not _same_as_double(start, by, stored),
)
@fakeredis(
    "float-counter.sixty-four-bits-of-mantissa",
    "different",
    DOUBLE,
    rows=lambda start, by, stored: int(float(start) + by) != int(stored),
)
@fakeredis("float-counter.all-digits-of-large-sums", "different", DOUBLE)
@fakeredis("float-spelling.argument", "different", DOUBLE)
def sums_are_those_of_a_double(store: KeyValue) -> None:
    store.set("k", b"0.1")
    assert store.increment_float("k", 0.2) == 0.1 + 0.2
    assert store.get("k") == b"0.30000000000000004"


def _is_infinite_sum(difference: Difference) -> bool:
    start, total = _float(_start(difference)), _total(difference) if _adds(difference) else None
    if start is None or total is None or difference.fake.rejected:
        return False
    return isfinite(start) and isinf(total) and difference.engine.value in (total, str(total).encode())


def _is_value_beyond_double(difference: Difference) -> bool:
    start = _float(_start(difference))
    refused = difference.engine.code is KeyValueCode.NOT_A_FLOAT
    return _adds(difference) and refused and start is not None and isinf(start)


BEYOND: Final = "numbers beyond a 64-bit float are infinite, or no numbers"


@fakeredis("float-counter.beyond-double", "different", BEYOND, explains=_is_infinite_sum)
@fakeredis("float-counter.back-from-beyond-double", "different", BEYOND, explains=_is_value_beyond_double)
@fakeredis("float-counter.sum-is-infinite", "different", BEYOND)
@fakeredis("float-counter.add-infinity-to-the-largest", "different", BEYOND)
@fakeredis("float-spelling.largest", "stricter", BEYOND)
def a_number_beyond_a_double_is_none(store: KeyValue) -> None:
    store.set("k", b"1e4932")
    with rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
        store.increment_float("k", 1)
    store.set("k", b"1.7e308")
    assert store.increment_float("k", 1.7e308) == float("inf")
    assert store.get("k") == b"inf"


@fakeredis("float-spelling.smallest", "stricter", "numbers smaller than a 64-bit float are no numbers")
def a_number_below_a_double_is_none(store: KeyValue) -> None:
    store.set("k", b"1e-4932")
    with rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
        store.increment_float("k", 1)


def _adds_to_infinity(difference: Difference) -> bool:
    refused = answers("increment_float", fake=(KeyValueCode.NAN_OR_INFINITY,), engine=(ACCEPTED,))
    return refused(difference) and b"inf" in _start(difference).lower()


@fakeredis("float-counter.value-is-infinite", "laxer", "adds to a value of infinity", explains=_adds_to_infinity)
def infinity_can_be_added_to(store: KeyValue) -> None:
    store.set("k", b"inf")
    assert store.increment_float("k", 1.5) == float("inf")


def _hexadecimal(spelling: str, stored: str) -> bool:  # noqa: ARG001 - rows are given whole
    return "x" in spelling.lower()


def _refuses_hexadecimal(difference: Difference) -> bool:
    refused = answers(
        "increment_float", fake=(ACCEPTED, KeyValueCode.NAN_OR_INFINITY), engine=(KeyValueCode.NOT_A_FLOAT,)
    )
    return refused(difference) and b"x" in _start(difference).lower()


@fakeredis(
    "float-spelling.numbers",
    "stricter",
    "hexadecimal numbers are none",
    rows=_hexadecimal,
    explains=_refuses_hexadecimal,
)
def hexadecimal_is_no_number(store: KeyValue) -> None:
    store.set("k", b"0x10")
    with rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
        store.increment_float("k", 1)


def _accepts_underscores(difference: Difference) -> bool:
    accepted = answers(
        "increment_float", fake=(KeyValueCode.NOT_A_FLOAT,), engine=(ACCEPTED, KeyValueCode.NAN_OR_INFINITY)
    )
    return accepted(difference) and b"_" in _start(difference)


@fakeredis(
    "float-spelling.no-numbers",
    "laxer",
    "digits may be grouped by underscores, as in Python",
    rows=lambda spelling: spelling == "underscore",
    explains=_accepts_underscores,
)
def underscores_are_accepted(store: KeyValue) -> None:
    store.set("k", b"1_0")
    assert store.increment_float("k", 1) == 11


@fakeredis("float-spelling.too-long", "laxer", "a number may be of any length")
def a_number_of_any_length_is_accepted(store: KeyValue) -> None:
    store.set("k", b"1" + b"0" * 10_000)
    store.set("k", b"0." + b"0" * 10_000)
    assert store.increment_float("k", 1) == 1


def _judges_nan_first(difference: Difference) -> bool:
    judged = answers("increment_float", fake=(KeyValueCode.WRONG_TYPE,), engine=(KeyValueCode.NOT_A_FLOAT,))
    return judged(difference) and isnan(difference.cause.args[1])


@fakeredis(
    "float-counter.wrong-type-before-argument",
    "different",
    "the number is judged before the kind of value",
    rows=lambda by: isnan(by),  # noqa: PLW0108 - rows are given by name
    explains=_judges_nan_first,
)
def the_number_is_judged_first(store: KeyValue, plant: Plant) -> None:
    plant("k", KeyType.LIST)
    with rejects(InvalidRequest, KeyValueCode.NOT_A_FLOAT):
        store.increment_float("k", float("nan"))
