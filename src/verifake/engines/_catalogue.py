"""The engines that verifake knows."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from verifake.engines._engine import Engine

__all__ = ["catalogue"]

_MODULES: Final = ("fakeredis", "redis", "valkey")


def catalogue() -> dict[str, Engine]:
    """Return every known engine by its name. Each is the `ENGINE` of the module that knows it."""
    engines: list[Engine] = [import_module(f"verifake.engines.{module}").ENGINE for module in _MODULES]
    return {engine.name: engine for engine in engines}
