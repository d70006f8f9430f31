"""A real ``redis.Redis``, answered in process by a fake that is proven."""

from __future__ import annotations

try:
    import redis as _redis  # noqa: F401 - only to say what is missing
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "verifake.dropin.redis needs redis-py: pip install 'verifake[redis]'", name=error.name
    ) from error

from verifake.dropin.redis._client import async_client, client

__all__ = ["async_client", "client"]
