"""However a run ends, and whatever is killed, nothing of it stays. Each run here is a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from verifake.engines import Run, _processes

SLEEP = [sys.executable, "-S", "-c", "import time; time.sleep(600)"]

BEGIN = f"""
import json, os, sys, time
from verifake.engines import Run
run = Run()
spawned = run.spawn({SLEEP!r}, {{}}, run.folder, run.folder / "log")
def tell():
    print(json.dumps({{"run": run.id, "guardian": run._guardian.pid, "engine": spawned.pid}}), flush=True)
"""

# A shell without job control starts what is in the background with this signal ignored.
HEEDED = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)"

NEVER_READY = f"""
from pathlib import Path
from verifake.engines import NotReady, Process, Run
def probe(url):
    raise NotReady("not yet")
sleep = Path({shutil.which("sleep")!r})
engine = Process("slow", program=lambda: sleep, command=lambda *_: {SLEEP!r}, url=str, probe=probe)
run = Run()
print(run.id, flush=True)
engine.start(run)
"""


@dataclass
class Home:
    """A temporary folder, and everything that is started with it as such."""

    folder: Path
    began: float

    @property
    def runs(self) -> Path:
        return self.folder / f"verifake-{os.getuid()}"

    def start(self, code: str) -> subprocess.Popen[bytes]:
        """Run `code` in a process and a session of its own."""
        environment = {**os.environ, "TMPDIR": str(self.folder)}
        return subprocess.Popen(
            [sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, start_new_session=True
        )

    def processes(self) -> list[psutil.Process]:
        """What still lives of all that was started here; it inherits where temporary files go."""
        return [
            process
            for process in psutil.process_iter(["environ", "create_time", "status"])
            if (process.info["environ"] or {}).get("TMPDIR") == str(self.folder)
            and process.info["create_time"] > self.began - 2
            and process.info["status"] != psutil.STATUS_ZOMBIE
        ]

    def orphans(self, run: str) -> list[int]:
        """What still lives of one run, by its label."""
        return [process.pid for process in self.processes() if process.info["environ"].get("VERIFAKE_RUN") == run]

    def left(self) -> list[str]:
        """The folders of runs."""
        return [entry.name for entry in self.runs.iterdir() if entry.name != "lock"]

    def sweep(self) -> None:
        """Let a next run begin and end."""
        with Run() as following:
            _ = following.folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    home = Home(tmp_path, time.time())
    yield home
    for process in home.processes():
        process.kill()


def told(process: subprocess.Popen[bytes]) -> Any:
    assert process.stdout is not None
    return json.loads(process.stdout.readline())


def finish(process: subprocess.Popen[bytes]) -> int:
    assert process.stdout is not None
    process.stdout.close()
    return process.wait(20)


def eventually(truth: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 15
    while not (found := truth()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return found


def test_nothing_stays_of_a_run_that_was_never_closed(home: Home) -> None:
    process = home.start(f"{BEGIN}\ntell()")
    run = told(process)["run"]
    finish(process)
    assert eventually(lambda: not home.orphans(run) and not home.left())


def test_nothing_stays_of_a_run_that_an_exception_ends(home: Home) -> None:
    process = home.start(f"{BEGIN}\nsys.stderr = open(os.devnull, 'w')\ntell()\nwith run:\n    1 / 0")
    run = told(process)["run"]
    assert finish(process) == 1
    assert home.orphans(run) == []
    assert home.left() == []


def test_nothing_stays_of_a_run_that_leaves_without_a_word(home: Home) -> None:
    process = home.start(f"{BEGIN}\ntell()\nos._exit(3)")
    run = told(process)["run"]
    finish(process)
    assert eventually(lambda: not home.orphans(run) and not home.left())


def test_an_interrupt_from_the_keyboard_reaches_the_run_alone(home: Home) -> None:
    code = (
        "try:\n    tell()\n    time.sleep(60)\n"
        "except KeyboardInterrupt:\n    print(json.dumps(run.alive(spawned.pid)), flush=True)"
    )
    process = home.start(f"{HEEDED}\n{BEGIN}\n{code}\nrun.close()")
    run = told(process)["run"]
    os.killpg(process.pid, signal.SIGINT)
    assert told(process) is True
    assert finish(process) == 0
    assert home.orphans(run) == []
    assert home.left() == []


def test_nothing_stays_of_a_run_that_an_interrupt_ends(home: Home) -> None:
    process = home.start(f"{HEEDED}\n{BEGIN}\nsys.stderr = open(os.devnull, 'w')\ntell()\ntime.sleep(60)")
    run = told(process)["run"]
    os.killpg(process.pid, signal.SIGINT)
    finish(process)
    assert eventually(lambda: not home.orphans(run) and not home.left())


def test_nothing_stays_of_a_run_that_is_killed(home: Home) -> None:
    process = home.start(f"{BEGIN}\ntell()\ntime.sleep(60)")
    run = told(process)["run"]
    assert len(home.orphans(run)) == 2
    process.kill()
    finish(process)
    assert eventually(lambda: not home.orphans(run) and not home.left())


def test_a_pipe_that_another_process_holds_open_does_not_keep_a_killed_run_alive(home: Home) -> None:
    """A fork inherits the run's end of the pipe, which then never ends."""
    process = home.start(f"{BEGIN}\nif os.fork() == 0:\n    time.sleep(60)\ntell()\ntime.sleep(60)")
    run = told(process)["run"]
    process.kill()
    finish(process)
    assert eventually(lambda: not home.orphans(run) and not home.left())


