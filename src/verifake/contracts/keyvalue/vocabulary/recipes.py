"""The theme of exploration about recipes: several clients, whose locks and limits are over in time."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from verifake.contracts.keyvalue.vocabulary._words import TIME_PASSES, by_session, evenly, mostly, word
from verifake.proof import Operation, Program, Theme

__all__ = ["THEME"]

_NAMES: Final = mostly(st.sampled_from(["a", "b"]), st.sampled_from(["", "\u043a\u043b\u044e\u0447", b"a", 7]))
_SPANS: Final = mostly(st.sampled_from([0.001, 0.5, 1, 2, 60]), st.sampled_from([0, -1, float("nan"), "1"]))
_COSTS: Final = mostly(st.sampled_from([1, 2, 4]), st.sampled_from([0, 5, 1.0, True]))
_FLAG: Final = st.booleans()

_LOCKS: Final = evenly(
    word("acquire", _NAMES, _SPANS),
    word("release", _NAMES),
    word("extend", _NAMES),
    word("remaining", _NAMES),
)
_OTHERS: Final = evenly(
    word("admit", _NAMES, _COSTS),
    word("admit", _NAMES, _COSTS),
    word("count", _NAMES, _FLAG),
    word("expire", _NAMES, st.sampled_from([0.5, 1, 60])),
)


def _looks(program: Program) -> Program:  # noqa: ARG001 - all programs have these names
    """Return looks at all that recipes keep; not at tokens, which are drawn anew each time."""
    kept = [
        f"{prefix}{name}{rest}"
        for name in ("a", "b")
        for prefix, rest in (("lock:{", "}:fence"), ("rate:", ""), ("", ""))
    ]
    held = [f"lock:{{{name}}}{rest}" for name in ("a", "b") for rest in ("", ":signal")]
    return (
        *(Operation("get", (key,)) for key in kept),
        *(Operation(name, (key,)) for key in [*kept, *held] for name in ("type", "expires_at")),
    )


THEME = Theme(
    "recipes",
    evenly(
        by_session(_LOCKS, 1, 2, 3),
        by_session(_LOCKS, 1, 2, 3),
        by_session(_OTHERS, 1, 2),
        TIME_PASSES,
    ),
    _looks,
    ("now",),
)
