"""Which commands there are, and what each does in terms of the port."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from verifake.ports.keyvalue.commands._replies import Reply, wrong_number

if TYPE_CHECKING:
    from verifake.ports.keyvalue.commands._session import Session

__all__ = ["COMMANDS", "BadSubcommand", "Command", "Handler", "Pin", "Wait", "command"]

Wait = Callable[[list[bytes]], float | None]
"""Given the words behind the command's name, returns how many seconds it may wait (0: for ever), or None."""

Pin = Callable[["Session", list[bytes]], list[bytes]]
"""Given the session and the words behind the command's name, returns words that always mean the same."""

Handler = Callable[["Session", list[bytes]], Reply]
"""Given the session and the words behind the command's name, returns the reply or raises `Refusal`."""


class BadSubcommand(Exception):
    """What stands behind a subcommand is none of its options."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        name: in upper case; a subcommand behind a blank (``"CLIENT SETNAME"``).
        arity: how many words it takes, its name included; negative for at least so many.
        run: carries it out.
        control: whether it is carried out at once, also where others are queued.
        opens: whether it is refused where others are queued.
        in_scripts: whether a script may call it.
        in_subscription: whether a RESP2 connection that listens may send it.
        wait: says how long it may wait, if it can.
        pin: makes its words independent of when they are sent; None where they are.
        length: of how many words its name is.
    """

    name: str
    arity: int
    run: Handler
    control: bool = False
    opens: bool = False
    in_scripts: bool = True
    in_subscription: bool = False
    wait: Wait | None = None
    pin: Pin | None = None
    length: int = 1

    @property
    def label(self) -> str:
        """The name as errors have it."""
        return self.name.lower().replace(" ", "|")

    def check(self, words: list[bytes]) -> None:
        """Raise `Refusal` unless there are as many of `words`, the name's included, as there should be."""
        if len(words) != self.arity if self.arity > 0 else len(words) < -self.arity:
            raise wrong_number(self.label)


COMMANDS: Final[dict[str, Command]] = {}
"""Every command that is charted, by name."""


def command(
    name: str,
    arity: int,
    *,
    control: bool = False,
    opens: bool = False,
    in_scripts: bool = True,
    in_subscription: bool = False,
    wait: Wait | None = None,
    pin: Pin | None = None,
) -> Callable[[Handler], Handler]:
    """Chart a command; the function carries it out.

    Args:
        name, arity, control, opens, in_scripts, in_subscription, wait, pin: as `Command` has them.
    """

    def chart(run: Handler) -> Handler:
        length = len(name.split())
        COMMANDS[name] = Command(name, arity, run, control, opens, in_scripts, in_subscription, wait, pin, length)
        return run

    return chart
