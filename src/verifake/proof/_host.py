"""What a program that runs a contract through pytest tells the plugin, and hears from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from verifake.proof._clause import Clause

__all__ = ["HOST", "Host", "Observe"]

HOST: Final = "verifake-host"
"""The name under which pytest knows a host: it takes a plugin's `__name__`."""

Observe = Callable[[Clause, Mapping[str, Any]], Mapping[str, Any]]


class Host:
    """Handed to ``pytest.main(plugins=[host])``.

    Args:
        stage: the backends to use, whose engines pytest's session then does not end.
        on_collected: told how many clauses there are, times backends.
        on_record: told each verdict as plain data.
        observe: may replace the arguments that a clause is given.
    """

    def __init__(
        self,
        *,
        stage: Any = None,
        on_collected: Callable[[int], None] = lambda _: None,
        on_record: Callable[[dict[str, Any]], None] = lambda _: None,
        observe: Observe = lambda _, arguments: arguments,
    ) -> None:
        self.__name__ = HOST
        self.stage = stage
        self.on_collected = on_collected
        self.on_record = on_record
        self.observe = observe
