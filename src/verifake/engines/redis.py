"""Redis: an attached server, or ``redis-server`` from the PATH; and what its relatives have in common with it.

``python -m verifake.engines.redis sweep`` deletes what a run's journal lists from an attached server, whose URL it
takes from the environment.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.parse import urlsplit

from verifake.engines import Answer, Attached, Attempt, Engine, NotReady, Process
from verifake.engines._journal import read, wait_for_writers
from verifake.engines._python import module_command, module_environment
from verifake.engines._running import shown

if TYPE_CHECKING:
    import redis

__all__ = [
    "ENGINE",
    "SWEEP_URL",
    "HasTime",
    "command",
    "delete_keys",
    "local_url",
    "now_ns",
    "probe_attached",
    "probe_local",
    "sweep_command",
]

SWEEP_URL: Final = "VERIFAKE_SWEEP_URL"
"""Where ``sweep`` finds the server: the URL may hold a password, and arguments can be read by everybody."""

_SECONDS: Final = 3.0
_BATCH: Final = 500
_NS_PER_S: Final = 1_000_000_000
_NS_PER_US: Final = 1_000


class HasTime(Protocol):
    """A client that can ask a server for its time, such as ``redis.Redis``."""

    def time(self) -> Any:
        """Return seconds and microseconds."""


def now_ns(client: HasTime) -> int:
    """Return the server's wall clock, in nanoseconds of Unix time: https://redis.io/docs/latest/commands/time/"""
    seconds, microseconds = client.time()
    return int(seconds) * _NS_PER_S + int(microseconds) * _NS_PER_US


def command(program: Path, port: int, folder: Path) -> list[str]:
    """Return the command of a server that keeps nothing and that only this machine can reach.

    Its title is left alone: a server that sets it overwrites the environment that shows whose process it is.
    https://redis.io/docs/latest/operate/oss_and_stack/management/config/
    """
    options = {
        "port": str(port),
        "bind": "127.0.0.1",
        "protected-mode": "yes",
        "dir": str(folder),
        "save": "",
        "appendonly": "no",
        "set-proc-title": "no",
    }
    return [str(program), *(word for name, value in options.items() for word in (f"--{name}", value))]


def local_url(port: int) -> str:
    """Return the URL of a server that `command` started."""
    return f"redis://127.0.0.1:{port}/0"


def probe_local(url: str) -> Answer:
    """Ask a server without password on this machine what it is.

    In the bytes of the protocol, since the process that starts servers for others has no other need of redis-py,
    which takes half a second to import. https://redis.io/docs/latest/develop/reference/protocol-spec/

    Raises:
        NotReady: nobody answers there.
    """
    place = urlsplit(url)
    try:
        with socket.create_connection((place.hostname, place.port), timeout=_SECONDS) as connection:
            connection.sendall(b"INFO server\r\n")
            with connection.makefile("rb") as reply:
                head = reply.readline()
                if not head.startswith(b"$"):
                    raise NotReady(head.decode(errors="replace").strip() or "the connection was closed")
                text = reply.read(int(head[1:])).decode(errors="replace")
    except OSError as error:
        raise NotReady(str(error)) from None
    return _answer(dict(line.split(":", 1) for line in text.splitlines() if ":" in line))


def probe_attached(url: str) -> Answer:
    """Ask the server at `url` what it is.

    Raises:
        NotReady: it does not answer, or not to us; without anything that the URL holds.
    """
    import redis  # noqa: PLC0415 - an extra, and slow to import

    try:
        with _client(url) as client:
            return _answer(client.info("server"))
    except redis.AuthenticationError:
        raise NotReady("the server refuses this user or password", "put the right ones into the URL") from None
    except redis.exceptions.NoPermissionError:
        raise NotReady("this user may not ask INFO", "allow the user +info, +@read, +@write") from None
    except redis.RedisError as error:
        raise NotReady(_first_line(error, url)) from None
    except (ValueError, OSError):
        # Not the error's own text: of a URL that cannot be read, it may quote any part.
        raise NotReady("this is not a URL that redis-py can use") from None


