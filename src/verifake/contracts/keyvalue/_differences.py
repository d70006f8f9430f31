"""What exploration finds, in the port's words, for deviations to recognise their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from verifake.clock import EPOCH_NS
from verifake.ports.keyvalue import KeyValueCode
from verifake.ports.keyvalue._arguments import milliseconds
from verifake.proof import ADVANCE, Answer, Difference, Operation

__all__ = ["ACCEPTED", "Explains", "answers", "before", "deadline_ms", "now_ms", "option", "time_is_refused"]

Explains: TypeAlias = Callable[[Difference], bool]

ACCEPTED: Final = None
"""The code of a call that was not refused."""

_LARGEST: Final = 2**63 - 1

Codes: TypeAlias = tuple[KeyValueCode | None, ...]


def answers(*operations: str, fake: Codes, engine: Codes) -> Explains:
    """Explain a call of one of `operations` that the fake answers with a code of `fake`, and the engine of `engine`."""

    def explains(difference: Difference) -> bool:
        called = difference.operation is difference.cause and difference.cause.name in operations
        return called and _is_one_of(difference.fake, fake) and _is_one_of(difference.engine, engine)

    return explains


def _is_one_of(answer: Answer, codes: Codes) -> bool:
    # A wrong type is refused without a code, which is not to be taken for a call that was accepted.
    return answer.code in codes and answer.rejected is (answer.code is not ACCEPTED)


def before(difference: Difference, look: str) -> Any:
    """Return what `look` had shown of the key before it differed; None if nothing was there yet."""
    answer = difference.before.get(Operation(look, difference.operation.args[:1]))
    return answer.value if answer else None


def option(difference: Difference, name: str) -> Any:
    """Return an option of the call that made the difference, or None if it was not given."""
    return dict(difference.cause.options).get(name)


def now_ms(difference: Difference) -> int:
    """Return the time of the difference, in Unix milliseconds: every program begins at the epoch."""
    steps = [operation.args[0] for operation in difference.program if operation.name == ADVANCE]
    return EPOCH_NS // 1_000_000 + sum(map(milliseconds, steps))


def deadline_ms(difference: Difference) -> int | None:
    """Return the deadline that the call asked for, in Unix milliseconds, or None."""
    cause = difference.cause
    if cause.name == "expire":
        return now_ms(difference) + milliseconds(cause.args[1])
    if cause.name == "expire_at":
        return milliseconds(cause.args[1])
    ttl, at = option(difference, "ttl_seconds"), option(difference, "expire_at_seconds")
    if ttl is not None:
        return now_ms(difference) + milliseconds(ttl)
    return None if at is None else milliseconds(at)


def time_is_refused(difference: Difference) -> bool:
    """Whether the call asked for a time that no engine takes: of zero or less, or that leads beyond 64 bits."""
    deadline = deadline_ms(difference)
    if deadline is None:
        return False
    given = deadline if option(difference, "ttl_seconds") is None else deadline - now_ms(difference)
    return given <= 0 or deadline > _LARGEST
