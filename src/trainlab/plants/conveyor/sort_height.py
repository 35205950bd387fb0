"""Sorting by height: boxes pass two beams, a pusher sweeps the tall ones into a side lane.

    arrivals --> infeed belt 0..1.5 m, slow --> sorting belt 1.5..5 m, fast --> end: the short lane
    2.0 m    low beam at 0.05 m, high beam at 0.22 m above the belt
    3.05 m   stopper, raised by its valve
    3.4 m    pusher, a plate of 0.4 m that sweeps off what stands within 0.1 m of its middle
    3.5 m    the pusher's eye, over the belt

The belts' different speeds pull boxes apart. Boxes arrive at intervals that the seed draws
(parts/arrivals.py), tall with the probability `feed_share_tall`, 10 % longer or shorter than the mean.
Edges are exact (parts/line.py), but the low beam may bounce (parts/bouncing_eye.py); valves take 30 ms. A box that the plate touches beyond its reach is
crushed and jams; one that the belt brings against the plate collides and waits; the operator takes
all boxes off the sorting belt. The E-stop drops contactors and valves: the belts coast, the spring
retracts the pusher, the stopper falls.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from trainlab.core.mimic import Item
from trainlab.core.seeds import Seed
from trainlab.core.spec import PlantDescription
from trainlab.plants.conveyor.belt_motor import BeltMotor
from trainlab.plants.conveyor.infeed import Infeed
from trainlab.plants.conveyor.sort_height_description import PARAMETERS, SORT_HEIGHT
from trainlab.plants.conveyor.sort_height_mimic import (
    BOX_WIDTH_M,
    END_M,
    HEIGHT_M,
    INFEED_M,
    PLATE_M,
    PUSHER_EYE_M,
    PUSHER_M,
    ROLLS_S,
    STOPPER_M,
    box_at,
)
from trainlab.plants.parts.agenda import Agenda
from trainlab.plants.parts.arithmetic import clamped
from trainlab.plants.parts.arrivals import Arrivals
from trainlab.plants.parts.bouncing_eye import told
from trainlab.plants.parts.box import Box, Hold
from trainlab.plants.parts.line import Line
from trainlab.plants.parts.line_events import LineEvents, Point
from trainlab.plants.parts.panel import OperatorPanel
from trainlab.plants.parts.photo_eye import PhotoEye, Stopper
from trainlab.plants.parts.push_buttons import PushButtons
from trainlab.plants.parts.pusher import TOUCH, Pusher, Swept
from trainlab.plants.parts.side_lane import SideLane
from trainlab.plants.parts.stroke import Stroke
from trainlab.plants.parts.timed_contact import TimedContact

LOW_BEAM_M, HIGH_BEAM_M = 0.05, 0.22
REACH_M = 0.1
VALVE_S = 0.03
HARD_IMPACT_M_S = 0.7
DENSITY_KG_M3 = 60.0  # packed cartons
AT_REST, AT_END = 0.02, 0.98  # where the reed switches close
LONGEST_BOX_M = 0.55

_RANGES = {parameter.name: (parameter.low, parameter.high) for parameter in PARAMETERS}

# places in the tag table
_FIRST_INPUT = 6
_INFEED, _SORT, _STOPPER, _PUSHER = 4, 5, 6, 7


class _Lanes(LineEvents):
    """Where boxes end, and what happens to them on the way."""

    def __init__(self, plate: Stopper) -> None:
        self.tall_in_side = self.short_in_side = self.tall_in_end = self.short_in_end = 0
        self.collisions = self.crushed = self.pins = 0
        self._plate = plate

    def left(self, box: Box, now_s: float) -> None:
        if box.height_m >= HIGH_BEAM_M:
            self.tall_in_end += 1
        else:
            self.short_in_end += 1

    def swept(self, box: Box, what: Swept, now_s: float) -> None:
        """The pusher had a box."""
        if what is Swept.CRUSHED:
            self.crushed += 1
        elif box.height_m >= HIGH_BEAM_M:
            self.tall_in_side += 1
        else:
            self.short_in_side += 1

    def met(self, box: Box, ahead: Box, speed_m_s: float, now_s: float) -> None:
        self.collisions += ahead.hold is Hold.JAMMED or speed_m_s > HARD_IMPACT_M_S

    def stopped(self, box: Box, stopper: Point, speed_m_s: float, now_s: float) -> None:
        self.collisions += stopper is self._plate

    def pinned(self, box: Box, stopper: Point, now_s: float) -> None:
        self.pins += stopper is not self._plate


class SortByHeight:
    """The sorting line; state at the end of the last step."""

    __slots__ = (
        "_agenda",
        "_arrivals",
        "_buttons",
        "_cleared",
        "_commanded",
        "_eye",
        "_high",
        "_infeed",
        "_inputs",
        "_lanes",
        "_line",
        "_low",
        "_motors",
        "_numbers",
        "_panel",
        "_parameters",
        "_power_on",
        "_pusher",
        "_pusher_valve",
        "_side_lane",
        "_sizes",
        "_stopper",
        "_stopper_valve",
    )

    description: ClassVar[PlantDescription] = SORT_HEIGHT
    runs_on_events: ClassVar[bool] = True

    def __init__(self, parameters: Mapping[str, float], seed: Seed) -> None:
        p = {name: clamped(parameters[name], *_RANGES[name]) for name in _RANGES}
        self._parameters = p
        self._panel = OperatorPanel()
        self._power_on = True
        self._low, self._high = PhotoEye(HEIGHT_M, LOW_BEAM_M), PhotoEye(HEIGHT_M, HIGH_BEAM_M)
        self._eye, self._stopper = PhotoEye(PUSHER_EYE_M), Stopper(STOPPER_M)
        self._infeed = Infeed(LONGEST_BOX_M)
        self._motors = (
            BeltMotor(0.0, INFEED_M, p["infeed_speed"], p["ramp_time"]),
            BeltMotor(INFEED_M, END_M, p["sort_speed"], p["ramp_time"]),
        )
        stroke = Stroke(p["pusher_time"], p["pusher_time"])
        self._pusher = Pusher(PUSHER_M, PLATE_M, REACH_M, stroke, self._swept)
        plate = self._pusher.blade
        self._lanes = _Lanes(plate)
        points: tuple[Point, ...] = (
            self._low,
            self._high,
            self._eye,
            self._stopper,
            plate,
            *self._infeed.marks,
        )
        self._line = Line([motor.belt for motor in self._motors], points, self._lanes)
        for part in self._motors:
            part.stand_in(self._line)
        self._infeed.stand_before(self._line)
        self._pusher.stand_beside(self._line)
        self._stopper_valve = TimedContact(VALVE_S, VALVE_S, self._move_stopper)
        self._pusher_valve = TimedContact(VALVE_S, VALVE_S, self._move_pusher)
        self._sizes = seed.stream("boxes")
        self._arrivals = Arrivals(
            seed.stream("arrivals"), p["feed_interval"], 0.01 * p["feed_spread"], self._arrive
        )
        self._agenda = Agenda(
            [
                self._motors[0].contactor,
                self._motors[1].contactor,
                self._stopper_valve,
                self._pusher_valve,
                self._pusher,
                self._line,
                self._arrivals,
                self._infeed,
            ]
        )
        self._numbers = self._cleared = 0
        self._side_lane = SideLane(ROLLS_S)
        self._buttons = PushButtons("feed_short", "feed_tall", "clear_jam")
        self._commanded: tuple[float, ...] = ()
        self._inputs: list[float] = [*self._panel.contacts(), *(5 * [0.0])]
        if p["pusher_jam"] >= 0.5:
            self._pusher.stick(0.0, True)

    def operate(self, control: str, value: float) -> None:
        """The operator's hand on one control; KeyError for one that the line does not have."""
        if control in self._buttons:
            if self._buttons.goes_down(control, value):
                if control == "clear_jam":
                    self._clear()
                else:
                    self._offer(control == "feed_tall", self._agenda.now_s)
            return
        self._panel.operate(control, value)
        self._inputs[:_FIRST_INPUT] = self._panel.contacts()

    def change(self, parameter: str, value: float) -> None:
        """Give a parameter a new value, kept within its range; KeyError for one that is fixed."""
        value = clamped(value, *_RANGES[parameter])
        p = self._parameters
        if value == p[parameter]:
            return
        p[parameter] = value
        now_s = self._agenda.now_s
        if parameter == "infeed_speed":
            self._motors[0].change_speed(value, now_s)
        elif parameter == "sort_speed":
            self._motors[1].change_speed(value, now_s)
        elif parameter in ("feed_interval", "feed_spread"):
            self._arrivals.change(now_s, p["feed_interval"], 0.01 * p["feed_spread"])
        elif parameter == "pusher_time":
            self._pusher.change_times(now_s, value, value)
        elif parameter == "pusher_jam":
            self._pusher.stick(now_s, value >= 0.5)
        elif parameter not in ("feed_share_tall", "box_length", "low_beam_bounce"):
            raise KeyError(parameter)

    def sense(self, inputs: list[float]) -> None:
        """Write what every input tag reads now; asking again gives the same."""
        now_s = self._agenda.now_s
        position = self._pusher.stroke.position(now_s)
        self._inputs[_FIRST_INPUT:] = (
            told(self._low, 0.001 * self._parameters["low_beam_bounce"], now_s),
            self._high.blocked,
            self._eye.blocked,
            position <= AT_REST,
            position >= AT_END,
        )
        inputs[:] = self._inputs

    def report(self, facts: list[float]) -> None:
        """Write every fact as it is now."""
        now_s = self._agenda.now_s
        lanes = self._lanes
        infeed, sort = self._motors
        on_line = jammed = 0
        for box in self._line.boxes:
            on_line += 1
            jammed += box.hold is Hold.JAMMED
        facts[:] = (
            lanes.tall_in_side,
            lanes.short_in_side,
            lanes.short_in_end,
            lanes.tall_in_end,
            lanes.short_in_side + lanes.tall_in_end,
            self._infeed.fed,
            self._cleared,
            on_line,
            len(self._infeed.waiting),
            lanes.collisions,
            lanes.crushed,
            lanes.pins,
            jammed,
            self._pusher.stroke.position(now_s),
            self._pusher.strokes,
            infeed.contactor.closed,
            sort.contactor.closed,
            infeed.drive.travel_m(now_s),
            sort.drive.travel_m(now_s),
            sort.drive.speed_m_s(now_s),
            self._panel.power_on,
            infeed.contactor.closings + sort.contactor.closings,
            infeed.energy_j(now_s) + sort.energy_j(now_s),
        )

    def step(self, outputs: Sequence[float], dt_s: float) -> None:
        """Let `dt_s` seconds pass with the output tags held at these raw values."""
        if outputs != self._commanded or self._panel.power_on != self._power_on:
            self._commanded = tuple(outputs)
            powered = self._power_on = self._panel.power_on
            now_s = self._agenda.now_s
            self._motors[0].contactor.energise(powered and outputs[_INFEED] != 0, now_s)
            self._motors[1].contactor.energise(powered and outputs[_SORT] != 0, now_s)
            self._stopper_valve.energise(powered and outputs[_STOPPER] != 0, now_s)
            self._pusher_valve.energise(powered and outputs[_PUSHER] != 0, now_s)
        self._agenda.pass_time(dt_s)

    def items(self) -> list[Item]:
        """The boxes, for whoever draws them."""
        now_s, pusher = self._agenda.now_s, self._pusher
        on_belts = [
            box_at(box, box.lead_at(now_s), pusher.pushed(box, now_s)) for box in self._line.boxes
        ]
        in_lane = [
            box_at(box, box.lead_m, 1.0 - TOUCH, rolls_s)
            for box, rolls_s in self._side_lane.rolling(now_s)
        ]
        return on_belts + in_lane

    def _arrive(self, number: int, now_s: float) -> None:
        share = 0.01 * self._parameters["feed_share_tall"]
        self._offer(self._sizes.uniform(2 * number) < share, now_s)

    def _offer(self, tall: bool, now_s: float) -> None:
        p = self._parameters
        longer = 0.9 + 0.2 * self._sizes.uniform(2 * self._numbers + 1)
        length_m = p["box_length"] * longer
        height_m = p["tall_height"] if tall else p["short_height"]
        self._numbers += 1
        mass_kg = DENSITY_KG_M3 * BOX_WIDTH_M * length_m * height_m
        box = Box(self._numbers, length_m, height_m, mass_kg, "tall" if tall else "short")
        self._infeed.offer(box, now_s)

    def _swept(self, box: Box, what: Swept, now_s: float) -> None:
        self._lanes.swept(box, what, now_s)
        if what is Swept.OFF:
            self._side_lane.take(box, now_s)

    def _move_stopper(self, raised: bool, now_s: float) -> None:
        (self._line.close if raised else self._line.open)(self._stopper, now_s)

    def _move_pusher(self, out: bool, now_s: float) -> None:
        self._pusher.drive(now_s, out)

    def _clear(self) -> None:
        now_s = self._agenda.now_s
        for box in tuple(self._line.boxes):
            if box.belt is self._motors[1].belt:
                self._pusher.forget(box)
                self._line.remove(box, now_s)
                self._cleared += 1
