"""Sorting by material and colour: metal into chute 1, white into chute 2, black over the end into chute 3.

    arrivals --> infeed belt 0..0.5 m --> sorting belt 0.5..2.3 m on a frequency converter --> chute 3
    0.45 m   photo-eye of the entry
    0.8 m    inspection: inductive, capacitive and contrast sensor           parts/inspection.py
    1.3 m    ejector 1, bistable 5/2 valve      1.8 m   ejector 2, monostable 5/2 valve

    v = drive_share v_ref while it runs, on linear ramps                     converter_belt.py
    belt_pulse: a toothed wheel on the drum, 20 mm a pulse
    stroke time and air from the pressure at the valves (ISO 6358-1)         parts/cylinder.py
    pressure: a receiver of 2 l behind the regulator, time constant 1 s      parts/air_supply.py

Parts are 60 mm round, come 90 mm apart at least, and pass the proximity switches at 4 to 5 mm (the seed
draws it). An ejector sweeps off what stands within 30 mm of its middle; a part that its plate touches beyond that is
crushed and jams, one that the belt brings against the plate collides and waits. Valves shift in 15 ms.

The E-stop opens the contactor, coasts the converter down and takes the power from all coils; the air stays on, as
usual where nobody reaches into the stroke. So the spring of the monostable valve lets ejector 2 retract, and the
bistable valve stays: ejector 1 stays out, or finishes its stroke, until the program retracts it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from trainlab.core.mimic import Item
from trainlab.core.seeds import Seed
from trainlab.core.spec import PlantDescription
from trainlab.plants.conveyor.belt_motor import BeltMotor
from trainlab.plants.conveyor.converter_belt import ConverterBelt
from trainlab.plants.conveyor.ejector import Ejector
from trainlab.plants.conveyor.infeed import Infeed
from trainlab.plants.conveyor.sort_material_chutes import Chutes
from trainlab.plants.conveyor.sort_material_description import PARAMETERS, SORT_MATERIAL
from trainlab.plants.conveyor.sort_material_mimic import (
    DIAMETER_M,
    EJECTORS_M,
    END_M,
    ENTRY_EYE_M,
    INFEED_M,
    ROLLS_S,
    part_at,
)
from trainlab.plants.conveyor.sort_material_sensors import Sensors
from trainlab.plants.conveyor.sort_material_tags import FULL_PRESSURE_BAR, FULL_SPEED_M_S
from trainlab.plants.parts.agenda import Agenda
from trainlab.plants.parts.air_supply import ATMOSPHERE_PA, AirSupply
from trainlab.plants.parts.arithmetic import clamped
from trainlab.plants.parts.arrivals import Arrivals
from trainlab.plants.parts.bistable_valve import BistableValve
from trainlab.plants.parts.box import JAMMED, Box
from trainlab.plants.parts.inspection import Workpiece
from trainlab.plants.parts.line import Line
from trainlab.plants.parts.line_events import Point
from trainlab.plants.parts.meter import Meter
from trainlab.plants.parts.panel import OperatorPanel
from trainlab.plants.parts.photo_eye import PhotoEye
from trainlab.plants.parts.push_buttons import PushButtons
from trainlab.plants.parts.pusher import TOUCH
from trainlab.plants.parts.side_lane import SideLane
from trainlab.plants.parts.timed_contact import TimedContact
from trainlab.plants.parts.transmitter import FULL_SCALE_CODE, Transmitter

VALVE_S = 0.015
INFEED_RAMP_S = 0.1
HEIGHT_M, GAP_M = 0.04, 0.09
MASS_KG = {"metal": 0.4, "white": 0.07, "black": 0.07}
NEAREST_M, FURTHEST_M = 0.004, 0.005
HALF_PULSES_PER_M = 100.0
RECEIVER_M3, REFILL_S = 0.002, 1.0
PA_PER_BAR = 1e5

_RANGES = {parameter.name: (parameter.low, parameter.high) for parameter in PARAMETERS}

# places in the tag table
_FIRST_INPUT = 6
_INFEED, _RUN, _EXTEND_1, _RETRACT_1, _EXTEND_2, _REFERENCE = 4, 5, 6, 7, 8, 9


class SortByMaterial:
    """The sorting station; state at the end of the last step."""

    __slots__ = (
        "_agenda",
        "_arrivals",
        "_both_s",
        "_buttons",
        "_chutes",
        "_cleared",
        "_commanded",
        "_ejectors",
        "_entry",
        "_infeed",
        "_inputs",
        "_line",
        "_motor",
        "_numbers",
        "_panel",
        "_parameters",
        "_power_on",
        "_pressure",
        "_sensors",
        "_side_lane",
        "_sizes",
        "_sorting",
        "_supply",
        "_valve_1",
        "_valve_2",
    )

    description: ClassVar[PlantDescription] = SORT_MATERIAL
    runs_on_events: ClassVar[bool] = True

    def __init__(self, parameters: Mapping[str, float], seed: Seed) -> None:
        p = {name: clamped(parameters[name], *_RANGES[name]) for name in _RANGES}
        self._parameters = p
        self._panel = OperatorPanel()
        self._power_on = True
        self._chutes = Chutes()
        self._entry, self._sensors = PhotoEye(ENTRY_EYE_M), Sensors(p)
        self._infeed = Infeed(DIAMETER_M, GAP_M)
        self._motor = BeltMotor(0.0, INFEED_M, p["infeed_speed"], INFEED_RAMP_S)
        self._sorting = ConverterBelt(
            INFEED_M, END_M, FULL_SPEED_M_S, p["ramp_time"], 0.01 * p["drive_share"]
        )
        self._supply = AirSupply(PA_PER_BAR * p["supply_pressure"], RECEIVER_M3, REFILL_S)
        self._ejectors = tuple(
            Ejector(place_m, self._supply, p["ejector_time"], self._swept) for place_m in EJECTORS_M
        )
        points: tuple[Point, ...] = (
            self._entry,
            self._sensors.place,
            *(ejector.pusher.blade for ejector in self._ejectors),
            *self._infeed.marks,
        )
        self._line = Line((self._motor.belt, self._sorting.belt), points, self._chutes)
        self._motor.stand_in(self._line)
        self._sorting.stand_in(self._line)
        self._infeed.stand_before(self._line)
        for ejector in self._ejectors:
            ejector.pusher.stand_beside(self._line)
        one, two = self._ejectors
        self._valve_1 = BistableValve(VALVE_S, one.drive, p["ejector1_begins_out"] >= 0.5)
        self._valve_2 = TimedContact(VALVE_S, VALVE_S, two.drive)
        noise = p["pressure_noise"]
        bar = p["supply_pressure"]
        self._pressure = Transmitter(
            0.0, FULL_PRESSURE_BAR, 0.0, noise, seed.stream("air_pressure"), bar
        )
        self._sizes = seed.stream("parts")
        self._arrivals = Arrivals(
            seed.stream("arrivals"), p["feed_interval"], 0.01 * p["feed_spread"], self._arrive
        )
        self._agenda = Agenda(
            [
                self._motor.contactor,
                self._valve_1,
                self._valve_2,
                one.pusher,
                two.pusher,
                one.cylinder,
                two.cylinder,
                self._line,
                self._arrivals,
                self._infeed,
            ]
        )
        self._both_s = Meter()
        self._numbers = self._cleared = 0
        self._side_lane = SideLane(ROLLS_S)
        self._buttons = PushButtons("feed_metal", "feed_white", "feed_black", "clear_jam")
        self._commanded: tuple[float, ...] = ()
        self._inputs: list[float] = [*self._panel.contacts(), *(10 * [0.0])]
        for n, ejector in enumerate(self._ejectors, 1):
            ejector.shift_reed(1e-3 * p[f"reed{n}_shift"])
            if p[f"ejector{n}_jam"] >= 0.5:
                ejector.pusher.stick(0.0, True)
        one.drive(self._valve_1.over, 0.0)

    def operate(self, control: str, value: float) -> None:
        """The operator's hand on one control; KeyError for one that the station does not have."""
        if control not in self._buttons:
            self._panel.operate(control, value)
            self._inputs[:_FIRST_INPUT] = self._panel.contacts()
        elif self._buttons.goes_down(control, value):
            if control == "clear_jam":
                self._clear(self._agenda.now_s)
            else:
                self._offer(control.removeprefix("feed_"), self._agenda.now_s)

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
            self._sorting.change_share(0.01 * value, now_s)
        elif parameter in ("feed_interval", "feed_spread"):
            self._arrivals.change(now_s, p["feed_interval"], 0.01 * p["feed_spread"])
        elif parameter == "supply_pressure":
            self._supply.change(now_s, PA_PER_BAR * value)
        elif parameter == "ejector_time":
            for ejector in self._ejectors:
                ejector.pusher.change_times(now_s, value, value)
        elif parameter in ("ejector1_jam", "ejector2_jam"):
            self._ejectors[parameter == "ejector2_jam"].pusher.stick(now_s, value >= 0.5)
        elif parameter in ("reed1_shift", "reed2_shift"):
            self._ejectors[parameter == "reed2_shift"].shift_reed(1e-3 * value)
        elif parameter in ("inductive_reach", "lens_dirt"):
            self._sensors.change(p)
        elif parameter == "pressure_noise":
            self._pressure.change_noise(value)
        elif parameter not in ("feed_share_metal", "feed_share_white"):
            raise KeyError(parameter)

    def sense(self, inputs: list[float]) -> None:
        """Write what every input tag reads now; asking again gives the same."""
        now_s = self._agenda.now_s
        gauge_pa = self._supply.pressure_pa(now_s) - ATMOSPHERE_PA
        self._pressure.value = gauge_pa / PA_PER_BAR  # it has no lag
        one, two = self._ejectors
        self._inputs[_FIRST_INPUT:] = (
            self._entry.blocked,
            *self._sensors.read(now_s),
            int(self._sorting.drive.travel_m(now_s) * HALF_PULSES_PER_M) & 1,
            *one.reeds(now_s),
            *two.reeds(now_s),
            self._pressure.code(round(now_s * 1e3)),
        )
        inputs[:] = self._inputs

    def report(self, facts: list[float]) -> None:
        """Write every fact as it is now."""
        now_s = self._agenda.now_s
        one, two = self._ejectors
        boxes = self._line.boxes
        jammed, box = 0, boxes.first
        while box is not None:
            jammed += box.hold is JAMMED
            box = box.behind
        facts[:] = (
            *self._chutes.counts,
            self._infeed.fed,
            self._cleared,
            len(boxes),
            len(self._infeed.waiting),
            self._chutes.collisions,
            self._chutes.crushed,
            jammed,
            one.cylinder.position(now_s),
            two.cylinder.position(now_s),
            one.pusher.strokes,
            two.pusher.strokes,
            self._both_s.total(now_s),
            self._motor.contactor.closed,
            self._sorting.belt.speed_m_s(now_s),
            self._motor.drive.travel_m(now_s),
            self._sorting.drive.travel_m(now_s),
            self._panel.power_on,
            (self._supply.pressure_pa(now_s) - ATMOSPHERE_PA) / PA_PER_BAR,
            1e3 * (one.cylinder.taken_m3(now_s) + two.cylinder.taken_m3(now_s)),
            self._motor.energy_j(now_s) + self._sorting.energy_j(now_s),
        )

    def step(self, outputs: Sequence[float], dt_s: float) -> None:
        """Let `dt_s` seconds pass with the output tags held at these raw values."""
        if outputs != self._commanded or self._panel.power_on != self._power_on:
            self._commanded = tuple(outputs)
            powered = self._power_on = self._panel.power_on
            now_s = self._agenda.now_s
            extend = powered and outputs[_EXTEND_1] != 0
            retract = powered and outputs[_RETRACT_1] != 0
            self._motor.contactor.energise(powered and outputs[_INFEED] != 0, now_s)
            self._valve_1.energise(extend, retract, now_s)
            self._valve_2.energise(powered and outputs[_EXTEND_2] != 0, now_s)
            self._both_s.run(1.0 if extend and retract else 0.0, now_s)
            share = outputs[_REFERENCE] / FULL_SCALE_CODE
            speed_m_s = FULL_SPEED_M_S * clamped(share, 0.0, 1.0)
            self._sorting.command(powered, outputs[_RUN] != 0, speed_m_s, now_s)
        self._agenda.pass_time(dt_s)

    def items(self) -> list[Item]:
        """The parts, for whoever draws them."""
        now_s = self._agenda.now_s
        first, second = (ejector.pusher for ejector in self._ejectors)
        on_belts = [
            part_at(box, box.lead_at(now_s), first.pushed(box, now_s) + second.pushed(box, now_s))
            for box in self._line.boxes
        ]
        in_chutes = [
            part_at(box, box.lead_m, 1.0 - TOUCH, rolls_s)
            for box, rolls_s in self._side_lane.rolling(now_s)
        ]
        return on_belts + in_chutes

    def _arrive(self, number: int, now_s: float) -> None:
        p = self._parameters
        share = 100.0 * self._sizes.uniform(2 * number) - p["feed_share_metal"]
        white = share < p["feed_share_white"]
        self._offer("metal" if share < 0.0 else "white" if white else "black", now_s)

    def _offer(self, material: str, now_s: float) -> None:
        further = self._sizes.uniform(2 * self._numbers + 1)
        gap_m = NEAREST_M + (FURTHEST_M - NEAREST_M) * further
        self._numbers += 1
        mass_kg = MASS_KG[material]
        part = Workpiece(self._numbers, DIAMETER_M, HEIGHT_M, mass_kg, material, gap_m)
        self._infeed.offer(part, now_s)

    def _swept(self, ejector: Ejector, box: Box, crushed: bool) -> None:
        if crushed:
            self._chutes.crushed += 1
        else:
            self._chutes.take(self._ejectors.index(ejector), box)
            self._side_lane.take(box, self._agenda.now_s)

    def _clear(self, now_s: float) -> None:
        for box in tuple(self._line.boxes):
            if box.belt is self._sorting.belt:
                for ejector in self._ejectors:
                    ejector.pusher.forget(box)
                self._line.remove(box, now_s)
                self._cleared += 1
