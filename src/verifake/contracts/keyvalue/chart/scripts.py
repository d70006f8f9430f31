"""What the operations of `Scripts` can answer with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from verifake.ports.keyvalue import KeyValueCode as Code

__all__ = ["ERRORS"]

ERRORS: Final[Mapping[str, frozenset[Code]]] = {
    "script_run": frozenset({Code.SCRIPT_FAILED}),
    "script_run_loaded": frozenset({Code.SCRIPT_FAILED, Code.NO_SUCH_SCRIPT}),
    "script_load": frozenset({Code.SCRIPT_FAILED}),
    "script_exists": frozenset({Code.NO_KEYS}),
}
