"""How calls that wait are served."""

from __future__ import annotations

from verifake.fakes.keyvalue._core.state import Keyspace

__all__ = ["ServingCore"]


class ServingCore(Keyspace):
    """What happens when an operation, a transaction or a script is done, with the time of that given."""

    __slots__ = ()

    def serve(self, now_ms: int) -> None:
        """Let those who wait try again, until nothing that came is left to be looked at.

        The keys are taken in the order in which they were filled or lost. For each, who has waited longest is first,
        and who waits for another kind of value goes on waiting, but for those who heed a loss.
        """
        while self.ready:
            key = next(iter(self.ready))
            del self.ready[key]
            for waiter in tuple(self._waiters.get(key, ())):
                concerned = waiter.until_gone or type(self._find(key, now_ms)) is waiter.kind
                if concerned and waiter.waits(now_ms):
                    waiter.try_with(waiter.keys if self._line.waiters_try_all_keys else (key,), now_ms)
