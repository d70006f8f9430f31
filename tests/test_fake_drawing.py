"""What the fake draws at random: decided by its seed alone."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from verifake.fakes.keyvalue import FakeKeyValue

MEMBERS = [b"%d" % number for number in range(50)]


def draws(seed: int) -> list[Any]:
    """Draw in every way, also of sets that were put together from others."""
    store = FakeKeyValue(seed=seed)
    store.hash_set("hash", {f"f{number}": b"v" for number in range(50)})
    store.set_add("set", *MEMBERS)
    store.set_union_store("union", "set", "set")
    store.set_intersection_store("intersection", "union", "set")
    store.set_difference_store("difference", "intersection", "absent")
    drawn: list[Any] = [
        store.hash_random("hash", 5),
        store.hash_random("hash", -5),
        sorted(store.set_pop_many("set", 5)),
    ]
    store.sorted_union_store("sorted", ["union"])
    drawn += [store.sorted_random("sorted", 5), store.sorted_random("sorted", -5)]
    for key in ("set", "union", "intersection", "difference"):
        drawn += [store.set_random(key, 5), store.set_random(key, -5), store.set_pop(key)]
    return drawn


def test_the_same_seed_draws_the_same() -> None:
    assert draws(1) == draws(1) != draws(2)


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_the_same_seed_draws_the_same_in_every_process(hash_seed: str) -> None:
    code = "from tests.test_fake_drawing import draws; print(draws(1))"
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    printed = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == repr(draws(1))
