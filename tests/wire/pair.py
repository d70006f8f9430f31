"""The same commands to an engine and to the command layer in front of a fake, and what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from tests.wire.comparing import RANDOM, comparable, name_of
from tests.wire.connection import Message, RawConnection, ask_session, heard
from tests.wire.words import ALL_KEYS, PLANTED, PLANTED_SCRIPTS
from verifake.clock import EPOCH_NS, VirtualClock
from verifake.errors import NotModelled
from verifake.fakes.keyvalue import FakeKeyValue
from verifake.ports.keyvalue.commands import COMMANDS, Session

__all__ = ["Count", "Difference", "Pair"]

_LISTENING: Final = {"SUBSCRIBE", "PSUBSCRIBE", "UNSUBSCRIBE", "PUNSUBSCRIBE"}
_ALONE: Final = {*_LISTENING, *RANDOM, "PUBLISH"}
"""Commands that are not queued: in the reply to ``EXEC`` messages come in between, and what was drawn is not undone."""

_ENDS: Final = (b"EXEC", b"DISCARD")
MOST_CONFINED: Final = 4
"""So many commands are sent at most to a connection that only queues, or only listens."""


class Difference(AssertionError):
    """The engine answers otherwise than the command layer."""


@dataclass
class Count:
    """What was answered, by command.

    Attributes:
        done: how often it was not an error.
        refused: how often it was one.
        not_modelled: how often the command layer would not say.
    """

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    not_modelled: Counter[str] = field(default_factory=Counter)


class Pair:
    """An engine and a fake that hold the same, and one connection to each.

    Args:
        engine: a connection to an engine that nobody else uses: it is emptied.
        protocol: the version that both connections speak.
        count: where answers are counted.
    """

    def __init__(self, engine: RawConnection, protocol: int, count: Count) -> None:
        for words in ([b"RESET"], [b"FLUSHALL"], [b"SCRIPT", b"FLUSH"]):
            engine.ask(*words)
        _, id = engine.ask(b"CLIENT", b"ID")
        self._session = Session(FakeKeyValue(clock=VirtualClock(EPOCH_NS)), int(id))
        self._engine = engine
        self._count = count
        self._queued: list[list[bytes]] = []
        self._hello = [b"HELLO", b"%d" % protocol]
        self._confined = 0
        self.run(self._hello)
        self._plant()

    def _plant(self) -> None:
        for line in PLANTED:
            self.run(line.encode().split())
        for script in PLANTED_SCRIPTS:
            self.run([b"SCRIPT", b"LOAD", script.encode()])

    def step(self, words: list[bytes]) -> bool:
        """Do as `run`; then see to it that not all that follows is queued or refused, or finds nothing."""
        if not self.run(words):
            return False
        listens = self._session.listener.listens and self._session.protocol == 2
        self._confined = self._confined + 1 if listens or self._session.queue is not None else 0
        if self._confined > MOST_CONFINED:
            return self.start_over() if listens else self.run([_ENDS[self._count.done["EXEC"] % 2]])
        if name_of(words) in {"FLUSHALL", "FLUSHDB"} and not self._confined:
            self._plant()
        return True

    def start_over(self) -> bool:
        """Make both connections as new; what is held stays."""
        return self.run([b"RESET"]) and self.run(self._hello)

    def run(self, words: list[bytes]) -> bool:
        """Send a command to both, and raise `Difference` if they answer differently.

        Return False where the command layer would not say: then they hold the same no more.
        """
        name = name_of(words)
        if self._session.queue is not None and name in _ALONE:
            return True
        if self._session.wait_of(words) is not None:
            # Time stands still there, so that nobody may wait.
            return all(self.run(each) for each in ([b"MULTI"], words, [b"EXEC"]))
        try:
            found = ask_session(self._session, words)
        except NotModelled:
            self._count.not_modelled[name] += 1
            return False
        self._engine.send(*words)
        self._compare(words, found, self._replies(name, len(found)))
        self._note(name, words, found[0])
        return name != "SPOP" or len(words) < 2 or self.run([b"DEL", words[1]])

    def finish(self) -> None:
        """Compare all that is held."""
        self.run([b"RESET"])
        for key in ALL_KEYS:
            kind = ask_session(self._session, [b"TYPE", key.encode()])[0][1]
            for words in _looks(key.encode(), kind):
                self.run(words)

    def _replies(self, name: str, number: int) -> list[Message]:
        """Return the engine's replies, with the messages that come unasked behind them."""
        received = [self._engine.read() for _ in range(number)]
        if name in _LISTENING:
            return received
        while received[-1][0] == ">":
            received.append(self._engine.read())
        return [received[-1], *received[:-1]]

    def _compare(self, words: list[bytes], found: list[Message], wanted: list[Message]) -> None:
        found += heard(self._session)
        while len(wanted) < len(found):
            wanted.append(self._engine.read())
        ours, theirs = (self._essence(words, replies) for replies in (found, wanted))
        if ours != theirs:
            raise Difference(f"{words!r}\n  engine: {theirs}\n  layer:  {ours}")

    def _essence(self, words: list[bytes], replies: list[Message]) -> list[Message]:
        (kind, value), *others = replies
        if name_of(words) == "EXEC" and kind == "*" and value and len(value) == len(self._queued):
            value = [comparable(queued, reply) for queued, reply in zip(self._queued, value, strict=True)]
            return [(kind, value), *others]
        # A message comes once for each pattern that it fits, in any order.
        return [comparable(words, replies[0]), *(others if name_of(words) in _LISTENING else sorted(others))]

    def _note(self, name: str, words: list[bytes], reply: Message) -> None:
        """Count the answer, and those to what was queued; note what is queued."""
        answered = [(name, reply)]
        if name == "EXEC" and reply[0] == "*" and reply[1] is not None:
            answered += zip(map(name_of, self._queued), reply[1], strict=True)
        for each, (kind, value) in answered:
            if value != b"QUEUED" and each in COMMANDS:
                (self._count.refused if kind == "-" else self._count.done)[each] += 1
        if self._session.queue is None:
            self._queued = []
        elif reply == ("+", b"QUEUED"):
            self._queued.append(words)


def _looks(key: bytes, kind: bytes) -> Iterable[list[bytes]]:
    """Return commands that show all there is of a key."""
    shown = {
        b"string": [[b"GET", key]],
        b"hash": [[b"HGETALL", key]],
        b"list": [[b"LRANGE", key, b"0", b"-1"]],
        b"set": [[b"SMEMBERS", key]],
        b"zset": [[b"ZRANGE", key, b"0", b"-1", b"WITHSCORES"]],
        b"stream": [
            [b"XINFO", b"STREAM", key],
            [b"XINFO", b"GROUPS", key],
            [b"XRANGE", key, b"-", b"+"],
            *[[b"XPENDING", key, group, b"-", b"+", b"100"] for group in (b"g", b"h")],
            *[[b"XINFO", b"CONSUMERS", key, group] for group in (b"g", b"h")],
        ],
    }
    return [[b"TYPE", key], [b"PEXPIRETIME", key], *shown.get(kind, [])]
