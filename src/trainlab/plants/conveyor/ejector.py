"""An ejector beside a belt: a plate on a double-acting cylinder with two reed switches.

bore 20 mm, rod 8 mm (ISO 6432), stroke 100 mm; the plate is 100 mm wide, comes to the parts after a quarter of
the stroke, and sweeps off what stands within 30 mm of its middle. Load and friction take 1.5 bar, so
that it stalls below that, and a stroke at 6 bar takes 0.25 normal litres out and 0.2 back.
"""

from __future__ import annotations

from collections.abc import Callable

from trainlab.plants.parts.air_supply import AirSupply
from trainlab.plants.parts.box import Box
from trainlab.plants.parts.cylinder import Cylinder, ReedSwitch
from trainlab.plants.parts.pusher import Pusher, Swept

BORE_M, ROD_M, STROKE_M = 0.02, 0.008, 0.1
PLATE_M, REACH_M = 0.1, 0.03
LOAD_PA = 150_000.0


class Ejector:
    """`pusher` and `cylinder` belong on the plant's agenda, in that order; see parts/pusher.py.

    `tell(ejector, box, crushed)` says what became of a part that the plate touched.
    """

    __slots__ = ("_back", "_front", "_seen", "_seen_at", "_tell", "cylinder", "pusher")

    def __init__(
        self,
        centre_m: float,
        supply: AirSupply,
        stroke_s: float,
        tell: Callable[[Ejector, Box, bool], None],
    ) -> None:
        self.cylinder = Cylinder(supply, BORE_M, ROD_M, STROKE_M, stroke_s, stroke_s, LOAD_PA)
        self.pusher = Pusher(centre_m, PLATE_M, REACH_M, self.cylinder, self._touched)
        self.cylinder.renewed = self.pusher.look_again
        self._back, self._front = ReedSwitch(0.0), ReedSwitch(1.0)
        self._tell = tell
        self._seen_at, self._seen = -1.0, (False, False)

    def drive(self, out: bool, now_s: float) -> None:
        """Its valve gives air to one side."""
        self.pusher.drive(now_s, out)

    def shift_reed(self, way_m: float) -> None:
        """The front reed switch has slipped back by that way."""
        self._front.place = 1.0 - way_m / STROKE_M
        self._seen_at = -1.0

    def reeds(self, now_s: float) -> tuple[bool, bool]:
        """What the switches tell: back, out."""
        position = self.cylinder.position(now_s)
        if position != self._seen_at:
            self._seen_at = position
            self._seen = (self._back.closed(position), self._front.closed(position))
        return self._seen

    def _touched(self, box: Box, what: Swept, now_s: float) -> None:
        self._tell(self, box, what is Swept.CRUSHED)
