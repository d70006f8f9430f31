"""A clause: one executable statement of a contract."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, TypeVar

from verifake.errors import DependencyError

__all__ = ["Clause", "clause", "clause_of", "rejects"]

_ID: Final = re.compile(r"[a-z0-9]+(\.[a-z0-9]+(-[a-z0-9]+)*)+")
_MARK: Final = "__verifake_clause__"

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Clause:
    """What is known of a clause apart from its body.

    Attributes:
        id: ``port.topic.statement``, stable over the years: deviations and evidence refer to it.
        source: the address of the documentation that says so, or ``observed: engine version``.
        hint: what an implementation that fails here most probably does wrong.
        needs: the capabilities without which it cannot be stated; a backend that lacks one must say so.
    """

    id: str
    source: str
    hint: str
    needs: frozenset[str]

    @property
    def port(self) -> str:
        """The port that the clause belongs to: the first part of its id."""
        return self.id.partition(".")[0]


def clause(id: str, *, source: str, hint: str = "", needs: tuple[str, ...] = ()) -> Callable[[Function], Function]:
    """Make a pytest function a clause.

    Args:
        id: ``port.topic.statement`` in lower case, words joined by hyphens.
        source: an ``https://`` address, or ``observed: engine version`` for what is documented nowhere.
        hint: the likely mistake, shown when the clause fails.
        needs: capabilities, as the backends declare them.

    Raises:
        ValueError: the id or the source is malformed.
    """
    if not _ID.fullmatch(id):
        raise ValueError(f"clause id {id!r}: use port.topic.statement, lower case, words joined by hyphens")
    if not source.startswith(("https://", "observed: ")):
        raise ValueError(f"clause {id}: the source must be an https:// address or 'observed: engine version'")

    def mark(function: Function) -> Function:
        setattr(function, _MARK, Clause(id, source, hint, frozenset(needs)))
        return function

    return mark


def clause_of(function: object) -> Clause | None:
    """Return the clause that `function` was marked as, or None."""
    found = getattr(function, _MARK, None)
    return found if isinstance(found, Clause) else None


@contextmanager
def rejects(error: type[DependencyError], code: Enum) -> Iterator[None]:
    """Expect the one call in the block to raise exactly `error` with `code`."""
    try:
        yield
    except DependencyError as caught:
        if type(caught) is not error or caught.code is not code:
            raise AssertionError(
                f"expected {error.__name__} [{code.name}], got {type(caught).__name__} [{caught.code.name}]"
            ) from caught
    else:
        raise AssertionError(f"expected {error.__name__} [{code.name}], but the call was accepted")
