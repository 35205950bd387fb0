"""The values of literals: IEC 61131-3:2013 Tables 5, 7 and 8."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {2: "01", 8: "01234567", 16: "0123456789abcdef"}
_UNDERSCORES = re.compile(r"^_|__|_$")
_DURATION = re.compile(
    r"""([-+]?)
    (?:(?P<d>[\d_]+(?:\.\d+)?)d_?)? (?:(?P<h>[\d_]+(?:\.\d+)?)h_?)?
    (?:(?P<m>[\d_]+(?:\.\d+)?)m(?!s)_?)? (?:(?P<s>[\d_]+(?:\.\d+)?)s_?)?
    (?:(?P<ms>[\d_]+(?:\.\d+)?)ms_?)? (?:(?P<us>[\d_]+(?:\.\d+)?)us_?)?
    (?:(?P<ns>[\d_]+)ns)?""",
    re.VERBOSE | re.IGNORECASE,
)
_UNIT_NS = {
    "d": 86_400_000_000_000,
    "h": 3_600_000_000_000,
    "m": 60_000_000_000,
    "s": 1_000_000_000,
    "ms": 1_000_000,
    "us": 1_000,
    "ns": 1,
}


def integer_value(text: str) -> int:
    """The value of 42, 1_000, 16#FF, 2#1010; ValueError if it has none."""
    base_text, hash_mark, digits = text.partition("#")
    if not hash_mark:
        base_text, digits = "10", text
        if not text.replace("_", "").isdecimal() or not text.isascii():
            raise ValueError(text)
    elif base_text not in ("2", "8", "16"):
        raise ValueError(text)
    else:
        allowed = _DIGITS[int(base_text)]
        if not digits or any(c not in allowed for c in digits.lower().replace("_", "")):
            raise ValueError(text)
    if _UNDERSCORES.search(digits) or len(digits) > 300:
        raise ValueError(text)
    return int(digits.replace("_", ""), int(base_text))


def real_value(text: str) -> float:
    """The value of 3.14, 1.0E-3, 1_000.5; ValueError if it has none."""
    if (
        text.endswith(".")
        or not text.isascii()
        or _UNDERSCORES.search(text.split(".")[0])
        or "__" in text
    ):
        raise ValueError(text)
    return float(text)


_FOREIGN_FORMS = (
    (re.compile(r"0x([0-9a-f]+)", re.IGNORECASE), "16#{}"),
    (re.compile(r"0b([01]+)", re.IGNORECASE), "2#{}"),
    (re.compile(r"(\d+(?:\.\d+)?(?:d|h|m|s|ms|us))", re.IGNORECASE), "T#{}"),
    (re.compile(r"(\d+)(?:sec|secs|seconds?)", re.IGNORECASE), "T#{}s"),
    (re.compile(r"(\d+(?:\.\d+)?)f", re.IGNORECASE), "{}"),
    (re.compile(r"(\d[0-9a-f]*)h", re.IGNORECASE), "16#{}"),
    (re.compile(r"(\d+)\."), "{}.0"),
)


def meant_number(text: str) -> str:
    """What a number or duration of another language is in Structured Text; "" if it is none."""
    for form, wanted in _FOREIGN_FORMS:
        found = form.fullmatch(text)
        if found is not None:
            return wanted.format(found[1])
    return ""


def duration_value_ns(text: str) -> int:
    """The nanoseconds of T#1m2.5s; ValueError if units are missing, mixed up or repeated.

    Clause 6.3.5: units descend, the first may exceed its usual range, the last may have a fraction.
    """
    body = text.partition("#")[2]
    match = _DURATION.fullmatch(body)
    if match is None or not body.isascii() or len(body) > 100 or body.endswith("_"):
        raise ValueError(text)
    parts = [(unit, digits) for unit, digits in match.groupdict().items() if digits is not None]
    if not parts or any("." in digits for _, digits in parts[:-1]):
        raise ValueError(text)
    if any(_UNDERSCORES.search(digits) for _, digits in parts):
        raise ValueError(text)
    total = sum(
        (Decimal(digits.replace("_", "")) * _UNIT_NS[unit] for unit, digits in parts), Decimal(0)
    )
    if total != int(total) or abs(total) >= 1 << 63:
        raise ValueError(text)
    return -int(total) if match[1] == "-" else int(total)
