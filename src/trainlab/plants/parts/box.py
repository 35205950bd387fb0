"""A box, carton or workpiece on a conveyor: what it is, and how it stands on its line."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainlab.plants.parts.belt import Belt


class Hold(Enum):
    """Why a box stands while its belt runs."""

    FREE = "free"  # it does not: it rides
    STOPPED = "stopped"  # at a closed stopper
    QUEUED = "queued"  # at the box that stands in its way
    BETWEEN = "between"  # on the joint of two belts that run against one another
    GRIPPED = "gripped"  # by a pusher, or whatever else its plant holds it with
    JAMMED = "jammed"  # until somebody clears it


JAMMED = Hold.JAMMED  # for who asks of every box in every tick


class Box:
    """What a box is does not change; how it stands is kept by its line alone.

    It rides on `carrier` with its leading edge at `travel + offset_m`, or stands with it at `lead_m`
    where `carrier` is None. `belt` is the one under its centre. Lengths in metres, mass in kg.
    """

    __slots__ = (
        "ahead",
        "behind",
        "belt",
        "carrier",
        "follows",
        "height_m",
        "hold",
        "lead_index",
        "lead_m",
        "length_m",
        "mass_kg",
        "material",
        "next_event",
        "next_m",
        "number",
        "offset_m",
        "rode",
        "seam",
        "seam_s",
        "stamp",
        "tag",
        "trail_index",
    )

    def __init__(
        self,
        number: int,
        length_m: float,
        height_m: float,
        mass_kg: float = 1.0,
        material: str = "card",
    ) -> None:
        self.number = number
        self.length_m = length_m
        self.height_m = height_m
        self.mass_kg = mass_kg
        self.material = material
        self.tag = 0  # free for the plant that it goes through
        self.hold = Hold.FREE
        self.carrier: Belt | None = None
        self.belt: Belt | None = None
        self.follows = 0  # 1: pushes along the box ahead, -1: the box behind
        self.offset_m = 0.0
        self.lead_m = 0.0
        self.ahead: Box | None = None
        self.behind: Box | None = None
        self.lead_index = 0  # points that its leading edge has reached
        self.trail_index = 0  # points that its trailing edge has left
        self.next_event = (
            0  # a Crossing of parts/line_events.py, and where the leading edge is then
        )
        self.next_m = 0.0
        self.rode: Belt | None = None  # the carrier that it has, or had last
        self.seam = False  # whether its line watches it against a neighbour on another belt
        self.seam_s = -1.0  # when that comes to something; below 0 if it has to be found out
        self.stamp = 0

    def lead_at(self, now_s: float) -> float:
        """Where its leading edge is on the line."""
        carrier = self.carrier
        return self.lead_m if carrier is None else carrier.travel_m(now_s) + self.offset_m
