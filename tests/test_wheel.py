"""The built wheel, installed where no checkout is to be seen, does all that is promised."""

from __future__ import annotations

import shutil
import site
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path

import pytest
import sortedcontainers

from tests.conftest import run

ROOT = Path(__file__).parent.parent
ONE_TOPIC = "verifake.contracts.keyvalue.test_counters"
ONE_CLAUSE = "verifake.contracts.keyvalue.test_get_set::test_an_absent_key_reads_as_none[fake]"
LOADED = """
import sys
from verifake import clock, errors
from verifake.fakes.keyvalue import FakeKeyValue
from verifake.ports.keyvalue import KeyValue
store: KeyValue = FakeKeyValue()
store.set("k", b"v", ttl_seconds=5)
store.clock.advance(6)
assert store.get("k") is None
print(*sorted({name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names)))
"""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the wheel, which was built from the source distribution beside it."""
    folder = tmp_path_factory.mktemp("dist")
    done = run(sys.executable, "-m", "build", "--no-isolation", f"--outdir={folder}", str(ROOT), folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def wheel(built: Path) -> Path:
    (wheel,) = built.glob("*.whl")
    return wheel


@pytest.fixture
def archive(wheel: Path) -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(wheel) as archive:
        yield archive


@pytest.fixture(scope="session")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python in an environment where the wheel is installed with all its extras.

    What it depends on is lent from this environment, all but verifake, so that nothing has to be fetched.
    """
    folder = tmp_path_factory.mktemp("environment")
    lent = folder / "lent"
    lent.mkdir()
    for path in map(Path, site.getsitepackages()):
        for entry in path.iterdir():
            if "verifake" not in entry.name and entry.suffix != ".pth":
                (lent / entry.name).symlink_to(entry)
    python = environment(folder / "venv")
    (packages,) = (folder / "venv").glob("lib/*/site-packages")
    (packages / "lent.pth").write_text(f"{lent}\n")
    return installed(python, f"verifake[all] @ {wheel.as_uri()}")


