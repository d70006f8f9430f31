"""One interpreter: scripts in, values out, commands through a function that is given."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from lupa.lua51 import LuaRuntime, lua_type

from verifake.errors import NotModelled
from verifake.fakes.keyvalue._lua._cjson import cjson
from verifake.fakes.keyvalue._lua._numbers import Chance, bits, number_text
from verifake.ports.keyvalue import ScriptReply
from verifake.ports.keyvalue.commands import NO_ARRAY, DoubleText, Refusal, Reply, Status, double_text

__all__ = ["Interpreter", "ScriptError"]

_SANDBOX: Final = Path(__file__).with_name("sandbox.lua").read_bytes()
_VERSION: Final = b"7.2.4"
_VERSION_NUMBER: Final = 0x070204
_ONLY_IN_RESP3: Final = (b"map", b"set", b"big_number", b"verbatim_string")
_UNMODELLED: Final = {b"cmsgpack": (b"pack", b"unpack"), b"struct": (b"pack", b"unpack", b"size")}


class ScriptError(Exception):
    """A script does not compile, or failed; its text is the engine's error reply."""


class Interpreter:
    """Lua 5.1 with the libraries that the engine gives its scripts. Not thread safe.

    Args:
        call: carries out a command that a script sends; its reply may be a `Refusal`.
        sees_more: whether scripts see ``os.clock`` and ``server``.
    """

    def __init__(self, call: Callable[[list[bytes]], Reply], *, sees_more: bool) -> None:
        self._call = call
        self._lua = LuaRuntime(encoding=None, register_eval=False, register_builtins=False, unpack_returned_tuples=True)
        self._chance = Chance()
        self._unmodelled: NotModelled | None = None
        self._compile, self._run = self._lua.execute(_SANDBOX, self._host(sees_more))

    def compile(self, source: bytes) -> Any:
        """Return a script that can be run.

        Raises:
            ScriptError: it does not compile.
        """
        chunk, refusal = self._compile(source)
        if chunk is None:
            raise ScriptError(f"ERR Error compiling script (new function): {refusal.decode('utf-8', 'replace')}")
        return chunk

    def run(self, chunk: Any, keys: list[bytes], args: list[bytes]) -> ScriptReply:
        """Run a script and return its value as the engine replies with it.

        Raises:
            ScriptError: it failed, or it returned an error.
            NotModelled: it did what the port does not chart, and whatever came of that is not the engine's answer.
        """
        self._chance.seed(0)
        self._unmodelled = None
        table = self._lua.table_from
        done, value = self._run(chunk, table(keys), table(args))
        if self._unmodelled is not None:
            raise self._unmodelled
        if not done:
            raise ScriptError(f"{value.decode('utf-8', 'replace')} script: on @user_script:1.")
        return self._reply(value)

    def _host(self, sees_more: bool) -> Any:
        """Return what the sandbox gets from this side."""
        table = self._lua.table_from
        return table(
            {
                b"sees_more": sees_more,
                b"invoke": self._invoke,
                b"number_text": number_text,
                b"sha1hex": lambda text=b"": hashlib.sha1(text, usedforsecurity=False).hexdigest().encode(),
                b"setresp": lambda _: self._refuse("redis.setresp"),
                b"random": self._chance.random,
                b"randomseed": self._chance.seed,
                b"version": _VERSION,
                b"version_number": _VERSION_NUMBER,
                b"cjson": table(cjson(self._lua)),
                b"bit": table(bits()),
                **{name: table(self._missing(name, functions)) for name, functions in _UNMODELLED.items()},
            }
        )

    def _missing(self, library: bytes, functions: tuple[bytes, ...]) -> dict[bytes, Callable[..., None]]:
        def refuser(function: bytes) -> Callable[..., None]:
            return lambda *_: self._refuse(f"{library.decode()}.{function.decode()}")

        return {function: refuser(function) for function in functions}

    def _refuse(self, what: str) -> None:
        self._unmodelled = NotModelled(f"{what} is not modelled in scripts on a fake; cjson, bit and string are")
        raise self._unmodelled

    def _invoke(self, words: Any) -> Any:
        try:
            reply = self._call(list(words.values()))
        except NotModelled as error:
            self._unmodelled = error
            raise
        return self._value(reply)

    def _value(self, reply: Reply) -> Any:
        """Return a reply as scripts see it: in version 2 of the protocol, with false for nothing."""
        if isinstance(reply, Status):
            return self._lua.table_from({b"ok": bytes(reply)})
        if isinstance(reply, Refusal):
            return self._lua.table_from({b"err": reply.text.encode()})
        if isinstance(reply, float):
            return double_text(reply)
        if reply is None or reply is NO_ARRAY:
            return False
        if isinstance(reply, (bytes, int)):
            return reply
        parts = _flat(reply)
        return self._lua.table_from([self._value(each) for each in parts])

    def _reply(self, value: Any) -> ScriptReply:
        """Return what a script returned as a reply.

        Raises:
            ScriptError: it is an error.
        """
        if value is None or value is False:
            return None
        if isinstance(value, bytes):
            return value
        if isinstance(value, (bool, int, float)):
            return _integer(value)
        return self._table_reply(value) if lua_type(value) == "table" else None

    def _table_reply(self, table: Any) -> ScriptReply:
        if isinstance(table[b"err"], bytes):
            raise ScriptError(table[b"err"].decode("utf-8", "replace"))
        if isinstance(table[b"ok"], bytes):
            return Status(table[b"ok"])
        if isinstance(table[b"double"], (int, float)):
            return DoubleText(double_text(table[b"double"]))
        if any(table[kind] is not None for kind in _ONLY_IN_RESP3):
            raise NotModelled("maps, sets, big numbers and verbatim strings are not modelled as what a script returns")
        replies: list[ScriptReply] = []
        while (value := table[len(replies) + 1]) is not None:
            replies.append(self._reply(value))
        return replies


def _integer(value: float) -> int:
    """Return a number cut to a 64-bit integer, as C does it on x86-64."""
    return int(value) if -(2.0**63) <= value < 2.0**63 else -(2**63)


def _flat(reply: Any) -> list[Any]:
    """Return the parts of an array, a set, or pairs in a row."""
    if isinstance(reply, dict):
        return [part for pair in reply.items() for part in pair]
    if reply and isinstance(next(iter(reply)), tuple):
        return [part for pair in reply for part in pair]
    return sorted(reply) if isinstance(reply, set) else list(reply)
