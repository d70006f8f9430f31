"""The errors that every port raises, whatever stands behind it.

::

    DependencyError                 the dependency answered with an error, or did not answer
    ├── Unavailable                 not reached, or reached and not serving; nothing was applied
    ├── TimedOut                    no answer in time; `maybe_applied` says whether the effect is unknown
    ├── Throttled                   refused for now because of load or quota; retry later
    ├── AccessDenied                who we are is unknown or not allowed to do this
    ├── NotFound                    what the operation needs does not exist
    ├── Conflict                    the state of the resource forbids the operation
    │   └── ConditionFailed         a condition given with the operation did not hold
    ├── InvalidRequest              the request is wrong and stays wrong when repeated
    │   └── TooLarge                a size limit of the dependency is exceeded
    ContractError                   a mistake in how verifake is used; never a dependency's answer
    ├── NotModelled                 a fake or drop-in was asked for what its port does not chart
    └── NotOffered                  this backend lacks a declared capability

`ContractError` stands outside of `DependencyError`, so that no ``except DependencyError`` swallows it.
A wrong Python type is a plain `TypeError`, raised before any input or output.

Act on the class and on `code`, never on the text. The vendor's own exception is chained (``__cause__``).
After every error but `TimedOut` (with ``maybe_applied``) nothing has changed.
"""

from __future__ import annotations

from enum import Enum

__all__ = [
    "AccessDenied",
    "ConditionFailed",
    "Conflict",
    "ContractError",
    "DependencyError",
    "InvalidRequest",
    "NotFound",
    "NotModelled",
    "NotOffered",
    "Throttled",
    "TimedOut",
    "TooLarge",
    "Unavailable",
]


class DependencyError(Exception):
    """A dependency refused an operation or did not answer it.

    Attributes:
        code: a member of the port's closed enum of codes.
        operation: the port's name of the operation, such as ``"increment"``.
        vendor_code: the code as the vendor spells it (``"WRONGTYPE"``), or None where it gave none.
    """

    def __init__(self, message: str, *, code: Enum, operation: str, vendor_code: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.operation = operation
        self.vendor_code = vendor_code

    def __str__(self) -> str:
        return f"{self.operation}: {super().__str__()} [{self.code.name}]"


class Unavailable(DependencyError):
    """The dependency was not reached, or is not serving. Nothing was applied."""


class TimedOut(DependencyError):
    """No answer came in time.

    Attributes:
        maybe_applied: True where the request may have reached the dependency, so that its effect is unknown.
    """

    def __init__(
        self,
        message: str,
        *,
        code: Enum,
        operation: str,
        vendor_code: str | None = None,
        maybe_applied: bool = True,
    ) -> None:
        super().__init__(message, code=code, operation=operation, vendor_code=vendor_code)
        self.maybe_applied = maybe_applied


class Throttled(DependencyError):
    """The dependency refuses for now, because of load or quota."""


class AccessDenied(DependencyError):
    """The caller is unknown to the dependency, or may not do this."""


class NotFound(DependencyError):
    """What the operation needs does not exist."""


class Conflict(DependencyError):
    """The state of the resource forbids the operation."""


class ConditionFailed(Conflict):
    """A condition that was given with the operation did not hold."""


class InvalidRequest(DependencyError):
    """The request is wrong, and stays wrong when it is repeated."""


class TooLarge(InvalidRequest):
    """A size limit of the dependency is exceeded."""


class ContractError(Exception):
    """verifake is asked for something that it cannot truthfully answer."""


class NotModelled(ContractError):
    """A fake or drop-in was asked for what its port does not chart; the message names the nearest operation."""


class NotOffered(ContractError):
    """A backend lacks a capability.

    Attributes:
        capability: the name that the backend declares as lacking.
    """

    def __init__(self, capability: str, message: str) -> None:
        super().__init__(message)
        self.capability = capability
