"""Where scripts see less on Redis than the contract says, which follows the newest line of engines."""

from __future__ import annotations

from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyValue, KeyValueCode
from verifake.proof import deviation, rejects

__all__ = ["scripts_see_neither_clock_nor_server", "waiting_commands_are_refused"]


@deviation(
    "keyvalue.script.does-not-wait",
    backend="redis",
    versions="==7.0.*",
    risk="stricter",
    reason="scripts may not call commands that may wait",
)
def waiting_commands_are_refused(store: KeyValue) -> None:
    with rejects(InvalidRequest, KeyValueCode.SCRIPT_FAILED):
        store.script_run("return redis.call('BLPOP', KEYS[1], 0)", keys=("k",))


@deviation(
    "keyvalue.script.clock-and-server",
    backend="redis",
    versions="==7.0.*",
    risk="stricter",
    reason="scripts see neither os.clock nor server",
)
def scripts_see_neither_clock_nor_server(store: KeyValue) -> None:
    for name in ("os", "server"):
        with rejects(InvalidRequest, KeyValueCode.SCRIPT_FAILED):
            store.script_run(f"return {name}")
