"""The same request on a mock, on the fake and on the engine."""

from __future__ import annotations

from collections.abc import Sequence
from unittest.mock import Mock

import pytest

from examples.mangaassist.recommendations import CarefulRecommender, HastyRecommender, PreferencesLost, Rank
from verifake.ports.keyvalue import KeyValue
from verifake.proof import ClauseClock

TITLES = ["Uzumaki (horror)", "Yotsuba"]


def slow_model(clock: ClauseClock) -> Rank:
    """Return a model that takes two seconds, half a second longer than the record has left."""

    def rank(_: str) -> Sequence[str]:
        clock.advance(2)
        return TITLES

    return rank


def remember(store: KeyValue) -> None:
    """Keep what the reader does not want, for a second and a half."""
    store.set("preferences:aki", b"horror", ttl_seconds=1.5)


def test_a_mock_hides_the_mistake() -> None:
    store = Mock()
    store.exists.return_value = 1
    store.get.return_value = b"horror"
    assert HastyRecommender(store, lambda _: TITLES).recommend("aki") == ["Yotsuba"]


def test_the_fake_and_the_engine_show_it(verifake_keyvalue: KeyValue, verifake_clock: ClauseClock) -> None:
    remember(verifake_keyvalue)
    with pytest.raises(PreferencesLost, match="aki"):
        HastyRecommender(verifake_keyvalue, slow_model(verifake_clock)).recommend("aki")
    assert verifake_keyvalue.exists("preferences:aki") == 0


def test_the_mended_service_keeps_its_promise(verifake_keyvalue: KeyValue, verifake_clock: ClauseClock) -> None:
    remember(verifake_keyvalue)
    assert CarefulRecommender(verifake_keyvalue, slow_model(verifake_clock)).recommend("aki") == ["Yotsuba"]


def test_a_request_in_time_is_answered(verifake_keyvalue: KeyValue) -> None:
    remember(verifake_keyvalue)
    assert HastyRecommender(verifake_keyvalue, lambda _: TITLES).recommend("aki") == ["Yotsuba"]
