"""The contract of the KeyValue port."""

from __future__ import annotations

from functools import partial

from verifake.contracts.keyvalue import _backends
from verifake.contracts.keyvalue.chart import ERRORS
from verifake.ports.keyvalue import Counters, Expiry, Keys, Strings
from verifake.proof import FAKE, Backend, Contract, Fidelity

__all__ = ["CONTRACT"]

CONTRACT = Contract(
    port="keyvalue",
    title="KeyValue",
    package="verifake.contracts.keyvalue",
    facets=(Strings, Counters, Expiry, Keys),
    arguments=("store", "clock", "plant"),
    backends=(
        Backend(FAKE, Fidelity.FAKE, _backends.open_fake),
        Backend(
            f"{FAKE}-redis-7.0",
            Fidelity.FAKE,
            partial(_backends.open_fake, stands_for="redis-7.0"),
            stands_for=("redis", "7.0"),
        ),
        Backend("fakeredis", Fidelity.EMULATOR, _backends.open_fakeredis, engine="fakeredis", client="redis"),
        Backend("valkey", Fidelity.GENUINE, _backends.open_server, engine="valkey", client="redis"),
        Backend("redis", Fidelity.GENUINE, _backends.open_server, engine="redis", client="redis"),
    ),
    # What the user points at comes first; then the embedded default, whose time is moved.
    real=("redis:attached", "valkey:attached", "valkey", "redis"),
    fake_modules="verifake.fakes.keyvalue",
    errors=ERRORS,
    vocabulary="verifake.contracts.keyvalue.vocabulary:VOCABULARY",
    deviations=(
        "verifake.contracts.keyvalue.deviations_fakeredis",
        "verifake.contracts.keyvalue.deviations_fakeredis_floats",
        "verifake.contracts.keyvalue.deviations_fakeredis_times",
        "verifake.contracts.keyvalue.deviations_redis",
    ),
)
