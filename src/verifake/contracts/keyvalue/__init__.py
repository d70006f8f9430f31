"""The contract of the KeyValue port."""

from __future__ import annotations

from functools import partial
from pkgutil import iter_modules

from verifake.contracts.keyvalue import _backends
from verifake.contracts.keyvalue.chart import ERRORS
from verifake.ports.keyvalue import KeyValue
from verifake.proof import FAKE, Backend, Contract, Fidelity, Part

__all__ = ["CONTRACT"]

_PARTS = (
    Part("strings", ("_strings.py", "_core/strings.py"), ("strings",)),
    Part("counters", ("_counters.py", "_core/counters.py", "_core/numerals.py", "_core/long_double.py"), ("strings",)),
    Part("expiry", ("_expiry.py", "_core/expiry.py"), ("strings",)),
    Part("keys", ("_keys.py", "_core/keys.py"), ("strings", "hashes", "sets")),
    Part("hashes", ("_hashes.py", "_core/hashes.py", "_core/drawing.py"), ("hashes",)),
    Part("lists", ("_lists.py", "_core/list*.py"), ("lists",)),
    Part("sets", ("_sets.py", "_core/sets.py"), ("sets",)),
    Part("sorted sets", ("_sorted_*.py", "_core/sorted_*.py"), ("sorted sets",)),
    Part("streams", ("_stream*.py", "_core/stream*.py"), ("streams",)),
    Part("scan", ("_scan.py", "_core/scan.py", "_core/glob.py"), ("scan",)),
    Part("transactions", ("_transactions.py", "_core/transactions.py", "_core/watching.py"), ("sessions",)),
    Part("scripts", ("_scripts.py", "_lua/*.py"), ("scripts",)),
    Part("channels", ("_pubsub.py", "_core/channels.py"), ("messages",)),
    Part("calls that wait", ("_core/serving.py", "_core/timeouts.py", "_core/waiting.py"), ("lists", "sessions")),
    Part(
        "what all facets share",
        (
            *("__init__.py", "_fake.py", "_shell.py", "_core/__init__.py", "_core/limits.py", "_core/rejections.py"),
            *("_core/state.py", "_core/values.py"),
        ),
        ("strings", "sessions"),
    ),
)

CONTRACT = Contract(
    port="keyvalue",
    title="KeyValue",
    package="verifake.contracts.keyvalue",
    facets=KeyValue.__bases__,
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
    parts=_PARTS,
    errors=ERRORS,
    vocabulary="verifake.contracts.keyvalue.vocabulary:VOCABULARY",
    pages={"redis-commands": f"{__name__}.command_page:page"},
    deviations=tuple(f"{__name__}.{m.name}" for m in iter_modules(__path__) if m.name.startswith("deviations_")),
)
