"""Programs of several sessions: who waits, who is woken, and what is printed of it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import strategies as st

from tests.test_exploration import GOOD, Rooms, fails_as_pasted
from verifake.contracts.keyvalue.vocabulary import VOCABULARY
from verifake.fakes.keyvalue import FakeKeyValue
from verifake.ports.keyvalue import End, Transaction
from verifake.proof import (
    ACTORS,
    ADVANCE,
    Difference,
    Exploration,
    Operation,
    Sessions,
    Theme,
    as_clause,
    explore,
    program_from_json,
    program_to_json,
    replay,
)

SESSIONS = replace(VOCABULARY, themes=tuple(theme for theme in VOCABULARY.themes if theme.name == "sessions"))


class Careless(FakeKeyValue):
    """A fake with a bug: what is watched from the beginning may change."""

    def transaction(self, *watch: str) -> Transaction:
        super().transaction(*watch).discard()
        return super().transaction()


class Patient(FakeKeyValue):
    """A fake with a bug: it waits twice as long as it is told to."""

    def list_pop_waiting(self, *keys: str, timeout_seconds: float, end: End = End.LEFT) -> tuple[str, bytes] | None:
        return super().list_pop_waiting(*keys, timeout_seconds=2 * timeout_seconds, end=end)


class Alone(Rooms):
    """Rooms where nobody can wait."""

    @property
    def lacks(self) -> frozenset[str]:
        return frozenset({ACTORS})


CARELESS, PATIENT = Rooms(Careless), Rooms(Patient)


def pop(session: int, **options: Any) -> Operation:
    return Operation("list_pop_waiting", ("a",), tuple(sorted({"timeout_seconds": 0, **options}.items())), session)


def push(*values: bytes) -> Operation:
    return Operation("list_push", ("a", *values))


@pytest.mark.parametrize(("rooms", "needed"), [(CARELESS, "execute"), (PATIENT, "list_pop_waiting")])
def test_a_planted_bug_between_sessions_is_found_printed_and_replayed(rooms: Rooms, needed: str) -> None:
    found = explore(SESSIONS, rooms, GOOD, operations=20_000, seed=1)
    assert found.difference is not None
    program = found.difference.program
    assert needed in {operation.name for operation in program}
    assert fails_as_pasted(as_clause("keyvalue", SESSIONS, found.difference, "any"), GOOD, rooms)
    again = program_from_json(program_to_json(program), SESSIONS.types)
    assert again == program
    assert replay(again, SESSIONS, rooms, GOOD) is not None
    assert replay(again, SESSIONS, GOOD, GOOD) is None


def performed(*program: Operation) -> list[str]:
    """Return what came of each operation that could be called."""
    with closing(Sessions(VOCABULARY, GOOD)) as sessions:
        return [sessions.perform(operation).summary for operation in program if sessions.takes(operation)]


def test_the_longest_waiting_session_is_woken_and_the_answer_says_so() -> None:
    assert performed(pop(2), pop(1), push(b"x"), push(b"y")) == [
        "waits",
        "waits",
        "value, session 2 was woken with value",
        "value, session 1 was woken with value",
    ]


def test_a_session_that_waits_takes_nothing_until_it_is_woken() -> None:
    asked = Operation("get", ("k",), session=1)
    assert performed(pop(1), asked, push(b"x"), asked) == ["waits", "value, session 1 was woken with value", "value"]


def test_sessions_whose_time_is_over_are_woken_by_the_clock() -> None:
    program = pop(1, timeout_seconds=1), pop(2, timeout_seconds=2), Operation(ADVANCE, (1.001,))
    assert performed(*program)[-1] == "value, session 1 was woken with value"


def test_a_call_that_need_not_wait_is_answered_at_once() -> None:
    assert performed(push(b"x"), pop(1), pop(2, timeout_seconds=-1)) == ["value", "value", "INVALID_TIMEOUT"]


def test_each_session_has_a_transaction_of_its_own() -> None:
    program = [
        Operation("transaction", ("a",), session=1),
        Operation("queue", ("set", "a", b"1"), session=2),
        Operation("execute", session=2),
        Operation("execute", session=1),
    ]
    with closing(Sessions(VOCABULARY, GOOD)) as sessions:
        assert [sessions.perform(operation).value for operation in program] == [None, None, [True], None]


def test_session_0_never_waits() -> None:
    with closing(Sessions(VOCABULARY, GOOD)) as sessions, pytest.raises(AssertionError, match="other than 0"):
        sessions.perform(pop(0))


def counted(*program: Operation, rooms: Rooms = GOOD) -> Exploration:
    """Return what is counted of a program that is run once."""
    theme = Theme("one", st.sampled_from(program), lambda _: (), ("list_push",))
    return explore(replace(VOCABULARY, themes=(theme,)), rooms, rooms, operations=1, seed=1)


def test_calls_that_are_not_made_are_counted_apart() -> None:
    found = counted(pop(1))
    assert found.operations == found.programs == found.answers["list_pop_waiting"]["waits"]
    assert found.skipped > 0
    assert (found.successes("list_pop_waiting"), found.rejections("list_pop_waiting")) == (0, 0)


def test_where_nobody_can_wait_nobody_does() -> None:
    found = counted(pop(1), push(b"x"), rooms=Alone(FakeKeyValue))
    assert found.skipped > 0
    assert set(found.answers) == {"list_push"}


def test_who_is_woken_is_counted_by_its_answer() -> None:
    found = counted(pop(1), push(b"x"))
    assert found.successes("list_pop_waiting") > 0
    assert found.answers["list_pop_waiting"]["waits"] > 0


def test_a_printed_clause_says_who_waits_to_the_end_and_closes_its_sessions() -> None:
    program = pop(1), Operation("queue", ("increment", "n", 2.5), session=2), Operation("execute", session=2), push()
    with closing(Sessions(VOCABULARY, GOOD)) as sessions:
        answers = tuple(sessions.perform(operation) for operation in program)
    printed = as_clause("keyvalue", VOCABULARY, Difference(program, answers, answers[-1]), "any")
    assert 'needs=("actors",), ' in printed
    head, _, body = printed.partition("(store, actors):\n")
    assert "from verifake.contracts.keyvalue._session import Session\n" in head
    assert body.splitlines() == [
        "    session_2 = Session(store)",
        "    call_1 = actors.start(lambda store: store.list_pop_waiting('a', timeout_seconds=0))",
        "    with pytest.raises(TypeError):",
        "        session_2.queue('increment', 'n', 2.5)",
        "    assert session_2.execute() == []",
        "    with rejects(InvalidRequest, KeyValueCode.NO_KEYS):",
        "        store.list_push('a')",
        "    assert call_1.waits",
        "    session_2.close()",
    ]


RECIPES = replace(VOCABULARY, themes=tuple(theme for theme in VOCABULARY.themes if theme.name == "recipes"))


class Eternal(FakeKeyValue):
    """A fake with a bug: a key without a deadline takes none from ``expire``, and others only a later one."""

    def expire(self, key: str, ttl_seconds: float, **conditions: Any) -> bool:
        return super().expire(key, ttl_seconds, **(conditions or {"only_if_later": True}))


ETERNAL = Rooms(Eternal)


def test_a_bug_is_found_by_what_recipes_do() -> None:
    found = explore(RECIPES, ETERNAL, GOOD, operations=5_000, seed=1)
    assert found.difference is not None
    printed = as_clause("keyvalue", RECIPES, found.difference, "any")
    assert "session_" in printed
    assert fails_as_pasted(printed, GOOD, ETERNAL)


def test_programs_about_recipes_reach_what_they_are_about() -> None:
    found = explore(RECIPES, GOOD, GOOD, operations=3_000, seed=1)
    assert found.difference is None
    for name in ("acquire", "release", "extend", "remaining", "admit", "count"):
        assert found.successes(name) > 50
    for name in ("acquire", "admit"):
        assert found.rejections(name) > 20
