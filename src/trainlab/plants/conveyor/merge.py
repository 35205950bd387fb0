"""The merge of two lanes: metering belts hand boxes over to one belt, which has room for one at a time.

    lane A: lane belt --> metering belt --+
                                          +--> merge belt 3.5 m, slow or fast --> downstream
    lane B: lane belt --> metering belt --+         parts of a lane: conveyor/merge_lane.py
    1.1 m    photo-eye behind the merging zone      3 m   photo-eye at the end

A box is in the merging zone from when its leading edge leaves its lane (0.5 m on the merge belt) until its rear has
passed 1 m. Boxes of both lanes in it at once, or one that comes onto another on the merge belt, collide: they wedge,
the merge belt and the lane's metering belt stand at once, until the operator takes all boxes off the zone and the
merge belt.

Edges are exact (parts/line.py); the zone's shape is taken as a stretch of the belt. The E-stop drops all contactors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from trainlab.core.mimic import Item
from trainlab.core.seeds import Seed
from trainlab.core.spec import PlantDescription
from trainlab.plants.conveyor.belt_motor import BeltMotor
from trainlab.plants.conveyor.merge_description import (
    END_EYE_M,
    JOIN_M,
    MERGE,
    MERGE_END_M,
    PARAMETERS,
    ZONE_END_M,
    ZONE_EYE_M,
    place_of,
)
from trainlab.plants.conveyor.merge_lane import LANE_END_M, RAMP_S, MergeLane
from trainlab.plants.parts.agenda import NEVER, Agenda
from trainlab.plants.parts.arithmetic import clamped
from trainlab.plants.parts.box import Box
from trainlab.plants.parts.late_eye import LateEye
from trainlab.plants.parts.line import Line
from trainlab.plants.parts.line_events import LineEvents
from trainlab.plants.parts.panel import OperatorPanel
from trainlab.plants.parts.photo_eye import Mark, PhotoEye
from trainlab.plants.parts.push_buttons import PushButtons
from trainlab.plants.parts.timed_contact import TimedContact

_RANGES = {parameter.name: (parameter.low, parameter.high) for parameter in PARAMETERS}

# places in the tag table
_FIRST_INPUT = 6
_LANE_A, _LANE_B, _METER_A, _METER_B, _BELT, _FAST = 4, 5, 6, 7, 8, 9


class _Out(LineEvents):
    """Boxes that go downstream, by lane."""

    def __init__(self) -> None:
        self.by_lane = [0, 0]

    def left(self, box: Box, now_s: float) -> None:
        self.by_lane[box.tag] += 1


class _Wreck:
    """Boxes have collided: `happen` after the line that told it has come to an end."""

    def __init__(self, seize: Callable[[float], None]) -> None:
        self._seize = seize
        self.due_s = NEVER

    def happen(self, now_s: float) -> None:
        """What they hold stands."""
        self.due_s = NEVER
        self._seize(now_s)


class Merge:
    """The two lanes and the merge belt; state at the end of the last step."""

    __slots__ = (
        "_agenda",
        "_buttons",
        "_cleared",
        "_collisions",
        "_commanded",
        "_end_eye",
        "_fast_contact",
        "_held",
        "_inputs",
        "_lanes",
        "_line",
        "_motor",
        "_out",
        "_panel",
        "_parameters",
        "_power_on",
        "_wedged",
        "_wreck",
        "_zone",
        "_zone_eye",
    )

    description: ClassVar[PlantDescription] = MERGE
    runs_on_events: ClassVar[bool] = True

    def __init__(self, parameters: Mapping[str, float], seed: Seed) -> None:
        p = {name: clamped(parameters[name], *_RANGES[name]) for name in _RANGES}
        self._parameters = p
        self._panel = OperatorPanel()
        self._power_on = True
        self._out = _Out()
        self._zone: list[Box] = []
        self._wedged: list[Box] = []  # came onto another, and are on no belt
        self._zone_eye, self._end_eye = LateEye(ZONE_EYE_M), PhotoEye(END_EYE_M)
        self._zone_eye.delay_s = 0.001 * p["eye_delay"]
        self._motor = BeltMotor(0.0, MERGE_END_M, p["merge_speed"], RAMP_S)
        zone_end = Mark(ZONE_END_M, left=self._cleared_zone)
        self._line = Line((self._motor.belt,), (self._zone_eye, self._end_eye, zone_end), self._out)
        self._motor.stand_in(self._line)
        self._lanes = tuple(
            MergeLane(number, seed, p, self._nosed, self._came) for number in (0, 1)
        )
        self._fast_contact = TimedContact(0.05, 0.02, self._change_pace)
        self._wreck = _Wreck(self._seize)
        self._agenda = Agenda(
            [
                self._motor.contactor,
                self._fast_contact,
                self._wreck,
                self._line,
                *self._lanes[0].parts,
                *self._lanes[1].parts,
            ]
        )
        self._collisions = self._cleared = 0
        self._held: set[int] = set()  # lanes whose metering belt is held by the wreck
        self._buttons = PushButtons("feed_a", "feed_b", "clear_jam")
        self._commanded: tuple[float, ...] = ()
        self._inputs: list[float] = [*self._panel.contacts(), *(6 * [0.0])]
        for number, name in enumerate(("lane_a_jam", "lane_b_jam")):
            if p[name] >= 0.5:
                self._lanes[number].jam(True, 0.0)

    def operate(self, control: str, value: float) -> None:
        """The operator's hand on one control; KeyError for one that the merge does not have."""
        if control in self._buttons:
            if self._buttons.goes_down(control, value):
                now_s = self._agenda.now_s
                if control == "clear_jam":
                    self._clear(now_s)
                else:
                    self._lanes[control == "feed_b"].arrive(0, now_s)
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
        if parameter == "lane_speed":
            for lane in self._lanes:
                lane.change_speed(value, now_s)
        elif parameter == "merge_speed":
            self._change_pace(self._fast_contact.closed, now_s)
        elif parameter in ("feed_interval_a", "feed_interval_b", "feed_spread"):
            for lane, name in zip(self._lanes, "ab", strict=True):
                if parameter in ("feed_spread", f"feed_interval_{name}"):
                    mean_s = p[f"feed_interval_{name}"]
                    lane.arrivals.change(now_s, mean_s, 0.01 * p["feed_spread"])
        elif parameter == "box_length":
            for lane in self._lanes:
                lane.change_length(value)
        elif parameter == "eye_delay":
            self._zone_eye.delay_s = 0.001 * value
        elif parameter in ("lane_a_jam", "lane_b_jam"):
            self._free(parameter == "lane_b_jam", now_s)
        else:
            raise KeyError(parameter)

    def sense(self, inputs: list[float]) -> None:
        """Write what every input tag reads now; asking again gives the same."""
        lane_a, lane_b = self._lanes
        self._inputs[_FIRST_INPUT:] = (
            lane_a.ready_eye.blocked,
            lane_b.ready_eye.blocked,
            lane_a.full_eye.blocked,
            lane_b.full_eye.blocked,
            self._zone_eye.blocked_at(self._agenda.now_s),
            self._end_eye.blocked,
        )
        inputs[:] = self._inputs

    def report(self, facts: list[float]) -> None:
        """Write every fact as it is now."""
        now_s = self._agenda.now_s
        lane_a, lane_b = self._lanes
        out_a, out_b = self._out.by_lane
        motor = self._motor
        belt_a, belt_b, meter_a, meter_b = lane_a.lane, lane_b.lane, lane_a.meter, lane_b.meter
        contacts = (belt_a.contactor, belt_b.contactor, meter_a.contactor, meter_b.contactor)
        on_belt_a, on_belt_b, on_meter_a, on_meter_b = contacts
        zone = self._zone
        of_lane_b = sum([box.tag for box in zone]) if zone else 0
        facts[:] = (
            out_a,
            out_b,
            out_a + out_b,
            _wait_s(lane_a.ready_eye, now_s),
            _wait_s(lane_b.ready_eye, now_s),
            lane_a.infeed.fed + lane_b.infeed.fed,
            self._cleared,
            len(lane_a.line.boxes)
            + len(lane_b.line.boxes)
            + len(self._line.boxes)
            + len(self._wedged),
            len(lane_a.infeed.waiting),
            len(lane_b.infeed.waiting),
            self._collisions,
            motor.drive.seized,
            len(zone) - of_lane_b,
            of_lane_b,
            on_belt_a.closed,
            on_belt_b.closed,
            on_meter_a.closed,
            on_meter_b.closed,
            motor.contactor.closed,
            belt_a.drive.travel_m(now_s),
            belt_b.drive.travel_m(now_s),
            motor.drive.travel_m(now_s),
            motor.belt.speed_m_s(now_s),
            self._panel.power_on,
            on_belt_a.closings
            + on_belt_b.closings
            + on_meter_a.closings
            + on_meter_b.closings
            + motor.contactor.closings,
            belt_a.energy_j(now_s)
            + belt_b.energy_j(now_s)
            + meter_a.energy_j(now_s)
            + meter_b.energy_j(now_s)
            + motor.energy_j(now_s),
        )

    def step(self, outputs: Sequence[float], dt_s: float) -> None:
        """Let `dt_s` seconds pass with the output tags held at these raw values."""
        if outputs != self._commanded or self._panel.power_on != self._power_on:
            self._commanded = tuple(outputs)
            powered = self._power_on = self._panel.power_on
            now_s = self._agenda.now_s
            for contact, place in (
                (self._lanes[0].lane.contactor, _LANE_A),
                (self._lanes[1].lane.contactor, _LANE_B),
                (self._lanes[0].meter.contactor, _METER_A),
                (self._lanes[1].meter.contactor, _METER_B),
                (self._motor.contactor, _BELT),
                (self._fast_contact, _FAST),
            ):
                contact.energise(powered and outputs[place] != 0, now_s)
        self._agenda.pass_time(dt_s)

    def items(self) -> list[Item]:
        """The boxes, for whoever draws them."""
        now_s = self._agenda.now_s
        boxes = [(lane.number, box) for lane in self._lanes for box in lane.line.boxes]
        boxes += [(2, box) for box in self._line.boxes]
        return [
            Item(box.number, *place_of(where, box.lead_at(now_s), box.length_m), box.material)
            for where, box in boxes
        ]

    def _nosed(self, box: Box, now_s: float) -> None:
        """A box comes into the zone."""
        if any(other.tag != box.tag for other in self._zone):
            self._collide(box, now_s)
        self._zone.append(box)

    def _came(self, box: Box, now_s: float) -> None:
        """A box comes onto the merge belt."""
        lead_m = JOIN_M + 0.5 * box.length_m
        if self._line.boxes.room_at(lead_m, box.length_m, now_s):
            self._line.lay(box, lead_m, now_s)
        else:
            self._wedged.append(box)
            self._collide(box, now_s)

    def _cleared_zone(self, box: Box, now_s: float) -> None:
        if box in self._zone:
            self._zone.remove(box)

    def _collide(self, box: Box, now_s: float) -> None:
        self._collisions += 1
        self._held.add(box.tag)
        self._wreck.due_s = now_s

    def _seize(self, now_s: float) -> None:
        self._line.seize(self._motor.drive, now_s, True)
        for number in self._held:
            self._lanes[number].jam(True, now_s)

    def _change_pace(self, fast: bool, now_s: float) -> None:
        speed = self._parameters["merge_speed"]
        self._motor.change_speed(1.6 * speed if fast else speed, now_s)

    def _free(self, number: int, now_s: float) -> None:
        """Let a metering belt go, unless something holds it."""
        jammed = self._parameters[f"lane_{'ab'[number]}_jam"] >= 0.5
        self._lanes[number].jam(jammed or number in self._held, now_s)

    def _clear(self, now_s: float) -> None:
        """The operator takes the boxes off the merging zone and the merge belt."""
        for box in tuple(self._line.boxes):
            self._line.remove(box, now_s)
            self._cleared += 1
        self._cleared += len(self._wedged)
        self._wedged.clear()
        for lane in self._lanes:
            for box in tuple(lane.line.boxes):
                if box.lead_at(now_s) >= LANE_END_M - 1e-6:
                    lane.line.remove(box, now_s)
                    self._cleared += 1
        self._zone.clear()
        self._held.clear()
        self._line.seize(self._motor.drive, now_s, False)
        for number in (0, 1):
            self._free(number, now_s)


def _wait_s(eye: PhotoEye, now_s: float) -> float:
    return now_s - eye.rose_s if eye.blocked else 0.0
