"""From what ``--backend`` says to the backends to run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from verifake.proof._backend import Backend, Contract, Fidelity

__all__ = ["Choice", "Selection", "SelectionError", "select"]

ALL: Final = "all"
REAL: Final = "real"
STAGING: Final = "staging"

Missing = Callable[[Backend, str | None], str | None]
"""Says why a backend cannot be had by a launcher (None: by any), or None if it can."""


class SelectionError(Exception):
    """What was asked for does not exist or cannot be had; the message says what was tried and what to do."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One backend to run, and how.

    Attributes:
        backend: what to run against.
        launcher: how its engine must be had, or None for the first that works.
        as_real: whether it was chosen for ``real``.
        missing: why it is not run although it was asked for, or None.
    """

    backend: Backend
    launcher: str | None = None
    as_real: bool = False
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """What ``--backend`` and ``--allow-missing`` say, before any port is known."""

    words: tuple[str, ...]
    allow_missing: frozenset[str]

    @classmethod
    def parse(cls, backends: str, allow_missing: str) -> Selection:
        """Read comma-separated words."""
        words = tuple(dict.fromkeys(word.strip() for word in backends.split(",") if word.strip()))
        return cls(words or (Fidelity.FAKE.value,), frozenset(w.strip() for w in allow_missing.split(",") if w.strip()))


def select(contract: Contract, selection: Selection, missing: Missing) -> list[Choice]:
    """Return the backends of `contract` that `selection` names, in the contract's order.

    A backend's own name must be had; ``backend:launcher`` forces a launcher. Any other word is a fidelity or ``all``
    and takes every backend of it that can be had, and at least one. So ``fake`` is the one fake of that name, and
    not the others, which stand for the lines of engines that differ.

    Raises:
        SelectionError: a word is unknown, or what it names cannot be had and is not allowed to be missing.
    """
    chosen: dict[str, Choice] = {}
    for word in selection.words:
        for choice in _expand(contract, word, selection, missing):
            chosen.setdefault(choice.backend.name, choice)
    order = {backend.name: place for place, backend in enumerate(contract.backends)}
    return sorted(chosen.values(), key=lambda choice: order[choice.backend.name])


def _expand(contract: Contract, word: str, selection: Selection, missing: Missing) -> list[Choice]:
    if word == REAL:
        return [_real(contract, selection, missing)]
    if word == STAGING:
        raise SelectionError(f"{contract.port} has no staging backend")
    name, _, launcher = word.partition(":")
    if any(backend.name == name for backend in contract.backends):
        return [_named(contract, contract.backend(name), launcher or None, selection, missing)]
    group = [b for b in contract.backends if word in {ALL, b.fidelity.value} and b.fidelity is not Fidelity.CLOUD]
    if group:
        return _group(contract, word, group, selection, missing)
    raise SelectionError(_unknown(contract, word))


def _group(contract: Contract, word: str, group: list[Backend], selection: Selection, missing: Missing) -> list[Choice]:
    reasons = {backend.name: missing(backend, None) for backend in group}
    had = [Choice(backend) for backend in group if reasons[backend.name] is None]
    if had:
        return had
    why = "\n".join(reason for reason in reasons.values() if reason)
    if word in selection.allow_missing:
        return [Choice(group[0], missing=why)]
    raise SelectionError(f"no {word} backend of {contract.port} can be had:\n{why}\n{_allow(word)}")


def _named(
    contract: Contract, backend: Backend, launcher: str | None, selection: Selection, missing: Missing
) -> Choice:
    if launcher and backend.engine is None:
        raise SelectionError(f"{backend.name}:{launcher}: {backend.name} has no engine to launch; say {backend.name}")
    why = missing(backend, launcher)
    if why is None:
        return Choice(backend, launcher)
    if backend.name in selection.allow_missing:
        return Choice(backend, launcher, missing=why)
    raise SelectionError(f"{backend.name} cannot be had for {contract.port}:\n{why}\n{_allow(backend.name)}")


def _real(contract: Contract, selection: Selection, missing: Missing) -> Choice:
    tried: list[str] = []
    for word in contract.real:
        name, _, launcher = word.partition(":")
        backend = contract.backend(name)
        why = missing(backend, launcher or None)
        if why is None:
            return Choice(backend, launcher or None, as_real=True)
        if why not in tried:
            tried.append(why)
    reasons = "\n".join(tried)
    if REAL in selection.allow_missing:
        return Choice(contract.backend(contract.real[0].partition(":")[0]), as_real=True, missing=reasons)
    raise SelectionError(f"nothing real can be had for {contract.port}:\n{reasons}\n{_allow(REAL)}")


def _allow(word: str) -> str:
    return f"To go on without it, and have its clauses reported as not run: --verifake-allow-missing={word}"


def _unknown(contract: Contract, word: str) -> str:
    names = ", ".join(backend.name for backend in contract.backends)
    return (
        f"{contract.port} has no backend {word!r}; it has: {names}; "
        "or say fake, emulator, genuine, real or all, several joined by commas"
    )
