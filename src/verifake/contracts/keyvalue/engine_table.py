"""The engine's own table of its commands, recorded: what the port could chart.

``python -m verifake.contracts.keyvalue.engine_table`` asks a Valkey of this machine and writes the record anew.

Source: https://valkey.io/commands/command-docs/
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

__all__ = ["EngineCommand", "EngineTable", "ask", "main", "read", "text_of"]

_FILE: Final = Path(__file__).with_name("engine_table.json")


@dataclass(frozen=True, slots=True)
class EngineCommand:
    """One command, as the engine describes it.

    Attributes:
        name: in capitals; a subcommand behind a blank.
        group: what it is about, in the engine's words.
        since: the version that had it first.
        tokens: every word that may stand in it as it is, in the order of the arguments.
        replaced_by: what is to be used instead, if it is deprecated.
    """

    name: str
    group: str
    since: str
    tokens: tuple[str, ...] = ()
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True)
class EngineTable:
    """All commands of an engine.

    Attributes:
        engine, version: whose they are.
        commands: by name.
    """

    engine: str
    version: str
    commands: Mapping[str, EngineCommand]


def read() -> EngineTable:
    """Return what is recorded."""
    data = json.loads(_FILE.read_text(encoding="utf-8"))
    commands = {
        name: EngineCommand(name, **{**fields, "tokens": tuple(fields.get("tokens", ()))})
        for name, fields in data["commands"].items()
    }
    return EngineTable(data["engine"], data["version"], commands)


def text_of(table: EngineTable) -> str:
    """Return `table` as it is recorded: a command a line."""
    lines = [f"  {json.dumps(name)}: {json.dumps(_fields(table.commands[name]))}" for name in sorted(table.commands)]
    head = f'{{\n "engine": {json.dumps(table.engine)},\n "version": {json.dumps(table.version)},\n "commands": {{\n'
    return head + ",\n".join(lines) + "\n }\n}\n"


def _fields(command: EngineCommand) -> dict[str, Any]:
    """Return what is recorded of a command; nothing of what it has not."""
    fields = {
        "group": command.group,
        "since": command.since,
        "tokens": list(command.tokens),
        "replaced_by": command.replaced_by,
    }
    return {name: value for name, value in fields.items() if value}


def ask(url: str, engine: str, version: str) -> EngineTable:
    """Return the table of the engine that listens at `url`."""
    import redis  # noqa: PLC0415 - an extra

    with redis.Redis.from_url(url, protocol=3, decode_responses=True) as client:
        connection = client.connection_pool.get_connection()
        connection.send_command("COMMAND", "DOCS")
        documents = connection.read_response()
        client.connection_pool.release(connection)
    return EngineTable(engine, version, {command.name: command for command in _commands(documents)})


def _commands(documents: Mapping[str, Any]) -> Iterator[EngineCommand]:
    for name, document in documents.items():
        if "subcommands" in document:
            yield from _commands(document["subcommands"])
        else:
            tokens = tuple(dict.fromkeys(_tokens(document.get("arguments", []))))
            replaced_by = document.get("replaced_by")
            spelled = name.upper().replace("|", " ")
            yield EngineCommand(spelled, document["group"], document["since"], tokens, replaced_by)


def _tokens(arguments: list[Mapping[str, Any]]) -> Iterator[str]:
    for argument in arguments:
        if argument.get("token"):
            yield argument["token"]
        yield from _tokens(argument.get("arguments", []))


def main() -> None:
    """Start a Valkey and write down its table."""
    from verifake.engines import Run, catalogue  # noqa: PLC0415 - only for the record

    with Run() as run:
        (running,) = catalogue()["valkey"].start(run, launcher="process")
        table = ask(running.url, running.identity.name, running.identity.version)
    _FILE.write_text(text_of(table), encoding="utf-8")


if __name__ == "__main__":
    main()
