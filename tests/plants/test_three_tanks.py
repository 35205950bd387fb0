"""The three tanks against closed forms, scipy's DOP853 and their own bookkeeping."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from plants.rig import WiredPlant
from trainlab.plants.tanks.three import ThreeTanks

G, AREA, SECTION = 9.81, 0.0154, 5e-5
AZ_13, AZ_32, AZ_20 = 0.5, 0.5, 0.6
FLOW_1, FLOW_2 = 3e-5, 2e-5
LEVELS = {  # by the closed form of the module
    2: ((FLOW_1 + FLOW_2) / (AZ_20 * SECTION)) ** 2 / (2 * G),
}
LEVELS[3] = LEVELS[2] + (FLOW_1 / (AZ_32 * SECTION)) ** 2 / (2 * G)
LEVELS[1] = LEVELS[3] + (FLOW_1 / (AZ_13 * SECTION)) ** 2 / (2 * G)
OUTPUTS = [tag.name for tag in ThreeTanks.description.tags if tag.direction.value == "output"]
IDLE = dict.fromkeys(OUTPUTS, 0.0)
OPEN = IDLE | dict.fromkeys(("valve_13_command", "valve_32_command", "valve_20_command"), 1.0)
RUNNING = OPEN | {
    "pump_1_command": 1.0,
    "pump_2_command": 1.0,
    "pump_1_speed": 0.3 * 27648,
    "pump_2_speed": 0.2 * 27648,
}


class Rig(WiredPlant):
    """The plant with names for its wires."""

    plant_type = ThreeTanks
    tick_s = 0.05

    @property
    def levels(self) -> dict[int, float]:
        return {number: self.facts[f"level_{number}_m"] for number in (1, 2, 3)}


def test_it_settles_at_the_levels_of_the_closed_form() -> None:
    # the area does not matter where nothing moves; a small one is there sooner
    rig = Rig(
        tank_area=0.002, **{f"initial_level_{n}": level * 1.01 for n, level in LEVELS.items()}
    )
    rig.run(1500.0, RUNNING)
    assert rig.levels == pytest.approx(LEVELS, rel=1e-9)
    assert [rig.levels[n] for n in (1, 2, 3)] == pytest.approx(
        [0.28837, 0.14158, 0.21497], abs=1e-5
    )


def test_a_run_agrees_with_an_independent_integrator() -> None:
    rig = Rig(initial_level_1=0.4, initial_level_2=0.05, initial_level_3=0.2)
    rig.run(1.0, RUNNING)
    start = rig.levels

    def slope(_: float, h: np.ndarray) -> list[float]:
        def through(az: float, head: float) -> float:
            return az * SECTION * math.copysign(math.sqrt(2 * G * abs(head)), head)

        q13, q32, q20 = (
            through(AZ_13, h[0] - h[2]),
            through(AZ_32, h[2] - h[1]),
            through(AZ_20, h[1]),
        )
        return [(FLOW_1 - q13) / AREA, (FLOW_2 + q32 - q20) / AREA, (q13 - q32) / AREA]

    reference = solve_ivp(
        slope, (0, 200), [start[n] for n in (1, 2, 3)], "DOP853", rtol=1e-12, atol=1e-15
    )
    rig.run(200.0, RUNNING, 0.01)
    assert [rig.levels[n] for n in (1, 2, 3)] == pytest.approx(reference.y[:, -1], rel=1e-8)


def test_water_runs_either_way_until_the_levels_are_equal() -> None:
    rig = Rig(initial_level_1=0.1, initial_level_2=0.4, initial_level_3=0.1)
    rig.run(2000.0, OPEN | {"valve_20_command": 0.0})
    assert rig.levels == pytest.approx({1: 0.2, 2: 0.2, 3: 0.2}, abs=1e-6)


def test_no_water_is_lost_whatever_leaks_drains_and_overflows() -> None:
    rig = Rig(leak_1=0.2, leak_2=0.1, leak_3=0.3, initial_level_1=0.5)
    stored = AREA * sum(rig.levels.values())
    rig.run(300.0, RUNNING | {"drain_command": 1.0})
    rig.run(600.0, IDLE | {"pump_2_command": 1.0, "pump_2_speed": 27648.0})
    rig.run(900.0, OPEN | {"drain_command": 1.0})
    facts = rig.facts
    assert min(facts["overflow_m3"], facts["drained_m3"], facts["leak_m3"]) > 0.0
    gone = sum(facts[f"{name}_m3"] for name in ("outlet", "drained", "leak", "overflow"))
    left = AREA * sum(rig.levels.values())
    assert stored + facts["inlet_m3"] - gone == pytest.approx(left, abs=1e-9)


def test_a_leak_flows_by_torricelli_and_a_clogged_link_raises_the_tank_before_it() -> None:
    rig = Rig(leak_3=0.1)
    assert rig.facts["leak_m3_s"] == pytest.approx(0.1 * SECTION * math.sqrt(2 * G * 0.1))
    clogged = Rig(
        tank_area=0.002,
        link_13=0.25,
        initial_level_1=0.5,
        initial_level_2=0.14,
        initial_level_3=0.21,
    )
    clogged.run(1500.0, RUNNING)
    assert clogged.levels[1] - clogged.levels[3] == pytest.approx(
        4 * (LEVELS[1] - LEVELS[3]), rel=1e-6
    )


def test_a_tripped_breaker_drops_the_contactor_whatever_is_commanded() -> None:
    rig = Rig()
    rig.run(1.0, RUNNING)
    rig.plant.change("breaker_2", 0.0)
    rig.run(0.1, RUNNING)
    assert rig.inputs["pump_1_running"]
    assert not rig.inputs["pump_2_running"]
    assert rig.facts["flow_2_m3_s"] == 0.0


def test_the_emergency_stop_shuts_everything() -> None:
    rig = Rig()
    rig.run(1.0, RUNNING)
    rig.plant.operate("estop", 1.0)
    rig.run(1.0, RUNNING)
    facts = rig.facts
    assert not any(
        facts[name] for name in ("pump_1_on", "pump_2_on", "valve_13_open", "valve_20_open")
    )
    assert facts["flow_13_m3_s"] == facts["flow_20_m3_s"] == 0.0


def test_a_valve_opens_after_its_travel_at_any_tick() -> None:
    for tick_s in (0.001, 0.01, 0.1):
        rig = Rig()
        rig.run(2.0, OPEN, tick_s)
        assert rig.facts["outlet_m3"] == pytest.approx(
            1.5 * AZ_20 * SECTION * math.sqrt(2 * G * 0.1), rel=2e-2
        )