def test_commands_run_when_the_run_is_killed(home: Home) -> None:
    code = f"open({str(home.folder / 'out')!r}, 'a').write('done')"
    process = home.start(f"{BEGIN}\nrun.at_end({[sys.executable, '-S', '-c', code]!r}, {{}})\ntell()\ntime.sleep(60)")
    told(process)
    process.kill()
    finish(process)
    assert eventually(lambda: not home.left())
    assert (home.folder / "out").read_text() == "done"


def test_a_run_that_is_killed_while_an_engine_starts_leaves_nothing(home: Home) -> None:
    process = home.start(NEVER_READY)
    assert process.stdout is not None
    run = process.stdout.readline().decode().strip()
    assert eventually(lambda: len(home.orphans(run)) == 2)
    process.kill()
    finish(process)
    assert eventually(lambda: not home.orphans(run) and not home.left())


def test_a_run_that_is_killed_at_any_moment_leaves_nothing_that_the_next_does_not_sweep(home: Home) -> None:
    for step in range(12):
        process = home.start(NEVER_READY)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(step * 0.01)
        process.kill()
        finish(process)
    assert eventually(lambda: not home.processes())
    home.sweep()
    assert home.left() == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can kill a process when its parent dies")
def test_engines_die_with_their_guardian(home: Home) -> None:
    process = home.start(f"{BEGIN}\ntell()\ntime.sleep(60)")
    pids = told(process)
    os.kill(pids["guardian"], signal.SIGKILL)
    assert eventually(lambda: not home.orphans(pids["run"]))
    process.kill()
    finish(process)


def test_what_a_killed_guardian_left_is_swept_by_the_next_run(home: Home) -> None:
    code = f"open({str(home.folder / 'out')!r}, 'a').write('done')"
    escape = f"import subprocess; subprocess.Popen({SLEEP!r}, start_new_session=True); import time; time.sleep(600)"
    process = home.start(
        f"{BEGIN}\nrun.at_end({[sys.executable, '-S', '-c', code]!r}, {{}})\n"
        f"run.spawn({[sys.executable, '-S', '-c', escape]!r}, {{}}, run.folder, run.folder / 'log')\n"
        "tell()\ntime.sleep(60)"
    )
    pids = told(process)
    assert eventually(lambda: len(home.orphans(pids["run"])) == 4)
    os.kill(pids["guardian"], signal.SIGKILL)
    process.kill()
    finish(process)
    assert eventually(lambda: not psutil.pid_exists(pids["guardian"]))  # It has the lock until then.
    assert home.left() == [pids["run"]]
    home.sweep()
    assert home.orphans(pids["run"]) == []
    assert home.left() == []
    assert (home.folder / "out").read_text() == "done"


