"""A program printed as a clause, ready to paste."""

from __future__ import annotations

from enum import Enum
from typing import Any

from verifake.proof._exploration import Difference
from verifake.proof._program import ADVANCE, Answer, Operation, Vocabulary, digest, program_to_json

__all__ = ["as_clause"]


def as_clause(port: str, vocabulary: Vocabulary, difference: Difference, observed: str) -> str:
    """Return Python source of a clause that holds on the engine and fails on the fake.

    Args:
        observed: the engine and its version, for the clause's source.
    """
    name = digest(program_to_json(difference.program))
    steps = list(zip(difference.program, difference.answers, strict=True))
    body = [line for operation, answer in steps for line in _step(vocabulary, operation, answer)]
    parameters = ["store", *sorted({_receiver(vocabulary, operation) for operation, _ in steps} - {"store"})]
    errors = sorted({str(a.value) for _, a in steps if a.rejected and a.code is not None})
    needs = 'needs=("time.exact",), ' if "clock" in parameters else ""
    text = "\n".join(f"    {line}" for line in body)
    lines = [
        *(["import pytest", ""] if "pytest.raises" in text else []),
        *([f"from verifake.errors import {', '.join(errors)}"] if errors else []),
        *_port_imports(vocabulary, text),
        f"from verifake.proof import clause{', rejects' if errors else ''}",
        "",
        "",
        f'@clause("{port}.explored.program-{name}", {needs}source="observed: {observed}")',
        f"def test_program_{name}({', '.join(parameters)}):",
        text,
        "",
    ]
    return "\n".join(lines)


def _port_imports(vocabulary: Vocabulary, text: str) -> list[str]:
    used = [name for name in vocabulary.imports if f"{name}." in text]
    return [f"from {vocabulary.port_module} import {', '.join(used)}"] if used else []


def _receiver(vocabulary: Vocabulary, operation: Operation) -> str:
    if operation.name == ADVANCE:
        return "clock"
    return "store" if operation.name in vocabulary.names else operation.name


def _step(vocabulary: Vocabulary, operation: Operation, answer: Answer) -> list[str]:
    call = _call(vocabulary, operation)
    if answer.rejected:
        coded = f"rejects({answer.value}, {_literal(answer.code)})"
        return [f"with {coded if answer.code else f'pytest.raises({answer.value})'}:", f"    {call}"]
    if _receiver(vocabulary, operation) != "store":
        return [call]
    if answer.value is None or isinstance(answer.value, (bool, Enum)):
        return [f"assert {call} is {_literal(answer.value)}"]
    return [f"assert {call} == {_literal(answer.value)}"]


def _call(vocabulary: Vocabulary, operation: Operation) -> str:
    arguments = ", ".join(
        [*(_literal(a) for a in operation.args), *(f"{name}={_literal(value)}" for name, value in operation.options)]
    )
    if operation.name == ADVANCE:
        return f"clock.advance_exactly({arguments})"
    if _receiver(vocabulary, operation) != "store":
        return f"{operation.name}({arguments})"
    return f"store.{operation.name}({arguments})"


def _literal(value: Any) -> str:
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, float) and value != value:  # noqa: PLR0124 - NaN is what differs from itself
        return 'float("nan")'
    if isinstance(value, float) and value in {float("inf"), float("-inf")}:
        return f'float("{value}")'
    return repr(value)
