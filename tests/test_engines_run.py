"""A run owns processes, and nothing of it stays when it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from verifake.engines import GuardianLost, Run, Spawned

SLEEP = [sys.executable, "-S", "-c", "import time; time.sleep(600)"]


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of all runs, for this test alone."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path / f"verifake-{os.getuid()}"


@pytest.fixture
def run(runs: Path) -> Iterator[Run]:
    with Run() as run:
        yield run


def start(run: Run) -> Spawned:
    return run.spawn(SLEEP, {}, run.folder, run.folder / "log")


def labelled(run_id: str, since: float) -> list[int]:
    """Processes that carry the label of a run and were started since."""
    return [
        process.pid
        for process in psutil.process_iter(["environ", "create_time", "status"])
        if (process.info["environ"] or {}).get("VERIFAKE_RUN") == run_id
        and process.info["create_time"] > since - 2
        and process.info["status"] != psutil.STATUS_ZOMBIE
    ]


def eventually(truth: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not (found := truth()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return found


def test_the_id_is_unique_and_names_the_process() -> None:
    first, second = Run(), Run()
    assert re.fullmatch(rf"vf-{os.getpid()}-[0-9a-f]{{8}}", first.id)
    assert first.id != second.id


def test_a_label_is_what_the_id_begins_with() -> None:
    assert Run("nightly").id.startswith(f"nightly-{os.getpid()}-")


@pytest.mark.parametrize("label", ["", "../up", "Upper", "x" * 33])
def test_a_label_that_is_no_plain_name_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match="label"):
        Run(label)


def test_nothing_is_made_until_something_is_started(runs: Path) -> None:
    with Run():
        assert not runs.exists()


def test_its_folder_is_its_owners_alone(run: Run, runs: Path) -> None:
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (runs, run.folder)] == [0o700, 0o700]


def test_a_folder_of_somebody_else_is_not_used(runs: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    runs.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PermissionError, match="TMPDIR"):
        _ = Run().folder


def test_a_process_runs_in_its_folder_with_its_environment_and_log(run: Run) -> None:
    log = run.folder / "log"
    code = "import os; print(os.getcwd(), os.environ['COLOUR'], os.environ['VERIFAKE_RUN'], flush=True)"
    run.spawn([sys.executable, "-S", "-c", code], {"COLOUR": "green"}, run.folder, log)
    assert eventually(lambda: log.read_text() == f"{run.folder} green {run.id}\n")


def test_a_process_is_in_a_session_of_its_own(run: Run) -> None:
    spawned = start(run)
    assert os.getsid(spawned.pid) == spawned.pid


def test_a_process_inherits_no_open_file(run: Run) -> None:
    log = run.folder / "log"
    code = "import os; print(sorted(int(f) for f in os.listdir('/dev/fd')), flush=True)"
    run.spawn([sys.executable, "-S", "-c", code], {}, run.folder, log)
    assert eventually(lambda: log.read_text() == "[0, 1, 2, 3]\n"), log.read_text()  # The fourth reads the list.


def test_the_time_of_creation_is_the_process_s(run: Run) -> None:
    spawned = start(run)
    assert abs(psutil.Process(spawned.pid).create_time() - spawned.create_time) < 2


def test_alive_tells_whether_a_process_lives(run: Run) -> None:
    spawned = start(run)
    assert run.alive(spawned.pid)
    os.kill(spawned.pid, signal.SIGKILL)
    assert eventually(lambda: not run.alive(spawned.pid))


def test_a_process_that_is_not_the_run_s_is_not_alive(run: Run) -> None:
    assert not run.alive(os.getpid())


def test_stop_ends_one_process_and_no_other(run: Run) -> None:
    first, second = start(run), start(run)
    run.stop(first.pid)
    assert [run.alive(first.pid), run.alive(second.pid)] == [False, True]


def test_a_program_that_does_not_exist_is_an_os_error(run: Run) -> None:
    with pytest.raises(OSError, match="no-such-program"):
        run.spawn(["/no-such-program"], {}, run.folder, run.folder / "log")


def test_processes_can_be_started_from_many_threads(run: Run) -> None:
    with ThreadPoolExecutor(8) as pool:
        pids = {spawned.pid for spawned in pool.map(lambda _: start(run), range(8))}
    assert len(pids) == 8
    assert all(run.alive(pid) for pid in pids)


def test_close_leaves_no_process_and_no_folder(run: Run, runs: Path) -> None:
    began = time.time()
    start(run)
    assert len(labelled(run.id, began)) == 2  # The guardian is one.
    assert run.close() == ()
    assert labelled(run.id, began) == []
    assert [entry.name for entry in runs.iterdir()] == ["lock"]


def test_close_ends_the_children_of_a_process_too(run: Run) -> None:
    began = time.time()
    code = f"import subprocess; subprocess.Popen({SLEEP!r}, start_new_session=True); import time; time.sleep(600)"
    run.spawn([sys.executable, "-S", "-c", code], {}, run.folder, run.folder / "log")
    assert eventually(lambda: len(labelled(run.id, began)) == 3)
    run.close()
    assert labelled(run.id, began) == []


def test_close_kills_what_ignores_the_request_to_end(run: Run) -> None:
    began = time.time()
    code = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
    log = run.folder / "log"
    run.spawn([sys.executable, "-S", "-c", code], {}, run.folder, log)
    assert eventually(lambda: "deaf" in log.read_text())
    run.close()
    assert labelled(run.id, began) == []


def test_a_process_may_end_in_its_own_way(run: Run, tmp_path: Path) -> None:
    code = f"import signal, sys, time; signal.signal(15, lambda *_: (open({str(tmp_path / 'bye')!r}, 'w'), sys.exit()))"
    log = run.folder / "log"
    run.spawn([sys.executable, "-S", "-c", f"{code}; print(1, flush=True); time.sleep(600)"], {}, run.folder, log)
    assert eventually(lambda: log.read_text() == "1\n")
    run.close()
    assert (tmp_path / "bye").exists()


def test_a_process_overwriting_its_environment_is_found_by_its_record(run: Run, runs: Path) -> None:
    """As servers do that set their title: the label in the environment is then gone."""
    spawned = run.spawn(SLEEP, {"VERIFAKE_RUN": "overwritten"}, run.folder, run.folder / "log")
    assert run._guardian is not None
    run._guardian.kill()
    run._guardian.wait()
    if sys.platform != "linux":
        assert psutil.pid_exists(spawned.pid)
    run.close()
    assert eventually(lambda: not psutil.pid_exists(spawned.pid))
    assert [entry.name for entry in runs.iterdir()] == ["lock"]


def test_close_twice_does_no_harm(run: Run) -> None:
    start(run)
    assert [run.close(), run.close()] == [(), ()]


def test_an_ended_run_starts_nothing(run: Run) -> None:
    run.close()
    with pytest.raises(RuntimeError, match="has ended"):
        _ = run.folder


def test_an_exception_ends_the_run(runs: Path) -> None:
    began = time.time()
    run = Run()
    with pytest.raises(ZeroDivisionError), run:  # noqa: PT012 - that the run is left by it is the point
        start(run)
        raise ZeroDivisionError
    assert labelled(run.id, began) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_copy_owns_nothing(run: Run) -> None:
    spawned = start(run)
    child = os.fork()
    if child == 0:
        try:
            run.close()
            os._exit(0 if _refuses(run) else 1)
        finally:
            os._exit(2)
    assert os.waitpid(child, 0)[1] == 0
    assert run.alive(spawned.pid)


def _refuses(run: Run) -> bool:
    try:
        run.alive(1)
    except RuntimeError:
        return True
    return False


def test_a_lost_guardian_is_an_error_and_its_processes_go(run: Run, runs: Path) -> None:
    began = time.time()
    start(run)
    assert run._guardian is not None
    run._guardian.kill()
    with pytest.raises(GuardianLost, match=run.id):
        run.alive(1)
    run.close()
    assert labelled(run.id, began) == []
    assert [entry.name for entry in runs.iterdir()] == ["lock"]


def test_a_command_runs_once_at_the_end(run: Run, tmp_path: Path) -> None:
    code = "import os; open(os.environ['WHERE'], 'a').write('done\\n')"
    command = ([sys.executable, "-S", "-c", code], {"WHERE": str(tmp_path / "out")})
    run.at_end(*command)
    run.at_end(*command)
    assert not (tmp_path / "out").exists()
    run.close()
    assert (tmp_path / "out").read_text() == "done\n"


def test_processes_are_gone_before_a_command_runs(run: Run, tmp_path: Path) -> None:
    spawned = start(run)
    code = f"import os; open({str(tmp_path / 'out')!r}, 'w').write(str(os.path.exists('/proc/{spawned.pid}')))"
    run.at_end([sys.executable, "-S", "-c", code], {})
    run.close()
    assert (tmp_path / "out").read_text() == "False"


def test_what_a_command_needs_is_kept_from_others(run: Run) -> None:
    run.at_end(["true"], {"SECRET": "s3cret"})
    file = run.folder / "at_end.jsonl"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text())["env"] == {"SECRET": "s3cret"}


def test_a_command_that_fails_is_reported_without_its_environment(run: Run) -> None:
    run.at_end([sys.executable, "-S", "-c", "raise SystemExit(3)"], {"SECRET": "s3cret"})
    (trouble,) = run.close()
    assert "exit status 3" in trouble
    assert run.id in trouble
    assert "s3cret" not in trouble


def test_a_command_that_failed_is_tried_again_by_the_next_run(run: Run, runs: Path, tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    run.at_end([sys.executable, "-S", "-c", f"open({str(ready)!r})"], {})
    assert run.close()
    assert (runs / run.id).exists()
    ready.touch()
    with Run() as following:
        _ = following.folder
        assert not (runs / run.id).exists()


def test_a_command_that_keeps_failing_is_given_up_after_a_day(run: Run, runs: Path) -> None:
    run.at_end(["false"], {})
    run.close()
    yesterday = time.time() - 25 * 3600
    os.utime(runs / run.id, (yesterday, yesterday))
    with Run() as following:
        _ = following.folder
        assert not (runs / run.id).exists()


def test_two_runs_side_by_side_do_not_touch_one_another(run: Run) -> None:
    spawned = start(run)
    with Run() as other:
        start(other)
    assert run.alive(spawned.pid)
    assert run.folder.exists()


def test_runs_that_begin_at_the_same_time_do_not_sweep_one_another(runs: Path) -> None:
    def cycle(_: int) -> bool:
        with Run() as run:
            return run.alive(start(run).pid)

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(cycle, range(12)))
    assert [entry.name for entry in runs.iterdir()] == ["lock"]


def test_twenty_cycles_leave_nothing(runs: Path) -> None:
    began = time.time()
    ids = []
    for _ in range(20):
        with Run() as run:
            start(run)
            ids.append(run.id)
    assert [pid for run_id in ids for pid in labelled(run_id, began)] == []
    assert [entry.name for entry in runs.iterdir()] == ["lock"]


def test_what_an_older_sweep_left_half_removed_is_removed(runs: Path) -> None:
    (runs / ".gone-vf-1-00000000" / "deep").mkdir(parents=True)
    with Run() as run:
        ours = run.folder.name
        assert sorted(entry.name for entry in runs.iterdir()) == ["lock", ours]
