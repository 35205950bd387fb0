"""What a tag's wire can carry, and how much raw signal a quantity is on it.

Codes after Siemens, S7-1500 analogue value processing; limits of a sound transmitter after
NAMUR NE 43 (3.8..20.5 mA).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from trainlab.core.fault import UnsuitableTag
from trainlab.core.message import Text
from trainlab.core.quantity import Quantity
from trainlab.core.tag import DataType, Direction, Signal, Tag

WIRE_BREAK_CODE = 32767  # with wire-break diagnostics
UNDERFLOW_CODE = -32768  # without
ZERO_CURRENT_CODE = -6912  # 0 mA on an output of 4-20 mA

ON_OR_OFF = Text("it is a BOOL, whose wire is only on or off", "它是 BOOL，接线只有通和断两种状态")

TOO_MUCH = Text("{quantity} is more than its wire can say", "{quantity} 超出其接线所能表示的范围")

_TYPE_LIMITS = {
    DataType.BOOL: (0.0, 1.0),
    DataType.INT: (-32768.0, 32767.0),
    DataType.DINT: (-2147483648.0, 2147483647.0),
    DataType.REAL: (-3.4e38, 3.4e38),
}
_SIGNAL_LIMITS = {
    (Signal.CURRENT_4_20_MA, Direction.INPUT): (-346.0, 28512.0),
    (Signal.CURRENT_4_20_MA, Direction.OUTPUT): (-6912.0, 32511.0),
    (Signal.VOLTAGE_0_10_V, Direction.INPUT): (0.0, 32511.0),
    (Signal.VOLTAGE_0_10_V, Direction.OUTPUT): (0.0, 32511.0),
}


@dataclass(frozen=True, slots=True)
class Wire:
    """The limits of one tag's raw value: those of its type, and those of a sound signal."""

    low: float
    high: float
    sound_low: float
    sound_high: float
    whole: bool

    def carry(self, value: float) -> float:
        """`value` as the type holds it: rounded half to even, within the type's limits."""
        return self._limited(value, self.low, self.high)

    def carry_sound(self, value: float) -> float:
        """Likewise, and within what a sound signal reaches."""
        return self._limited(value, self.sound_low, self.sound_high)

    def is_sound(self, value: float) -> bool:
        """Whether a sound signal can have that value; the code of a wire break is not sound."""
        return self.sound_low <= value <= self.sound_high

    def _limited(self, value: float, low: float, high: float) -> float:
        value = low if value < low else high if value > high else value
        return round(value) if self.whole else value


def wire_of(tag: Tag) -> Wire:
    """The wire of that tag."""
    low, high = _TYPE_LIMITS[tag.type]
    sound = (low, high)
    if tag.scale is not None:
        sound = _SIGNAL_LIMITS.get((tag.signal, tag.direction), sound)
    return Wire(low, high, *sound, whole=tag.type is not DataType.REAL)


def analogue_wire_of(tag: Tag) -> Wire:
    """The wire of that tag; UnsuitableTag for a BOOL, whose wire is on or off."""
    if tag.type is DataType.BOOL:
        raise UnsuitableTag(ON_OR_OFF.fill())
    return wire_of(tag)


def raw_value(quantity: Quantity, tag: Tag) -> float:
    """The raw value that an engineering value, a share of the span in % or a raw code stands for.

    UnitMismatch if the quantity has another dimension than the tag; UnsuitableTag if no float holds it.
    """
    if quantity.unit == "raw":
        return quantity.value
    if quantity.unit == "%" and tag.unit != "%":
        engineering = tag.low + quantity.value * 0.01 * (tag.high - tag.low)
    else:
        engineering = quantity.within(tag.unit)
    return _finite(tag.scale.raw(engineering) if tag.scale else engineering, quantity)


def raw_span(quantity: Quantity, tag: Tag) -> float:
    """Likewise for a difference: 5 % of the span, 0.02 m, 100 raw."""
    if quantity.unit == "raw":
        return quantity.value
    if quantity.unit == "%" and tag.unit != "%":
        engineering = quantity.value * 0.01 * (tag.high - tag.low)
    else:
        engineering = quantity.span_within(tag.unit)
    raw = tag.scale.raw(engineering) - tag.scale.raw(0.0) if tag.scale else engineering
    return _finite(raw, quantity)


def _finite(raw: float, quantity: Quantity) -> float:
    if not isfinite(raw):
        raise UnsuitableTag(TOO_MUCH.fill(quantity=quantity))
    return raw
