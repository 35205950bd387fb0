"""The conveyor from A to B: one belt, one motor, a photo-eye at either end.

    operator lays a box at A --> eye A (0.3 m) --> 3 m of belt --> eye B (2.7 m) --> end: it falls

    contactor   closes 50 ms, opens 20 ms after its coil, at the exact moment
    belt        a linear run-up to its speed and a linear coast-down                parts/drive.py
    boxes       exact edges, no overlap                                             parts/line.py
    jam         the belt stands at once; the overload relay trips on the stalled motor  parts/overload.py
    trip        the relay's contact 95-96 cuts the contactor's coil, and the motor with it
    power       60 W while the motor is on, the belt's friction / 0.7, and 500 W more at a stall

The E-stop opens the safety circuit: the contactor drops out, whatever the program commands. A jam
stays until its cause is gone and the operator has cleared it. The overload relay is reset with the
panel's Reset, once it has cooled; a program that still commands the motor has it running then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from trainlab.core.mimic import Item
from trainlab.core.seeds import Seed
from trainlab.core.spec import PlantDescription
from trainlab.plants.conveyor.a_to_b_description import (
    BELT_X,
    BELT_Y,
    CONVEYOR_AB,
    EYE_A_M,
    EYE_B_M,
    LENGTH_M,
    PARAMETERS,
    SCALE,
)
from trainlab.plants.conveyor.infeed import Infeed
from trainlab.plants.parts.agenda import Agenda
from trainlab.plants.parts.arithmetic import clamped
from trainlab.plants.parts.belt import Belt
from trainlab.plants.parts.box import Box
from trainlab.plants.parts.drive import Drive
from trainlab.plants.parts.line import Line
from trainlab.plants.parts.line_events import LineEvents, Point
from trainlab.plants.parts.meter import Meter
from trainlab.plants.parts.overload import Overload
from trainlab.plants.parts.panel import OperatorPanel
from trainlab.plants.parts.photo_eye import PhotoEye
from trainlab.plants.parts.push_buttons import PushButtons
from trainlab.plants.parts.timed_contact import TimedContact

PULL_IN_S, DROP_OUT_S = 0.05, 0.02
COOLING_S = 20.0
IDLE_W, STALL_W, EFFICIENCY = 60.0, 500.0, 0.7
HARD_IMPACT_M_S = 0.2
BOX_HEIGHT_M = 0.3
LONGEST_BOX_M = 0.8

_RANGES = {parameter.name: (parameter.low, parameter.high) for parameter in PARAMETERS}

# places in the tag table
_EYE_A, _EYE_B, _MOTOR = 6, 7, 4


class _Ends(LineEvents):
    """What becomes of boxes."""

    def __init__(self) -> None:
        self.fallen = 0
        self.collisions = 0

    def left(self, box: Box, now_s: float) -> None:
        self.fallen += 1

    def met(self, box: Box, ahead: Box, speed_m_s: float, now_s: float) -> None:
        self.collisions += speed_m_s > HARD_IMPACT_M_S


class ConveyorAToB:
    """The conveyor; state at the end of the last step."""

    __slots__ = (
        "_agenda",
        "_belt",
        "_buttons",
        "_commanded",
        "_contactor",
        "_drive",
        "_ends",
        "_eye_a",
        "_eye_b",
        "_infeed",
        "_inputs",
        "_line",
        "_live_clearings",
        "_motor_s",
        "_numbers",
        "_overload",
        "_panel",
        "_parameters",
        "_stall_s",
        "_supplied",
        "_taken",
    )

    description: ClassVar[PlantDescription] = CONVEYOR_AB
    runs_on_events: ClassVar[bool] = True

    def __init__(self, parameters: Mapping[str, float], seed: Seed) -> None:
        p = {name: clamped(parameters[name], *_RANGES[name]) for name in _RANGES}
        self._parameters = p
        self._panel = OperatorPanel()
        self._supplied = True  # the contactor's coil, if it is commanded
        self._eye_a, self._eye_b = PhotoEye(EYE_A_M), PhotoEye(EYE_B_M)
        self._drive = Drive(p["belt_speed"] / p["start_time"], p["belt_speed"] / p["stop_time"])
        self._belt = Belt(self._drive, 0.0, LENGTH_M, slip=0.01 * p["belt_slip"])
        self._infeed = Infeed(LONGEST_BOX_M)
        self._ends = _Ends()
        points: tuple[Point, ...] = (self._eye_a, self._eye_b, *self._infeed.marks)
        self._line = Line([self._belt], points, self._ends)
        self._infeed.stand_before(self._line)
        self._contactor = TimedContact(PULL_IN_S, DROP_OUT_S, self._switched)
        self._overload = Overload(p["overload_trip_time"], COOLING_S, self._tripped)
        self._agenda = Agenda([self._contactor, self._overload, self._line, self._infeed])
        self._motor_s, self._stall_s = Meter(), Meter()
        self._numbers = self._taken = self._live_clearings = 0
        self._buttons = PushButtons("feed_box", "take_box", "clear_jam")
        self._commanded: tuple[float, ...] = ()
        self._inputs: list[float] = [*self._panel.contacts(), False, False]
        if p["belt_jam"] >= 0.5:
            self._line.seize(self._drive, 0.0, True)

    def operate(self, control: str, value: float) -> None:
        """The operator's hand on one control; KeyError for one that the conveyor does not have."""
        now_s = self._agenda.now_s
        if control in self._buttons:
            if self._buttons.goes_down(control, value):
                self._work_by_hand(control, now_s)
            return
        self._panel.operate(control, value)
        if control == "reset" and value >= 0.5 and self._overload.tripped:
            self._overload.reset(now_s)
        self._inputs[:_EYE_A] = self._panel.contacts()

    def change(self, parameter: str, value: float) -> None:
        """Give a parameter a new value, kept within its range; KeyError for one that is fixed."""
        value = clamped(value, *_RANGES[parameter])
        if value == self._parameters[parameter]:
            return
        self._parameters[parameter] = value
        now_s = self._agenda.now_s
        if parameter == "belt_speed":
            self._drive.acceleration_m_s2 = value / self._parameters["start_time"]
            self._drive.deceleration_m_s2 = value / self._parameters["stop_time"]
            self._run(now_s)
        elif parameter == "belt_slip":
            self._line.change_slip(self._belt, now_s, 0.01 * value)
        elif parameter == "belt_jam":
            if value >= 0.5:
                self._line.seize(self._drive, now_s, True)
                self._run(now_s)
        elif parameter not in ("box_length", "box_mass"):
            raise KeyError(parameter)

    def sense(self, inputs: list[float]) -> None:
        """Write what every input tag reads now; asking again gives the same."""
        seen = self._inputs
        seen[_EYE_A] = self._eye_a.blocked
        seen[_EYE_B] = self._eye_b.blocked
        inputs[:] = seen

    def report(self, facts: list[float]) -> None:
        """Write every fact as it is now."""
        now_s = self._agenda.now_s
        first = self._line.boxes.first
        stall_s = self._stall_s.total(now_s)
        work_j = self._belt.work_j(now_s)
        facts[:] = (
            0.0 if first is None else first.lead_at(now_s),
            self._eye_a.blocked,
            self._eye_b.blocked,
            self._belt.speed_m_s(now_s),
            self._drive.travel_m(now_s),
            self._contactor.closed,
            self._panel.power_on,
            self._drive.seized,
            self._overload.tripped,
            self._infeed.fed,
            self._taken,
            self._ends.fallen,
            self._ends.collisions,
            self._live_clearings,
            self._contactor.closings,
            stall_s,
            IDLE_W * self._motor_s.total(now_s) + work_j / EFFICIENCY + STALL_W * stall_s,
        )

    def step(self, outputs: Sequence[float], dt_s: float) -> None:
        """Let `dt_s` seconds pass with the output tags held at these raw values."""
        supplied = self._panel.power_on and not self._overload.tripped
        if outputs != self._commanded or supplied != self._supplied:
            self._commanded = tuple(outputs)
            self._supplied = supplied
            self._contactor.energise(supplied and outputs[_MOTOR] != 0, self._agenda.now_s)
        self._agenda.pass_time(dt_s)

    def items(self) -> list[Item]:
        """The boxes, for whoever draws them."""
        now_s = self._agenda.now_s
        return [
            Item(
                box.number,
                BELT_X + (box.lead_at(now_s) - box.length_m) * SCALE,
                BELT_Y - box.height_m * SCALE,
                box.length_m * SCALE,
                box.height_m * SCALE,
                "box",
            )
            for box in self._line.boxes
        ]

    def _work_by_hand(self, control: str, now_s: float) -> None:
        if control == "feed_box":
            self._numbers += 1
            p = self._parameters
            box = Box(self._numbers, p["box_length"], BOX_HEIGHT_M, p["box_mass"])
            self._infeed.offer(box, now_s)
        elif control == "take_box":
            for box in self._line.boxes:
                lead_m = box.lead_at(now_s)
                if lead_m - box.length_m < EYE_B_M <= lead_m:
                    self._line.remove(box, now_s)
                    self._taken += 1
                    break
        elif self._drive.seized and self._parameters["belt_jam"] < 0.5:
            self._live_clearings += self._contactor.closed
            self._line.seize(self._drive, now_s, False)
            self._run(now_s)

    def _switched(self, closed: bool, now_s: float) -> None:
        self._run(now_s)

    def _tripped(self, now_s: float) -> None:
        self._supplied = False
        self._contactor.energise(False, now_s)

    def _run(self, now_s: float) -> None:
        """Drive, overload relay and meters follow contactor and jam."""
        running = self._contactor.closed
        stalled = running and self._drive.seized
        self._line.command(self._drive, now_s, self._parameters["belt_speed"] if running else 0.0)
        self._overload.watch(stalled, now_s)
        self._motor_s.run(1.0 if running else 0.0, now_s)
        self._stall_s.run(1.0 if stalled else 0.0, now_s)
