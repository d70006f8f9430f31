"""The theme of exploration about streams and their consumer groups."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from verifake.contracts.keyvalue.vocabulary._stream_words import (
    BOUNDS,
    CONSUMERS,
    COUNTS,
    FEW_FIELDS,
    FIELDS,
    GROUP_PLACES,
    GROUPS,
    IDLE,
    IDS,
    LARGE_FIELDS,
    LIKELY_IDS,
    NEW_IDS,
    PLACES,
    STREAMS,
    TOTALS,
    TRIMS,
    WAITS,
    calling,
    places,
    reading,
    with_ids,
)
from verifake.contracts.keyvalue.vocabulary._words import FLAG, KEYS, LIKELY_KEYS, TIMES, evenly, theme, word
from verifake.ports.keyvalue import Streams
from verifake.proof import Operation, Program

__all__ = ["THEME"]

_GROUP = st.just("g")
_CONSUMER = st.sampled_from(["x", "y"])
_SOON = st.sampled_from([0, 0, 0.001, 0.5])
_FEW: Final = st.integers(1, 3)
_NEWS = st.sampled_from([{"a": ">"}, {"a": ">"}, {"a": ">", "b": ">"}])


def _often(times: int, *words: SearchStrategy[Operation]) -> list[SearchStrategy[Operation]]:
    """Return that many strategies, each of which draws one of `words`: what has more of them is drawn more often."""
    return [evenly(*words) for _ in range(times)]


def _looks(_: Program) -> Program:
    """Return reads of all that the likely keys hold."""
    whole = ("stream_info", "stream_range", "group_list")
    plain = [Operation(name, (key,)) for key in ("a", "b", "c") for name in ("type", "expires_at", *whole)]
    groups = [(key, group) for key in ("a", "b", "c") for group in ("g", "h")]
    return (
        *plain,
        *(Operation("group_consumers", each) for each in groups),
        *(Operation("group_pending_entries", each, (("count", 1000),)) for each in groups),
    )


_ADDS = (
    calling("stream_add", STREAMS, FEW_FIELDS, id=st.just("*")),
    calling("stream_add", STREAMS, FEW_FIELDS, id=st.sampled_from(["1-*", "2-*", "3-*"])),
    calling("stream_add", STREAMS, FIELDS, id=NEW_IDS),
    calling("stream_add", STREAMS, st.one_of(FEW_FIELDS, LARGE_FIELDS), trim=TRIMS),
    word("stream_add", KEYS, FIELDS, id=NEW_IDS, only_if_present=FLAG, trim=TRIMS),
)
_ENTRIES = (
    word("stream_length", KEYS),
    word("stream_range", LIKELY_KEYS),
    calling("stream_range", STREAMS, BOUNDS, BOUNDS, count=COUNTS, reverse=FLAG),
    with_ids("stream_delete", STREAMS),
    calling("stream_delete", STREAMS, LIKELY_IDS),
    word("stream_trim", STREAMS, TRIMS),
    word("stream_set_last_id", STREAMS, IDS, entries_added=TOTALS, max_deleted_id=IDS),
    calling("stream_set_last_id", STREAMS, LIKELY_IDS),
    calling("stream_set_last_id", STREAMS, LIKELY_IDS, entries_added=TOTALS, max_deleted_id=LIKELY_IDS),
    word("stream_info", LIKELY_KEYS),
)
_MAKES_GROUP = calling(
    "group_create", STREAMS, _GROUP, after=st.sampled_from(["0", "0", "0", "1", "$"]), create_stream=st.just(True)
)
_GROUPS = (
    word("group_create", LIKELY_KEYS, GROUPS, after=PLACES, create_stream=FLAG, entries_read=TOTALS),
    calling("group_create", STREAMS, GROUPS, after=PLACES, entries_read=TOTALS),
    word("group_destroy", STREAMS, st.sampled_from(["g", "h", "h", "h", b"g"])),
    word("group_set_position", STREAMS, GROUPS, PLACES, entries_read=TOTALS),
    calling("group_set_position", STREAMS, _GROUP, LIKELY_IDS),
    word("group_create_consumer", STREAMS, GROUPS, CONSUMERS),
    word("group_delete_consumer", STREAMS, GROUPS, CONSUMERS),
    word("group_list", LIKELY_KEYS),
    word("group_consumers", STREAMS, GROUPS),
)
_READS = (
    word("stream_read", places(PLACES), count=COUNTS),
    calling("stream_read", places(PLACES), wait_seconds=WAITS),
    word("group_read", GROUPS, CONSUMERS, places(GROUP_PLACES), count=COUNTS, no_ack=FLAG),
    reading(_GROUP, _CONSUMER, places(GROUP_PLACES), count=COUNTS),
    calling("group_read", _GROUP, _CONSUMER, _NEWS, wait_seconds=WAITS, count=_FEW),
)
_READS_NEWS = (
    reading(_GROUP, _CONSUMER, _NEWS, count=_FEW),
    reading(_GROUP, _CONSUMER, _NEWS, no_ack=FLAG),
)
_PENDING = (
    with_ids("group_acknowledge", STREAMS, GROUPS),
    calling("group_acknowledge", STREAMS, _GROUP, LIKELY_IDS),
    word("group_pending", STREAMS, GROUPS),
    calling(
        "group_pending_entries",
        STREAMS,
        GROUPS,
        count=COUNTS,
        optional={"start": BOUNDS, "end": BOUNDS, "consumer": CONSUMERS, "min_idle_seconds": IDLE},
    ),
    calling("group_pending_entries", STREAMS, _GROUP, count=_FEW, min_idle_seconds=_SOON),
    with_ids(
        "group_claim",
        STREAMS,
        GROUPS,
        CONSUMERS,
        min_idle_seconds=IDLE,
        optional={"idle_seconds": IDLE, "idle_since_seconds": TIMES, "deliveries": TOTALS, "force": FLAG},
    ),
    calling("group_claim", STREAMS, _GROUP, _CONSUMER, LIKELY_IDS, min_idle_seconds=_SOON, force=FLAG),
    calling("group_claim", STREAMS, _GROUP, _CONSUMER, LIKELY_IDS, min_idle_seconds=_SOON, deliveries=TOTALS),
    calling(
        "group_claim_automatically",
        STREAMS,
        GROUPS,
        CONSUMERS,
        min_idle_seconds=IDLE,
        optional={"start": BOUNDS, "count": st.one_of(st.integers(-1, 4), st.sampled_from([100, 2**59 - 1, 2**63]))},
    ),
    calling("group_claim_automatically", STREAMS, _GROUP, _CONSUMER, min_idle_seconds=_SOON, count=_FEW),
)

THEME = theme(
    "streams",
    (Streams,),
    _looks,
    *_often(9, *_ADDS),
    *_often(7, *_ENTRIES),
    *_often(5, _MAKES_GROUP),
    *_often(5, *_GROUPS),
    *_often(4, *_READS),
    *_often(6, *_READS_NEWS),
    *_often(8, *_PENDING),
)
