"""One lane of a merge: a belt on which boxes queue, then a short metering belt that hands them over one by one.

    arrivals --> lane belt 0..2.4 m --> metering belt 2.4..3 m, twice as fast --> merge
    0.9 m    eye: covered for long, the lane is full      2.9 m   eye: a box is ready

The metering belt pulls boxes apart. A box whose leading edge passes the lane's end is in the merging zone; when its
centre passes, it is on the merge belt.
"""

from __future__ import annotations

from collections.abc import Callable

from trainlab.core.seeds import Seed
from trainlab.plants.conveyor.belt_motor import BeltMotor
from trainlab.plants.conveyor.infeed import Infeed
from trainlab.plants.parts.agenda import Timed
from trainlab.plants.parts.arrivals import Arrivals
from trainlab.plants.parts.box import Box
from trainlab.plants.parts.line import Line
from trainlab.plants.parts.line_events import LineEvents, Point
from trainlab.plants.parts.photo_eye import Mark, PhotoEye

FULL_M, METER_M, READY_M, LANE_END_M = 0.9, 2.4, 2.9, 3.0
LONGEST_BOX_M = 0.55
BOX_HEIGHT_M, BOX_MASS_KG = 0.25, 4.0
RAMP_S = 0.2


class _Told(LineEvents):
    def __init__(self, left: Callable[[Box, float], None]) -> None:
        self._left = left

    def left(self, box: Box, now_s: float) -> None:
        self._left(box, now_s)


class MergeLane:
    """`nosed(box)` is called when a box comes into the zone, `left(box)` when it is on the merge belt.

    `number` 0 or 1 is the lane's; its boxes carry it as `tag`.
    """

    __slots__ = (
        "_lengths",
        "_mean_length_m",
        "_numbers",
        "arrivals",
        "full_eye",
        "infeed",
        "lane",
        "line",
        "meter",
        "number",
        "parts",
        "ready_eye",
    )

    def __init__(
        self,
        number: int,
        seed: Seed,
        parameters: dict[str, float],
        nosed: Callable[[Box, float], None],
        left: Callable[[Box, float], None],
    ) -> None:
        name = "ab"[number]
        speed = parameters["lane_speed"]
        self.number = number
        self.lane = BeltMotor(0.0, METER_M, speed, RAMP_S)
        self.meter = BeltMotor(METER_M, LANE_END_M, 2.0 * speed, RAMP_S)
        self.full_eye, self.ready_eye = PhotoEye(FULL_M), PhotoEye(READY_M)
        self.infeed = Infeed(LONGEST_BOX_M)
        end = Mark(LANE_END_M - 1e-6, entered=nosed)
        points: tuple[Point, ...] = (self.full_eye, self.ready_eye, end, *self.infeed.marks)
        self.line = Line((self.lane.belt, self.meter.belt), points, _Told(left))
        self.lane.stand_in(self.line)
        self.meter.stand_in(self.line)
        self.infeed.stand_before(self.line)
        self._lengths = seed.stream(f"boxes_{name}")
        self._numbers = 0
        self._mean_length_m = parameters["box_length"]
        self.arrivals = Arrivals(
            seed.stream(f"arrivals_{name}"),
            parameters[f"feed_interval_{name}"],
            0.01 * parameters["feed_spread"],
            self.arrive,
        )
        self.parts: tuple[Timed, ...] = (
            self.lane.contactor,
            self.meter.contactor,
            self.line,
            self.arrivals,
            self.infeed,
        )

    def arrive(self, _: int, now_s: float) -> None:
        """A box comes from upstream."""
        length_m = self._mean_length_m * (0.9 + 0.2 * self._lengths.uniform(self._numbers))
        self._numbers += 1
        box = Box(
            2 * self._numbers + self.number, length_m, BOX_HEIGHT_M, BOX_MASS_KG, "ab"[self.number]
        )
        box.tag = self.number
        self.infeed.offer(box, now_s)

    def change_length(self, length_m: float) -> None:
        """From now on, boxes come in another mean length."""
        self._mean_length_m = length_m

    def change_speed(self, speed_m_s: float, now_s: float) -> None:
        """From now on, both belts run at other speeds."""
        self.lane.change_speed(speed_m_s, now_s)
        self.meter.change_speed(2.0 * speed_m_s, now_s)

    def jam(self, jammed: bool, now_s: float) -> None:
        """Block the metering belt, or free it."""
        self.line.seize(self.meter.drive, now_s, jammed)
