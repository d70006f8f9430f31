"""How others' suites are judged: the engine is the judge, and every failure has a reason that still holds."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.suites.redis_py import answering
from tests.suites.redis_py.page import page
from tests.suites.redis_py.verdict import Outcome, Reason, Tests, judge, read_reasons

PASSED, SKIPPED, FAILED = Outcome("passed"), Outcome("skipped"), Outcome("failed", "call: AssertionError")
KILLED = Outcome("failed", "call: verifake.errors.NotModelled: CLIENT KILL is not charted by the KeyValue port; the …")
A, B = "tests/test_a.py::A::test_a[x] RESP2", "tests/test_b.py::test_b RESP3"


def test_only_what_passes_on_the_engine_is_judged() -> None:
    verdict = judge({A: FAILED, B: PASSED}, {A: FAILED, B: PASSED}, ())
    assert (verdict.judged, verdict.failures, verdict.holds) == ((B,), {}, True)


@pytest.mark.parametrize("ours", [{A: FAILED}, {A: SKIPPED}, {}])
def test_what_does_not_pass_needs_a_reason(ours: Tests) -> None:
    verdict = judge(ours, {A: PASSED}, ())
    assert (verdict.unexplained, verdict.holds) == ([A], False)


@pytest.mark.parametrize("name", ["tests/test_a.py::A::test_a", "tests/*::test_a", "*test_a[x]", A])
def test_a_reason_names_tests(name: str) -> None:
    reason = Reason("so it is", tests=(name,))
    verdict = judge({A: FAILED}, {A: PASSED}, [reason])
    assert (verdict.failures, verdict.holds) == ({reason: [A]}, True)


@pytest.mark.parametrize("name", ["tests/test_a.py", "*test_a[y]", "*test_a RESP3", "*::test"])
def test_a_reason_names_no_other_test(name: str) -> None:
    verdict = judge({A: FAILED}, {A: PASSED}, [Reason("so it is", tests=(name,))])
    assert (verdict.unexplained, verdict.stale) == ([A], [f"no test fails for {name}"])


def test_a_reason_names_commands_that_are_not_charted() -> None:
    reason = Reason("it administers the server", commands=("CLIENT KILL",))
    assert judge({A: KILLED}, {A: PASSED}, [reason]).failures == {reason: [A]}
    assert judge({A: FAILED}, {A: PASSED}, [reason]).unexplained == [A]


def test_a_reason_without_a_failure_is_stale() -> None:
    verdict = judge({A: PASSED}, {A: PASSED}, [Reason("old", commands=("CLIENT KILL",))])
    assert (verdict.stale, verdict.holds) == (["no test fails for CLIENT KILL"], False)


def test_a_reason_whose_test_passes_is_stale_even_if_another_fails() -> None:
    verdict = judge({A: PASSED, B: FAILED}, {A: PASSED, B: PASSED}, [Reason("half true", tests=("tests/*",))])
    assert (verdict.stale, verdict.holds) == ([f"{A} passes: half true"], False)


def test_reasons_are_read(tmp_path: Path) -> None:
    file = tmp_path / "reasons.toml"
    file.write_text('[[reason]]\ntext = "one"\ncommands = ["X Y"]\n\n[[reason]]\ntext = "two"\ntests = ["*::t"]\n')
    assert read_reasons(file) == (Reason("one", commands=("X Y",)), Reason("two", tests=("*::t",)))


def test_the_page_has_rates_and_every_failure() -> None:
    reason = Reason("so it is", tests=("*test_a",))
    skipped = "tests/test_b.py::test_c RESP3"
    engine = {A: PASSED, B: PASSED, skipped: SKIPPED}
    ours, theirs = {A: FAILED, B: PASSED, skipped: SKIPPED}, {A: PASSED, B: PASSED}
    asked = {"dropin": ours, "fakeredis": theirs, "valkey": engine}
    text = page(asked, judge(ours, engine, [reason]), "redis-py 0 and Valkey 0")
    assert "| test_b.py | RESP3 | 1 | 1 | 1 (100.0%) | 1 (100.0%) |\n" in text
    assert "| in total |  | 2 | 2 | 1 (50.0%) | 2 (100.0%) |\n" in text
    assert "0 of these tests ask for a command that the port does not chart" in text
    assert "Of the other 2 the drop-in passes 1 (50.0%) and fakeredis 2 (100.0%).\n" in text
    assert "**so it is** (1)\n\n- test_a.py: a\n" in text


def test_the_page_tells_what_is_not_charted_from_what_goes_wrong() -> None:
    asked: dict[str, Tests] = {"dropin": {A: KILLED, B: PASSED}, "fakeredis": {}, "valkey": {A: PASSED, B: PASSED}}
    text = page(asked, judge(asked["dropin"], asked["valkey"], ()), "…")
    assert "1 of these tests ask for a command that the port does not chart" in text
    assert "Of the other 1 the drop-in passes 1 (100.0%) and fakeredis 0 (0.0%).\n" in text


def test_the_page_says_what_has_no_reason() -> None:
    asked: dict[str, Tests] = {"dropin": {A: FAILED}, "fakeredis": {}, "valkey": {A: PASSED}}
    assert f"**Without a reason** (1)\n\n- {A}\n" in page(asked, judge(asked["dropin"], asked["valkey"], ()), "…")


_CONFTEST = """\
import pytest
import redis
from redis.connection import Connection, parse_url


