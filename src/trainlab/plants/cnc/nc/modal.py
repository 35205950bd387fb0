"""What holds from block to block: the modal state of the control."""

from __future__ import annotations

from dataclasses import dataclass, field

from trainlab.plants.cnc.nc.machine import Machine, Point
from trainlab.plants.cnc.nc.steps import Cut, Feed, FeedMode, SpindleOrder

INCH_MM = 25.4


@dataclass(slots=True)
class CycleWords:
    """The words of a canned cycle that stay from block to block of the same cycle, in mm and s."""

    initial_mm: float = 0.0
    retract: float | None = None
    bottom: float | None = None
    dwell_s: float | None = None
    peck_mm: float | None = None


@dataclass(slots=True)
class Modal:
    """Codes, feed, spindle, tool and place (machine coordinates) after the blocks so far."""

    place: Point
    motion: int = 80
    plane: int = 17
    incremental: bool = False
    feed_mode: FeedMode = FeedMode.PER_MINUTE
    feed: float | None = None  # mm/s, mm/rev; of inverse time each block has its own
    inches: bool = False
    length_offset_mm: float = 0.0
    return_to_initial: bool = True
    work_offset: int = 54
    spindle: SpindleOrder = field(default_factory=SpindleOrder)
    selected_tool: int = 0
    tool: int = 0
    cut: Cut | None = None
    cycle: CycleWords = field(default_factory=CycleWords)

    @property
    def unit_mm(self) -> float:
        """The length that a 1 stands for."""
        return INCH_MM if self.inches else 1.0

    def zero(self, machine: Machine, axis: int) -> float:
        """Where, in machine coordinates, the program's zero of an axis is."""
        offset = machine.work_offsets_mm.get(self.work_offset, (0.0, 0.0, 0.0))[axis]
        return offset + self.length_offset_mm if axis == 2 else offset

    def scale(self, machine: Machine, axis: int) -> float:
        """What a 1 in an axis word is in mm of the slide's way."""
        return self.unit_mm * 0.5 if axis == 0 and machine.diameters else self.unit_mm

    def feed_of(self, block_feed: float | None) -> Feed | None:
        """The feed of a cutting block, None where the program has given none."""
        value = block_feed if self.feed_mode is FeedMode.INVERSE_TIME else self.feed
        return None if not value else Feed(self.feed_mode, value)


def starting(machine: Machine) -> Modal:
    """The state at the beginning of a program: G17 G21 G40 G49 G54 G80 G90 G94 G97 G98.

    A lathe begins with G18 and G95.
    """
    return Modal(
        place=machine.home_mm,
        plane=18 if machine.diameters else 17,
        feed_mode=FeedMode.PER_REVOLUTION if machine.diameters else FeedMode.PER_MINUTE,
        spindle=SpindleOrder(limit_rpm=machine.largest_speed_rpm),
    )
