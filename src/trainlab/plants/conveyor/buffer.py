"""The buffer with an encoder: boxes are followed by distance to a blade stop that has no eye of its own.

    arrivals --> infeed belt 0..1 m --> buffer belt 1..4.5 m on a frequency converter --> downstream
    1.2 m    photo-eye (also on a fast counter)      3.2 m   blade stop       3.7 m   photo-eye

    v = drive_share v_ref while it runs, on linear ramps                            parts/drive.py
    encoder = floor(s ppr / (pi D)), on the drum: it does not see the belt's slip   parts/encoder.py
    x_box = (1 - slip) s, slip = belt_slip + belt_wear s                            parts/belt.py, belt_wear.py
    speed signal 4-20 mA with noise, one sample a millisecond of plant time         parts/transmitter.py

The blade needs 60 ms either way; a box that it comes up under is pinned and stands until it goes down. A
box that runs into it, or into another, at more than 0.25 m/s is counted as hard. The E-stop drops the
contactor and the blade; the converter coasts down at 1 m/s2, and so it does when it trips.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from trainlab.core.mimic import Item
from trainlab.core.seeds import Seed
from trainlab.core.spec import PlantDescription
from trainlab.plants.conveyor.belt_motor import BeltMotor
from trainlab.plants.conveyor.buffer_description import (
    BELT_Y,
    BLADE_M,
    BUFFER,
    DRUM_M,
    END_M,
    EYE_IN_M,
    EYE_OUT_M,
    FULL_SPEED_M_S,
    INFEED_M,
    LEFT,
    PARAMETERS,
    PULSES,
    SCALE,
)
from trainlab.plants.conveyor.converter_belt import ConverterBelt
from trainlab.plants.conveyor.infeed import Infeed
from trainlab.plants.parts.agenda import Agenda
from trainlab.plants.parts.arithmetic import clamped
from trainlab.plants.parts.arrivals import Arrivals
from trainlab.plants.parts.belt_wear import BeltWear
from trainlab.plants.parts.box import Box
from trainlab.plants.parts.encoder import Encoder
from trainlab.plants.parts.line import Line
from trainlab.plants.parts.line_events import LineEvents, Point
from trainlab.plants.parts.panel import OperatorPanel
from trainlab.plants.parts.photo_eye import Mark, PhotoEye, Stopper
from trainlab.plants.parts.push_buttons import PushButtons
from trainlab.plants.parts.timed_contact import TimedContact
from trainlab.plants.parts.transmitter import FULL_SCALE_CODE, Transmitter

BLADE_S = 0.06
INFEED_RAMP_S = 0.2
HARD_IMPACT_M_S = 0.25
BOX_HEIGHT_M, BOX_MASS_KG = 0.25, 4.0
NONE_M = 9.0
LONGEST_BOX_M = 0.55

_RANGES = {parameter.name: (parameter.low, parameter.high) for parameter in PARAMETERS}

# places in the tag table
_FIRST_INPUT = 6
_INFEED, _RUN, _BLADE, _REFERENCE = 4, 5, 6, 7


class _Told(LineEvents):
    """What happens to boxes."""

    def __init__(self) -> None:
        self.out = self.past = self.pins = self.hits = self.collisions = 0
        self.taking = False

    def left(self, box: Box, now_s: float) -> None:
        self.out += 1

    def passed(self, box: Box, now_s: float) -> None:
        """The rear of a box has passed the blade, or somebody took the box from over it."""
        self.past += not self.taking

    def met(self, box: Box, ahead: Box, speed_m_s: float, now_s: float) -> None:
        self.collisions += speed_m_s > HARD_IMPACT_M_S

    def stopped(self, box: Box, stopper: Point, speed_m_s: float, now_s: float) -> None:
        self.hits += speed_m_s > HARD_IMPACT_M_S

    def pinned(self, box: Box, stopper: Point, now_s: float) -> None:
        self.pins += 1


class BufferWithEncoder:
    """The buffer; state at the end of the last step."""

    __slots__ = (
        "_agenda",
        "_arrivals",
        "_asked",
        "_belt",
        "_blade",
        "_blade_valve",
        "_buttons",
        "_cleared",
        "_commanded",
        "_encoder",
        "_eye_in",
        "_eye_out",
        "_infeed",
        "_inputs",
        "_line",
        "_motor",
        "_numbers",
        "_panel",
        "_parameters",
        "_power_on",
        "_reference",
        "_running",
        "_sizes",
        "_speed_signal",
        "_told",
        "_wear",
    )

    description: ClassVar[PlantDescription] = BUFFER
    runs_on_events: ClassVar[bool] = True

    def __init__(self, parameters: Mapping[str, float], seed: Seed) -> None:
        p = {name: clamped(parameters[name], *_RANGES[name]) for name in _RANGES}
        self._parameters = p
        self._panel = OperatorPanel()
        self._power_on = True
        self._told = _Told()
        self._eye_in, self._eye_out = PhotoEye(EYE_IN_M), PhotoEye(EYE_OUT_M)
        self._blade = Stopper(BLADE_M)
        self._infeed = Infeed(LONGEST_BOX_M)
        self._motor = BeltMotor(0.0, INFEED_M, p["infeed_speed"], INFEED_RAMP_S)
        self._belt = ConverterBelt(
            INFEED_M,
            END_M,
            FULL_SPEED_M_S,
            p["ramp_time"],
            0.01 * p["drive_share"],
            0.01 * p["belt_slip"],
        )
        behind_blade = Mark(BLADE_M + 1e-6, left=self._told.passed)
        points: tuple[Point, ...] = (
            self._eye_in,
            self._blade,
            behind_blade,
            self._eye_out,
            *self._infeed.marks,
        )
        self._line = Line((self._motor.belt, self._belt.belt), points, self._told)
        self._motor.stand_in(self._line)
        self._belt.stand_in(self._line)
        self._infeed.stand_before(self._line)
        slip, wear = 0.01 * p["belt_slip"], 0.01 * p["belt_wear"]
        self._wear = BeltWear(self._line, self._belt.belt, slip, wear)
        self._encoder = Encoder(self._belt.drive, PULSES, DRUM_M)
        self._encoder.change_missed(0.0, 0.01 * p["missed_pulses"])
        self._speed_signal = Transmitter(
            0.0, FULL_SPEED_M_S, 0.0, p["speed_noise"], seed.stream("speed_raw"), 0.0
        )
        self._blade_valve = TimedContact(BLADE_S, BLADE_S, self._move_blade)
        self._sizes = seed.stream("boxes")
        self._arrivals = Arrivals(
            seed.stream("arrivals"), p["feed_interval"], 0.01 * p["feed_spread"], self._arrive
        )
        self._agenda = Agenda(
            (
                self._motor.contactor,
                self._blade_valve,
                self._line,
                self._arrivals,
                self._infeed,
                self._wear,
            )
        )
        self._numbers = self._cleared = 0
        self._asked = False
        self._running = False
        self._reference = 0.0
        self._buttons = PushButtons("feed_box", "clear_jam")
        self._commanded: tuple[float, ...] = ()
        self._inputs: list[float] = [*self._panel.contacts(), *(7 * [0.0])]

    def operate(self, control: str, value: float) -> None:
        """The operator's hand on one control; KeyError for one that the buffer does not have."""
        now_s = self._agenda.now_s
        if control == "ask":
            self._asked = value >= 0.5
        elif control in self._buttons:
            if self._buttons.goes_down(control, value):
                if control == "feed_box":
                    self._arrive(0, now_s)
                else:
                    self._clear(now_s)
        else:
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
            self._motor.change_speed(value, now_s)
        elif parameter == "drive_share":
            self._belt.change_share(0.01 * value, now_s)
        elif parameter == "converter_fault":
            self._drive_on(now_s)
        elif parameter == "belt_slip":
            self._wear.set_slip(now_s, 0.01 * value)
        elif parameter == "belt_wear":
            self._wear.change(now_s, 0.01 * value)
        elif parameter == "missed_pulses":
            self._encoder.change_missed(now_s, 0.01 * value)
        elif parameter == "speed_noise":
            self._speed_signal.change_noise(value)
        elif parameter in ("feed_interval", "feed_spread"):
            self._arrivals.change(now_s, p["feed_interval"], 0.01 * p["feed_spread"])
        elif parameter != "box_length":
            raise KeyError(parameter)

    def sense(self, inputs: list[float]) -> None:
        """Write what every input tag reads now; asking again gives the same."""
        now_s = self._agenda.now_s
        speed = self._belt.drive.speed_m_s(now_s)
        self._speed_signal.follow(speed, speed, 1.0)  # it has no lag
        self._inputs[_FIRST_INPUT:] = (
            self._eye_in.blocked,
            self._eye_out.blocked,
            self._asked,
            self._parameters["converter_fault"] < 0.5,
            self._speed_signal.code(round(now_s * 1e3)),
            self._encoder.count(now_s),
            self._eye_in.rises,
        )
        inputs[:] = self._inputs

    def report(self, facts: list[float]) -> None:
        """Write every fact as it is now."""
        now_s = self._agenda.now_s
        told = self._told
        on_line = 0
        next_m = NONE_M
        for box in self._line.boxes:
            on_line += 1
            if next_m == NONE_M:
                away_m = BLADE_M - box.lead_at(now_s)
                next_m = away_m if away_m >= 0.0 else NONE_M
        facts[:] = (
            told.past,
            told.out,
            self._infeed.fed,
            self._cleared,
            on_line,
            len(self._infeed.waiting),
            next_m,
            told.pins,
            told.hits,
            told.collisions,
            self._blade.closed,
            self._motor.contactor.closed,
            self._belt.belt.speed_m_s(now_s),
            self._motor.drive.travel_m(now_s),
            self._belt.drive.travel_m(now_s),
            self._panel.power_on,
            self._blade_valve.closings,
            self._motor.energy_j(now_s) + self._belt.energy_j(now_s),
            100.0 * self._wear.slip,
        )

    def step(self, outputs: Sequence[float], dt_s: float) -> None:
        """Let `dt_s` seconds pass with the output tags held at these raw values."""
        if outputs != self._commanded or self._panel.power_on != self._power_on:
            self._commanded = tuple(outputs)
            powered = self._power_on = self._panel.power_on
            now_s = self._agenda.now_s
            self._motor.contactor.energise(powered and outputs[_INFEED] != 0, now_s)
            self._blade_valve.energise(powered and outputs[_BLADE] != 0, now_s)
            self._running = outputs[_RUN] != 0
            self._reference = clamped(outputs[_REFERENCE] / FULL_SCALE_CODE, 0.0, 1.0)
            self._drive_on(now_s)
        self._agenda.pass_time(dt_s)

    def items(self) -> list[Item]:
        """The boxes, for whoever draws them."""
        now_s = self._agenda.now_s
        return [
            Item(
                box.number,
                LEFT + (box.lead_at(now_s) - box.length_m) * SCALE,
                BELT_Y - box.height_m * SCALE,
                box.length_m * SCALE,
                box.height_m * SCALE,
                "box",
            )
            for box in self._line.boxes
        ]

    def _drive_on(self, now_s: float) -> None:
        powered = self._power_on and self._parameters["converter_fault"] < 0.5
        self._belt.command(powered, self._running, FULL_SPEED_M_S * self._reference, now_s)

    def _move_blade(self, up: bool, now_s: float) -> None:
        (self._line.close if up else self._line.open)(self._blade, now_s)

    def _arrive(self, number: int, now_s: float) -> None:
        longer = 0.9 + 0.2 * self._sizes.uniform(self._numbers)
        self._numbers += 1
        length_m = self._parameters["box_length"] * longer
        self._infeed.offer(Box(self._numbers, length_m, BOX_HEIGHT_M, BOX_MASS_KG), now_s)

    def _clear(self, now_s: float) -> None:
        self._told.taking = True
        for box in tuple(self._line.boxes):
            if box.belt is self._belt.belt:
                self._line.remove(box, now_s)
                self._cleared += 1
        self._told.taking = False
