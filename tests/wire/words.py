"""Which words stand in commands: right ones, and odd ones that an engine may refuse."""

from __future__ import annotations

import hashlib
from typing import Final

__all__ = ["ALL_KEYS", "KEYS", "ODD", "PLAIN", "PLANTED", "PLANTED_SCRIPTS", "SCRIPTS"]

_KINDS: Final = ("string", "hash", "list", "set", "zset", "stream")
KEYS: Final = {kind: [f"{kind}-1", f"{kind}-2", f"no-{kind}"] for kind in _KINDS}
ALL_KEYS: Final = [key for keys in KEYS.values() for key in keys]

PLANTED: Final = [
    "SET string-1 10",
    "SET string-2 text EX 100",
    "HSET hash-1 a 1 b x c 2.5",
    "HSET hash-2 a 1",
    "RPUSH list-1 a b c a 1",
    "RPUSH list-2 x",
    "SADD set-1 a b c 1",
    "SADD set-2 b 1 10",
    "ZADD zset-1 1 a 1 b 2 c 2.5 1",
    "ZADD zset-2 -1 b 10 x",
    "XADD stream-1 1-1 a 1",
    "XADD stream-1 1-2 b 2",
    "XADD stream-1 5-0 c 3",
    "XADD stream-2 7-0 a 1",
    "XGROUP CREATE stream-1 g 0",
    "XREADGROUP GROUP g c COUNT 2 STREAMS stream-1 >",
    "EXPIRE zset-2 50",
]
"""What there is before anything is drawn."""

SCRIPTS: Final = [
    "return 1",
    "return",
    "return {KEYS, ARGV}",
    "return redis.call('TYPE', KEYS[1])",
    "return redis.call('INCR', KEYS[1])",
    "return redis.pcall('INCR', KEYS[1])",
    "return redis.call('LPUSH', KEYS[1], ARGV[1])",
    "return redis.call('NOSUCH')",
    "return {1, 'a', {2}, false, true, 3.7}",
    "return redis.error_reply('ERR mine')",
    "return redis.status_reply('fine')",
    "error('boom')",
    "no lua",
]
PLANTED_SCRIPTS: Final = SCRIPTS[:1] + SCRIPTS[2:5]

_NUMBERS: Final = ["0", "1", "-1", "2", "3", "10", "-2", "100", "1500"]
_ODD_NUMBERS: Final = [
    "9223372036854775807", "-9223372036854775808", "9223372036854775808", "9223372036854775", "-9223372036854775807",
    "576460752303423488", "abc", "", "1.5", " 1", "01", "-0", "+1", "1e3", "0x10",
]  # fmt: skip
_FLOATS: Final = ["0", "1", "-1.5", "2.5", "0.1", "3.0", "10", "1e3", "-0", "+2"]
_ODD_FLOATS: Final = [
    "inf",
    "-inf",
    "+inf",
    "nan",
    "1e308",
    "-1e308",
    "abc",
    "",
    " 1",
    "1 ",
    "1_0",
    "infinity",
    "1e-300",
]
_ODD_SCORES: Final = [*_ODD_FLOATS, "1e400", "1e-400", "0x10", "5.", ".5", "."]

PLAIN: Final[dict[str, list[str]]] = {
    "key": ALL_KEYS,
    "value": ["a", "b", "c", "1", "10", "x", "", "text", "\x00\r\n"],
    "field": ["a", "b", "c", "d", ""],
    "number": _NUMBERS,
    "draw": ["0", "1", "-1", "2", "5", "-7"],
    "small": ["0", "1", "2", "5", "-1"],
    "zero": ["0"],
    "instant": ["1893456100", "1893456000", "1893455999", "1", "0"],
    "instant_ms": ["1893456100000", "1893456000000", "1893455999999", "1", "0"],
    "timeout": ["1", "0.5", "0", "10"],
    "timeout_ms": ["1", "500", "0", "10"],
    "float": _FLOATS,
    "score": _FLOATS,
    "bound": ["0", "1", "(1", "2", "(2.5", "-inf", "+inf", "inf", "-1", "10"],
    "lex": ["-", "+", "[a", "(a", "[b", "(c", "[", "(", "[x"],
    "glob": ["*", "a*", "?", "[ab]", "*-1", "x", "", "s*"],
    "kind": ["string", "list", "set", "zset", "hash", "stream", "ZSET", "none"],
    "id": ["0", "1-1", "1-2", "5-0", "5", "6-1", "7-0", "$", "0-0", "1893456000000-5"],
    "idbound": ["-", "+", "0", "1-1", "(1-1", "5", "(5", "1-2", "7-0"],
    "next": [">", ">", "0", "1-1"],
    "group": ["g", "g", "g", "h"],
    "consumer": ["c", "c", "d"],
    "proto": ["2", "3"],
    "user": ["default", "nobody"],
    "channel": ["a", "b", "x1"],
    "section": ["server", "everything", "nosuch", "SERVER"],
    "numkeys": ["0", "1", "2"],
    "script": SCRIPTS,
    "sha": [*(hashlib.sha1(script.encode()).hexdigest() for script in SCRIPTS), "0" * 40, "abc"],
    "libinfo": ["lib-name", "lib-ver", "LIB-VER"],
}
ODD: Final[dict[str, list[str]]] = {
    "number": _ODD_NUMBERS,
    "numkeys": ["-1", "3", "abc", "", "9223372036854775808"],
    "draw": ["9223372036854775807", "9223372036854775808", "-9223372036854775808", "abc", "", "1.5", " 1", "01", "-0"],
    "small": ["abc", "", "536870912", "9223372036854775807", "-9223372036854775808", "9223372036854775808"],
    "zero": _ODD_NUMBERS,
    "instant": _ODD_NUMBERS,
    "instant_ms": _ODD_NUMBERS,
    "timeout": ["-1", "abc", "", "1e16", "inf", "nan", "-inf", "9223372036854775", " 1", "-0"],
    "timeout_ms": ["-1", "abc", "", "1.5", "9223372036854775807", " 1"],
    "float": _ODD_FLOATS,
    "score": _ODD_SCORES,
    "bound": ["(inf", "(-inf", "nan", "abc", "", "(", "((1", " 1", "1e400", "(1e400", "0x10", "5."],
    "lex": ["a", "", "+a", "-a", "inf"],
    "kind": ["foo", ""],
    "id": ["*", "5-*", "+", "-", ">", "abc", "", "1-", "-1", "1-1-1", "18446744073709551615-18446744073709551615",
           "18446744073709551616", "(1-1", "18446744073709551615"],
    "idbound": ["(18446744073709551615-18446744073709551615", "(0", "(-", "abc", "", "(", "$", "18446744073709551616"],
    "next": ["$", "+", "abc", "", "*"],
    "proto": ["1", "4", "abc", ""],
}  # fmt: skip
