"""A connection as the engine sees it: commands in, replies out."""

from __future__ import annotations

from difflib import get_close_matches
from typing import NoReturn

from verifake.errors import DependencyError, NotModelled
from verifake.ports.keyvalue import KeyType, Transaction
from verifake.ports.keyvalue.atomic import Store
from verifake.ports.keyvalue.commands._errors import refusal_of
from verifake.ports.keyvalue.commands._known import KNOWN, SUBCOMMANDS
from verifake.ports.keyvalue.commands._listener import Listener
from verifake.ports.keyvalue.commands._replies import WRONG_TYPE, Refusal, Reply, Status, wrong_number
from verifake.ports.keyvalue.commands._table import COMMANDS, BadSubcommand, Command
from verifake.ports.keyvalue.commands._words import c_text

__all__ = ["Session", "Store"]

_QUEUED = Status(b"QUEUED")
_RESP2 = 2
_ONLY_LISTENING = (
    "ERR Can't execute '{}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context"
)
_ALSO_ALONE = "COMMAND"
"""The one command with subcommands that engines take without any."""
_SHOWN = 128
"""How many characters of an unknown command, and of its arguments, the error shows."""


class Session:
    """One connection's state. Not thread safe.

    Args:
        store: what the commands act on.
        id: what ``CLIENT ID`` says.

    Attributes:
        protocol: the protocol's version, 2 until ``HELLO 3``.
        name: what ``CLIENT SETNAME`` said.
        queue: commands between ``MULTI`` and ``EXEC``, or None.
        executing: whether what was queued is carried out right now.
        aborted: whether a command was refused while others were queued.
        watch: the transaction that watches keys, or None.
        listener: its subscriptions.
    """

    def __init__(self, store: Store, id: int = 1) -> None:
        self.store = store
        self.id = id
        self.listener = Listener()
        self.reset()

    def reset(self) -> None:
        """Be as a new connection."""
        self.protocol = 2
        self.name = b""
        self.queue: list[tuple[Command, list[bytes]]] | None = None
        self.executing = False
        self.aborted = False
        self.watch: Transaction | None = None
        self.listener.close()

    def answer(self, words: list[bytes]) -> Reply:
        """Return the reply to a command, an error as a `Refusal`, several replies as a `Several`.

        Raises:
            NotModelled: the port does not chart the command.
        """
        try:
            found = self._admitted(words)
        except Refusal as refusal:
            return self._rejected(words, refusal)
        if self.queue is not None and not found.control:
            self.queue.append((found, words))
            return _QUEUED
        return self.run(found, words)

    def answer_script(self, words: list[bytes], *, may_wait: bool) -> Reply:
        """Return the reply to a command that a script sends.

        Args:
            may_wait: whether scripts may call ``BLPOP`` and its kin; they do not wait then.

        Raises:
            NotModelled: the port does not chart the command.
        """
        try:
            found = find(words)
        except Refusal:
            return Refusal("ERR Unknown command called from script")
        if not found.in_scripts or not (may_wait or found.wait is None or found.name.startswith("X")):
            return Refusal("ERR This Valkey command is not allowed from script")
        try:
            found.check(words)
        except Refusal:
            return Refusal("ERR Wrong number of args calling command from script")
        return self.run(found, words)

    def wait_of(self, words: list[bytes]) -> float | None:
        """Return how many seconds a command would wait if it were sent now (0: for ever), or None if it would not."""
        try:
            found = self._admitted(words)
            return None if found.wait is None or self.queue is not None else found.wait(words[1:])
        except (Refusal, NotModelled):
            return None

    def pinned(self, words: list[bytes]) -> list[bytes]:
        """Return a command that waits, in words that mean the same whenever it is sent."""
        pin = find(words).pin
        return words if pin is None else [words[0], *pin(self, words[1:])]

    def holds(self, key: str, *kinds: KeyType) -> bool:
        """Return whether there is a key: where the engine looks for it before it reads on.

        Raises:
            Refusal: it is of none of `kinds`.
        """
        kind = self.store.type(key)
        if kind is not None and kind not in kinds:
            raise Refusal(WRONG_TYPE)
        return kind is not None

    def run(self, command: Command, words: list[bytes]) -> Reply:
        """Carry out a command at once."""
        behind = words[command.length :]
        try:
            return command.run(self, behind)
        except Refusal as refusal:
            return refusal
        except BadSubcommand:
            return Refusal(f"ERR unknown subcommand or wrong number of arguments for {_try_help(words)}")
        except DependencyError as error:
            return refusal_of(error, command, behind)

    def _rejected(self, words: list[bytes], refusal: Refusal) -> Refusal:
        """Note that a command was refused before it was carried out: what is queued will not be."""
        if words[0].upper() != b"EXEC":
            self.aborted = self.queue is not None
            return refusal
        self.end_transaction()
        return Refusal(f"EXECABORT Transaction discarded because of: {refusal.text.removeprefix('ERR ')}")

    def end_transaction(self) -> None:
        """Forget what is queued and what is watched."""
        watch, self.watch = self.watch, None
        self.queue, self.aborted = None, False
        if watch is not None:
            watch.discard()

    def _admitted(self, words: list[bytes]) -> Command:
        """Return the command that `words` name, if it may be sent now; raise `Refusal` otherwise."""
        found = find(words)
        found.check(words)
        if self.queue is not None and found.opens:
            raise Refusal(f"ERR Command '{found.label}' not allowed inside a transaction")
        if self.protocol == _RESP2 and self.listener.listens and not found.in_subscription:
            raise Refusal(_ONLY_LISTENING.format(found.label))
        return found


def find(words: list[bytes]) -> Command:
    """Return the command that `words` name.

    Raises:
        Refusal: no engine knows it.
        NotModelled: engines know it, but the port does not chart it.
    """
    name = words[0].upper().decode("latin-1")
    found = COMMANDS.get(name)
    if found is not None:
        return found
    if name not in KNOWN:
        raise _unknown(words)
    return _subcommand(name, words) if name in SUBCOMMANDS else _not_modelled(name)


def _subcommand(name: str, words: list[bytes]) -> Command:
    """Return the command of which `words` name one part in the first word and one in the second; raises as `find`."""
    if len(words) == 1:
        if name == _ALSO_ALONE:
            _not_modelled(name)
        raise wrong_number(name.lower())
    second = words[1].upper().decode("latin-1")
    if second not in SUBCOMMANDS[name]:
        raise Refusal(f"ERR unknown subcommand {_try_help(words)}")
    return COMMANDS.get(f"{name} {second}") or _not_modelled(f"{name} {second}")


def _try_help(words: list[bytes]) -> str:
    return f"'{c_text(words[1][:_SHOWN])}'. Try {words[0].decode('ascii').upper()} HELP."


def _unknown(words: list[bytes]) -> Refusal:
    shown = ""
    for word in words[1:]:
        if len(shown) >= _SHOWN:
            break
        shown += f"'{c_text(word[: _SHOWN - len(shown)])}' "
    return Refusal(f"ERR unknown command '{c_text(words[0][:_SHOWN])}', with args beginning with: {shown}")


def _not_modelled(name: str) -> NoReturn:
    """Raise `NotModelled` with a hint at the charted command that is most like this one."""
    near = get_close_matches(name, COMMANDS, 1, 0.0)
    raise NotModelled(f"{name} is not charted by the KeyValue port; the nearest command that is: {near[0]}")
