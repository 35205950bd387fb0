"""The star-delta starter: three contactors, a thermal overload relay, fuses, a fan on a 7.5 kW motor.

    L1-L3 --fuses F1--+-- Q1 line --relay F2-- U1 V1 W1 (motor) U2 V2 W2 --+-- Q2 star: bridges them
                      +---------------------- Q3 delta -------------------+

    line + star     a third of torque and current                   parts/induction_motor.py (Kloss)
    line + delta    the rated ones
    star + delta    a short circuit, whatever the line contactor does: the line carries its prospective
                    current until the fuses melt, after I2t / I^2 (0.7 ms at 3 kA)
    contacts        close 25 ms, open 50 ms after their coil (a diode across it delays that)
    arc             a current that the star contactor breaks burns on for 15 ms; delta contacts that close
                    in that time find it, and it is a short circuit as well
    relay, winding  by I2t of the winding's current                 parts/thermal_relay.py
    wear, weld      by the current broken, the winding's            parts/power_contactor.py

The current transformer B1 stands behind the fuses, in front of Q1 and Q3: it measures the line's current, in delta
sqrt(3) times the relay's. It saturates at 1.2 times its range, so that of a short circuit of 0.7 ms its signal shows
some 4 A more for its lag of 20 ms. The relay stands between Q1 and U1 V1 W1, in series with the windings, in star as in delta; so it is set
to 0.58 times the rated current (Moeller, Wiring Manual 02/05, p. 8-37). Contactors carry that current too.

So coils that are exchanged in one scan blow the fuses, and a pause of 50 ms does not. The relay's contact
and the E-stop's safety circuit cut the supply of all coils, whatever the program commands; the relay is
reset by its own button. Torque and current follow the speed (RK4 at substeps of at most 10 ms);
contactors and the fuses' melting are exact moments. Valid for an isolated motor: the supply does not give way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from trainlab.core.seeds import Seed
from trainlab.core.spec import PlantDescription
from trainlab.plants.machines.star_delta_description import (
    CURRENT_RANGE_A,
    PARAMETERS,
    SPEED_RANGE_RPM,
    STAR_DELTA,
)
from trainlab.plants.parts.arithmetic import clamped
from trainlab.plants.parts.contactor import SETTLED
from trainlab.plants.parts.induction_motor import InductionMotor, Winding
from trainlab.plants.parts.panel import OperatorPanel
from trainlab.plants.parts.power_contactor import PowerContactor
from trainlab.plants.parts.thermal_relay import ThermalRelay, WindingHeat
from trainlab.plants.parts.transmitter import Transmitter

PULL_IN_S, DROP_OUT_S, ARC_S = 0.025, 0.05, 0.015
FUSE_I2T_A2S = 6000.0  # gG 35 A, the whole of melting
CONTACTOR_A = 12.0
SATURATION_A = 1.2 * CURRENT_RANGE_A  # of the current transformer
COPPER_W, IDLE_SHARE, BREAKDOWN = 350.0, 0.35, 3.2
WINDING_RISE_K, WINDING_S, AMBIENT_DEGC = 80.0, 1200.0, 25.0
MAX_STEP_S = 0.01
LONGEST_GAP_S = 10.0
_INSTANT_S = 1e-9

_RANGES = {parameter.name: (parameter.low, parameter.high) for parameter in PARAMETERS}

# places in the tag table
_FIRST_INPUT = 6
_LINE, _STAR, _DELTA = 4, 5, 6


class StarDelta:
    """The starter with its motor; state at the end of the last step."""

    __slots__ = (
        "_changeover_a",
        "_commanded",
        "_contactors",
        "_current_a",
        "_current_signal",
        "_delta",
        "_due_s",
        "_energy_j",
        "_fuse_due_s",
        "_fuses_blown",
        "_gap_s",
        "_heat",
        "_inputs",
        "_line",
        "_live",
        "_motor",
        "_panel",
        "_parameters",
        "_peak_a",
        "_power_w",
        "_pressed",
        "_relay",
        "_sample",
        "_shorts",
        "_speed_signal",
        "_star",
        "_star_open_s",
        "_substep_s",
        "_substeps",
        "_supplied",
        "_tick_s",
        "_winding",
        "_winding_a",
    )

    description: ClassVar[PlantDescription] = STAR_DELTA

    def __init__(self, parameters: Mapping[str, float], seed: Seed) -> None:
        p = {name: clamped(parameters[name], *_RANGES[name]) for name in _RANGES}
        self._parameters = p
        self._panel = OperatorPanel()
        self._supplied = True
        self._motor = InductionMotor(
            7500.0, 1455.0, 1500.0, 15.0, IDLE_SHARE, BREAKDOWN, COPPER_W, p["inertia"]
        )
        self._motor.load_nm = 0.01 * p["load_torque"] * self._motor.rated_nm
        self._motor.voltage = 0.01 * p["supply_voltage"]
        self._line, self._star, self._delta = self._contactors = (
            PowerContactor(PULL_IN_S, DROP_OUT_S, CONTACTOR_A),
            PowerContactor(PULL_IN_S, DROP_OUT_S, CONTACTOR_A),
            PowerContactor(PULL_IN_S, DROP_OUT_S, CONTACTOR_A),
        )
        self._star.weld(p["star_weld"] >= 0.5, 0.0)
        self._line.weld(p["line_weld"] >= 0.5, 0.0)
        self._relay = ThermalRelay(p["overload_setting"])
        self._heat = WindingHeat(
            self._motor.rated_winding_a, WINDING_RISE_K, WINDING_S, AMBIENT_DEGC
        )
        self._current_signal = Transmitter(
            0.0, CURRENT_RANGE_A, 0.02, p["current_noise"], seed.stream("current_raw"), 0.0
        )
        self._speed_signal = Transmitter(
            0.0, SPEED_RANGE_RPM, 0.02, p["speed_noise"], seed.stream("speed_raw"), 0.0
        )
        self._winding = Winding.OFF
        self._live = True  # the fuses are whole
        self._fuse_due_s = self._due_s = SETTLED
        self._tick_s = self._substep_s = 0.0
        self._substeps = range(0)
        self._current_a = self._winding_a = self._power_w = 0.0
        self._peak_a = self._changeover_a = self._energy_j = 0.0
        self._gap_s = LONGEST_GAP_S
        self._star_open_s = LONGEST_GAP_S  # since its contacts opened under current
        self._fuses_blown = self._shorts = self._sample = 0
        self._pressed: set[str] = set()
        self._commanded: tuple[float, ...] = ()
        self._inputs: list[float] = [*self._panel.contacts(), *(7 * [0.0])]

    def operate(self, control: str, value: float) -> None:
        """The operator's hand on one control; KeyError for one that the starter does not have."""
        if control in ("reset_overload", "replace_fuses"):
            if value < 0.5:
                self._pressed.discard(control)
            elif control not in self._pressed:
                self._pressed.add(control)
                if control == "reset_overload":
                    self._relay.reset()
                elif not self._live:
                    self._live = True
                    self._connect()
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
        if parameter == "load_torque":
            self._motor.load_nm = 0.01 * value * self._motor.rated_nm
        elif parameter == "supply_voltage":
            self._motor.voltage = 0.01 * value
            self._measure()
        elif parameter == "star_weld":
            self._moved(self._star, self._star.weld(value >= 0.5, self._winding_a))
        elif parameter == "line_weld":
            self._moved(self._line, self._line.weld(value >= 0.5, self._winding_a))
        elif parameter == "current_noise":
            self._current_signal.change_noise(value)
        elif parameter == "speed_noise":
            self._speed_signal.change_noise(value)
        else:
            raise KeyError(parameter)

    def sense(self, inputs: list[float]) -> None:
        """Write what every input tag reads now; asking again gives the same."""
        line, star, delta = self._contactors
        seen, sample = self._inputs, self._sample
        seen[_FIRST_INPUT:] = (
            line.mirror,
            star.mirror,
            delta.mirror,
            not self._relay.tripped,
            self._live,
            self._current_signal.code(sample),
            self._speed_signal.code(sample),
        )
        inputs[:] = seen

    def report(self, facts: list[float]) -> None:
        """Write every fact as it is now."""
        motor = self._motor
        line, star, delta = self._contactors
        facts[:] = (
            motor.speed_rpm,
            motor.torque_nm(self._winding, motor.speed_rad_s),
            self._current_a,
            self._winding_a,
            self._winding is Winding.STAR,
            self._winding is Winding.DELTA,
            line.closed,
            star.closed,
            delta.closed,
            self._peak_a,
            self._changeover_a,
            self._gap_s,
            self._shorts,
            self._fuses_blown,
            not self._live,
            self._relay.tripped,
            self._relay.heat,
            self._heat.temperature_degc,
            100.0 * (line.wear + star.wear + delta.wear),
            line.closings + star.closings + delta.closings,
            line.closings,
            self._panel.power_on,
            self._energy_j,
        )

    def step(self, outputs: Sequence[float], dt_s: float) -> None:
        """Let `dt_s` seconds pass with the output tags held at these raw values."""
        supplied = self._panel.power_on and not self._relay.tripped
        if outputs != self._commanded or supplied != self._supplied:
            self._commanded = tuple(outputs)
            self._energise(supplied)
        if dt_s != self._tick_s:
            self._split(dt_s)
        for _ in self._substeps:
            left_s = self._substep_s
            while (due_s := self._due_s) <= left_s:
                self._advance(due_s)
                left_s -= due_s
            if left_s > 0.0:
                self._advance(left_s)
        self._sample += 1

    def _split(self, dt_s: float) -> None:
        self._tick_s = dt_s
        substeps = int(dt_s / MAX_STEP_S - 1e-9) + 1
        self._substep_s = dt_s / substeps
        self._substeps = range(substeps)

    def _energise(self, supplied: bool) -> None:
        self._supplied = supplied
        outputs = self._commanded
        self._line.energise(supplied and outputs[_LINE] != 0)
        self._star.energise(supplied and outputs[_STAR] != 0)
        self._delta.energise(supplied and outputs[_DELTA] != 0)
        self._schedule()

    def _schedule(self) -> None:
        """When contacts or fuses next move."""
        line, star, delta = self._contactors
        self._due_s = min(line.due_s, star.due_s, delta.due_s, self._fuse_due_s)

    def _advance(self, dt_s: float) -> None:
        """Let `dt_s` seconds pass up to the next moment at which anything switches."""
        before_a, winding_a = min(self._current_a, SATURATION_A), self._winding_a
        if dt_s > 0.0:
            motor = self._motor
            before_w, before_rpm = self._power_w, motor.speed_rpm
            motor.run(self._winding, dt_s)
            self._measure()
            after_a = min(self._current_a, SATURATION_A)
            self._energy_j += 0.5 * (before_w + self._power_w) * dt_s
            self._heat.follow(winding_a, self._winding_a, dt_s)
            self._current_signal.follow(before_a, after_a, dt_s)
            self._speed_signal.follow(before_rpm, motor.speed_rpm, dt_s)
            self._star_open_s = min(self._star_open_s + dt_s, LONGEST_GAP_S)
            if self._relay.follow(winding_a, self._winding_a, dt_s):
                self._energise(False)
        if self._due_s < SETTLED:
            self._switch(dt_s)

    def _switch(self, dt_s: float) -> None:
        """Let fuses and contactors age by `dt_s`."""
        if self._fuse_due_s < SETTLED:
            self._fuse_due_s -= dt_s
            if self._fuse_due_s <= _INSTANT_S:
                self._live = False
                self._fuses_blown += 3
                self._connect()
        winding_a = self._winding_a
        for contactor in self._contactors:
            if contactor.due_s < SETTLED:
                self._moved(contactor, contactor.advance(dt_s, winding_a))
        self._schedule()

    def _moved(self, contactor: PowerContactor, moved: bool) -> None:
        """Connect the windings anew where contacts have moved."""
        if not moved:
            return
        if contactor is self._star and not contactor.closed and self._winding is Winding.STAR:
            self._star_open_s = 0.0
        self._connect()
        if contactor is self._delta and contactor.closed:
            self._gap_s = 0.0 if self._star.closed else self._star_open_s
            self._changeover_a = self._current_a

    def _connect(self) -> None:
        """What the contacts, as they stand, make of the windings."""
        line, star, delta = self._contactors
        arc = self._star_open_s < ARC_S
        shorted = self._live and delta.closed and (star.closed or arc)
        if not shorted:
            self._fuse_due_s = SETTLED
        elif self._fuse_due_s == SETTLED:
            current_a = self._parameters["short_circuit_current"]
            self._fuse_due_s = FUSE_I2T_A2S / (current_a * current_a)
            self._shorts += 1
        if not (self._live and line.closed) or shorted or star.closed == delta.closed:
            self._winding = Winding.OFF
        else:
            self._winding = Winding.STAR if star.closed else Winding.DELTA
        self._schedule()
        self._measure()

    def _measure(self) -> None:
        """Currents and power as they are at this speed."""
        motor = self._motor
        if self._fuse_due_s < SETTLED:
            # past the overload relay and the windings; its heat is in the wires and the fuses
            self._current_a = self._parameters["short_circuit_current"]
            self._winding_a = self._power_w = 0.0
        else:
            self._current_a, self._winding_a, self._power_w = motor.drawn(self._winding)
        if self._current_a > self._peak_a:
            self._peak_a = self._current_a
