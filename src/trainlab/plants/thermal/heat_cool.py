"""The heat/cool block: a heater on a solid-state relay, a fan, and a neighbour that heats too.

    dH1/dt = c Q1 + (Ta - H1) (1 + k f) / tau - (H1 - H2) / tau12      heater block 1, fan speed f
    dH2/dt = c Q2 + (Ta - H2) / tau + (H1 - H2) / tau12                the neighbour, Q2 its power
    20 s dT/dt = H - T                                                sensor on the block
    1 s df/dt = command - f while its contactor is closed, else -f     parts/lag.py

Hedengren, BYU, Temperature Control Lab (TCLab), whose linear twin (package tclab 1.0.0, TCLabModel) has c =
200 / 5720, lags of 20 s to the air and 100 s between the blocks, and 140 s from H to T. What one sensor shows
of a step does not tell which of the lags is the block's; energy balances of the board do: its heater has
m cp / UA = 2 J/K / 0.012 W/K = 167 s (Hedengren), 7 / 0.044 = 160 s (Kantor, CBE 30338). So they stand the other
way round here, with the same gains: tau = 140 s, tau12 = 700 s and c = 200 / 5720 / 7, or 0.4995 K/s at full
power, which is 20 J/K for 10 W (22 g of aluminium). At Q1 = 50 % it settles where the twin does, at
T1 = 50.970 degC and T2 = 25.995 degC with Ta = 21 degC; T1 + T2 is the twin's at every moment, T1 alone within
1.3 K. The eigenvalues are -0.05 (twice), -1/140 and -0.01 per second. The fan is added here (the board has
none): k = 4 multiplies what the air takes.

Both contactors follow their coils after a fixed delay. A thermal cut-out opens at its temperature of
block 1, in the heater's own circuit, and stays open until it is pushed in again 25 K below that.
The E-stop opens the safety circuit: both contactors drop out. Energy of the heater:
P_rated times its share of the time; of the fan P_rated f^3 (affinity). RK4. No radiation, so not
valid above some 100 K over the air.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from trainlab.core.seeds import Seed
from trainlab.core.spec import PlantDescription
from trainlab.plants.parts.arithmetic import clamped
from trainlab.plants.parts.contactor import Contactor
from trainlab.plants.parts.lag import Lag
from trainlab.plants.parts.transmitter import Transmitter, voltage_code
from trainlab.plants.rig import Rig, share
from trainlab.plants.thermal.heat_cool_description import HEAT_COOL, RANGE_DEGC

MAX_STEP_S = 0.1
CONTACTOR_PULL_IN_S = 0.05
CONTACTOR_DROP_OUT_S = 0.02
FAN_RUN_UP_S = 1.0
FAN_TURNS = 0.15  # the share of its speed at which the tachometer reports it
CUTOUT_RESET_K = 25.0
SENSOR_LAG_S = 20.0
FULL_POWER_K_S = 20000.0 / 5720.0 / 7.0

# places in the tag table
_HEATER_ON, _FAN_RUNNING, _CUTOUT_OK, _TEMPERATURE, _SETPOINT = 6, 7, 8, 9, 10
_HEATER, _FAN, _POWER, _SPEED = 4, 5, 6, 7


class HeatCool(Rig):
    """Both blocks, the heater and the fan."""

    __slots__ = (
        "_block_1",
        "_block_2",
        "_cutout_open",
        "_energy_j",
        "_fan",
        "_fan_energy_j",
        "_fan_speed",
        "_fan_target",
        "_heat_k_s",
        "_heater",
        "_power",
        "_sensor_1",
        "_sensor_2",
        "_setpoint_degc",
        "_share",
        "_speed_command",
        "_transmitter",
    )

    description: ClassVar[PlantDescription] = HEAT_COOL

    def __init__(self, parameters: Mapping[str, float], seed: Seed) -> None:
        super().__init__(parameters, MAX_STEP_S)
        p = self._values
        start = p["initial_temperature"]
        self._block_1 = self._block_2 = self._sensor_1 = self._sensor_2 = start
        self._heater = Contactor(CONTACTOR_PULL_IN_S, CONTACTOR_DROP_OUT_S)
        self._fan = Contactor(CONTACTOR_PULL_IN_S, CONTACTOR_DROP_OUT_S)
        self._contacts = (self._heater, self._fan)
        self._fan_speed = Lag(FAN_RUN_UP_S)
        self._fan_target = 0.0
        self._share = self._speed_command = 0.0
        self._power = 0.0
        self._heat_k_s = 0.0
        self._cutout_open = False
        self._energy_j = self._fan_energy_j = 0.0
        self._setpoint_degc = 0.0
        self._transmitter = Transmitter(
            0.0, RANGE_DEGC, 0.0, p["transmitter_noise"], seed.stream("temperature_raw"), start
        )
        self._transmitters = ((_TEMPERATURE, self._transmitter),)
        self._dials = {"setpoint": self._turn, "cutout_reset": self._push_in}
        self._changes = dict.fromkeys(
            ("element", "fan_drive", "ambient", "neighbour_power", "cutout_temperature"),
            self._resupply,
        ) | {"transmitter_noise": self._transmitter.change_noise}
        self._follow(self._changes)
        self._look()

    def report(self, facts: list[float]) -> None:
        """Write every fact as it is now."""
        facts[:] = (
            self._sensor_1,
            self._sensor_2,
            self._block_1,
            self._block_2,
            self._setpoint_degc,
            self._power,
            self._fan_speed.value,
            self._heater.closed,
            self._fan.closed,
            self._cutout_open,
            self._panel.power_on,
            self._energy_j,
            self._fan_energy_j,
        )

    def _command(self, outputs: Sequence[float], powered: bool) -> None:
        self._heater.energise(powered and outputs[_HEATER] != 0)
        self._fan.energise(powered and outputs[_FAN] != 0)
        self._share = share(outputs[_POWER])
        self._speed_command = share(outputs[_SPEED])

    def _switched(self) -> None:
        p = self._values
        on = self._heater.closed and not self._cutout_open
        self._power = self._share * p["element"] if on else 0.0
        self._heat_k_s = FULL_POWER_K_S * self._power
        self._fan_target = self._speed_command * p["fan_drive"] if self._fan.closed else 0.0

    def _advance(self, dt_s: float) -> None:
        p = self._values
        air, loss, across = (
            p["ambient"],
            1.0 / p["air_time_constant"],
            1.0 / p["coupling_time_constant"],
        )
        heat_1, heat_2 = self._heat_k_s, FULL_POWER_K_S * p["neighbour_power"]
        before = self._fan_speed.value
        speed = self._fan_speed.hold(self._fan_target, dt_s)
        mean = 0.5 * (before + speed)
        taken = loss * (1.0 + p["fan_gain"] * mean)
        lag = 1.0 / SENSOR_LAG_S

        h1, h2, t1, t2 = self._block_1, self._block_2, self._sensor_1, self._sensor_2
        half = 0.5 * dt_s
        flow = (h1 - h2) * across
        a1 = heat_1 + (air - h1) * taken - flow
        a2 = heat_2 + (air - h2) * loss + flow
        a3, a4 = (h1 - t1) * lag, (h2 - t2) * lag
        x1, x2 = h1 + half * a1, h2 + half * a2
        flow = (x1 - x2) * across
        b1 = heat_1 + (air - x1) * taken - flow
        b2 = heat_2 + (air - x2) * loss + flow
        b3, b4 = (x1 - (t1 + half * a3)) * lag, (x2 - (t2 + half * a4)) * lag
        x1, x2 = h1 + half * b1, h2 + half * b2
        flow = (x1 - x2) * across
        c1 = heat_1 + (air - x1) * taken - flow
        c2 = heat_2 + (air - x2) * loss + flow
        c3, c4 = (x1 - (t1 + half * b3)) * lag, (x2 - (t2 + half * b4)) * lag
        x1, x2 = h1 + dt_s * c1, h2 + dt_s * c2
        flow = (x1 - x2) * across
        d1 = heat_1 + (air - x1) * taken - flow
        d2 = heat_2 + (air - x2) * loss + flow
        d3, d4 = (x1 - (t1 + dt_s * c3)) * lag, (x2 - (t2 + dt_s * c4)) * lag
        sixth = dt_s / 6.0
        self._block_1 = h1 + sixth * (a1 + 2.0 * (b1 + c1) + d1)
        self._block_2 = h2 + sixth * (a2 + 2.0 * (b2 + c2) + d2)
        self._sensor_1 = t1 + sixth * (a3 + 2.0 * (b3 + c3) + d3)
        self._sensor_2 = t2 + sixth * (a4 + 2.0 * (b4 + c4) + d4)
        self._transmitter.follow(t1, self._sensor_1, dt_s)
        self._energy_j += p["heater_power"] * self._power * dt_s
        if self._fan.closed:
            self._fan_energy_j += p["fan_power"] * mean * mean * mean * dt_s
        if self._block_1 >= p["cutout_temperature"] and not self._cutout_open:
            self._cutout_open = True
            self._switched()

    def _look(self) -> None:
        inputs = self._inputs
        inputs[_HEATER_ON] = self._heater.closed
        inputs[_FAN_RUNNING] = self._fan_speed.value >= FAN_TURNS
        inputs[_CUTOUT_OK] = not self._cutout_open

    def _turn(self, value: float) -> None:
        self._setpoint_degc = clamped(value, 0.0, RANGE_DEGC)
        self._inputs[_SETPOINT] = voltage_code(self._setpoint_degc / RANGE_DEGC)

    def _push_in(self, value: float) -> None:
        if value >= 0.5 and self._block_1 < self._values["cutout_temperature"] - CUTOUT_RESET_K:
            self._cutout_open = False
            self._inputs[_CUTOUT_OK] = True
            self._switched()

    def _resupply(self, _: float) -> None:
        self._switched()
