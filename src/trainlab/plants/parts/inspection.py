"""An inspection place at a belt: round workpieces pass proximity switches and an optical one.

    |x| <= R sqrt(1 - (gap / (S_n k))^2)     a proximity switch is on, x from its axis to the middle of the part

R is the radius of the part, S_n the switching distance of the switch and k the reduction factor of the
material (makers' tables: 1 for steel, which the standard target of IEC 60947-5-2 is; some 0.5 for plastics at a capacitive
switch). The response curve is taken as an ellipse: a switch whose S_n falls sees a part for a shorter way, and
not at all where S_n k <= gap.

A contrast sensor is on while it looks at a part that throws back enough of its light.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import ClassVar

from trainlab.plants.parts.box import Box


class Workpiece(Box):
    """A round part; `gap_m` is the way from it to the face of a proximity switch that it passes."""

    __slots__ = ("gap_m",)

    def __init__(
        self,
        number: int,
        diameter_m: float,
        height_m: float,
        mass_kg: float,
        material: str,
        gap_m: float,
    ) -> None:
        super().__init__(number, diameter_m, height_m, mass_kg, material)
        self.gap_m = gap_m


class Inspection:
    """The place on a line, and the parts that stand in it. It has to be among the line's points."""

    __slots__ = ("parts", "place_m")

    closed: ClassVar[bool] = False

    def __init__(self, place_m: float) -> None:
        self.place_m = place_m
        self.parts: list[Workpiece] = []

    def enter(self, box: Box, now_s: float) -> None:
        """A part has come into it."""
        if isinstance(box, Workpiece):
            self.parts.append(box)

    def leave(self, box: Box, now_s: float) -> None:
        """A part has left it."""
        if isinstance(box, Workpiece):
            self.parts.remove(box)


class ProximitySwitch:
    """An inductive or capacitive switch; `factors` has k by material, 0 where it is not among them."""

    __slots__ = ("_factors", "_half_m", "_half_reach_m", "_part", "reach_m")

    def __init__(self, reach_m: float, factors: Mapping[str, float]) -> None:
        self.reach_m = reach_m
        self._factors = dict(factors)
        self._part: Workpiece | None = None
        self._half_reach_m = reach_m
        self._half_m = 0.0  # of the way on which it sees that part at that reach

    def on(self, place: Inspection, now_s: float) -> bool:
        """Whether it sees a part of that place."""
        for part in place.parts:
            if part is not self._part or self._half_reach_m != self.reach_m:
                self._part, self._half_reach_m = part, self.reach_m
                self._half_m = self._half_of(part)
            half_m = self._half_m
            if half_m > 0.0:
                off_m = part.lead_at(now_s) - 0.5 * part.length_m - place.place_m
                if -half_m <= off_m <= half_m:
                    return True
        return False

    def _half_of(self, part: Workpiece) -> float:
        reach_m = self.reach_m * self._factors.get(part.material, 0.0)
        if part.gap_m >= reach_m:
            return 0.0
        share = part.gap_m / reach_m
        return 0.5 * part.length_m * sqrt(1.0 - share * share)


class ContrastSensor:
    """An optical sensor; `remission` has the share of light that comes back by material."""

    __slots__ = ("_remission", "_threshold", "clearness")

    def __init__(self, remission: Mapping[str, float], threshold: float) -> None:
        self._remission = dict(remission)
        self._threshold = threshold
        self.clearness = 1.0  # what a dirty lens lets through, in all

    def on(self, place: Inspection) -> bool:
        """Whether it sees a bright part of that place."""
        for part in place.parts:
            if self.clearness * self._remission.get(part.material, 0.0) >= self._threshold:
                return True
        return False
