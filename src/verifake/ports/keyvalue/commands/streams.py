"""Commands about streams: entries, and reading them. Those about groups are in `stream_groups`."""

from __future__ import annotations

from typing import Any, Final

from verifake.errors import InvalidRequest
from verifake.ports.keyvalue import KeyValueCode, Trim
from verifake.ports.keyvalue._arguments import key_text
from verifake.ports.keyvalue._stream_ids import MAX_ID, read_id, spell_id
from verifake.ports.keyvalue.commands._entries import (
    INVALID_ID,
    entries_reply,
    first_bound,
    is_id,
    last_bound,
    strict_id,
)
from verifake.ports.keyvalue.commands._integers import int64
from verifake.ports.keyvalue.commands._replies import NO_ARRAY, OK, Refusal, Reply, wrong_number
from verifake.ports.keyvalue.commands._session import Session
from verifake.ports.keyvalue.commands._table import Handler, command
from verifake.ports.keyvalue.commands._words import keys_of, syntax_error

__all__: list[str] = []

_LAST_ID: Final = spell_id(MAX_ID)


class _Writing:
    """The options of ``XADD`` or ``XTRIM``, judged in the engine's order.

    Args:
        words: what stands behind the key.
        adding: whether an id follows the options.

    Attributes:
        only_if_present: whether ``NOMKSTREAM`` was among them.
        trim: how to cut, or None.
        rest: what follows the options.
    """

    def __init__(self, words: list[bytes], *, adding: bool) -> None:
        self.only_if_present = False
        self.trim: Trim | None = None
        self.rest = words
        self._adding = adding
        self._limit: int | None = None
        while self.rest and not self._is_at_id():
            self.rest = self.rest[self._take_option() :]
        self._judge()

    def _is_at_id(self) -> bool:
        return self._adding and (self.rest[0] == b"*" or is_id(self.rest[0].replace(b"-*", b"-0", 1)))

    def _take_option(self) -> int:
        """Take what the next words say, and return how many they were."""
        name, more = self.rest[0].upper(), len(self.rest) > 1
        if name in {b"MAXLEN", b"MINID"} and more:
            return self._take_strategy(name)
        if name == b"LIMIT" and more:
            self._limit = _not_negative(self.rest[1], "ERR The LIMIT argument must be >= 0.")
            return 2
        if name == b"NOMKSTREAM" and self._adding:
            self.only_if_present = True
            return 1
        raise Refusal(INVALID_ID) if self._adding else syntax_error()

    def _take_strategy(self, name: bytes) -> int:
        if self.trim is not None:
            raise Refusal("ERR syntax error, MAXLEN and MINID options at the same time are not compatible")
        has_sign = len(self.rest) > 2 and self.rest[1] in {b"~", b"="}
        approximate = has_sign and self.rest[1] == b"~"
        word = self.rest[1 + has_sign]
        if name == b"MAXLEN":
            length = _not_negative(word, "ERR The MAXLEN argument must be >= 0.")
            self.trim = Trim(max_length=length, approximate=approximate)
        else:
            self.trim = Trim(min_id=strict_id(word), approximate=approximate)
        return 2 + has_sign

    def _judge(self) -> None:
        if self._limit and self.trim is None:
            raise Refusal("ERR syntax error, LIMIT cannot be used without specifying a trimming strategy")
        if self.trim is None and not self._adding:
            raise Refusal("ERR syntax error, XTRIM must be called with a trimming strategy")
        if self._limit is None:
            return
        if self.trim is None or not self.trim.approximate:
            raise Refusal("ERR syntax error, LIMIT cannot be used without the special ~ option")
        self.trim = Trim(self.trim.max_length, self.trim.min_id, approximate=True, limit=self._limit)


def _not_negative(word: bytes, refusal: str) -> int:
    number = int64(word)
    if number < 0:
        raise Refusal(refusal)
    return number


