"""Time as trainlab keeps it: integer nanoseconds."""

from __future__ import annotations

import re
from decimal import Decimal

NS_PER_S = 1_000_000_000
NS_PER_MS = 1_000_000

UNIT_NS = {
    "ns": 1,
    "us": 1_000,
    "µs": 1_000,
    "ms": NS_PER_MS,
    "s": NS_PER_S,
    "m": 60 * NS_PER_S,
    "min": 60 * NS_PER_S,
    "h": 3_600 * NS_PER_S,
    "d": 86_400 * NS_PER_S,
}
_PART = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(min|ms|us|µs|ns|[smhd])", re.IGNORECASE)
_IEC_PREFIX = re.compile(r"(?:L?T|L?TIME)#", re.IGNORECASE)


# Some 290 years: what 64 bits of nanoseconds hold.
MOST_NS = (1 << 63) - 1


def parse_duration(text: str) -> int:
    """Nanoseconds of "1.5 s", "200 ms", "2 min 30 s" or "T#1m30s"; ValueError for anything else.

    A bare "m" is a minute only in the IEC form; elsewhere it would read as a metre. Exact: the text is read as a decimal number, and a fraction of a nanosecond is an error.
    """
    rest = text.strip().replace("_", "")
    prefix = _IEC_PREFIX.match(rest)
    rest = rest[prefix.end() :] if prefix else rest
    sign = 1
    if rest.startswith("-"):
        sign, rest = -1, rest[1:]
    total = Decimal(0)
    at = 0
    while at < len(rest):
        part = _PART.match(rest, at)
        if part is None or (part[2].lower() == "m" and not prefix):
            raise ValueError(text)
        total += Decimal(part[1]) * UNIT_NS[part[2].lower()]
        at = part.end()
    if at == 0 or total > MOST_NS or total != total.to_integral_value():
        raise ValueError(text)
    return sign * int(total)


def format_duration(duration_ns: int) -> str:
    """A duration as a person writes it: "250 ms", "1.5 s", "0 s"."""
    for unit, size in (("s", NS_PER_S), ("ms", NS_PER_MS), ("us", 1_000)):
        if abs(duration_ns) >= size:
            digits = f"{Decimal(duration_ns) / size:f}"
            return f"{digits.rstrip('0').rstrip('.') if '.' in digits else digits} {unit}"
    return f"{duration_ns} ns" if duration_ns else "0 s"


def format_instant(now_ns: int) -> str:
    """A moment of a run as the verdict prints it: "12.340 s"."""
    return f"{now_ns / NS_PER_S:.3f} s"
