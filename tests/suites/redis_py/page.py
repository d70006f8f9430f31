"""The page that says how the drop-in does in redis-py's own tests."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from .verdict import Tests, Verdict

__all__ = ["page"]

_HEAD = """\
# redis-py's own tests

Written by `make suites`, with {versions}.

The tests come from redis-py's source distribution, and nobody here wrote them. They are run three times, with their
fixtures answered by the drop-in (a `redis.Redis` over the fake), by fakeredis, and by a real Valkey. The engine is the
judge: a test that fails on Valkey, or that is skipped for its version, says nothing. The rates are over the tests that
pass on Valkey. A test that takes longer than 20 seconds has failed.

| tests | protocol | run | pass on Valkey | of these on the drop-in | of these on fakeredis |
| --- | --- | ---: | ---: | ---: | ---: |
"""


def page(asked: Mapping[str, Tests], verdict: Verdict, versions: str) -> str:
    """Return the page.

    Args:
        asked: for each side what came of each test.
        verdict: what it says of the drop-in.
        versions: of what was run.
    """
    rows = [_row(asked, place) for place in sorted({_place(test) for test in asked["valkey"]})]
    total, within = _row(asked, ("in total", "")), _within(asked, verdict.judged)
    return "".join([_HEAD.format(versions=versions), *rows, total, within, *_failures(verdict)])


def _place(test: str) -> tuple[str, str]:
    name, _, protocol = test.rpartition(" ")
    return name.partition("::")[0], protocol


def _row(asked: Mapping[str, Tests], place: tuple[str, str]) -> str:
    within = [test for test in asked["valkey"] if place in {_place(test), ("in total", "")}]
    run = [test for test in within if asked["valkey"][test].outcome != "skipped"]
    judged = [test for test in run if asked["valkey"][test].passed]
    ours, theirs = (_rate(asked[side], judged) for side in ("dropin", "fakeredis"))
    return f"| {place[0].removeprefix('tests/')} | {place[1]} | {len(run)} | {len(judged)} | {ours} | {theirs} |\n"


def _rate(tests: Tests, judged: Collection[str]) -> str:
    passed = sum(test in tests and tests[test].passed for test in judged)
    return f"{passed} ({passed / len(judged):.1%})" if judged else "0"


def _within(asked: Mapping[str, Tests], judged: tuple[str, ...]) -> str:
    """Return the sentences that say how it goes in the tests that ask only for what is charted."""
    ours = asked["dropin"]
    asking = [test for test in judged if test not in ours or ours[test].not_charted is None]
    return (
        f"\n{len(judged) - len(asking)} of these tests ask for a command that the port does not chart, and the drop-in "
        f"says so (`NotModelled`).\nOf the other {len(asking)} the drop-in passes {_rate(ours, asking)} and fakeredis "
        f"{_rate(asked['fakeredis'], asking)}.\n"
    )


def _failures(verdict: Verdict) -> Iterable[str]:
    yield "\n## What passes on Valkey and fails on the drop-in\n\n"
    yield "A test that is asked several times, of both protocols or of several kinds of client, is named once.\n"
    for reason, tests in sorted(verdict.failures.items(), key=lambda item: (-len(item[1]), item[0].text)):
        yield f"\n**{reason.text}** ({len(tests)})\n\n"
        for file, names in _by_file(tests).items():
            yield f"- {file}: {', '.join(names)}\n"
    if verdict.unexplained:
        yield f"\n**Without a reason** ({len(verdict.unexplained)})\n\n"
        yield from (f"- {test}\n" for test in sorted(verdict.unexplained))


def _by_file(tests: list[str]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for test in tests:
        file, *_, name = re.sub(r"(\[.*\])? RESP[23]$", "", test).split("::")
        found.setdefault(file.removeprefix("tests/"), set()).add(name.removeprefix("test_"))
    return {file: sorted(names) for file, names in sorted(found.items())}
