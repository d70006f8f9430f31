"""The benchmarks run, and their harness computes what it says. Nothing here asserts on how long anything takes."""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path

import pytest
import typer
from benchmarks import __main__ as command
from benchmarks._harness import Growth, Ratio, Result, Work, each, measure
from typer.testing import CliRunner

from tests.conftest import run

ROOT = Path(__file__).parent.parent


class Machine:
    """A machine on which everything takes as long as it is told to."""

    def __init__(self) -> None:
        self.now = 0.0
        self.log: list[str] = []

    def timer(self) -> float:
        return self.now

    def work(self, name: str, *seconds: float, calls: int = 1) -> Work:
        """Return a batch that takes each of `seconds` in turn, and then the last of them each time."""
        left = list(seconds)

        def run() -> None:
            self.log.append(name)
            self.now += left.pop(0) if len(left) > 1 else left[0]

        return Work(run, calls)

    def ratio(self, ours: Work, peer: Work, rounds: int = 4) -> Result:
        case = Ratio(name="ours", against="peer", ours=ours, peer=peer, bar=2.0, rounds=rounds, timer=self.timer)
        return measure(case)


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.mark.parametrize("topic", command.TOPICS)
def test_every_benchmark_runs_and_prints_its_ratio(topic: str, tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    done = run(sys.executable, "-m", "benchmarks", topic, "--quick", "--json", str(file), folder=ROOT)
    assert done.returncode == 0, done.stderr
    results = json.loads(file.read_text())["results"]
    assert results
    for result in results:
        assert result["ratio"] > 0
        assert f"{result['ratio']:.3f}" in done.stdout


def test_sides_take_turns_and_every_other_round_is_in_reverse(machine: Machine) -> None:
    machine.ratio(machine.work("a", 1.0), machine.work("b", 1.0), rounds=3)
    warm_up, rounds = machine.log[:2], machine.log[2:]
    assert warm_up == ["a", "b"]
    assert rounds == ["a", "b", "b", "a", "a", "b"]


def test_a_ratio_is_of_single_calls_whatever_the_batches(machine: Machine) -> None:
    result = machine.ratio(machine.work("a", 30.0, calls=10), machine.work("b", 2.0, calls=1))
    assert result.figure == 1.5
    assert result.seconds == {"ours": 3.0, "peer": 2.0}


def test_a_round_that_was_disturbed_does_not_move_the_figure(machine: Machine) -> None:
    result = machine.ratio(machine.work("a", 1.0, 1.0, 900.0, 1.0), machine.work("b", 1.0), rounds=5)
    assert result.figure == 1.0


def test_the_quartiles_show_how_far_rounds_disagree(machine: Machine) -> None:
    result = machine.ratio(machine.work("a", 0.0, 1.0, 2.0, 3.0, 4.0, 5.0), machine.work("b", 1.0), rounds=5)
    assert result.quartiles == (2.0, 3.0, 4.0)


def test_the_round_that_warms_up_does_not_count(machine: Machine) -> None:
    result = machine.ratio(machine.work("a", 900.0, 1.0), machine.work("b", 1.0), rounds=2)
    assert result.quartiles == (1.0, 1.0, 1.0)


def test_growth_is_the_slowdown_from_small_to_large(machine: Machine) -> None:
    case = Growth(
        name="ours",
        against="itself",
        ours=lambda size: machine.work("a", float(size)),
        small=2,
        large=6,
        bar=2,
        timer=machine.timer,
    )
    assert measure(case).figure == 3.0


def test_growth_against_a_peer_is_in_units_of_its_slowdown(machine: Machine) -> None:
    case = Growth(
        name="ours",
        against="peer",
        ours=lambda size: machine.work("a", float(size)),
        peer=lambda size: machine.work("b", float(size) ** 2),
        small=1,
        large=4,
        bar=2,
        timer=machine.timer,
    )
    assert measure(case).figure == 0.25


def test_no_garbage_is_collected_while_a_case_is_measured(machine: Machine) -> None:
    seen: list[bool] = []
    machine.ratio(Work(lambda: seen.append(gc.isenabled())), machine.work("b", 1.0))
    assert set(seen) == {False}
    assert gc.isenabled()


def test_each_goes_on_where_the_last_batch_ended_and_then_begins_anew() -> None:
    seen: list[tuple[str, int]] = []
    work = each(lambda key, value: seen.append((key, value)), ["a", "b", "c", "d"], [1, 2, 3, 4], calls=2)
    for _ in range(3):
        work.run()
    assert seen == [("a", 1), ("b", 2), ("c", 3), ("d", 4), ("a", 1), ("b", 2)]


def test_a_bar_is_met_up_to_and_including_it() -> None:
    assert result_of(2.0).met
    assert not result_of(2.001).met


@pytest.mark.parametrize(("figure", "options", "status"), [(2.0, [], 0), (2.1, [], 1), (2.1, ["--quick"], 0)])
def test_a_missed_bar_ends_with_status_1_unless_nothing_is_judged(
    figure: float, options: list[str], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "_measured", lambda *_, **__: [result_of(figure)])
    assert invoke("plugin", *options, monkeypatch=monkeypatch) == status


def test_a_topic_that_there_is_not_is_a_usage_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert invoke("no_such_topic", monkeypatch=monkeypatch) == 2


def result_of(figure: float) -> Result:
    return Result("ours", "peer", 2.0, 1, (figure, figure, figure), {"ours": figure, "peer": 1.0})


def invoke(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run the command in this process, which stays on all its cores, and return the exit status."""
    monkeypatch.setattr(command, "pin_to_one_core", lambda: None)
    app = typer.Typer()
    app.command()(command.main)
    return CliRunner().invoke(app, list(arguments)).exit_code