def _answer(info: Mapping[str, Any]) -> Answer:
    """Read what a server says of itself; Valkey states a ``redis_version`` too, one that it is compatible with.

    https://valkey.io/commands/info/
    """
    name = "valkey" if "valkey_version" in info else str(info.get("server_name", "redis"))
    version = str(info.get(f"{name}_version", info.get("redis_version", "unknown")))
    microseconds = info.get("server_time_usec")
    return Answer(
        name,
        version,
        pid=int(info["process_id"]) if "process_id" in info else None,
        now_ns=None if microseconds is None else int(microseconds) * _NS_PER_US,
    )


def _client(url: str) -> redis.Redis:
    import redis  # noqa: PLC0415 - as above
    from redis.backoff import NoBackoff  # noqa: PLC0415
    from redis.retry import Retry  # noqa: PLC0415

    return redis.Redis.from_url(
        url, socket_timeout=_SECONDS, socket_connect_timeout=_SECONDS, retry=Retry(NoBackoff(), 0)
    )


def _first_line(error: Exception, url: str) -> str:
    """Return the first line of what a client says, without any part of the URL that could be secret."""
    text = (str(error).splitlines() or [type(error).__name__])[0]
    password = urlsplit(url).password
    return text.replace(url, shown(url)).replace(password, "***") if password else text.replace(url, shown(url))


def delete_keys(client: redis.Redis, keys: Iterable[str]) -> int:
    """Delete exactly `keys`; return how many of them were there."""
    deleted = 0
    remaining = iter(keys)
    while batch := list(islice(remaining, _BATCH)):
        with client.pipeline(transaction=False) as pipeline:
            for key in batch:  # One a command: they may lie in different slots.
                pipeline.delete(key.encode("utf-8", "surrogatepass"))
            deleted += sum(pipeline.execute())
    return deleted


def sweep_command(url: str, journal: Path, namespace: str) -> tuple[list[str], dict[str, str]]:
    """Return the command and the environment that delete what `journal` lists under `namespace` from `url`."""
    arguments = ("sweep", "--journal", str(journal), "--namespace", namespace)
    return module_command("verifake.engines.redis", *arguments), {SWEEP_URL: url, **module_environment()}


def _sweep(journals: list[Path], namespace: str) -> str | None:
    """Delete what the journals list; return what is left to do, or None."""
    import redis  # noqa: PLC0415 - as above

    url = os.environ.get(SWEEP_URL)
    if not url:
        return f"{SWEEP_URL} is not set"
    # Whoever has a journal open may still write a key.
    finished = [wait_for_writers(journal, _SECONDS) for journal in journals]
    keys = [key for journal in journals for key in read(journal, namespace)]
    try:
        with _client(url) as client:
            delete_keys(client, keys)
    except redis.RedisError as error:
        return f"{len(keys)} keys may be left in {shown(url)}: {_first_line(error, url)}"
    return None if all(finished) else f"somebody still writes keys to {shown(url)}"


def _redis_server() -> Path | Attempt:
    found = shutil.which("redis-server")
    if found is None:
        remedy = "install it (apt-get install redis-server, brew install redis), or set VERIFAKE_REDIS_URL"
        return Attempt("process", "redis-server is not on the PATH", remedy)
    return Path(found)  # Not what it links to: Debian has one program that acts by the name it is called.


def launchers(
    engine: str, *, variable: str, program: Callable[[], Path | Attempt], frozen: bool
) -> tuple[Attached, Process]:
    """Return how a server of this family is had: attached by an environment variable, or as a process."""
    return (
        Attached(
            engine,
            variable=variable,
            example="redis://user:password@host:6379/0",
            probe=probe_attached,
            cleaning=sweep_command,
        ),
        Process(engine, program=program, command=command, url=local_url, probe=probe_local, frozen=frozen),
    )


# Debian's redis-server does not start under libfaketime, so that its time is waited for.
ENGINE: Final = Engine("redis", launchers("redis", variable="VERIFAKE_REDIS_URL", program=_redis_server, frozen=False))


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m verifake.engines.redis")
    sweep = parser.add_subparsers(required=True).add_parser("sweep", help="delete the keys that journals list")
    sweep.add_argument("--journal", type=Path, action="append", required=True, help="a journal; may be repeated")
    sweep.add_argument("--namespace", required=True, help="only keys that begin with this are deleted")
    given = parser.parse_args(arguments)
    if not given.namespace:
        parser.error("an empty namespace would hold everybody's keys")
    left = _sweep(given.journal, given.namespace)
    if left:
        sys.stderr.write(f"{left}\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
