"""The level loop: a pump fills an open tank through a control valve, a hand valve drains it.

    sump --pump--> shut-off solenoid --> control valve --> tank --> hand valve (Kv) --> sump

    A dh/dt = q_in - (c_out + c_leak) sqrt(h),  c = Kv / 36000 sqrt(g)   parts/vessel.py, Torricelli
    q_in = sqrt((n^2 H0 - lift) / (k + g_v / Kv_strainer^2 + g_v / Kv(x)^2)),  k = H0 / q_runout^2
                                                                         parts/pump.py, affinity
    Kv(x) = Kvs R^(x - 1), tight at 0; |dx/dt| <= 1 / stroke time        parts/control_valve.py
    0.3 s dn/dt = n_rated - n while the contactor is closed, else -n     parts/lag.py
    0.1 s dy/dt = h - y; 4-20 mA with noise                              parts/transmitter.py

Contactor and solenoid follow their coils after a fixed delay, at its exact moment, not at a tick.
The E-stop opens the safety circuit: contactor and solenoid drop out and the valve's spring closes
it at its stroke rate, whatever the program commands.

Valid for water at room temperature; no waves, no air in the suction, no water hammer. The level
is integrated with RK4 at substeps of at most 10 ms, during each of which the inflow runs straight.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from trainlab.core.seeds import Seed
from trainlab.core.spec import PlantDescription
from trainlab.plants.parts.arithmetic import clamped
from trainlab.plants.parts.contactor import SETTLED, Contactor
from trainlab.plants.parts.control_valve import ControlValve
from trainlab.plants.parts.float_switch import FloatSwitch
from trainlab.plants.parts.panel import OperatorPanel
from trainlab.plants.parts.pump import Pump
from trainlab.plants.parts.transmitter import FULL_SCALE_CODE, Transmitter, voltage_code
from trainlab.plants.parts.vessel import MAX_STEP_S, Vessel
from trainlab.plants.tanks.level_description import LEVEL_RANGE_M, PARAMETERS, TANK_LEVEL

CONTACTOR_PULL_IN_S = 0.05
CONTACTOR_DROP_OUT_S = 0.02
SOLENOID_TRAVEL_S = 0.03
FLOAT_DIFFERENTIAL_M = 0.005

_RANGES = {parameter.name: (parameter.low, parameter.high) for parameter in PARAMETERS}

# places in the tag table
_PUMP_RUNNING, _OVERFILL_OK, _LEVEL_RAW, _SETPOINT_RAW = 6, 7, 8, 9
_PUMP_COMMAND, _SHUTOFF_COMMAND, _VALVE_COMMAND = 4, 5, 6


class TankLevel:
    """The level rig; state at the end of the last step."""

    __slots__ = (
        "_changes",
        "_commanded",
        "_contactor",
        "_deadhead_s",
        "_energy_j",
        "_float",
        "_inputs",
        "_panel",
        "_parameters",
        "_power_on",
        "_pump",
        "_sample",
        "_setpoint_m",
        "_solenoid",
        "_substep_s",
        "_substeps",
        "_tick_s",
        "_transmitter",
        "_valve",
        "_vessel",
    )

    description: ClassVar[PlantDescription] = TANK_LEVEL

    def __init__(self, parameters: Mapping[str, float], seed: Seed) -> None:
        p = {name: clamped(parameters[name], *_RANGES[name]) for name in _RANGES}
        self._parameters = p
        self._panel = OperatorPanel()
        self._power_on = True
        self._contactor = Contactor(CONTACTOR_PULL_IN_S, CONTACTOR_DROP_OUT_S)
        self._solenoid = Contactor(SOLENOID_TRAVEL_S, SOLENOID_TRAVEL_S)
        self._valve = ControlValve(p["valve_kv"], p["valve_rangeability"], p["valve_stroke_time"])
        self._pump = Pump(
            p["pump_shutoff_head"],
            p["pump_shutoff_head"] / (p["pump_runout_flow"] * p["pump_runout_flow"]),
            p["pump_lift"],
            p["pump_run_up"],
            p["pump_idle_power"],
            p["pump_efficiency"],
        )
        self._vessel = Vessel(p["tank_area"], p["tank_height"], p["initial_level"], p["outlet_kv"])
        level_m = self._vessel.level_m
        self._float = FloatSwitch(p["overfill_level"], FLOAT_DIFFERENTIAL_M, level_m)
        self._transmitter = Transmitter(
            0.0,
            LEVEL_RANGE_M,
            p["transmitter_lag"],
            p["transmitter_noise"],
            seed.stream("level_raw"),
            level_m,
        )
        self._setpoint_m = 0.0
        self._deadhead_s = 0.0
        self._energy_j = 0.0
        self._sample = 0
        self._tick_s = 0.0
        self._substep_s = 0.0
        self._substeps = range(0)
        self._commanded: tuple[float, ...] = ()
        self._inputs: list[float] = [*self._panel.contacts(), False, not self._float.tripped, 0, 0]
        self._changes: dict[str, Callable[[float], None]] = {
            "outlet_kv": self._vessel.change_outlet,
            "leak_kv": self._vessel.change_leak,
            "valve_stroke_time": self._valve.change_stroke_time,
            "valve_stiction": self._change_stiction,
            "valve_slip_jump": self._change_stiction,
            "pump_speed": self._pump.change_rating,
            "strainer_kv": self._pump.change_pipe,
            "transmitter_noise": self._transmitter.change_noise,
            "transmitter_lag": self._transmitter.change_time_constant,
        }
        for name, change in self._changes.items():
            change(p[name])

    def operate(self, control: str, value: float) -> None:
        """The operator's hand on one control; KeyError for one that the rig does not have."""
        if control == "setpoint":
            self._setpoint_m = clamped(value, 0.0, LEVEL_RANGE_M)
            self._inputs[_SETPOINT_RAW] = voltage_code(self._setpoint_m / LEVEL_RANGE_M)
            return
        self._panel.operate(control, value)
        self._inputs[:_PUMP_RUNNING] = self._panel.contacts()

    def change(self, parameter: str, value: float) -> None:
        """Give a parameter a new value, kept within its range; KeyError for one that is fixed."""
        change = self._changes[parameter]
        value = self._parameters[parameter] = clamped(value, *_RANGES[parameter])
        change(value)

    def sense(self, inputs: list[float]) -> None:
        """Write what every input tag reads now; asking again gives the same."""
        seen = self._inputs
        seen[_LEVEL_RAW] = self._transmitter.code(self._sample)
        inputs[:] = seen

    def report(self, facts: list[float]) -> None:
        """Write every fact as it is now."""
        vessel = self._vessel
        facts[:] = (
            vessel.level_m,
            self._setpoint_m,
            self._pump.flow_m3_s,
            vessel.outflow_m3_s,
            vessel.inlet_m3,
            vessel.outlet_m3,
            vessel.overflow_m3,
            self._valve.position,
            self._contactor.closed,
            self._solenoid.closed,
            self._panel.power_on,
            self._deadhead_s,
            self._energy_j,
            vessel.leak_m3,
        )

    def step(self, outputs: Sequence[float], dt_s: float) -> None:
        """Let `dt_s` seconds pass with the output tags held at these raw values."""
        contactor = self._contactor
        solenoid = self._solenoid
        if outputs != self._commanded or self._panel.power_on != self._power_on:
            self._command(outputs)
        if dt_s != self._tick_s:
            self._split(dt_s)
        substep_s = self._substep_s
        for _ in self._substeps:
            left_s = substep_s
            while contactor.due_s <= left_s or solenoid.due_s <= left_s:
                due_s = min(contactor.due_s, solenoid.due_s)
                self._advance(due_s)
                self._switch(due_s)
                left_s -= due_s
            self._advance(left_s)
            if contactor.due_s < SETTLED or solenoid.due_s < SETTLED:
                self._switch(left_s)
        self._sample += 1
        inputs = self._inputs
        inputs[_PUMP_RUNNING] = contactor.closed
        inputs[_OVERFILL_OK] = not self._float.follow(self._vessel.level_m)

    def _command(self, outputs: Sequence[float]) -> None:
        self._commanded = tuple(outputs)
        powered = self._power_on = self._panel.power_on
        self._contactor.energise(powered and outputs[_PUMP_COMMAND] != 0)
        self._solenoid.energise(powered and outputs[_SHUTOFF_COMMAND] != 0)
        self._valve.command(outputs[_VALVE_COMMAND] / FULL_SCALE_CODE if powered else 0.0)

    def _split(self, dt_s: float) -> None:
        self._tick_s = dt_s
        substeps = int(dt_s / MAX_STEP_S - 1e-9) + 1
        self._substep_s = dt_s / substeps
        self._substeps = range(substeps)

    def _advance(self, dt_s: float) -> None:
        """Let `dt_s` seconds pass in which no contact switches."""
        pump = self._pump
        vessel = self._vessel
        kv_m3_h = self._valve.move(dt_s)
        if not self._solenoid.closed:
            kv_m3_h = 0.0
        supplied = self._contactor.closed
        flow_before = pump.flow_m3_s
        power_before = pump.power_w
        flow = pump.run(supplied, kv_m3_h, dt_s)
        if supplied:
            self._energy_j += 0.5 * (power_before + pump.power_w) * dt_s
            if kv_m3_h <= 0.0:
                self._deadhead_s += dt_s
        level_before = vessel.level_m
        vessel.fill(flow_before, flow, dt_s)
        self._transmitter.follow(level_before, vessel.level_m, dt_s)

    def _switch(self, dt_s: float) -> None:
        """Let contactor and solenoid age by `dt_s`; the flow follows their contacts at once."""
        self._contactor.advance(dt_s)
        self._solenoid.advance(dt_s)
        kv_m3_h = self._valve.kv_m3_h if self._solenoid.closed else 0.0
        self._pump.run(self._contactor.closed, kv_m3_h, 0.0)

    def _change_stiction(self, _: float) -> None:
        stickband = self._parameters["valve_stiction"] * 0.01
        self._valve.change_stiction(stickband, stickband * self._parameters["valve_slip_jump"])
