"""What a contract runs against."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from importlib import import_module
from typing import Any, Protocol

from verifake.proof._time import ClauseClock

__all__ = ["FAKE", "Arena", "Backend", "Contract", "Engine", "Fidelity", "Identity", "World", "load_contracts"]

FAKE = "fake"
"""The name of every port's fake as a backend."""


class Fidelity(Enum):
    """How real a backend is, from the least to the most."""

    FAKE = "fake"
    EMULATOR = "emulator"
    GENUINE = "genuine"
    CLOUD = "cloud"


class Identity(Protocol):
    """What an engine says it is."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def digest(self) -> str | None: ...
    @property
    def launcher(self) -> str: ...


class Engine(Protocol):
    """A started engine, as far as the proof is concerned."""

    @property
    def url(self) -> str: ...
    @property
    def identity(self) -> Identity: ...
    @property
    def time(self) -> str: ...
    @property
    def clock_file(self) -> str | None: ...
    @property
    def journal(self) -> str | None: ...


class World(ABC):
    """A fresh namespace of a backend for one clause, one program or one test."""

    @property
    @abstractmethod
    def arguments(self) -> Mapping[str, Any]:
        """What a clause may ask for, by parameter name."""

    @property
    @abstractmethod
    def clock(self) -> ClauseClock:
        """The backend's time, as the clause controls it."""

    def close(self) -> None:  # noqa: B027 - most worlds own nothing
        """Give back what the world holds."""


class Arena(ABC):
    """A backend that is up, in one process. Thread safe."""

    @property
    @abstractmethod
    def time(self) -> str:
        """``virtual``, ``moved`` or ``waited``."""

    @property
    def lacks(self) -> frozenset[str]:
        """The capabilities that this backend declares as absent."""
        return frozenset()

    @abstractmethod
    def world(self) -> World:
        """Make a fresh namespace."""

    def trouble(self) -> str | None:
        """Return why the engine no longer answers, or None if it does."""
        return None

    def close(self) -> None:  # noqa: B027 - most arenas own nothing
        """Give back connections."""


@dataclass(frozen=True, slots=True)
class Backend:
    """One thing that a contract can run against.

    Attributes:
        name: as ``--backend`` takes it.
        fidelity: how real it is.
        open: makes the arena in the process that runs the clauses. It is given the started engine (None for a
            fake) and a label, unique to this run and process, under which everything it makes must lie.
        engine: the name of the engine behind it, or None for a fake.
        client: the distribution that talks to the engine, for the evidence.
        themes: what programs are about when it is explored, where its deviations from the rest are not told apart yet;
            empty for all.
        stands_for: the engine and its version that a fake was told to stand for. Nothing excuses a fake, but where
            that engine deviates from the contract, so must this fake, with the same counter-clause.
    """

    name: str
    fidelity: Fidelity
    open: Callable[[Engine | None, str], Arena]
    engine: str | None = None
    client: str | None = None
    themes: tuple[str, ...] = ()
    stands_for: tuple[str, str] | None = None

    def deviates_as(self, engine: Engine | None) -> tuple[str, str] | None:
        """Return whose deviations it has, by name and version: its started engine's, or those of what it stands for."""
        return self.stands_for if engine is None else (self.name, engine.identity.version)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a fake, such as a facet, for which the contract's strength is told on its own.

    Attributes:
        name: for people.
        files: its modules, as glob patterns from the folder of the fake's package.
        themes: what exploration of it is about; everything if empty.
    """

    name: str
    files: tuple[str, ...]
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contract:
    """All that is known of one port's contract.

    Attributes:
        port: the port's name.
        package: where its clauses live.
        title: the port's class name, for people.
        facets: the abstract classes whose public methods are the operations.
        arguments: the parameters that clauses may use.
        backends: what it can run against.
        real: what ``--backend=real`` tries, in this order: ``backend`` or ``backend:launcher``.
        deviations: modules of counter-clauses.
        pages: generated pages besides that of the coverage, by name: ``module:name`` of what returns each.
        fake_modules: the package whose source is the fake.
        parts: its parts, one if not given; together they are the whole.
        errors: for each operation the codes that a request can bring about.
        vocabulary: ``module:name`` of the words for exploration.
    """

    port: str
    package: str
    title: str
    facets: tuple[type, ...]
    arguments: tuple[str, ...]
    backends: tuple[Backend, ...]
    real: tuple[str, ...]
    fake_modules: str
    errors: Mapping[str, frozenset[Enum]]
    vocabulary: str
    deviations: tuple[str, ...] = field(default=())
    parts: tuple[Part, ...] = (Part("fake", ("**/*.py",)),)
    pages: Mapping[str, str] = field(default_factory=dict)

    def backend(self, name: str) -> Backend:
        """Return the backend called `name`.

        Raises:
            KeyError: there is none.
        """
        for backend in self.backends:
            if backend.name == name:
                return backend
        raise KeyError(name)


def load_contracts() -> dict[str, Contract]:
    """Return every registered contract by its port, third parties' included (entry points ``verifake.contracts``)."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - costs milliseconds in sessions that never ask

    found: dict[str, Contract] = {}
    for point in sorted(entry_points(group="verifake.contracts"), key=lambda point: point.name):
        contract = point.load()
        if contract.port not in found:
            found[contract.port] = contract
    return found


def load_attribute(path: str) -> Any:
    """Return what ``module:name`` names."""
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)
