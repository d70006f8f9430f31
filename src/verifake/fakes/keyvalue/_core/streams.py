"""The core of the facet for streams and their consumer groups, put together from its parts."""

from __future__ import annotations

from verifake.fakes.keyvalue._core.stream_claims import StreamClaimsCore
from verifake.fakes.keyvalue._core.stream_entries import StreamEntriesCore
from verifake.fakes.keyvalue._core.stream_reading import StreamReadingCore

__all__ = ["StreamsCore"]


class StreamsCore(StreamEntriesCore, StreamReadingCore, StreamClaimsCore):
    """As `verifake.ports.keyvalue.Streams`, with times in milliseconds, and nobody waits."""

    __slots__ = ()
