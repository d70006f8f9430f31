"""A program printed as a clause, ready to paste."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from itertools import chain
from math import isfinite
from typing import Any

from verifake.proof._actors import ACTORS
from verifake.proof._exploration import Difference
from verifake.proof._program import ADVANCE, Answer, Kind, Operation, Vocabulary, digest, program_to_json
from verifake.proof._time import TIME_EXACT

__all__ = ["as_clause"]


def as_clause(port: str, vocabulary: Vocabulary, difference: Difference, observed: str) -> str:
    """Return Python source of a clause that holds on the engine and fails on the fake.

    Args:
        observed: the engine and its version, for the clause's source.
    """
    name = digest(program_to_json(difference.program))
    steps = list(zip(difference.program, difference.answers, strict=True))
    body = _body(vocabulary, steps)
    parameters = ["store", *sorted({_parameter(vocabulary, operation) for operation, _ in steps} - {"store"})]
    answers = [answer for _, answer in steps]
    answers += [answer for _, answer in chain.from_iterable(answer.woken for answer in answers)]
    errors = sorted({str(a.value) for a in answers if a.rejected and a.code is not None})
    text = "\n".join(f"    {line}" for line in body)
    lines = [
        *(["import pytest", ""] if "pytest.raises" in text else []),
        *_vocabulary_imports(vocabulary, text),
        *([f"from verifake.errors import {', '.join(errors)}"] if errors else []),
        *_port_imports(vocabulary, text),
        f"from verifake.proof import clause{', rejects' if errors else ''}",
        "",
        "",
        f'@clause("{port}.explored.program-{name}", {_needs(parameters)}source="observed: {observed}")',
        f"def test_program_{name}({', '.join(parameters)}):",
        text,
        "",
    ]
    return "\n".join(lines)


def _needs(parameters: list[str]) -> str:
    needs = [need for parameter, need in (("actors", ACTORS), ("clock", TIME_EXACT)) if parameter in parameters]
    return "needs=({},), ".format(", ".join(f'"{need}"' for need in needs)) if needs else ""


def _port_imports(vocabulary: Vocabulary, text: str) -> list[str]:
    used = [name for name in vocabulary.imports if f"{name}." in text or f"{name}(" in text]
    return [f"from {vocabulary.port_module} import {', '.join(used)}"] if used else []


def _vocabulary_imports(vocabulary: Vocabulary, text: str) -> list[str]:
    """Return what to import of the session's class and of what makes answers comparable, as far as it is used."""
    named: list[Any] = [*([vocabulary.session] if vocabulary.session else []), *vocabulary.normalise.values()]
    used = [each for each in named if each.__module__ != "builtins" and f"{each.__name__}(" in text]
    return sorted({f"from {each.__module__} import {each.__name__}" for each in used})


def _body(vocabulary: Vocabulary, steps: list[tuple[Operation, Answer]]) -> list[str]:
    """Return the statements: sessions are made before and closed after all, and who still waits at the end does so."""
    members = sorted({operation.session for operation, _ in steps if _of_session(vocabulary, operation)})
    waiting: set[int] = set()
    for operation, answer in steps:
        waiting |= {operation.session} if answer.kind is Kind.WAITS else set()
        waiting -= {woken.session for woken, _ in answer.woken}
    return [
        *(f"session_{number} = {vocabulary.session.__name__}(store)" for number in members if vocabulary.session),
        *(line for operation, answer in steps for line in _step(vocabulary, operation, answer)),
        *(f"assert call_{number}.waits" for number in sorted(waiting)),
        *(f"session_{number}.close()" for number in members),
    ]


def _of_session(vocabulary: Vocabulary, operation: Operation) -> bool:
    """Whether the operation is one that sessions have and the port has not."""
    return vocabulary.session is not None and hasattr(vocabulary.session, operation.name)


def _parameter(vocabulary: Vocabulary, operation: Operation) -> str:
    """Return the argument of the clause on which the operation is called."""
    if operation.name == ADVANCE:
        return "clock"
    if vocabulary.waits(operation):
        return "actors"
    return operation.name if operation.name in vocabulary.fixtures else "store"


def _step(vocabulary: Vocabulary, operation: Operation, answer: Answer) -> list[str]:
    call = _call(vocabulary, operation)
    lines = []
    if vocabulary.waits(operation):
        lines = [f"call_{operation.session} = actors.start(lambda store: {call})"]
        call = f"call_{operation.session}.result()"
    if answer.kind is not Kind.WAITS:
        lines += _outcome(vocabulary, operation, call, answer)
    for woken, its_answer in answer.woken:
        lines += _outcome(vocabulary, woken, f"call_{woken.session}.result()", its_answer)
    return lines


def _outcome(vocabulary: Vocabulary, operation: Operation, call: str, answer: Answer) -> list[str]:
    """Return the statement that `call` gives `answer`."""
    if answer.rejected:
        coded = f"rejects({answer.value}, {_literal(answer.code)})"
        return [f"with {coded if answer.code else f'pytest.raises({answer.value})'}:", f"    {call}"]
    if _parameter(vocabulary, operation) not in {"store", "actors"}:
        return [call]
    normalise = vocabulary.normalise.get(operation.name)
    if normalise is not None:
        call = f"{normalise.__name__}({call})"
    if answer.value is None or isinstance(answer.value, (bool, Enum)):
        return [f"assert {call} is {_literal(answer.value)}"]
    return [f"assert {call} == {_literal(answer.value)}"]


def _call(vocabulary: Vocabulary, operation: Operation) -> str:
    arguments = ", ".join(
        [*(_literal(a) for a in operation.args), *(f"{name}={_literal(value)}" for name, value in operation.options)]
    )
    if operation.name == ADVANCE:
        return f"clock.advance_exactly({arguments})"
    if _of_session(vocabulary, operation):
        return f"session_{operation.session}.{operation.name}({arguments})"
    if _parameter(vocabulary, operation) not in {"store", "actors"}:
        return f"{operation.name}({arguments})"
    return f"store.{operation.name}({arguments})"


def _literal(value: Any) -> str:
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, float) and not isfinite(value):
        return f'float("{value}")'
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(_literal, value))}{',' * (len(value) == 1)})"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_literal(k)}: {_literal(v)}' for k, v in value.items())}}}"
    return _object_literal(value) if is_dataclass(value) else repr(value)


def _object_literal(value: Any) -> str:
    return f"{type(value).__name__}({', '.join(_literal(getattr(value, field.name)) for field in fields(value))})"
