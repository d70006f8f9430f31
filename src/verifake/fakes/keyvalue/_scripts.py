"""The shell of the fake for scripts."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from verifake.errors import InvalidRequest, NotFound, NotOffered
from verifake.fakes.keyvalue._core import Core
from verifake.fakes.keyvalue._core.rejections import no_keys
from verifake.fakes.keyvalue._shell import Shell
from verifake.ports.keyvalue import KeyValueCode, ScriptReply, Scripts
from verifake.ports.keyvalue._arguments import check_key, check_keys, checked_elements, key_bytes

if TYPE_CHECKING:
    from verifake.clock import Clock
    from verifake.fakes.keyvalue._lua import Interpreter
    from verifake.ports.keyvalue.atomic import Store

__all__ = ["SCRIPTS", "FakeScripts"]

SCRIPTS = "scripts"
"""The capability that the fake lacks without an interpreter."""


class FakeScripts(Shell, Scripts):
    """As `verifake.ports.keyvalue.Scripts`. Lua is loaded when the first script is, one interpreter a fake."""

    def __init__(self, core: Core, clock: Clock) -> None:
        super().__init__(core, clock)
        self._interpreter: Interpreter | None = None
        self._chunks: dict[str, Any] = {}

    def script_run(self, source: str, *, keys: tuple[str, ...] = (), args: tuple[bytes, ...] = ()) -> ScriptReply:
        return _plain(self.script_run_as_replied(source, keys, args))

    def script_run_as_replied(self, source: str, keys: tuple[str, ...], args: tuple[bytes, ...]) -> ScriptReply:
        check_key(source)
        check_keys(keys)
        args = checked_elements(args)
        with self._turn:
            return self._run(self._remember("script_run", source), keys, args, "script_run")

    def script_run_loaded(
        self, digest: str, *, keys: tuple[str, ...] = (), args: tuple[bytes, ...] = ()
    ) -> ScriptReply:
        return _plain(self.script_run_loaded_as_replied(digest, keys, args))

    def script_run_loaded_as_replied(self, digest: str, keys: tuple[str, ...], args: tuple[bytes, ...]) -> ScriptReply:
        check_key(digest)
        check_keys(keys)
        args = checked_elements(args)
        with self._turn:
            self._lua()
            if digest.lower() not in self._chunks:
                message = f"no script with the digest {digest!r} was loaded"
                code = KeyValueCode.NO_SUCH_SCRIPT
                raise NotFound(message, code=code, operation="script_run_loaded", vendor_code="NOSCRIPT")
            return self._run(digest.lower(), keys, args, "script_run_loaded")

    def script_load(self, source: str) -> str:
        check_key(source)
        with self._turn:
            return self._remember("script_load", source)

    def script_exists(self, *digests: str) -> list[bool]:
        check_keys(digests)
        with self._turn:
            self._lua()
            if not digests:
                raise no_keys("script_exists")
            return [digest.lower() in self._chunks for digest in digests]

    def forget_scripts(self) -> None:
        with self._turn:
            self._chunks.clear()

    def _remember(self, operation: str, source: str) -> str:
        """Compile a script, unless that was done, and return its digest."""
        lua = self._lua()
        digest = hashlib.sha1(key_bytes(source), usedforsecurity=False).hexdigest()
        if digest not in self._chunks:
            from verifake.fakes.keyvalue._lua import ScriptError  # noqa: PLC0415 - as in _lua

            try:
                self._chunks[digest] = lua.compile(key_bytes(source))
            except ScriptError as error:
                raise _failed(operation, error) from None
        return digest

    def _run(self, digest: str, keys: tuple[str, ...], args: tuple[bytes, ...], operation: str) -> ScriptReply:
        from verifake.fakes.keyvalue._lua import ScriptError  # noqa: PLC0415 - as in _lua

        try:
            return self._lua().run(self._chunks[digest], [key_bytes(key) for key in keys], list(args))
        except ScriptError as error:
            raise _failed(operation, error) from None

    def _lua(self) -> Interpreter:
        """Return the interpreter, made on first use.

        Raises:
            NotOffered: the extra is not installed.
        """
        if self._interpreter is None:
            try:
                from verifake.fakes.keyvalue._lua import Interpreter  # noqa: PLC0415 - an extra
            except ModuleNotFoundError as error:
                if error.name is None or not error.name.startswith("lupa"):
                    raise
                raise NotOffered(SCRIPTS, "scripts on a fake need Lua: pip install 'verifake[scripts]'") from None
            from verifake.ports.keyvalue.commands import Session  # noqa: PLC0415 - only scripts need the commands

            line = self._core._line
            call = partial(Session(cast("Store", self)).answer_script, may_wait=line.scripts_may_wait)
            self._interpreter = Interpreter(call, sees_more=line.scripts_see_more)
        return self._interpreter


def _plain(reply: ScriptReply) -> ScriptReply:
    """Return `reply` without what only the protocol tells apart: simple strings and doubles from others."""
    if isinstance(reply, bytes):
        return bytes(reply)
    return list(map(_plain, reply)) if isinstance(reply, list) else reply


def _failed(operation: str, error: Exception) -> InvalidRequest:
    text = str(error)
    word = text.partition(" ")[0]
    return InvalidRequest(
        text,
        code=KeyValueCode.SCRIPT_FAILED,
        operation=operation,
        vendor_code=word if word.isupper() else None,
    )
