"""What differs between engines, and between configurations of one: limits, and rules of engine lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["LINES", "Limits", "Line"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much fits in.

    Attributes:
        max_string_bytes: the longest value (``proto-max-bulk-len``), 512 MiB unless the engine is told otherwise.
            Source: https://redis.io/docs/latest/develop/data-types/strings/#limits
    """

    max_string_bytes: int = 512 * 1024 * 1024

    def __post_init__(self) -> None:
        if self.max_string_bytes < 1:
            raise ValueError(f"max_string_bytes must be at least 1, not {self.max_string_bytes}")


@dataclass(frozen=True, slots=True)
class Line:
    """The rules that one line of engines has and another has not; all were observed on the engines themselves.

    Attributes:
        name: what the fake is told to stand for.
        set_deletes_at_deadline: whether setting a value with a deadline of now or earlier leaves no key at all.
            Otherwise the key is stored with that deadline: there for the rest of a deadline that is now, and
            found expired (or found again, if the clock has jumped back) by whoever looks next.
        touch_judges_time_first: whether `get_and_touch` refuses an impossible time before it looks at the key.
            Otherwise an absent key is None, and one of another kind `WRONG_TYPE`, whatever the time.
        reads_the_last_entry: whether `stream_read` takes ``+`` for the place before a stream's last id.
            Otherwise that is no id.
        last_sequence_is_too_large: whether an entry is said to be too large where its id has no next sequence number.
            Otherwise the id is said to be too small.
        last_id_heeds_deletions: whether `stream_set_last_id` refuses an id before that of a deleted entry.
        attempts_make_consumers: whether claiming entries or reading new ones makes the consumer, and counts as its
            asking for something, even where it gets none.
        lag_heeds_all_deletions: whether a group's count of entries read, and so its lag, is looked up anew after any
            entry was deleted that it had not read; otherwise only if that entry was not the first of the stream.
        waiters_try_all_keys: whether a call that waits is begun anew when one of its keys is filled, and looks at all
            of them in its own order. Otherwise it takes from the one that was filled.
        timeout_may_end_time: whether the instant until which a call is to wait may be beyond 64 bits.
        list_set_wraps: whether `list_set` takes indices modulo 2**32.
        every_trim_changes: whether `list_trim` is a change for who watches, even where it removes nothing.
        smallest_count_is_taken: whether `list_remove` takes the smallest 64-bit integer, for all from the right, and
            `list_position` as rank, for the last. Otherwise it is out of range.
        cursors_wrap: whether a negative cursor is taken modulo 2**64. Otherwise it is none.
        scripts_may_wait: whether scripts may call ``BLPOP`` and its kin; they do not wait then.
        scripts_see_more: whether scripts see ``os.clock``, and ``server`` as another name of ``redis``.
    """

    name: str
    set_deletes_at_deadline: bool
    touch_judges_time_first: bool
    reads_the_last_entry: bool
    last_sequence_is_too_large: bool
    last_id_heeds_deletions: bool
    attempts_make_consumers: bool
    lag_heeds_all_deletions: bool
    waiters_try_all_keys: bool
    timeout_may_end_time: bool
    list_set_wraps: bool
    every_trim_changes: bool
    smallest_count_is_taken: bool
    cursors_wrap: bool
    scripts_may_wait: bool
    scripts_see_more: bool


LINES: Final = {
    line.name: line
    for line in (
        Line(
            "redis-7.0",
            set_deletes_at_deadline=False,
            touch_judges_time_first=False,
            reads_the_last_entry=False,
            last_sequence_is_too_large=True,
            last_id_heeds_deletions=False,
            attempts_make_consumers=False,
            lag_heeds_all_deletions=False,
            waiters_try_all_keys=False,
            timeout_may_end_time=True,
            list_set_wraps=False,
            every_trim_changes=True,
            smallest_count_is_taken=True,
            cursors_wrap=True,
            scripts_may_wait=False,
            scripts_see_more=False,
        ),
        Line(
            "valkey-9.1",
            set_deletes_at_deadline=True,
            touch_judges_time_first=True,
            reads_the_last_entry=True,
            last_sequence_is_too_large=False,
            last_id_heeds_deletions=True,
            attempts_make_consumers=True,
            lag_heeds_all_deletions=True,
            waiters_try_all_keys=True,
            timeout_may_end_time=False,
            list_set_wraps=True,
            every_trim_changes=False,
            smallest_count_is_taken=False,
            cursors_wrap=False,
            scripts_may_wait=True,
            scripts_see_more=True,
        ),
    )
}
"""Every line that the fake can stand for, by name."""
