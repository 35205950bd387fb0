"""What a part program is read against: axes, tools and offsets of one machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

Point = tuple[float, float, float]
ORIGIN: Point = (0.0, 0.0, 0.0)


class ToolKind(Enum):
    """How a tool cuts, which decides the cross-section of its chip."""

    TURNING = "turning"
    MILL = "mill"
    DRILL = "drill"


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool: its place in the table, its offsets and its edge.

    `taylor_exponent` n and `taylor_constant_m_min` C are those of V T^n = C, T in minutes;
    `strength_n` is the cutting force at which it breaks. `sister_of` is the tool whose work it may do
    as well, 0 for none.
    """

    number: int
    kind: ToolKind
    length_mm: float = 0.0
    diameter_mm: float = 0.0
    teeth: int = 1
    taylor_exponent: float = 0.25
    taylor_constant_m_min: float = 500.0
    strength_n: float = 10_000.0
    sister_of: int = 0


@dataclass(frozen=True, slots=True)
class Machine:
    """Axes, spindle, offsets and tools. A lathe has X words in diameters (`diameters`).

    Rapid and acceleration are those along the path. `home_mm` is where G28 goes and where the axes
    stand at the beginning, in machine coordinates.
    """

    tools: Mapping[int, Tool] = field(default_factory=dict)
    work_offsets_mm: Mapping[int, Point] = field(default_factory=dict)  # by 54..59
    home_mm: Point = ORIGIN
    low_mm: Point = (-1000.0, -1000.0, -1000.0)
    high_mm: Point = (1000.0, 1000.0, 1000.0)
    largest_speed_rpm: float = 12_000.0
    largest_feed_mm_s: float = 400.0
    rapid_mm_s: float = 400.0
    acceleration_mm_s2: float = 2000.0
    diameters: bool = False
