"""From ``--backend`` to the backends to run."""

from __future__ import annotations

import pytest

from verifake.contracts.keyvalue import CONTRACT
from verifake.proof import Backend, Choice, Selection, SelectionError, select


def nothing_missing(backend: Backend, launcher: str | None) -> str | None:
    return f"{backend.name} is not attached" if launcher == "attached" else None


def all_missing(backend: Backend, launcher: str | None) -> str | None:
    return None if backend.engine is None else f"no {backend.name} here"


def chosen(words: str) -> list[str]:
    return [c.backend.name for c in select(CONTRACT, Selection.parse(words, ""), nothing_missing)]


def test_words_name_backends_fidelities_and_all() -> None:
    assert chosen("") == ["fake"]
    assert chosen("valkey,fake") == ["fake", "valkey"]
    assert chosen("emulator") == ["fakeredis"]
    assert chosen("genuine") == ["valkey", "redis"]
    assert chosen("all") == ["fake", "fake-redis-7.0", "dropin", "fakeredis", "valkey", "redis"]


def test_a_name_is_taken_before_a_fidelity_so_that_fake_is_one_fake() -> None:
    assert chosen("fake") == ["fake"]
    assert chosen("fake-redis-7.0") == ["fake-redis-7.0"]


def test_real_is_the_first_to_be_had_and_says_so() -> None:
    assert select(CONTRACT, Selection.parse("real", ""), nothing_missing) == [
        Choice(CONTRACT.backend("valkey"), None, as_real=True)
    ]


def test_real_prefers_what_the_user_points_at() -> None:
    (choice,) = select(CONTRACT, Selection.parse("real", ""), lambda _, __: None)
    assert (choice.backend.name, choice.launcher) == ("redis", "attached")


def test_a_launcher_can_be_forced() -> None:
    (choice,) = select(CONTRACT, Selection.parse("redis:process", ""), nothing_missing)
    assert choice.launcher == "process"


@pytest.mark.parametrize("word", ["real", "genuine", "emulator", "valkey", "redis:process"])
def test_what_cannot_be_had_is_an_error_that_says_how_to_go_on(word: str) -> None:
    with pytest.raises(SelectionError, match="--verifake-allow-missing"):
        select(CONTRACT, Selection.parse(word, ""), all_missing)


@pytest.mark.parametrize("word", ["real", "genuine", "valkey"])
def test_what_may_be_missing_is_chosen_as_not_run(word: str) -> None:
    (choice,) = select(CONTRACT, Selection.parse(word, word), all_missing)
    assert choice.missing


@pytest.mark.parametrize("word", ["nonsense", "staging"])
def test_an_unknown_word_is_an_error(word: str) -> None:
    with pytest.raises(SelectionError):
        select(CONTRACT, Selection.parse(word, word), nothing_missing)


def test_backends_come_in_the_contract_s_order_and_once() -> None:
    assert chosen("redis, valkey ,fake,,redis,genuine") == ["fake", "valkey", "redis"]


def test_a_group_is_what_can_be_had_of_it() -> None:
    def no_redis(backend: Backend, launcher: str | None) -> str | None:
        return "no redis here" if backend.name == "redis" else None

    assert [c.backend.name for c in select(CONTRACT, Selection.parse("genuine", ""), no_redis)] == ["valkey"]
    with pytest.raises(SelectionError):
        select(CONTRACT, Selection.parse("valkey,redis", ""), no_redis)


def test_only_what_is_named_may_be_missing() -> None:
    with pytest.raises(SelectionError, match="redis cannot be had"):
        select(CONTRACT, Selection.parse("valkey,redis", "valkey"), all_missing)
    with pytest.raises(SelectionError, match="nothing real"):
        select(CONTRACT, Selection.parse("real", "valkey,redis,genuine"), all_missing)


def test_the_error_lists_each_thing_that_was_tried_once() -> None:
    with pytest.raises(SelectionError) as caught:
        select(CONTRACT, Selection.parse("real", ""), all_missing)
    assert str(caught.value).count("no valkey here") == 1
    assert str(caught.value).count("no redis here") == 1


def test_an_unknown_word_is_answered_with_the_known_ones() -> None:
    with pytest.raises(
        SelectionError, match=r"'vlakey'; it has: fake, fake-redis-7.0, dropin, fakeredis, valkey, redis"
    ):
        select(CONTRACT, Selection.parse("vlakey", ""), nothing_missing)


def test_a_fake_has_no_launcher() -> None:
    with pytest.raises(SelectionError, match="fake:process"):
        select(CONTRACT, Selection.parse("fake:process", ""), nothing_missing)


def test_the_launcher_that_is_forced_is_the_one_that_is_looked_for() -> None:
    asked: list[tuple[str, str | None]] = []

    def note(backend: Backend, launcher: str | None) -> str | None:
        asked.append((backend.name, launcher))
        return None

    select(CONTRACT, Selection.parse("valkey:attached", ""), note)
    assert asked == [("valkey", "attached")]
