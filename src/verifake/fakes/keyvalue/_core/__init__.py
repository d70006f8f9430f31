"""The core of the fake: what it holds and the engine's rules. No lock, no clock, no randomness that is not given."""

from __future__ import annotations

from verifake.fakes.keyvalue._core.channels import Channels
from verifake.fakes.keyvalue._core.counters import CountersCore
from verifake.fakes.keyvalue._core.expiry import ExpiryCore
from verifake.fakes.keyvalue._core.hashes import HashesCore
from verifake.fakes.keyvalue._core.keys import KeysCore
from verifake.fakes.keyvalue._core.limits import LINES, Limits, Line
from verifake.fakes.keyvalue._core.list_elements import ListElementsCore
from verifake.fakes.keyvalue._core.scan import ScanCore
from verifake.fakes.keyvalue._core.serving import ServingCore
from verifake.fakes.keyvalue._core.sets import SetsCore
from verifake.fakes.keyvalue._core.sorted_combinations import SortedCombinationsCore
from verifake.fakes.keyvalue._core.sorted_pops import SortedPopsCore
from verifake.fakes.keyvalue._core.sorted_ranges import SortedRangesCore
from verifake.fakes.keyvalue._core.streams import StreamsCore
from verifake.fakes.keyvalue._core.strings import StringsCore
from verifake.fakes.keyvalue._core.transactions import TransactionsCore

__all__ = ["LINES", "Core", "Limits"]


class Core(
    StringsCore,
    CountersCore,
    ExpiryCore,
    KeysCore,
    HashesCore,
    ListElementsCore,
    SetsCore,
    ScanCore,
    SortedRangesCore,
    SortedPopsCore,
    SortedCombinationsCore,
    StreamsCore,
    TransactionsCore,
    ServingCore,
):
    """All facets on one keyspace, and the channels beside it."""

    __slots__ = ("channels",)

    def __init__(self, limits: Limits, line: Line, seed: int) -> None:
        super().__init__(limits, line, seed)
        self.channels = Channels(limits.max_string_bytes)
