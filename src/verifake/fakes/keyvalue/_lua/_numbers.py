"""Numbers as the engine's Lua has them: their text, its random numbers, its operations on 32 bits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

__all__ = ["Chance", "bits", "number_text"]

_MULTIPLIER: Final = 0x5DEECE66D
_MODULUS: Final = 2**48
_LARGEST: Final = 2**31 - 1
_WORD: Final = 0xFFFFFFFF


def number_text(number: float) -> bytes:
    """Return how a number that a script gives to a command is spelled: all digits of an integer, else up to 17."""
    if number == int(number) if abs(number) < 2.0**63 else False:
        return b"%d" % int(number)
    return f"{number:.17g}".encode()


class Chance:
    """The engine's random numbers for scripts: the same in every run of a script, unless it seeds them.

    Source: https://pubs.opengroup.org/onlinepubs/9699919799/functions/drand48.html (``lrand48``)
    """

    def __init__(self) -> None:
        self._state = 0
        self.seed(0)

    def seed(self, number: float) -> None:
        """Begin anew."""
        self._state = (int(number) & _WORD) << 16 | 0x330E

    def random(self, *bounds: float) -> float:
        """Return a number from 0 to 1, or an integer between the bounds (from 1, if there is one)."""
        self._state = (self._state * _MULTIPLIER + 0xB) % _MODULUS
        share = (self._state >> 17) % _LARGEST / _LARGEST
        if not bounds:
            return share
        low, high = (1, int(bounds[0])) if len(bounds) == 1 else (int(bounds[0]), int(bounds[1]))
        if low > high:
            raise ValueError("interval is empty")
        return int(share * (high - low + 1)) + low


def bits() -> dict[bytes, Callable[..., Any]]:
    """Return the functions of the library ``bit``. Source: https://bitop.luajit.org/api.html"""
    return {
        b"tobit": _signed,
        b"bnot": lambda x: _signed(~_whole(x)),
        b"band": lambda *xs: _folded(lambda a, b: a & b, xs),
        b"bor": lambda *xs: _folded(lambda a, b: a | b, xs),
        b"bxor": lambda *xs: _folded(lambda a, b: a ^ b, xs),
        b"lshift": lambda x, n: _signed(_whole(x) << (_whole(n) & 31)),
        b"rshift": lambda x, n: _signed(_whole(x) >> (_whole(n) & 31)),
        b"arshift": lambda x, n: _signed(_signed(x) >> (_whole(n) & 31)),
        b"rol": lambda x, n: _rotated(_whole(x), _whole(n) & 31),
        b"ror": lambda x, n: _rotated(_whole(x), -_whole(n) & 31),
        b"bswap": lambda x: _signed(int.from_bytes(_whole(x).to_bytes(4, "little"), "big")),
        b"tohex": _hexadecimal,
    }


def _whole(number: float) -> int:
    """Return a number modulo 2**32, rounded to an integer."""
    return round(number) & _WORD


def _signed(number: float) -> int:
    whole = _whole(number)
    return whole - 2**32 if whole >> 31 else whole


def _folded(combine: Callable[[int, int], int], numbers: tuple[float, ...]) -> int:
    first, *rest = (_whole(number) for number in numbers)
    for number in rest:
        first = combine(first, number)
    return _signed(first)


def _rotated(whole: int, by: int) -> int:
    return _signed(whole << by | whole >> (32 - by))


def _hexadecimal(number: float, digits: float = 8) -> bytes:
    width = min(abs(int(digits)), 8)
    text = f"{_whole(number):08x}"[8 - width :]
    return (text.upper() if digits < 0 else text).encode()
