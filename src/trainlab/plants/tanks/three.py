"""Three coupled tanks after the DTS200: pumps into tanks 1 and 2, water runs 1 - 3 - 2 - sump.

    pump 1 --> tank 1 --V13--> tank 3 --V32--> tank 2 --V20--> sump      pump 2 --> tank 2
                 drain, leak 1    leak 3            leak 2

    q13 = az13 Sn sgn(h1 - h3) sqrt(2 g |h1 - h3|), q32 and q20 likewise        parts/tank_chain.py
    q1 = u1 q1max while its contactor is closed, q2 likewise

Amira GmbH, DTS200 three-tank system; the benchmark of fault diagnosis in, for one, Join, Sira-Ramirez
and Fliess, "Control of an uncertain three-tank system via on-line parameter identification and fault
detection", IFAC 2005. A = 0.0154 m2, Sn = 5e-5 m2, h = 0.62 m, qmax = 1e-4 m3/s; the outflow
coefficients az differ from rig to rig (0.46 .. 0.6), here 0.5, 0.6 and 0.5. In the steady state
h2 = ((q1 + q2) / (az20 Sn))^2 / 2g, h3 = h2 + (q1 / (az32 Sn))^2 / 2g, h1 = h3 + (q1 / (az13 Sn))^2 / 2g.

Contactors follow their coils, the ball valves travel, after a fixed delay, at its exact moment. A
motor breaker that has tripped takes its contactor's supply. The safety circuit takes contactors
and valves; a valve without supply is shut. Power of a pump: P = P_rated u^3 (affinity). Valid for
water; the pumps of the rig are membrane pumps, so that the flow does not depend on the level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from trainlab.core.seeds import Seed
from trainlab.core.spec import PlantDescription
from trainlab.plants.parts.arithmetic import clamped
from trainlab.plants.parts.contactor import Contactor
from trainlab.plants.parts.float_switch import FloatSwitch
from trainlab.plants.parts.tank_chain import TankChain, through
from trainlab.plants.parts.transmitter import Transmitter, voltage_code
from trainlab.plants.rig import Rig, share
from trainlab.plants.tanks.three_description import LEVEL_RANGE_M, THREE_TANKS

MAX_STEP_S = 0.05
CONTACTOR_PULL_IN_S = 0.05
CONTACTOR_DROP_OUT_S = 0.02
VALVE_TRAVEL_S = 0.5
FLOAT_DIFFERENTIAL_M = 0.01

# places in the tag table
_RUNNING_1, _RUNNING_2, _OVERFILL = 6, 7, 8
_LEVELS = (9, 10, 11)
_SETPOINT_1, _SETPOINT_2 = 12, 13
_PUMP_1, _PUMP_2, _VALVE_13, _VALVE_32, _VALVE_20, _DRAIN = 4, 5, 6, 7, 8, 9
_SPEED_1, _SPEED_2 = 10, 11


class ThreeTanks(Rig):
    """The three tanks."""

    __slots__ = (
        "_chain",
        "_drain",
        "_drained_m3",
        "_energy_j",
        "_floats",
        "_flow_1",
        "_flow_2",
        "_leak_left",
        "_leak_right",
        "_leaked_m3",
        "_outlet_m3",
        "_overfill_m",
        "_power_w",
        "_pump_1",
        "_pump_2",
        "_pumped_m3",
        "_sensors",
        "_setpoint_1_m",
        "_setpoint_2_m",
        "_valve_13",
        "_valve_20",
        "_valve_32",
    )

    description: ClassVar[PlantDescription] = THREE_TANKS

    def __init__(self, parameters: Mapping[str, float], seed: Seed) -> None:
        super().__init__(parameters, MAX_STEP_S)
        p = self._values
        self._chain = TankChain(
            p["tank_area"],
            p["tank_height"],
            p["initial_level_1"],
            p["initial_level_3"],
            p["initial_level_2"],
        )
        self._pump_1 = Contactor(CONTACTOR_PULL_IN_S, CONTACTOR_DROP_OUT_S)
        self._pump_2 = Contactor(CONTACTOR_PULL_IN_S, CONTACTOR_DROP_OUT_S)
        self._valve_13, self._valve_32, self._valve_20, self._drain = (
            Contactor(VALVE_TRAVEL_S, VALVE_TRAVEL_S) for _ in range(4)
        )
        self._contacts = (
            self._pump_1,
            self._pump_2,
            self._valve_13,
            self._valve_32,
            self._valve_20,
            self._drain,
        )
        self._flow_1 = self._flow_2 = 0.0
        self._pumped_m3 = self._outlet_m3 = self._drained_m3 = self._leaked_m3 = 0.0
        self._leak_left = self._leak_right = 0.0  # the leak's share of what leaves the tank
        self._power_w = 0.0
        self._energy_j = 0.0
        self._setpoint_1_m = self._setpoint_2_m = 0.0
        chain = self._chain
        levels = (chain.left_m, chain.right_m, chain.middle_m)
        self._sensors = tuple(
            Transmitter(
                0.0,
                LEVEL_RANGE_M,
                p["transmitter_lag"],
                p["transmitter_noise"],
                seed.stream(f"level_{number}_raw"),
                level,
            )
            for number, level in enumerate(levels, 1)
        )
        self._transmitters = tuple(zip(_LEVELS, self._sensors, strict=True))
        self._overfill_m = p["overfill_level"]
        self._floats = tuple(
            FloatSwitch(self._overfill_m, FLOAT_DIFFERENTIAL_M, level) for level in levels
        )
        self._dials = {"setpoint_1": self._turn_1, "setpoint_2": self._turn_2}
        reopening = ("link_13", "link_32", "outlet_20", "drain", "leak_1", "leak_2", "leak_3")
        resupplying = ("breaker_1", "breaker_2")
        self._changes = (
            dict.fromkeys((*reopening, "pump_1_flow", "pump_2_flow"), self._reopen)
            | dict.fromkeys(resupplying, self._resupply)
            | {"transmitter_noise": self._change_noise}
        )
        self._follow(self._changes)
        self._look()

    def report(self, facts: list[float]) -> None:
        """Write every fact as it is now."""
        chain = self._chain
        out_1, out_2 = chain.left_out_m3_s, chain.right_out_m3_s
        facts[:] = (
            chain.left_m,
            chain.right_m,
            chain.middle_m,
            self._setpoint_1_m,
            self._setpoint_2_m,
            self._flow_1,
            self._flow_2,
            chain.left_to_middle_m3_s,
            chain.middle_to_right_m3_s,
            out_2 * (1.0 - self._leak_right),
            out_1 * self._leak_left + chain.middle_out_m3_s + out_2 * self._leak_right,
            self._pumped_m3,
            self._outlet_m3,
            self._drained_m3,
            self._leaked_m3,
            chain.overflow_m3,
            self._pump_1.closed,
            self._pump_2.closed,
            self._valve_13.closed,
            self._valve_32.closed,
            self._valve_20.closed,
            self._drain.closed,
            self._panel.power_on,
            self._energy_j,
        )

    def _command(self, outputs: Sequence[float], powered: bool) -> None:
        p = self._values
        self._pump_1.energise(powered and outputs[_PUMP_1] != 0 and p["breaker_1"] >= 0.5)
        self._pump_2.energise(powered and outputs[_PUMP_2] != 0 and p["breaker_2"] >= 0.5)
        self._valve_13.energise(powered and outputs[_VALVE_13] != 0)
        self._valve_32.energise(powered and outputs[_VALVE_32] != 0)
        self._valve_20.energise(powered and outputs[_VALVE_20] != 0)
        self._drain.energise(powered and outputs[_DRAIN] != 0)

    def _regulate(self, outputs: Sequence[float]) -> None:
        p = self._values
        u1 = share(outputs[_SPEED_1]) if self._pump_1.closed else 0.0
        u2 = share(outputs[_SPEED_2]) if self._pump_2.closed else 0.0
        self._flow_1 = u1 * p["pump_1_flow"]
        self._flow_2 = u2 * p["pump_2_flow"]
        self._power_w = p["pump_power"] * (u1 * u1 * u1 + u2 * u2 * u2)

    def _switched(self) -> None:
        if self._commanded:
            self._regulate(self._commanded)
        self._inputs[_RUNNING_1] = self._pump_1.closed
        self._inputs[_RUNNING_2] = self._pump_2.closed
        p = self._values
        chain = self._chain
        section = through(p["section"])
        leak_1, leak_2 = p["leak_1"] * section, p["leak_2"] * section
        chain.open_links(
            p["link_13"] * section if self._valve_13.closed else 0.0,
            p["link_32"] * section if self._valve_32.closed else 0.0,
        )
        outlet_1 = leak_1 + (p["drain"] * section if self._drain.closed else 0.0)
        outlet_2 = leak_2 + (p["outlet_20"] * section if self._valve_20.closed else 0.0)
        chain.open_outlets(outlet_1, p["leak_3"] * section, outlet_2)
        self._leak_left = leak_1 / outlet_1 if leak_1 > 0.0 else 0.0
        self._leak_right = leak_2 / outlet_2 if leak_2 > 0.0 else 0.0

    def _advance(self, dt_s: float) -> None:
        chain = self._chain
        left, right, middle = chain.left_m, chain.right_m, chain.middle_m
        flow_1, flow_2 = self._flow_1, self._flow_2
        from_1, from_3, from_2 = chain.fill(flow_1, flow_2, dt_s)
        leaked_1, leaked_2 = from_1 * self._leak_left, from_2 * self._leak_right
        self._drained_m3 += from_1 - leaked_1
        self._outlet_m3 += from_2 - leaked_2
        self._leaked_m3 += leaked_1 + leaked_2 + from_3
        self._pumped_m3 += (flow_1 + flow_2) * dt_s
        self._energy_j += self._power_w * dt_s
        sensor_1, sensor_2, sensor_3 = self._sensors
        sensor_1.follow(left, chain.left_m, dt_s)
        sensor_2.follow(right, chain.right_m, dt_s)
        sensor_3.follow(middle, chain.middle_m, dt_s)

    def _look(self) -> None:
        chain = self._chain
        left, right, middle = chain.left_m, chain.right_m, chain.middle_m
        trips = self._overfill_m
        if left < trips and right < trips and middle < trips and self._inputs[_OVERFILL]:
            return  # none is tripped, and none trips
        float_1, float_2, float_3 = self._floats
        tripped_1, tripped_2 = float_1.follow(left), float_2.follow(right)
        self._inputs[_OVERFILL] = not (float_3.follow(middle) or tripped_1 or tripped_2)

    def _turn_1(self, value: float) -> None:
        self._setpoint_1_m = clamped(value, 0.0, LEVEL_RANGE_M)
        self._inputs[_SETPOINT_1] = voltage_code(self._setpoint_1_m / LEVEL_RANGE_M)

    def _turn_2(self, value: float) -> None:
        self._setpoint_2_m = clamped(value, 0.0, LEVEL_RANGE_M)
        self._inputs[_SETPOINT_2] = voltage_code(self._setpoint_2_m / LEVEL_RANGE_M)

    def _reopen(self, _: float) -> None:
        self._switched()

    def _resupply(self, _: float) -> None:
        self._recommand()

    def _change_noise(self, rms: float) -> None:
        for sensor in self._sensors:
            sensor.change_noise(rms)
