"""Where the parts of the sorting station end, and what hurts them on the way."""

from __future__ import annotations

from trainlab.plants.parts.box import Box, Hold
from trainlab.plants.parts.line_events import LineEvents, Point

MATERIALS = ("metal", "white", "black")  # each belongs into the chute of its place
HARD_IMPACT_M_S = 0.25


class Chutes(LineEvents):
    """`counts`: parts by chute and, within it, by material; at its end those in a wrong chute."""

    def __init__(self) -> None:
        self.counts = [0] * 10
        self.collisions = self.crushed = 0

    def take(self, chute: int, box: Box) -> None:
        """A part slides into chute 0, 1 or 2."""
        material = MATERIALS.index(box.material)
        self.counts[3 * chute + material] += 1
        self.counts[-1] += chute != material

    def left(self, box: Box, now_s: float) -> None:
        self.take(2, box)

    def met(self, box: Box, ahead: Box, speed_m_s: float, now_s: float) -> None:
        self.collisions += ahead.hold is Hold.JAMMED or speed_m_s > HARD_IMPACT_M_S

    def stopped(self, box: Box, stopper: Point, speed_m_s: float, now_s: float) -> None:
        self.collisions += 1
