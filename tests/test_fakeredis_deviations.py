"""What exploring fakeredis shows is explained by the one deviation that is its cause, and its neighbour by none."""

from __future__ import annotations

from math import inf, nan, nextafter
from typing import Any

import pytest

from verifake.clock import EPOCH_NS
from verifake.contracts.keyvalue import CONTRACT
from verifake.ports.keyvalue import KeyType
from verifake.ports.keyvalue import KeyValueCode as Code
from verifake.proof import ADVANCE, Answer, Difference, Operation, load_deviations
from verifake.proof._program import Kind

NOW = EPOCH_NS / 1_000_000_000
SMALLEST = -(2**63)
FAR = 9_000_000_000_000_000
KNOWN = [known for known in load_deviations(CONTRACT.deviations) if known.is_of("fakeredis", "2.40.0")]


def call(name: str, *args: Any, **options: Any) -> Operation:
    return Operation(name, args, tuple(options.items()))


def answer(given: Any) -> Answer:
    """Return a rejection with a code, or an answer with anything else."""
    return Answer(Kind.REJECTED, "InvalidRequest", given) if isinstance(given, Code) else Answer(Kind.VALUE, given)


def differs(cause: Operation, fake: Any, engine: Any, look: str = "", **before: Any) -> Difference:
    """Return a difference in the answer to `cause`, or in what `look` shows of the key "k" after it."""
    looks = (call(look, "k"),) if look else ()
    seen = {call(name, "k"): answer(value) for name, value in before.items()}
    answers = (*(answer(None) for _ in looks), answer(engine))
    return Difference((cause, *looks), answers, answer(fake), cause=cause, before=seen)


def explained(difference: Difference) -> list[str]:
    """Return the clauses whose deviations explain `difference`."""
    return [known.clause.removeprefix("keyvalue.") for known in KNOWN if known.explains and known.explains(difference)]


