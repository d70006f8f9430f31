"""The engine's Lua, in process: needs the extra ``verifake[scripts]``."""

from __future__ import annotations

from verifake.fakes.keyvalue._lua._interpreter import Interpreter, ScriptError

__all__ = ["Interpreter", "ScriptError"]
