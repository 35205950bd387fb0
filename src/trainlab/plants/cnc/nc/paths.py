"""Paths of the tool: straight lines, and arcs that may rise as helices; places by the way along them.

    line     L = |end - start|
    helix    L = sqrt((R dphi)^2 + dn^2),  p = c + R cos(phi0 + dphi s / L),  q likewise with sin,
             n = n0 + dn s / L

p, q are the axes of the plane in the order XY (G17), ZX (G18), YZ (G19), n the third one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt
from typing import Protocol

from trainlab.plants.cnc.nc.machine import Point
from trainlab.plants.parts.trigonometry import sine_cosine

PLANE_AXES = {17: (0, 1, 2), 18: (2, 0, 1), 19: (1, 2, 0)}


class Path(Protocol):
    """A way from start to end, in machine coordinates."""

    @property
    def start(self) -> Point: ...

    @property
    def end(self) -> Point: ...

    @property
    def length_mm(self) -> float: ...

    def at(self, way_mm: float) -> Point:
        """The place after `way_mm` of the path, 0 to its length."""


@dataclass(frozen=True, slots=True)
class Straight:
    """The line between two places."""

    start: Point
    end: Point
    length_mm: float = field(init=False)

    def __post_init__(self) -> None:
        (x, y, z), (u, v, w) = self.start, self.end
        dx, dy, dz = u - x, v - y, w - z
        object.__setattr__(self, "length_mm", sqrt(dx * dx + dy * dy + dz * dz))

    def at(self, way_mm: float) -> Point:
        """The place after `way_mm`."""
        length = self.length_mm
        if way_mm >= length:
            return self.end
        share = way_mm / length
        (x, y, z), (u, v, w) = self.start, self.end
        return x + (u - x) * share, y + (v - y) * share, z + (w - z) * share


@dataclass(frozen=True, slots=True)
class Arc:
    """An arc of a plane, and a helix where its end is above or below its start.

    `angle` is where it begins and `sweep` how far it turns, in rad, positive counter-clockwise.
    """

    start: Point
    end: Point
    plane: int
    centre: tuple[float, float]
    radius_mm: float
    angle: float
    sweep: float
    length_mm: float = field(init=False)

    def __post_init__(self) -> None:
        n = PLANE_AXES[self.plane][2]
        around = self.radius_mm * self.sweep
        rise = self.end[n] - self.start[n]
        object.__setattr__(self, "length_mm", sqrt(around * around + rise * rise))

    def at(self, way_mm: float) -> Point:
        """The place after `way_mm`."""
        if way_mm >= self.length_mm:
            return self.end
        if way_mm <= 0.0:
            return self.start
        share = way_mm / self.length_mm
        sine, cosine = sine_cosine(self.angle + self.sweep * share)
        p, q, n = PLANE_AXES[self.plane]
        place = [0.0, 0.0, 0.0]
        place[p] = self.centre[0] + self.radius_mm * cosine
        place[q] = self.centre[1] + self.radius_mm * sine
        place[n] = self.start[n] + (self.end[n] - self.start[n]) * share
        return place[0], place[1], place[2]
