"""The facet of the KeyValue port for scripts that run inside the engine."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TypeAlias

__all__ = ["ScriptReply", "Scripts"]

ScriptReply: TypeAlias = "int | bytes | list[ScriptReply] | None"
"""What a script may return: numbers are cut to integers, false is None, a table ends at its first nil."""


class Scripts(ABC):
    """Lua scripts: each runs as one, nothing of anybody else comes in between.

    A script sees `keys` as ``KEYS`` and `args` as ``ARGV``, and calls the engine's own commands. Names of keys
    inside the source are the engine's own: no prefix is applied to them. A script that fails leaves what it did
    before: nothing is rolled back.

    A backend without an interpreter raises `NotOffered` (``scripts``): the fake needs the extra
    ``verifake[scripts]``.
    """

    @abstractmethod
    def script_run(self, source: str, *, keys: tuple[str, ...] = (), args: tuple[bytes, ...] = ()) -> ScriptReply:
        """Run a script, and remember it under its digest.

        Raises:
            InvalidRequest: `SCRIPT_FAILED`: it does not compile, it raised an error, or a command that it called was
                rejected (`vendor_code` is then that command's).

        Source: https://redis.io/docs/latest/commands/eval/
        """

    @abstractmethod
    def script_run_loaded(
        self, digest: str, *, keys: tuple[str, ...] = (), args: tuple[bytes, ...] = ()
    ) -> ScriptReply:
        """As `script_run`, of a script that is remembered under its SHA1 `digest`, in hexadecimal digits.

        Raises:
            NotFound: `NO_SUCH_SCRIPT`.
            InvalidRequest: as `script_run`.

        Source: https://redis.io/docs/latest/commands/evalsha/
        """

    @abstractmethod
    def script_load(self, source: str) -> str:
        """Remember a script and return its digest.

        Raises:
            InvalidRequest: `SCRIPT_FAILED` if it does not compile.

        Source: https://redis.io/docs/latest/commands/script-load/
        """

    @abstractmethod
    def script_exists(self, *digests: str) -> list[bool]:
        """Return for each of `digests` whether a script is remembered under it.

        Raises:
            InvalidRequest: `NO_KEYS` without a digest.

        Source: https://redis.io/docs/latest/commands/script-exists/
        """
