"""The mechanism of proof. It knows no port and no engine."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from verifake.proof._actors import ACTORS, Actor, Actors, Backstage
    from verifake.proof._backend import (
        FAKE,
        Arena,
        Backend,
        Contract,
        Engine,
        Fidelity,
        Identity,
        Part,
        World,
        load_attribute,
        load_contracts,
    )
    from verifake.proof._clause import Clause, clause, clause_of, rejects
    from verifake.proof._clauses import clauses_of
    from verifake.proof._coverage import Cell, Recorder, charted_cells
    from verifake.proof._deviation import Deviation, Risk, deviation, find_deviation, load_deviations
    from verifake.proof._exploration import Difference, Exploration, explore, replay
    from verifake.proof._host import HOST, Host
    from verifake.proof._outcome import Outcome
    from verifake.proof._printing import as_clause
    from verifake.proof._program import (
        ADVANCE,
        Answer,
        Looks,
        Operation,
        Program,
        Theme,
        Vocabulary,
        program_from_json,
        program_to_json,
    )
    from verifake.proof._selection import Choice, Selection, SelectionError, select
    from verifake.proof._sessions import Sessions
    from verifake.proof._time import TIME_BACK, TIME_EXACT, ClauseClock, MovedTime, WaitedTime
    from verifake.proof._verdict import Verdict, judge

__all__ = [
    "ACTORS",
    "ADVANCE",
    "FAKE",
    "HOST",
    "TIME_BACK",
    "TIME_EXACT",
    "Actor",
    "Actors",
    "Answer",
    "Arena",
    "Backend",
    "Backstage",
    "Cell",
    "Choice",
    "Clause",
    "ClauseClock",
    "Contract",
    "Deviation",
    "Difference",
    "Engine",
    "Exploration",
    "Fidelity",
    "Host",
    "Identity",
    "Looks",
    "MovedTime",
    "Operation",
    "Outcome",
    "Part",
    "Program",
    "Recorder",
    "Risk",
    "Selection",
    "SelectionError",
    "Sessions",
    "Theme",
    "Verdict",
    "Vocabulary",
    "WaitedTime",
    "World",
    "as_clause",
    "charted_cells",
    "clause",
    "clause_of",
    "clauses_of",
    "deviation",
    "explore",
    "find_deviation",
    "judge",
    "load_attribute",
    "load_contracts",
    "load_deviations",
    "program_from_json",
    "program_to_json",
    "rejects",
    "replay",
    "select",
]

# Loaded when first asked for: the plugin imports this package in every pytest session, also where nobody has a clause.
_MODULES: Final = {
    "_actors": (
        "ACTORS",
        "Actor",
        "Actors",
        "Backstage",
    ),
    "_backend": (
        "FAKE",
        "Arena",
        "Backend",
        "Contract",
        "Engine",
        "Fidelity",
        "Identity",
        "Part",
        "World",
        "load_attribute",
        "load_contracts",
    ),
    "_clause": (
        "Clause",
        "clause",
        "clause_of",
        "rejects",
    ),
    "_clauses": ("clauses_of",),
    "_coverage": (
        "Cell",
        "Recorder",
        "charted_cells",
    ),
    "_deviation": (
        "Deviation",
        "Risk",
        "deviation",
        "find_deviation",
        "load_deviations",
    ),
    "_exploration": (
        "Difference",
        "Exploration",
        "explore",
        "replay",
    ),
    "_host": (
        "HOST",
        "Host",
    ),
    "_printing": ("as_clause",),
    "_program": (
        "ADVANCE",
        "Answer",
        "Looks",
        "Operation",
        "Program",
        "Theme",
        "Vocabulary",
        "program_from_json",
        "program_to_json",
    ),
    "_selection": (
        "Choice",
        "Selection",
        "SelectionError",
        "select",
    ),
    "_sessions": ("Sessions",),
    "_time": (
        "TIME_BACK",
        "TIME_EXACT",
        "ClauseClock",
        "MovedTime",
        "WaitedTime",
    ),
    "_verdict": ("Verdict", "judge"),
    "_outcome": ("Outcome",),
}


def __getattr__(name: str) -> Any:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
