"""Reading the words of a command, as strictly as the engine does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final, TypeAlias

from verifake.errors import NotModelled
from verifake.ports.keyvalue._arguments import key_text
from verifake.ports.keyvalue.commands._integers import MAX_INT64, int64, signed
from verifake.ports.keyvalue.commands._replies import Refusal

__all__ = [
    "FLAG",
    "SYNTAX_ERROR",
    "WORD",
    "Options",
    "Reader",
    "c_text",
    "database",
    "keys_of",
    "numbered_keys",
    "random_count",
    "syntax_error",
]

SYNTAX_ERROR: Final = "ERR syntax error"
_NO_DATABASE: Final = "ERR DB index is out of range"
_MAX_INT: Final = 2**31 - 1
_DATABASES: Final = 16
"""How many an engine has that nobody has configured: https://valkey.io/topics/valkey.conf/"""


def keys_of(words: list[bytes]) -> list[str]:
    """Return `words` as keys."""
    return [key_text(word) for word in words]


def c_text(word: bytes) -> str:
    """Return `word` as the engine sees it where it takes it for text: it ends before the first zero byte."""
    return key_text(word.partition(b"\0")[0])


def syntax_error() -> Refusal:
    """Return the error for words that fit no syntax."""
    return Refusal(SYNTAX_ERROR)


Reader: TypeAlias = tuple[Callable[[bytes], Any], ...]
"""What reads the words behind an option's name, one function a word."""

FLAG: Final[Reader] = ()
WORD: Final[Reader] = (bytes,)


class Options:
    """The words behind a command's fixed arguments, read one after the other; names in upper case.

    Args:
        words: what is left to read.
        readers: what reads the words behind each option's name; a `Refusal` of theirs is final.
        once: groups of options of which only one may be given, and once; of others the last one counts.
    """

    __slots__ = ("_given",)

    def __init__(
        self, words: list[bytes], readers: Mapping[bytes, Reader], *, once: Iterable[AbstractSet[bytes]] = ()
    ) -> None:
        self._given: dict[bytes, list[Any]] = {}
        place = 0
        while place < len(words):
            name = words[place].upper()
            reader = readers.get(name)
            if reader is None or place + len(reader) >= len(words):
                raise syntax_error()
            if any(name in group and not group.isdisjoint(self._given) for group in once):
                raise syntax_error()
            place += 1
            self._given[name] = [read(word) for read, word in zip(reader, words[place:], strict=False)]
            place += len(reader)

    def __contains__(self, name: bytes) -> bool:
        return name in self._given

    def at_most_one(self, *names: bytes) -> bytes | None:
        """Return which of `names` was given.

        Raises:
            Refusal: more than one was.
        """
        found = [name for name in names if name in self._given]
        if len(found) > 1:
            raise syntax_error()
        return found[0] if found else None

    def get(self, name: bytes) -> Any:
        """Return what the word behind `name` was read as, or None."""
        found = self._given.get(name)
        return found[0] if found else None

    def all(self, name: bytes) -> list[Any] | None:
        """Return what all words behind `name` were read as, or None."""
        return self._given.get(name)


def database(word: bytes) -> int:
    """Return the number of a database that `word` spells, which is 0.

    Raises:
        Refusal: it spells none that an engine has.
        NotModelled: it is another one.
    """
    number = int64(word)
    if not -_MAX_INT - 1 <= number <= _MAX_INT:
        raise Refusal(f"ERR value is out of range, value must between {-_MAX_INT - 1} and {_MAX_INT}")
    if not 0 <= number < _DATABASES:
        raise Refusal(_NO_DATABASE)
    if number:
        raise NotModelled("only database 0 is charted by the KeyValue port: use a store a database")
    return number


def numbered_keys(
    words: list[bytes], refusal: str, *, no_number: str | None = None, too_few: str = SYNTAX_ERROR
) -> tuple[list[str], list[bytes]]:
    """Return the keys whose number stands before them, and the words behind them.

    Raises:
        Refusal: the number is less than 1, in the words of `refusal`, or none, in those of `no_number` (None: the
            same), or there are fewer words, in those of `too_few`.
    """
    count = int64(words[0], no_number or refusal)
    if count < 1:
        raise Refusal(refusal)
    if count >= len(words):
        raise Refusal(too_few)
    return keys_of(words[1 : count + 1]), words[count + 1 :]


def random_count(words: list[bytes], option: bytes) -> int:
    """Return how many ``HRANDFIELD`` or ``ZRANDMEMBER`` is to draw, `option` being the word for values as well.

    Raises:
        Refusal: the count is out of range, or something else follows.
    """
    count = signed(words[1])
    if len(words) > 3 or (len(words) == 3 and words[2].upper() != option):
        raise syntax_error()
    if len(words) == 3 and abs(count) > MAX_INT64 // 2:
        raise Refusal("ERR value is out of range")
    return min(count, MAX_INT64 // 2)