@command("XADD", -5)
def _xadd(session: Session, words: list[bytes]) -> Reply:
    what = _Writing(words[1:], adding=True)
    if len(what.rest) < 3 or not len(what.rest) % 2:
        raise wrong_number("xadd")
    key, id, fields = key_text(words[0]), key_text(what.rest[0]), what.rest[1:]
    pairs = list(zip(keys_of(fields[::2]), fields[1::2], strict=True))
    try:
        added = session.store.stream_add(key, pairs, id=id, only_if_present=what.only_if_present, trim=what.trim)
    except InvalidRequest as error:
        if error.code is KeyValueCode.STREAM_ID_TOO_SMALL:
            raise _too_small(session, key, id) from None
        raise
    return None if added is None else added.encode()


def _too_small(session: Session, key: str, id: str) -> Refusal:
    """Return why an entry cannot have an id."""
    if read_id(id) == 0:
        return Refusal("ERR The ID specified in XADD must be greater than 0-0")
    if session.store.stream_info(key).last_id == _LAST_ID:
        return Refusal("ERR The stream has exhausted the last possible ID, unable to add more items")
    return Refusal("ERR The ID specified in XADD is equal or smaller than the target stream top item")


@command("XTRIM", -4)
def _xtrim(session: Session, words: list[bytes]) -> Reply:
    trim = _Writing(words[1:], adding=False).trim
    assert trim is not None
    return session.store.stream_trim(key_text(words[0]), trim)


@command("XLEN", 2)
def _xlen(session: Session, words: list[bytes]) -> Reply:
    return session.store.stream_length(key_text(words[0]))


@command("XDEL", -3)
def _xdel(session: Session, words: list[bytes]) -> Reply:
    return session.store.stream_delete(*keys_of(words))


def _range(*, reverse: bool) -> Handler:
    def run(session: Session, words: list[bytes]) -> Reply:
        key = key_text(words[0])
        first, last = (words[2], words[1]) if reverse else (words[1], words[2])
        start, end = first_bound(first), last_bound(last)
        count = _count(words[3:])
        found = session.store.stream_range(key, start, end, count=count, reverse=reverse)
        if count == 0 and session.store.exists(key):
            return NO_ARRAY
        return entries_reply(found)

    return run


def _count(words: list[bytes]) -> int | None:
    """Return what the last ``COUNT`` says, None where there is none."""
    count = None
    for place in range(0, len(words), 2):
        if words[place].upper() != b"COUNT" or place + 1 == len(words):
            raise syntax_error()
        count = max(int64(words[place + 1]), 0)
    return count


command("XRANGE", -4)(_range(reverse=False))
command("XREVRANGE", -4)(_range(reverse=True))


@command("XSETID", -3)
def _xsetid(session: Session, words: list[bytes]) -> Reply:
    key, last_id = key_text(words[0]), strict_id(words[1])
    options = _set_id_options(words[2:], last_id)
    try:
        session.store.stream_set_last_id(key, last_id, **options)
    except InvalidRequest as error:
        if error.code is KeyValueCode.STREAM_ID_TOO_SMALL:
            raise _before(session, key, last_id) from None
        raise
    return OK


def _set_id_options(words: list[bytes], last_id: str) -> dict[str, Any]:
    options: dict[str, Any] = {}
    while words:
        name = words[0].upper()
        if len(words) == 1:
            raise syntax_error()
        if name == b"ENTRIESADDED":
            options["entries_added"] = _not_negative(words[1], "ERR entries_added must be positive")
        elif name == b"MAXDELETEDID":
            options["max_deleted_id"] = strict_id(words[1])
            if (read_id(last_id) or 0) < (read_id(key_text(words[1])) or 0):
                raise Refusal("ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id")
        else:
            raise syntax_error()
        words = words[2:]
    return options


def _before(session: Session, key: str, last_id: str) -> Refusal:
    """Return why a stream's last id cannot be set to one that has been."""
    deleted = session.store.stream_info(key).max_deleted_id
    if (read_id(last_id) or 0) < (read_id(deleted) or 0):
        return Refusal("ERR The ID specified in XSETID is smaller than current max_deleted_entry_id")
    return Refusal("ERR The ID specified in XSETID is smaller than the target stream top item")
