"""Where Redis' transactions differ from the contract, which follows the newest line of engines."""

from __future__ import annotations

from verifake.ports.keyvalue import KeyValue
from verifake.proof import deviation

__all__ = ["a_trim_that_takes_nothing_is_a_change"]


@deviation(
    "keyvalue.watch.trim-of-nothing",
    backend="redis",
    versions="==7.0.*",
    risk="stricter",
    reason="a trim that takes nothing counts as a change of the list",
)
def a_trim_that_takes_nothing_is_a_change(store: KeyValue) -> None:
    store.list_push("k", b"a", b"b")
    with store.transaction("k") as transaction:
        store.list_trim("k", 0, -1)
        assert transaction.execute() is False
