"""The mechanism of proof. It knows no port and no engine."""

from __future__ import annotations

from verifake.proof._backend import (
    FAKE,
    Arena,
    Backend,
    Contract,
    Engine,
    Fidelity,
    Identity,
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
from verifake.proof._printing import as_clause
from verifake.proof._program import (
    ADVANCE,
    Answer,
    Operation,
    Program,
    Vocabulary,
    perform,
    program_from_json,
    program_to_json,
)
from verifake.proof._selection import Choice, Selection, SelectionError, select
from verifake.proof._time import TIME_BACK, TIME_EXACT, ClauseClock, MovedTime, WaitedTime
from verifake.proof._verdict import Outcome, Verdict, judge

__all__ = [
    "ADVANCE",
    "FAKE",
    "HOST",
    "TIME_BACK",
    "TIME_EXACT",
    "Answer",
    "Arena",
    "Backend",
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
    "MovedTime",
    "Operation",
    "Outcome",
    "Program",
    "Recorder",
    "Risk",
    "Selection",
    "SelectionError",
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
    "perform",
    "program_from_json",
    "program_to_json",
    "rejects",
    "replay",
    "select",
]
