"""The facet for scripts, over redis-py."""

from __future__ import annotations

from typing import Any, Final, cast

from verifake.adapters.redis._session import Session, decimal
from verifake.errors import ConditionFailed, Conflict, DependencyError, InvalidRequest, NotFound, TooLarge
from verifake.ports.keyvalue import KeyValueCode, ScriptReply, Scripts
from verifake.ports.keyvalue._arguments import check_key, check_keys, checked_elements, key_bytes

__all__ = ["RedisScripts"]

_OF_THE_SCRIPT: Final = (InvalidRequest, TooLarge, NotFound, Conflict, ConditionFailed, DependencyError)
"""What a command, or the script itself, may be refused with; the others are about the engine as a whole."""


class RedisScripts(Session, Scripts):
    """As `verifake.ports.keyvalue.Scripts`. `keys` are given the prefix; names inside the source are not."""

    def script_run(self, source: str, *, keys: tuple[str, ...] = (), args: tuple[bytes, ...] = ()) -> ScriptReply:
        check_key(source)
        words = self._script_words(keys, args)
        return _reply(self._run("script_run", b"EVAL", key_bytes(source), *words))

    def script_run_loaded(
        self, digest: str, *, keys: tuple[str, ...] = (), args: tuple[bytes, ...] = ()
    ) -> ScriptReply:
        check_key(digest)
        words = self._script_words(keys, args)
        return _reply(self._run("script_run_loaded", b"EVALSHA", key_bytes(digest), *words))

    def script_load(self, source: str) -> str:
        check_key(source)
        return cast("bytes", self._run("script_load", b"SCRIPT", b"LOAD", key_bytes(source))).decode()

    def script_exists(self, *digests: str) -> list[bool]:
        check_keys(digests)
        words = [key_bytes(digest) for digest in digests]
        return [bool(found) for found in self._send("script_exists", b"SCRIPT", b"EXISTS", *words)]

    def _run(self, operation: str, *command: bytes) -> Any:
        """Send a command about a script; what the script was refused is an error of the script."""
        try:
            return self._send(operation, *command)
        except DependencyError as error:
            if type(error) not in _OF_THE_SCRIPT or error.code is KeyValueCode.NO_SUCH_SCRIPT:
                raise
            raise InvalidRequest(
                str(error.args[0]),
                code=KeyValueCode.SCRIPT_FAILED,
                operation=operation,
                vendor_code=error.vendor_code,
            ) from error.__cause__

    def _script_words(self, keys: tuple[str, ...], args: tuple[bytes, ...]) -> list[bytes]:
        """Return the words behind a script: how many keys, the keys, the arguments."""
        return [decimal(len(keys)), *self._keys(keys), *checked_elements(args)]


def _reply(reply: Any) -> ScriptReply:
    """Return what a script returned, in the types of version 2 of the protocol."""
    if isinstance(reply, bool):
        return 1 if reply else None
    if isinstance(reply, float):
        return repr(reply).encode()
    if isinstance(reply, list):
        return [_reply(each) for each in reply]
    return cast("ScriptReply", reply)
