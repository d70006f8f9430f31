"""Adapters over redis-py, for Redis and its kin. Needs the extra ``verifake[redis]``."""

from __future__ import annotations

try:
    import redis as _redis  # noqa: F401
except ImportError as error:
    raise ImportError("verifake.adapters.redis needs redis-py: pip install 'verifake[redis]'") from error

from verifake.adapters.redis._keyvalue import RedisKeyValue

__all__ = ["RedisKeyValue"]
