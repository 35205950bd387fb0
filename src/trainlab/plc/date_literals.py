"""Dates and times of day: IEC 61131-3:2013 Table 9.

A date is the nanoseconds from 1970-01-01 00:00 to its beginning, a time of day those from midnight.
"""

from __future__ import annotations

import re
from datetime import date

from trainlab.plc.types import SHORT_NAMES

DAY_NS = 86_400_000_000_000
FIRST_YEAR, LAST_YEAR = 1678, 2261
_EPOCH = date(1970, 1, 1).toordinal()
_DATE = re.compile(r"(\d{1,9})-(\d{1,9})-(\d{1,9})")
_CLOCK = re.compile(r"(\d{1,9}):(\d{1,9})(?::(\d{1,9})(?:\.(\d{1,40}))?)?")
_FORMS = {"DATE": "D#2024-02-29", "TOD": "TOD#15:36:55.36", "DT": "DT#2024-02-29-15:36:55"}


class NoSuchDate(ValueError):
    """Well formed, but the calendar or the clock does not have it."""


def date_type(text: str) -> str:
    """The name of the type of a literal such as D#2024-02-29."""
    prefix = text.partition("#")[0].upper()
    return SHORT_NAMES.get(prefix, prefix)


def date_form(text: str) -> str:
    """An example of the form that such a literal should have."""
    name = date_type(text)
    example = _FORMS[name.removeprefix("L")]
    return f"L{example}" if name.startswith("L") else example


def date_literal_ns(text: str) -> int:
    """The value of D#2024-02-29, TOD#15:36:55.36, DT#1984-06-25-15:36:55.36; ValueError if the
    form is wrong, NoSuchDate if the value is."""
    kind = date_type(text).removeprefix("L")
    return written_date_ns(kind, text.partition("#")[2].replace("_", ""))


def written_date_ns(kind: str, text: str) -> int:
    """The value of what stands after the # of a DATE, TOD or DT; see `date_literal_ns`."""
    if not text.isascii():
        raise ValueError(text)
    if kind == "TOD":
        return _clock_ns(text)
    if kind == "DATE":
        return _days(text) * DAY_NS
    match = _DATE.match(text)
    if match is None or text[match.end() : match.end() + 1] != "-":
        raise ValueError(text)
    return _days(match[0]) * DAY_NS + _clock_ns(text[match.end() + 1 :])


def _days(text: str) -> int:
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day = (int(part) for part in match.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoSuchDate(text)
    try:
        return date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        raise NoSuchDate(text) from None


def _clock_ns(text: str) -> int:
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise ValueError(text)
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if hour > 23 or minute > 59 or second > 59:
        raise NoSuchDate(text)
    fraction = int((match[4] or "")[:9].ljust(9, "0"))
    return ((hour * 60 + minute) * 60 + second) * 1_000_000_000 + fraction


def shown_date(kind: str, value_ns: int) -> str:
    """What stands after the # of a DATE, TOD or DT of that value."""
    days, clock_ns = divmod(value_ns, DAY_NS)
    if kind == "TOD":
        return _shown_clock(clock_ns)
    shown = date.fromordinal(days + _EPOCH).isoformat()
    return shown if kind == "DATE" else f"{shown}-{_shown_clock(clock_ns)}"


def _shown_clock(clock_ns: int) -> str:
    seconds, fraction = divmod(clock_ns, 1_000_000_000)
    minutes, second = divmod(seconds, 60)
    shown = f"{minutes // 60:02}:{minutes % 60:02}:{second:02}"
    if not fraction:
        return shown
    digits = f"{fraction:09}"
    while digits.endswith("000"):
        digits = digits[:-3]
    return f"{shown}.{digits}"
