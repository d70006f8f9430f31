"""Commands that take pending entries over."""

from __future__ import annotations

from typing import Any, Final

from verifake.errors import NotModelled
from verifake.ports.keyvalue import Entry
from verifake.ports.keyvalue._arguments import key_text
from verifake.ports.keyvalue.commands._entries import entries_reply, first_bound, is_id, strict_id
from verifake.ports.keyvalue.commands._integers import int64
from verifake.ports.keyvalue.commands._replies import Refusal, Reply
from verifake.ports.keyvalue.commands._session import Session
from verifake.ports.keyvalue.commands._table import command
from verifake.ports.keyvalue.commands._times import seconds_within
from verifake.ports.keyvalue.commands._words import keys_of, syntax_error

__all__: list[str] = []

_NUMBERS: Final = {b"IDLE": "idle_seconds", b"TIME": "idle_since_seconds", b"RETRYCOUNT": "deliveries"}
_MOST: Final = (2**63 - 1) // 16
"""The greatest count of ``XAUTOCLAIM``."""


class _Claim:
    """What ``XCLAIM`` says behind the least idle time.

    Attributes:
        ids: of the entries.
        options: as the port takes them.
        only_ids: whether ``JUSTID`` was among them.
    """

    def __init__(self, words: list[bytes]) -> None:
        ends = next((place for place, word in enumerate(words) if not is_id(word)), len(words))
        self.ids = keys_of(words[:ends])
        self.options: dict[str, Any] = {}
        self.only_ids = False
        self._moves_group = False
        rest = words[ends:]
        while rest:
            rest = rest[self._take_option(rest) :]
        self._judge()

    def _take_option(self, words: list[bytes]) -> int:
        """Take what the next words say, and return how many they were."""
        name, more = words[0].upper(), len(words) > 1
        if name == b"FORCE":
            self.options["force"] = True
            return 1
        if name == b"JUSTID":
            self.only_ids = True
            return 1
        if name in _NUMBERS and more:
            number = int64(words[1], f"ERR Invalid {name.decode()} option argument for XCLAIM")
            if name != b"RETRYCOUNT":  # The later one of the two counts.
                self.options.pop("idle_seconds", None)
                self.options.pop("idle_since_seconds", None)
            self.options[_NUMBERS[name]] = number if name == b"RETRYCOUNT" else seconds_within(number)
            return 2
        if name == b"LASTID" and more:
            strict_id(words[1])
            self._moves_group = True
            return 2
        raise Refusal(f"ERR Unrecognized XCLAIM option '{key_text(words[0])}'")

    def _judge(self) -> None:
        """Raise `NotModelled` for what the port does not chart."""
        if self._moves_group:
            raise NotModelled("XCLAIM with LASTID is not charted by the KeyValue port; the nearest: XGROUP SETID")
        if not self.ids:
            raise NotModelled("XCLAIM without an id is not charted by the KeyValue port; the nearest: XAUTOCLAIM")


@command("XCLAIM", -6)
def _xclaim(session: Session, words: list[bytes]) -> Reply:
    key, group, consumer = keys_of(words[:3])
    with session.store.atomically():
        session.store.group_pending(key, group)  # The engine looks for the group before it reads on.
        min_idle_seconds = seconds_within(int64(words[3], "ERR Invalid min-idle-time argument for XCLAIM"))
        claim = _Claim(words[4:])
        if not claim.only_ids:
            found = session.store.group_claim(
                key, group, consumer, *claim.ids, min_idle_seconds=min_idle_seconds, **claim.options
            )
            return entries_reply(found)
        claimed: list[Entry] = []
        for id in claim.ids:
            options = {"deliveries": _deliveries(session, key, group, id), **claim.options}
            claimed += session.store.group_claim(key, group, consumer, id, min_idle_seconds=min_idle_seconds, **options)
        return [entry.id.encode() for entry in claimed]


def _deliveries(session: Session, key: str, group: str, id: str) -> int:
    """Return how often an entry was delivered, 1 if it is about to be for the first time."""
    found = session.store.group_pending_entries(key, group, start=id, end=id, count=1)
    return found[0].deliveries if found else 1


@command("XAUTOCLAIM", -6)
def _xautoclaim(session: Session, words: list[bytes]) -> Reply:
    key, group, consumer = keys_of(words[:3])
    min_idle_seconds = seconds_within(int64(words[3], "ERR Invalid min-idle-time argument for XAUTOCLAIM"))
    start = first_bound(words[4])
    count, only_ids = _automatic_options(words[5:])
    with session.store.atomically():
        before = _all_deliveries(session, key, group) if only_ids else {}
        position, claimed, deleted = session.store.group_claim_automatically(
            key, group, consumer, min_idle_seconds=min_idle_seconds, start=start, count=count
        )
        if only_ids:
            for entry in claimed:
                session.store.group_claim(
                    key, group, consumer, entry.id, min_idle_seconds=0, deliveries=before[entry.id]
                )
    entries = [entry.id.encode() for entry in claimed] if only_ids else entries_reply(claimed)
    return [position.encode(), entries, [id.encode() for id in deleted]]


def _automatic_options(words: list[bytes]) -> tuple[int, bool]:
    """Return the count of ``XAUTOCLAIM``, and whether only ids are asked for."""
    count, only_ids = 100, False
    while words:
        name = words[0].upper()
        if name == b"COUNT" and len(words) > 1:
            count = int64(words[1], "ERR COUNT must be > 0")
            if not 0 < count <= _MOST:
                raise Refusal("ERR COUNT must be > 0")
            words = words[2:]
        elif name == b"JUSTID":
            only_ids, words = True, words[1:]
        else:
            raise syntax_error()
    return count, only_ids


def _all_deliveries(session: Session, key: str, group: str) -> dict[str, int]:
    """Return how often each pending entry was delivered."""
    count = session.store.group_pending(key, group).count
    return {each.id: each.deliveries for each in session.store.group_pending_entries(key, group, count=count)}
