"""The batch vessel: two dosing pumps with flow meters, a mixer, a heater, a drain.

    dV_a/dt = q_a - out V_a / V, V_b likewise          what is drained has the composition of the whole
    q = q_rated supply n, 0.15 s dn/dt = 1 - n while the contactor is closed, else -n   parts/lag.py
    out = c sqrt(h), c = Kv / 36000 sqrt(g)                                   parts/vessel.py, Torricelli
    rho cp V dT/dt = P u + rho cp q (Ta - T) - UA (T - Ta)                    energy balance of a stirred tank
    at 100 degC what is left over boils off: dV/dt = -(P u - UA (T - Ta)) / (rho L)

The flow meters are counters: one pulse each 10 ml, counted by the I/O module however fast they come.
The heater works only from a safety contact on: it is in the vessel's circuit of contactors. Heat that is
put in while the mixer stands, or with less liquid than covers the heater, scorches what touches it: that
time is counted. Without liquid it heats nothing but itself, dw/dt = u / heater_dry_life, and at w = 1 it
is burnt out and takes no power until it is replaced, switched off. The default of that life is an
estimate: 3 m of 8.5 mm element, 12 kW at the 15 W/cm2 that water allows, have 0.4 kg of Incoloy and 0.4 kg
of MgO, 0.57 kJ/K together, and reach the 870 degC that such a sheath stands (Watlow, tubular heaters) in
0.57 kJ/K * 850 K / 12 kW = 40 s.
Time mixed counts from the last dosing.

The batch's recipe is the one that the dials show when the first liquid comes into an empty vessel (the
control recipe of IEC 61512-1); what they show later is for the next batch.

Contactors follow their coils after a fixed delay; without mains none is held, and those whose coils
are still commanded pull in again when it comes back. The E-stop opens the safety circuit: contactors
and drain drop out, the heater is without power. Valid for water-like liquids of one density.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import ClassVar

from trainlab.core.seeds import Seed
from trainlab.core.spec import PlantDescription
from trainlab.plants.batch.dosing_description import (
    BATCH_DOSING,
    LEVEL_RANGE_M,
    PULSE_M3,
    RANGE_DEGC,
)
from trainlab.plants.parts.arithmetic import clamped
from trainlab.plants.parts.contactor import Contactor
from trainlab.plants.parts.lag import Lag
from trainlab.plants.parts.transmitter import Transmitter
from trainlab.plants.parts.vessel import MAX_STEP_S, orifice
from trainlab.plants.rig import Rig, share

CONTACTOR_PULL_IN_S = 0.05
CONTACTOR_DROP_OUT_S = 0.02
VALVE_TRAVEL_S = 0.5
RUN_UP_S = 0.15
HEAT_CAPACITY_J_M3K = 4.18e6
BOILING_DEGC = 100.0
# 2257 kJ/kg, of water at 100 degC and 101.3 kPa (IAPWS-IF97)
EVAPORATION_J_M3 = 2.257e9
COVERS_HEATER_M3 = 1e-3
EMPTY_M3 = 5e-5

# places in the tag table
_RUNNING_A, _RUNNING_B, _MIXING, _NOT_EMPTY, _HOLD, _RESTART = 6, 7, 8, 9, 10, 11
_TEMPERATURE, _LEVEL, _PULSES_A, _PULSES_B = 12, 13, 14, 15
_RECIPE = {"recipe_a": 16, "recipe_b": 17, "recipe_temperature": 18}
_PUMP_A, _PUMP_B, _MIXER, _DRAIN, _HEATER = 4, 5, 6, 7, 8


class BatchDosing(Rig):
    """The vessel, what is in it, and what works on it."""

    __slots__ = (
        "_a_m3",
        "_b_m3",
        "_batch_recipe",
        "_batches",
        "_dosed_a_m3",
        "_dosed_b_m3",
        "_drain",
        "_drained_m3",
        "_energy_j",
        "_evaporated_m3",
        "_heater_share",
        "_heater_wear",
        "_level",
        "_mixed_s",
        "_mixer",
        "_outlet",
        "_overflow_m3",
        "_pump_a",
        "_pump_b",
        "_recipe",
        "_replacing",
        "_scorch_s",
        "_speed_a",
        "_speed_b",
        "_temperature_degc",
        "_thermometer",
        "_worth_counting",
    )

    description: ClassVar[PlantDescription] = BATCH_DOSING

    def __init__(self, parameters: Mapping[str, float], seed: Seed) -> None:
        super().__init__(parameters, MAX_STEP_S)
        p = self._values
        self._a_m3 = self._b_m3 = 0.0
        self._dosed_a_m3 = self._dosed_b_m3 = self._drained_m3 = self._overflow_m3 = 0.0
        self._evaporated_m3 = 0.0
        self._temperature_degc = p["ambient"]
        self._mixed_s = self._scorch_s = 0.0
        self._energy_j = 0.0
        self._batches = 0
        self._worth_counting = False
        self._pump_a, self._pump_b, self._mixer = (
            Contactor(CONTACTOR_PULL_IN_S, CONTACTOR_DROP_OUT_S) for _ in range(3)
        )
        self._drain = Contactor(VALVE_TRAVEL_S, VALVE_TRAVEL_S)
        self._contacts = (self._pump_a, self._pump_b, self._mixer, self._drain)
        self._speed_a, self._speed_b = Lag(RUN_UP_S), Lag(RUN_UP_S)
        self._heater_share = self._heater_wear = 0.0
        self._replacing = False
        self._outlet = 0.0
        self._recipe = dict.fromkeys(_RECIPE, 0.0)
        self._batch_recipe = tuple(self._recipe.values())
        self._thermometer = Transmitter(
            0.0,
            RANGE_DEGC,
            2.0,
            p["transmitter_noise"],
            seed.stream("temperature_raw"),
            p["ambient"],
        )
        self._level = Transmitter(0.0, LEVEL_RANGE_M, 0.2, 0.0, seed.stream("level_raw"), 0.0)
        self._transmitters = ((_TEMPERATURE, self._thermometer), (_LEVEL, self._level))
        self._dials = {
            "hold": lambda value: self._press(_HOLD, value),
            "restart": lambda value: self._press(_RESTART, value),
            "recipe_a": lambda value: self._set("recipe_a", value, 0.01),
            "recipe_b": lambda value: self._set("recipe_b", value, 0.01),
            "recipe_temperature": lambda value: self._set("recipe_temperature", value, 100.0),
            "replace_heater": self._replace,
        }
        self._changes = dict.fromkeys(
            ("pump_a_flow", "pump_b_flow", "supply_a", "supply_b", "drain_kv", "mains"),
            self._resupply,
        ) | {"transmitter_noise": self._thermometer.change_noise}
        self._follow(self._changes)

    def report(self, facts: list[float]) -> None:
        """Write every fact as it is now."""
        p = self._values
        facts[:] = (
            self._a_m3,
            self._b_m3,
            self._temperature_degc,
            *self._recipe.values(),
            *self._batch_recipe,
            self._speed_a.value * p["pump_a_flow"] * p["supply_a"],
            self._speed_b.value * p["pump_b_flow"] * p["supply_b"],
            self._dosed_a_m3,
            self._dosed_b_m3,
            self._drained_m3,
            self._overflow_m3,
            self._evaporated_m3,
            self._pump_a.closed,
            self._pump_b.closed,
            self._mixer.closed,
            self._drain.closed,
            self._panel.power_on,
            p["mains"] >= 0.5,
            self._mixed_s,
            self._scorch_s,
            self._heater_wear,
            self._heater_wear >= 1.0,
            self._batches,
            self._energy_j,
        )

    def _command(self, outputs: Sequence[float], powered: bool) -> None:
        powered = powered and self._values["mains"] >= 0.5
        self._pump_a.energise(powered and outputs[_PUMP_A] != 0)
        self._pump_b.energise(powered and outputs[_PUMP_B] != 0)
        self._mixer.energise(powered and outputs[_MIXER] != 0)
        self._drain.energise(powered and outputs[_DRAIN] != 0)
        self._heater_share = share(outputs[_HEATER]) if powered else 0.0

    def _switched(self) -> None:
        self._outlet = orifice(self._values["drain_kv"]) if self._drain.closed else 0.0

    def _advance(self, dt_s: float) -> None:
        p = self._values
        into_a = self._dosed(self._speed_a, self._pump_a.closed, dt_s) * p["pump_a_flow"]
        into_b = self._dosed(self._speed_b, self._pump_b.closed, dt_s) * p["pump_b_flow"]
        into_a *= p["supply_a"]
        into_b *= p["supply_b"]
        self._dosed_a_m3 += into_a
        self._dosed_b_m3 += into_b
        before = self._a_m3 + self._b_m3
        if before <= EMPTY_M3 and into_a + into_b > 0.0:
            self._batch_recipe = tuple(self._recipe.values())
        boiled = self._heat(before, into_a + into_b, dt_s)
        self._a_m3 += into_a
        self._b_m3 += into_b
        volume = before + into_a + into_b
        out = self._leaves(volume - boiled, dt_s)
        if out + boiled > 0.0:
            left = 1.0 - (out + boiled) / volume
            self._a_m3 *= left
            self._b_m3 *= left
        after = self._a_m3 + self._b_m3
        self._level.follow(before / p["vessel_area"], after / p["vessel_area"], dt_s)
        if into_a + into_b > 0.0:
            self._mixed_s = 0.0
            self._worth_counting = self._worth_counting or after > EMPTY_M3
        elif self._mixer.closed and after > COVERS_HEATER_M3:
            self._mixed_s += dt_s
        if after <= EMPTY_M3 and self._worth_counting and out > 0.0:
            self._worth_counting = False
            self._batches += 1

    def _dosed(self, speed: Lag, closed: bool, dt_s: float) -> float:
        """Seconds of full flow in these `dt_s` seconds; exact, as the lag is."""
        before = speed.value
        target = 1.0 if closed else 0.0
        if before == target:
            return target * dt_s
        after = speed.hold(target, dt_s)
        if not closed and after < 1e-6:
            speed.value = 0.0
        return target * dt_s + (before - after) * RUN_UP_S

    def _leaves(self, volume: float, dt_s: float) -> float:
        """What runs out or over in a step: the parabola of Torricelli, then the rim."""
        p = self._values
        out = 0.0
        if self._outlet > 0.0 and volume > 0.0:
            area = p["vessel_area"]
            root = sqrt(volume / area) - 0.5 * self._outlet * dt_s / area
            out = volume - area * root * root if root > 0.0 else volume
            self._drained_m3 += out
        over = volume - out - p["capacity"]
        if over > 0.0:
            self._overflow_m3 += over
            out += over
        return out

    def _heat(self, volume: float, into: float, dt_s: float) -> float:
        """Heat or cool what is there, and what flows in; what boils off, in m3."""
        p = self._values
        air = p["ambient"]
        heat_w = self._heater_share * p["heater_power"] if self._heater_wear < 1.0 else 0.0
        covered = volume >= COVERS_HEATER_M3
        self._energy_j += heat_w * dt_s
        if self._pump_a.closed or self._pump_b.closed or self._mixer.closed:
            motors = self._pump_a.closed + self._pump_b.closed + self._mixer.closed
            self._energy_j += motors * p["motor_power"] * dt_s
        if heat_w > 0.0 and not (covered and self._mixer.closed):
            self._scorch_s += dt_s
            if not covered:
                worn = self._heater_share * dt_s / p["heater_dry_life"]
                self._heater_wear = min(self._heater_wear + worn, 1.0)
        whole = volume + into
        boiled = 0.0
        if whole <= EMPTY_M3:
            self._temperature_degc = air
        else:
            # rise over the air: diluted by what flows in at the air's temperature
            rise = (self._temperature_degc - air) * volume / whole
            gain = heat_w if covered else 0.0
            capacity_j_k = HEAT_CAPACITY_J_M3K * whole
            rise += (gain - p["loss"] * rise) * dt_s / capacity_j_k
            surplus = rise - (BOILING_DEGC - air)
            if surplus > 0.0:
                rise -= surplus
                boiled = surplus * capacity_j_k / EVAPORATION_J_M3
                self._evaporated_m3 += boiled
            self._temperature_degc = air + rise
        self._thermometer.follow(self._temperature_degc, self._temperature_degc, dt_s)
        return boiled

    def _look(self) -> None:
        inputs = self._inputs
        inputs[_RUNNING_A] = self._pump_a.closed
        inputs[_RUNNING_B] = self._pump_b.closed
        inputs[_MIXING] = self._mixer.closed
        inputs[_NOT_EMPTY] = self._a_m3 + self._b_m3 > EMPTY_M3
        inputs[_PULSES_A] = int(self._dosed_a_m3 / PULSE_M3)
        inputs[_PULSES_B] = int(self._dosed_b_m3 / PULSE_M3)

    def _press(self, place: int, value: float) -> None:
        self._inputs[place] = value >= 0.5

    def _set(self, name: str, value: float, high: float) -> None:
        value = self._recipe[name] = clamped(value, 0.0, high)
        self._inputs[_RECIPE[name]] = value if name == "recipe_temperature" else value * 1000.0

    def _replace(self, value: float) -> None:
        pressed = value >= 0.5
        if pressed and not self._replacing and self._heater_share == 0.0:
            self._heater_wear = 0.0
        self._replacing = pressed

    def _resupply(self, _: float) -> None:
        self._recommand()
        self._switched()
