"""The three sensors at the inspection of the sorting station.

inductive     parameter `inductive_reach`, sees metal alone
capacitive    20 mm, sees everything; a reduction factor of 0.5 for plastics
contrast      from above: white and metal throw back enough light, black does not
"""

from __future__ import annotations

from collections.abc import Mapping

from trainlab.plants.conveyor.sort_material_mimic import INSPECTION_M
from trainlab.plants.parts.inspection import ContrastSensor, Inspection, ProximitySwitch

CAPACITIVE_REACH_M = 0.02
REDUCTION = {"metal": 1.0, "white": 0.5, "black": 0.5}
REMISSION = {"metal": 0.6, "white": 0.8, "black": 0.05}
BRIGHT = 0.3
NOTHING = (False, False, False)


class Sensors:
    """The sensors; `place` has to be among the points of the line."""

    __slots__ = ("_capacitive", "_contrast", "_inductive", "place")

    def __init__(self, parameters: Mapping[str, float]) -> None:
        self.place = Inspection(INSPECTION_M)
        self._inductive = ProximitySwitch(0.0, {"metal": 1.0})
        self._capacitive = ProximitySwitch(CAPACITIVE_REACH_M, REDUCTION)
        self._contrast = ContrastSensor(REMISSION, BRIGHT)
        self.change(parameters)

    def change(self, parameters: Mapping[str, float]) -> None:
        """Follow `inductive_reach` (mm) and `lens_dirt` (%)."""
        self._inductive.reach_m = 1e-3 * parameters["inductive_reach"]
        self._contrast.clearness = 1.0 - 0.01 * parameters["lens_dirt"]

    def read(self, now_s: float) -> tuple[bool, bool, bool]:
        """What they tell: inductive, capacitive, contrast."""
        place = self.place
        if not place.parts:
            return NOTHING
        return (
            self._inductive.on(place, now_s),
            self._capacitive.on(place, now_s),
            self._contrast.on(place),
        )
