"""A deviation: a known difference of a backend, as an executable counter-clause."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from typing import Any, Final, TypeVar

__all__ = ["Deviation", "Risk", "deviation", "find_deviation", "load_deviations"]

_MARK: Final = "__verifake_deviations__"

Function = TypeVar("Function", bound=Callable[..., Any])
Rows = Callable[..., bool]
Explains = Callable[[Any], bool]


class Risk(Enum):
    """What the deviation means for who trusts the backend."""

    LAXER = "laxer"
    STRICTER = "stricter"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Deviation:
    """One known difference.

    Attributes:
        clause: the id of the clause that fails on the backend.
        backend: the backend's name.
        versions: the engine versions it was seen on, as a version specifier (``"<2.41"``); empty for all.
        risk: whether the backend accepts more, accepts less, or does something else.
        reason: what is different, in one sentence.
        counter: asserts what the backend does instead; takes the same parameters as a clause.
        rows: says of the parameters of a clause that has several rows which of them deviate; None for all.
        explains: says of a difference found by exploration whether it is this one; None if none can be.
    """

    clause: str
    backend: str
    versions: str
    risk: Risk
    reason: str
    counter: Callable[..., Any]
    rows: Rows | None = None
    explains: Explains | None = None

    def is_of(self, backend: str, version: str) -> bool:
        """Whether `backend` has it in `version`."""
        return self.backend == backend and _covers(self.versions, version)

    def concerns(self, parameters: Mapping[str, Any]) -> bool:
        """Whether the row of the clause with these parameters deviates."""
        return self.rows is None or self.rows(**parameters)


def deviation(
    clause: str,
    *,
    backend: str,
    risk: str,
    reason: str,
    versions: str = "",
    rows: Rows | None = None,
    explains: Explains | None = None,
) -> Callable[[Function], Function]:
    """Declare that `backend` deviates from `clause`; the function asserts what it does instead.

    It holds only while the clause fails in its call and the function passes in a fresh namespace: when the
    clause passes, the deviation is stale and that is a failure.

    Raises:
        ValueError: the risk is unknown, or the backend is a fake (nothing excuses a fake).
    """
    if backend.partition("-")[0] in {"fake", "dropin"}:
        raise ValueError(f"clause {clause}: nothing excuses a fake; mend it")

    def mark(function: Function) -> Function:
        known = Deviation(clause, backend, versions, Risk(risk), reason, function, rows, explains)
        setattr(function, _MARK, (*getattr(function, _MARK, ()), known))
        return function

    return mark


def load_deviations(modules: Iterable[str]) -> tuple[Deviation, ...]:
    """Return the deviations that the modules declare.

    Raises:
        ValueError: two of them are about the same clause and backend with the same versions.
    """
    found: dict[tuple[str, str, str], Deviation] = {}
    for module in modules:
        for value in vars(import_module(module)).values():
            for known in getattr(value, _MARK, ()):
                key = (known.clause, known.backend, known.versions)
                if found.setdefault(key, known) is not known:
                    raise ValueError(f"two deviations of {known.backend} from {known.clause}")
    return tuple(found.values())


def find_deviation(known: Iterable[Deviation], *, clause: str, backend: str, version: str) -> Deviation | None:
    """Return the deviation of `backend` in `version` from `clause`, or None."""
    for each in known:
        if each.clause == clause and each.is_of(backend, version):
            return each
    return None


def _covers(versions: str, version: str) -> bool:
    if not versions:
        return True
    from packaging.specifiers import SpecifierSet  # noqa: PLC0415 - only where a deviation is bound to versions

    return SpecifierSet(versions).contains(version, prereleases=True)
