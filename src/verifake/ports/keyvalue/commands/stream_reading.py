"""Commands that read on in streams, and wait for what comes."""

from __future__ import annotations

from typing import Any, Final

from verifake.errors import DependencyError, InvalidRequest, NotFound, NotModelled
from verifake.ports.keyvalue import KeyValueCode
from verifake.ports.keyvalue._arguments import key_text
from verifake.ports.keyvalue.commands._entries import INVALID_ID, is_id, streams_reply
from verifake.ports.keyvalue.commands._integers import int64
from verifake.ports.keyvalue.commands._replies import Refusal, Reply
from verifake.ports.keyvalue.commands._session import Session
from verifake.ports.keyvalue.commands._table import Wait, command
from verifake.ports.keyvalue.commands._times import milliseconds_timeout
from verifake.ports.keyvalue.commands._words import keys_of, syntax_error

__all__: list[str] = []

_HISTORY: Final = (
    "is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper "
    "ID, or use the > ID to get new messages. The {0} ID would just return an empty result set."
)
_MARKS: Final = {
    b"$": f"ERR The $ ID {_HISTORY.format('$')}",
    b"+": f"ERR The + ID {_HISTORY.format('+')}",
    b">": "ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.",
}
"""What is wrong with a sign that stands for an id."""


class _Reading:
    """What ``XREAD`` or ``XREADGROUP`` is to read, judged in the engine's order.

    Args:
        name: which of the two.
        words: what stands behind the name.

    Attributes:
        after: keys and ids.
        options: as the port takes them.
        who: the group and the consumer, if they were given.
        wait_seconds: how long to wait, or None.
    """

    def __init__(self, name: str, words: list[bytes]) -> None:
        self.after: list[tuple[bytes, bytes]] = []
        self.who: list[str] = []
        self.options: dict[str, Any] = {}
        self.wait_seconds: float | None = None
        self._name = name
        while words and not self.after:
            words = words[self._take_option(words) :]
        if not self.after:
            raise syntax_error()
        if name == "XREADGROUP" and not self.who:
            raise Refusal("ERR Missing GROUP option for XREADGROUP")

    @property
    def places(self) -> dict[str, str]:
        """The ids by key."""
        if len(dict(self.after)) < len(self.after):
            raise NotModelled("a stream that is read twice at once is not charted by the KeyValue port")
        return {key_text(key): key_text(id) for key, id in self.after}

    def _take_option(self, words: list[bytes]) -> int:
        """Take what the next words say, and return how many they were."""
        option, more = words[0].upper(), len(words) - 1
        if option == b"BLOCK" and more:
            self.wait_seconds = milliseconds_timeout(words[1])
            return 2
        if option == b"COUNT" and more:
            self.options["count"] = max(int64(words[1]), 0)
            return 2
        if option == b"STREAMS" and more:
            self._take_streams(words[1:])
            return len(words)
        if option == b"GROUP" and more > 1:
            self._only_for_groups("GROUP")
            self.who = keys_of(words[1:3])
            return 3
        if option == b"NOACK":
            self._only_for_groups("NOACK")
            self.options["no_ack"] = True
            return 1
        raise syntax_error()

    def _only_for_groups(self, option: str) -> None:
        if self._name == "XREAD":
            raise Refusal(f"ERR The {option} option is only supported by XREADGROUP. You called XREAD instead.")

    def _take_streams(self, words: list[bytes]) -> None:
        if len(words) % 2:
            mark = "$" if self._name == "XREAD" else ">"
            raise Refusal(
                f"ERR Unbalanced '{self._name.lower()}' list of streams: "
                f"for each stream key an ID or '{mark}' must be specified."
            )
        half = len(words) // 2
        self.after = list(zip(words[:half], words[half:], strict=True))

    def wrong_id(self) -> Refusal:
        """Return why the first id that is none is none."""
        allowed = {b"$", b"+"} if self._name == "XREAD" else {b">"}
        wrong = next((id for _, id in self.after if not is_id(id) and id not in allowed), b"")
        return Refusal(_MARKS.get(wrong, INVALID_ID))


def _wait(name: str) -> Wait:
    def wait(words: list[bytes]) -> float | None:
        return _Reading(name, words).wait_seconds

    return wait


def _pinned(session: Session, words: list[bytes]) -> list[bytes]:
    """Replace the sign for what comes from now on by the id that is the last one now."""
    half = len(_Reading("XREAD", words).after)
    keys, ids = words[-2 * half : -half], words[-half:]
    return [*words[:-half], *(_last_id(session, key) if id == b"$" else id for key, id in zip(keys, ids, strict=True))]


def _last_id(session: Session, key: bytes) -> bytes:
    try:
        return session.store.stream_info(key_text(key)).last_id.encode()
    except NotFound:
        return b"0-0"


@command("XREAD", -4, wait=_wait("XREAD"), pin=_pinned)
def _xread(session: Session, words: list[bytes]) -> Reply:
    what = _Reading("XREAD", words)
    try:
        found = session.store.stream_read(what.places, wait_seconds=what.wait_seconds, **what.options)
    except InvalidRequest as error:
        raise _explained(error, what) from None
    return streams_reply(found)


@command("XREADGROUP", -7, wait=_wait("XREADGROUP"))
def _xreadgroup(session: Session, words: list[bytes]) -> Reply:
    what = _Reading("XREADGROUP", words)
    try:
        group, consumer = what.who
        found = session.store.group_read(group, consumer, what.places, wait_seconds=what.wait_seconds, **what.options)
    except InvalidRequest as error:
        raise _explained(error, what) from None
    except NotFound:
        raise _no_such_group(session, what) from None
    return streams_reply(found)


def _explained(error: InvalidRequest, what: _Reading) -> Exception:
    return what.wrong_id() if error.code is KeyValueCode.INVALID_STREAM_ID else error


def _no_such_group(session: Session, what: _Reading) -> Refusal:
    """Return which is the first stream that has not got the group, if it has not got one in the meantime."""
    group = what.who[0]
    key = next((key for key in what.places if not _has_group(session, key, group)), "")
    return Refusal(f"NOGROUP No such key '{key}' or consumer group '{group}' in XREADGROUP with GROUP option")


def _has_group(session: Session, key: str, group: str) -> bool:
    try:
        session.store.group_pending(key, group)
    except DependencyError:
        return False
    return True