@pytest.fixture(scope="session")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python in an environment where the wheel is installed, with what it requires, and nothing else is."""
    python = environment(tmp_path_factory.mktemp("bare") / "venv")
    (packages,) = (python.parent.parent / "lib").glob("python*/site-packages")
    required = Path(sortedcontainers.__file__).parent
    shutil.copytree(required, packages / required.name)
    return installed(python, str(wheel), "--no-deps")


@pytest.fixture(params=["in an empty folder", "in a project that has an option --backend"])
def project(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, list[str]]:
    """A folder to call pytest in, and what its owner says there."""
    folder = tmp_path / "project"
    folder.mkdir()
    if request.param == "in an empty folder":
        return folder, []
    (folder / "conftest.py").write_text(
        "def pytest_addoption(parser):\n    parser.addoption('--backend', default='mine')\n"
    )
    (folder / "test_own.py").write_text(
        "def test_own(pytestconfig):\n    assert pytestconfig.getoption('--backend') == 'theirs'\n"
    )
    return folder, ["test_own.py", "--backend=theirs"]


def environment(folder: Path) -> Path:
    venv.create(folder, with_pip=False)
    return folder / "bin" / "python"


def installed(python: Path, requirement: str, *options: str) -> Path:
    pip = [sys.executable, "-m", "pip", f"--python={python}", "--quiet", "--disable-pip-version-check"]
    done = run(
        *pip, "install", "--no-index", *options, requirement, folder=python.parent, PIP_ROOT_USER_ACTION="ignore"
    )
    assert done.returncode == 0, done.stderr
    return python


def prove(python: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(str(python), "-m", "pytest", "-p", "no:cacheprovider", "--pyargs", *arguments, folder=folder)


# What is in it.


def test_the_wheel_holds_the_whole_package_and_nothing_else(archive: zipfile.ZipFile) -> None:
    source = ROOT / "src"
    files = [path for path in source.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    names = [name for name in archive.namelist() if ".dist-info/" not in name]
    assert sorted(names) == sorted(str(path.relative_to(source)) for path in files)


@pytest.mark.parametrize(
    "name",
    [
        "verifake/py.typed",
        "verifake/contracts/conftest.py",
        "verifake/contracts/keyvalue/test_counters.py",
        "verifake/contracts/keyvalue/evidence/fake.json",
        "verifake/fakes/keyvalue/__init__.py",
        "verifake/adapters/redis/__init__.py",
    ],
)
def test_the_wheel_holds_what_the_links_at_the_root_point_at_and_what_is_no_code(
    archive: zipfile.ZipFile, name: str
) -> None:
    assert name in archive.namelist()


def test_nothing_but_ordered_containers_is_required_unless_an_extra_is_named(archive: zipfile.ZipFile) -> None:
    (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    metadata = Parser().parsestr(archive.read(name).decode())
    assert set(metadata.get_all("Provides-Extra", [])) >= {"redis", "testing", "time", "all"}
    required = [line for line in metadata.get_all("Requires-Dist", []) if "extra == " not in line]
    assert [line.partition("<")[0] for line in required] == ["sortedcontainers"]


# With all extras.


def test_verifake_comes_from_the_wheel(python: Path, tmp_path: Path) -> None:
    code = "import sys, verifake; print(verifake.__file__, *sys.path, sep='\\n')"
    package, *path = run(str(python), "-c", code, folder=tmp_path).stdout.splitlines()
    assert Path(package).is_relative_to(python.parent.parent)
    assert not any(Path(entry).is_relative_to(ROOT / "src") for entry in path)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--verifake-backend=fake"], "keyvalue on fake (fake): "),
        (["--verifake-backend=emulator"], "keyvalue on fakeredis 2."),
        (["--verifake-backend=genuine", "-n", "2"], "keyvalue on valkey 9."),
        (["--verifake-backend=real"], "keyvalue on real → valkey 9."),
    ],
    ids=["fake", "emulator", "genuine on two workers", "real"],
)
def test_a_contract_is_run_from_anywhere(
    python: Path, project: tuple[Path, list[str]], arguments: list[str], line: str
) -> None:
    folder, own = project
    done = prove(python, folder, *own, ONE_TOPIC, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    assert line in done.stdout


def test_all_contracts_are_run_from_anywhere(python: Path, project: tuple[Path, list[str]]) -> None:
    folder, own = project
    done = prove(python, folder, *own, "verifake.contracts", "--verifake-backend=fake")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "keyvalue on fake (fake): " in done.stdout


def test_one_clause_is_run_from_anywhere(python: Path, project: tuple[Path, list[str]]) -> None:
    folder, own = project
    done = prove(python, folder, *own, ONE_CLAUSE, "-v")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{1 + bool(own)} passed" in done.stdout


def test_the_evidence_is_shown_from_anywhere(python: Path, tmp_path: Path) -> None:
    done = run(str(python.parent / "verifake"), "status", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Evidence for KeyValue" in done.stdout


def test_no_evidence_is_recorded_in_an_installed_package(python: Path, tmp_path: Path) -> None:
    done = run(str(python.parent / "verifake"), "verify", "--record", "--backend=fake", folder=tmp_path)
    assert done.returncode == 2
    assert "evidence is recorded in a checkout only" in done.stderr


# With none.


def test_without_extras_nothing_but_ordered_containers_is_loaded(bare: Path, tmp_path: Path) -> None:
    done = run(str(bare), "-I", "-W", "error", "-c", LOADED, folder=tmp_path)
    assert done.stdout.split() == ["__main__", "sortedcontainers", "verifake"], done.stderr


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        (["-c", "import verifake.adapters.redis"], "pip install 'verifake[redis]'"),
        (["-m", "verifake.cli", "doctor"], "pip install 'verifake[testing]'"),
    ],
    ids=["the adapter", "the command"],
)
def test_what_needs_an_extra_names_it(bare: Path, tmp_path: Path, arguments: list[str], remedy: str) -> None:
    done = run(str(bare), *arguments, folder=tmp_path)
    assert done.returncode != 0
    assert done.stderr.splitlines()[-1].endswith(remedy)
