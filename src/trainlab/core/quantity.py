"""Numbers with a unit, as instructors write them: "60 %", "0.6 m", "3 bar"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite

from trainlab.core.message import Message, Text

# unit: (dimension, size in the dimension's SI unit, offset in that unit)
UNITS: dict[str, tuple[str, float, float]] = {
    "": ("1", 1.0, 0.0),
    "%": ("1", 0.01, 0.0),
    "raw": ("raw", 1.0, 0.0),
    "m": ("length", 1.0, 0.0),
    "cm": ("length", 0.01, 0.0),
    "mm": ("length", 0.001, 0.0),
    "m2": ("area", 1.0, 0.0),
    "cm2": ("area", 1e-4, 0.0),
    "m3": ("volume", 1.0, 0.0),
    "l": ("volume", 1e-3, 0.0),
    "ml": ("volume", 1e-6, 0.0),
    "m3/s": ("flow", 1.0, 0.0),
    "m3/h": ("flow", 1.0 / 3600.0, 0.0),
    "l/min": ("flow", 1e-3 / 60.0, 0.0),
    "l/s": ("flow", 1e-3, 0.0),
    "m/s": ("speed", 1.0, 0.0),
    "mm/s": ("speed", 1e-3, 0.0),
    "m/min": ("speed", 1.0 / 60.0, 0.0),
    "Pa": ("pressure", 1.0, 0.0),
    "kPa": ("pressure", 1e3, 0.0),
    "mbar": ("pressure", 100.0, 0.0),
    "bar": ("pressure", 1e5, 0.0),
    "K": ("temperature", 1.0, 0.0),
    "degC": ("temperature", 1.0, 273.15),
    "°C": ("temperature", 1.0, 273.15),
    "s": ("time", 1.0, 0.0),
    "ms": ("time", 1e-3, 0.0),
    "min": ("time", 60.0, 0.0),
    "h": ("time", 3600.0, 0.0),
    "rpm": ("rotation", 1.0 / 60.0, 0.0),
    "1/s": ("rotation", 1.0, 0.0),
    "kg": ("mass", 1.0, 0.0),
    "g": ("mass", 1e-3, 0.0),
    "V": ("voltage", 1.0, 0.0),
    "A": ("current", 1.0, 0.0),
    "mA": ("current", 1e-3, 0.0),
    "W": ("power", 1.0, 0.0),
    "kW": ("power", 1e3, 0.0),
    "J": ("energy", 1.0, 0.0),
    "kJ": ("energy", 1e3, 0.0),
    "kWh": ("energy", 3.6e6, 0.0),
}
_QUANTITY = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(\S*)\s*")


# Units whose numbers may stand alone: there is only one way to read them.
PLAIN = ("", "raw")
OTHER_DIMENSION = Text("{quantity} is no number of {unit}", "{quantity} 不能换算为 {unit}")
UNIT_TAKEN = Text(
    "{quantity} has a unit, and none is wanted", "{quantity} 带有单位，而此处不需要单位"
)
UNIT_MISSING = Text(
    "{quantity} has no unit, and {unit} is wanted",
    "{quantity} 没有单位，而此处需要以 {unit} 为单位",
)
WITH_UNIT = Text("a number with its unit, one of: {units}", "带单位的数，单位可为：{units}")
SHARE = Text("a plain number, or one in %", "不带单位的数，或以 % 为单位的数")
RAW_CODE = Text("a plain number (a raw code)", "不带单位的数（原始码）")


class UnitMismatch(ValueError):
    """A quantity has another dimension than the one asked for; `reason` says which."""

    def __init__(self, quantity: Quantity, unit: str) -> None:
        wrong = OTHER_DIMENSION if unit else UNIT_TAKEN
        if not quantity.unit:
            wrong = UNIT_MISSING
        self.reason = wrong.fill(quantity=quantity, unit=unit)
        super().__init__(self.reason.render("en"))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit, one of UNITS."""

    value: float
    unit: str = ""

    def within(self, unit: str) -> float:
        """The number in another unit of the same dimension; UnitMismatch for one of another.

        A number without a unit fits only where none is due: a share, or raw codes.
        """
        if self.unit == unit or (not self.unit and unit in PLAIN):
            return self.value
        if not self.unit:
            raise UnitMismatch(self, unit)
        own_dimension, own_size, own_offset = UNITS[self.unit]
        dimension, size, offset = UNITS[unit]
        if dimension != own_dimension:
            raise UnitMismatch(self, unit)
        return (self.value * own_size + own_offset - offset) / size

    def span_within(self, unit: str) -> float:
        """Likewise for a difference of two values: 5 °C is 5 K."""
        return self.within(unit) - Quantity(0.0, self.unit).within(unit)

    def __str__(self) -> str:
        return f"{self.value:g} {self.unit}".rstrip()


def parse_quantity(text: str) -> Quantity:
    """The quantity that `text` writes; ValueError for no finite number or an unknown unit."""
    match = _QUANTITY.fullmatch(text)
    if match is None or match[2] not in UNITS or not isfinite(float(match[1])):
        raise ValueError(text)
    return Quantity(float(match[1]), match[2])


def wanted_in(unit: str) -> Message:
    """What a person writes for a number in a unit: "a number with its unit, one of: m, cm, mm"."""
    if unit in PLAIN:
        return (RAW_CODE if unit else SHARE).fill()
    alike = [name for name, (kind, _, _) in UNITS.items() if kind == UNITS[unit][0] and name]
    return WITH_UNIT.fill(units=", ".join(alike))
