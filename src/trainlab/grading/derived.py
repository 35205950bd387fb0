"""Quantities in a unit that is made of a signal's: its rate (mm/s), its integral (mm s).

A sheet writes them in any unit of the signal's dimension: "5 mm/s" or "0.3 m/min" of a length,
"20 mm s" of its absolute error's integral, "400 mm^2 s" of its squared error's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from math import isfinite
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema

from trainlab.core.fields import context_of
from trainlab.core.message import Text
from trainlab.core.quantity import PLAIN, UNITS
from trainlab.grading.wanted import reported, wanted

WANTED = Text("a number in {unit}, or in a unit alike", "以 {unit} 或同类单位表示的数")

_NUMBER = re.compile(r"\s*((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*?)\s*")
_PER_TIME = re.compile(r"(.*?)\s*/\s*(s|min|h)")
_TIMES_TIME = re.compile(r"(.*?)(?:^|\s+)s(\^2)?")
_SECONDS = {"s": 1.0, "min": 60.0, "h": 3600.0}


@dataclass(frozen=True, slots=True, order=True)
class Derived:
    """A number in a signal's unit and seconds; `unit` is what the instructor wrote, `size` one of
    those."""

    value: float
    unit: str = field(compare=False)
    size: float = field(compare=False)

    def shown(self, value: float) -> str:
        """A value in the signal's unit and seconds, as the instructor would write it."""
        return f"{value / self.size:.4g} {self.unit}".rstrip()

    def __str__(self) -> str:
        return self.shown(self.value)


@dataclass(frozen=True, slots=True)
class Power:
    """What becomes of a signal's unit: its power, and that of the second beside it."""

    of_unit: int
    of_second: int

    def unit(self, unit: str) -> str:
        """The unit in words: "m^2 s"."""
        times = {-1: "/s", 0: "", 1: " s", 2: " s^2"}[self.of_second]
        return f"{unit}{'^2' if self.of_unit == 2 and unit else ''}{times}".strip()


RATE = Power(1, -1)


def parse_derived(text: str, power: Power, unit: str) -> Derived:
    """The quantity that `text` writes for a signal in `unit`; ValueError if it writes none."""
    match = _NUMBER.fullmatch(text.replace("*", " ").replace("·", " ").replace("²", "^2"))
    if match is None or not isfinite(float(match[1])):
        raise ValueError(text)
    base, seconds = _without_time(match[2], power.of_second)
    if power.of_unit == 2 and base:
        if not base.endswith("2"):
            raise ValueError(text)
        base = base[:-1].rstrip("^")
    alone = not base and unit in PLAIN
    if base not in UNITS or not (alone or UNITS[base][0] == UNITS[unit][0]):
        raise ValueError(text)
    scale = UNITS[base][1] / UNITS[unit][1] if base else 1.0
    size = scale**power.of_unit * seconds
    return Derived(float(match[1]) * size, match[2], size)


def _without_time(unit: str, of_second: int) -> tuple[str, float]:
    """A unit less its part of time, and the seconds in that part."""
    if of_second == 0:
        return unit, 1.0
    if of_second > 0:
        match = _TIMES_TIME.fullmatch(unit.replace("s2", "s^2"))
        if match is None or bool(match[2]) is not (of_second == 2):
            raise ValueError(unit)
        return match[1], 1.0
    match = _PER_TIME.fullmatch(re.sub(r"/\s*s\^?2$", "/s/s", unit))
    if match is None:
        raise ValueError(unit)
    return match[1], 1.0 / _SECONDS[match[2]]


def derived_of(signal: str, power_of: Callable[[ValidationInfo], Power]) -> BeforeValidator:
    """The reading of a field in a unit made of that of `signal`, a field declared before it."""

    def read(value: Any, info: ValidationInfo) -> Derived:
        expression = info.data.get(signal)
        if expression is None:
            raise reported()
        units = {name.casefold(): unit for name, unit in context_of(info).units.items()}
        unit = units.get(expression.text.strip().casefold(), "")
        power = power_of(info)
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = repr(value)
        try:
            return parse_derived(value, power, unit)
        except (ValueError, AttributeError, TypeError):
            raise wanted(WANTED.fill(unit=power.unit(unit))) from None

    return BeforeValidator(read)


# "5 mm/s" of a check whose signal is a length
RateField = Annotated[
    Derived,
    derived_of("signal", lambda _: RATE),
    WithJsonSchema({"type": ["string", "number"], "examples": ["5 mm/s", "2 K/min"]}),
]
