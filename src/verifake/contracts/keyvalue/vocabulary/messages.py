"""The theme of exploration about messages: who listens to what, and what arrives."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from verifake.contracts.keyvalue.vocabulary._words import VALUES, by_session, mostly, word
from verifake.ports.keyvalue import PubSub
from verifake.proof import Operation, Theme

__all__ = ["THEME"]

_CHANNELS = mostly(
    st.sampled_from(["a", "b", "ab"]), st.sampled_from(["", "ключ", "a\0b", "\udcff", "*", b"a", 7, None])
)
_PARTS = ["a", "b", "*", "?", "[ab]", "[^a]", "[a-", "[b-a]", "\\", "]", "", "к", "[а-я]", "\udcff"]
_PATTERNS = mostly(
    st.one_of(
        st.sampled_from(["a*", "*b", "??"]), st.lists(st.sampled_from(_PARTS), min_size=1, max_size=3).map("".join)
    ),
    st.sampled_from([b"*", 7, None]),
)


def _some(name: str, names: SearchStrategy[object]) -> SearchStrategy[Operation]:
    return st.lists(names, max_size=3).map(lambda names: Operation(name, tuple(names)))


_LISTENING = st.one_of(
    _some("subscribe", _CHANNELS),
    _some("subscribe_patterns", _PATTERNS),
    _some("unsubscribe", _CHANNELS),
    _some("unsubscribe_patterns", _PATTERNS),
    st.just(Operation("received")),
)
_TALKING = st.one_of(
    word("publish", _CHANNELS, VALUES),
    word("publish", st.sampled_from(["a", "b", "ab"]), st.sampled_from([b"1", b"2"])),
    _some("subscriber_counts", _CHANNELS),
    word("active_channels", pattern=_PATTERNS),
    st.builds(lambda pattern: Operation("active_channels", (pattern,)), _PATTERNS),
)
_QUEUED = _TALKING.map(lambda operation: Operation("queue", (operation.name, *operation.args), operation.options))

THEME = Theme(
    "messages",
    st.one_of(
        by_session(_LISTENING, 0, 1, 2),
        by_session(_LISTENING, 1, 2),
        by_session(_TALKING, 0, 1, 2),
        by_session(_TALKING, 0, 1, 2),
        by_session(st.one_of(_QUEUED, st.just(Operation("execute"))), 1, 2),
    ),
    lambda _: tuple(Operation("received", session=number) for number in (0, 1, 2)),
    tuple(sorted(PubSub.__abstractmethods__)),
)
