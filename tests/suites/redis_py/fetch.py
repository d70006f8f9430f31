"""The tests that redis-py publishes with its source, of the version that is installed."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

__all__ = ["suite"]


def suite(cache: Path) -> Path:
    """Return the folder that holds the suite, fetched into `cache` unless it is there.

    Raises:
        subprocess.CalledProcessError: pip could not get it.
    """
    release = version("redis")
    folder = cache / f"redis-{release}"
    if not folder.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as fresh:
            _download(release, Path(fresh))
            _unpack(next(Path(fresh).glob("*.tar.gz")), Path(fresh))
            (Path(fresh) / folder.name).rename(folder)
    return folder


def _download(release: str, folder: Path) -> None:
    source = ["--no-deps", "--no-binary", ":all:", f"redis=={release}"]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--dest", str(folder), *source]
    subprocess.run(command, check=True, timeout=300)


def _unpack(archive: Path, folder: Path) -> None:
    """Unpack tests and their settings only: what is tested is the redis-py that is installed."""
    with tarfile.open(archive) as source:
        wanted = [each for each in source if each.name.split("/")[1:2] in (["tests"], ["pyproject.toml"])]
        source.extractall(folder, wanted, filter="data")
