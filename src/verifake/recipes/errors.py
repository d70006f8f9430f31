"""The errors of recipes, in the tree of `verifake.errors`.

::

    DependencyError
    ├── Conflict
    │   ├── LockBusy           somebody else holds the lock
    │   ├── Contended          others were faster, again and again
    │   └── ConditionFailed
    │       └── LeaseLost      the lease ran out, or was released
    └── InvalidRecord          a key holds what the recipe cannot have written
"""

from __future__ import annotations

from enum import Enum, unique

from verifake.errors import ConditionFailed, Conflict, DependencyError

__all__ = ["Contended", "InvalidRecord", "LeaseLost", "LockBusy", "RecipeCode"]


@unique
class RecipeCode(Enum):
    """Every reason for which a recipe itself can fail. The enum is closed: callers may match on it."""

    LOCK_BUSY = "somebody else holds the lock"
    LEASE_LOST = "the lease has run out, or was released"
    CONTENDED = "the key was changed by others before each attempt could be completed"
    INVALID_RECORD = "the key holds what this recipe cannot have written"


class LockBusy(Conflict):
    """Somebody else holds the lock, and did until the time to wait for it was over. Nothing has changed."""

    def __init__(self, name: str) -> None:
        message = f"the lock {name!r} is held by somebody else: wait longer, or give up"
        super().__init__(message, code=RecipeCode.LOCK_BUSY, operation="hold")


class LeaseLost(ConditionFailed):
    """The lease has run out, or was released: somebody else may hold the lock, or has. Nothing has changed.

    What was done under the lease since it ran out may have met what others did: compare fencing numbers.
    """

    def __init__(self, name: str, operation: str) -> None:
        message = f"the lock {name!r} is no longer held under this lease: choose a longer one, or extend it in time"
        super().__init__(message, code=RecipeCode.LEASE_LOST, operation=operation)


class Contended(Conflict):
    """Each of many attempts met a key that others had changed in the meantime. Nothing has changed."""

    def __init__(self, key: str, operation: str, attempts: int) -> None:
        message = f"others changed the key {key!r} during each of {attempts} attempts: try again later"
        super().__init__(message, code=RecipeCode.CONTENDED, operation=operation)


class InvalidRecord(DependencyError):
    """A key holds what the recipe cannot have written. The message names no value: it may be a secret.

    Attributes:
        key: the key.
        fields: the fields of the record that are wrong; empty where it is the record as a whole.
    """

    def __init__(self, key: str, operation: str, what: str, fields: tuple[str, ...] = ()) -> None:
        super().__init__(f"the key {key!r} holds {what}", code=RecipeCode.INVALID_RECORD, operation=operation)
        self.key = key
        self.fields = fields
