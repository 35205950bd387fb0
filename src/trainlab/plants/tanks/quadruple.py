"""The quadruple tank: two pumps, each of which feeds a lower tank and the upper one across.

    pump 1 --gamma1--> tank 1 (lower left)      pump 2 --gamma2--> tank 2 (lower right)
           \\---------> tank 4 (upper right)            \\--------> tank 3 (upper left)
    tank 3 drains into tank 1, tank 4 into tank 2, both of these into the reservoir

    A1 dh1/dt = -a1 r1 + a3 r3 + gamma1 q1         A3 dh3/dt = -a3 r3 + (1 - gamma2) q2
    A2 dh2/dt = -a2 r2 + a4 r4 + gamma2 q2         A4 dh4/dt = -a4 r4 + (1 - gamma1) q1
    r = sqrt(2 g h), q = k v                                                parts/tank_pair.py

K. H. Johansson, "The quadruple-tank process: a multivariable laboratory process with an adjustable
zero", IEEE Trans. Control Systems Technology 8 (2000) 456-465: the equations, the areas, and two
settings of the valves. With gamma1 + gamma2 > 1 the plant is of minimum phase, below it is not: a
pump then moves the level across more than the one below it, and that the wrong way first. The
defaults are his minimum phase setting, k at 10 V. The level signals have 0.5 V/cm there, 20 cm and
10 V at full scale, so that gains as shares of full scale are his V/V.

The pumps have contactors that follow their coils after a fixed delay; their flow follows the
voltage at once. Power of a pump by the affinity law, P = P_rated (v / 10 V)^3. The E-stop opens the
safety circuit: both contactors drop out. Valid for water, no splashing, no hoses to run empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from trainlab.core.seeds import Seed
from trainlab.core.spec import PlantDescription
from trainlab.plants.parts.arithmetic import clamped
from trainlab.plants.parts.contactor import Contactor
from trainlab.plants.parts.float_switch import FloatSwitch
from trainlab.plants.parts.tank_pair import TankPair
from trainlab.plants.parts.transmitter import Transmitter, voltage_code
from trainlab.plants.rig import Rig, share
from trainlab.plants.tanks.quadruple_description import LEVEL_RANGE_M, QUADRUPLE_TANK

MAX_STEP_S = 0.05  # the fastest time constant of the published settings is 23 s
CONTACTOR_PULL_IN_S = 0.05
CONTACTOR_DROP_OUT_S = 0.02
FLOAT_DIFFERENTIAL_M = 0.005

# places in the tag table
_RUNNING_1, _RUNNING_2, _OVERFILL_1, _OVERFILL_2 = 6, 7, 8, 9
_LEVEL_1, _LEVEL_2, _SETPOINT_1, _SETPOINT_2 = 10, 11, 12, 13
_PUMP_1, _PUMP_2, _VOLTAGE_1, _VOLTAGE_2 = 4, 5, 6, 7


class QuadrupleTank(Rig):
    """The four tanks."""

    __slots__ = (
        "_energy_j",
        "_floats",
        "_flow_1",
        "_flow_2",
        "_left",
        "_level_1",
        "_level_2",
        "_power_w",
        "_pump_1",
        "_pump_2",
        "_right",
        "_setpoint_1_m",
        "_setpoint_2_m",
    )

    description: ClassVar[PlantDescription] = QUADRUPLE_TANK

    def __init__(self, parameters: Mapping[str, float], seed: Seed) -> None:
        super().__init__(parameters, MAX_STEP_S)
        p = self._values
        height = p["tank_height"]
        self._left = TankPair(
            p["tank_3_area"], p["tank_1_area"], height, p["initial_level_3"], p["initial_level_1"]
        )
        self._right = TankPair(
            p["tank_4_area"], p["tank_2_area"], height, p["initial_level_4"], p["initial_level_2"]
        )
        self._pump_1 = Contactor(CONTACTOR_PULL_IN_S, CONTACTOR_DROP_OUT_S)
        self._pump_2 = Contactor(CONTACTOR_PULL_IN_S, CONTACTOR_DROP_OUT_S)
        self._contacts = (self._pump_1, self._pump_2)
        self._flow_1 = self._flow_2 = 0.0
        self._power_w = 0.0
        self._energy_j = 0.0
        self._setpoint_1_m = self._setpoint_2_m = 0.0
        lag, noise = p["transmitter_lag"], p["transmitter_noise"]
        self._level_1, self._level_2 = (
            Transmitter(0.0, LEVEL_RANGE_M, lag, noise, seed.stream(name), level)
            for name, level in (
                ("level_1_raw", self._left.lower_m),
                ("level_2_raw", self._right.lower_m),
            )
        )
        self._transmitters = ((_LEVEL_1, self._level_1), (_LEVEL_2, self._level_2))
        self._floats = tuple(
            FloatSwitch(p["overfill_level"], FLOAT_DIFFERENTIAL_M, pair.lower_m)
            for pair in (self._left, self._right)
        )
        self._dials = {"setpoint_1": self._turn_1, "setpoint_2": self._turn_2}
        self._changes = {
            "outlet_1": self._left.change_lower_hole,
            "outlet_2": self._right.change_lower_hole,
            "outlet_3": self._left.change_upper_hole,
            "outlet_4": self._right.change_upper_hole,
            "transmitter_noise": self._change_noise,
        } | dict.fromkeys(("gamma_1", "gamma_2", "pump_1_flow", "pump_2_flow"), self._repump)
        self._follow(self._changes)
        self._look()

    def report(self, facts: list[float]) -> None:
        """Write every fact as it is now."""
        left, right = self._left, self._right
        facts[:] = (
            left.lower_m,
            right.lower_m,
            left.upper_m,
            right.upper_m,
            self._setpoint_1_m,
            self._setpoint_2_m,
            self._flow_1,
            self._flow_2,
            left.inlet_m3 + right.inlet_m3,
            left.outlet_m3 + right.outlet_m3,
            left.overflow_m3 + right.overflow_m3,
            self._pump_1.closed,
            self._pump_2.closed,
            self._panel.power_on,
            self._energy_j,
        )

    def _command(self, outputs: Sequence[float], powered: bool) -> None:
        self._pump_1.energise(powered and outputs[_PUMP_1] != 0)
        self._pump_2.energise(powered and outputs[_PUMP_2] != 0)

    def _regulate(self, outputs: Sequence[float]) -> None:
        p = self._values
        v1 = share(outputs[_VOLTAGE_1]) if self._pump_1.closed else 0.0
        v2 = share(outputs[_VOLTAGE_2]) if self._pump_2.closed else 0.0
        self._flow_1 = v1 * p["pump_1_flow"]
        self._flow_2 = v2 * p["pump_2_flow"]
        self._power_w = p["pump_power"] * (v1 * v1 * v1 + v2 * v2 * v2)

    def _switched(self) -> None:
        if self._commanded:
            self._regulate(self._commanded)
        self._inputs[_RUNNING_1] = self._pump_1.closed
        self._inputs[_RUNNING_2] = self._pump_2.closed

    def _advance(self, dt_s: float) -> None:
        p = self._values
        flow_1, flow_2 = self._flow_1, self._flow_2
        direct_1, direct_2 = p["gamma_1"] * flow_1, p["gamma_2"] * flow_2
        left, right = self._left, self._right
        before_1, before_2 = left.lower_m, right.lower_m
        left.fill(flow_2 - direct_2, direct_1, dt_s)
        right.fill(flow_1 - direct_1, direct_2, dt_s)
        self._level_1.follow(before_1, left.lower_m, dt_s)
        self._level_2.follow(before_2, right.lower_m, dt_s)
        self._energy_j += self._power_w * dt_s

    def _look(self) -> None:
        float_1, float_2 = self._floats
        self._inputs[_OVERFILL_1] = not float_1.follow(self._left.lower_m)
        self._inputs[_OVERFILL_2] = not float_2.follow(self._right.lower_m)

    def _turn_1(self, value: float) -> None:
        self._setpoint_1_m = clamped(value, 0.0, LEVEL_RANGE_M)
        self._inputs[_SETPOINT_1] = voltage_code(self._setpoint_1_m / LEVEL_RANGE_M)

    def _turn_2(self, value: float) -> None:
        self._setpoint_2_m = clamped(value, 0.0, LEVEL_RANGE_M)
        self._inputs[_SETPOINT_2] = voltage_code(self._setpoint_2_m / LEVEL_RANGE_M)

    def _repump(self, _: float) -> None:
        self._switched()

    def _change_noise(self, rms: float) -> None:
        self._level_1.change_noise(rms)
        self._level_2.change_noise(rms)