CASES = {
    "float-counter.adds": [
        differs(call("increment_float", "k", 0.2), 0.3, 0.1 + 0.2, get=b"0.1"),
        differs(call("increment_float", "k", 0.2), 1.3, 0.1 + 0.2, get=b"0.1"),
    ],
    "float-counter.zero-has-no-sign": [
        differs(call("increment_float", "k", -1e-20), b"0", b"-0", "get"),
        differs(call("increment_float", "k", -1e-20), b"1", b"-0", "get"),
    ],
    "float-counter.beyond-double": [
        differs(call("increment_float", "k", 1.7e308), b"34" + b"0" * 307, b"inf", "get", get=b"1.7e308"),
        differs(call("increment_float", "k", 1.7e308), b"34" + b"0" * 307, b"inf", "get", get=b"1"),
    ],
    "float-counter.back-from-beyond-double": [
        differs(call("increment_float", "k", -1.0), inf, Code.NOT_A_FLOAT, get=b"1e400"),
        differs(call("increment_float", "k", -1.0), 1e300, Code.NOT_A_FLOAT, get=b"1e300"),
    ],
    "float-counter.value-is-infinite": [
        differs(call("increment_float", "k", 1.0), Code.NAN_OR_INFINITY, inf, get=b"inf"),
        differs(call("increment_float", "k", 1.0), Code.NAN_OR_INFINITY, 2.0, get=b"1"),
    ],
    "float-counter.wrong-type-before-argument": [
        differs(call("increment_float", "k", nan), Code.WRONG_TYPE, Code.NOT_A_FLOAT),
        differs(call("increment_float", "k", 1.0), Code.WRONG_TYPE, Code.NOT_A_FLOAT),
    ],
    "float-spelling.numbers": [
        differs(call("increment_float", "k", 1), 17.0, Code.NOT_A_FLOAT, get=b"0x10"),
        differs(call("increment_float", "k", 1), 17.0, Code.NOT_A_FLOAT, get=b"16"),
    ],
    "float-spelling.no-numbers": [
        differs(call("increment_float", "k", 1), Code.NOT_A_FLOAT, 11.0, get=b"1_0"),
        differs(call("increment_float", "k", 1), Code.NOT_A_FLOAT, 11.0, get=b"10"),
    ],
    "expire.zero-or-less-deletes": [
        differs(call("expire", "k", 0), None, KeyType.STRING, "type"),
        differs(call("expire", "k", 1), None, KeyType.STRING, "type"),
    ],
    "expire.deadline-beyond-64-bits": [
        differs(call("expire", "k", 9223372036854775), Code.INVALID_EXPIRE, True),
        differs(call("expire", "k", 5), Code.INVALID_EXPIRE, True),
    ],
    "expire-condition.incompatible-before-time": [
        differs(call("expire_at", "k", 10**16), Code.INCOMPATIBLE_OPTIONS, Code.NOT_AN_INTEGER),
        differs(call("expire_at", "k", 10), Code.INCOMPATIBLE_OPTIONS, True),
    ],
    "set-options.incompatible-before-time": [
        differs(call("set", "k", b"v"), Code.INCOMPATIBLE_OPTIONS, Code.INVALID_EXPIRE),
        differs(call("set", "k", b"v"), Code.INVALID_EXPIRE, Code.INCOMPATIBLE_OPTIONS),
    ],
    "set-and-get-old.incompatible-before-all": [
        differs(call("set_and_get_old", "k", b"v"), Code.INCOMPATIBLE_OPTIONS, Code.NOT_AN_INTEGER),
        differs(call("set_and_get_old", "k", b"v"), Code.INCOMPATIBLE_OPTIONS, Code.WRONG_TYPE),
    ],
    "set-range.offset-before-wrong-type": [
        differs(call("set_range", "k", -1, b"x"), Code.OFFSET_OUT_OF_RANGE, Code.WRONG_TYPE),
        differs(call("set_range", "k", 0, b"x"), Code.OFFSET_OUT_OF_RANGE, Code.WRONG_TYPE),
    ],
    "get-and-touch.incompatible-before-all": [
        differs(call("get_and_touch", "k"), Code.INCOMPATIBLE_OPTIONS, Code.WRONG_TYPE),
        differs(call("get_and_touch", "k"), Code.INCOMPATIBLE_OPTIONS, b"v"),
    ],
    "get-and-touch.time-before-wrong-type": [
        differs(call("get_and_touch", "k", ttl_seconds=0), Code.INVALID_EXPIRE, Code.WRONG_TYPE),
        differs(call("get_and_touch", "k", ttl_seconds=5), Code.INVALID_EXPIRE, Code.WRONG_TYPE),
    ],
    "get-and-touch.deadline": [
        differs(call("get_and_touch", "k", ttl_seconds=1.5), NOW + 1.5, NOW + 1, "expires_at"),
        differs(call("get_and_touch", "k", ttl_seconds=1.5), NOW + 2.5, NOW + 1, "expires_at"),
    ],
    "get-and-touch.latest-time-to-live": [
        differs(call("get_and_touch", "k", ttl_seconds=9223372036856), b"v", Code.INVALID_EXPIRE),
        differs(call("get_and_touch", "k", ttl_seconds=9223372036854), b"v", Code.INVALID_EXPIRE),
    ],
    "instant.present-at-absolute-deadline": [
        differs(call(ADVANCE, 5), KeyType.STRING, None, "type", expires_at=NOW + 5),
        differs(call(ADVANCE, 5), KeyType.STRING, None, "type", expires_at=NOW + 6),
    ],
    "instant.equal-deadline": [
        differs(call("expire", "k", 5, only_if_later=True), False, True, expires_at=NOW + 5),
        differs(call("expire", "k", 5), False, True, expires_at=NOW + 5),
    ],
    "instant.far-deadline": [
        differs(call("set", "k", b"v", ttl_seconds=FAR), NOW + FAR, nextafter(NOW + FAR, inf), "expires_at"),
        differs(call("set", "k", b"v", ttl_seconds=FAR), NOW + FAR, NOW + FAR + 9, "expires_at"),
    ],
    "instant.far-remaining-time": [
        differs(call("time_to_live", "k"), FAR - NOW, nextafter(FAR - NOW, -inf)),
        differs(call("time_to_live", "k"), FAR - NOW, FAR - NOW - 9),
    ],
    "counter-limits.decrement-by-the-smallest": [
        differs(call("decrement", "k", by=SMALLEST), Code.OVERFLOW, 2**63 - 1),
        differs(call("decrement", "k", by=1), Code.OVERFLOW, 2**63 - 1),
    ],
    "counter-limits.decrement-by-the-smallest-before-all": [
        differs(call("decrement", "k", by=SMALLEST), Code.OVERFLOW, Code.WRONG_TYPE),
        differs(call("decrement", "k", by=1), Code.OVERFLOW, Code.WRONG_TYPE),
    ],
}
"""For each deviation that exploration can meet, a difference that it explains, and one beside it."""


def test_every_deviation_that_explains_has_its_case() -> None:
    assert {known.clause.removeprefix("keyvalue.") for known in KNOWN if known.explains} == set(CASES)


@pytest.mark.parametrize("clause", CASES)
def test_a_difference_has_one_explanation_and_its_neighbour_none(clause: str) -> None:
    difference, neighbour = CASES[clause]
    assert explained(difference) == [clause]
    assert explained(neighbour) == []


def test_a_refusal_without_a_code_is_not_taken_for_acceptance() -> None:
    refused = Answer(Kind.REJECTED, "TypeError")
    cause = call("expire", "k", 9223372036854775)
    assert explained(Difference((cause,), (refused,), answer(Code.INVALID_EXPIRE))) == []
