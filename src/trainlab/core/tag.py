"""Tags: the named I/O points through which a controller knows the plant."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import Enum

from trainlab.core.message import Text


class DataType(Enum):
    """The IEC 61131-3 elementary types that a tag may have, with their native struct codes."""

    BOOL = "?"
    INT = "h"
    DINT = "i"
    REAL = "f"

    @property
    def size(self) -> int:
        """Bytes on the I/O image, which is also the alignment."""
        return struct.calcsize(self.value)


MOST_REAL = 3.4028234663852886e38  # IEEE 754 binary32


class Direction(Enum):
    """As the controller sees it: an input is a sensor (%I), an output an actuator (%Q)."""

    INPUT = "input"
    OUTPUT = "output"


class Signal(Enum):
    """What runs on the wire of an analogue tag; it decides what a broken wire reads as."""

    NONE = "none"
    CURRENT_4_20_MA = "4-20 mA"
    VOLTAGE_0_10_V = "0-10 V"


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line between raw codes and engineering units."""

    low: float
    high: float
    raw_low: float = 0.0
    raw_high: float = 27648.0

    def engineering(self, raw: float) -> float:
        """The engineering value that a raw code stands for."""
        return self.low + (raw - self.raw_low) * (self.high - self.low) / (
            self.raw_high - self.raw_low
        )

    def raw(self, engineering: float) -> float:
        """The raw code, unrounded, that stands for an engineering value."""
        return self.raw_low + (engineering - self.low) * (self.raw_high - self.raw_low) / (
            self.high - self.low
        )


@dataclass(frozen=True, slots=True)
class Tag:
    """One named I/O point.

    `address` is the IEC address in bytes, as Siemens counts (%IX0.3, %IW64, %QD68). `unit` is that
    of the engineering value, which `scale` (identity where None) makes of the raw one. `low` and
    `high` bound the engineering value in normal service. `fail_safe` is the raw value that an
    output takes when its controller is gone; for an input, the value before the first tick.
    `reference` is the IEC 81346 designation.
    """

    name: str
    type: DataType
    direction: Direction
    address: str
    text: Text
    unit: str = ""
    low: float = 0.0
    high: float = 1.0
    scale: Scale | None = None
    signal: Signal = Signal.NONE
    fail_safe: float = 0
    reference: str = ""

    def engineering(self, raw: float) -> float:
        """The engineering value of a raw one."""
        return self.scale.engineering(raw) if self.scale else raw

    def holds(self, raw: float) -> bool:
        """Whether the tag can have that raw value."""
        if self.type is DataType.BOOL:
            return raw in (0, 1)
        if self.type is DataType.REAL:
            return -MOST_REAL <= raw <= MOST_REAL
        bits = 8 * self.type.size - 1
        return -(1 << bits) <= raw < 1 << bits and raw == int(raw)
