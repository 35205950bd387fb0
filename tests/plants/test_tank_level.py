"""The level loop against closed forms, an independent integrator and its own bookkeeping."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from trainlab.core.image import IOImage
from trainlab.core.seeds import Seed
from trainlab.plants.tanks.level import TankLevel

G = 9.81
DT_S = 0.01
FACTS = [fact.name for fact in TankLevel.description.facts]
OUTPUTS = [tag.name for tag in TankLevel.description.tags if tag.direction.value == "output"]
INPUTS = [tag.name for tag in TankLevel.description.tags if tag.direction.value == "input"]
IDLE = dict.fromkeys(OUTPUTS, 0)
FLOWING = IDLE | {"pump_command": 1, "shutoff_command": 1, "valve_command": 27648}


def kv_of_orifice(area_m2: float) -> float:
    """The Kv whose Torricelli outflow is that of a sharp orifice: a = Kv / (3600 sqrt 200)."""
    return area_m2 * 3600.0 * math.sqrt(200.0)


class Rig:
    """A level loop on the table, with names for its wires."""

    def __init__(self, **parameters: float) -> None:
        defaults = {p.name: p.default for p in TankLevel.description.parameters}
        self.plant = TankLevel(defaults | {"transmitter_noise": 0.0} | parameters, Seed(1))

    def run(self, seconds: float, outputs: Mapping[str, float]) -> None:
        values = tuple(outputs[name] for name in OUTPUTS)
        for _ in range(round(seconds / DT_S)):
            self.plant.step(values, DT_S)

    @property
    def facts(self) -> dict[str, float]:
        values = [0.0] * len(FACTS)
        self.plant.report(values)
        return dict(zip(FACTS, values, strict=True))

    @property
    def inputs(self) -> dict[str, float]:
        values = [0.0] * len(INPUTS)
        self.plant.sense(values)
        IOImage(TankLevel.description.tags).latch_inputs(values)
        return dict(zip(INPUTS, values, strict=True))


def test_a_tank_drains_in_the_time_of_the_closed_form() -> None:
    area_m2, orifice_m2, from_m, to_m = 28e-4, 0.071e-4, 0.20, 0.05
    rig = Rig(tank_area=area_m2, outlet_kv=kv_of_orifice(orifice_m2), initial_level=from_m)
    expected_s = (area_m2 / orifice_m2) * math.sqrt(2 / G) * (math.sqrt(from_m) - math.sqrt(to_m))
    assert expected_s == pytest.approx(39.817, abs=1e-3)  # PLANTS, single tank: t = 39.817 s

    ticks = 0
    while rig.facts["level_m"] > to_m:
        rig.run(DT_S, IDLE)
        ticks += 1
    assert expected_s <= ticks * DT_S + 1e-9
    assert ticks * DT_S - expected_s <= DT_S + 1e-9


def test_a_draining_tank_follows_the_parabola_of_torricelli() -> None:
    rig = Rig(initial_level=0.3)
    orifice_m2 = 3.0 / (3600.0 * math.sqrt(200.0))
    rig.run(10.0, IDLE)
    root = math.sqrt(0.3) - orifice_m2 / 0.02 * math.sqrt(G / 2) * 10.0
    assert rig.facts["level_m"] == pytest.approx(root * root, rel=1e-9)


def test_a_filling_tank_agrees_with_an_independent_integrator() -> None:
    rig = Rig(initial_level=0.05, pump_run_up=0.0, valve_stroke_time=0.05)
    rig.run(1.0, FLOWING)
    start = rig.facts
    orifice_m2 = 3.0 / (3600.0 * math.sqrt(200.0))

    def slope(_: float, level_m: np.ndarray) -> np.ndarray:
        return (start["inflow_m3_s"] - orifice_m2 * np.sqrt(2 * G * level_m)) / 0.02

    reference = solve_ivp(slope, (0, 20), [start["level_m"]], "DOP853", rtol=1e-12, atol=1e-14)
    rig.run(20.0, FLOWING)
    assert rig.facts["level_m"] == pytest.approx(reference.y[0, -1], rel=1e-8)


def test_a_full_tank_overflows_and_no_water_is_lost() -> None:
    rig = Rig(outlet_kv=0.5, initial_level=0.5)
    rig.run(120.0, FLOWING)
    facts = rig.facts
    assert facts["level_m"] == pytest.approx(0.6)
    assert facts["overflow_m3"] > 0.0
    stored = 0.02 * (facts["level_m"] - 0.5)
    balance = facts["inlet_m3"] - facts["outlet_m3"] - facts["overflow_m3"] - facts["leak_m3"]
    assert stored == pytest.approx(balance, rel=1e-9)
    assert not rig.inputs["overfill_ok"]


def test_the_emergency_stop_cuts_the_power_whatever_is_commanded() -> None:
    rig = Rig()
    rig.run(5.0, FLOWING)
    assert rig.facts["pump_on"]
    rig.plant.operate("estop", 1.0)
    rig.run(5.0, FLOWING)
    assert not rig.facts["pump_on"]
    assert not rig.facts["shutoff_open"]
    assert rig.facts["inflow_m3_s"] == 0.0
    assert not rig.inputs["estop_ok"]


def test_releasing_the_emergency_stop_gives_no_power_before_reset() -> None:
    rig = Rig()
    rig.plant.operate("estop", 1.0)
    rig.run(1.0, FLOWING)
    rig.plant.operate("estop", 0.0)
    rig.run(1.0, FLOWING)
    assert not rig.facts["power_on"]
    rig.plant.operate("reset", 1.0)
    rig.plant.operate("reset", 0.0)
    rig.run(1.0, FLOWING)
    assert rig.facts["power_on"]
    assert rig.facts["pump_on"]


@pytest.mark.parametrize(
    ("level_m", "code"), [(0.0, 0), (0.125, 6912), (0.25, 13824), (0.5, 27648)]
)
def test_the_transmitter_scales_to_the_siemens_codes(level_m: float, code: int) -> None:
    rig = Rig(initial_level=level_m, outlet_kv=0.0)
    rig.run(2.0, IDLE)
    assert rig.inputs["level_raw"] == code


def test_the_valve_needs_its_stroke_time() -> None:
    rig = Rig(valve_stroke_time=3.0)
    rig.run(1.5, FLOWING)
    assert rig.facts["valve_position"] == pytest.approx(0.5, abs=0.01)
    rig.run(1.6, FLOWING)
    assert rig.facts["valve_position"] == 1.0


def test_a_pump_against_closed_valves_is_counted() -> None:
    rig = Rig()
    rig.run(3.0, IDLE | {"pump_command": 1})
    assert rig.facts["deadhead_s"] == pytest.approx(2.95, abs=0.02)
    assert rig.facts["inlet_m3"] == 0.0