def pytest_addoption(parser):
    parser.addoption("--redis-url")


@pytest.fixture
def r(request):
    settings = parse_url(request.config.getoption("--redis-url"))
    pool = redis.ConnectionPool(**{"connection_class": Connection, **settings})
    yield redis.Redis(connection_pool=pool)
    pool.disconnect()
"""

_TESTS = """\
import socket
import threading
import redis


def test_set(r):
    assert r.set("k", "v") and r.get("k") == b"v"


def test_each_test_begins_anew(r):
    assert r.exists("k") == 0


def test_a_url_is_answered():
    with redis.Redis.from_url("redis://localhost:1/0") as r:
        assert r.ping()


def test_fails(r):
    assert r.ping() is None


def test_nobody_else_is_spoken_to():
    socket.create_connection(("127.0.0.1", 9), timeout=1)


def test_a_thread_that_never_ends():
    threading.Thread(target=threading.Event().wait).start()
"""

_HANGS = """\
import threading


def test_before(r):
    assert r.ping()


def test_hangs():
    threading.Event().wait()


def test_after(r):
    assert r.ping()
"""


@pytest.fixture
def run_suite(tmp_path: Path, run_pytest: Run) -> Callable[[str, str], Any]:
    """Run tests as a suite of others on a side, and return what is kept of it."""
    folder = tmp_path / "tests"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "conftest.py").write_text(_CONFTEST)
    here = Path(__file__).parent
    results = tmp_path / "results.json"
    path = os.pathsep.join([str(here.parent / "src"), str(here / "suites")])
    options = ["-p", "redis_py.answering", "-p", "no:verifake", "--redis-url=redis://localhost:1/0"]

    def run_suite(side: str, tests: str) -> Any:
        (folder / "test_it.py").write_text(tests)
        settings = {answering.SIDE: side, answering.RESULTS: str(results), answering.SECONDS: "2", "PYTHONPATH": path}
        run_pytest(*options, "tests/test_it.py", **settings)
        kept = json.loads(results.read_text())
        return {**kept, "tests": {name.partition("::")[2]: each for name, each in kept["tests"].items()}}

    return run_suite


@pytest.mark.parametrize("side", ["dropin", "fakeredis"])
def test_a_suite_is_answered_in_process(run_suite: Callable[[str, str], Any], side: str) -> None:
    kept = run_suite(side, _TESTS)
    failed = {name: each["why"] for name, each in kept["tests"].items() if each["outcome"] != "passed"}
    assert (kept["done"], len(kept["tests"])) == (True, 6)
    assert sorted(failed) == ["test_fails", "test_nobody_else_is_spoken_to"]
    assert failed["test_fails"].startswith("call: assert True is None")
    assert "ConnectionRefusedError: the suite may only speak to" in failed["test_nobody_else_is_spoken_to"]


def test_a_test_that_hangs_has_failed_and_the_next_process_goes_on(run_suite: Callable[[str, str], Any]) -> None:
    kept = run_suite("dropin", _HANGS)
    hung = {"outcome": "failed", "why": "not done after 2 s"}
    passed = {"outcome": "passed", "why": ""}
    assert kept == {"done": False, "tests": {"test_before": passed, "test_hangs": hung}}
    kept = run_suite("dropin", _HANGS)
    assert kept == {"done": True, "tests": {"test_before": passed, "test_hangs": hung, "test_after": passed}}
