"""What is known of an engine that runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

__all__ = ["Identity", "Running", "shown"]


@dataclass(frozen=True, slots=True)
class Identity:
    """What an engine is found to be, whatever it was expected to be.

    Attributes:
        name: as the engine states it: ``"valkey"`` also where a Redis was asked for.
        version: as the engine states it.
        digest: ``"sha256:…"`` of the program that was run, or None where it was not run by us.
        launcher: how it was had: ``"attached"``, ``"container"``, ``"process"`` or ``"embedded"``.
    """

    name: str
    version: str
    digest: str | None
    launcher: str


@dataclass(frozen=True, slots=True, repr=False)
class Running:
    """What a process needs to talk to an engine. Plain data: it pickles, and goes through JSON.

    Attributes:
        engine: the name in the catalogue that was asked for.
        url: where it listens; empty where it is embedded. It may hold a password, which `repr` never shows.
        identity: what it is found to be.
        time: ``"moved"`` or ``"waited"``.
        clock_file: the file that holds its wall clock where time is moved, or None.
        start_seconds: how long it took until it answered.
        journal: the file in which every key must be noted before it is written (`Journal`), so that it is deleted
            when the run ends; None where the data dies with the engine.
    """

    engine: str
    url: str
    identity: Identity
    time: str
    clock_file: str | None
    start_seconds: float
    journal: str | None = None

    def __repr__(self) -> str:
        values = {field.name: getattr(self, field.name) for field in fields(self)} | {"url": shown(self.url)}
        return f"Running({', '.join(f'{name}={value!r}' for name, value in values.items())})"

    def to_json(self) -> dict[str, Any]:
        """Return it as what JSON can hold, the password included: for another process, not for a record."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Running:
        """Return what `to_json` was made from."""
        return cls(**{**data, "identity": Identity(**data["identity"])})


def shown(url: str) -> str:
    """Return `url` fit to be printed: without user, password and options, also where it is malformed."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return "***"
    if "@" not in rest:
        place, question, _ = rest.partition("?")
        return f"{scheme}://{place}{question and '?***'}"
    user, _, place = rest.rpartition("@")
    # With a question mark before it, the @ may stand in a password that is given as an option.
    return f"{scheme}://***" if "?" in user else f"{scheme}://***@{place.partition('?')[0]}"
