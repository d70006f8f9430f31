"""The engine's table of commands is the engine's; what it holds is charted, or there is a reason."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.wire.comparing import name_of
from tests.wire.connection import missing
from tests.wire.speaker import FORMS, programs
from verifake.clock import VirtualClock
from verifake.contracts.keyvalue import CONTRACT, engine_table
from verifake.contracts.keyvalue.command_operations import operations_behind
from verifake.contracts.keyvalue.command_page import page
from verifake.contracts.keyvalue.uncharted import COMMANDS as REASONS
from verifake.contracts.keyvalue.uncharted import GROUPS, OPTIONS, PARTLY, reason_of
from verifake.engines import Run, catalogue
from verifake.errors import NotModelled
from verifake.fakes.keyvalue import FakeKeyValue
from verifake.ports.keyvalue.commands import COMMANDS, Session, find
from verifake.ports.keyvalue.commands._known import KNOWN, SUBCOMMANDS
from verifake.proof._coverage import operations_of

TABLE = engine_table.read()
UNCHARTED = [command for command in TABLE.commands.values() if command.name not in COMMANDS]
OPERATIONS = set(operations_of(CONTRACT))
LOOKS = {"type", "exists", "stream_info", "group_pending", "sorted_size"}
"""What the command layer asks to choose the words of a refusal, or before it reads on."""


@pytest.mark.needs(missing())
def test_the_recorded_table_is_that_of_the_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Run() as run:
        (running,) = catalogue()["valkey"].start(run, launcher="process")
        found = engine_table.ask(running.url, running.identity.name, running.identity.version)
    assert found == TABLE


def test_a_table_reads_as_it_was_written() -> None:
    recorded = Path(engine_table.__file__).with_suffix(".json").read_text(encoding="utf-8")
    assert engine_table.text_of(TABLE) == recorded


def test_every_command_is_charted_or_there_is_a_reason() -> None:
    assert set(COMMANDS) <= set(TABLE.commands)
    assert [command.name for command in UNCHARTED if reason_of(command) is None] == []


def test_no_command_of_the_engine_is_taken_for_a_mistake_of_the_caller() -> None:
    for name in TABLE.commands:
        command, _, second = name.partition(" ")
        assert command in KNOWN
        assert not second or second in SUBCOMMANDS[command], name


def test_no_reason_is_left_over() -> None:
    names, groups = {command.name for command in UNCHARTED}, {command.group for command in UNCHARTED}
    assert set(REASONS) <= names
    assert set(GROUPS) <= groups
    assert set(PARTLY) <= set(COMMANDS)
    assert all(token in TABLE.commands[name].tokens for name, token in OPTIONS)


def test_every_option_that_is_charted_is_drawn_against_the_engine() -> None:
    drawn = defaultdict(set)
    for form in FORMS:
        if not form.startswith("FOO"):
            drawn[find(form.encode().split()).name].update(form.replace("|", " ").replace("[", "").split())
    drawn["CLIENT SETINFO"] |= {"LIB-NAME", "LIB-VER"}
    for name in ("XGROUP CREATE", "XGROUP SETID"):
        drawn[name].add("$")
    for name in COMMANDS:
        charted = {token for token in TABLE.commands[name].tokens if (name, token) not in OPTIONS}
        assert charted <= {word.rstrip("]") for word in drawn[name]}, name


def test_every_operation_stands_behind_a_command() -> None:
    behind = {operation for command in COMMANDS.values() for operation in operations_behind(command)}
    assert behind == OPERATIONS


class Noted(FakeKeyValue):
    """A fake that knows which of its operations were called."""

    def __init__(self) -> None:
        super().__init__(clock=VirtualClock())
        self.called: set[str] = set()

    def __getattribute__(self, name: str) -> Any:
        if name in OPERATIONS:
            self.called.add(name)
        return super().__getattribute__(name)


def test_the_operations_that_are_read_off_the_code_are_those_that_are_called() -> None:
    seen: dict[str, set[str]] = defaultdict(set)
    for program in programs(seed=1, rounds=20):
        store = Noted()
        session = Session(store)
        for words in program:
            store.called.clear()
            with suppress(NotModelled), store.atomically():  # where nobody waits
                session.answer(words)
            seen[name_of(words)] |= store.called
    for name, command in COMMANDS.items():
        if name not in {"EXEC", "EVAL", "EVALSHA", "QUIT"}:
            behind = operations_behind(command)
            assert seen[name] <= {*behind, *LOOKS}, name
            assert seen[name] or not behind, name


def test_the_page_names_every_command_of_the_engine() -> None:
    text = page()
    assert [name for name in TABLE.commands if f"`{name}`" not in text] == []
    assert "nobody has said why" not in text
