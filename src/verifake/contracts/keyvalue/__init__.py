"""The contract of the KeyValue port."""

from __future__ import annotations

from functools import partial
from pkgutil import iter_modules

from verifake.contracts.keyvalue import _backends
from verifake.contracts.keyvalue.chart import ERRORS
from verifake.ports.keyvalue import (
    Counters,
    Expiry,
    Hashes,
    Keys,
    Lists,
    PubSub,
    Scan,
    Scripts,
    Sets,
    SortedSets,
    Streams,
    Strings,
    Transactions,
)
from verifake.proof import FAKE, Backend, Contract, Fidelity

__all__ = ["CONTRACT"]

_FACETS = (
    Strings,
    Counters,
    Expiry,
    Keys,
    Hashes,
    Lists,
    Sets,
    SortedSets,
    Streams,
    Scan,
    Transactions,
    Scripts,
    PubSub,
)

CONTRACT = Contract(
    port="keyvalue",
    title="KeyValue",
    package="verifake.contracts.keyvalue",
    facets=_FACETS,
    arguments=("store", "clock", "plant", "actors"),
    backends=(
        Backend(FAKE, Fidelity.FAKE, _backends.open_fake),
        Backend(
            f"{FAKE}-redis-7.0",
            Fidelity.FAKE,
            partial(_backends.open_fake, stands_for="redis-7.0"),
            stands_for=("redis", "7.0"),
        ),
        Backend("dropin", Fidelity.FAKE, _backends.open_dropin, client="redis"),
        Backend(
            "fakeredis",
            Fidelity.EMULATOR,
            _backends.open_fakeredis,
            engine="fakeredis",
            client="redis",
            themes=("strings",),
        ),
        Backend("valkey", Fidelity.GENUINE, _backends.open_server, engine="valkey", client="redis"),
        Backend("redis", Fidelity.GENUINE, _backends.open_server, engine="redis", client="redis"),
    ),
    # What the user points at comes first; then the embedded default, whose time is moved.
    real=("redis:attached", "valkey:attached", "valkey", "redis"),
    fake_modules="verifake.fakes.keyvalue",
    errors=ERRORS,
    vocabulary="verifake.contracts.keyvalue.vocabulary:VOCABULARY",
    deviations=tuple(f"{__name__}.{m.name}" for m in iter_modules(__path__) if m.name.startswith("deviations_")),
)
