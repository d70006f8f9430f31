"""How engines are had, started, and ended for certain.

An `Engine` is had by one of its launchers; what it starts belongs to a `Run`. The run's guardian, a process of its
own, ends it all when the run ends, however that happens. ``_*.py`` are the mechanism; every other module here
holds all that is known of one engine.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from verifake.engines._attached import Attached
    from verifake.engines._catalogue import catalogue
    from verifake.engines._embedded import Embedded
    from verifake.engines._engine import Engine
    from verifake.engines._faketime import FrozenClock
    from verifake.engines._journal import Journal
    from verifake.engines._launcher import Answer, Launcher, NotReady
    from verifake.engines._process import Process
    from verifake.engines._run import GuardianLost, Run, Spawned
    from verifake.engines._running import Identity, Running
    from verifake.engines._unavailable import Attempt, EngineUnavailable

__all__ = [
    "Answer",
    "Attached",
    "Attempt",
    "Embedded",
    "Engine",
    "EngineUnavailable",
    "FrozenClock",
    "GuardianLost",
    "Identity",
    "Journal",
    "Launcher",
    "NotReady",
    "Process",
    "Run",
    "Running",
    "Spawned",
    "catalogue",
]

# Loaded when first asked for: the guardian imports this package, and must start fast.
_MODULES: Final = {
    "_attached": ("Attached",),
    "_catalogue": ("catalogue",),
    "_embedded": ("Embedded",),
    "_engine": ("Engine",),
    "_faketime": ("FrozenClock",),
    "_journal": ("Journal",),
    "_launcher": ("Answer", "Launcher", "NotReady"),
    "_process": ("Process",),
    "_run": ("GuardianLost", "Run", "Spawned"),
    "_running": ("Identity", "Running"),
    "_unavailable": ("Attempt", "EngineUnavailable"),
}


def __getattr__(name: str) -> Any:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
