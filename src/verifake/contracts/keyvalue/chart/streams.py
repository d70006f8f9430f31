"""What the operations of `Streams` can answer with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from verifake.ports.keyvalue import KeyValueCode as Code

__all__ = ["ERRORS"]

_WRONG_TYPE: Final = frozenset({Code.WRONG_TYPE})
_IDS: Final = _WRONG_TYPE | {Code.INVALID_STREAM_ID}
_NUMBERS: Final = _IDS | {Code.NOT_AN_INTEGER}
_TRIM: Final = _NUMBERS | {Code.OUT_OF_RANGE, Code.INCOMPATIBLE_OPTIONS}
_READ: Final = _NUMBERS | {Code.NO_KEYS, Code.INVALID_TIMEOUT}
_STREAM: Final = _WRONG_TYPE | {Code.NO_SUCH_STREAM}
_STREAM_AND_GROUP: Final = _STREAM | {Code.NO_SUCH_GROUP}
_POSITION: Final = _NUMBERS | {Code.NO_SUCH_STREAM, Code.OUT_OF_RANGE}

ERRORS: Final[Mapping[str, frozenset[Code]]] = {
    "stream_add": _TRIM | {Code.NO_KEYS, Code.STREAM_ID_TOO_SMALL, Code.TOO_LARGE},
    "stream_length": _WRONG_TYPE,
    "stream_range": _NUMBERS,
    "stream_read": _READ,
    "stream_delete": _IDS | {Code.NO_KEYS},
    "stream_trim": _TRIM,
    "stream_set_last_id": _NUMBERS | {Code.NO_SUCH_KEY, Code.STREAM_ID_TOO_SMALL, Code.OUT_OF_RANGE},
    "stream_info": _WRONG_TYPE | {Code.NO_SUCH_KEY},
    "group_create": _POSITION | {Code.GROUP_EXISTS},
    "group_destroy": _STREAM,
    "group_set_position": _POSITION | {Code.NO_SUCH_GROUP},
    "group_create_consumer": _STREAM_AND_GROUP,
    "group_delete_consumer": _STREAM_AND_GROUP,
    "group_read": _READ | {Code.NO_SUCH_GROUP},
    "group_acknowledge": _IDS | {Code.NO_KEYS},
    "group_pending": _WRONG_TYPE | {Code.NO_SUCH_GROUP},
    "group_pending_entries": _NUMBERS | {Code.NO_SUCH_GROUP},
    "group_claim": _NUMBERS | {Code.NO_SUCH_GROUP, Code.NO_KEYS},
    "group_claim_automatically": _NUMBERS | {Code.NO_SUCH_GROUP, Code.OUT_OF_RANGE},
    "group_list": _WRONG_TYPE | {Code.NO_SUCH_KEY},
    "group_consumers": _WRONG_TYPE | {Code.NO_SUCH_KEY, Code.NO_SUCH_GROUP},
}
