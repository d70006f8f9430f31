"""The pytest plugin: runs clauses on backends, and gives services' tests their fakes and engines.

It is loaded in every pytest session of everybody who has verifake installed, so this module imports nothing but
pytest, and registers only options that begin with ``--verifake``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from verifake.ports.keyvalue import KeyValue
    from verifake.proof import ClauseClock, World

__all__ = ["OPTIONS", "verifake_clock", "verifake_keyvalue"]

OPTIONS = {
    "backend": "what clauses and services' tests run against: fake, emulator, genuine, real, all, or backends' names, "
    "joined by commas; NAME:LAUNCHER forces attached, container or process (default: fake)",
    "allow-missing": "backends (or: real, genuine …) that may be missing: their clauses are then reported as not run",
}
"""The plugin's options without their prefix; each has an ini and an environment twin."""

_WORLDS = "verifake_worlds"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("verifake", "contracts, fakes and engines")
    for name, text in OPTIONS.items():
        dest = f"verifake_{name.replace('-', '_')}"
        group.addoption(f"--verifake-{name}", dest=dest, default=None, metavar="NAMES", help=text)
        parser.addini(dest, text, default="")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    from verifake.plugin._links import resolve_links  # noqa: PLC0415

    known = early_config.known_args_namespace
    known.file_or_dir = resolve_links(known.file_or_dir, early_config.invocation_params.dir)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    from verifake.plugin._lane import Lane  # noqa: PLC0415
    from verifake.plugin._links import resolve_links  # noqa: PLC0415

    config.args = resolve_links(config.args, config.invocation_params.dir)
    config.pluginmanager.register(Lane(config), "verifake-lane")


@pytest.fixture
def verifake_worlds() -> Iterator[dict[str, World]]:
    """The worlds that this test uses, by port; closed when it ends."""
    worlds: dict[str, World] = {}
    yield worlds
    for world in worlds.values():
        world.close()


@pytest.fixture
def verifake_keyvalue(request: pytest.FixtureRequest, verifake_worlds: dict[str, World]) -> KeyValue:
    """A fresh `KeyValue`: the fake, or an adapter on the engine that ``--verifake-backend`` names."""
    store: KeyValue = _subject(request, verifake_worlds, "keyvalue")
    return store


@pytest.fixture
def verifake_clock(request: pytest.FixtureRequest, verifake_worlds: dict[str, World]) -> ClauseClock:
    """The time of the backend that this test uses: ``advance(seconds)`` moves it, or really waits."""
    for name in request.fixturenames:
        if name.startswith("verifake_") and name not in {"verifake_clock", _WORLDS}:
            request.getfixturevalue(name)
    if len(verifake_worlds) != 1:
        raise pytest.UsageError("verifake_clock needs exactly one port's fixture beside it, such as verifake_keyvalue")
    (world,) = verifake_worlds.values()
    return world.clock


def _subject(request: pytest.FixtureRequest, worlds: dict[str, World], port: str) -> Any:
    """Open a world of the backend that the test was parametrized with, and return the port object."""
    lane: Any = request.config.pluginmanager.get_plugin("verifake-lane")
    worlds[port] = lane.world(request.param, request.node)
    return worlds[port].arguments["store"]
