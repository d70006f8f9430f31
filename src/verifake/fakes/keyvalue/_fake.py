"""The fake of the KeyValue port, put together from its facets."""

from __future__ import annotations

from contextlib import AbstractContextManager

from verifake.clock import Clock, VirtualClock
from verifake.fakes.keyvalue._core import LINES, Core, Limits
from verifake.fakes.keyvalue._counters import FakeCounters
from verifake.fakes.keyvalue._expiry import FakeExpiry
from verifake.fakes.keyvalue._hashes import FakeHashes
from verifake.fakes.keyvalue._keys import FakeKeys
from verifake.fakes.keyvalue._lists import FakeLists
from verifake.fakes.keyvalue._pubsub import FakePubSub
from verifake.fakes.keyvalue._scan import FakeScan
from verifake.fakes.keyvalue._scripts import FakeScripts
from verifake.fakes.keyvalue._sets import FakeSets
from verifake.fakes.keyvalue._sorted_sets import FakeSortedSets
from verifake.fakes.keyvalue._streams import FakeStreams
from verifake.fakes.keyvalue._strings import FakeStrings
from verifake.fakes.keyvalue._transactions import FakeTransactions
from verifake.ports.keyvalue import KeyType
from verifake.ports.keyvalue._arguments import check_key
from verifake.ports.keyvalue.atomic import Store

__all__ = ["FakeKeyValue"]

_DEFAULT_LIMITS = Limits()


class FakeKeyValue(
    FakeStrings,
    FakeCounters,
    FakeExpiry,
    FakeKeys,
    FakeHashes,
    FakeLists,
    FakeSets,
    FakeSortedSets,
    FakeStreams,
    FakeScan,
    FakeTransactions,
    FakeScripts,
    FakePubSub,
    Store,
):
    """The KeyValue port in memory, thread safe, as `verifake.ports.keyvalue` states it.

    Values are copied in, and every operation takes effect at one instant of `clock`. Keys that expire unread are
    removed by later writes, a few at a time.

    Args:
        clock: what time it is; a `VirtualClock` of its own unless given.
        limits: how much fits in.
        stands_for: the line of engines whose rules it follows where lines differ: ``"valkey-9.1"`` or
            ``"redis-7.0"``.
        seed: decides what is drawn at random.

    Raises:
        ValueError: `stands_for` is no line that the fake knows.
    """

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        limits: Limits = _DEFAULT_LIMITS,
        stands_for: str = "valkey-9.1",
        seed: int = 0,
    ) -> None:
        if stands_for not in LINES:
            raise ValueError(f"stands_for must be one of {', '.join(LINES)}, not {stands_for!r}")
        super().__init__(Core(limits, LINES[stands_for], seed), VirtualClock() if clock is None else clock)

    @property
    def clock(self) -> Clock:
        """The clock that deadlines are compared with."""
        return self._clock

    def atomically(self) -> AbstractContextManager[object]:
        return self._turn

    def plant(self, key: str, kind: KeyType) -> None:
        """Let `key` hold a value of `kind`, without a deadline, as another program might have left it.

        So the answers to a key of the wrong kind can be tested. Whatever the key held is gone.

        Raises:
            ValueError: for `KeyType.STRING`; use `set`.
        """
        check_key(key)
        if not isinstance(kind, KeyType):
            raise TypeError(f"a kind must be KeyType, not {type(kind).__name__}")
        if kind is KeyType.STRING:
            raise ValueError("a string is not planted: use set()")
        with self._turn as now_ms:
            self._core.plant(key, kind, now_ms)
