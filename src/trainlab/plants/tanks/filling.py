"""The filling tank: a pump lifts water from a well through a shut-off valve, a consumer draws it.

    well --pump--> inlet valve (Kv) --> tank --> discharge valve, consumer (Kv)
    float switches: low and high in the tank, one at the suction in the well

    A dh/dt = q_in - (c_out + c_leak) sqrt(h)                               parts/vessel.py, Torricelli
    q_in by pump curve and Kv, n with a first-order run-up                  parts/pump.py, affinity
    A_w dh_w/dt = q_well - q_in, not above the well's rim

The pump draws air when the water in the well has sunk to its intake, until it stands a priming depth
above it again. A pump that runs dry, or against a shut valve, wears: its mechanical seal is cooled
by what it pumps. dw/dt = 1 / dry_run_life or 1 / deadhead_life (teaching constants: a dry seal lasts
seconds to minutes, a deadheaded pump some minutes, until its water boils); at w = 1 it is broken and
pumps no more until it is replaced, with its contactor open. Each start counts.

Contactor and valves follow their coils after a fixed delay, at its exact moment, not at a tick. The
E-stop opens the safety circuit: contactor and both valves drop out. Valid for water, no waves; the
float switches have a differential and no time of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from trainlab.core.seeds import Seed
from trainlab.core.spec import PlantDescription
from trainlab.plants.parts.contactor import Contactor
from trainlab.plants.parts.float_switch import FloatSwitch
from trainlab.plants.parts.pump import Pump
from trainlab.plants.parts.vessel import MAX_STEP_S, Vessel
from trainlab.plants.rig import Rig
from trainlab.plants.tanks.filling_description import FILLING_TANK

CONTACTOR_PULL_IN_S = 0.05
CONTACTOR_DROP_OUT_S = 0.02
FLOAT_DIFFERENTIAL_M = 0.01
PRIMING_DEPTH_M = 0.03
RUN_UP_S = 0.3
IDLE_POWER_W = 30.0
EFFICIENCY = 0.4
STRAINER_KV = 20.0

# places in the tag table
_ABOVE_LOW, _BELOW_HIGH, _SUCTION_OK = 6, 7, 8
_PUMP, _INLET, _DISCHARGE = 4, 5, 6


class FillingTank(Rig):
    """The well, the pump and the tank."""

    __slots__ = (
        "_broken",
        "_deadhead_s",
        "_discharge",
        "_dry",
        "_dry_run_s",
        "_energy_j",
        "_high",
        "_inlet",
        "_low",
        "_motor",
        "_pump",
        "_replacing",
        "_starts",
        "_suction",
        "_tank",
        "_wear",
        "_well_in_m3",
        "_well_m",
        "_well_m3",
        "_well_out_m3",
        "_well_spilt_m3",
    )

    description: ClassVar[PlantDescription] = FILLING_TANK

    def __init__(self, parameters: Mapping[str, float], seed: Seed) -> None:
        super().__init__(parameters, MAX_STEP_S)
        p = self._values
        self._tank = Vessel(p["tank_area"], p["tank_height"], p["initial_level"], 0.0)
        self._well_m = min(p["initial_well_level"], p["well_height"])
        self._well_m3 = p["well_area"] * self._well_m
        self._well_in_m3 = self._well_out_m3 = self._well_spilt_m3 = 0.0
        self._motor = Contactor(CONTACTOR_PULL_IN_S, CONTACTOR_DROP_OUT_S)
        self._inlet = Contactor(p["valve_travel_time"], p["valve_travel_time"])
        self._discharge = Contactor(p["valve_travel_time"], p["valve_travel_time"])
        self._contacts = (self._motor, self._inlet, self._discharge)
        flow = p["pump_runout_flow"]
        self._pump = Pump(
            p["pump_shutoff_head"],
            p["pump_shutoff_head"] / (flow * flow),
            p["pump_lift"],
            RUN_UP_S,
            IDLE_POWER_W,
            EFFICIENCY,
        )
        self._pump.change_pipe(STRAINER_KV)
        level = self._tank.level_m
        self._low = FloatSwitch(p["low_level"], FLOAT_DIFFERENTIAL_M, level)
        self._high = FloatSwitch(p["high_level"], FLOAT_DIFFERENTIAL_M, level)
        self._suction = FloatSwitch(p["suction_level"], FLOAT_DIFFERENTIAL_M, self._well_m)
        self._dry = self._well_m <= p["intake_level"]
        self._broken = self._replacing = False
        self._wear = 0.0
        self._dry_run_s = self._deadhead_s = 0.0
        self._energy_j = 0.0
        self._starts = 0
        self._dials = {"replace_pump": self._replace}
        self._changes = {
            "outlet_kv": self._reopen,
            "leak_kv": self._tank.change_leak,
            "well_inflow": self._ignore,
            "pump_speed": self._pump.change_rating,
            "valve_travel_time": self._retime,
            "dry_run_life": self._ignore,
        }
        self._follow(self._changes)
        self._look()

    def report(self, facts: list[float]) -> None:
        """Write every fact as it is now."""
        tank = self._tank
        facts[:] = (
            tank.level_m,
            self._well_m,
            self._pump.flow_m3_s,
            tank.outflow_m3_s,
            tank.inlet_m3,
            tank.outlet_m3,
            tank.leak_m3,
            tank.overflow_m3,
            self._well_in_m3,
            self._well_spilt_m3,
            self._motor.closed,
            self._inlet.closed,
            self._discharge.closed,
            self._panel.power_on,
            self._dry_run_s,
            self._deadhead_s,
            self._wear,
            self._broken,
            self._starts,
            self._energy_j,
        )

    def _command(self, outputs: Sequence[float], powered: bool) -> None:
        self._motor.energise(powered and outputs[_PUMP] != 0)
        self._inlet.energise(powered and outputs[_INLET] != 0)
        self._discharge.energise(powered and outputs[_DISCHARGE] != 0)

    def _switched(self) -> None:
        self._tank.change_outlet(self._values["outlet_kv"] if self._discharge.closed else 0.0)
        self._pump.run(self._motor.closed, self._way_m3_h(), 0.0)

    def _age(self, dt_s: float) -> None:
        ran = self._motor.closed
        super()._age(dt_s)
        if self._motor.closed and not ran:
            self._starts += 1

    def _way_m3_h(self) -> float:
        """The Kv that the pump pumps through; 0 where no water moves."""
        if self._dry or self._broken or not self._inlet.closed:
            return 0.0
        return self._values["inlet_kv"]

    def _advance(self, dt_s: float) -> None:
        p = self._values
        pump = self._pump
        tank = self._tank
        supplied = self._motor.closed
        flow_before, power_before = pump.flow_m3_s, pump.power_w
        flow = pump.run(supplied, self._way_m3_h(), dt_s)
        if supplied:
            self._energy_j += 0.5 * (power_before + pump.power_w) * dt_s
            self._wear_down(dt_s)
        taken = tank.inlet_m3
        tank.fill(flow_before, flow, dt_s)
        taken = tank.inlet_m3 - taken

        came = p["well_inflow"] * dt_s
        self._well_in_m3 += came
        self._well_out_m3 += taken
        after = self._well_m3 + came - taken
        full = p["well_area"] * p["well_height"]
        if after > full:
            self._well_spilt_m3 += after - full
            after = full
        self._well_m3 = after
        self._well_m = after / p["well_area"] if after > 0.0 else 0.0
        if self._dry:
            self._dry = self._well_m < p["intake_level"] + PRIMING_DEPTH_M
        else:
            self._dry = self._well_m <= p["intake_level"]

    def _wear_down(self, dt_s: float) -> None:
        """What a pump that runs without water to cool it suffers."""
        p = self._values
        if self._broken:
            return
        if self._dry:
            self._dry_run_s += dt_s
            self._wear += dt_s / p["dry_run_life"]
        elif not self._inlet.closed:
            self._deadhead_s += dt_s
            self._wear += dt_s / p["deadhead_life"]
        if self._wear >= 1.0:
            self._wear = 1.0
            self._broken = True

    def _look(self) -> None:
        inputs = self._inputs
        level = self._tank.level_m
        inputs[_ABOVE_LOW] = self._low.follow(level)
        inputs[_BELOW_HIGH] = not self._high.follow(level)
        inputs[_SUCTION_OK] = self._suction.follow(self._well_m)

    def _replace(self, value: float) -> None:
        pressed = value >= 0.5
        if pressed and not self._replacing and not self._motor.closed:
            self._wear = 0.0
            self._broken = False
        self._replacing = pressed

    def _reopen(self, _: float) -> None:
        self._switched()

    def _retime(self, travel_s: float) -> None:
        for valve in (self._inlet, self._discharge):
            valve.pull_in_s = valve.drop_out_s = travel_s

    def _ignore(self, _: float) -> None:
        """What is read where it is needed."""