def test_a_sweep_leaves_the_living_alone(home: Home) -> None:
    process = home.start(f"{BEGIN}\ntell()\ntime.sleep(60)")
    pids = told(process)
    home.sweep()
    assert psutil.pid_exists(pids["engine"])
    assert home.left() == [pids["run"]]
    process.kill()
    finish(process)


def test_a_sweep_kills_no_process_that_merely_has_a_recorded_number(home: Home) -> None:
    """Numbers are used again: the time of creation tells whose it is."""
    stranger = subprocess.Popen(SLEEP)
    try:
        dead = home.runs / "vf-1-00000000"
        dead.mkdir(parents=True)
        (dead / "processes.jsonl").write_text(json.dumps({"pid": stranger.pid, "create_time": time.time() - 3600}))
        home.sweep()
        assert home.left() == []
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_record_that_was_cut_short_is_passed_over(home: Home) -> None:
    dead = home.runs / "vf-1-00000000"
    dead.mkdir(parents=True)
    (dead / "processes.jsonl").write_text('{"pid": 1')
    home.sweep()
    assert home.left() == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP, signal.SIGQUIT])
def test_a_guardian_is_not_ended_by_signals_of_the_terminal(home: Home, number: signal.Signals) -> None:
    process = home.start(
        f"{BEGIN}\ntell()\ninput_ = sys.stdin\ntime.sleep(0.3)\nprint(json.dumps(run.alive(spawned.pid)))"
    )
    os.kill(told(process)["guardian"], number)
    assert told(process) is True
    finish(process)


def test_a_guardian_that_is_told_to_end_ends_the_run_s_processes(home: Home) -> None:
    process = home.start(f"{BEGIN}\ntell()\ntime.sleep(60)")
    pids = told(process)
    os.kill(pids["guardian"], signal.SIGTERM)
    assert eventually(lambda: not home.orphans(pids["run"]) and not home.left())
    process.kill()
    finish(process)


def test_engines_do_not_inherit_what_the_guardian_ignores(home: Home) -> None:
    report = home.folder / "out"
    code = f"import signal; open({str(report)!r}, 'w').write(str(signal.getsignal(signal.SIGHUP)))"
    process = home.start(
        f"{BEGIN}\nrun.spawn({[sys.executable, '-S', '-c', code]!r}, {{}}, run.folder, run.folder / 'log')\n"
        "tell()\ntime.sleep(60)"
    )
    told(process)
    assert eventually(lambda: report.exists() and report.read_text() == str(signal.SIG_DFL))
    process.kill()
    finish(process)


def test_a_guardian_needs_the_standard_library_only_to_start() -> None:
    code = "import sys, verifake.engines._guardian; print(sorted({'psutil', 'redis', 'pydantic'} & set(sys.modules)))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert printed.stdout == "[]\n"


def test_a_module_in_the_current_folder_cannot_take_a_name_that_the_guardian_needs(home: Home) -> None:
    (home.folder / "json.py").write_text("raise SystemExit('the wrong json')")
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", f"{BEGIN}\ntell()\nrun.close()"],
        cwd=home.folder,
        env={**os.environ, "TMPDIR": str(home.folder)},
        stdout=subprocess.PIPE,
    )
    assert told(process)["run"]
    assert finish(process) == 0


def test_a_process_that_shows_no_environment_for_a_moment_is_found(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Linux shows none while a process executes a program: seen as 18 of 300 looks at one that does nothing else."""
    started = home.start("import time; time.sleep(600)")
    looks = iter([[], [psutil.Process(started.pid)]])
    monkeypatch.setattr(_processes, "members", lambda *_: next(looks, []))
    _processes.end("VERIFAKE_RUN", "some-run", [])
    assert finish(started) == -signal.SIGKILL
