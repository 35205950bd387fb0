"""Values as text and back: what *_TO_STRING writes and STRING_TO_* reads (IEC 61131-3:2013 Table 27).

The forms are those of CODESYS: numbers in decimal, durations and dates as literals with a short
prefix, units that are zero left out. Reading takes the number at the beginning of a text; where none
stands, the value is 0. What does not fit an integer keeps its low bits, as between integers.
"""

from __future__ import annotations

import math
import re

from trainlab.plc.analysis.constants import to_single, wrapped
from trainlab.plc.date_literals import shown_date, written_date_ns
from trainlab.plc.literals import duration_value_ns
from trainlab.plc.types import Elementary, Family

_PREFIXES = {
    "TIME": "T", "LTIME": "LTIME", "DATE": "D", "LDATE": "LD", "TOD": "TOD", "LTOD": "LTOD",
    "DT": "DT", "LDT": "LDT",
}  # fmt: skip
_UNITS = (
    ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000),
    ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000), ("ns", 1),
)  # fmt: skip
_INTEGER = re.compile(
    r"\s*(?:[a-z]+#)?([+-]?)(?:16#([\da-f_]{1,300})|8#([0-7_]{1,300})|2#([01_]{1,300})|(\d[\d_]{0,300}))",
    re.IGNORECASE,
)
_REAL = re.compile(
    r"\s*(?:L?REAL#)?([+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:e[+-]?\d{1,9})?)",
    re.IGNORECASE,
)
_TRUE = re.compile(r"\s*(?:BOOL#)?(?:TRUE|0*1)\s*", re.IGNORECASE)


def written(type_: Elementary, value: bool | int | float) -> str:
    """A value as text."""
    if type_.family is Family.BOOL:
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _written_real(type_, value)
    if type_.family is Family.TIME:
        return f"{_PREFIXES[type_.name]}#{_written_duration(value)}"
    if type_.is_calendar:
        kind = type_.name.removeprefix("L")
        return f"{_PREFIXES[type_.name]}#{shown_date(kind, value)}"
    return str(value)


def _written_real(type_: Elementary, value: float) -> str:
    """The fewest digits that are this number and no other of its type."""
    if not math.isfinite(value):
        return "NAN" if math.isnan(value) else "INF" if value > 0 else "-INF"
    text = repr(value)
    if type_.bits == 32:
        digits = (f"{value:.{count}g}" for count in range(6, 10))
        text = repr(float(next(shown for shown in digits if to_single(float(shown)) == value)))
    mantissa, e, exponent = text.partition("e")
    if not e:
        return text
    return f"{mantissa if '.' in mantissa else mantissa + '.0'}E{exponent}"


def _written_duration(value_ns: int) -> str:
    rest = abs(value_ns)
    parts = []
    for unit, unit_ns in _UNITS:
        count, rest = divmod(rest, unit_ns)
        if count:
            parts.append(f"{count}{unit}")
    return ("-" if value_ns < 0 else "") + ("".join(parts) or "0ms")


def read(type_: Elementary, text: str) -> bool | int | float:
    """The value that a text begins with; 0 if it begins with none."""
    if type_.family is Family.BOOL:
        return _TRUE.fullmatch(text) is not None
    if type_.is_real:
        return _read_real(type_, text)
    if type_.is_time:
        try:
            return _read_time(type_, text.strip())
        except ValueError:
            return 0
    return _read_integer(type_, text)


def _read_integer(type_: Elementary, text: str) -> int:
    match = _INTEGER.match(text)
    if match is None:
        return 0
    group = next(index for index in (2, 3, 4, 5) if match[index])
    digits = match[group].replace("_", "") or "0"
    value = int(digits, {2: 16, 3: 8, 4: 2, 5: 10}[group])
    return wrapped(type_, -value if match[1] == "-" else value)


def _read_real(type_: Elementary, text: str) -> float:
    match = _REAL.match(text)
    if match is None:
        return 0.0
    value = float(match[1])
    return to_single(value) if type_.bits == 32 else value


def _read_time(type_: Elementary, text: str) -> int:
    body = text.partition("#")[2] if "#" in text else text
    if type_.family is Family.TIME:
        return duration_value_ns(f"T#{body[:101]}")
    return written_date_ns(type_.name.removeprefix("L"), body.replace("_", "")[:101])
