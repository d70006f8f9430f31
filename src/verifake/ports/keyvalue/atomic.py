"""What a KeyValue in this process can do besides, for the drop-ins and scripts that stand on it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager

from verifake.ports.keyvalue import KeyValue, ScriptReply

__all__ = ["Atomic", "Store"]


class Atomic(ABC):
    """A store in this process. Drop-ins and scripts stand on it."""

    @abstractmethod
    def atomically(self) -> AbstractContextManager[object]:
        """Give a block in which nothing of anybody else happens and time stands still.

        Operations that wait do not wait inside of it, and those who wait for what it writes are served at its end.
        Blocks may be nested.
        """

    @abstractmethod
    def script_run_as_replied(self, source: str, keys: tuple[str, ...], args: tuple[bytes, ...]) -> ScriptReply:
        """As `Scripts.script_run`; what the protocol tells apart is of a class of its own (`Status`, `DoubleText`)."""

    @abstractmethod
    def script_run_loaded_as_replied(self, digest: str, keys: tuple[str, ...], args: tuple[bytes, ...]) -> ScriptReply:
        """As `script_run_as_replied`, of a script that was loaded."""

    @abstractmethod
    def forget_scripts(self) -> None:
        """Know no script by its digest any more."""


class Store(KeyValue, Atomic):
    """A KeyValue in this process."""
