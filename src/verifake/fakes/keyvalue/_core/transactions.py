"""The core of the facet for transactions: who watches what."""

from __future__ import annotations

from verifake.fakes.keyvalue._core.rejections import no_keys
from verifake.fakes.keyvalue._core.state import Keyspace
from verifake.fakes.keyvalue._core.watching import Watch

__all__ = ["TransactionsCore"]


class TransactionsCore(Keyspace):
    """Watching keys, with the time of the call given."""

    __slots__ = ()

    def watch(self, watch: Watch, keys: tuple[str, ...], now_ms: int) -> None:
        """Let `watch` break when one of `keys` changes; one that it watches already stays as it is."""
        if not keys:
            raise no_keys("watch")
        for key in keys:
            if key not in watch.keys:
                watch.keys[key] = self._has_expired(key, now_ms)
                self._watches.setdefault(key, []).append(watch)

    def unwatch(self, watch: Watch, now_ms: int) -> bool:
        """End `watch`; return whether nothing that it watched has changed or expired."""
        expired = any(self._has_expired(key, now_ms) for key, already in watch.keys.items() if not already)
        self._forget(watch)
        return not (watch.broken or expired)
