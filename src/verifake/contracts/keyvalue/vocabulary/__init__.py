"""The words of exploration for the KeyValue port: a theme for each group of operations that act on each other."""

from __future__ import annotations

from verifake.contracts.keyvalue._session import Session
from verifake.contracts.keyvalue.vocabulary import (
    hashes,
    lists,
    messages,
    recipes,
    scan,
    scripts,
    sessions,
    sets,
    sorted_sets,
    streams,
    strings,
)
from verifake.contracts.keyvalue.vocabulary._words import may_wait
from verifake.ports.keyvalue import Aggregate, End, Exclusive, KeyType, NoTtl, Trim
from verifake.proof import Operation, Vocabulary, World

__all__ = ["VOCABULARY"]


def _state(world: World, operation: Operation) -> str:
    """Return what the first key of `operation` is: absent, of which kind, and whether it has a deadline."""
    args = operation.args[1:] if operation.name == "queue" else operation.args
    key = args[0] if args else None
    if not isinstance(key, str):
        return "no key"
    store = world.arguments["store"]
    kind = store.type(key)
    if kind is None:
        return "absent"
    deadline = "persistent" if store.expires_at(key) is NoTtl.PERSISTENT else "volatile"
    return f"{kind.value}, {deadline}"


VOCABULARY = Vocabulary(
    themes=(
        strings.THEME,
        hashes.THEME,
        lists.THEME,
        sets.THEME,
        sorted_sets.THEME,
        streams.THEME,
        scan.THEME,
        scripts.THEME,
        sessions.THEME,
        messages.THEME,
        recipes.THEME,
    ),
    state=_state,
    imports=("Aggregate", "End", "Exclusive", "KeyType", "KeyValueCode", "Message", "NoTtl", "Trim"),
    port_module="verifake.ports.keyvalue",
    normalise={**hashes.NORMALISE, **sets.NORMALISE, **sorted_sets.NORMALISE, **scan.NORMALISE},
    fixtures=frozenset({"plant"}),
    waits=may_wait,
    session=Session,
    types={"Aggregate": Aggregate, "End": End, "Exclusive": Exclusive, "KeyType": KeyType, "Trim": Trim},
)
