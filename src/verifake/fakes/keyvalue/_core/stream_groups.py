"""The core of the facet for streams: groups and their consumers. The order of checks is the engine's."""

from __future__ import annotations

from typing import Final

from verifake.fakes.keyvalue._core.rejections import no_keys, no_such_key, out_of_range
from verifake.fakes.keyvalue._core.state import Keyspace, check_int64
from verifake.fakes.keyvalue._core.stream_group import UNKNOWN, Consumer, Group, signed
from verifake.fakes.keyvalue._core.stream_ids import is_mark, needed_id, read_loose_id, spell_id
from verifake.fakes.keyvalue._core.stream_rejections import (
    group_exists,
    invalid_stream_id,
    no_such_group,
    no_such_stream,
)
from verifake.fakes.keyvalue._core.values import Stream
from verifake.ports.keyvalue import ConsumerInfo, GroupInfo
from verifake.ports.keyvalue._arguments import key_bytes

__all__ = ["StreamGroupsCore"]

_MS_PER_SECOND: Final = 1000


class StreamGroupsCore(Keyspace):
    """As the second half of `verifake.ports.keyvalue.Streams`, with the time of the call given."""

    __slots__ = ()

    def group_create(
        self, key: str, group: str, after: str, create_stream: bool, entries_read: int | None, now_ms: int
    ) -> None:
        read = _entries_read(entries_read, "group_create")
        stream = self._find_as(Stream, key, now_ms, "group_create")
        if stream is None and not create_stream:
            raise no_such_stream("group_create", key)
        new = Stream() if stream is None else stream
        last = new.last_id if is_mark(after, "$") else needed_id(after, "group_create")
        if group in new.groups:
            raise group_exists("group_create", key, group)
        new.groups[group] = Group(last, read)
        if stream is None:
            self._store(key, new, now_ms)

    def group_destroy(self, key: str, group: str, now_ms: int) -> bool:
        stream = self._existing_stream(key, now_ms, "group_destroy")
        if stream.groups.pop(group, None) is None:
            return False
        self._filled(key)
        return True

    def group_set_position(self, key: str, group: str, after: str, entries_read: int | None, now_ms: int) -> None:
        operation = "group_set_position"
        read = _entries_read(entries_read, operation)
        stream, found = self._existing_group(key, group, now_ms, operation)
        last = stream.last_id if is_mark(after, "$") else read_loose_id(after)
        if last is None:
            raise invalid_stream_id(operation, after)
        found.last_id, found.entries_read = last, read

    def group_create_consumer(self, key: str, group: str, consumer: str, now_ms: int) -> bool:
        operation = "group_create_consumer"
        _, found = self._existing_group(key, group, now_ms, operation)
        if consumer in found.consumers:
            return False
        found.consumers[consumer] = Consumer(consumer, now_ms)
        return True

    def group_delete_consumer(self, key: str, group: str, consumer: str, now_ms: int) -> int:
        operation = "group_delete_consumer"
        _, found = self._existing_group(key, group, now_ms, operation)
        return found.remove(consumer)

    def group_acknowledge(self, key: str, group: str, ids: tuple[str, ...], now_ms: int) -> int:
        if not ids:
            raise no_keys("group_acknowledge", "id")
        stream = self._find_as(Stream, key, now_ms, "group_acknowledge")
        found = None if stream is None else stream.groups.get(group)
        if found is None:
            return 0
        return sum([found.forget(id) for id in [needed_id(id, "group_acknowledge") for id in ids]])

    def group_list(self, key: str, now_ms: int) -> list[GroupInfo]:
        stream = self._find_as(Stream, key, now_ms, "group_list")
        if stream is None:
            raise no_such_key("group_list", key)
        careful = self._line.lag_heeds_all_deletions
        return [_described(name, stream, careful) for name in sorted(stream.groups, key=key_bytes)]

    def group_consumers(self, key: str, group: str, now_ms: int) -> list[ConsumerInfo]:
        stream = self._find_as(Stream, key, now_ms, "group_consumers")
        if stream is None:
            raise no_such_key("group_consumers", key)
        if group not in stream.groups:
            raise no_such_group("group_consumers", key, group)
        consumers = stream.groups[group].consumers
        return [_seen(consumers[name], now_ms) for name in sorted(consumers, key=key_bytes)]

    def _existing_stream(self, key: str, now_ms: int, operation: str) -> Stream:
        """Return a stream; raise `InvalidRequest` (`NO_SUCH_STREAM`) if there is none."""
        stream = self._find_as(Stream, key, now_ms, operation)
        if stream is None:
            raise no_such_stream(operation, key)
        return stream

    def _needed_group(self, key: str, group: str, now_ms: int, operation: str) -> tuple[Stream, Group]:
        """Return a stream and its group; raise `NotFound` (`NO_SUCH_GROUP`) if there is none of either."""
        stream = self._find_as(Stream, key, now_ms, operation)
        if stream is None or group not in stream.groups:
            raise no_such_group(operation, key, group)
        return stream, stream.groups[group]

    def _existing_group(self, key: str, group: str, now_ms: int, operation: str) -> tuple[Stream, Group]:
        """Return a stream and its group; raise as `_existing_stream`, and `NotFound` (`NO_SUCH_GROUP`)."""
        stream = self._existing_stream(key, now_ms, operation)
        if group not in stream.groups:
            raise no_such_group(operation, key, group)
        return stream, stream.groups[group]


def _entries_read(number: int | None, operation: str) -> int:
    """Return how many entries a group is said to have read, or `UNKNOWN`."""
    if number is None:
        return UNKNOWN
    check_int64(number, operation, "the count of entries")
    if number < 0 and number != UNKNOWN:
        raise out_of_range(operation, "the count of entries")
    return number


def _described(name: str, stream: Stream, careful: bool) -> GroupInfo:
    """Return what is known of a group."""
    group = stream.groups[name]
    return GroupInfo(
        name=name,
        consumers=len(group.consumers),
        pending=len(group.pending),
        last_delivered_id=spell_id(group.last_id),
        entries_read=None if group.entries_read == UNKNOWN else signed(group.entries_read),
        lag=stream.lag(group, careful),
    )


def _seen(consumer: Consumer, now_ms: int) -> ConsumerInfo:
    """Return what is known of a consumer."""
    idle_ms = max(now_ms - consumer.seen_ms, 0)
    return ConsumerInfo(consumer.name, len(consumer.pending), idle_ms / _MS_PER_SECOND)
