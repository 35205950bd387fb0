"""A diverter gate at the end of a line: it sends what comes to lane A or to lane B.

The gate takes its time from one side to the other. A box that comes while it is on its way is caught
between gate and guide, and jams.
"""

from __future__ import annotations

from enum import Enum

from trainlab.plants.parts.stroke import Stroke


class Lane(Enum):
    """Where a box goes."""

    A = "a"
    B = "b"
    JAM = "jam"


class Diverter:
    """A gate that stands at lane A at rest and at lane B while driven."""

    __slots__ = ("stroke",)

    def __init__(self, stroke: Stroke) -> None:
        self.stroke = stroke

    def drive(self, now_s: float, to_b: bool) -> None:
        """Turn it to lane B, or let it go back to lane A."""
        if to_b != self.stroke.driven:
            self.stroke.drive(now_s, to_b)

    def lane(self, now_s: float) -> Lane:
        """Where a box goes that comes to it now."""
        position = self.stroke.position(now_s)
        return Lane.A if position <= 0.0 else Lane.B if position >= 1.0 else Lane.JAM
