"""A third party's package: a contract that holds, and one that its fake does not keep."""

from __future__ import annotations

from pathlib import Path

__all__ = ["INTERRUPTED", "SOUND", "build_house"]

ENTRY_POINTS = """[verifake.contracts]
flawed = thirdparty:FLAWED
sound = thirdparty:SOUND
"""
CONTRACTS = '''
from abc import ABC, abstractmethod
from dataclasses import replace

from tests.test_exploration import Forgetful, Rooms
from verifake.contracts.keyvalue import CONTRACT
from verifake.fakes.keyvalue import FakeKeyValue
from verifake.ports.keyvalue import KeyValueCode
from verifake.proof import Backend, Fidelity

class Length(ABC):
    @abstractmethod
    def length(self, key: str) -> int: ...

class Twin(Rooms):
    """What passes for an engine here: quick, and at hand everywhere."""
    time = "moved"

def contract(port, fake):
    return replace(
        CONTRACT,
        port=port,
        title=port.title(),
        package=f"thirdparty.{port}",
        facets=(Length,),
        vocabulary="tests.test_exploration:STRINGS",
        errors={"length": frozenset({KeyValueCode.WRONG_TYPE})},
        backends=(
            Backend("fake", Fidelity.FAKE, lambda engine, label: Rooms(fake)),
            Backend("twin", Fidelity.GENUINE, lambda engine, label: Twin(FakeKeyValue), engine="fakeredis"),
            CONTRACT.backend("valkey"),
        ),
        real=("twin",),
        pages={f"{port}-words": f"{__name__}:words"},
    )

def words():
    return "# Words\\n"

SOUND = contract("sound", FakeKeyValue)
FLAWED = contract("flawed", Forgetful)
'''
SOUND = """
import pytest

from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyType, KeyValueCode
from verifake.proof import clause, rejects

@clause("sound.length.present", source="https://example.org/length")
@pytest.mark.parametrize("value", [b"", b"value"])
def test_length(store, value):
    store.set("k", value)
    assert store.length("k") == len(value)

@clause("sound.length.wrong-kind", source="https://example.org/length")
def test_wrong_kind(store, plant):
    plant("k", KeyType.LIST)
    with rejects(InvalidRequest, KeyValueCode.WRONG_TYPE):
        store.length("k")

@clause("sound.length.wrong-type", source="https://example.org/length")
def test_wrong_type(store):
    with pytest.raises(TypeError):
        store.length(7)
"""
FLAWED = """
from verifake.proof import clause

@clause("flawed.rename.ttl", source="https://example.org/rename", hint="move the deadline too")
def test_the_time_to_live_moves_along(store):
    store.set("a", b"v", ttl_seconds=7)
    store.rename("a", "b")
    assert store.time_to_live("b") == 7
"""
INTERRUPTED = """
from verifake.proof import clause

@clause("sound.any.interrupted", source="https://example.org/length")
def test_zzz(store):
    raise KeyboardInterrupt
"""
FILES = {
    "thirdparty/__init__.py": CONTRACTS,
    "thirdparty/sound/__init__.py": "",
    "thirdparty/sound/test_length.py": SOUND,
    "thirdparty/flawed/__init__.py": "",
    "thirdparty/flawed/test_rename.py": FLAWED,
    "thirdparty-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: thirdparty\nVersion: 1.0\n",
    "thirdparty-1.0.dist-info/entry_points.txt": ENTRY_POINTS,
}


def build_house(folder: Path) -> None:
    """Write the package into `folder`, with what an installer writes beside it."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
